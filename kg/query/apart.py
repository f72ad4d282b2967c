"""Do the work of a query in a process of its own, which limits end, and whose crash is an error like others."""

import signal
from collections.abc import Callable
from functools import partial
from typing import BinaryIO, TypeVar

from kg.core.graph import QueryResultsFormat, QueryTriples, RdfFormat, Store, parse, parse_query_results
from kg.query.answers import Answer, answer_of, explained, graph_of, guarded
from kg.query.child import Child
from kg.query.limits import Limits
from kg.query.within import REQUESTS

T = TypeVar("T")

_GRAPH, _TABLE = b"g", b"t"


def answer_apart(open_store: Callable[[], Store], sparql: str, limits: Limits) -> Answer:
    """Answer a query as `kg.query.answers.answer` does, within limits; the child opens the store.

    Raises what that raises, and LimitReached for more time, memory or rows than it may take, and for a crash.
    """
    return apart(partial(_write, open_store, sparql), partial(_read, limits.rows), limits)


def _write(open_store: Callable[[], Store], sparql: str, out: BinaryIO) -> None:
    """Write an answer as it comes, which needs neither memory nor time as its rows in Python would."""
    store = open_store()
    with explained():
        result = guarded(store, sparql)
        if isinstance(result, QueryTriples):
            out.write(_GRAPH)
            result.serialize(out, RdfFormat.N_TRIPLES)
        else:
            out.write(_TABLE)
            result.serialize(out, QueryResultsFormat.JSON)


def _read(most: int, body: BinaryIO) -> Answer:
    if body.read(1) == _GRAPH:
        return graph_of((quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)), most)
    return answer_of(parse_query_results(body, QueryResultsFormat.JSON), most)


def apart(
    work: Callable[[BinaryIO], None], read: Callable[[BinaryIO], T], limits: Limits, *, online: bool = False
) -> T:
    """Let a child do some work, and read with `read` what the work writes, as it comes.

    The child cannot open a socket unless it is `online`. It outlives neither this call nor this process. Raises what
    the work raises, and LimitReached.
    """
    child = None
    held = signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS)  # one that came while a process forks would be lost
    try:
        child = Child(lambda: lambda _, out: work(out), limits, online=online)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        return child.do(None, read)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        if child:
            child.end()
