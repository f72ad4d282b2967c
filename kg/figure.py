"""Where claims keep their figure: which of their slots are the number, its unit, its bound, and what it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kg.core import columns, iri, terms
from kg.core.ontology import Ontology, column_name

if TYPE_CHECKING:
    import ibis.expr.types as ir

FlatRow: TypeAlias = Mapping[str, Any]
"""A row of a table of claims or findings, by the names of its columns."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Where classes of claims keep their number: for each slot of a comparison a column, or the one value of all.

    `classes` are the classes, compressed; a slot that they lack is None. What begins with the base of our individuals
    is a value, all else is the name of a column.
    """

    classes: tuple[str, ...]
    amount: str
    amount_to: str | None
    amount_as_said: str | None
    has_bound: str
    has_unit: str
    is_about: str
    has_indicator: str
    is_restricted_to: str | None
    has_product: str | None

    def slots(self) -> dict[str, str | None]:
        """Return by slot of a comparison the column or value that fills it."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "classes"}

    def columns(self) -> list[str]:
        """Return the columns that fill slots."""
        return [filler for filler in self.slots().values() if filler is not None and not is_value(filler)]


def is_value(filler: str) -> bool:
    """Tell whether what fills a slot is the one value of all claims, and not a column."""
    return filler.startswith(iri.ID)


_DECLARED: Final = {
    columns.amount: terms.figure,
    columns.amount_to: terms.figureTo,
    columns.amount_as_said: terms.figureAsSaid,
    columns.has_bound: terms.figureBound,
    columns.has_unit: terms.figureUnit,
    columns.is_about: terms.figureSubject,
    columns.has_indicator: terms.figureIndicator,
    columns.is_restricted_to: terms.figurePart,
    columns.has_product: terms.figureProduct,
}


def read_figures(ontology: Ontology) -> tuple[Figure, ...]:
    """Return where the classes of claims that have a number keep it, as the ontology declares it."""
    found: dict[tuple[str | None, ...], list[str]] = {}
    for cls in ontology.subs(terms.Claim):
        declared = tuple(_declared(ontology, cls, annotation) for annotation in _DECLARED.values())
        if declared[0] is not None:
            found.setdefault(declared, []).append(iri.compress(cls))
    return tuple(
        Figure(classes=tuple(sorted(classes)), **dict(zip(_DECLARED, declared, strict=True)))  # type: ignore[arg-type]
        for declared, classes in sorted(found.items(), key=lambda one: one[1])
    )


def _declared(ontology: Ontology, cls: str, annotation: str) -> str | None:
    value = next(iter(ontology.inherited(cls, annotation)), None)
    return value if value is None or is_value(value) else column_name(value)


def with_figure(row: FlatRow, figures: Iterable[Figure]) -> dict[str, Any]:
    """Return a flat row of a claim with its number in the slots of a comparison; `row` names its class."""
    figure = next((one for one in figures if row["class"] in one.classes), None)
    if figure is None:
        return dict(row)
    filled = {
        slot: None if filler is None else filler if is_value(filler) else row.get(filler)
        for slot, filler in figure.slots().items()
    }
    return {**row, **filled}


def amounts_of(row: FlatRow) -> list[Decimal]:
    """Return the number of a row, or both ends of its range; none where it has no number."""
    return [row[name] for name in (columns.amount, columns.amount_to) if row.get(name) is not None]


def with_figures(claims: "ir.Table", figures: Iterable[Figure]) -> "ir.Table":
    """Return the claims of classes that have a number, with it in the slots of a comparison."""
    import ibis

    found = []
    for figure in figures:
        own = claims.filter(claims["class"].isin(figure.classes))
        slots = {}
        for slot, filler in figure.slots().items():
            kind = claims[slot].type()
            if filler is None:
                slots[slot] = ibis.null(kind)
            else:
                slots[slot] = ibis.literal(filler) if is_value(filler) else own[filler].cast(kind)
        found.append(own.mutate(**slots).select(claims.columns))
    return ibis.union(*found) if len(found) > 1 else found[0]
