"""Any data by any shapes: what is found, where it stands, what nobody looked at, and how the command ends."""

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

import kg
from kg.core.errors import FileUnreadable, KgError, ShapesInvalid
from kg.core.positions import Lines, statement_places
from kg.validation import engine
from kg.validation.report import Report
from tests.running import Done, sound
from tests.running import kg as run

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = (
    HEAD
    + """ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ;
  sh:property [ sh:path ex:age ; sh:minInclusive 0 ; sh:maxCount 1 ] ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Name it."@en, "Назовите."@ru ] ;
  sh:property [ sh:path [ sh:inversePath ex:knows ] ; sh:nodeKind sh:IRI ] .
"""
)
DATA = """@prefix ex: <http://example.org/> .
ex:a a ex:Person ; ex:name "A" ;
    ex:age -5 .
ex:b a ex:Person ; ex:name "B.# \\" [" ;
    ex:age 4 ,
       7 .
[] ex:knows ex:b .
ex:c a ex:Person .
"""
FOUND = [
    ("PersonShape age MinInclusive", "error", "http://example.org/a", "-5", 3, 12, (3, 14)),
    ("PersonShape age MaxCount", "error", "http://example.org/b", None, 6, 8, (6, 9)),
    ("PersonShape NodeKind", "error", "http://example.org/b", "_:b0", 7, 13, (7, 17)),
    ("PersonShape name MinCount", "warning", "http://example.org/c", None, 8, 1, (8, 5)),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    return tmp_path


def addressed(report: Report) -> list[tuple[object, ...]]:
    return [(one.rule, one.severity, one.node, one.value, one.line, one.start, one.end) for one in report.findings]


@pytest.mark.parametrize("reference", [False, True])
def test_each_engine_finds_the_same_at_the_same_places(folder: Path, *, reference: bool) -> None:
    report = kg.validate(folder / "data.ttl", folder / "shapes.ttl", reference=reference)
    assert addressed(report) == FOUND
    assert (report.checked, report.outcome.exit_code) == (3, 1)
    assert report.findings[3].messages == {"en": "Name it.", "ru": "Назовите."}
    assert report.findings[0].messages["kk"] == "Мән 0 мәнінен кем болмауға тиіс."


def test_where_the_fast_engine_is_not_the_reference_takes_its_place_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(name: str) -> ModuleSpec | None:
        return None if name == "shacl" else sys.modules[name].__spec__

    monkeypatch.setattr(engine, "find_spec", without)
    report = kg.validate(folder / "data.ttl", folder / "shapes.ttl")
    assert addressed(report) == FOUND
    assert report.notes[0].startswith("pySHACL judged")


NT = "<http://e.org/s> <http://e.org/p> "
WRITTEN = {
    "data.nt": (f"# one\n{NT}1 .".replace("1 .", '"1" .') + f'\n{NT}"x y" .\n', (3, 35)),
    "data.nq": (f'{NT}"1" <http://e.org/g> .\n{NT}"x y" <http://e.org/g> .\n', (2, 35)),
    "data.trig": (
        "PREFIX e: <http://e.org/>\ne:g { e:s e:q (1 [ e:r 2 ]) ;\n e:p '1',\n '''x y''' } GRAPH [] { e:t a e:T }",
        (4, 2),
    ),
    "data.ttl": ("@base <http://e.org/> .\n<s> <p> '1' . <s> <q> [ <r> '2' ] ; <p>\n'x y' # .\n .\n", (3, 1)),
    "data.jsonld": ('{"@id": "http://e.org/s", "http://e.org/p": ["1", "x y"]}', (1, 51)),
    "data.rdf": (
        """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">
        <r:Description r:about="http://e.org/s"><e:p>1</e:p><e:p>x y</e:p></r:Description></r:RDF>""",
        (2, 66),
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_finding_names_the_statement_in_every_syntax(tmp_path: Path, name: str) -> None:
    written, (line, column) = WRITTEN[name]
    (tmp_path / name).write_text(written, "utf-8")
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        HEAD + "ex:S sh:targetNode <http://e.org/s> ; sh:property [ sh:path <http://e.org/p> ; sh:maxLength 1 ] .",
        "utf-8",
    )
    (one,) = kg.validate(tmp_path / name, shapes).findings
    assert (one.value, one.line, one.start) == ("x y", line, column)


def test_a_build_is_data_too(seed_build: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        HEAD + "ex:S sh:targetClass <https://w3id.org/dyad/ontology#Country> ;\n"
        "  sh:property [ sh:path ex:never ; sh:minCount 1 ; sh:severity sh:Info ] .",
        "utf-8",
    )
    report = kg.validate(seed_build, shapes)
    assert report.outcome.value == "conforms"
    assert report.checked == len(report.findings) > 1
    assert all(one.line is not None and one.start == 1 for one in report.findings)


def test_classes_of_the_ontology_are_known_and_its_nodes_do_not_count_as_checked(folder: Path) -> None:
    (folder / "data.ttl").write_text("@prefix ex: <http://example.org/> .\nex:s a ex:Student ; ex:age -1 .", "utf-8")
    ontology = folder / "ontology.ttl"
    ontology.write_text(
        "<http://example.org/Student> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/Person> ;\n"
        " <http://www.w3.org/2002/07/owl#imports> <http://example.org/more> .",
        "utf-8",
    )
    assert kg.validate(folder / "data.ttl", folder / "shapes.ttl").outcome.value == "nothing matched"
    report = kg.validate(folder / "data.ttl", folder / "shapes.ttl", ontology)
    assert [one.rule for one in report.findings] == ["PersonShape name MinCount", "PersonShape age MinInclusive"]
    assert report.checked == 1
    assert "owl:imports <http://example.org/more>" in report.notes[0]


UNREAD = {
    "a misspelt constraint": ("sh:property [ sh:path ex:p ;\n sh:minCuont 1 ]", "sh:minCuont", 5),
    "a script": ("sh:js [ sh:jsFunctionName 'f' ]", "sh:js", 4),
    "a query that leaves": (
        "sh:sparql [ sh:select 'SELECT $this { SERVICE <http://e.org/> { $this ?p ?o } }' ]",
        "SERVICE",
        4,
    ),
    "a count that is none": ("sh:property [ sh:path ex:p ; sh:minCount 'x' ]", "The shapes cannot be used", None),
    "a path that is none": ("sh:property [ sh:path [ sh:inversePath 5 ] ]", "The shapes cannot be used", None),
    "a query that is none": ("sh:sparql [ sh:select 'SELECT WHERE' ]", "The shapes cannot be used", None),
    "a shape that nothing leads to": (". ex:Other sh:property [ sh:path ex:p ; sh:minCount 1 ]", "Nobody evaluates", 4),
}


@pytest.mark.parametrize("case", UNREAD)
@pytest.mark.parametrize("reference", [False, True])
def test_a_constraint_that_nobody_evaluates_is_an_error_by_name(tmp_path: Path, case: str, *, reference: bool) -> None:
    constraint, said, line = UNREAD[case]
    files = [tmp_path / name for name in ("shapes.ttl", "data.ttl")]
    files[0].write_text(f"{HEAD}ex:S sh:targetClass ex:Person ; sh:property [ sh:path ex:q ] ; {constraint} .", "utf-8")
    files[1].write_text(DATA, "utf-8")
    with pytest.raises(ShapesInvalid) as caught:
        kg.validate(files[1], files[0], reference=reference)
    assert said in str(caught.value)
    assert caught.value.line == line


def test_what_a_query_quotes_is_no_word_of_it(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(
        HEAD
        + """ex:S sh:targetClass ex:Person ; sh:sparql [ sh:message "Not {?value}."@kk ; sh:select '''
        SELECT $this ?value { $this <http://example.org/age> ?value # from
        FILTER(?value < 0 && ?value != "service") }''' ] .""",
        "utf-8",
    )
    (one,) = kg.validate(folder / "data.ttl", folder / "shapes.ttl").findings
    assert (one.messages["kk"], one.value, one.line) == ("Not -5.", "-5", 2)


# --- the command ------------------------------------------------------------------------------------------------


def checked(folder: Path, *arguments: str) -> Done:
    return sound(run(folder, "check", "--shapes", "shapes.ttl", *arguments))


def test_exit_codes_tell_findings_from_what_was_not_checked(folder: Path) -> None:
    (folder / "none.ttl").write_text("<http://e.org/a> a <http://e.org/Rock> .", "utf-8")
    (folder / "mild.ttl").write_text("<http://e.org/a> a <http://example.org/Person> .", "utf-8")
    assert checked(folder, "--data", "data.ttl").returncode == 1
    assert checked(folder, "--data", "mild.ttl").returncode == 0
    assert checked(folder, "--data", "mild.ttl", "--fail-on", "warning").returncode == 1
    assert checked(folder, "--data", "missing.ttl").returncode == 2
    assert checked(folder, "--data", "none.ttl").returncode == 3
    assert "shape-matched-nothing: http://example.org/PersonShape" in checked(folder, "none.ttl").stdout


def test_a_shape_that_matches_nothing_is_told_unless_it_may(folder: Path) -> None:
    with (folder / "shapes.ttl").open("a", encoding="utf-8") as file:
        file.write("ex:Empty sh:targetClass ex:Rock ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .\n")
    (folder / "mild.ttl").write_text("<http://e.org/a> a <http://example.org/Person> .", "utf-8")
    told = checked(folder, "mild.ttl")
    assert "shape-matched-nothing: http://example.org/Empty\n  where:  shapes.ttl:8" in told.stdout
    assert "Empty" not in checked(folder, "mild.ttl", "--allow-empty", "http://example.org/Empty").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--data", "data.ttl"),
        ("check", "--shapes", "shapes.ttl"),
        ("check", "--shapes", "shapes.ttl", "data.ttl", "--queries", "."),
        ("check", "--allow-empty", "x", "data.ttl"),
    ],
)
def test_options_that_would_say_nothing_are_refused(folder: Path, arguments: tuple[str, ...]) -> None:
    done = sound(run(folder, *arguments))
    assert done.returncode == 2
    assert "--shapes" in done.stderr or "--data" in done.stderr


# --- places in a text -------------------------------------------------------------------------------------------


def test_a_column_counts_signs_as_an_editor_does() -> None:
    text = "<a:ә> <a:b> '𝄞', \"ы\" ."
    found = [text[place.value.start : place.value.end] for place in statement_places(text)]
    assert found == ["'𝄞'", '"ы"']
    assert Lines.of("ә\nы x").point(4) == (2, 3)


def test_a_text_that_is_not_understood_ends_the_places() -> None:
    assert [*statement_places("<a:a> <a:b> 'c' . ] <a:d> <a:e> <a:f> .")] == [*statement_places("<a:a> <a:b> 'c' .")]


def test_a_folder_without_rdf_is_refused(folder: Path) -> None:
    (folder / "nothing").mkdir()
    with pytest.raises(FileUnreadable, match="no build"):
        kg.validate(folder / "nothing", folder / "shapes.ttl")
    with pytest.raises(KgError, match="no such severity"):
        kg.validate(folder / "data.ttl", folder / "shapes.ttl", fail_on="error")
