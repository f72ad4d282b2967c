"""The GEXF file is what Gephi, its schema and an independent reader take whole, whatever the labels and values are."""

import json
import math
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.core import assets, iri
from kg.core.errors import ExportImpossible
from kg.core.languages import LANGUAGES
from kg.core.time_axes import TimeAxes
from kg.network.describe import AttributeValue
from kg.network.gexf import choose_colours, write_gexf
from kg.network.gexf_columns import choose_columns, common_type, type_of
from kg.network.network import Network
from kg.restrict import Restriction
from kg.validation.gexf import check_gexf
from tests.invented import PAIR, edge, made, node, write

FOLDER = Path(__file__).parent / "gexf"
FAULTY = FOLDER / "faulty.gexf"
SPACE = "{http://gexf.net/1.3}"
Reader: TypeAlias = Callable[[list[Path]], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module", params=LANGUAGES)
def written(
    request: pytest.FixtureRequest, world_build: Path, seed_build: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Network, Path]]:
    """Return the networks of the invented world and of the seed in a language, with the files written of them."""
    found = []
    for name, build in (("world", world_build), ("seed", seed_build)):
        network = Restriction(build, TimeAxes(), assets.ontology()).network(request.param)
        found.append((network, write(network, tmp_path_factory.mktemp(name) / "x.gexf")))
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
        assert "defaultedgetype" not in text
        assert "lastmodifieddate" not in text
        edges = list(elements(text, "edge"))
        assert [edge.get("kind") for edge in edges] == [edge.kind for edge in network.edges]
        assert {edge.get("type") for edge in edges} == {"directed", "undirected"}
        assert len(list(elements(text, "node"))) == len(network.nodes)


def schema(shared: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(shared / "suites" / "gexf" / "specs" / "1.3" / "gexf.xsd")))


def without_viz(path: Path) -> Any:
    """Read a file with its colours in the main namespace, where the schema wants them and no reader."""
    return etree.fromstring(path.read_bytes().replace(b"<viz:", b"<").replace(b"</viz:", b"</"))


def test_our_files_are_valid(written: list[tuple[Network, Path]], shared: Path) -> None:
    for _, path in written:
        schema(shared).assertValid(without_viz(path))


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
        assert [(n["id"], n["label"], n["class"], n["iri"]) for n in read["nodes"]] == [
            (n.key, n.label, n.kind, n.iri) for n in network.nodes
        ]
        assert [
            (
                e["id"],
                e["source"],
                e["target"],
                e["kind"],
                e["directed"],
                e.get("weight"),
                e["label"],
                tuple(e["claims"]),
            )
            for e in read["edges"]
        ] == [
            (e.id, iri.compress(e.source), iri.compress(e.target), e.kind, e.directed, e.weight, e.label, e.claims)
            for e in network.edges
        ]


def test_graphology_refuses_the_control(node_reader: Reader) -> None:
    result = node_reader([FAULTY])
    assert result.returncode != 0
    assert "already exist" in result.stderr or "undeclared" in result.stderr


# --- Any text, any value ----------------------------------------------------------------------------------------


ANY_TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x00\x0b\x1f\x7f\ufffe\t\n\r<>&\"']]>🛤"))
VALUES = st.one_of(
    ANY_TEXT,
    st.booleans(),
    st.integers(),
    st.integers(2**31 - 2, 2**31 + 2),
    st.floats(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.lists(ANY_TEXT, min_size=2).map(tuple),
)


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
    text = text_of(made(nodes, [edge(label=edge_label, claims=(edge_label, "c"))]))
    assert [found.get("label") for found in elements(text, "node")] == [as_xml(n.label) or n.key for n in nodes]
    (read,) = elements(text, "edge")
    assert read.get("label") == (as_xml(edge_label) or "k")
    claims = next(v.get("value") for v in read.iter(SPACE + "attvalue") if v.get("for") == "claims")
    assert items(claims) == [as_xml(claim) for claim in (edge_label, "c") if claim]


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_any_column_of_values_reads_back_and_passes_the_check(column: list[AttributeValue]) -> None:
    text = text_of(made([node(f"a/{n}", a=value) for n, value in enumerate(column)]))
    declared = str(next(found.get("type") for found in elements(text, "attribute") if found.get("id") == "a"))
    limits = {"integer": 2**31, "long": 2**63}.get(declared, math.inf)
    assert all(-limits <= value < limits for value in column if isinstance(value, int))
    read = [
        next((v.get("value") for v in found.iter(SPACE + "attvalue") if v.get("for") == "a"), "")
        for found in elements(text, "node")
    ]
    for value, found in zip(column, read, strict=True):
        assert READERS[declared](found) == expected(value, declared), (value, found, declared)


READERS: dict[str, Callable[[str], object]] = {
    "boolean": {"true": True, "false": False}.get,
    "integer": int,
    "long": int,
    "biginteger": int,
    "bigdecimal": Decimal,
    "double": lambda text: str(float(text)),
    "string": str,
    "liststring": lambda text: items(text) if text else [],
}


def expected(value: AttributeValue, declared: str) -> object:
    """Return what a reader must get for a value: the value itself, or its text where its column is mixed."""
    if declared == "liststring":
        several = value if isinstance(value, tuple) else (plain_text(value),)
        return [as_xml(item) for item in several if item]
    if declared == "string":
        return as_xml(plain_text(value))
    return str(value) if declared == "double" else value


def plain_text(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and not math.isfinite(value):
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def test_large_and_exact_amounts_survive() -> None:
    amounts = [Decimal("28000000000"), Decimal("123456789.12"), Decimal("0.1"), Decimal("1E+3"), Decimal(10) ** 30]
    edges = [edge(id=f"e{n}", kind=f"k{n}", weight=float(a), attributes={"amount": a}) for n, a in enumerate(amounts)]
    text = text_of(made(PAIR, edges))
    assert [found.get("type") for found in elements(text, "attribute") if found.get("id") == "amount"] == ["bigdecimal"]
    read = [found.get("value") for found in elements(text, "attvalue") if found.get("for") == "amount"]
    assert read == ["28000000000", "123456789.12", "0.1", "1000", "1" + "0" * 30]
    assert [float(found.get("weight")) for found in elements(text, "edge")] == [float(amount) for amount in amounts]
    counts = text_of(made([node("a/1", n=5), node("a/2", n=3_000_000_000)]))
    assert [found.get("type") for found in elements(counts, "attribute") if found.get("id") == "n"] == ["long"]


def test_names_that_readers_keep_or_confuse_get_numbers(tmp_path: Path) -> None:
    network = made([node("a/1", n=1, N="x", Label="y", iri="z", Class="c"), node("a/2")])
    assert check_gexf(write(network, tmp_path / "x.gexf")) == []
    declared = [found.get("id") for found in elements((tmp_path / "x.gexf").read_text("utf-8"), "attribute")]
    assert declared == ["iri", "class", "Class_2", "Label_2", "N", "iri_2", "n_2", "claims", "claim_class"]


KEPT_BY_READERS = (
    *("id", "type", "kind", "weight", "source", "target", "start", "end", "timeset", "interval", "color", "size"),
    *("x", "y", "z", "shape", "thickness"),
)


def test_each_name_that_readers_keep_gets_a_number() -> None:
    columns = choose_columns([dict.fromkeys(("label", *KEPT_BY_READERS), 1)], {})
    assert {name: column.id for name, column in columns.items() if column.id != f"{name}_2"} == {}


@pytest.mark.parametrize(
    ("types", "common"),
    [
        ({"boolean"}, "boolean"),
        ({"integer", "long"}, "long"),
        ({"integer", "biginteger", "bigdecimal"}, "bigdecimal"),
        ({"string", "liststring"}, "liststring"),
        ({"integer", "liststring"}, "liststring"),
        ({"integer", "boolean"}, "string"),
        ({"integer", "double"}, "string"),
    ],
)
def test_a_column_is_of_the_narrowest_type_that_holds_its_values(types: set[str], common: str) -> None:
    assert common_type(types) == common


def test_a_number_is_of_the_narrowest_type_that_holds_it() -> None:
    values: list[AttributeValue] = [
        2**31 - 1,
        2**31,
        2**63 - 1,
        2**63,
        Decimal("1.5"),
        Decimal("NaN"),
        True,
        1.5,
        ("a",),
        "a",
    ]
    assert [type_of(value) for value in values] == [
        *("integer", "long", "long", "biginteger", "bigdecimal", "string", "boolean", "double", "liststring", "string")
    ]


def test_removed_characters_are_reported_and_the_day_is_written_only_if_given() -> None:
    file = StringIO()
    (line,) = write_gexf(made([node("a/1", "one\x0b\x00"), node("a/2", "two\ufffe")]), file, date(2024, 5, 20))
    assert line.startswith("Removed: 3 characters of 2 texts")
    assert '<meta lastmodifieddate="2024-05-20">' in file.getvalue()
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
        (made(PAIR, [edge(), edge(kind="other")]), "the same identifier"),
        (made(PAIR, [edge(), edge(id="f")]), "add them up"),
        (made(PAIR, [edge(directed=False), edge("a/2", "a/1", id="f")]), "add them up"),
        (made(PAIR, [edge(), edge("a/2", "a/1", id="f", directed=False)]), "add them up"),
        (made([node("a/1"), node("a/1")]), "the same key"),
        (made(PAIR, [edge(kind="")]), "is empty"),
        (made(PAIR, [edge(id="\x00")]), "XML cannot hold"),
    ],
)
def test_what_gephi_would_drop_merge_or_invent_is_refused_before_a_byte_is_written(
    network: Network, problem: str
) -> None:
    file = StringIO()
    with pytest.raises(ExportImpossible, match=problem):
        write_gexf(network, file)
    assert file.getvalue() == ""


def test_a_weight_is_anything_that_gephi_can_hold() -> None:
    edges = [edge(id=f"e{weight}", kind=f"k{weight}", weight=weight) for weight in (1.2e-38, 3.4e38)]
    assert [found.get("weight") for found in elements(text_of(made(PAIR, edges)), "edge")] == ["1.2e-38", "3.4e+38"]


def test_kinds_have_colours_of_their_own_by_their_names() -> None:
    colours = choose_colours({"b", "c", "a"}, 0.5)
    assert list(colours) == ["a", "b", "c"]
    assert [re.findall(r"\d+", colour) for colour in colours.values()] == [
        ["204", "51", "51"],
        ["51", "96", "204"],
        ["140", "204", "51"],
    ]


def test_two_directions_and_two_kinds_are_no_parallel_edges() -> None:
    edges = [edge(), edge("a/2", "a/1", id="f"), edge(id="g", kind="other"), edge("a/1", "a/1", id="h")]
    assert len(list(elements(text_of(made(PAIR, edges)), "edge"))) == 4
