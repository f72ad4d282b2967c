"""An answer as a table that can be sorted and drawn: beside what people read stands what a cell is worth."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from kg.core import columns, iri, terms
from kg.core.graph import Literal, NamedNode, Store, Term, values
from kg.core.ontology import Ontology
from kg.core.visible import visible
from kg.figure import read_figures
from kg.network.views import capitals
from kg.query.answers import Answer
from kg.query.labelled import short_hash, short_key
from kg.query.typed import kind_of, lexical_form, number_of
from kg.rows.opened import Rows
from kg.show.answer_table import FIRST_AFTER, days_in
from kg.wording.days import last_day
from kg.wording.headings import heading
from kg.wording.labels import ChosenLabel
from kg.wording.numbers import losslessly

VIEWS: Final = ("table", "chart", "timeline", "map", "network")
_AXES: Final = r"(?:[ \t]+(?:x|y|by)=\w+)*"
_VIEW: Final = re.compile(rf"^[ \t]*#view:[ \t]*(?P<view>[a-z]+)(?P<axes>{_AXES})[ \t]*$", re.MULTILINE)
_YEAR: Final = frozenset({"year", "gYear"})
_NUMBERS: Final = frozenset({"integer", "decimal", "double"})

_COUNTRY: Final = iri.mint("country", "")
_ENDS: Final = "FROM ends WHERE claim IN (SELECT unnest($claims))"
_CAPITALS: Final = f"FROM ({capitals('claims')}) WHERE country IN (SELECT unnest($names))"


@dataclass(frozen=True, slots=True)
class AskedView:
    """How a query asks to be shown: the view, and the columns of its axes and colours by `x`, `y` and `by`."""

    view: str = "table"
    axes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultCell:
    """A cell: its text, what it is worth as a number or day, and the key of what it names.

    `low` and `high` are the ends of the values that a claim allows, None where open, if it is `bounded`, and `unit` is
    the key of its unit; `place` is where the thing lies, as longitude and latitude, and `href` the page of it.
    """

    text: str
    value: str = ""
    key: str = ""
    unit: str = ""
    bounded: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    place: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column: its variable, its heading, and of which kind it is: number, year, date, point, key, text."""

    name: str
    heading: str
    kind: str


@dataclass(frozen=True, slots=True)
class ResultTable:
    """An answer: its columns, and the cells of the rows that are shown of all that there are."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[ResultCell, ...], ...]
    total: int


def asked_view(sparql: str) -> AskedView:
    """Read the comment `#view: chart x=year y=amount by=source` of a query; the first there is that names a view."""
    for found in _VIEW.finditer(sparql):
        if found["view"] in VIEWS:
            axes = dict(part.split("=", 1) for part in found["axes"].split())
            return AskedView(found["view"], axes)
    return AskedView()


@dataclass(frozen=True, slots=True)
class Drawable:
    """What is known of the things of an answer: labels, links, where they lie, and the ends of what claims allow."""

    labels: Mapping[str, ChosenLabel]
    link: Callable[[str], str]
    places: Mapping[str, str]
    ends: Mapping[str, "_Ends"]


@dataclass(frozen=True, slots=True)
class _Ends:
    """The ends of what a claim allows, None where open, and the IRI of its unit."""

    low: Decimal | None
    high: Decimal | None
    unit: str | None


def result_table(answer: Answer, known: Drawable, ontology: Ontology, language: str, total: int) -> ResultTable:
    """Lay the first rows of an answer of so many in all out, with headings and labels in a language."""
    shown = answer.rows
    heads = [
        ResultColumn(name, visible(heading(name, language, ontology)), _kind(name, [row[place] for row in shown]))
        for place, name in enumerate(answer.variables)
    ]
    figures = _figure_columns(ontology)
    rows = []
    for row in shown:
        cells = [_cell(term, column, known, language) for term, column in zip(row, heads, strict=True)]
        bounded = [*_with_ends(cells, row, heads, figures, known.ends)]
        rows.append(tuple(_with_place(bounded, heads)))
    return ResultTable(tuple(heads), tuple(rows), total)


def _kind(name: str, column: Sequence[Term | None]) -> str:
    """Tell of which kind a column is by all its values."""
    found = [term for term in column if term is not None]
    if not found:
        return "text"
    if all(isinstance(term, NamedNode) for term in found):
        return "key"
    if all(isinstance(term, Literal) and term.datatype.value.endswith("#wktLiteral") for term in found):
        return "point"
    kinds = {_literal_kind(term) for term in found}
    if kinds <= _NUMBERS:
        return "year" if name.rpartition("_")[2] == "year" else "number"
    kind = kinds.pop()
    return kind if not kinds and kind in {"year", "date"} else "text"


def _literal_kind(term: Term) -> str:
    if isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in _YEAR:
        return "year"
    return kind_of(term)


def _cell(term: Term | None, column: ResultColumn, known: Drawable, language: str) -> ResultCell:
    if term is None:
        return ResultCell("")
    if isinstance(term, NamedNode):
        label = known.labels.get(term.value)
        key = short_key(term.value)
        text = visible(label.marked if label else short_hash(key))
        return ResultCell(text, key=key, place=known.places.get(term.value, ""), href=known.link(term.value))
    plain = lexical_form(term)
    number = number_of(term) if isinstance(term, Literal) and column.kind == "number" else None
    if column.kind == "date" and column.name.rpartition("_")[2] in FIRST_AFTER:
        (day,) = days_in([term]) or [None]
        return ResultCell(str(last_day(day)) if day else visible(plain), plain)
    return ResultCell(visible(plain if number is None else losslessly(number, language)), plain)


def _figure_columns(ontology: Ontology) -> frozenset[str]:
    """Return the columns in which claims keep their figures."""
    return frozenset(figure.amount for figure in read_figures(ontology)) | {columns.amount}


def _with_ends(
    cells: Iterable[ResultCell],
    row: Sequence[Term | None],
    heads: Sequence[ResultColumn],
    figures: frozenset[str],
    ends: Mapping[str, _Ends],
) -> Iterable[ResultCell]:
    """Give the figure of the one claim of a row the ends of what it allows, where they are in its unit."""
    claims = [term.value for term in row if isinstance(term, NamedNode) and term.value in ends]
    for cell, term, head in zip(cells, row, heads, strict=True):
        number = number_of(term) if isinstance(term, Literal) and head.name in figures else None
        if number is None or len(claims) != 1:
            yield cell
            continue
        found = ends[claims[0]]
        fits = (found.low is None or found.low <= number) and (found.high is None or number <= found.high)
        unit = iri.own_key(found.unit) if found.unit else ""
        yield replace(cell, bounded=True, low=found.low, high=found.high, unit=unit) if fits else cell


def _with_place(cells: list[ResultCell], heads: Sequence[ResultColumn]) -> list[ResultCell]:
    """Put where a row lies, if its columns say so, to its longitude."""
    by_name = {head.name.rpartition("_")[2]: place for place, head in enumerate(heads) if head.kind == "number"}
    if {"latitude", "longitude"} <= by_name.keys():
        east, north = by_name["longitude"], by_name["latitude"]
        if cells[east].value and cells[north].value:
            cells[east] = replace(cells[east], place=f"{cells[east].value} {cells[north].value}")
    return cells


def drawable_of(
    answer: Answer, rows: Rows, store: Store, labels: Mapping[str, ChosenLabel], link: Callable[[str], str]
) -> Drawable:
    """Look up what an answer needs to be drawn: the places of what it names, and the ends of its claims."""
    names = {term.value for row in answer.rows for term in row if isinstance(term, NamedNode)}
    claims = [name for name in names if name.startswith(iri.CLAIM)]
    found = rows.ask(_ENDS, claims=claims) if claims else []
    units = {row["claim"]: next(iter(values(store, row["claim"], terms.hasUnit)), None) for row in found}
    ends = {row["claim"]: _Ends(row["low"], row["high"], units[row["claim"]]) for row in found}
    return Drawable(labels, link, _places(names.difference(claims), rows, store), ends)


def _places(names: set[str], rows: Rows, store: Store) -> dict[str, str]:
    """Return where things lie, as longitude and latitude; a country stands at its capital, as on maps of networks."""
    capitals: dict[str, str] = {}
    countries = [name for name in names if name.startswith(_COUNTRY)]
    if countries and {columns.has_relation_kind, columns.is_related_to} <= rows.columns("claims"):
        found = rows.ask(_CAPITALS, names=countries)
        capitals = {row["country"]: row["capital"] for row in found}
    places = {name: _place(store, name) or _place(store, capitals.get(name, name)) for name in names}
    return {name: place for name, place in places.items() if place}


def _place(store: Store, name: str) -> str:
    """Return where a thing lies, as longitude and latitude; '' where nothing says it."""
    pairs = zip(values(store, name, terms.longitude), values(store, name, terms.latitude), strict=False)
    return next((f"{longitude} {latitude}" for longitude, latitude in pairs), "")
