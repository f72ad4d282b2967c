"""The endpoint beside the W3C's tests of the protocol, of service descriptions and of result formats."""

import json
import sys
from collections.abc import Iterator
from csv import DictReader
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.core.graph import (
    NQUADS,
    STORE,
    BlankNode,
    Literal,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Term,
    parse,
    parse_query_results,
)
from kg.core.manifest import seal
from tests.serve_here import Answered, Server, serving
from tests.stores import save_store

HT, CNT = Namespace("http://www.w3.org/2011/http#"), Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
XSD = "http://www.w3.org/2001/XMLSchema#"
RESULTS = "http://example.org/results/"
UPDATES = "update_"
KINDS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}


@pytest.fixture(scope="module")
def suites(shared: Path) -> Path:
    return shared / "suites" / "rdf-tests" / "sparql" / "sparql11"


@pytest.fixture(scope="module")
def server(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the data of the tests, each file as a named graph."""
    folder = tmp_path_factory.mktemp("build")
    files = {DATA.format(n): suites / "protocol" / f"data{n}.nt" for n in (1, 2, 3)}
    for kind, name in (("csv-tsv-res", "data"), ("csv-tsv-res", "data2"), ("json-res", "data")):
        files[f"{RESULTS}{kind}/{name}"] = suites / kind / f"{name}.ttl"
    lines = set[str]()
    for graph, path in files.items():
        form = RdfFormat.N_TRIPLES if path.suffix == ".nt" else RdfFormat.TURTLE
        lines |= {f"{quad.triple} <{graph}> ." for quad in parse(path.read_bytes(), form, base_iri=RESULTS)}
    save_store(sorted(lines), folder / NQUADS, folder / STORE, all_graphs=True)
    seal(folder, {})
    with serving(folder) as running:
        yield running


def listed(manifest: Graph, head: Node | None) -> list[Node]:
    return [] if head is None else [*Collection(manifest, head)]


def sent(server: Server, manifest: Graph, request: Node) -> Answered:
    """Send a request of the manifest."""
    headers = {}
    for header in listed(manifest, manifest.value(request, HT.headers)):
        headers[f"{manifest.value(header, HT.fieldName)}"] = f"{manifest.value(header, HT.fieldValue)}"
    body = manifest.value(request, HT.body)
    text = None
    if body is not None:
        encoding = f"{manifest.value(body, CNT.characterEncoding)}"
        text = f"{manifest.value(body, CNT.chars)}".encode(encoding)
    path = f"{manifest.value(request, HT.absolutePath)}"
    return server.request(f"{manifest.value(request, HT.methodName)}", path, text, headers)


def fault(manifest: Graph, request: Node, got: Answered) -> str | None:
    """Return what an answer lacks of what the manifest expects."""
    expected = manifest.value(request, HT.resp)
    classes = {f"{status}"[-3] for status in manifest.objects(expected, MF.expectedStatus)}
    if f"{got.status}"[0] not in classes:
        return f"status {got.status}: {got.text[:80]}"
    kind = manifest.value(expected, MF.expectedFormat)
    if kind is not None and got.kind not in KINDS[f"{kind}"]:
        return f"the form {got.kind}"
    boolean = manifest.value(expected, MF.expectedBoolean)
    if boolean is not None and json.dumps(json.loads(got.body)["boolean"]) != f"{boolean}":
        return "the other answer"
    return None


def test_the_protocol(server: Server, suites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = Graph().parse(suites / "protocol" / "manifest.ttl")
    faults: dict[str, str] = {}
    names = []
    for test in listed(manifest, next(manifest.objects(None, MF.entries))):
        name = f"{test}".partition("#")[2]
        names.append(name)
        for request in listed(manifest, manifest.value(manifest.value(test, MF.action), HT.requests)):
            wrong = fault(manifest, request, sent(server, manifest, request))
            if wrong:
                faults.setdefault(name, wrong)
    passed = len(names) - len(faults)
    with capsys.disabled():
        sys.stdout.write(f"\nprotocol: {passed} of {len(names)}; updates, which are refused: {len(faults)}\n")
    assert {name for name in faults if not name.startswith(UPDATES)} == set()
    assert {fault.partition(":")[0] for fault in faults.values()} == {"status 400"}


def test_the_service_description(server: Server) -> None:
    address = f"http://127.0.0.1:{server.port}/sparql"
    got = server.get("/sparql")
    assert (got.status, got.kind) == (200, "text/turtle")
    described = Graph().parse(data=got.text)
    services = list(described.subjects(SD.endpoint, URIRef(address)))
    assert len(services) == 1
    schema = {
        SD.endpoint: URIRef,
        SD.supportedLanguage: URIRef,
        SD.resultFormat: URIRef,
    }
    for predicate, kind in schema.items():
        found = list(described.objects(services[0], predicate))
        assert found, predicate
        assert all(isinstance(one, kind) for one in found)
    dataset = described.value(services[0], SD.defaultDataset)
    assert described.value(dataset, SD.defaultGraph) is not None
    xml = Graph().parse(data=server.get("/sparql", accept="application/rdf+xml").text, format="xml")
    assert len(xml) == len(described)


RESULT_TESTS = (
    ("csv-tsv-res", "csvtsv01.rq", "data", "csvtsv01.csv"),
    ("csv-tsv-res", "csvtsv02.rq", "data", "csvtsv02.csv"),
    ("csv-tsv-res", "csvtsv01.rq", "data2", "csvtsv03.csv"),
    ("csv-tsv-res", "csvtsv01.rq", "data", "csvtsv01.tsv"),
    ("csv-tsv-res", "csvtsv02.rq", "data", "csvtsv02.tsv"),
    ("csv-tsv-res", "csvtsv01.rq", "data2", "csvtsv03.tsv"),
    ("json-res", "jsonres01.rq", "data", "jsonres01.srj"),
    ("json-res", "jsonres02.rq", "data", "jsonres02.srj"),
    ("json-res", "jsonres03.rq", "data", "jsonres03.srj"),
    ("json-res", "jsonres04.rq", "data", "jsonres04.srj"),
)


@pytest.mark.parametrize(("folder", "query", "data", "result"), RESULT_TESTS)
def test_the_forms_of_results(server: Server, suites: Path, folder: str, query: str, data: str, result: str) -> None:
    form = {"csv": "csv", "tsv": "tsv", "srj": "json"}[result.rpartition(".")[2]]
    text = (suites / folder / query).read_text(encoding="utf-8")
    got = server.ask(text, {"default-graph-uri": f"{RESULTS}{folder}/{data}", "format": form})
    assert got.status == 200, got.text
    expected = (suites / folder / result).read_bytes()
    assert solutions(got.body, form) == solutions(expected, form)


def solutions(body: bytes, form: str) -> object:
    """Return the rows of a result, each by its variables, in some order; one blank node is as good as another.

    The store keeps numbers as values: 1.0E6 becomes 1000000, a negative integer an integer.
    """
    if form == "csv":
        rows = [
            sorted((name, value_of(text)) for name, text in row.items())
            for row in DictReader(body.decode().splitlines())
        ]
        return sorted(map(repr, rows))
    read = parse_query_results(body, QueryResultsFormat.TSV if form == "tsv" else QueryResultsFormat.JSON)
    if not isinstance(read, QuerySolutions):
        return bool(read)
    variables = sorted((one.value, place) for place, one in enumerate(read.variables))
    return sorted(repr([(name, term_of(row[place])) for name, place in variables]) for row in read)


def term_of(term: Term | None) -> object:
    if isinstance(term, BlankNode):
        return "_:"
    if isinstance(term, Literal) and term.datatype.value.startswith(XSD) and value_of(term.value) != term.value:
        return value_of(term.value)
    return repr(term)


def value_of(text: str) -> object:
    if text.startswith("_:"):
        return "_:"
    try:
        return float(text)
    except ValueError:
        return text
