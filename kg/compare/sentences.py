"""Say a finding in a sentence for people: both claims, who made them, in which source, and what follows.

A sentence is made of labels and numbers, joined by marks that mean the same in every language. What the two claims
share stands first; what differs stands with each.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from kg import iri, terms
from kg.compare.cited import Row

Label: TypeAlias = Callable[[str, str], str]
"""Names an IRI in a language."""

_SCALES = {
    "en": ("trillion", "billion", "million"),
    "kk": ("трлн", "млрд", "млн"),
    "ru": ("трлн", "млрд", "млн"),
}
_POWERS = (Decimal(10) ** 12, Decimal(10) ** 9, Decimal(10) ** 6)
_WORD = re.compile(r"\w+")
_PLACES = Decimal("0.001")
_DAYS = {"en": "d MMMM y"}
_BEFORE = (iri.mint("bound", "exactly"), iri.mint("bound", "about"))
"""The bounds whose words stand before the number in Kazakh; those of the others would follow it, and inflect it."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Writes the parts of sentences in one language; `currencies` are the units that are named by their code."""

    language: str
    label: Label
    currencies: frozenset[str]
    _known: dict[str, str] = field(default_factory=dict)

    def name(self, thing: str) -> str:
        """Name an IRI, or several in one cell."""
        if thing not in self._known:
            self._known[thing] = ", ".join(self.label(one, self.language) for one in thing.split("|"))
        return self._known[thing]

    def number(self, amount: Decimal) -> str:
        """Write a number: in words where that loses nothing, else with all its digits."""
        from babel.numbers import format_decimal

        for power, word in zip(_POWERS, _SCALES[self.language], strict=True):
            scaled = amount / power
            if abs(scaled) >= 1:
                if scaled == scaled.quantize(_PLACES):
                    return f"{format_decimal(scaled, locale=self.language)} {word}"
                break
        return str(format_decimal(amount, format="#,##0.#########", locale=self.language))

    def day(self, day: date) -> str:
        """Write a day out."""
        from babel.dates import format_date

        return str(format_date(day, format=_DAYS.get(self.language, "long"), locale=self.language))

    def period(self, row: Row) -> str:
        """Write the period of a claim: a year, a day, or its two ends, of which either may be open."""
        since, until = row["valid_from"], row["valid_until"]
        if since is None and until is None:
            return ""
        last = None if until is None else until - timedelta(days=1)
        if since is not None and since == last:
            return self.day(since)
        if since is not None and last is not None and (since.month, since.day, last.month, last.day) == (1, 1, 12, 31):
            return str(since.year) if since.year == last.year else f"{since.year}–{last.year}"
        return f"{'…' if since is None else self.day(since)} – {'…' if last is None else self.day(last)}"

    def value(self, row: Row) -> str:
        """Write what a claim allows: its bound and amount, or its stage where it has no number."""
        if row["amount"] is None:
            return self.name(row["has_stage"])
        amounts = [self.number(row[name]) for name in ("amount", "amount_to") if row[name] is not None]
        number = "–".join(amounts)
        if row["has_bound"] is None:
            return number
        bound = self.name(row["has_bound"])
        after = self.language == "kk" and row["has_bound"] not in _BEFORE
        return f"{number} ({bound})" if after else f"{bound} {number}"

    def unit(self, unit: str | None) -> str:
        """Name a unit, a currency by its code."""
        if unit is None:
            return ""
        return iri.key_of(unit).partition("/")[2] if unit in self.currencies else self.name(unit)

    def speaker(self, row: Row) -> str:
        """Say who makes a claim, where and when; or by which arithmetic it follows."""
        said = row["has_reporter"] or row["asserted_by"] or row["had_primary_source"] or terms.DerivedClaim
        if row["arithmetic"] is not None:
            return f"{self.name(said)} ({row['arithmetic']})"
        where = [self.name(row["had_primary_source"])]
        day = row["asserted_on"]
        if day is not None and not {str(day.year), str(day.day)} <= set(_WORD.findall(where[0])):
            where.append(self.day(day))
        return f"{self.name(said)} ({', '.join(where)})"

    def topic(self, row: Row) -> list[str]:
        """Say part by part what a claim is about: subject, indicator and unit, what narrows it, stage, period."""
        if row["has_origin"] is not None:
            subject = f"{self.name(row['has_origin'])} → {self.name(row['has_destination'])}"
        else:
            subject = self.name(row["is_about"])
        counted = ""
        if row["has_indicator"] is not None:
            counted = f"{self.name(row['has_indicator'])} ({self.unit(row['has_unit'])})"
        narrowed = [row[name] for name in ("has_product", "is_restricted_to") if row[name] is not None]
        stage = self.name(row["has_stage"]) if row["has_stage"] and row["amount"] is not None else ""
        return [subject, counted, ", ".join(map(self.name, narrowed)), stage, self.period(row)]


def sentence(phrases: Phrases, one: Row, other: Row, conclusion: str) -> str:
    """Say two claims and what follows from them; the rows are those of `kg.compare.cited`."""
    pairs = list(zip(phrases.topic(one), phrases.topic(other), strict=True))
    shared = ", ".join(a for a, b in pairs if a == b and a)
    turned = [(b, a) for a, b in pairs]
    said = [
        f"{phrases.speaker(row)}: {_own(parts)}{phrases.value(row)}" for row, parts in ((one, pairs), (other, turned))
    ]
    return " ".join(_stopped(_capital(part)) for part in (shared, "; ".join(said), conclusion) if part)


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _own(parts: list[tuple[str, str]]) -> str:
    """Write what a claim is about and the other is not, before its value."""
    own = ", ".join(mine for mine, theirs in parts if mine != theirs and mine)
    return f"{own} — " if own else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
