"""Send a build to a SPARQL server, graph by graph: what is there already stays, what is not is put there and proven.

A graph is emptied before it is sent, so that what an interruption left half done is done anew, and nothing twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.core import iri
from kg.core.errors import EndpointFailed
from kg.core.output import scratch
from kg.core.progress import Progress
from kg.query.limits import Limits
from kg.send.parts import graphs_in, in_batches, part_graphs
from kg.send.sums import Sum
from kg.send.target import READ, Writer, count_served, graphs_served, sum_served

BATCH: Final = 2_000
"""How many statements are sent at once."""
SAME: Final = "there"
MISSING: Final = "to send"
DIFFERS: Final = "to replace"


@dataclass(frozen=True, slots=True)
class GraphPlan:
    """What is to be done with a graph: what it holds here, how many statements it has there, and what this means."""

    graph: str
    here: Sum
    there: int
    state: str


@dataclass(frozen=True, slots=True)
class Server:
    """A server: the address that answers queries, what an answer may take, and how many statements it sends at once."""

    endpoint: str
    limits: Limits
    page: int = READ


def plan(nquads: Path, server: Server, progress: Progress) -> tuple[list[GraphPlan], list[str]]:
    """Return what is to be done with each graph, and the graphs of ours that a server has and the build has not."""
    progress("reading the build")
    here = graphs_in(nquads)
    progress("asking the server what it has")
    there = graphs_served(server.endpoint, server.limits)
    plans = []
    for graph, total in here.items():
        progress(f"comparing {graph}")
        plans.append(GraphPlan(graph, total, there.get(graph, 0), _state(server, graph, total, there.get(graph, 0))))
    others = [graph for graph in sorted(there) if graph not in here and graph.startswith(iri.BASE)]
    return plans, others


def _state(server: Server, graph: str, here: Sum, there: int) -> str:
    if not there:
        return MISSING
    if there != here.count or sum_served(server.endpoint, graph, there, server.limits, server.page) != here:
        return DIFFERS
    return SAME


def send(nquads: Path, plans: Sequence[GraphPlan], writer: Writer, server: Server, progress: Progress) -> Iterator[str]:
    """Send the graphs that a server has not as they are here, and yield each that it proved to have.

    Raises EndpointFailed for a server that does not take a graph, or then holds something else.
    """
    wanted = [one for one in plans if one.state != SAME]
    with scratch() as folder:
        places = part_graphs(nquads, [one.graph for one in wanted], folder)
        for done, one in enumerate(wanted):
            try:
                _send(one, places[one.graph], writer, progress)
                _prove(one, server, progress)
            except EndpointFailed as error:
                error.remedy += _left(one, done, len(wanted))
                raise
            yield one.graph


def _send(one: GraphPlan, place: Path, writer: Writer, progress: Progress) -> None:
    writer.begin(one.graph)
    gone = 0
    for batch in in_batches(place, BATCH):
        writer.add(one.graph, batch)
        gone += batch.count(b"\n")
        progress(f"sending {one.graph}: {gone:,} of {one.here.count:,}")


def _prove(one: GraphPlan, server: Server, progress: Progress) -> None:
    """Raise EndpointFailed where a server does not hold what it was sent."""
    progress(f"reading {one.graph} back")
    count = count_served(server.endpoint, one.graph, server.limits)
    there = sum_served(server.endpoint, one.graph, count, server.limits, server.page)
    if there == one.here:
        return
    if there.count < count:
        raise EndpointFailed(
            f"The server has {count:,} statements of {one.graph}, and sends {there.count:,}.",
            remedy="It cuts its answers off: read fewer at once (--page), or let it send more.",
            value=server.endpoint,
        )
    raise EndpointFailed(
        f"The server holds {there} in {one.graph}, where {one.here} were sent.",
        remedy="Ask it for the graph, and compare: it may keep other values than it is given.",
        value=server.endpoint,
    )


def _left(one: GraphPlan, done: int, wanted: int) -> str:
    begun = f"{one.graph} may be there in part. The same command goes on from there."
    return f" {done:,} of {wanted:,} graphs are sent and proven; {begun}"
