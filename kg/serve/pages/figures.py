"""Claims as marks of charts: what they allow, in words and as ends, and whether they tell of what is to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from kg.core import columns, terms
from kg.core.graph import Term, values
from kg.figure import Figure, read_figures
from kg.query.typed import number_of
from kg.serve.pages.site import Look
from kg.tell.cited import currencies_of
from kg.tell.sentences import Phrases
from kg.wording.days import short_period
from kg.wording.units import counted_forms


def cell_text(row: Mapping[str, Term | None], name: str) -> str:
    """Return a value of a row as text, '' where there is none."""
    term = row.get(name)
    return "" if term is None else getattr(term, "value", str(term))


def day_in(row: Mapping[str, Term | None], name: str) -> date | None:
    """Return a day of a row."""
    found = cell_text(row, name)
    return date.fromisoformat(found[:10]) if found else None


@dataclass(frozen=True)
class Figures:
    """Reads what claims allow, for the charts of a page."""

    look: Look

    @cached_property
    def phrases(self) -> Phrases:
        """Return what writes amounts in the language of the page."""
        store = self.look.store
        currencies = currencies_of(self.look.rows.facts("units"))
        return Phrases(self.look.language, lambda name, _: self.look.label(name), currencies, counted_forms(store))

    @cached_property
    def declared(self) -> tuple[Figure, ...]:
        """Return where classes of claims keep their number."""
        return read_figures(self.look.ontology)

    def ends(self, claim: str) -> tuple[Decimal | None, Decimal | None]:
        """Return the least and the greatest value that a claim allows, None where it is open."""
        low, high = (values(self.look.store, claim, end) for end in (terms.lower, terms.upper))
        return (Decimal(low[0]) if low else None), (Decimal(high[0]) if high else None)

    def day_said(self, claim: str) -> date | None:
        """Return the day on which a claim was made."""
        found = values(self.look.store, claim, terms.assertedOn)
        return date.fromisoformat(found[0]) if found else None

    def is_foreseen(self, stage: str) -> bool:
        """Tell whether a stage is one of what is to come."""
        return values(self.look.store, stage, terms.foreseen) == ["true"] if stage else False

    def amount(self, row: Mapping[str, Term | None], prefix: str = "") -> str:
        """Write the amount of a row with its bound and unit."""
        numbers = {name: _number(row.get(f"{prefix}{name}")) for name in (columns.amount, columns.amount_to)}
        unit = cell_text(row, f"{prefix}unit") or cell_text(row, "unit")
        under = {columns.has_unit: unit or None, columns.has_bound: cell_text(row, f"{prefix}bound") or None}
        return self.phrases.figure_of(numbers | under)

    def period(self, row: Mapping[str, Term | None]) -> str:
        """Write the period of a row."""
        return short_period(day_in(row, "period_from"), day_in(row, "period_until"), self.look.language)


def _number(term: Term | None) -> Decimal | None:
    return None if term is None else number_of(term)  # type: ignore[arg-type]
