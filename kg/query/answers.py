"""Answer SPARQL queries from a store, as one plain value: what every format, type and view starts from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias
from typing import Literal as OneOf

from kg import iri
from kg.errors import QueryInvalid
from kg.graph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    evaluate,
    has_default_graph,
)

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = tuple[Term | None, ...]

TRUE: Final = Literal("true", datatype=NamedNode(iri.PREFIXES["xsd"] + "boolean"))

_GAP = r"(?>\s|\#[^\r\n]*)*+"
_NAME = r"(?:<[^>]*>|[?$]\w+|[^\s<>{}()\"':]*:(?:\\.|[\w.:%-])*)"
_SERVICE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?{_NAME}{_GAP}\{{", re.IGNORECASE)
_FROM = re.compile(
    rf"FROM{_GAP}{_NAME}{_GAP}(?:FROM|WHERE|GROUP|HAVING|ORDER|LIMIT|OFFSET|VALUES|\{{|\Z)", re.IGNORECASE
)

_PROLOGUE = re.compile(
    rf"""{_GAP}(?:(?:BASE{_GAP}<[^>]*>|PREFIX{_GAP}[^\s:<]*{_GAP}:{_GAP}<[^>]*>|VERSION{_GAP}["'][^"']*["']){_GAP})*+""",
    re.IGNORECASE,
)
_KEYWORD = re.compile("[A-Za-z]*")
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}

_TOKEN = re.compile(
    r'''\#[^\r\n]*                              # a comment
      | """(?:\\.|[^\\])*?""" | \'\'\'(?:\\.|[^\\])*?\'\'\'
      | "(?:\\.|[^"\\\r\n])*" | '(?:\\.|[^'\\\r\n])*'
      | [?$]\w+                                 # a variable
      | :[\w%-]*                                # the end of a prefixed name
      | \\?.                                    # any other sign; \# in a name begins no comment
      ''',
    re.VERBOSE | re.DOTALL,
)
_IRI = re.compile(r'<[^<>"{}|^`\x00-\x20]*>')


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer under its variables, None where a variable is unbound.

    A `boolean` has one cell named `answer`; a `graph` has the columns subject, predicate and object, in sorted order.
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: OneOf["table", "boolean", "graph"]


def answer(store: Store, sparql: str) -> Answer:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query over the union of all graphs.

    Raises QueryInvalid for a syntax error, an update, SERVICE (it would go to the network) and FROM (the union would
    silently take its place).
    """
    form_of(sparql)
    if occurs(_SERVICE, sparql):
        raise QueryInvalid(
            "The query uses SERVICE: it would send data to another server.",
            remedy="Take SERVICE out, and ask that server in a query of its own.",
        )
    if occurs(_FROM, sparql) and not has_default_graph(store):
        raise QueryInvalid(
            "The query uses FROM, which the engine ignores where the default graph is made of the others.",
            remedy="Take FROM out, and name the graph in the pattern: GRAPH <...> { ... }.",
        )
    try:
        return answer_of(evaluate(store, sparql))
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        # The traceback would keep the engine's rows, which only their own thread may let go of.
        raise QueryInvalid("The query cannot be answered.", remedy=str(error)) from error.with_traceback(None)


def answer_of(result: QuerySolutions | QueryBoolean | QueryTriples) -> Answer:
    """Gather a result of the engine into an answer; errors of the engine pass through."""
    if isinstance(result, QueryBoolean):
        return Answer(("answer",), ((Literal(bool(result)),),), "boolean")
    if isinstance(result, QueryTriples):
        return graph_of(result)
    return Answer(tuple(v.value for v in result.variables), tuple(tuple(row) for row in result), "table")


def graph_of(triples: Iterable[Triple]) -> Answer:
    """Gather triples into an answer: each once, in the order of their text."""
    rows = {(triple.subject, triple.predicate, triple.object) for triple in triples}
    return Answer(("subject", "predicate", "object"), tuple(sorted(rows, key=lambda row: [*map(str, row)])), "graph")


def form_of(sparql: str) -> str:
    """Return the keyword after the prologue, as SELECT; raise QueryInvalid if it begins an update."""
    prologue = _PROLOGUE.match(sparql)
    keyword = _KEYWORD.match(sparql, prologue.end() if prologue else 0)
    form = keyword[0].upper() if keyword else ""
    if form in _UPDATES:
        raise QueryInvalid(
            f"This is an update ({form}), not a question.", remedy="Begin with SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    return form


def occurs(construct: re.Pattern[str], sparql: str) -> bool:
    """Tell whether a construct begins at any place where the engine may begin to read a token.

    Strings, comments, IRIs and names are passed over. The engine wants no space between tokens, and reads `<` as the
    beginning of an IRI or as an operator by context; so each letter may begin a keyword, and both readings of `<` are
    followed: in doubt the construct counts as found.
    """
    if construct.search(sparql) is None:
        return False
    pending, seen = [0], {len(sparql)}
    while pending:
        place = pending.pop()
        if place in seen:
            continue
        seen.add(place)
        if construct.match(sparql, place):
            return True
        readings = (_TOKEN.match(sparql, place), _IRI.match(sparql, place))
        pending += [reading.end() for reading in readings if reading]
    return False
