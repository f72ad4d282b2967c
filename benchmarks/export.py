"""What is measured of networks: a file of GEXF by our writer and by that of networkx, of one invented network.

Run `python -m benchmarks.export WRITER [EDGES]`, which is `dyad`, `networkx`, or `both`: one after the other, each in a
process of its own, with what they cost. What a user waits for is measured: edges are read from where they are kept, and
the file is written; networkx needs them in memory first.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import networkx

from kg.core import iri
from kg.core.languages import LANGUAGES
from kg.network.gexf import write_gexf
from kg.network.graphs import to_networkx
from kg.network.model import Attribute, AttributeValue, Edge, Edges, Network, Node

NODES, EDGES = 10_000, 100_000


def invented(edges: int) -> Network:
    """Make a network of trade among ten thousand regions of an invented country, its edges read one by one."""
    names = sorted(iri.mint("region", f"XA-{number}") for number in range(NODES))
    each = edges // NODES
    nodes = [
        Node(name, dict.fromkeys(LANGUAGES, f"Region {number}"), "Region", 1.0, 10) for number, name in enumerate(names)
    ]
    columns = (Attribute("claims", "liststring"), Attribute("since", "string"), Attribute("words", "string"))

    def read() -> Iterator[Edge]:
        for number in range(edges):
            source, target = names[number // each], names[number % each]
            own: dict[str, AttributeValue] = {
                "claims": (f"claim/{number}",),
                "since": "2030-01-01",
                "words": f"phrase {number}",
            }
            yield Edge(source, target, "goods-exports", directed=True, weight=number + 1.0, attributes=own)

    return Network(nodes, Edges(read, edges), edge_columns=columns)


def compare(edges: int) -> None:
    """Write a network by both and print what each costs, and how many times the one is dearer."""
    from benchmarks.bench import cost

    costs = {}
    for writer in ("dyad", "networkx"):
        costs[writer] = cost([sys.executable, "-m", "benchmarks.export", writer, str(edges)])
        sys.stdout.write(f"{writer}: {costs[writer].seconds:.1f} CPU s, {costs[writer].megabytes:,.0f} MB\n")
    sys.stdout.write(f"networkx : dyad = {costs['networkx'].seconds / costs['dyad'].seconds:.1f}\n")


def main() -> None:
    """Make a network and write it."""
    if sys.argv[1] == "both":
        compare(int(sys.argv[2]) if sys.argv[2:] else EDGES)
        return
    network = invented(int(sys.argv[2]) if sys.argv[2:] else EDGES)
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "made.gexf").open("w", encoding="utf-8") as file:
        if sys.argv[1] == "dyad":
            write_gexf(network, file)
        else:
            graph = to_networkx(network)
            for *_, data in graph.edges(data=True):
                data["claims"] = "|".join(data["claims"])
            networkx.write_gexf(graph, Path(file.name))


if __name__ == "__main__":
    main()
