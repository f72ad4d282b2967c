"""Answers: one plain value from any query, guarded, typed, and written in every format without loss."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread

import pandas
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from kg.core import iri
from kg.core.errors import ArgumentInvalid, QueryInvalid
from kg.core.graph import (
    NQUADS,
    STORE,
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Term,
    Triple,
    evaluate,
    open_build,
    parse,
    parse_query_results,
)
from kg.core.manifest import seal
from kg.query.answers import Answer, AnswerRow, answer
from kg.query.formats import write_answer
from kg.query.forms import ANSWER_FORMS
from kg.query.typed import to_arrow, to_frame
from tests.stores import save_store

XA, XB = NamedNode(iri.mint("country", "XA")), NamedNode(iri.mint("country", "XB"))
WORLD = """
@prefix dyad: <https://w3id.org/dyad/ontology#> . @prefix country: <https://w3id.org/dyad/id/country/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix graph: <https://w3id.org/dyad/graph/source/> .
graph:one { country:XA dyad:isoCode "XA" ; dyad:amount 1.50, 30 ; dyad:validFrom "2025-11-12"^^xsd:date . }
graph:two { country:XB dyad:isoCode "XB" . country:XA dyad:isoAlpha3 "XAA" . }
"""


@pytest.fixture(scope="module")
def world() -> Store:
    store = Store()
    store.load(WORLD.encode(), format=RdfFormat.TRIG)
    return store


@dataclass(frozen=True, slots=True)
class Listener:
    """A server on the loopback that notes who comes, and hangs up."""

    url: str
    visits: list[str] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    visits: list[str] = []

    class HangUp(BaseRequestHandler):
        def handle(self) -> None:
            visits.append(self.client_address[0])

    with TCPServer(("127.0.0.1", 0), HangUp) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Listener(f"http://127.0.0.1:{server.server_address[1]}/", visits)
        server.shutdown()
        thread.join(5)


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(iri.PREFIXES["xsd"] + datatype))


def column(*terms: Term | None) -> Answer:
    return Answer(("x",), tuple((term,) for term in terms), "table")


def written(found: Answer, form: str) -> bytes:
    file = io.BytesIO()
    write_answer(found, form, file)
    assert not file.closed
    return file.getvalue()


# --- Answers ----------------------------------------------------------------------------------------------------


def test_select_unites_the_graphs_and_leaves_the_unbound_empty(world: Store) -> None:
    found = answer(
        world, "SELECT ?c ?code ?from { ?c dyad:isoCode ?code OPTIONAL { ?c dyad:validFrom ?from } } ORDER BY ?code"
    )
    rows: tuple[AnswerRow, ...] = (
        (XA, Literal("XA"), typed("2025-11-12", "date")),
        (XB, Literal("XB"), None),
    )
    assert found == Answer(("c", "code", "from"), rows, "table")


def test_a_triple_in_two_graphs_counts_once_in_the_union_of_a_build(tmp_path: Path) -> None:
    lines = [f'<x:s> <x:p> "30"^^<{iri.PREFIXES["xsd"]}integer> <x:{graph}> .' for graph in "gh"]
    assert save_store(lines, tmp_path / NQUADS, tmp_path / STORE) == 2
    seal(tmp_path, {})
    store = open_build(tmp_path)
    assert answer(store, "SELECT (SUM(?o) AS ?sum) { ?s ?p ?o }").rows == ((typed("30", "integer"),),)
    assert answer(store, "SELECT (COUNT(?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows == ((typed("2", "integer"),),)
    assert answer(store, "SELECT ?o FROM <x:g> { ?s ?p ?o }").rows == ((typed("30", "integer"),),)
    assert answer(store, "SELECT ?o FROM <x:none> { ?s ?p ?o }").rows == ()
    assert (tmp_path / NQUADS).read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.parametrize(("code", "truth"), [("XA", "true"), ("XC", "false")])
def test_ask_gives_one_cell(world: Store, code: str, truth: str) -> None:
    found = answer(world, f'ASK {{ ?c dyad:isoCode "{code}" }}')
    assert found == Answer(("answer",), ((typed(truth, "boolean"),),), "boolean")


def test_construct_gives_each_triple_once_in_sorted_order(world: Store) -> None:
    found = answer(
        world, "CONSTRUCT { ?c a dyad:Country } { ?c dyad:isoCode ?code . ?other ?p ?o } ORDER BY DESC(?code)"
    )
    country = (NamedNode(iri.PREFIXES["rdf"] + "type"), NamedNode(iri.PREFIXES["dyad"] + "Country"))
    assert found == Answer(("subject", "predicate", "object"), ((XA, *country), (XB, *country)), "graph")


def test_describe_is_a_graph(world: Store) -> None:
    found = answer(world, f"DESCRIBE {XB}")
    assert found.kind == "graph"
    assert found.rows == ((XB, NamedNode(iri.PREFIXES["dyad"] + "isoCode"), Literal("XB")),)


def test_a_syntax_error_has_its_line_and_column(world: Store) -> None:
    with pytest.raises(QueryInvalid) as caught:
        answer(world, "SELECT *\n{ ?s ?p ?o")
    assert (caught.value.line, caught.value.column, caught.value.value) == (2, "11", "{ ?s ?p ?o")


# --- The guard --------------------------------------------------------------------------------------------------

SERVICE_QUERIES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { SERVICE # { \n <URL> # \n { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o # \r SERVICE <URL> { } \n }",
    "SELECT * { SERVICE <\\u0068ttpREST> { } }",
    "BASE <URL> SELECT * { SERVICE <> { } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    # The engine wants no space around keywords.
    "PREFIX : <URL> SELECT * { SERVICE:x { } }",
    "PREFIX x: <URL> SELECT * { SERVICESILENTx:y { } }",
    "SELECT * { ?s ?p 30SERVICE<URL>{ } }",
    "SELECT * { ?s dyad:isoCode 'XA'@en.SERVICE<URL>{ } }",
    "PREFIX ex: <x:> SELECT * { ?s ?p ex:a.b.SERVICE <URL> { } }",
    # A string, comment or IRI seems to hold it.
    "SELECT * { ?s ?p ?o FILTER(1<2&&'>'!='')SERVICE <URL> { } FILTER(''='') }",
    "SELECT * { OPTIONAL { ?s <http://x/'> ?o } SERVICE <URL> { } OPTIONAL { ?s <http://x/'> ?o } }",
    "PREFIX ex: <x:> SELECT * { ?s ?p ex:a\\# SERVICE <URL> { } \n }",
    "SELECT * { ?s ?p 'it\\'s' . SERVICE <URL> { } ?s ?p 'it' }",
    'SELECT * { VALUES ?x { """a" } SERVICE <URL> { } }',
    "SELECT * { VALUES ?x { '''it's''' } SERVICE <URL> { } }",
    "SELECT * { ?s <http://x/#> ?o . SERVICE <URL> { } }",
    # What follows it is no IRI, or has letters that are none to Python.
    "PREFIX e: <URL> SELECT * { SERVICE e:a\u00b7b { ?s ?p ?o } }",
    "PREFIX e: <URL> SELECT * { SERVICE SILENT e:\u3001 { ?s ?p ?o } }",
    "PREFIX e\u0301\u203f.\u0300: <URL> SELECT * { SERVICE e\u0301\u203f.\u0300:a%41\\~.b { } }",
    "SELECT * { VALUES ?there { <URL> } SERVICE ?there { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICE_QUERIES)
def test_service_is_refused_without_a_connection(world: Store, listener: Listener, query: str) -> None:
    with pytest.raises(QueryInvalid, match="SERVICE"):
        answer(world, query.replace("URL", listener.url).replace("REST", listener.url.removeprefix("http")))
    assert listener.visits == []


def test_without_the_guard_the_engine_connects(world: Store, listener: Listener) -> None:
    """The control: the listener would have seen a visit."""
    rows = evaluate(world, f"SELECT * {{ SERVICE SILENT <{listener.url}> {{ ?s ?p ?o }} }}")
    assert isinstance(rows, QuerySolutions)
    assert len(list(rows)) == 1
    assert listener.visits == ["127.0.0.1"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1/> { ?s ?p ?o }",
        "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1/> { }' }",
        'SELECT * { ?s ?p """a "quoted" \\""" SERVICE <http://127.0.0.1/> { }""" }',
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "SELECT * { GRAPH <http://example.org/SERVICE> { ?s ?p ?o } }",
        "SELECT * { ?s <http://example.org/O'Brien/SERVICE> ?o } ",
        "SELECT ?service $SERVICE { GRAPH ?SERVICE { ?s ?p ?o } }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:load ?o ; service:SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?o<30&&?o>1.0) }",
        "PREFIX load: <http://example.org/insert/> SELECT * { ?drop load:from ?from { ?s ?p ?o } }",
        "PREFIX from: <http://example.org/> SELECT * { ?s a from:x OPTIONAL { ?s from: ?o } }",
        "SELECT * FROM NAMED <http://example.org/> { GRAPH ?g { ?s ?p ?o } }",
        "# INSERT DATA\nBASE <http://example.org/delete> PREFIX insert: <#> VERSION '1.2' SELECT * { ?s ?p ?o }",
    ],
)
def test_the_words_alone_are_allowed(world: Store, query: str) -> None:
    assert answer(world, query).kind == "table"


DECOYS = [
    "# SERVICE <x:a> { }\n",
    "?s ?p ?service .",
    "?s service:service service: .",
    "?s ?p 'SERVICE <x:a> { }' .",
    'VALUES ?x { """a "SERVICE\\""" <x:a> { }""" }',
    "?s <http://x/SERVICE#'> ?Service .",
    "FILTER(1<2 && ?o>1.0)",
    "_:service ?p 'a'@service .",
    "VALUES ?x { '\\u0053ERVICE' <x:\\u0053ERVICE> }",
]
LIVE = [
    *("SERVICE <x:a> { }", "service silent<x:a>{ ?s ?p ?o }", "SERVICE ?service { }", "SERVICE service: { }"),
    *("SERVICE # <\n service:\u00b7 { }", "SERVICE:\u0300 { }", "SERVICE SILENT service:a.\u203f.b\\' { }"),
]


@given(st.lists(st.sampled_from([*DECOYS, *LIVE]), max_size=6))
def test_what_is_refused_is_what_uses_service_and_nothing_else(parts: list[str]) -> None:
    query = f"PREFIX service: <x:service> PREFIX : <x:> SELECT * {{ {' '.join(parts)} }}"
    if not any(part in LIVE for part in parts):
        assert answer(Store(), query).kind == "table"
        return
    with pytest.raises(QueryInvalid, match="SERVICE"):
        answer(Store(), query)


NOWHERE = "SERVICE <http://127.0.0.1:9/> { }"  # a port that the engine itself does not open
PIECES = [
    *(
        "'",
        '"',
        "'''",
        '"""',
        "<",
        ">",
        "#",
        "\n",
        "\\",
        "?s ?p ",
        "30",
        "}",
        "{",
        ".",
        ")",
        "&&",
        "=",
        "x:a",
        "@en",
        " ",
    ),
    *("FILTER(1<2&&'>'!='')", "FILTER(''='')", "?s <http://x/'> ?o .", "VALUES ?x {'a'}", "OPTIONAL { ?s ?p ?o }"),
    *("# ' \n", "x:a\\# ", "x:a\\' ", "'it\\'s' ", '"""a\'""" ', NOWHERE),
]
SIMPLE_TOKENS = re.compile(r"""#[^\r\n]*|"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|<[^<>"{}|^`\s]*>""")


def parses(query: str) -> bool:
    try:
        evaluate(Store(), query)
    except QueryInvalid as error:
        return not isinstance(error.__cause__, SyntaxError)
    return True


def test_no_query_that_the_engine_understands_slips_through() -> None:
    """Where the engine sees a live SERVICE, it is found; a simple scan, which is the control, overlooks some."""
    random, live, overlooked = Random(1), 0, 0  # noqa: S311
    for _ in range(20_000):
        before, after = ("".join(random.choices(PIECES, k=random.randint(0, 6))) for _ in range(2))
        query = f"PREFIX x: <x:> SELECT * {{ {before} {NOWHERE} {after} }}"
        if parses(query) and not parses(query.replace("SERVICE", "SERVED")):
            live += 1
            overlooked += "SERVICE" not in SIMPLE_TOKENS.sub(" ", query)
            with pytest.raises(QueryInvalid, match="SERVICE"):
                answer(Store(), query)
    assert live > 500
    assert overlooked > 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <https://w3id.org/dyad/graph/source/one> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/a> FROM <http://example.org/b> WHERE { ?s ?p ?o }",
        "DESCRIBE <http://example.org/a> FROM <file:///etc/hosts>",
        "SELECT * from dyad:x # \n where { ?s ?p ?o }",
    ],
)
def test_from_is_refused_because_the_union_would_take_its_place(world: Store, query: str) -> None:
    with pytest.raises(QueryInvalid, match="FROM"):
        answer(world, query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1/>",
        "# a\nPREFIX x: <http://x/> insert data { x:a x:b 1 }",
        "BASE <http://x/> WITH <a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP SILENT DEFAULT",
    ],
)
def test_updates_are_refused_by_name(world: Store, update: str) -> None:
    with pytest.raises(QueryInvalid, match="update"):
        answer(world, update)


# --- Types ------------------------------------------------------------------------------------------------------

BIG = str(2**63)
COLUMNS = [
    ((typed("7", "integer"), None, typed("-5", "nonPositiveInteger")), "int64", [7, None, -5]),
    ((typed("007", "integer"), typed(str(2**63 - 1), "integer")), "int64", [7, 2**63 - 1]),
    ((typed(BIG, "integer"), typed("1", "integer")), "decimal128(19, 0)", [Decimal(BIG), Decimal(1)]),
    ((typed("0" * 5000 + "7", "integer"),), "int64", [7]),
    ((typed("9" * 39, "integer"),), "string", ["9" * 39]),
    ((typed("1e999999999", "decimal"),), "string", ["1e999999999"]),
    ((typed("9" * 5000, "integer"),), "string", ["9" * 5000]),
    (
        (typed("1.50", "decimal"), typed("-30.125", "decimal")),
        "decimal128(5, 3)",
        [Decimal("1.500"), Decimal("-30.125")],
    ),
    ((typed("1.5", "decimal"), typed("30", "integer")), "decimal128(3, 1)", [Decimal("1.5"), Decimal("30.0")]),
    ((typed(".5", "decimal"), typed("5.", "decimal")), "decimal128(2, 1)", [Decimal("0.5"), Decimal("5.0")]),
    ((typed("0.0", "decimal"),), "decimal128(1, 1)", [Decimal("0.0")]),
    ((typed("0", "decimal"),), "decimal128(1, 0)", [Decimal(0)]),
    ((typed("9" * 20 + "." + "9" * 19, "decimal"),), "string", ["9" * 20 + "." + "9" * 19]),
    ((typed("1e3", "double"), typed("-INF", "double"), typed("0.5", "float")), "double", [1000.0, float("-inf"), 0.5]),
    ((typed("true", "boolean"), typed("0", "boolean"), None), "bool", [True, False, None]),
    ((typed("2025-11-12", "date"), None), "date32[day]", [date(2025, 11, 12), None]),
    ((typed("2025-11-12Z", "date"),), "string", ["2025-11-12Z"]),
    ((typed("-0044-03-15", "date"), typed("2025-11-12", "date")), "string", ["-0044-03-15", "2025-11-12"]),
    ((typed("2025-02-30", "date"),), "string", ["2025-02-30"]),
    (
        (typed("2025-11-12T05:00:00+05:00", "dateTime"), typed("2025-11-12T00:00:00.25Z", "dateTimeStamp")),
        "timestamp[us, tz=UTC]",
        [datetime(2025, 11, 12, tzinfo=UTC), datetime(2025, 11, 12, 0, 0, 0, 250_000, tzinfo=UTC)],
    ),
    ((typed("2025-11-12T05:00:00", "dateTime"),), "timestamp[us]", [datetime(2025, 11, 12, 5)]),  # noqa: DTZ001
    (
        (typed("2025-11-12T05:00:00", "dateTime"), typed("2025-11-12T05:00:00Z", "dateTime")),
        "string",
        ["2025-11-12T05:00:00", "2025-11-12T05:00:00Z"],
    ),
    ((typed("0001-01-01T00:00:00+05:00", "dateTime"),), "string", ["0001-01-01T00:00:00+05:00"]),
    ((typed("2025-11-12T24:00:00Z", "dateTime"),), "string", ["2025-11-12T24:00:00Z"]),
    ((typed("2025-11-12T00:00:00.1234567Z", "dateTime"),), "string", ["2025-11-12T00:00:00.1234567Z"]),
    ((XA, None), "string", [XA.value, None]),
    ((Literal("Côte d'Ivoire"), Literal("Берег", language="ru")), "string", ["Côte d'Ivoire", "Берег"]),
    ((Literal("NA"), Literal("007"), Literal("1.50"), Literal("")), "string", ["NA", "007", "1.50", ""]),
    ((typed("30", "integer"), Literal("30")), "string", ["30", "30"]),
    ((typed("30", "integer"), typed("1e0", "double")), "string", ["30", "1e0"]),
    ((typed("more", "integer"), typed("007", "integer")), "string", ["more", "007"]),
    ((typed("1_000", "double"),), "string", ["1_000"]),
    ((typed("2020", "gYear"),), "string", ["2020"]),
    ((BlankNode("b"), Triple(XA, XA, Literal("x"))), "string", ["_:b", f'{XA} {XA} "x"']),
    ((None, None), "string", [None, None]),
    ((), "string", []),
]


@pytest.mark.parametrize(("terms", "arrow_type", "values"), COLUMNS)
def test_a_column_has_the_type_that_loses_nothing(
    terms: tuple[Term | None, ...], arrow_type: str, values: list[object], tmp_path: Path
) -> None:
    table = to_arrow(column(*terms))
    assert str(table.schema.field("x").type) == arrow_type
    assert table.column("x").to_pylist() == values
    path = tmp_path / "x.parquet"
    path.write_bytes(written(column(*terms), "parquet"))
    assert parquet.read_table(path).equals(table)
    frame = to_frame(column(*terms))
    assert isinstance(frame.dtypes["x"], pandas.ArrowDtype)
    assert str(frame.dtypes["x"].pyarrow_dtype) == arrow_type
    assert pyarrow.array(frame["x"]).to_pylist() == values


def test_not_a_number_is_not_unbound() -> None:
    numbers = to_arrow(column(typed("NaN", "double"), None)).column("x")
    assert numbers.null_count == 1
    assert str(numbers[0]) == "nan"


def test_codes_survive_a_data_frame_and_parquet(tmp_path: Path) -> None:
    names = ["NA", "007", "1.50", "Côte d'Ivoire", "", "null", "TRUE", "1e3"]
    frame = to_frame(column(*map(Literal, names)))
    assert list(frame["x"]) == names
    frame.to_parquet(tmp_path / "x.parquet")
    assert list(pandas.read_parquet(tmp_path / "x.parquet")["x"]) == names


def test_a_query_without_variables_or_rows_is_an_empty_table(world: Store) -> None:
    assert to_frame(answer(world, "SELECT * {}")).shape[1] == 0
    assert to_frame(answer(world, "SELECT ?c { ?c dyad:isoCode 'XC' }")).shape == (0, 1)


_texts = st.text(st.characters(exclude_categories=["Cs"]))
_integers = st.integers(-(10**37), 10**37)
_decimals = st.decimals(-(10**9), 10**9, places=6)


@given(st.lists(st.one_of(st.none(), _texts)))
def test_every_text_survives_parquet(texts: list[str | None]) -> None:
    stored = io.BytesIO(written(column(*(None if text is None else Literal(text) for text in texts)), "parquet"))
    assert parquet.read_table(stored).column("x").to_pylist() == texts


@given(st.lists(st.one_of(st.none(), _integers), min_size=1))
def test_every_integer_survives_parquet(numbers: list[int | None]) -> None:
    terms = [None if number is None else typed(str(number), "integer") for number in numbers]
    found = parquet.read_table(io.BytesIO(written(column(*terms), "parquet"))).column("x")
    assert found.to_pylist() == numbers
    bound = [number for number in numbers if number is not None]
    fits = all(-(2**63) <= number < 2**63 for number in bound)
    assert str(found.type).startswith("int64" if bound and fits else "decimal128" if bound else "string")


@given(st.lists(st.one_of(_decimals, st.integers(-(10**9), 10**9)), min_size=1))
def test_every_decimal_survives_parquet(numbers: list[Decimal | int]) -> None:
    terms = [typed(f"{n:f}", "decimal") if isinstance(n, Decimal) else typed(str(n), "integer") for n in numbers]
    assert parquet.read_table(io.BytesIO(written(column(*terms), "parquet"))).column("x").to_pylist() == numbers


@given(st.lists(st.dates(), min_size=1), st.lists(st.datetimes(timezones=st.just(UTC)), min_size=1))
def test_every_day_and_moment_survives_parquet(days: list[date], moments: list[datetime]) -> None:
    for terms, values in (
        ([typed(day.isoformat(), "date") for day in days], days),
        ([typed(moment.isoformat(), "dateTime") for moment in moments], moments),
    ):
        assert parquet.read_table(io.BytesIO(written(column(*terms), "parquet"))).column("x").to_pylist() == values


# --- Formats ----------------------------------------------------------------------------------------------------

ENGINE_FORMATS = {"csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV, "json": QueryResultsFormat.JSON}


def store_of(*terms: Term) -> Store:
    store = Store()
    store.update("INSERT DATA { " + " ".join(f"<x:s> <x:p{n:03}> {term} ." for n, term in enumerate(terms)) + " }")
    return store


AWKWARD = store_of(
    Literal("NA"),
    Literal("007"),
    Literal('a "quoted", field'),
    Literal("tab\there"),
    Literal("line\nfeed\r"),
    Literal(" space "),
    Literal("Côte d'Ivoire"),
    Literal("Қостанай", language="kk"),
    typed("1.50", "decimal"),
    typed("30", "integer"),
    typed("30", "decimal"),
    typed("1e3", "double"),
    typed("1.5", "float"),
    typed("true", "boolean"),
    typed("2025-11-12", "date"),
    typed("more", "integer"),
    XA,
    Literal(""),
    Literal("\\ \x01 \x08 \x0c"),
)


@pytest.mark.parametrize("form", ENGINE_FORMATS)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?p ?o ?none { ?s ?p ?o } ORDER BY ?p",
        "SELECT ?none ?o { ?s ?p ?o } ORDER BY ?p",
        "SELECT ?none { ?s ?p ?o }",
        "SELECT ?o { ?s ?p ?o } LIMIT 0",
        "SELECT * { }",
        "SELECT (<<( <x:s> <x:p> 1 )>> AS ?triple) ('a'@en--rtl AS ?directed) { }",
    ],
)
def test_the_formats_are_those_of_the_engine(form: str, query: str) -> None:
    result = evaluate(AWKWARD, query)
    assert isinstance(result, QuerySolutions)
    expected = result.serialize(format=ENGINE_FORMATS[form])
    assert expected is not None
    got = written(answer(AWKWARD, query), form)
    assert (json.loads(got) == json.loads(expected)) if form == "json" else (got == expected)


@given(st.lists(_texts, min_size=1, max_size=3), st.sampled_from(["json", "tsv"]))
def test_json_and_tsv_read_back_as_they_were(texts: list[str], form: str) -> None:
    found = Answer(tuple("abc"[: len(texts)]), (tuple(map(Literal, texts)), (None,) * len(texts)), "table")
    solutions = parse_query_results(written(found, form), ENGINE_FORMATS[form])
    assert isinstance(solutions, QuerySolutions)
    assert tuple(tuple(row) for row in solutions) == found.rows


def test_csv_quotes_as_the_specification_says() -> None:
    rows: tuple[AnswerRow, ...] = (
        (Literal('a "b"'), Literal("x,y")),
        (XA, None),
        (BlankNode("b"), Literal("Қостанай", language="kk")),
        (Literal("two\nlines"), typed("1.50", "decimal")),
    )
    expected = f'x,y\r\n"a ""b""","x,y"\r\n{XA.value},\r\n_:b,Қостанай\r\n"two\nlines",1.50\r\n'
    assert written(Answer(("x", "y"), rows, "table"), "csv").decode() == expected


@pytest.mark.parametrize("truth", ["true", "false"])
def test_a_boolean_is_one_cell_and_in_json_a_boolean(truth: str) -> None:
    found = Answer(("answer",), ((typed(truth, "boolean"),),), "boolean")
    assert written(found, "csv").decode() == f"answer\r\n{truth}\r\n"
    assert written(found, "tsv").decode() == f"?answer\n{truth}\n"
    assert json.loads(written(found, "json")) == {"head": {}, "boolean": truth == "true"}
    assert parquet.read_table(io.BytesIO(written(found, "parquet"))).to_pylist() == [{"answer": truth == "true"}]


def test_a_graph_is_three_columns_or_triples(world: Store) -> None:
    found = answer(world, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    lines = written(found, "nt").decode().splitlines()
    assert lines == sorted(lines)
    assert {quad.triple for quad in parse("\n".join(lines), RdfFormat.N_TRIPLES)} == {
        quad.triple for quad in world.quads_for_pattern(None, None, None)
    }
    assert written(found, "csv").startswith(b"subject,predicate,object\r\n")
    assert json.loads(written(found, "json"))["head"] == {"vars": ["subject", "predicate", "object"]}


def test_the_same_answer_gives_the_same_parquet_bytes(world: Store) -> None:
    found = answer(world, "SELECT ?c ?o { ?c dyad:amount ?o } ORDER BY ?o")
    assert written(found, "parquet") == written(found, "parquet")
    metadata = parquet.read_metadata(io.BytesIO(written(found, "parquet"))).metadata
    assert set(metadata) == {b"ARROW:schema"}


def test_only_graphs_are_written_as_triples(world: Store) -> None:
    with pytest.raises(ArgumentInvalid, match="CONSTRUCT"):
        written(answer(world, "SELECT * { ?s ?p ?o }"), "nt")
    with pytest.raises(ArgumentInvalid, match="CONSTRUCT"):
        written(answer(world, "ASK { ?s ?p ?o }"), "nt")


def test_an_unknown_format_is_refused_with_the_known(world: Store) -> None:
    with pytest.raises(ArgumentInvalid, match=", ".join(ANSWER_FORMS)):
        written(answer(world, "ASK { }"), "docx")
