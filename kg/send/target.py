"""A SPARQL server to which graphs are sent: what it has is asked by queries, and changed by one of two protocols."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import quote

from kg.core.errors import EndpointFailed
from kg.core.graph import Literal, NamedNode
from kg.query.exchange import Body, Login, sent
from kg.query.limits import Limits
from kg.query.remote import answer_remote
from kg.send.sums import Sum, sum_of

READ: Final = 40_000
"""How many statements are read back at once, or about as many."""
_GRAPHS: Final = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_COUNT: Final = "SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
_READ: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o {part} }} }}"
_BLANK: Final = "FILTER(isBlank(?s))"
_PART: Final = 'FILTER(!isBlank(?s) && STRSTARTS(MD5(STR(?s)), "{begin}"))'


class Writer(Protocol):
    """Changes the graphs of a server."""

    def begin(self, graph: str) -> None:
        """Empty a graph."""

    def add(self, graph: str, statements: bytes) -> None:
        """Add statements, as lines of N-Triples, to a graph."""


@dataclass(frozen=True, slots=True)
class ByUpdate:
    """Changes graphs by SPARQL Update."""

    address: str
    limits: Limits
    login: Login | None = None

    def begin(self, graph: str) -> None:
        """Empty a graph."""
        self._update(f"CLEAR SILENT GRAPH <{graph}>".encode())

    def add(self, graph: str, statements: bytes) -> None:
        """Add statements to a graph; what inserts data may hold no blank nodes for some servers, a template may."""
        form = (
            b"INSERT { GRAPH <%s> {\n%s} } WHERE { }" if b"_:" in statements else b"INSERT DATA { GRAPH <%s> {\n%s} }"
        )
        self._update(form % (graph.encode(), statements))

    def _update(self, text: bytes) -> None:
        body = Body("POST", text, "application/sparql-update", {"Accept": "*/*"})
        sent(self.address, body, self.limits, self.login)


@dataclass(frozen=True, slots=True)
class ByGraphStore:
    """Changes graphs by the Graph Store Protocol."""

    address: str
    limits: Limits
    login: Login | None = None

    def begin(self, graph: str) -> None:
        """Empty a graph: put nothing in the place of what it holds."""
        self._send("PUT", graph, b"")

    def add(self, graph: str, statements: bytes) -> None:
        """Add statements to a graph."""
        self._send("POST", graph, statements)

    def _send(self, method: str, graph: str, statements: bytes) -> None:
        sign = "&" if "?" in self.address else "?"
        address = f"{self.address}{sign}graph={quote(graph, safe='')}"
        sent(address, Body(method, statements, "application/n-triples", {"Accept": "*/*"}), self.limits, self.login)


def graphs_served(endpoint: str, limits: Limits) -> dict[str, int]:
    """Return the graphs of a server by their IRIs, with how many statements each has."""
    rows = answer_remote(endpoint, _GRAPHS, limits).rows
    return {graph.value: _number(endpoint, count) for graph, count in rows if isinstance(graph, NamedNode)}


def count_served(endpoint: str, graph: str, limits: Limits) -> int:
    """Return how many statements a graph of a server has."""
    (row,) = answer_remote(endpoint, _COUNT.format(graph=graph), limits).rows or ((None,),)
    return _number(endpoint, row[0])


def _number(endpoint: str, term: object) -> int:
    if not isinstance(term, Literal) or not term.value.isdecimal():
        raise EndpointFailed("The server does not say how much it has.", remedy="Ask its owner.", value=endpoint)
    return int(term.value)


def sum_served(endpoint: str, graph: str, count: int, limits: Limits, page: int = READ) -> Sum:
    """Read a graph of a server back, a part at a time, and sum up what it holds, of so many statements as it counts."""
    total = Sum()
    for part in _parts(count, page):
        rows = answer_remote(endpoint, _READ.format(graph=graph, part=part), limits).rows
        total += sum_of(" ".join(map(str, row)) for row in rows)
    return total


def _parts(count: int, page: int) -> Iterator[str]:
    """Yield filters that part statements by their subjects into so many that each has about a page."""
    digits = 0
    while count > page * 16**digits:
        digits += 1
    if not digits:
        yield ""
        return
    yield _BLANK
    for number in range(16**digits):
        yield _PART.format(begin=f"{number:0{digits}x}")
