"""What each form of a network writes, other libraries read back equal: counts, types, lists, texts of any script."""

import csv
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest

from kg.network.as_csv import save_for_gephi, save_for_neo4j
from kg.network.as_json import save_cytoscape, save_node_link
from kg.network.as_parquet import save_parquet
from kg.network.asked import NetworkRequest
from kg.network.gexf import save_gexf
from kg.network.graphml import save_graphml
from kg.network.graphs import to_networkx
from kg.network.model import Attribute, Network
from tests.invented import edge, made, network_at, node

NODES = (
    node("a/1", "Қазақстан", n=3, exact=str(10**30), yes=True, code="NA"),
    node("a/2", "كازاخستان", n=None, exact="0.1", yes=False, code="007"),
    node("a/3", "with\x0bcontrol, \"quotes\", <tags> & 'more'", n=-(2**40)),
)
EDGES = (
    edge("a/1", "a/2", kind="k", weight=1.5, attributes={"claims": ("claim/x", "claim/y"), "since": "2024-01-01"}),
    edge("a/1", "a/2", kind="other", weight=1e30, directed=False, attributes={"low": -0.5}),
    edge("a/3", "a/1", kind="k", weight=0.1),
)
ODD = made(
    NODES,
    EDGES,
    node_columns=(
        Attribute("n", "long"),
        Attribute("exact", "string"),
        Attribute("yes", "boolean"),
        Attribute("code", "string"),
    ),
    edge_columns=(Attribute("claims", "liststring"), Attribute("since", "string"), Attribute("low", "double")),
)
PLAIN = "withcontrol, \"quotes\", <tags> & 'more'"
"""The third label as XML can hold it."""


def edges_by_id(graph: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(one, other, data["kind"]): data for one, other, data in graph.edges(data=True)}


def test_networkx_reads_our_graphml_with_types_and_nothing_for_none(tmp_path: Path) -> None:
    removed, changed = save_graphml(ODD, tmp_path / "x.graphml")
    assert removed.startswith("Removed: 4 characters of 4 texts")  # the label, and those in three languages
    assert "`directed` says which have none" in changed
    read = nx.read_graphml(tmp_path / "x.graphml")
    assert {name: data["label"] for name, data in read.nodes(data=True)} == {
        "a/1": "Қазақстан",
        "a/2": "كازاخستان",
        "a/3": PLAIN,
    }
    first, second, third = (read.nodes[name] for name in ("a/1", "a/2", "a/3"))
    assert (first["n"], third["n"], "n" in second) == (3, -(2**40), False)
    assert (first["exact"], first["yes"], second["yes"]) == (str(10**30), True, False)
    assert (first["code"], second["code"], "code" in third) == ("NA", "007", False)
    found = edges_by_id(read)
    assert found["a/1", "a/2", "k"]["claims"] == "claim/x\nclaim/y"
    assert found["a/1", "a/2", "other"]["weight"] == 1e30
    assert found["a/3", "a/1", "k"]["weight"] == 0.1
    assert [found[name]["directed"] for name in sorted(found)] == [True, False, True]


@pytest.mark.parametrize("directed", [True, False])
def test_a_graph_of_one_direction_is_read_as_such(*, directed: bool, tmp_path: Path) -> None:
    network = made(NODES[:2], [edge("a/1", "a/2", directed=directed)], directed=directed)
    assert save_graphml(network, tmp_path / "x.graphml") == save_gexf(network, tmp_path / "x.gexf") == ()
    for read in (nx.read_graphml(tmp_path / "x.graphml"), nx.read_gexf(tmp_path / "x.gexf", version="1.3")):
        assert read.is_directed() is directed
        assert [*read.edges] == [("a/1", "a/2")]


def test_networkx_makes_the_graph_of_our_tables(tmp_path: Path) -> None:
    save_for_gephi(ODD, tmp_path / "n.csv", tmp_path / "e.csv")
    texts: Any = {"dtype": {"code": str, "exact": str, "Kind": str}, "keep_default_na": False, "na_values": [""]}
    nodes, edges = (pd.read_csv(tmp_path / name, **texts) for name in ("n.csv", "e.csv"))
    made_of: Any = nx.MultiDiGraph
    read = nx.from_pandas_edgelist(edges, "Source", "Target", edge_attr=True, create_using=made_of, edge_key="Kind")
    read.add_nodes_from(nodes.set_index("Id").to_dict("index").items())
    assert [read.nodes[one.key]["Label"] for one in NODES] == [one.label("en") for one in NODES]
    assert (read.nodes["a/1"]["code"], read.nodes["a/2"]["code"], read.nodes["a/1"]["exact"]) == (
        "NA",
        "007",
        str(10**30),
    )
    assert {(*ends, kind): data["Weight"] for *ends, kind, data in read.edges(keys=True, data=True)} == {
        ("a/1", "a/2", "k"): 1.5,
        ("a/1", "a/2", "other"): 1e30,
        ("a/3", "a/1", "k"): 0.1,
    }


def test_the_tables_for_gephi_and_neo4j_read_back_equal(tmp_path: Path) -> None:
    assert save_for_gephi(ODD, tmp_path / "n.csv", tmp_path / "e.csv") == ()
    nodes, edges = rows(tmp_path / "n.csv"), rows(tmp_path / "e.csv")
    assert [row["Id"] for row in nodes] == ["a/1", "a/2", "a/3"]
    assert [row["Label"] for row in nodes] == [one.label("en") for one in NODES]
    assert [row["n"] for row in nodes] == ["3", "", str(-(2**40))]
    assert [row["code"] for row in nodes] == ["NA", "007", ""]
    assert [(row["Source"], row["Target"], row["Type"], row["Kind"], row["Weight"]) for row in edges] == [
        ("a/1", "a/2", "Directed", "k", "1.5"),
        ("a/1", "a/2", "Undirected", "other", "1e+30"),
        ("a/3", "a/1", "Directed", "k", "0.1"),
    ]
    assert edges[0]["claims"] == "claim/x|claim/y"
    save_for_neo4j(ODD, tmp_path / "n.csv", tmp_path / "e.csv")
    assert {":ID", ":LABEL", "n:long", "yes:boolean", "exact"} <= rows(tmp_path / "n.csv")[0].keys()
    assert {":START_ID", ":END_ID", ":TYPE", "weight:double", "claims:string[]"} <= rows(tmp_path / "e.csv")[0].keys()
    assert rows(tmp_path / "e.csv")[1][":TYPE"] == "other"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_networkx_reads_our_node_link_and_cytoscape(tmp_path: Path) -> None:
    save_node_link(ODD, tmp_path / "x.json")
    read = nx.node_link_graph(json.loads((tmp_path / "x.json").read_text(encoding="utf-8")), edges="edges")
    assert read.nodes["a/3"]["label"] == NODES[2].label("en")
    assert read.nodes["a/1"]["exact"] == str(10**30)
    assert "n" not in read.nodes["a/2"]
    assert edges_by_id(read)["a/1", "a/2", "k"]["claims"] == ["claim/x", "claim/y"]
    save_cytoscape(ODD, tmp_path / "x.cyjs")
    found = json.loads((tmp_path / "x.cyjs").read_text(encoding="utf-8"))["elements"]
    assert [one["data"]["id"] for one in found["nodes"]] == ["a/1", "a/2", "a/3"]
    assert [(one["data"]["source"], one["data"]["weight"]) for one in found["edges"]] == [
        ("a/1", 1.5),
        ("a/1", 1e30),
        ("a/3", 0.1),
    ]


def test_the_parquet_file_has_typed_edges(tmp_path: Path) -> None:
    (line,) = save_parquet(ODD, tmp_path / "x.parquet")
    assert "3 nodes" in line
    table = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert [(row["source_label"], row["weight"], row["claims"], row["low"]) for row in table] == [
        ("Қазақстан", 1.5, ["claim/x", "claim/y"], None),
        ("Қазақстан", 1e30, None, -0.5),
        (NODES[2].label("en"), 0.1, None, None),
    ]


def test_networkx_gets_the_network_as_it_is(world_build: Path) -> None:
    with network_at(world_build, NetworkRequest("all")) as network:
        graph, edges = to_networkx(network), [*network.edges]
        assert {name: data["label"] for name, data in graph.nodes(data=True)} == {
            one.key: one.label("en") for one in network.nodes
        }
    assert graph.number_of_edges() == len(edges)
    assert graph["country/XA"]["agreement/treaty"]["AgreementStep"]["claims"] == (
        "claim/treaty-ratified",
        "claim/treaty-signed",
    )


def test_an_empty_network_is_written_whole(tmp_path: Path) -> None:
    lone: Network = made(NODES[:1])
    save_graphml(lone, tmp_path / "x.graphml")
    assert nx.read_graphml(tmp_path / "x.graphml").number_of_nodes() == 1
    save_parquet(lone, tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet").num_rows == 0
