"""The library of questions: headers are read strictly, and values go into the braces and nowhere else."""

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from kg.core import assets, iri
from kg.core.errors import AssetMissing, FileUnreadable, KgError, ParameterInvalid, QueryInvalid, QueryUnknown
from kg.core.graph import Store, evaluate
from kg.core.ontology import Ontology, read_ontology
from kg.names.keys import name_individual
from kg.query.header import Parameter, Query, read_query
from kg.query.library import bind, find_query, read_queries

ROOT = Path(__file__).parents[1]
QUERIES = ROOT / "queries"
HEADER = """\
#+ question@en: Who says so?
#+ question@kk: Мұны кім айтады?
#+ question@ru: Кто это говорит?
#+ summary: Everybody who says so.
#+ tags: one, two
#+ competency: 3, 14
#+ parameter dyad: Dyad, the dyad asked about
#+ parameter on: date, the day asked about
#+ parameter year: integer, the year
#+ parameter text: string, a text
#+ parameter person: Person, the person asked about; any if open
#+ parameter place: Territory, the place asked about
#+ parameter claim: Claim, the claim asked about
#+ parameter stage: Stage, the stage asked about
#+ test: dyad=XA-XB text="two words"
#+ seed:
#+ topic: trade
#+ parameter@kk dyad: бұл
#+ parameter@ru dyad: это
#+ parameter@kk on: бұл
#+ parameter@ru on: это
#+ parameter@kk year: бұл
#+ parameter@ru year: это
#+ parameter@kk text: бұл
#+ parameter@ru text: это
#+ parameter@kk person: бұл
#+ parameter@ru person: это
#+ parameter@kk place: бұл
#+ parameter@ru place: это
#+ parameter@kk claim: бұл
#+ parameter@ru claim: это
#+ parameter@kk stage: бұл
#+ parameter@ru stage: это
#+ default@en on: the day of the forum
"""
BODY = """\
SELECT ?s WHERE { # VALUES ?dyad { <a:comment> }
  VALUES ?dyad { <https://w3id.org/dyad/id/dyad/KZ-RU> }  # a remark
  VALUES ?on { "2025-11-12"^^<http://www.w3.org/2001/XMLSchema#date> }
  VALUES ?year { 2026 }
  VALUES ?text { UNDEF }
  VALUES ?person { UNDEF }
  VALUES ?place { UNDEF }
  VALUES ?claim { UNDEF }
  VALUES ?stage { UNDEF }
  ?s ?p ?dyad, ?on, ?year, ?text, ?person, ?place, ?claim, ?stage .
}
ORDER BY ?s
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(ROOT / "ontology")


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> Query:
    return read_query(write(tmp_path_factory.mktemp("queries"), HEADER + BODY))


def write(folder: Path, text: str) -> Path:
    path = folder / "who-says-so.rq"
    path.write_text(text, encoding="utf-8")
    return path


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_a_header_is_read_whole(query: Query) -> None:
    assert query.name == "who-says-so"
    assert query.question == {"en": "Who says so?", "kk": "Мұны кім айтады?", "ru": "Кто это говорит?"}
    assert query.summary == "Everybody who says so."
    assert query.tags == ("one", "two")
    assert query.competency == (3, 14)
    assert query.parameters[0] == Parameter(
        name="dyad",
        type="Dyad",
        described={"en": "the dyad asked about", "kk": "бұл", "ru": "это"},
        default="<https://w3id.org/dyad/id/dyad/KZ-RU>",
        reasons={},
    )
    assert query.parameters[1].reasons == {"en": "the day of the forum"}
    assert query.parameters[4].description == "the person asked about; any if open"
    assert query.test == {"dyad": "XA-XB", "text": "two words"}
    assert query.seed == {}
    assert query.text == HEADER + BODY
    with pytest.raises(FrozenInstanceError):
        query.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("#+ question@kk: Мұны кім айтады?\n", "", 1, "incomplete"),
        ("#+ seed:\n", "", 1, "incomplete"),
        ("#+ tags: one, two", "#+ tags:", 5, "empty"),
        ("#+ tags: one, two", "#+ tag: one, two", 5, "not understood"),
        ("#+ tags: one, two", "#+ tags one, two", 5, "not understood"),
        ("#+ tags: one, two", "#+ tags all: one", 5, "Only a parameter"),
        ("#+ tags: one, two", "#+ tags: one\n#+ tags: two", 6, "twice"),
        ("#+ competency: 3, 14", "#+ competency: three", 6, "number"),
        ("#+ parameter dyad: Dyad", "#+ parameter: Dyad", 7, "Only a parameter"),
        ("#+ parameter dyad: Dyad, the dyad asked about", "#+ parameter dyad: Dyad", 7, "not declared"),
        ("#+ parameter dyad: Dyad", "#+ parameter Dyad: Dyad", 7, "not declared"),
        ("#+ parameter dyad: Dyad", "#+ parameter pair: Dyad", 7, "0 values"),
        ("#+ parameter on: date", "#+ parameter dyad: date", 8, "twice"),
        ("  VALUES ?on {", "  VALUES ?on\n{", 8, "0 values"),
        ("  VALUES ?year { 2026 }", "  VALUES ?year { 2026 }\n  VALUES ?year { 2027 }", 9, "2 values"),
        ("test: dyad=XA-XB", "test: pair=XA-XB", 15, "no value for a parameter"),
        ("test: dyad=XA-XB", "test: dyad=XA-XB dyad=XB-XA", 15, "stands twice"),
        ("test: dyad=XA-XB", "test: dyad", 15, "no value for a parameter"),
        ('text="two words"', 'text="two words', 15, "cannot be split"),
        ("#+ seed:", "#+ seed: nobody=1", 16, "no value for a parameter"),
        ("#+ parameter@kk dyad: бұл\n", "", 1, "incomplete"),
        ("#+ parameter@kk dyad: бұл", "#+ parameter@kk pair: бұл", 18, "not declared"),
        ("#+ default@en on: the", "#+ default@en: the", 34, "Only a parameter"),
    ],
)
def test_a_wrong_header_is_refused_at_its_line(wrong: str, right: str, line: int, says: str, tmp_path: Path) -> None:
    text = HEADER + BODY
    assert wrong in text
    path = write(tmp_path, text.replace(wrong, right, 1))
    with pytest.raises(QueryInvalid, match=says) as caught:
        read_query(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert caught.value.remedy


def test_a_query_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_query(tmp_path / "missing.rq")
    (tmp_path / "latin.rq").write_bytes(b"#+ summary: caf\xe9")
    with pytest.raises(FileUnreadable):
        read_query(tmp_path / "latin.rq")


def test_the_shipped_questions_are_read_by_name(tmp_path: Path) -> None:
    queries = read_queries(QUERIES)
    assert list(queries) == sorted(path.stem for path in QUERIES.glob("*.rq"))
    assert find_query(QUERIES, "turnover") == queries["turnover"]
    assert queries["turnover"].competency == (1,)
    with pytest.raises(AssetMissing):
        read_queries(tmp_path)


@pytest.mark.parametrize(
    ("name", "near"), [("turnovr", "turnover"), ("zzz", "`kg ask` lists"), ("../turnover", "turnover")]
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(QueryUnknown) as caught:
        find_query(QUERIES, name)
    assert caught.value.value == name
    assert near in caught.value.remedy


# --- Binding ---------------------------------------------------------------------------------------------------------


def braces(text: str, name: str) -> str:
    """Return what stands in the braces of a parameter."""
    found = re.findall(rf"^  VALUES \?{name} \{{ (.*) \}}(?:  # a remark)?$", text, re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def emptied(text: str, name: str) -> str:
    """Return a query without what stands in the braces of a parameter."""
    return re.sub(rf"^(  VALUES \?{name} \{{).*(\}})", r"\1\2", text, count=1, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "value", "term"),
    [
        ("dyad", "XA-XB", "<https://w3id.org/dyad/id/dyad/XA-XB>"),
        ("dyad", "dyad/XA-01_XB", "<https://w3id.org/dyad/id/dyad/XA-01_XB>"),
        ("dyad", "https://w3id.org/dyad/id/dyad/XA-XB", "<https://w3id.org/dyad/id/dyad/XA-XB>"),
        ("dyad", "http://example.org/pair?a=1", "<http://example.org/pair?a=1>"),
        ("on", "2024-02-29", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("year", "2024", "2024"),
        ("year", "-7", "-7"),
        ("text", "сауда", '"сауда"'),
        ("text", 'so "bold" } . # {', '"so \\"bold\\" } . # {"'),
        ("person", "ada-arx", f"<{iri.mint_hashed('person', 'ada-arx')}>"),
        ("person", "person/ada-arx", f"<{iri.mint_hashed('person', 'ada-arx')}>"),
        ("person", "person/99e631fa3a759a7b9656", "<https://w3id.org/dyad/id/person/99e631fa3a759a7b9656>"),
        ("place", "country/XA", "<https://w3id.org/dyad/id/country/XA>"),
        ("place", "region/XA-01", "<https://w3id.org/dyad/id/region/XA-01>"),
        ("claim", "paper/growth", f"<{iri.mint_hashed('claim', 'paper', 'growth')}>"),
        ("claim", "claim/paper/growth", f"<{iri.mint_hashed('claim', 'paper', 'growth')}>"),
        ("claim", "99e631fa3a759a7b9656", "<https://w3id.org/dyad/id/claim/99e631fa3a759a7b9656>"),
        ("stage", "planned", "<https://w3id.org/dyad/id/stage/planned>"),
        ("person", "UNDEF", "UNDEF"),
    ],
)
def test_a_value_goes_into_the_braces_and_nowhere_else(
    name: str, value: str, term: str, query: Query, ontology: Ontology
) -> None:
    bound = bind(query, {name: value}, ontology)
    assert braces(bound, name) == term
    assert emptied(bound, name) == emptied(query.text, name)
    assert bound.splitlines()[: len(HEADER.splitlines()) + 1] == query.text.splitlines()[: len(HEADER.splitlines()) + 1]
    evaluate(Store(), bound)


@pytest.mark.parametrize("value", ["KZ-RU", "RU-KZ", "ru-kz", "dyad/RU-KZ"])
def test_a_pair_is_one_in_either_order_and_in_small_letters(value: str, query: Query, ontology: Ontology) -> None:
    assert braces(bind(query, {"dyad": value}, ontology), "dyad") == f"<{iri.mint('dyad', 'KZ-RU')}>"


def test_a_value_goes_into_each_of_several_lines_that_are_alike(tmp_path: Path, ontology: Ontology) -> None:
    line = "  VALUES ?year { 2026 }\n"
    text = HEADER + BODY.replace(line, f"  {{\n{line}  }} UNION {{\n{line}  }}\n")
    bound = bind(read_query(write(tmp_path, text)), {"year": "2024"}, ontology)
    assert bound == text.replace("2026", "2024")
    evaluate(Store(), bound)


def test_several_values_are_bound_at_once(query: Query, ontology: Ontology) -> None:
    bound = bind(query, {"text": "} VALUES ?year { 1 }", "year": "2024", "on": "2024-01-01"}, ontology)
    assert braces(bound, "year") == "2024"
    assert braces(bound, "text") == '"} VALUES ?year { 1 }"'
    assert bind(query, {}, ontology) == query.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dyad", "KZ-RU KZ-CN"),
        ("dyad", "KZ-RU> <https://w3id.org/dyad/id/dyad/KZ-CN"),
        ("dyad", "https://example.org/a> } ?s ?p ?o . { <b"),
        ("dyad", "https://example.org/a } ?s ?p ?o . {"),
        ("dyad", "https://example.org/\\u003E"),
        ("dyad", "https://example.org/a\nb"),
        ("dyad", "UNDEF }"),
        ("dyad", "UNDEF"),
        ("dyad", ""),
        ("dyad", "dyad/"),
        ("dyad", "firm/alfa"),
        ("dyad", "https://w3id.org/dyad/id/firm/alfa"),
        ("on", "2024-02-30"),
        ("on", "20240229"),
        ("on", "2024"),
        ("on", '2024-01-01" } #'),
        ("year", "2024.5"),
        ("year", "2024 2025"),
        ("year", "٢٠٢٤"),
        ("text", "line\nbreak"),
        ("text", "\\u0022 } #"),
        ("text", "tab\there"),
        ("person", ""),
        ("person", "firm/alfa"),
        ("place", "XA"),
        ("place", "firm/alfa"),
        ("claim", "growth"),
        ("claim", "claim/growth"),
        ("claim", "paper/"),
        ("stage", "done"),
        ("stage", "https://w3id.org/dyad/id/stage/done"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(name: str, value: str, query: Query, ontology: Ontology) -> None:
    with pytest.raises(ParameterInvalid) as caught:
        bind(query, {name: value}, ontology)
    assert (caught.value.column, caught.value.value) == (name, value)
    assert "dyad (Dyad, the dyad asked about); on (date" in caught.value.remedy


def test_an_unknown_parameter_is_refused_with_the_known_ones(query: Query, ontology: Ontology) -> None:
    with pytest.raises(ParameterInvalid, match="no such parameter") as caught:
        bind(query, {"pair": "KZ-RU"}, ontology)
    assert "dyad (Dyad" in caught.value.remedy
    brokers = find_query(QUERIES, "brokers")
    with pytest.raises(ParameterInvalid) as caught:
        bind(brokers, {"dyad": "KZ-RU"}, ontology)
    assert "none" in caught.value.remedy


def test_a_misspelt_concept_is_answered_with_the_nearest(ontology: Ontology) -> None:
    with pytest.raises(ValueError, match="indicator/goods-turnover"):
        name_individual(iri.expand("dyad:Indicator"), "goods-turnovr", ontology)


@pytest.mark.parametrize("type_", ["Dyadd", "dyad", "Place"])
def test_a_parameter_of_no_known_type_is_the_files_fault(type_: str, tmp_path: Path, ontology: Ontology) -> None:
    text = (HEADER + BODY).replace("dyad: Dyad,", f"dyad: {type_},")
    query = read_query(write(tmp_path, text))
    error: type[KgError] = ParameterInvalid if type_ == "Place" else QueryInvalid
    with pytest.raises(error):
        bind(query, {"dyad": "XA-XB"}, ontology)


def test_a_wrong_value_is_no_fault_of_the_file_of_its_question() -> None:
    with pytest.raises(ParameterInvalid) as raised:
        bind(read_query(QUERIES / "turnover.rq"), {"dyad": "no dyad"}, read_ontology(assets.ontology()))
    assert raised.value.path is None
    assert (raised.value.column, raised.value.value) == ("dyad", "no dyad")
