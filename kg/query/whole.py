"""All that a SPARQL server says, asked for page by page: it comes whole, or as an error."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.core.errors import EndpointFailed, LimitReached
from kg.core.graph import BlankNode, Literal, NamedNode, Triple
from kg.query.answers import AnswerRow
from kg.query.limits import Limits
from kg.query.remote import answer_remote

PAGE: Final = 10_000
"""How many statements are asked for at once: no more than public servers send."""
_ALL: Final = "SELECT DISTINCT ?s ?p ?o WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def statements_served(endpoint: str, limits: Limits, page: int = PAGE) -> Iterator[Triple]:
    """Yield each statement of all graphs of a server once, in pages, each within the limits of a query.

    Raises LimitReached for more statements than `limits.rows`; EndpointFailed for a server that sends fewer or more
    than it counts, as those do that cut off what is long, or that has nodes without names on several pages, for these
    mean something on one page only; and what `answer_remote` raises.
    """
    count = _count(endpoint, limits)
    if count > limits.rows:
        raise LimitReached(
            f"The server has {count:,} statements, and {limits.rows:,} may be taken.",
            remedy="Allow more with --limit, or validate a dump of its data.",
            value=endpoint,
        )
    sent = 0
    for start in range(0, count, page):
        part = f"{_ALL} ORDER BY ?s ?p ?o LIMIT {page} OFFSET {start}"
        for row in answer_remote(endpoint, part, replace(limits, rows=page)).rows:
            sent += 1
            yield _statement(row, endpoint, is_only_page=count <= page)
    if sent != count:
        raise EndpointFailed(
            f"The server counts {count:,} statements and sends {sent:,}.",
            remedy="Ask again when its data stand still, or validate a dump of them.",
            value=endpoint,
        )


def _count(endpoint: str, limits: Limits) -> int:
    (row,) = answer_remote(endpoint, f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {_ALL} }} }}", limits).rows or ((None,),)
    if not isinstance(row[0], Literal) or not row[0].value.isdecimal():
        raise EndpointFailed("The server does not say how much it has.", remedy="Ask its owner.", value=endpoint)
    return int(row[0].value)


def _statement(row: AnswerRow, endpoint: str, *, is_only_page: bool) -> Triple:
    """Return the statement that a row of an answer is."""
    subject, predicate, said = row
    if isinstance(predicate, NamedNode) and isinstance(subject, NamedNode | BlankNode) and said is not None:
        if is_only_page or not (isinstance(subject, BlankNode) or isinstance(said, BlankNode)):
            return Triple(subject, predicate, said)
        raise EndpointFailed(
            f"The server has nodes without names, and more than the {PAGE:,} statements that it is asked for at once.",
            remedy="Validate a dump of its data: such nodes cannot be told apart from one answer to the next.",
            value=endpoint,
        )
    raise EndpointFailed("The server sends what is no statement.", remedy="Ask its owner.", value=endpoint)
