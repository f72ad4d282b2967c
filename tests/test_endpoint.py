"""What the endpoint answers: every form, what it says of itself, and only once it is whole."""

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import anyio
import pytest
from pyarrow import parquet
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

import kg.serve.workers
from kg.core import assets, iri
from kg.core.errors import ArgumentInvalid
from kg.core.graph import open_build
from kg.core.ontology import read_ontology
from kg.query.answers import answer
from kg.query.library import bind, read_queries
from kg.query.limits import Limits
from kg.query.within import Work
from kg.serve.rules import HouseRules, rules_for
from kg.serve.usage import InUse
from kg.serve.workers import Turn, Workers
from tests.serve_here import Server, serving
from tests.test_apart import waited

VOID, SH = Namespace("http://rdfs.org/ns/void#"), Namespace("http://www.w3.org/ns/shacl#")
DYADS = "SELECT ?d { ?d a dyad:Dyad } ORDER BY ?d"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SCHEMA = Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def server(world_build: Path) -> Iterator[Server]:
    with serving(world_build) as running:
        yield running


# --- Forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("application/xml;q=0.4, text/tab-separated-values;q=0.5", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0.1, */*;q=0.9", "application/sparql-results+xml"),
        ("text/*;q=0.5, application/json;q=0.4", "text/csv"),
        ("application/json", "application/json"),
        ("application/sparql-results+json;q=0, application/json;q=0, text/csv;q=0.1", "text/csv"),
    ],
)
def test_the_form_is_what_the_client_prefers(server: Server, accept: str, kind: str) -> None:
    got = server.ask(DYADS, accept=accept) if accept else server.ask(DYADS)
    assert (got.status, got.kind) == (200, kind)
    assert "Accept" in got.headers["vary"]


def test_a_form_that_no_answer_has_is_refused_with_those_there_are(server: Server) -> None:
    got = server.ask(DYADS, accept="image/png")
    assert got.status == 406
    assert "text/csv" in got.text
    got = server.ask(DYADS, {"format": "jsn"})
    assert got.status == 400
    assert "Did you mean json" in got.text
    assert server.ask(DYADS, {"format": "ttl"}).status == 400


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "trig", "rdf"])
def test_a_graph_is_the_same_in_every_form(server: Server, form: str) -> None:
    query = "CONSTRUCT { ?d a dyad:Dyad ; rdfs:label ?l } { ?d a dyad:Dyad ; rdfs:label ?l }"
    plain = Graph().parse(data=server.ask(query, {"format": "nt"}).text, format="nt")
    names = {"jsonld": "json-ld", "rdf": "xml", "ttl": "turtle"}
    got = server.ask(query, {"format": form})
    assert len(plain) > 3
    assert set(Graph().parse(data=got.text, format=names.get(form, form))) == set(plain)


def test_people_who_cannot_set_a_header_get_files(server: Server) -> None:
    got = server.ask(DYADS, {"format": "parquet"})
    assert parquet.read_table(BytesIO(got.body)).column_names == ["d"]
    assert got.headers["content-disposition"] == 'attachment; filename="answer.parquet"'
    assert server.ask(DYADS, {"format": "xlsx"}).body[:2] == b"PK"
    assert len(server.ask(DYADS, {"format": "csv"}).text.splitlines()) > 2


def test_a_query_of_ends_is_a_network(server: Server) -> None:
    query = "SELECT ?source ?target { ?d dyad:hasFirstEconomy ?source ; dyad:hasSecondEconomy ?target }"
    got = server.ask(query, {"format": "gexf"})
    assert (got.status, got.kind) == (200, "application/gexf+xml")
    assert "<edge " in got.text
    refused = server.ask(DYADS, {"format": "gexf"})
    assert refused.status == 400
    assert "?source" in refused.text


# --- Whole, or not at all ---------------------------------------------------------------------------------------------


def test_more_rows_than_there_may_be_are_an_error_in_every_form(world_build: Path) -> None:
    with serving(world_build, Limits(timeout=20, rows=1)) as server:
        for form in ("json", "xml", "csv", "tsv", "parquet", "xlsx"):
            got = server.ask(DYADS, {"format": form})
            assert (got.status, got.kind) == (503, "text/plain")
            assert "more than 1 rows" in got.text
        assert server.ask("CONSTRUCT WHERE { ?s ?p ?o }").status == 503
        assert server.ask(f"{DYADS} LIMIT 1").status == 200
        assert server.ask('SELECT ("a\\nb\\nc\\nd" AS ?t) {}', {"format": "csv"}).status == 200


def test_an_answer_that_is_too_large_is_an_error(world_build: Path) -> None:
    with serving(world_build, Limits(timeout=20, size=1)) as server:
        got = server.ask("SELECT * { ?s ?p ?o }")
        assert got.status == 503
        assert "more than 1 MB" in got.text


def test_what_is_wrong_with_a_query_has_its_place(server: Server) -> None:
    got = server.ask("SELECT * {\n ?s dyad:x ;; }")
    assert (got.status, got.kind) == (400, "text/plain")
    assert "line 2" in got.text
    assert "did you mean dyad" in server.ask("ASK { ?s dyat:x ?o }").text


def test_a_request_for_nothing_is_described_and_shown_to_people(server: Server) -> None:
    assert server.get("/sparql", accept="text/turtle").kind == "text/turtle"
    shown = server.get("/sparql", accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (shown.status, shown.headers["location"]) == (303, "/editor")
    assert server.request("POST", "/sparql", b"", {"Content-Type": "application/x-www-form-urlencoded"}).status == 400


# --- What passes ------------------------------------------------------------------------------------------------------


def test_who_has_an_answer_is_told_so(server: Server) -> None:
    first = server.ask(DYADS)
    again = server.ask(DYADS, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert server.ask(DYADS, {"format": "csv"}).headers["etag"] != first.headers["etag"]
    assert server.ask("SELECT (RAND() AS ?r) {}").headers["etag"] is None


def test_an_answer_of_another_build_has_another_name(world_build: Path, seed_build: Path) -> None:
    with serving(world_build) as one, serving(seed_build) as other:
        assert one.ask(DYADS).headers["etag"] != other.ask(DYADS).headers["etag"]


def test_a_build_that_takes_the_place_of_another_is_served(world_build: Path, seed_build: Path, tmp_path: Path) -> None:
    copytree(world_build, tmp_path / "build")
    with serving(tmp_path / "build", rules=HouseRules(workers=1)) as server:
        first = server.ask(COUNT)
        (tmp_path / "build").rename(tmp_path / "old")
        copytree(seed_build, tmp_path / "build")
        second = server.ask(COUNT)
        assert second.headers["etag"] != first.headers["etag"]
        assert second.body != first.body
        assert server.ask(COUNT).body == second.body


def test_answers_are_packed_for_who_reads_that(server: Server) -> None:
    packed = server.ask("SELECT * { ?s ?p ?o } LIMIT 500", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.body)) == json.loads(server.ask("SELECT * { ?s ?p ?o } LIMIT 500").body)


def test_scripts_of_other_sites_may_ask(server: Server) -> None:
    got = server.ask("ASK {}", origin="https://example.org")
    assert got.headers["access-control-allow-origin"] == "*"
    assert got.headers["access-control-allow-credentials"] is None
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    assert server.request("OPTIONS", "/sparql", None, asked).status == 200


def test_a_head_is_an_answer_without_its_body(server: Server) -> None:
    got = server.request("HEAD", "/sparql?query=ASK%7B%7D")
    assert (got.status, got.body) == (200, b"")
    assert int(got.headers["content-length"]) > 10


# --- What the server says of itself -----------------------------------------------------------------------------------


def test_the_vocabulary_in_use_is_counted(server: Server, world_build: Path) -> None:
    described = Graph().parse(data=server.get("/.well-known/void").text)
    dataset = next(described.subjects(RDF.type, VOID.Dataset))
    store = open_build(world_build)
    counted = {}
    for part in described.objects(dataset, VOID.classPartition):
        counted[described.value(part, VOID["class"])] = described.value(part, VOID.entities)
    dyads = answer(store, DYADS).rows
    assert counted[URIRef(f"{iri.PREFIXES['dyad']}Dyad")] == Literal(len(dyads))
    assert len([*described.objects(dataset, VOID.propertyPartition)]) > 20


def test_questions_are_examples_with_their_parameters(server: Server) -> None:
    described = Graph().parse(data=server.get("/.well-known/sparql-examples").text)
    examples = set(described.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) == len(read_queries(assets.queries()))
    turnover = next(one for one in examples if f"{one}".endswith("/turnover"))
    comments = [*described.objects(turnover, RDFS.comment)]
    assert {one.language for one in comments if isinstance(one, Literal)} == {"kk", "ru", "en"}
    assert described.value(turnover, SCHEMA.target) == URIRef(f"http://127.0.0.1:{server.port}/sparql")
    named = {f"{described.value(one, SH.name)}": one for one in described.objects(turnover, SH.parameter)}
    assert described.value(named["dyad"], SH["class"]) == URIRef(f"{iri.PREFIXES['dyad']}Dyad")
    text = f"{described.value(turnover, SH.select)}"
    assert server.ask(text).status == 200


def test_named_graphs_are_got_by_name(server: Server) -> None:
    whole = server.get("/graph/ontology", accept="application/n-triples")
    assert (whole.status, whole.kind) == (200, "application/n-triples")
    assert "owl#Class" in whole.text
    assert server.get(f"/graph?graph={iri.ONTOLOGY_GRAPH}&format=nt").body == whole.body
    missing = server.get("/graph/source/none")
    assert missing.status == 404
    assert "/.well-known/void" in missing.text


def test_the_server_is_well(server: Server) -> None:
    assert json.loads(server.get("/health").body)["status"] == "ok"
    server.ask("ASK {}")
    server.get("/no/such/place")
    lines = server.get("/metrics").text.splitlines()
    assert any(line.startswith('dyad_requests_total{place="sparql",status="200"} ') for line in lines)
    for place in ('place="health",status="200"', 'place="other",status="404"'):
        assert any(line.startswith(f"dyad_requests_total{{{place}}} ") for line in lines), place
    assert any(line.startswith('dyad_request_seconds_bucket{le="+Inf"} ') for line in lines)


# --- The same answers as without a server -----------------------------------------------------------------------------


def test_every_question_has_the_rows_that_it_has_here(server: Server, world_build: Path) -> None:
    store, ontology = open_build(world_build), read_ontology(assets.ontology())
    asked = 0
    for question in read_queries(assets.queries()).values():
        text = bind(question, question.test, ontology)
        here = answer(store, text)
        there = server.request("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-query"})
        assert there.status == 200, question.name
        rows = json.loads(there.body)["results"]["bindings"]
        values = [[None if term is None else getattr(term, "value", "") for term in row] for row in here.rows]
        assert [[row.get(name, {}).get("value") for name in here.variables] for row in rows] == values, question.name
        asked += 1
    assert asked > 60


# --- The command ------------------------------------------------------------------------------------------------------


def test_the_command_serves_until_it_is_ended(world_build: Path, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("kg")), "serve", "--build", f"{world_build}", "--port", "0"]
    with subprocess.Popen([*command, "--log", f"{tmp_path / 'log'}"], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        port = int(running.stdout.readline().partition("http://127.0.0.1:")[2].partition("/")[0])
        assert Server(port, []).ask("ASK {}").status == 200
        taken = subprocess.run([*command[:-1], f"{port}"], capture_output=True, text=True, check=False)
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 130
    assert taken.returncode == 2
    assert "already in use" in taken.stderr
    assert "--port" in taken.stderr
    assert " GET /sparql 200 " in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_server_for_others_answers_to_its_name(world_build: Path) -> None:
    with serving(world_build, rules=HouseRules(workers=1, hosts=frozenset({"dyad.example"}))) as server:
        assert server.get("/health", Host="dyad.example").status == 200
        assert server.get("/health", Host=f"DYAD.example:{os.getpid()}").status == 200
        assert server.get("/health").status == 421


@pytest.mark.parametrize(
    "wrong",
    [{"workers": 0}, {"rate": -1.0}, {"rate": float("nan")}, {"base": "dyad.example"}, {"base": "https://a\r\nb"}],
)
def test_rules_that_allow_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ArgumentInvalid):
        rules_for("127.0.0.1", **wrong)


def test_only_a_server_for_others_bounds_the_rate_unless_it_is_told_to() -> None:
    assert rules_for("127.0.0.1").rate == 0
    assert rules_for("0.0.0.0").rate == 50  # noqa: S104
    assert rules_for("0.0.0.0", ["Dyad.example"], rate=7).rate == 7  # noqa: S104
    assert rules_for("0.0.0.0", ["Dyad.example"]).hosts == {"localhost", "127.0.0.1", "::1", "dyad.example"}  # noqa: S104


def test_a_short_query_goes_before_a_long_one_but_none_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(kg.serve.workers, "current_time", lambda: clock[0])

    async def first_of(later: float, lane: int = 0) -> str:
        workers = Workers(nothing_prepared, Limits(), HouseRules(workers=1))
        workers._free = workers._lanes[lane : lane + 1]
        turns = {"long": Turn("one", 3_000), "short": Turn("one", 6)}
        for clock[0], turn in zip((0.0, later), turns.values(), strict=True):
            workers._admit(turn)
            workers._waiting.append(turn)
        workers._call()
        return next(name for name, turn in turns.items() if turn.lane is not None)

    assert anyio.run(first_of, 1.0) == "short"
    assert anyio.run(first_of, 10.0) == "long"
    assert anyio.run(first_of, 10.0, 1) == "short"  # what is express takes the last first


def nothing_prepared() -> Work:
    raise AssertionError


def test_what_is_used_is_counted_once_for_a_build_and_kept(
    world_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    counted = InUse(world_build, "one").used()
    (kept,) = (tmp_path / "dyad").iterdir()
    assert InUse(world_build, "one").used() == counted
    written = json.loads(kept.read_text(encoding="utf-8"))
    written["classes"][next(iter(counted.classes))] = 1_000_000
    kept.write_text(json.dumps(written), encoding="utf-8")
    assert InUse(world_build, "one").used() != counted  # it was read, and not counted again
    assert InUse(world_build, "another").used() == counted
    for broken in ("", "[]", '{"made_of": 1}', json.dumps({"made_of": written["made_of"], "classes": []})):
        kept.write_text(broken, encoding="utf-8")
        assert InUse(world_build, "one").used() == counted
    monkeypatch.setenv("XDG_CACHE_HOME", str(kept))  # a file, in which nothing can be kept
    assert InUse(world_build, "one").used() == counted


def test_counts_are_none_until_they_are_there(
    world_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    in_use = InUse(world_build, "one")
    assert in_use.counts_so_far() == {}
    assert waited(in_use.counts_so_far)
    used = in_use.used()
    assert in_use.counts_so_far() == {**used.classes, **used.properties}


def test_a_page_that_a_client_has_is_not_sent_again(server: Server) -> None:
    first = server.get("/dyad/XA-XB")
    again = server.get("/dyad/XA-XB", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["content-security-policy"] is None  # the page keeps the nonce that its styles have
    assert "nonce-" in first.headers["content-security-policy"]
    for path, headers in (("/dyad/XA-XB?lang=kk", {}), ("/dyad/XA-XB", {"accept_language": "ru"})):
        other = server.get(path, if_none_match=first.headers["etag"], **headers)
        assert other.status == 200
        assert other.headers["etag"] != first.headers["etag"]
    assert server.get("/nowhere").headers["etag"] is None
