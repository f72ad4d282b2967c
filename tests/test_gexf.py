"""The GEXF file is what Gephi, its schema and an independent reader take whole, whatever the labels and values are."""

import json
import math
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.core import iri
from kg.core.errors import ExportImpossible
from kg.core.languages import LANGUAGES
from kg.network.asked import NetworkRequest
from kg.network.gexf import attribute_text, write_gexf
from kg.network.model import Attribute, Network
from kg.network.written import file_columns
from kg.validation.gexf import RESERVED_BY_READERS, check_gexf, fits
from tests.invented import PAIR, edge, made, network_at, node, write

FOLDER = Path(__file__).parent / "gexf"
FAULTY = FOLDER / "faulty.gexf"
SPACE = "{http://gexf.net/1.3}"
Reader: TypeAlias = Callable[[list[Path]], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module", params=LANGUAGES)
def written(
    request: pytest.FixtureRequest, world_build: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Network, Path]]:
    """Return networks of the invented world in a language, in English of each projection, with their files."""
    found = []
    more = ("agreements", "claims", "disagreement", "ownership", "trade") if request.param == "en" else ()
    for name in ("all", "borders", "people", *more):
        with network_at(world_build, NetworkRequest(name), request.param) as network:
            whole = replace(network, edges=[*network.edges])
        found.append((whole, write(whole, tmp_path_factory.mktemp(name) / "x.gexf")))
    return found


def text_of(network: Network) -> str:
    file = StringIO()
    write_gexf(network, file)
    return file.getvalue()


def elements(text: str, name: str) -> Iterator[Any]:
    yield from etree.fromstring(text.encode()).iter(SPACE + name)


def test_our_files_pass_the_check_and_have_type_and_kind_everywhere(written: list[tuple[Network, Path]]) -> None:
    for network, path in written:
        assert check_gexf(path) == []
        text = path.read_text(encoding="utf-8")
        assert ("defaultedgetype" in text) == (network.directed is not None)
        assert "lastmodifieddate" not in text
        edges = list(elements(text, "edge"))
        assert [edge.get("kind") for edge in edges] == [edge.kind for edge in network.edges]
        assert {edge.get("type") for edge in edges} <= {"directed", "undirected"}
        assert len(list(elements(text, "node"))) == len(network.nodes)


def schema(shared: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(shared / "suites" / "gexf" / "specs" / "1.3" / "gexf.xsd")))


def without_viz(path: Path) -> Any:
    """Read a file with its colours in the main namespace, where the schema wants them and no reader."""
    return etree.fromstring(path.read_bytes().replace(b"<viz:", b"<").replace(b"</viz:", b"</"))


def test_our_files_are_valid(written: list[tuple[Network, Path]], shared: Path) -> None:
    for _, path in written:
        schema(shared).assertValid(without_viz(path))


def test_a_file_of_what_held_when_is_valid(shared: Path, tmp_path: Path) -> None:
    spells = (("2021-01-01", "2022-01-01", 1.0), ("2022-01-01", None, 2.0))
    path = write(made(PAIR, [edge(spells=spells)], dynamic=True), tmp_path / "x.gexf")
    schema(shared).assertValid(without_viz(path))
    assert check_gexf(path) == []


def test_the_control_is_not_valid(shared: Path) -> None:
    with pytest.raises(etree.DocumentInvalid, match="'date'"):
        schema(shared).assertValid(without_viz(FAULTY))


@pytest.fixture(scope="session")
def node_reader() -> Reader:
    """Return a function that reads files with graphology; skip loudly without Node, or fail where it is required."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules").is_dir():
        reason = "NOT TESTED: the graphology reader needs node, and `npm ci --prefix tests/gexf`"
        if os.environ.get("DYAD_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return lambda paths: subprocess.run(
        [node, FOLDER / "read.mjs", *paths], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_graphology_reads_the_same_network(written: list[tuple[Network, Path]], node_reader: Reader) -> None:
    result = node_reader([path for _, path in written])
    assert result.returncode == 0, result.stderr
    for (network, _), read in zip(written, json.loads(result.stdout), strict=True):
        assert [(n["id"], n["label"], n["class"], n["iri"], n["x"], n["size"]) for n in read["nodes"]] == [
            (n.key, n.label(network.language), n.kind, n.iri, n.x, n.size) for n in network.nodes
        ]
        assert [
            (e["id"], e["source"], e["target"], e["kind"], e["directed"], e.get("weight"), tuple(e.get("claims", ())))
            for e in read["edges"]
        ] == [
            (
                e.id,
                iri.compress(e.source),
                iri.compress(e.target),
                e.kind,
                e.directed,
                e.weight,
                e.attributes.get("claims", ()),
            )
            for e in network.edges
        ]


def test_graphology_refuses_the_control(node_reader: Reader) -> None:
    result = node_reader([FAULTY])
    assert result.returncode != 0
    assert "already exist" in result.stderr or "undeclared" in result.stderr


def test_networkx_reads_the_types_of_our_file(written: list[tuple[Network, Path]]) -> None:
    """It knows no mixed graph, for which GraphML is there; of others it reads all."""
    for network, path in written[1:]:
        read = networkx.read_gexf(path, version="1.3")
        assert read.is_directed() is network.directed
        assert set(read) == {node.key for node in network.nodes}
        assert [data["total"] for _, data in read.nodes(data=True)] == [node.total for node in network.nodes]
        assert sorted(data["weight"] for *_, data in read.edges(data=True)) == sorted(
            e.weight or 0 for e in network.edges
        )


def test_what_networkx_does_not_read_is_said(written: list[tuple[Network, Path]]) -> None:
    network, path = written[0]
    (line,) = write_gexf(network, StringIO())
    assert "networkx" in line
    with pytest.raises(networkx.NetworkXError):
        networkx.read_gexf(path, version="1.3")


# --- Any text, any value ----------------------------------------------------------------------------------------


ANY_TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x00\x0b\x1f\x7f\ufffe\t\n\r<>&\"']]>🛤"))


def as_xml(text: str) -> str:
    """Take out what XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff")


def items(text: str) -> list[str]:
    """Read a list as Gephi does: quoted items with backslashes before quotes and backslashes."""
    assert (text[0], text[-1]) == ("[", "]")
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', text[1:-1], flags=re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in quoted]


@given(st.lists(ANY_TEXT, min_size=2, max_size=2), ANY_TEXT)
def test_any_label_reads_back(labels: list[str], edge_label: str) -> None:
    nodes = [node(f"a/{n}", label) for n, label in enumerate(labels, start=1)]
    own = edge(label=edge_label, attributes={"claims": (edge_label, "c")})
    text = text_of(made(nodes, [own], edge_columns=(Attribute("claims", "liststring"),)))
    assert [found.get("label") for found in elements(text, "node")] == [as_xml(n.label("en")) or n.key for n in nodes]
    (read,) = elements(text, "edge")
    assert read.get("label") == (as_xml(edge_label) or "k")
    claims = next(v.get("value") for v in read.iter(SPACE + "attvalue") if v.get("for") == "claims")
    assert items(claims) == [as_xml(claim) for claim in (edge_label, "c") if claim]


@given(st.one_of(st.booleans(), st.floats(), st.integers(-(2**63), 2**63 - 1), ANY_TEXT, st.lists(ANY_TEXT).map(tuple)))
def test_any_value_is_written_as_its_type_is_read(value: Any) -> None:
    kinds = {bool: "boolean", float: "double", int: "long", str: "string", tuple: "liststring"}
    text = attribute_text(value, kinds[type(value)])
    assert not text or fits(text, kinds[type(value)])


def test_names_that_readers_keep_or_confuse_get_numbers() -> None:
    columns = file_columns([Attribute(name, "string") for name in ("n", "N", "Label", "iri")], RESERVED_BY_READERS)
    assert [column.name for column in columns] == ["n", "N_2", "Label_2", "iri"]


KEPT_BY_READERS = (
    *("id", "type", "kind", "weight", "source", "target", "start", "end", "timeset", "interval", "color", "size"),
    *("x", "y", "z", "shape", "thickness", "label"),
)


def test_each_name_that_readers_keep_gets_a_number() -> None:
    columns = file_columns([Attribute(name, "string") for name in KEPT_BY_READERS], RESERVED_BY_READERS)
    assert [column.name for column in columns] == [f"{name}_2" for name in KEPT_BY_READERS]


def test_removed_characters_are_reported() -> None:
    (line,) = write_gexf(made([node("a/1", "one\x0b\x00"), node("a/2", "two")]), StringIO())
    assert line.startswith("Removed: ")
    assert "because XML cannot hold them" in line
    assert write_gexf(made(PAIR), StringIO()) == ()


@pytest.mark.parametrize(
    ("network", "problem"),
    [
        (made(PAIR, [edge(target="a/3")]), "a node that is not there"),
        (made(PAIR, [edge(source="a/0")]), "a node that is not there"),
        *(
            (made(PAIR, [edge(weight=w)]), "no positive number")
            for w in (0.0, -1.0, math.inf, math.nan, 3.5e38, 1.1e-38)
        ),
        (made(PAIR, [edge(directed=False)], directed=True), "another direction"),
        (made(PAIR, [edge(), edge()]), "add them up"),
        (made(PAIR, [edge(), edge(directed=False)]), "add them up"),
        (made(PAIR, [edge("a/2", "a/1"), edge()]), "not in the order"),
        (made([node("a/1"), node("a/1")]), "the same key"),
        (made(PAIR, [edge(kind="")]), "is empty"),
        (made(PAIR, [edge(kind="\x00")]), "XML cannot hold"),
    ],
)
def test_what_gephi_would_drop_merge_or_invent_is_refused(network: Network, problem: str) -> None:
    with pytest.raises(ExportImpossible, match=problem):
        write_gexf(network, StringIO())


def test_a_weight_is_anything_that_gephi_can_hold() -> None:
    edges = [edge(kind=f"k{weight}", weight=weight) for weight in (1.2e-38, 3.4e38)]
    assert [found.get("weight") for found in elements(text_of(made(PAIR, edges)), "edge")] == ["1.2e-38", "3.4e+38"]


def test_two_directions_and_two_kinds_are_no_parallel_edges() -> None:
    edges = [edge("a/1", "a/1"), edge(), edge(kind="other"), edge("a/2", "a/1")]
    assert len(list(elements(text_of(made(PAIR, edges)), "edge"))) == 4
