"""Queries taken apart: names are found where they stand, and no valid query is refused for its form."""

from pathlib import Path

import pytest

from kg.core.errors import QueryInvalid
from kg.core.graph import Store, evaluate
from kg.query.answers import answer
from kg.query.prefixes import KNOWN, undeclared, unknown_prefix, with_prefixes
from kg.query.tokens import declared, place_in, tokens_of

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * { ?s dyad:isAbout ?o }", ["dyad:isAbout"]),
        ("ASK { ?s ?p 'dyad:a', \"dyad:b\", '''dyad:c'd''', \"\"\"dyad:e\"f\"\"\" }", []),
        ("ASK { # dyad:a\n ?s dyad:b ?o # dyad:c\r ; dyad:d 1 }", ["dyad:b", "dyad:d"]),
        ("ASK { <x:dyad:a> <x#dyad:b> _:dyad . ?dyad:c ?x }", [":c"]),
        ("ASK { ?s a:b\\-c.d , a:e. ?s a:f%20 ?o }", ["a:b\\-c.d", "a:e", "a:f%20"]),
        ("ASK { ?s ^dyad:a/dyad:b*|!(dyad:c) ?o FILTER(?o<?s && ?s>?o) }", ["dyad:a", "dyad:b", "dyad:c"]),
        ("ASK { ?s ?p '\\'dyad:a', 'x'@en-GB, '1'^^xsd:integer }", ["xsd:integer"]),
        ("ASK { ?s \\u0064yad:a ?o }", []),
    ],
)
def test_a_name_is_no_part_of_a_string_comment_or_iri(query: str, names: list[str]) -> None:
    assert [token.text for token in tokens_of(query) if token.kind == "name"] == names


def test_a_place_is_counted_as_an_editor_does() -> None:
    text = "a\r\nb\n\rcd"
    found = [place_in(text, text.index(letter)) for letter in "abd"]
    assert [(place.line, place.column) for place in found] == [(1, 1), (2, 1), (4, 2)]


def test_declared_prefixes_are_those_of_the_prologue() -> None:
    query = "PREFIX a: <x:>\nprefix : <y:> BASE <z:> SELECT * { ?PREFIX a:b <q:> . a:c :d 'PREFIX e: <f:>' }"
    assert declared(tokens_of(query)) == {"a": "x:", "": "y:"}


def shipped_and_suites(shared: Path) -> list[str]:
    paths = [*(ROOT / "queries").glob("*.rq"), *(shared / "suites").rglob("*.rq")]
    return [path.read_text(encoding="utf-8") for path in paths]


def test_no_valid_query_is_refused_for_its_form(shared: Path) -> None:
    queries = shipped_and_suites(shared)
    valid = [query for query in queries if is_valid(query)]
    assert len(valid) > 150
    for query in valid:
        assert undeclared(query) == []
        assert unknown_prefix(query) is None
        assert with_prefixes(query) == query


def is_valid(query: str) -> bool:
    try:
        evaluate(Store(), query, {})
    except QueryInvalid as error:
        return not isinstance(error.__cause__, SyntaxError)
    return True


def test_our_prefixes_need_no_declaration() -> None:
    query = "SELECT * { country:KZ org:hasMember pair:KZ-RU ; schema:name ?x ; skos:note status:accepted }"
    assert answer(Store(), query).rows == ()
    prepared = with_prefixes(query)
    assert prepared.startswith("PREFIX country: <https://w3id.org/dyad/id/country/>\n")
    assert list(evaluate(Store(), prepared, {})) == []  # type: ignore[arg-type]
    with pytest.raises(QueryInvalid):
        evaluate(Store(), query, {})


@pytest.mark.parametrize(
    ("name", "near"), [("contry:KZ", "country:"), ("indicater:x", "indicator:"), ("rfds:label", "rdfs:"), ("qqq:x", "")]
)
def test_an_unknown_prefix_is_named_in_the_first_line_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        answer(Store(), f"SELECT * {{\n  ?s {name} ?o }}")
    first = str(caught.value).splitlines()[0]
    assert name.partition(":")[0] in first
    assert near in first
    assert (caught.value.line, caught.value.column) == (2, "6")


def test_a_prefix_of_ones_own_goes_before_ours() -> None:
    query = "PREFIX country: <x:> ASK { VALUES ?c { country:KZ } FILTER(?c = <x:KZ>) }"
    assert str(answer(Store(), query).rows[0][0]).startswith('"true"')
    assert KNOWN["country"] == "https://w3id.org/dyad/id/country/"
