"""Answer SPARQL queries from a store, as one plain value: what every format, type and view starts from."""

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar
from typing import Literal as OneOf

from kg.core import iri
from kg.core.errors import LimitReached, QueryInvalid
from kg.core.graph import (
    ALL_GRAPHS,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    ReadGraphs,
    Store,
    Term,
    Triple,
    evaluate,
    has_default_graph,
)
from kg.query.prefixes import KNOWN, unknown_prefix
from kg.query.tokens import line_at

AnswerRow: TypeAlias = tuple[Term | None, ...]
Result: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples
T = TypeVar("T")

TRUE: Final = Literal("true", datatype=NamedNode(iri.PREFIXES["xsd"] + "boolean"))

_GAP = r"(?>\s|\#[^\r\n]*)*+"
_PROLOGUE = re.compile(
    rf"""{_GAP}(?:(?:BASE{_GAP}<[^>]*>|PREFIX{_GAP}[^\s:<]*{_GAP}:{_GAP}<[^>]*>|VERSION{_GAP}["'][^"']*["']){_GAP})*+""",
    re.IGNORECASE,
)
_KEYWORD = re.compile("[A-Za-z]*")
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_SERVICE = re.compile("(?<=servi)c(?=e)", re.IGNORECASE)
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)
_TOLD = re.compile(r"[A-Z][a-z]+ [\w ]+|\"[^\w\"]\"")  # sentences and signs among what the parser expected
_FILE = re.compile("file:", re.IGNORECASE)
_FROM_ANY = re.compile("(?<=fr)o(?=m)", re.IGNORECASE)
_FROM = re.compile(r"(?<=fr)o(?=m(?!\s+named\s))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer under its variables, None where a variable is unbound.

    A `boolean` has one cell named `answer`; a `graph` has the columns subject, predicate and object, in sorted order.
    `asked` are the parameters of a question with their values in words, and `notes` say why there is no row.
    """

    variables: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    kind: OneOf["table", "boolean", "graph"]
    asked: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def answer(store: Store, sparql: str) -> Answer:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query over the union of all graphs.

    Raises QueryInvalid for a syntax error, an update, SERVICE (it would go to the network) and FROM (the union would
    silently take its place).
    """
    with explained():
        return answer_of(guarded(store, sparql))


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors of the engine into QueryInvalid."""
    try:
        yield
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        # The traceback would keep the engine's rows, which only their own thread may let go of.
        raise QueryInvalid("The query cannot be answered.", remedy=f"{error}") from error.with_traceback(None)


def guarded(store: Store, sparql: str, graphs: ReadGraphs = ALL_GRAPHS, base: str | None = None) -> Result:
    """Have the engine answer a query that reads this store and nothing else; rows come as they are asked for.

    Where `graphs` are given, it reads these alone; IRIs that are relative are to the `base`.
    """
    form_of(sparql)
    if (fault := uses(_SERVICE, sparql, base)) is not None:
        raise QueryInvalid(
            "The query uses SERVICE: it would send data to another server.",
            remedy=f"Take SERVICE out, and ask that server in a query of its own. Without it: {fault}",
        )
    if _FILE.search(sparql) and (fault := uses(_FROM_ANY, sparql, base)) is not None:
        raise QueryInvalid(
            "The query reads FROM a file, as it seems: nothing outside the graph is read.",
            remedy=f"Take FROM out, and the address that begins with file:. Without it: {fault}",
        )
    if not graphs and not has_default_graph(store) and (fault := uses(_FROM, sparql, base)) is not None:
        raise QueryInvalid(
            "The query uses FROM, which the engine ignores where the default graph is made of the others.",
            remedy=f"Take FROM out, and name the graph in the pattern: GRAPH <...> {{ ... }}. Without it: {fault}",
        )
    return parsed(store, sparql, graphs, base)


def parsed(store: Store, sparql: str, graphs: ReadGraphs = ALL_GRAPHS, base: str | None = None) -> Result:
    """Have the engine answer a query, which may use our prefixes undeclared; raise QueryInvalid with the place."""
    try:
        return evaluate(store, sparql, KNOWN, graphs, base)
    except QueryInvalid as error:
        raise (unknown_prefix(sparql) or _placed(error, sparql)) from error.__cause__


def _placed(error: QueryInvalid, sparql: str) -> QueryInvalid:
    """Say of a syntax error where it is, and show the line; another error stays as it is."""
    found = _PLACE.match(error.remedy)
    if found is None:
        return error
    line = int(found["line"])
    told = [part for part in found["expected"].split(", ") if _TOLD.fullmatch(part)]
    return QueryInvalid(
        "The query is not valid SPARQL.",
        remedy="Look there and just before." + (f" The engine says: {', '.join(told)}." if told else ""),
        line=line,
        column=found["column"],
        value=line_at(sparql, line),
    )


def answer_of(result: Result, most: float = math.inf) -> Answer:
    """Gather a result of the engine into an answer; errors of the engine pass through.

    Raises LimitReached where it has more than `most` rows.
    """
    if isinstance(result, QueryBoolean):
        return Answer(("answer",), ((Literal(bool(result)),),), "boolean")
    if isinstance(result, QueryTriples):
        return graph_of(result, most)
    rows = tuple(tuple(row) for row in at_most(most, result))
    return Answer(tuple(v.value for v in result.variables), rows, "table")


def graph_of(triples: Iterable[Triple], most: float = math.inf) -> Answer:
    """Gather triples into an answer: each once, in the order of their text; raise LimitReached at more than `most`."""
    rows = {(triple.subject, triple.predicate, triple.object) for triple in at_most(most, triples)}
    return Answer(("subject", "predicate", "object"), tuple(sorted(rows, key=lambda row: [*map(str, row)])), "graph")


def at_most(most: float, rows: Iterable[T]) -> Iterator[T]:
    """Pass rows on; raise LimitReached at the first one too many."""
    for number, row in enumerate(rows):
        if number >= most:
            raise too_many_rows(most)
        yield row


def too_many_rows(most: float) -> LimitReached:
    """Return the error of an answer that has more rows than it may."""
    return LimitReached(
        f"The answer has more than {most:,} rows.",
        remedy="Ask for less, with LIMIT or a narrower pattern, or allow more rows (--max-rows).",
    )


def form_of(sparql: str) -> str:
    """Return the keyword after the prologue, as SELECT; raise QueryInvalid if it begins an update."""
    form = _first_keyword(sparql)
    if form in _UPDATES:
        raise QueryInvalid(
            f"This is an update ({form}), not a question.", remedy="Begin with SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    return form


def is_sparql(text: str) -> bool:
    """Tell whether a text begins as a query or an update does."""
    return _first_keyword(text) in _FORMS | _UPDATES


def _first_keyword(sparql: str) -> str:
    prologue = _PROLOGUE.match(sparql)
    keyword = _KEYWORD.match(sparql, prologue.end() if prologue else 0)
    return keyword[0].upper() if keyword else ""


def uses(letter: re.Pattern[str], sparql: str, base: str | None = None) -> str | None:
    """Return the fault that the parser finds once a letter of a keyword is changed wherever it stands, None if none.

    A query whose strings, comments, IRIs and names alone hold the word is as good with another in its place. One that
    has it for a keyword is not: so the engine's own grammar decides, and in doubt the keyword counts as used.
    """
    changed = letter.sub("q", sparql)
    if changed != sparql:
        try:
            parsed(Store(), changed, base=base)
        except QueryInvalid as error:
            if isinstance(error.__cause__, SyntaxError):
                return error.remedy
    return None
