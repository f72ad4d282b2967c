"""What is measured of GEXF: our writer, and that of networkx, of one invented network.

Run `python -m benchmarks.gexf WRITER`, which is `dyad` or `networkx`.
"""

import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import networkx
from kg.network.network import Edge, Network, Node, to_networkx

from kg.core import iri
from kg.network.gexf import write_gexf

EDGES = 100_000


def invented(edges: int) -> Network:
    """Make a network of trade between regions of two invented countries, ten edges a node."""
    names = [iri.mint("region", f"XA-{number}") for number in range(max(edges // 10, 2))]
    nodes = [Node(name, f"Region {number}", "Region", {"iso_code": name[-3:]}) for number, name in enumerate(names)]
    made = []
    for number in range(edges):
        source, target = names[number % len(names)], names[(number * 7 + number // len(names) + 1) % len(names)]
        kind = f"goods-exports ({number})"
        claim = iri.mint_hashed("claim", str(number))
        attributes = {"amount": Decimal(number + 1) / 4, "valid_from": "2030-01-01", "words": f"phrase {number}"}
        made.append(
            Edge(
                claim,
                source,
                target,
                kind,
                kind,
                directed=True,
                weight=float(number + 1),
                claims=(claim,),
                claim_class="TradeFlow",
                attributes=attributes,
            )
        )
    return Network(nodes, made, {}, ())


def main() -> None:
    """Make a network and write it."""
    network = invented(EDGES)
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8") as file:
        if sys.argv[1] == "dyad":
            write_gexf(network, file)
        else:
            networkx.write_gexf(to_networkx(network), Path(file.name))


if __name__ == "__main__":
    main()
