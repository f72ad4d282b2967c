"""What is wrong with a query before it runs: where it is no SPARQL, and which of its names nothing in the graph has."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import BinaryIO, Final

from kg.core.errors import LimitReached, QueryInvalid
from kg.core.graph import Store
from kg.query.answers import guarded
from kg.query.apart import apart
from kg.query.constants import Unused, unused
from kg.query.limits import Limits
from kg.serve.page_words import page_word

ERROR, WARNING = "error", "warning"
_LIMITS: Final = Limits(timeout=3, memory=300, rows=1)
_LONGEST: Final = 50_000
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class QueryFault:
    """A fault of a query: its line and column from 1, the letters that it takes, how bad it is, and what it is."""

    line: int
    column: int
    length: int
    severity: str
    message: str


def query_faults(sparql: str, open_store: Callable[[], Store], language: str) -> list[QueryFault]:
    """Return the faults of a query, found in a process of its own, as queries are answered: its parser can break.

    A query that cannot be looked through within limits has that for its one fault.
    """
    if len(sparql) > _LONGEST:
        return []
    try:
        return apart(partial(_write, sparql, open_store, language), _read, _LIMITS)
    except QueryInvalid as error:
        return [_syntax(error)]
    except LimitReached as error:
        return [QueryFault(1, 1, 1, ERROR, f"{error.problem} {error.remedy}")]


def _write(sparql: str, open_store: Callable[[], Store], language: str, out: BinaryIO) -> None:
    guarded(Store(), sparql)
    found = [_named(one, language) for one in unused(sparql, open_store())[:_MOST]]
    out.write(json.dumps([asdict(one) for one in found]).encode())


def _read(body: BinaryIO) -> list[QueryFault]:
    return [QueryFault(**one) for one in json.load(body)]


def _named(one: Unused, language: str) -> QueryFault:
    """Tell of a name that nothing has; one that only this project gives would be refused."""
    said = page_word("nothing has", language, one.text)
    near = page_word("did you mean", language, ", ".join(one.near)) if one.near else ""
    severity = ERROR if one.is_ours else WARNING
    return QueryFault(one.place.line, one.place.column, len(one.text), severity, f"{said} {near}".strip())


def _syntax(error: QueryInvalid) -> QueryFault:
    """Tell of what the engine or its guard refuses, at its place if it has one."""
    length = len(error.value or "") if error.value and "\n" not in error.value and error.line else 1
    column = int(error.column or 1)
    one_word = length if error.value and ":" in error.value and " " not in error.value else 1
    return QueryFault(error.line or 1, column, one_word, ERROR, f"{error.problem} {error.remedy}")
