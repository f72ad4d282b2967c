"""Say a finding in a sentence for people: both claims, who made them, in which source, and what follows.

A sentence is made of labels and numbers, joined by marks that mean the same in every language. What the two claims
share stands first; what differs stands with each.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from kg.core import columns, iri, terms
from kg.core.concepts import AttributionMode
from kg.figure import FlatRow, amounts_of
from kg.load.cells import MANY
from kg.wording.bounds import PATTERNS, STATED, UnitWords, bounded
from kg.wording.days import period, short_period, written_day
from kg.wording.kazakh import attributive
from kg.wording.numbers import figure, significant_ends
from kg.wording.units import CountedForms

Label: TypeAlias = Callable[[str, str], str]
"""Names an IRI in a language."""

Forms: TypeAlias = Mapping[tuple[str, str], CountedForms]
"""The counted forms of units, by unit and language."""

_WORD = re.compile(r"\w+")
_ENTRY = {"en": "in its entry for {}", "kk": "«{}» мақаласында", "ru": "в статье «{}»"}

_MANY_TERMS = re.compile(r"([0-9.]+)(?: \+ [0-9.]+){11,} \+ ([0-9.]+)")
"""A sum of more terms than a year has months: the claim has all of them, a sentence the first and the last."""
_SPEAKERS = (columns.has_reporter, columns.asserted_by, columns.had_primary_source)
_VINTAGE = {"en": "vintage of {}", "kk": "{}{} шығарылым", "ru": "выпуск от {}"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """Writes the parts of sentences in one language.

    `currencies` are the units that are named by their code, `forms` the forms of others after a number.
    """

    language: str
    label: Label
    currencies: frozenset[str]
    forms: Forms = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def name(self, thing: str) -> str:
        """Name an IRI, or several in one cell."""
        if thing not in self._known:
            self._known[thing] = ", ".join(self.label(one, self.language) for one in thing.split(MANY))
        return self._known[thing]

    def number(self, amount: Decimal) -> str:
        """Write a number: in words where that loses nothing, else with all its digits."""
        return str(figure(amount, self.language))

    def day(self, day: date) -> str:
        """Write a day out."""
        return written_day(day, self.language)

    def period(self, row: FlatRow) -> str:
        """Write the period of a claim for a sentence."""
        return period(row[columns.valid_from], row[columns.valid_until], self.language)

    def short_period(self, row: FlatRow) -> str:
        """Write the period of a claim for a table or a picture."""
        return short_period(row[columns.valid_from], row[columns.valid_until], self.language)

    def value(self, row: FlatRow) -> str:
        """Write what a claim allows: its amount with bound and unit, or its stage where it has no number."""
        return self.figure_of(row, shortened=row[columns.arithmetic] is not None) or self.name(row[columns.has_stage])

    def figure_of(self, row: FlatRow, *, shortened: bool = False) -> str:
        """Write the number of a row with its bound and unit, in all its digits unless shortened; '' without one."""
        amounts = amounts_of(row)
        if shortened:
            amounts = significant_ends(amounts)
        return self.amount(amounts, row.get(columns.has_unit), row.get(columns.has_bound)) if amounts else ""

    def amount(self, amounts: Sequence[Decimal], unit: str | None, bound: str | None = None) -> str:
        """Write an amount, or the ends of a range, with its unit and under a bound."""
        key = STATED if bound is None else iri.own_key(bound)
        words = UnitWords(self.unit(unit), self.forms.get((unit or "", self.language)))
        if key in PATTERNS[self.language]:
            return bounded(key, amounts, words, self.language)
        return f"{self.name(bound or '')} {bounded(STATED, amounts, words, self.language)}"

    def unit(self, unit: str | None) -> str:
        """Name a unit by itself, a currency by its code."""
        if unit is None:
            return ""
        return iri.own_key(unit) if unit in self.currencies else self.name(unit)

    def speaker(self, row: FlatRow) -> str:
        """Say who makes a claim, where and when; or by which arithmetic it follows."""
        said = next(filter(None, (row[column] for column in _SPEAKERS)), terms.DerivedClaim)
        if row[columns.arithmetic] is not None:
            return f"{self.name(said)} ({_MANY_TERMS.sub(_first_and_last, row[columns.arithmetic])})"
        where = [*filter(None, [self.entry(row)]), self.name(row[columns.had_primary_source])]
        day = row[columns.asserted_on]
        if vintage := self.vintage(row):
            where.append(vintage)
        if day is not None and not {str(day.year), str(day.day)} <= set(_WORD.findall(where[-1])):
            where.append(self.day(day))
        return f"{self.name(said)} ({', '.join(where)})"

    def vintage(self, row: FlatRow) -> str:
        """Say of which vintage the figure of a table is, '' for all that someone says on a day."""
        day = row[columns.recorded_on]
        if (
            day is None
            or row[columns.asserted_on] is not None
            or row[columns.has_attribution_mode] != AttributionMode.STATISTICAL
        ):
            return ""
        written = self.day(day)
        return _VINTAGE[self.language].format(written, attributive(written))

    def entry(self, row: FlatRow) -> str:
        """Say in whose entry a compiler, who is neither side, prints a figure; '' where it stands in none."""
        territory = row.get(columns.stands_in_entry_of)
        return _ENTRY[self.language].format(self.name(territory)) if territory else ""

    def topic(self, row: FlatRow) -> list[str]:
        """Say part by part what a claim is about: subject, indicator, what narrows it, stage, period."""
        if row[columns.has_origin] is not None:
            subject = f"{self.name(row[columns.has_origin])} → {self.name(row[columns.has_destination])}"
        else:
            subject = self.name(row[columns.is_about])
        counted = "" if row[columns.has_indicator] is None else self.name(row[columns.has_indicator])
        narrowed = [row[name] for name in (columns.has_product, columns.is_restricted_to) if row[name] is not None]
        stage = self.name(row[columns.has_stage]) if row[columns.has_stage] and row[columns.amount] is not None else ""
        return [subject, counted, ", ".join(map(self.name, narrowed)), stage, self.period(row)]


def sentence(phrases: Phrases, rows: Sequence[FlatRow], conclusion: str) -> str:
    """Say two claims or more and what follows from them; the rows are those of `kg.tell.cited`."""
    topics = [phrases.topic(row) for row in rows]
    is_shared = [len(set(parts)) == 1 for parts in zip(*topics, strict=True)]
    shared = ", ".join(part for part, alike in zip(topics[0], is_shared, strict=True) if alike and part)
    said, before = [], ""
    for row, topic in zip(rows, topics, strict=True):
        own = ", ".join(part for part, alike in zip(topic, is_shared, strict=True) if not alike and part)
        speaker = phrases.speaker(row)
        who = "" if speaker == before else f"{speaker}: "
        said.append(f"{who}{f'{own} — ' if own else ''}{phrases.value(row)}")
        before = speaker
    return " ".join(_stopped(_capital(part)) for part in (shared, "; ".join(said), conclusion) if part)


def _first_and_last(terms: re.Match[str]) -> str:
    return f"{terms[1]} + … + {terms[2]}"


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
