"""Compare our GEXF writer with that of networkx, on invented networks of growing size.

Run `python benchmarks/gexf.py`. Each writer runs in a process of its own, which makes its network first; what is timed
is the writing, what is weighed the whole process. The ratios are what to look at.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import networkx

from kg import iri
from kg.network.gexf import write_gexf
from kg.network.network import Edge, Network, Node, to_networkx

SIZES = (1_000, 10_000, 100_000)


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


def ours(network: Network, path: Path) -> float:
    """Write a network and return the seconds it took."""
    start = time.perf_counter()
    with path.open("w", encoding="utf-8") as file:
        write_gexf(network, file)
    return time.perf_counter() - start


def theirs(network: Network, path: Path) -> float:
    """Write a network by networkx and return the seconds it took, making its graph left out."""
    graph = to_networkx(network)
    start = time.perf_counter()
    networkx.write_gexf(graph, path)
    return time.perf_counter() - start


def measured(write: Callable[[Network, Path], float], edges: int) -> tuple[float, float]:
    """Run a writer in a process of its own; return the seconds, and the megabytes at the peak."""
    queue: multiprocessing.Queue[tuple[float, float]] = multiprocessing.Queue()

    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            seconds = write(invented(edges), Path(folder) / "network.gexf")
        queue.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    found = queue.get(timeout=600)
    process.join()
    return found


def main() -> None:
    """Print a line per size."""
    print("  edges     ours s  networkx s   ratio     ours MB  networkx MB   ratio")
    for edges in SIZES:
        (seconds, peak), (their_seconds, their_peak) = (measured(write, edges) for write in (ours, theirs))
        print(
            f"{edges:7,} {seconds:10.2f} {their_seconds:11.2f} {their_seconds / seconds:7.1f}"
            f" {peak:11.0f} {their_peak:12.0f} {their_peak / peak:7.1f}"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
