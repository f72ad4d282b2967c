"""Whatever a file holds, reading it ends soon, in statements or in one clear error with its line."""

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.core import assets
from kg.core.errors import FileUnreadable, KgError, NothingMatched, ShapesInvalid
from kg.core.files import read_bounded
from kg.core.graph import RdfFormat, Store, parse
from kg.core.ontology import read_ontology
from kg.core.rdf_files import _with_lines, read_quads, read_quads_with_lines
from kg.core.untrusted import LineReader, walk_xml
from kg.load.rows import read_rows
from kg.texts import read_text
from kg.validation.gexf import check_gexf
from kg.validation.shapes import check_shapes
from tests.running import Done, kg, kg_process

LONG = 17_000_000
DEEP = 100_000
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="e:">%s</rdf:RDF>'
NAMESPACE = '<!DOCTYPE r [<!ENTITY owl "http://www.w3.org/2002/07/owl#">]>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
PREFIX = "@prefix d: <https://w3id.org/dyad/ontology#> . "
CLAIM = PREFIX + "<https://w3id.org/dyad/id/claim/00000000000000000001> a d:Measurement ; "


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def check(folder: Path, name: str, text: str | bytes, *options: str) -> Done:
    """Check a file without Java, which would only take time."""
    return kg(folder, "check", written(folder, name, text).name, *options, PATH=str(folder))


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("blank.ttl", "<a:s> <a:p> " + "[ <a:p> " * DEEP + "1" + " ]" * DEEP + " .", DEEP + 1),
        ("list.ttl", "<a:s> <a:p> " + "( " * 1000 + "1" + " )" * 1000 + " .", 2001),
        ("long.ttl", '<a:s> <a:p> """' + "\n" * 2_000_000 + '""" .', 1),
        ("number.nt", f'<a:s> <a:p> "{"9" * DEEP}"^^<http://www.w3.org/2001/XMLSchema#integer> .', 1),
        ("mark.ttl", b"\xef\xbb\xbf<a:s> <a:p> 1 .", 1),
        ("angles.ttl", f'<a:s> <a:p> "{"<<" * 100}", "{"<<" * 100}" .'.replace('", "', '" . <a:s> <a:p> "'), 2),
        ("upper.TTL", "<a:s> <a:p> 1 .", 1),
        ("namespace.rdf", NAMESPACE + RDF % '<e:A><e:p rdf:resource="&owl;Thing"/></e:A>', 2),
        ("wide.rdf", RDF % ("<e:A/>" * 3000), 3000),
        ("attribute.rdf", RDF % f'<e:A e:p="{"x" * 3_000_000}"/>', 2),
        ("deep.jsonld", '{"a:p":' * 90 + "1" + "}" * 90, 90),
        ("number.json", '{"@id": "a:s", "a:p": ' + "9" * 5000 + "}", 1),
    ],
)
def test_what_is_large_but_sound_is_read(name: str, text: str | bytes, count: int, tmp_path: Path) -> None:
    assert len(read_quads(written(tmp_path, name, text))) == count


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("terms.ttl", "\n<a:s> <a:p> " + "<<( <a:s> <a:p> " * DEEP + "1" + " )>>" * DEEP, 2, "nested too deeply"),
        ("terms.nt", "<a:s> <a:p> " + "<<( <a:s> <a:p> " * DEEP, 1, "nested too deeply"),
        ("said.ttl", "\n<a:s> <a:p> <<( <a:s> <a:p> 1 )>> .", 2, "RDF 1.2"),
        ("about.trig", "\n\n<< <a:s> <a:p> 1 >> <a:q> 2 .", 3, "RDF 1.2"),
        ("direction.ttl", '\n<a:s> <a:p> "x"@en--rtl .', 2, "RDF 1.2"),
        ("direction.jsonld", '{"@id":"a:b","a:p":{"@value":"x","@direction":"rtl","@language":"ar"}}', None, "RDF 1.2"),
        ("huge.ttl", '\n<a:s> <a:p> """' + "x" * LONG, 2, "too long"),
        ("huge.nq", "<a:s> <a:p> <a:o> .\n" + " " * LONG, 2, "too long"),
        ("comment.rdf", RDF % f"<!--{'x' * LONG}-->", 1, "too long"),
        ("text.rdf", "\n" + RDF % f"<e:A/>{'x' * LONG}<e:A/>", 2, "too long"),
        ("attribute.gexf", f'<gexf a="{"x" * LONG}"/>', 1, "too long"),
        ("wide.ttl", "\n<a:s> <a:p> \xff".encode("utf-16"), 1, "not valid Turtle"),
        ("laughs.rdf", f'\n<!DOCTYPE r [<!ENTITY l0 "x">{LAUGHS}]>' + RDF % "<e:A><e:p>&l9;</e:p></e:A>", 2, "entity"),
        ("long.rdf", f'<!DOCTYPE r [<!ENTITY x "{"x" * 300}">]>' + RDF % "", 1, "entity"),
        ("parameter.rdf", "<!DOCTYPE r [<!ENTITY % x \"<!ENTITY y 'z'>\"> %x;]>" + RDF % "", 1, "entity"),
        ("file.rdf", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///x">]>' + RDF % "", 1, "entity"),
        ("defaults.rdf", '<!DOCTYPE r [<!ATTLIST e:A e:p CDATA "x">]>' + RDF % "<e:A/>", 1, "does not write"),
        ("deep.rdf", RDF % ("<e:A><e:p>" * DEEP), 1, "nested too deeply"),
        (
            "attributes.rdf",
            RDF % ("<e:A " + " ".join(f'e:a{n}=""' for n in range(2000)) + "/>"),
            1,
            "too many attributes",
        ),
        ("encoding.rdf", '<?xml version="1.0" encoding="foo"?>' + RDF % "", 1, "encoding"),
        ("encoding.gexf", '<?xml version="1.0" encoding="foo"?><gexf/>', 1, "encoding"),
        ("empty.rdf", "", 1, "no well-formed XML"),
        ("deep.jsonld", "[" * DEEP, None, "nested too deeply"),
        ("deeper.jsonld", '{"a:p":' * 200 + "1" + "}" * 200, None, "nested too deeply"),
        ("names.jsonld", json.dumps({"@context": [{f"n{n}": "a:b" for n in range(300)}]}), None, "too many names"),
        ("twice.jsonld", '\n{"@id": "a:s", "@id": "a:t"}', None, "no valid JSON"),
        ("cut.json", '\n{"@id": ', 2, "no valid JSON"),
        ("x.ttl.gz", "", None, "no known RDF syntax"),
        ("none.ttl", None, None, "cannot be read"),
        ("pipe.ttl", "pipe", None, "no regular file"),
        ("pipe.gexf", "pipe", None, "no regular file"),
        ("folder.rdf", "folder", None, "no regular file"),
    ],
)
def test_what_is_made_to_hurt_is_refused(
    name: str, text: str | bytes | None, line: int | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if text == "pipe":
        os.mkfifo(path)
    elif text == "folder":
        path.mkdir()
    elif text is not None:
        written(tmp_path, name, text)
    with pytest.raises(FileUnreadable) as raised:
        check_gexf(path) if path.suffix == ".gexf" else read_quads(path)
    assert said in raised.value.problem
    assert (raised.value.line, raised.value.path) == (line, path)


BOUNDS: dict[str, tuple[int, Callable[[int], str], str]] = {
    "terms.ttl": (
        1000,
        lambda n: "<a:s> <a:p> 1 .\n<a:s> <a:p> " + "<<( <a:s> <a:p> " * n + "1" + " )>>" * n + " .",
        "nested too deeply",
    ),
    "elements.rdf": (1000, lambda n: "<a>" * n + "</a>" * n, "nested too deeply"),
    "attributes.rdf": (999, lambda n: "<a " + " ".join(f'a{k}=""' for k in range(n)) + "/>", "too many attributes"),
    "entity.rdf": (200, lambda n: f'<!DOCTYPE a [<!ENTITY x "{"x" * n}">]><a/>', "no short text"),
    "objects.jsonld": (100, lambda n: '{"a:p":' * n + "1" + "}" * n, "nested too deeply"),
    "lists.jsonld": (100, lambda n: "[" * n + "]" * n, "nested too deeply"),
    "names.jsonld": (250, lambda n: json.dumps({"@context": {f"n{k}": "a:b" for k in range(n)}}), "too many names"),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_bound_is_met_at_its_number(name: str, tmp_path: Path) -> None:
    most, text, said = BOUNDS[name]
    for number, is_refused in ((most, False), (most + 1, True)):
        problem = ""
        try:
            read_quads(written(tmp_path, name, text(number)))
        except FileUnreadable as error:  # what is within the bound need not be RDF 1.1
            problem = error.problem
        assert (said in problem) == is_refused


@pytest.mark.parametrize(("name", "most", "read"), [("large.jsonld", 2**27, read_quads), ("text", 10**8, read_text)])
def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at(
    name: str, most: int, read: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.touch()
    os.truncate(path, most + 1)
    with pytest.raises(FileUnreadable, match="too large"):
        read(path)


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = written(tmp_path, "four", "four")
    assert read_bounded(path, 4) == b"four"
    with pytest.raises(FileUnreadable, match="3 bytes"):
        read_bounded(path, 3)


def test_statements_have_the_lines_on_which_they_end(tmp_path: Path) -> None:
    text = "# x\n\n<a:s>\n  <a:p> 1 ;\n  <a:q> 'x\ny', 2 . <a:t> <a:p> 3 .\n<a:u> <a:p>\n 1 ."
    for name in ("x.ttl", "x.trig"):
        path = written(tmp_path, name, text.replace("'x\ny'", "'''x\ny'''"))
        assert [line for _, line in read_quads_with_lines(path)] == [4, 6, 6, 6, 8]


@pytest.mark.parametrize("value", ["1e999999999", "NaN", "sNaN", "-Infinity", "9" * 5000, "1_000", "x"])
def test_a_value_of_a_file_that_is_no_number_is_a_finding(value: str, tmp_path: Path) -> None:
    number = f'{CLAIM} d:amount "{value}"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
    done = check(tmp_path, "x.ttl", number, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    found = {finding["value"] for finding in json.loads(done.stdout)[0]["findings"]}
    assert value in found or value == "9" * 5000


def test_a_file_that_pyshacl_cannot_take_is_no_traceback(tmp_path: Path) -> None:
    text = f'{CLAIM} d:amount "NaN"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
    done = check(tmp_path, "x.ttl", text, "--reference")
    assert (done.returncode, done.stderr) == (2, "")
    assert "shapes: unusable input" in done.stdout
    assert "Check without --reference." in done.stdout


def test_pyshacl_leaves_literals_as_they_are_written_and_prints_nothing(tmp_path: Path) -> None:
    """What rdflib logs shows only in a process of its own: pytest takes it in this one."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    written(tmp_path, "x.ttl", f'{CLAIM} d:hasBound "1e4000"^^<{xsd}decimal> ; d:validFrom "20251112"^^<{xsd}date> .')
    done = kg_process(tmp_path, "check", "x.ttl", "--reference", PATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert "«1e4000»" in done.stdout


def test_a_shape_of_the_ontology_that_reaches_beyond_the_data_is_not_run(tmp_path: Path) -> None:
    shapes, query = Store(), "SELECT $this { SERVICE <http://127.0.0.1:9> { ?s ?p ?o } }"
    shape = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <x:s> a sh:NodeShape ; sh:targetClass <x:C> ; sh:sparql [ sh:select '{query}' ] ."""
    shapes.extend(parse(shape, format=RdfFormat.TURTLE))
    ontology = replace(read_ontology(assets.ontology()), shapes=shapes, folder=tmp_path)
    with pytest.raises(ShapesInvalid, match="SERVICE"):
        check_shapes(Store(), ontology, {}, reference=True)


def test_a_mapping_that_lacks_an_end_judges_nothing(tmp_path: Path) -> None:
    judged = "<https://w3id.org/dyad/id/judgement/same>, <https://w3id.org/dyad/id/judgement/different>"
    text = f"{PREFIX} <https://w3id.org/dyad/id/mapping/x> a d:Mapping ; d:hasJudgement {judged} ."
    done = check(tmp_path, "x.ttl", text)
    assert done.returncode == 1
    assert "consistency: conforms" in done.stdout


GEXF = '<gexf><graph defaultedgetype="directed">%s</graph></gexf>'
NUMBERS = (
    '<gexf><graph><attributes class="node">'
    '<attribute id="n" type="long"/><attribute id="f" type="double"/></attributes>'
    '<nodes><node id="a"><attvalues><attvalue for="n" value="%s"/></attvalues></node></nodes></graph></gexf>'
)


@pytest.mark.parametrize("text", ["<gexf/>", GEXF % "<nodes/>", "<svg><node id='a'/></svg>"])
def test_a_file_of_gexf_without_nodes_matches_nothing(text: str, tmp_path: Path) -> None:
    with pytest.raises(NothingMatched):
        check_gexf(written(tmp_path, "x.gexf", text))
    done = check(tmp_path, "X.GEXF", text)
    assert done.returncode == 3
    assert done.stdout.startswith("gexf: nothing matched")


@pytest.mark.parametrize(
    ("value", "is_long"),
    [
        ("9" * 5000, False),
        ("0" * 5000 + "7", True),
        (str(2**63), False),
        (str(2**63 - 1), True),
        (str(-(2**63)), True),
        (str(-(2**63) - 1), False),
    ],
)
def test_an_integer_of_any_length_is_judged(value: str, is_long: bool, tmp_path: Path) -> None:  # noqa: FBT001
    problems = check_gexf(written(tmp_path, "x.gexf", NUMBERS % value))
    assert problems == ([] if is_long else [f"node «a», attribute «n»: the value «{value}» is no long"])


def test_a_long_text_that_is_nearly_a_number_is_judged_at_once(tmp_path: Path) -> None:
    text = (NUMBERS % ("9" * 300_000 + "x")).replace('for="n"', 'for="f"')
    assert len(check_gexf(written(tmp_path, "x.gexf", text))) == 1


def test_many_periods_and_columns_are_compared_in_their_order(tmp_path: Path) -> None:
    columns = "".join(f'<attribute id="c{n}" type="integer"/>' for n in range(5000))
    periods = "".join(f'<attvalue for="c0" value="1" start="{n}" end="{n}.5"/>' for n in range(5000))
    text = (
        '<gexf><graph timeformat="double">'
        f'<attributes class="node" mode="dynamic">{columns}</attributes>'
        f'<nodes><node id="a"><attvalues>{periods}%s</attvalues></node></nodes></graph></gexf>'
    )
    assert check_gexf(written(tmp_path, "x.gexf", text % "")) == []
    overlapping = '<attvalue for="c0" value="1" start="17.2" end="17.3"/>'
    assert len(check_gexf(written(tmp_path, "x.gexf", text % overlapping))) == 1


@pytest.mark.parametrize("weight", ["1_0", "١", "", "0x1", " 1", "1e"])
def test_a_weight_that_java_does_not_read_is_no_number(weight: str, tmp_path: Path) -> None:
    text = GEXF % (f'<nodes><node id="a"/></nodes><edges><edge source="a" target="a" weight="{weight}"/></edges>')
    assert [problem.rpartition(" ")[2] for problem in check_gexf(written(tmp_path, "x.gexf", text))] == ["ignored"]


def test_elements_are_handed_on_in_their_order(tmp_path: Path) -> None:
    seen: list[str] = []
    walk_xml(written(tmp_path, "x.xml", "<a><b/></a>"), lambda name, _: seen.append(name), seen.append)
    assert seen == ["a", "b", "b", "a"]
    with pytest.raises(KgError):
        walk_xml(written(tmp_path, "x.xml", "<a><b></a>"))


# --- files that change while they are read ----------------------------------------------------------------------


class InParts(io.BytesIO):
    """A file of which no reading gives more than a few bytes."""

    def readline(self, size: int | None = -1) -> bytes:
        return super().readline(min(size, 3) if size and size > 0 else 3)

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size, 3) if size and size > 0 else 3)


def test_a_file_that_comes_in_small_parts_is_read_whole_with_its_lines(tmp_path: Path) -> None:
    text = "<a:s> <a:p> 'қ', 2 .\n<a:t>\n <a:p> 3 .\n".encode()
    reader = LineReader(InParts(text), tmp_path / "x.ttl")
    quads = parse(input=reader, format=RdfFormat.TURTLE)  # type: ignore[arg-type]  # it asks for no more than `read`
    read = [(str(quad.object), reader.line) for quad in quads]
    assert read == [(str(quad.object), line) for quad, line in read_quads_with_lines(written(tmp_path, "y.ttl", text))]


def shorten(path: Path) -> None:
    """Take the end of a file away, in the middle of a line."""
    os.truncate(path, path.stat().st_size // 2 + 1)


def test_statements_that_get_fewer_while_they_are_read_are_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "x.nt", "<a:subject> <a:predicate> <a:object> .\n" * 3000)
    quads = _with_lines(path, RdfFormat.N_TRIPLES)
    next(quads)
    shorten(path)
    with pytest.raises(FileUnreadable, match="became shorter"):
        list(quads)


def test_a_table_that_gets_shorter_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "X.csv", "key,one,two\n" + "k,first,second\n" * 30_000)
    _, rows = read_rows(path)
    next(rows)
    shorten(path)
    with pytest.raises(FileUnreadable, match="became shorter"):
        list(rows)
