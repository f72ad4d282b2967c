"""Small invented graphs and networks, to which a test adds what it is about."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from kg.compare.prepare.facts import read_facts, write_facts
from kg.core import iri
from kg.core.graph import RdfFormat, Store, load_lines, parse
from kg.core.languages import LANGUAGES
from kg.core.manifest import DERIVED, ENDS, FINDINGS, FLAT, KNOWN, content_digest, seal
from kg.core.ontology import read_ontology
from kg.core.rdf_files import read_quads
from kg.network.asked import NetworkRequest, Where
from kg.network.asked import network_of as network_in
from kg.network.gexf import write_gexf
from kg.network.model import AttributeValue, Edge, Network, Node
from kg.rdf.fill import load_selected
from kg.rdf.publish import Known, conclude, ontology_lines, read_shortcuts, write_known
from kg.rdf.statements import stated_in, stating
from kg.rows.claims import write_flat
from kg.rows.derived import DERIVED_COLUMNS
from kg.rows.partition import open_partitions
from tests.claims import claim, turtle
from tests.flat import write_rows

ROOT = Path(__file__).parents[1]
AMOUNT = pa.decimal128(28, 9)
HEAD = """@base <https://w3id.org/dyad/id/> . @prefix : <https://w3id.org/dyad/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix x: <http://www.w3.org/2001/XMLSchema#> .
<../graph/source/test> {
<country/XA> a :Country ; rdfs:label "Axia"@en , "Аксия"@ru . <country/XB> a :Country ; skos:altLabel "Bexia"@en .
<region/XA-01> a :Region . <region/XB-01> a :Region ; :officialName "West Bexia" .
<dyad/XA-XB> a :Dyad ; :hasFirstEconomy <country/XA> ; :hasSecondEconomy <country/XB> .
<portfolio/joint> a :ProjectPortfolio .
%s
}
%s"""


def store_of(claims: str, rest: str = "") -> Store:
    """Make a graph of the ontology, two invented countries with their dyad, and some claims."""
    store = Store()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        store.extend(read_quads(path, iri.ONTOLOGY_GRAPH))
    store.extend(parse(HEAD % (claims, rest), format=RdfFormat.TRIG))
    return store


def said(key: str, text: str) -> str:
    """Write an accepted claim on the turnover of goods in Turtle, of which nothing is said but what the words say."""
    return turtle([claim(key, text, usual="from=- until=- on=- mode=-")])


Ends: TypeAlias = Mapping[str, tuple[str, str]]
NO_ENDS: Ends = MappingProxyType({})


@contextmanager
def network_of(store: Store, asked: NetworkRequest, language: str = "en", ends: Ends = NO_ENDS) -> Iterator[Network]:
    """Yield the network of what the sources of a graph state; `ends` are those of what claims allow, by key."""
    with TemporaryDirectory() as folder:
        build = write_build(store, Path(folder) / "build", ends=ends)
        with network_at(build, asked, language) as network:
            yield network


@contextmanager
def network_at(build: Path, asked: NetworkRequest, language: str = "en") -> Iterator[Network]:
    """Yield the network of a build."""
    with network_in(Where(build, read_ontology(ROOT / "ontology"), language), asked) as network:
        yield network


def write_build(store: Store, folder: Path, ontology: Path = ROOT / "ontology", ends: Ends = NO_ENDS) -> Path:
    """Write what the sources of a graph state as a build of rows, in which nothing was compared."""
    folder.mkdir()
    write_rows(store, read_ontology(ontology), folder)
    claims = [iri.mint("claim", key) for key in ends]
    low, high = ([Decimal(pair[at]) for pair in ends.values()] for at in (0, 1))
    tables = {
        FINDINGS: _nothing_in(FINDING_COLUMNS),
        DERIVED: _nothing_in({"claim": pa.string()} | {name: _kind(name) for name in DERIVED_COLUMNS}),
        ENDS: {"claim": pa.array(claims, pa.string()), "low": pa.array(low, AMOUNT), "high": pa.array(high, AMOUNT)},
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), folder / name)
    with stating() as engine:
        read, known = read_ontology(ontology), Store()
        partitions, lines = open_partitions(folder, read), ontology_lines(read)
        load_selected(known, engine, [stated_in(one) for one in partitions if not one.schema.is_claim])
        load_lines(known, lines)
        concluded = conclude(known, engine, partitions, read_shortcuts(engine, partitions, read), read)
        write_known(Known(read, lines, concluded), folder)
        write_facts(read_facts(read, known), folder / KNOWN)
    write_flat(partitions, folder / FLAT)
    seal(folder, {"ontology": content_digest(ontology)})
    return folder


FINDING_COLUMNS = {
    **dict.fromkeys(("class", "first", "second", "verdict", "outcome"), pa.string()),
    **dict.fromkeys(("others", "change", "reasons"), pa.list_(pa.string())),
    **dict.fromkeys(("gap", "least", "greatest", "ratio"), pa.decimal128(38, 9)),
}


def _kind(column: str) -> pa.DataType:
    """Return the type of a column of claims that a build computed."""
    days = ("asserted_on", "recorded_on", "valid_from", "valid_until")
    kinds = dict.fromkeys(days, pa.date32()) | dict.fromkeys(("amount", "amount_to"), pa.decimal128(36, 18))
    return (kinds | {"inputs": pa.list_(pa.string())}).get(column, pa.string())


def _nothing_in(kinds: Mapping[str, pa.DataType]) -> dict[str, pa.Array]:
    return {name: pa.array([], kind) for name, kind in kinds.items()}


def ontology_with(statements: str, folder: Path) -> Path:
    """Copy the ontology, with a file of statements of one's own."""
    copied = shutil.copytree(ROOT / "ontology", folder / "ontology")
    (copied / "own.ttl").write_text(HEAD.partition("<../graph")[0] + statements, encoding="utf-8")
    return copied


def write(network: Network, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        write_gexf(network, file)
    return path


def made(nodes: Sequence[Node], edges: Sequence[Edge] = (), **more: Any) -> Network:
    return Network(nodes, edges, **more)


def node(key: str, label: str = "x", **attributes: AttributeValue) -> Node:
    return Node(iri.expand(key), dict.fromkeys(LANGUAGES, label), "Country", 1.0, 1, attributes=attributes)


def edge(source: str = "a/1", target: str = "a/2", **more: Any) -> Edge:
    own: dict[str, Any] = {"kind": "k", "label": "l", "directed": True, "weight": 1.0, "attributes": {}}
    return Edge(source=iri.expand(source), target=iri.expand(target), **(own | more))


PAIR = (node("a/1"), node("a/2"))
