"""Every shipped question: complete, portable, true to the vocabulary, and answered as a reader of the data would."""

import re
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg.core import iri, terms
from kg.core.graph import NamedNode, QuerySolutions, Store, open_build
from kg.core.languages import LANGUAGES
from kg.core.ontology import Ontology, read_ontology
from kg.query.header import OPEN, Query, read_query
from kg.query.library import bind, read_queries
from tests.engines import Answer, Cell, ask_oxigraph, ask_rdflib, differences, read_rows, to_rdflib

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "queries"
QUERIES = read_queries(ROOT / "queries")
ONTOLOGY = read_ontology(ROOT / "ontology")
TYPE = NamedNode(iri.PREFIXES["rdf"] + "type")
# A question of entities is about what things are, whoever speaks of them: it is answered without claims.
OF_CLAIMS = {name: query for name, query in QUERIES.items() if "entities" not in query.tags}
SHIPPED = {name: query for name, query in QUERIES.items() if (GOLD / f"{name}.shipped.csv").is_file()}
OF_SHARE_ALIKE = {"regions-touching", "regions-touching-with-crossing"}

every_query = pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))


# --- The graphs that are asked ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world_in_rdflib(world: Store) -> rdflib.Dataset:
    return to_rdflib(world)


@pytest.fixture(scope="module")
def emptied(world: Store) -> Store:
    """Return the world without a claim and without what follows from claims."""
    claims = {quad.subject for quad in world.quads_for_pattern(None, TYPE, NamedNode(terms.Claim))}
    derived = NamedNode(iri.DERIVED_GRAPH)
    store = Store()
    store.extend(quad for quad in world if quad.subject not in claims and quad.graph_name != derived)
    assert len(claims) > 50
    assert len(store) > 500
    return store


@pytest.fixture(scope="module")
def emptied_in_rdflib(emptied: Store) -> rdflib.Dataset:
    return to_rdflib(emptied)


@pytest.fixture(scope="module")
def seed(seed_build: Path) -> Store:
    return open_build(seed_build)


@pytest.fixture(scope="module")
def seed_in_rdflib(seed: Store) -> rdflib.Dataset:
    """Return the seed without the register of all countries and regions, which rdflib would read for long."""
    register = NamedNode(iri.source_graph("iso-3166"))
    return to_rdflib(quad for quad in seed if quad.graph_name != register)


# --- The text of a query ---------------------------------------------------------------------------------------------


def body_of(text: str) -> str:
    """Return a query without its comments, its header among them."""
    return re.sub(r'(<[^<>\s]*>|"[^"\n]*")|#[^\n]*', lambda match: match[1] or "", text)


def unknown_terms(text: str, ontology: Ontology) -> list[str]:
    """Name the terms and concepts of a query that the ontology does not declare, and prefixes that it does not."""
    body = body_of(text)
    prefixes = dict(re.findall(r"PREFIX (\w+): <([^<>\s]*)>", body))
    used = re.findall(r"(?<![\w<:?/\"])(\w+):([\w-]+)", re.sub(r"<[^<>\s]*>", "", body))
    names = [prefixes.get(prefix, f"{prefix}:") + local for prefix, local in used]
    names += [name for name in re.findall(r"<([^<>\s]*)>", body) if name not in prefixes.values()]
    declared = {value for name, value in vars(terms).items() if name[0] != "_" and isinstance(value, str)}
    segments = ontology.segments(terms.Concept)
    concepts = {name for name, _ in ontology.individuals()}
    return [
        name
        for name in names
        if (name.startswith(iri.PREFIXES["dyad"]) and name not in declared)
        or (iri.key_of(name).partition("/")[0] in segments and name not in concepts)
        or "://" not in name
    ]


def order_of(text: str) -> list[str]:
    """Return the variables by which a query orders its rows."""
    match = re.search(r"\nORDER BY ([^\n]+)\n$", text)
    return [] if match is None else re.findall(r"\?(\w+)", match[1])


def ties(text: str, answer: Answer) -> list[tuple[Cell | None, ...]]:
    """Return the sort keys that several rows of an answer share: their order would be left to the engine."""
    places = [answer.variables.index(name) for name in order_of(text)]
    keys = [tuple(row[place] for place in places) for row in answer.rows]
    return [key for key in keys if keys.count(key) > 1]


@every_query
def test_a_question_is_asked_in_three_languages(query: Query) -> None:
    assert set(query.question) == set(LANGUAGES)
    assert all(text.endswith("?") for text in query.question.values())
    assert re.search("[әғқңөұүһі]", query.question["kk"]), "this is not Kazakh"
    assert re.search("[а-я]", query.question["ru"])
    assert not re.search("[әғқңөұүһі]", query.question["ru"]), "this is not Russian"
    assert re.fullmatch(r"[\x20-\x7e]+", query.question["en"])
    assert query.summary.endswith(".")


@every_query
def test_a_parameter_is_told_in_three_languages_and_a_day_by_default_with_its_reason(query: Query) -> None:
    for parameter in query.parameters:
        told = [parameter.described]
        if parameter.type == "date" and parameter.default != OPEN:
            told.append(parameter.reasons)
        for texts in told:
            assert set(texts) == set(LANGUAGES)
            assert re.search("[әғқңөұүһі]", texts["kk"]), "this is not Kazakh"
            assert re.search("[а-я]", texts["ru"])
            assert not re.search("[әғқңөұүһі]", texts["ru"]), "this is not Russian"


def test_no_two_questions_read_alike() -> None:
    for language in LANGUAGES:
        assert len({query.question[language] for query in QUERIES.values()}) == len(QUERIES)


def test_most_competency_questions_are_answered() -> None:
    numbers = {number for query in QUERIES.values() for number in query.competency}
    assert numbers <= set(range(1, 41))
    assert len(numbers) >= 24
    assert len(QUERIES) >= 26


@every_query
def test_both_engines_parse_the_file_as_pasted(query: Query) -> None:
    assert isinstance(Store().query(query.text), QuerySolutions)
    assert prepareQuery(query.text).algebra.name == "SelectQuery"


@every_query
def test_a_query_uses_what_is_declared_and_travels_anywhere(query: Query) -> None:
    assert unknown_terms(query.text, ONTOLOGY) == []
    body = body_of(query.text)
    assert not re.search(r"\b(SERVICE|FROM|LIMIT|OFFSET|gYear)\b", body)
    prefixes = re.findall(r"PREFIX (\w+):", body)
    assert prefixes == sorted(set(prefixes))
    assert all(re.search(rf"(?<![\w:]){prefix}:\w", re.sub(r"PREFIX.*", "", body)) for prefix in prefixes)


def test_misspelt_terms_are_found() -> None:
    found = unknown_terms((GOLD / "misspelt.rq").read_text(encoding="utf-8"), ONTOLOGY)
    assert {name.rpartition("#")[2].rpartition("/")[2] for name in found} == {
        "Mesurement",
        "isAbuot",
        "goods-turnovr",
        "realized",
    }


# --- Answers ---------------------------------------------------------------------------------------------------------


@every_query
def test_the_world_answers_as_it_reads(query: Query, world: Store, world_in_rdflib: rdflib.Dataset) -> None:
    expected = read_rows(GOLD / f"{query.name}.world.csv")
    text = bind(query, query.test, ONTOLOGY)
    found = ask_oxigraph(world, text)
    assert differences(expected, found) == []
    assert differences(expected, ask_rdflib(world_in_rdflib, text)) == []
    assert found.rows
    assert order_of(query.text)
    assert ties(query.text, found) == []


@pytest.mark.parametrize("query", OF_CLAIMS.values(), ids=list(OF_CLAIMS))
def test_a_world_without_claims_answers_nothing(
    query: Query, emptied: Store, emptied_in_rdflib: rdflib.Dataset
) -> None:
    text = bind(query, query.test, ONTOLOGY)
    assert ask_oxigraph(emptied, text).rows == ()
    assert ask_rdflib(emptied_in_rdflib, text).rows == ()


@every_query
def test_the_seed_answers_as_it_reads(query: Query, seed: Store, seed_in_rdflib: rdflib.Dataset) -> None:
    expected = read_rows(GOLD / f"{query.name}.seed.csv")
    text = bind(query, query.seed, ONTOLOGY)
    found = ask_oxigraph(seed, text)
    assert differences(expected, found) == []
    assert differences(expected, ask_rdflib(seed_in_rdflib, text)) == []
    assert ties(query.text, found) == []


def test_a_question_of_entities_needs_no_claims(emptied: Store) -> None:
    of_entities = QUERIES.keys() - OF_CLAIMS.keys()
    assert of_entities == {"dyad-ties", "regions-replaced"}
    for name in of_entities:
        assert ask_oxigraph(emptied, bind(QUERIES[name], QUERIES[name].test, ONTOLOGY)).rows


def test_every_expected_answer_has_its_question() -> None:
    names = {path.name for path in GOLD.glob("*.csv")} - {"turnover.wrong.csv"}
    assert names - {f"{name}.shipped.csv" for name in SHIPPED} == {
        f"{name}.{graph}.csv" for name in QUERIES for graph in ("world", "seed")
    }


@pytest.mark.parametrize("query", SHIPPED.values(), ids=list(SHIPPED))
def test_what_ships_answers_as_it_reads(query: Query, request: pytest.FixtureRequest) -> None:
    build = "share_alike_build" if query.name in OF_SHARE_ALIKE else "shipped_build"
    expected = read_rows(GOLD / f"{query.name}.shipped.csv")
    found = ask_oxigraph(open_build(request.getfixturevalue(build)), bind(query, query.seed, ONTOLOGY))
    assert differences(expected, found) == []
    assert found.rows
    assert ties(query.text, found) == []


def test_wrong_expected_rows_are_reported(world: Store) -> None:
    answer = ask_oxigraph(world, bind(QUERIES["turnover"], {"dyad": "XA-XB"}, ONTOLOGY))
    wrong = read_rows(GOLD / "turnover.wrong.csv")
    assert [text.partition(":")[0] for text in differences(wrong, answer)] == [
        "row 2, speaker",
        "row 3, amount",
    ]
    right = read_rows(GOLD / "turnover.world.csv")
    assert differences(right[:-1], answer) == ["6 rows are 7"]
    assert differences([*right, right[-1]], answer) == ["8 rows are 7"]
    assert len(differences([right[0], right[2], right[1], *right[3:]], answer)) > 1
    assert differences([right[0][::-1], *right[1:]], answer)[0].startswith("columns")


def test_a_question_that_needs_no_claims_is_found(emptied: Store, emptied_in_rdflib: rdflib.Dataset) -> None:
    claimless = read_query(GOLD / "claimless.rq")
    answer = ask_oxigraph(emptied, claimless.text)
    assert len(answer.rows) >= 2
    assert ask_rdflib(emptied_in_rdflib, claimless.text).rows
    assert len(ties(claimless.text, answer)) >= 2
