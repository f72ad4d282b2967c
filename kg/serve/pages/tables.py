"""Answers as tables of a page: what people read in a cell, and the page to which it leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.core import iri
from kg.core.graph import Term
from kg.query.answers import Answer
from kg.query.labelled import short_hash
from kg.query.labelling import Labelling
from kg.serve.pages.site import Look
from kg.show.answer_table import IDENTITY, ShownColumn, columns_of

MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, and the link to what it names, '' where it names nothing with a page."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of a page; `numbers` tells which columns hold numbers, `total` counts the rows, shown or not."""

    headings: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    @property
    def more(self) -> int:
        """Count the rows that are not shown."""
        return self.total - len(self.rows)


def page_table(look: Look, found: Answer, most: int = MOST_ROWS, without: Sequence[str] = ()) -> PageTable:
    """Lay an answer out as the table of a page, of its first rows and without some of its columns."""
    kept = [place for place, name in enumerate(found.variables) if name not in without]
    shown = replace(
        found,
        variables=tuple(found.variables[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in found.rows[:most]),
    )
    columns = columns_of(shown, look.legend(shown), look.ontology, look.language, Labelling.ONLY)
    cells = [[*_cells(look, column)] for column in columns]
    return PageTable(
        headings=tuple(column.heading for column in columns),
        numbers=tuple(column.is_number for column in columns),
        rows=tuple(zip(*cells, strict=True)) if cells else (),
        total=len(found.rows),
    )


def _cells(look: Look, column: ShownColumn) -> list[Cell]:
    return [
        Cell(short_hash(text) if column.rank == IDENTITY else text, link_of(look, address))
        for text, address in zip(column.texts, column.addresses, strict=True)
    ]


def link_of(look: Look, address: str | None) -> str:
    """Write the link to a thing or to an address of the web; '' for what has no page, such as a term of ours."""
    if address is None:
        return ""
    if address.startswith(iri.ID):
        return look.asked.to_thing(address)
    is_web = address.startswith(("https://", "http://")) and not address.startswith(iri.BASE)
    return address if is_web else ""


def answer_records(found: Answer) -> list[Mapping[str, Term | None]]:
    """Return the rows of an answer by the names of its variables."""
    return [dict(zip(found.variables, row, strict=True)) for row in found.rows]
