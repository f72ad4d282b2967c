"""Lay answers out for people: labels for IRIs, numbers in the reader's way, a table or, where too wide, records."""

from dataclasses import replace
from decimal import MAX_PREC, Decimal, localcontext
from pathlib import Path

from babel.numbers import format_decimal
from rich.table import Table
from rich.text import Text

from kg.cli.terminal import laid_out, width
from kg.core import iri
from kg.core.errors import BuildMissing
from kg.core.graph import Literal, NamedNode, Store, Term, open_build
from kg.core.visible import visible
from kg.query.answers import Answer
from kg.query.typed import number_of
from kg.wording.labels import marked_label

_GROUPED_FROM = 10_000  # below it stand years, which nobody groups
_NUMBERS = frozenset(iri.PREFIXES["xsd"] + name for name in ("integer", "decimal"))


def cell(term: Term | None, store: Store | None, language: str) -> str:
    """Write a term for people: a label for an IRI, a number with its thousands marked, else its text."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return iri.compress(term.value) if store is None else marked_label(store, term.value, language)
    if isinstance(term, Literal):
        number = number_of(term)
        return term.value if number is None else _number(number, language)
    return str(term)


def _number(number: Decimal, language: str) -> str:
    """Write a number in the reader's way, with every digit, of which Python would keep 28."""
    with localcontext(prec=MAX_PREC):
        grouped = abs(number) >= _GROUPED_FROM
        return format_decimal(number, locale=language, decimal_quantization=False, group_separator=grouped)


def _store(folder: Path) -> Store | None:
    """Open the build for its labels, None where there is none, as when only a server is asked."""
    try:
        return open_build(folder)
    except BuildMissing:
        return None


def _without_empty_columns(answer: Answer) -> Answer:
    """Leave out the columns in which no row has a value: they say nothing and cost width."""
    kept = [i for i, _ in enumerate(answer.variables) if any(row[i] is not None for row in answer.rows)]
    variables = tuple(answer.variables[i] for i in kept)
    return replace(answer, variables=variables, rows=tuple(tuple(row[i] for i in kept) for row in answer.rows))


def _is_number(answer: Answer, column: int) -> bool:
    values = [row[column] for row in answer.rows if row[column] is not None]
    return bool(values) and all(isinstance(v, Literal) and v.datatype.value in _NUMBERS for v in values)


def _as_table(answer: Answer, texts: list[list[str]]) -> tuple[Table, int]:
    """Make a table, and the width that it needs."""
    names = [name.replace("_", " ") for name in answer.variables]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, name in enumerate(names):
        table.add_column(name, justify="right" if _is_number(answer, index) else "left", no_wrap=True)
    for row in texts:
        table.add_row(*(Text(text) for text in row))
    width = sum(max([len(name), *(len(row[i]) for row in texts)]) + 1 for i, name in enumerate(names))
    return table, width


def _as_records(answer: Answer, texts: list[list[str]]) -> str:
    """Write each row as a block of `name  value` lines."""
    names = [name.replace("_", " ") for name in answer.variables]
    width = max(map(len, names), default=0)
    hanging = "\n" + " " * (width + 2)  # a line feed in a text begins no line of its own
    rows = [[text.replace("\n", hanging) for text in row] for row in texts]
    blocks = ["\n".join(f"{n.rjust(width)}  {t}" for n, t in zip(names, row, strict=True) if t) for row in rows]
    return "\n\n".join(blocks) + "\n"


def render(answer: Answer, folder: Path, language: str, *, records: bool) -> str:
    """Lay an answer out: as a table, or as a block of lines per row if asked to or the terminal is too narrow."""
    if not answer.rows:
        return ""
    answer = _without_empty_columns(answer)
    store = _store(folder)
    texts = [[visible(cell(term, store, language)) for term in row] for row in answer.rows]
    table, needed = _as_table(answer, texts)
    if records or needed > width(needed):
        return _as_records(answer, texts)
    return laid_out([table], max(needed, 20) + len(answer.variables))
