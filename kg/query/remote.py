"""Ask SPARQL servers; what goes wrong there is an EndpointFailed."""

import pickle
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.core.graph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from kg.query.answers import TRUE, Answer, answer_of, form_of, graph_of
from kg.query.apart import apart
from kg.query.exchange import AGENT, check_endpoint, excerpt, exchange, failed
from kg.query.limits import Limits

if TYPE_CHECKING:
    from urllib.request import Request

_JSON: Final = ("application/sparql-results+json", "application/json")
_TRIPLES: Final = ("application/n-triples", "text/turtle")


def answer_server(endpoint: str, sparql: str, limits: Limits) -> tuple[Answer, bool | None]:
    """Answer as `answer_remote` does, and tell what `unites_named_graphs` does, in a process that the limits end."""
    answered: tuple[Answer, bool | None] = apart(
        partial(_write, endpoint, sparql, limits), pickle.load, limits, online=True
    )
    return answered


def _write(endpoint: str, sparql: str, limits: Limits, out: BinaryIO) -> None:
    united = unites_named_graphs(endpoint, limits)
    pickle.dump((answer_remote(endpoint, sparql, limits), united), out)


def answer_remote(endpoint: str, sparql: str, limits: Limits | None = None) -> Answer:
    """Answer a query by POST to a SPARQL server, with the types of the terms as they are here.

    The whole answer comes within the limits of time, size and rows. SELECT and ASK ask for JSON, CONSTRUCT and DESCRIBE
    for N-Triples. Raises QueryInvalid for an update, LimitReached for too many rows, and EndpointFailed for whatever is
    no complete answer of the asked type.
    """
    limits = limits or Limits()
    wants_graph = form_of(sparql) in {"CONSTRUCT", "DESCRIBE"}
    types = _TRIPLES if wants_graph else _JSON
    check_endpoint(endpoint)
    media_type, body = exchange(endpoint, _request(endpoint, sparql, types), limits)
    if media_type not in types:
        raise failed(
            endpoint,
            f"The server answered with {media_type or 'no media type'}: {excerpt(body)}",
            f"Check the address: a SPARQL server answers this query with {types[0]}.",
        )
    if not body.strip() and not wants_graph:
        raise failed(endpoint, f"The server answered with an empty {media_type}.", "Ask again, or ask its owner.")
    try:
        if wants_graph:
            return graph_of((quad.triple for quad in parse(body, RdfFormat.from_media_type(media_type))), limits.rows)
        return answer_of(parse_query_results(body, QueryResultsFormat.JSON), limits.rows)
    except (SyntaxError, ValueError) as error:
        raise failed(
            endpoint,
            f"The server sent {media_type} that cannot be read: {excerpt(body)} ... and ends {excerpt(body[-80:])}",
            f"Ask for less, for servers cut off what takes them too long. The reader says: {error}",
        ) from error.with_traceback(None)  # which would keep the reader, that only this thread may let go of


def unites_named_graphs(endpoint: str, limits: Limits | None = None) -> bool | None:
    """Tell whether a query without GRAPH sees the triples of a server's named graphs; None if it has none."""
    if not _ask(endpoint, "has_named_graph.rq", limits):
        return None
    return not _ask(endpoint, "hides_named_graph.rq", limits)


def _ask(endpoint: str, query: str, limits: Limits | None) -> bool:
    """Ask the yes-no question in a file beside this one."""
    answer = answer_remote(endpoint, Path(__file__).with_name(query).read_text(encoding="utf-8"), limits)
    if answer.kind != "boolean":
        raise failed(endpoint, "The server answered ASK with rows.", "Report it to the owner of the server.")
    return answer.rows[0][0] == TRUE


def _request(endpoint: str, sparql: str, types: tuple[str, ...]) -> "Request":
    """Have SPARQLWrapper write the request of the protocol; its own way of sending it would follow a redirection.

    The query is set past `setQuery`, which takes any INSERT or LOAD in a comment or prefix for an update.
    """
    from SPARQLWrapper import POST, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint, agent=AGENT)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", ", ".join((types[0], f"{types[1]};q=0.5")))
    wrapper.queryString = sparql
    return wrapper._createRequest()  # noqa: SLF001
