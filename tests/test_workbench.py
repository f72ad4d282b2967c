"""What the workbench says of the invented world: facets, faults of queries, completion, and answers to be drawn."""

import csv
import html
import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

import kg
from kg.core import assets, iri
from kg.core.ontology import read_ontology
from kg.names.opened import Names
from kg.query.limits import Limits
from kg.rows.opened import open_rows
from kg.serve.workbench.completion import completions
from kg.serve.workbench.facets import FACETS, narrow_claims
from kg.serve.workbench.faults import ERROR, WARNING, QueryFault, query_faults
from kg.serve.workbench.results import asked_view
from kg.session import Graph
from tests.serve_here import Server, serving

NONE = dict.fromkeys(FACETS)
DYAD = "https://w3id.org/dyad/id/dyad/XA-XB"


@pytest.fixture(scope="module")
def graph(world_build: Path) -> Graph:
    return Graph(world_build)


@pytest.fixture(scope="module")
def server(world_build: Path) -> Iterator[Server]:
    with serving(world_build, Limits(timeout=10)) as one:
        yield one


# --- Facets ---------------------------------------------------------------------------------------------------------


def test_facets_count_what_a_choice_would_leave(world_build: Path, graph: Graph) -> None:
    with open_rows(world_build) as rows:
        found = narrow_claims(rows, NONE | {"dyad": DYAD, "stage": "https://w3id.org/dyad/id/stage/target"})
        years = narrow_claims(rows, NONE | {"dyad": DYAD, "year": 2023})
    counted = {one.value: one.claims for one in found.facets["stage"]}
    assert counted["target"] == found.claims == len(graph.claims(dyad="XA-XB", stage="target")) > 0
    assert counted["realised"] == len(graph.claims(dyad="XA-XB", stage="realised"))
    assert {one.value for one in found.facets["stage"] if one.is_chosen} == {"target"}
    assert years.claims == len(graph.claims(dyad="XA-XB", year=2023)) > 0
    by_speaker = {one.value: one.claims for one in years.facets["speaker"]}
    for speaker, claims in by_speaker.items():
        assert claims == len(graph.claims(dyad="XA-XB", year=2023, speaker=speaker)), speaker


def test_facets_are_data_too(server: Server) -> None:
    found = json.loads(server.get("/claims?dyad=XA-XB&stage=target&format=json").body)
    rows = [*csv.DictReader(io.StringIO(server.get("/claims?dyad=XA-XB&stage=target&format=csv").text))]
    assert found["claims"] == len(found["rows"]) == len(rows) > 0
    assert {row["has_stage"] for row in rows} == {"stage/target"}
    early = json.loads(server.get("/claims?dyad=XA-XB&stage=target&format=json&as-known-on=2000-01-01").body)
    assert early["claims"] == 0


@pytest.mark.parametrize(("given", "told"), [("dyad=nonsense", "nonsense"), ("year=soon", "This is no year.")])
def test_a_facet_of_nothing_says_so(given: str, told: str, server: Server) -> None:
    page, data = server.get(f"/claims?{given}"), server.get(f"/claims?{given}&format=json")
    assert (page.status, told in page.text) in {(400, True), (404, True)}
    assert data.status == 400
    assert json.loads(data.body)["remedy"]


# --- Faults and completion ------------------------------------------------------------------------------------------


def faults(sparql: str, graph: Graph, language: str = "en") -> list[QueryFault]:
    return query_faults(sparql, graph.restriction.store, language)


def test_a_name_that_nothing_has_is_told_with_the_nearest(graph: Graph) -> None:
    (one,) = faults("SELECT * {\n  ?x a dyad:Mesurement }", graph)
    assert one == QueryFault(2, 8, 15, ERROR, one.message)
    assert one.message.startswith("Nothing in this graph has dyad:Mesurement. Did you mean dyad:Measurement")
    (other,) = faults("SELECT * { ?x schema:nmae ?y }", graph, "ru")
    assert other.severity == WARNING
    assert other.message.startswith("В этом графе нет schema:nmae.")
    assert faults("SELECT * { ?x a dyad:Measurement ; dyad:isAbout pair:XA-XB }", graph) == []


def test_a_query_that_breaks_the_parser_is_a_fault_and_no_crash(graph: Graph) -> None:
    (syntax,) = faults("SELECT * {\n ?x a a ?y }", graph)
    assert (syntax.line, syntax.severity) == (2, ERROR)
    (update,) = faults("DELETE WHERE { ?s ?p ?o }", graph)
    assert "update" in update.message
    (nested,) = faults("SELECT * " + "{" * 20_000 + "}" * 20_000, graph)
    assert nested.severity == ERROR


def proposed(text: str, graph: Graph, language: str = "en") -> list[tuple[str, str]]:
    names = Names(graph.folder, read_ontology(assets.ontology()), language)
    return [(one.label, one.detail) for one in completions(text, names, graph.store)]


def test_completion_knows_prefixes_terms_and_things(graph: Graph) -> None:
    assert ("country:", "https://w3id.org/dyad/id/country/") in proposed("coun", graph)
    assert ("SELECT", "") in proposed("sel", graph)
    assert proposed("dyad:hasIndic", graph, "ru")[0][0] == "dyad:hasIndicator"
    assert proposed("dyad:Mesurement", graph)[0][0] == "dyad:Measurement"
    assert ("country:XA", "Аксия") in proposed("country:Акси", graph, "ru")
    assert ("country:XB", "Bexia") in proposed("country:", graph)
    assert proposed("nothing:x", graph) == []


def test_completion_proposes_what_is_used_often_first(graph: Graph) -> None:
    names = Names(graph.folder, read_ontology(assets.ontology()), "en")
    counts = {f"{iri.PREFIXES['dyad']}hasUnit": 9, f"{iri.PREFIXES['prov']}wasDerivedFrom": 9}
    for text, first in (("dyad:has", "dyad:hasUnit"), ("prov:", "prov:wasDerivedFrom")):
        plain = [one.label for one in completions(text, names, graph.store)]
        ranked = [one.label for one in completions(text, names, graph.store, counts)]
        assert plain[0] != ranked[0] == first
        assert sorted(plain) == sorted(ranked)


def test_the_two_days_go_from_the_first_of_the_graph_to_its_last(server: Server, world_build: Path) -> None:
    ends = "SELECT min(recorded_on), max(recorded_on), min(valid_from), max(valid_until) FROM every_claim"
    with open_rows(world_build) as rows:
        first_known, last_known, first_valid, last_valid = rows.ask(ends)[0].values()
    page = server.get("/claims?valid-on=2023-06-30").text
    assert f'data-first="{first_known}" data-last="{last_known}"' in page
    assert f'data-first="{first_valid}" data-last="{last_valid}"' in page
    assert first_valid < last_valid


# --- Answers --------------------------------------------------------------------------------------------------------


def test_a_comment_says_how_an_answer_is_shown() -> None:
    asked = asked_view("PREFIX a: <b#view:c>\n  #view: chart x=year by=source \nSELECT * {}")
    assert (asked.view, asked.axes) == ("chart", {"x": "year", "by": "source"})
    assert asked_view("# view of a map").view == asked_view("#view: globe").view == "table"


def test_a_number_stands_with_the_ends_of_what_its_claim_allows(server: Server) -> None:
    query = """SELECT ?amount ?claim { VALUES ?key { "xa-gazette/turnover-2022" "xa-gazette/target-first" }
      ?claim dyad:claimKey ?key ; dyad:amount ?amount } ORDER BY ?amount"""
    page = server.get("/results?" + urlencode({"query": query})).text
    assert 'data-value="8000000000" data-low="8000000000.000000000" data-high="" data-unit="USD"' in page
    assert 'data-low="12000000000.000000000" data-high="12000000000.000000000" data-unit="USD"' in page


def test_an_answer_can_be_taken_along_on_the_two_days(server: Server) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?c a dyad:Measurement }"
    here = server.get("/results?" + urlencode({"query": query, "format": "csv"})).text
    before = server.get("/results?" + urlencode({"query": query, "format": "csv", "as-known-on": "2000-01-01"})).text
    assert int(here.split()[1]) > int(before.split()[1]) == 0


def test_an_answer_with_two_ends_can_be_taken_along_as_a_network(server: Server) -> None:
    query = "SELECT ?source ?target { ?d dyad:hasFirstEconomy ?source ; dyad:hasSecondEconomy ?target }"
    page = server.get("/results?" + urlencode({"query": query})).text
    (link,) = re.findall(r'href="(/sparql\?[^"]*)"', page)
    network = server.get(html.unescape(link))
    assert (network.status, network.kind) == (200, "application/gexf+xml")
    assert b"country/XA" in network.body
    other = query.replace("?target", "?end")
    assert "/sparql?" not in server.get("/results?" + urlencode({"query": other})).text
    assert "/sparql?" not in server.get("/results?" + urlencode({"query": query, "valid-on": "2023-01-01"})).text


def test_a_page_shows_the_first_rows_and_a_download_has_all(server: Server) -> None:
    some = " ".join(map(str, range(35)))
    query = f"SELECT ?x ?y {{ VALUES ?x {{ {some} }} VALUES ?y {{ {some} }} }}"
    page = server.get("/results?" + urlencode({"query": query})).text
    assert page.count("<tr>") == 1 + 1000
    assert "The first 1000 of 1225 rows are shown" in page
    assert len(server.get("/results?" + urlencode({"query": query, "format": "csv"})).text.splitlines()) == 1 + 1225


def test_a_query_that_is_refused_says_so_with_its_status(server: Server) -> None:
    body = urlencode({"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}).encode()
    page = server.request("POST", "/results", body, {"Content-Type": "application/x-www-form-urlencoded"})
    assert (page.status, "SERVICE" in page.text, "data-fault" in page.text) == (400, True, True)
    file = server.get("/results?" + urlencode({"query": "SELECT nonsense", "format": "csv"}))
    assert (file.status, file.kind) == (400, "text/plain")


def test_what_an_answer_says_is_no_markup(server: Server) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) ("\\"><img src=x>" AS ?y) {}'
    page = server.get("/results?" + urlencode({"query": query})).text
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;script&gt;alert(1)" in page
    search = server.get("/search?" + urlencode({"q": '"><script>alert(2)</script>'})).text
    assert "<script>alert" not in search


def test_each_word_of_pages_is_said_once_in_three_languages() -> None:
    files = sorted((Path(kg.__file__).parent / "serve").glob("*_words.toml"))
    words = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    assert len(files) == 2
    assert words[0].keys().isdisjoint(words[1])
    assert {tuple(sorted(said)) for found in words for said in found.values()} == {("en", "kk", "ru")}


def test_search_is_data_too(server: Server) -> None:
    first, *_ = json.loads(server.get("/search?" + urlencode({"q": "Аксия", "format": "json", "lang": "ru"})).body)
    assert (first["key"], first["label"], first["href"]) == ("country/XA", "Аксия", "/page/country/XA?lang=ru")


def test_outlines_are_lines_of_three_kinds_with_whose_view_they_are(server: Server) -> None:
    found = json.loads(server.get("/outlines?lang=kk").body)
    assert found["lines"].keys() == {"coast", "border", "contested"}
    assert "даулы шекара" in found["credit"]
