"""Read claims as evidence: what they say in words and numbers, and the source that a reader can open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.claim import BOUND_FLAGS, Bound, Interval, grain, interval, tolerated
from kg.core import columns, iri, terms
from kg.core.concepts import Unit
from kg.core.graph import NamedNode, Store, matches, name_of, values
from kg.core.ontology import Ontology
from kg.figure import read_figures
from kg.load.cells import MANY
from kg.rows.opened import OpenedRow, Rows
from kg.show.model import Evidence, SourceNote
from kg.show.sources import PUBLISHER, source_note
from kg.show.things import add_things, names_in, read_described
from kg.show.words import text
from kg.tell.cited import as_told, currencies_of, dyads_by_umbrella
from kg.tell.sentences import Phrases
from kg.wording.labels import marked_label
from kg.wording.numbers import range_of
from kg.wording.units import counted_forms

WORDS = "words_"


@dataclass(frozen=True, slots=True)
class ClaimReader:
    """Some claims of a build as rows, and what they name, to be read as evidence in one language.

    `known` holds the terms of the ontology, what sources say of themselves, and what is stated of all that the rows
    name. `flat` are the rows of the claims as they lie in the build; of each claim that a derived one is computed from
    there is a row too.
    """

    language: str
    known: Store
    phrases: Phrases
    flat: Mapping[str, OpenedRow]
    _rows: Mapping[str, OpenedRow]
    _sources: dict[str, SourceNote] = field(default_factory=dict)
    _told: dict[str, Evidence] = field(default_factory=dict)

    def name(self, thing: str | None) -> str:
        """Name an IRI, '' for none."""
        return self.phrases.name(thing) if thing else ""

    def amount(self, number: Decimal | None, unit: str | None) -> str:
        """Write a number with its unit, an ellipsis where an end is open."""
        return "…" if number is None else self.phrases.amount([number], unit)

    def base_unit(self, unit: str | None) -> str | None:
        """Return the unit in which the numbers of findings are, for claims in a unit."""
        return next(iter(values(self.known, unit, terms.convertsTo)), unit) if unit else None

    def row(self, claim: str) -> OpenedRow:
        """Return what a claim states, its number in the columns of a measurement's."""
        return self._rows[claim]

    def key(self, claim: str) -> str:
        """Return the key by which commands take a claim."""
        return self.row(claim)[columns.claim_key] or iri.key_of(claim)

    def evidence(self, claim: str, note: str = "") -> Evidence:
        """Return a claim as evidence, and what it is computed from if it is derived."""
        inputs = tuple(map(self._evidence, inputs_of(self.row(claim))))
        return replace(self._evidence(claim), inputs=inputs, note=note)

    def _evidence(self, claim: str) -> Evidence:
        """Return a claim as evidence, which is put into words once, however many findings rest on it."""
        if claim not in self._told:
            self._told[claim] = self._in_words(claim)
        return self._told[claim]

    def _in_words(self, claim: str) -> Evidence:
        row = self.row(claim)
        figure, low, high = self._allowed(row)
        return Evidence(
            claim=claim,
            key=self.key(claim),
            who=self.who(row),
            day=self._said_on(row),
            about=", ".join(part for part in self.phrases.topic(row) if part),
            period=self.phrases.short_period(row),
            value=self._stated(row),
            words=row[columns.words],
            place=row[columns.was_derived_from] or "",
            source=self.source(row[columns.had_primary_source]),
            figure=figure,
            low=low,
            high=high,
            arithmetic=row[columns.arithmetic] or "",
        )

    def _said_on(self, row: OpenedRow) -> str:
        """Say on which day a claim was made, else of which vintage it is."""
        if row[columns.asserted_on] is not None:
            return self.phrases.day(row[columns.asserted_on])
        return self.phrases.vintage(row)

    def who(self, row: OpenedRow) -> str:
        """Say who makes a claim, in which post and where, or in whose entry a compiler prints it."""
        if row[columns.arithmetic] is not None:
            return self.name(terms.DerivedClaim)
        names = [
            self.name(row[column])
            for column in (columns.has_reporter, columns.asserted_by, columns.asserted_as, columns.asserted_at)
        ]
        who = [*dict.fromkeys(filter(None, names))] or [self.name(row[columns.had_primary_source])]
        return ", ".join(filter(None, [*who, self.phrases.entry(row)]))

    def _stated(self, row: OpenedRow) -> str:
        """Write the value of a claim with its unit, its stage, or in what relation to what it puts its subject."""
        if row[columns.amount] is not None:
            return self.phrases.value(row) + self._taken(row)
        related = f"{self.name(row[columns.has_relation_kind])} {self.name(row[columns.is_related_to])}"
        return self.phrases.value(row) if row[columns.has_stage] else related.strip()

    def _taken(self, row: OpenedRow) -> str:
        """Say as what values an amount is taken that is said to be about or nearly a figure, to its own grain."""
        bound = self._bound(row[columns.has_bound])
        allowed = self._interval(row)
        if not (bound.tolerates_below or bound.tolerates_above) or allowed.low is None or allowed.high is None:
            return ""
        ends = [end.quantize(allowed.grain) if allowed.grain else end for end in (allowed.low, allowed.high)]
        written = range_of([Decimal(end) for end in ends], self.language)
        tolerance = self.tolerance(row)
        by = f"; {self.name(terms.tolerance)} {tolerance}" if tolerance else ""
        return f" ({text('taken as', self.language).format(written)}{by})"

    def tolerance(self, row: OpenedRow) -> str:
        """Write the tolerance by which an amount said to be about or nearly a figure is read; '' where none decides."""
        bound = self._bound(row[columns.has_bound])
        percent = self._one(row[columns.has_indicator], terms.tolerance)
        if percent is None or not (bound.tolerates_below or bound.tolerates_above):
            return ""
        relative = tolerated(row[columns.amount], percent / 100, None, Decimal(0))
        return self.phrases.amount([percent], Unit.PERCENT) if relative == self._slack(row) else ""

    def _bound(self, bound: str | None) -> Bound:
        """Return what the graph says of a bound."""
        if bound is None:
            return Bound()
        return Bound(**{flag: values(self.known, bound, name) == ["true"] for flag, name in BOUND_FLAGS.items()})

    def _interval(self, row: OpenedRow) -> Interval:
        """Return the values that a claim with a number allows, in its own unit."""
        amount = row[columns.amount]
        size = grain(amount, row[columns.amount_as_said])
        return interval(self._bound(row[columns.has_bound]), amount, row[columns.amount_to], size, self._slack(row))

    def _slack(self, row: OpenedRow) -> Decimal | None:
        """Return how far from its amount the value of a claim may lie, as `tolerated` has it."""
        percent = self._one(row[columns.has_indicator], terms.tolerance)
        least = self._one(row[columns.has_unit], terms.leastTolerance)
        size = grain(row[columns.amount], row[columns.amount_as_said])
        return tolerated(row[columns.amount], None if percent is None else percent / 100, least, size)

    def _allowed(self, row: OpenedRow) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Return the figure of a claim and the ends of what it allows, in the base unit."""
        if row[columns.amount] is None:
            return None, None, None
        factor = self._one(row[columns.has_unit], terms.conversionFactor) or Decimal(1)
        allowed = self._interval(row)
        low, high = (None if end is None else end * factor for end in (allowed.low, allowed.high))
        return row[columns.amount] * factor, low, high

    def _one(self, thing: str | None, predicate: str) -> Decimal | None:
        """Return a number that is stated of a thing."""
        return next((Decimal(value) for value in values(self.known, thing, predicate)), None) if thing else None

    def source(self, source: str | None) -> SourceNote | None:
        """Return what a reader must know of a source."""
        if source is None:
            return None
        if source not in self._sources:
            self._sources[source] = source_note(self.known, source, self.language)
        return self._sources[source]


def inputs_of(row: OpenedRow) -> list[str]:
    """Return the claims that a claim is computed from."""
    return sorted((row[columns.is_computed_from] or "").split(MANY)) if row[columns.is_computed_from] else []


def read_claims(rows: Rows, ontology: Ontology, language: str, claims: Iterable[str]) -> ClaimReader:
    """Read some claims of a build, what they are computed from, and what they name, all at once."""
    found = {row["claim"]: row for row in rows.claims(claims)}
    inputs = {name for row in found.values() for name in inputs_of(row)} - found.keys()
    found |= {row["claim"]: row for row in rows.claims(inputs)}
    known = read_described(rows, ontology)
    publishers = (name_of(quad.object) for quad in matches(known, None, NamedNode(PUBLISHER)))
    add_things(known, rows, ontology, names_in(found.values()).union(publishers))
    figures, dyads = read_figures(ontology), dyads_by_umbrella(rows.facts("umbrellas"))
    currencies = currencies_of(rows.facts("units"))
    told = {claim: _as_evidence(as_told(row, figures, dyads)) for claim, row in found.items()}
    phrases = Phrases(language, lambda name, of: marked_label(known, name, of), currencies, counted_forms(known))
    return ClaimReader(language, known, phrases, found, told)


def _as_evidence(row: OpenedRow) -> OpenedRow:
    """Put the words of a claim into one column, and let one that is about nothing else be about itself."""
    words = [cell for name, cell in row.items() if name.startswith(WORDS) and cell is not None]
    return row | {columns.words: MANY.join(words), columns.is_about: row[columns.is_about] or row["claim"]}
