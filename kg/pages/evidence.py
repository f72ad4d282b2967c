"""Read claims as evidence: what they say in words and numbers, and the source that a reader can open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg import iri, terms
from kg.claim import BOUND_FLAGS, Bound, Figure, Interval, grain, interval, read_figures, tolerated, with_figure
from kg.compare.tell.sentences import Phrases
from kg.findings import Finding
from kg.graph import Literal, NamedNode, Store, matches, name_of, values
from kg.labels import label
from kg.ontology import RDF_TYPE, SUBCLASS_OF, Ontology, column_name
from kg.pages.model import Evidence, SourceNote
from kg.pages.texts import text
from kg.wording.numbers import range_of
from kg.wording.units import counted_forms

_COLUMNS = (
    "had_primary_source",
    "was_derived_from",
    "claim_key",
    "words",
    "asserted_by",
    "asserted_as",
    "asserted_at",
    "asserted_on",
    "recorded_on",
    "has_attribution_mode",
    "has_reporter",
    "stands_in_entry_of",
    "is_about",
    "has_undertaking",
    "has_indicator",
    "has_stage",
    "has_bound",
    "amount",
    "amount_to",
    "amount_as_said",
    "has_unit",
    "has_product",
    "is_restricted_to",
    "has_origin",
    "has_destination",
    "valid_from",
    "valid_until",
    "arithmetic",
    "has_relation_kind",
    "is_related_to",
)
_DCTERMS = iri.PREFIXES["dcterms"]
_PYTHON: dict[str, Callable[[str], Any]] = {"decimal": Decimal, "integer": Decimal, "date": date.fromisoformat}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads claims and sources of a store as evidence in one language, each source and label once."""

    store: Store
    language: str
    phrases: Phrases
    figures: tuple[Figure, ...] = ()
    _sources: dict[str, SourceNote] = field(default_factory=dict)

    def name(self, thing: str | None) -> str:
        """Name an IRI, '' for none."""
        return self.phrases.name(thing) if thing else ""

    def amount(self, number: Decimal | None, unit: str | None) -> str:
        """Write a number with its unit, an ellipsis where an end is open."""
        return "…" if number is None else self.phrases.amount([number], unit)

    def base_unit(self, unit: str | None) -> str | None:
        """Return the unit in which the numbers of findings are, for claims in a unit."""
        return next(iter(values(self.store, unit, terms.convertsTo)), unit) if unit else None

    def numbers(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """Yield the names of the numbers of a finding, each with what it is in the base unit of its claims."""
        unit = self.base_unit(self.row(finding.rests_on[0])["has_unit"])
        for name, number in finding.numbers.items():
            yield self.name(name), self.phrases.number(number) if name == terms.ratio else self.amount(number, unit)

    def row(self, claim: str) -> dict[str, Any]:
        """Return what a claim states as the row of a table, its number in the columns of a measurement's."""
        own = [column for figure in self.figures for column in figure.columns()]
        row: dict[str, Any] = dict.fromkeys([*_COLUMNS, *own])
        types = []
        for quad in matches(self.store, NamedNode(claim), None):
            if quad.predicate.value == RDF_TYPE:
                types.append(iri.compress(name_of(quad.object)))
            column = column_name(quad.predicate.value)
            if column in row:
                value = _value(quad.object)
                row[column] = f"{row[column]}|{value}" if isinstance(value, str) and row[column] else value
        row = with_figure(row | {"class": self._class(types)}, self.figures)
        row["is_about"] = row["is_about"] or row["has_undertaking"] or claim
        return row

    def _class(self, types: list[str]) -> str:
        """Return the type of a claim that says where its number stands, of several the one that is under the others."""
        declared = [name for name in types if any(name in figure.classes for figure in self.figures)]
        above = {iri.compress(cls) for name in declared for cls in values(self.store, iri.expand(name), SUBCLASS_OF)}
        return min((name for name in declared if name not in above), default="")

    def evidence(self, claim: str, note: str = "") -> Evidence:
        """Return a claim as evidence, and what it is computed from if it is derived."""
        row = self.row(claim)
        figure, low, high = self._allowed(row)
        inputs = [self.evidence(one) for one in values(self.store, claim, terms.isComputedFrom)]
        return Evidence(
            claim=claim,
            key=row["claim_key"] or iri.key_of(claim),
            who=self.who(row),
            day=self._said_on(row),
            about=", ".join(part for part in self.phrases.topic(row) if part),
            period=self.phrases.short_period(row),
            value=self._stated(row),
            words=row["words"] or "",
            place=row["was_derived_from"] or "",
            source=self.source(row["had_primary_source"]),
            figure=figure,
            low=low,
            high=high,
            arithmetic=row["arithmetic"] or "",
            inputs=tuple(replace(one, inputs=()) for one in inputs),
            note=note,
        )

    def _said_on(self, row: Mapping[str, Any]) -> str:
        """Say on which day a claim was made, else of which vintage it is."""
        if row["asserted_on"] is not None:
            return self.phrases.day(row["asserted_on"])
        return self.phrases.vintage(row)

    def who(self, row: Mapping[str, Any]) -> str:
        """Say who makes a claim, in which post and where, or in whose entry a compiler prints it."""
        if row["arithmetic"] is not None:
            return self.name(terms.DerivedClaim)
        names = [self.name(row[column]) for column in ("has_reporter", "asserted_by", "asserted_as", "asserted_at")]
        who = [*dict.fromkeys(filter(None, names))] or [self.name(row["had_primary_source"])]
        return ", ".join(filter(None, [*who, self.phrases.entry(row)]))

    def _stated(self, row: Mapping[str, Any]) -> str:
        """Write the value of a claim with its unit, its stage, or in what relation to what it puts its subject."""
        if row["amount"] is not None:
            return self.phrases.value(row) + self._taken(row)
        related = f"{self.name(row['has_relation_kind'])} {self.name(row['is_related_to'])}"
        return self.phrases.value(row) if row["has_stage"] else related.strip()

    def _taken(self, row: Mapping[str, Any]) -> str:
        """Say as what values an amount is taken that is said to be about or nearly a figure, to its own grain."""
        bound = self._bound(row["has_bound"])
        allowed = self._interval(row)
        if not (bound.tolerates_below or bound.tolerates_above) or allowed.low is None or allowed.high is None:
            return ""
        ends = [end.quantize(allowed.grain) if allowed.grain else end for end in (allowed.low, allowed.high)]
        written = range_of([Decimal(end) for end in ends], self.language)
        return f" ({text('taken as', self.language).format(written)})"

    def _bound(self, bound: str | None) -> Bound:
        """Return what the graph says of a bound."""
        if bound is None:
            return Bound()
        return Bound(**{flag: values(self.store, bound, name) == ["true"] for flag, name in BOUND_FLAGS.items()})

    def _interval(self, row: Mapping[str, Any]) -> Interval:
        """Return the values that a claim with a number allows, in its own unit."""
        amount = row["amount"]
        size = grain(amount, row["amount_as_said"])
        percent = self._one(row["has_indicator"], terms.tolerance)
        least = self._one(row["has_unit"], terms.leastTolerance)
        slack = tolerated(amount, None if percent is None else percent / 100, least, size)
        return interval(self._bound(row["has_bound"]), amount, row["amount_to"], size, slack)

    def _allowed(self, row: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Return the figure of a claim and the ends of what it allows, in the base unit."""
        if row["amount"] is None:
            return None, None, None
        factor = self._one(row["has_unit"], terms.conversionFactor) or Decimal(1)
        allowed = self._interval(row)
        low, high = (None if end is None else end * factor for end in (allowed.low, allowed.high))
        return row["amount"] * factor, low, high

    def _one(self, thing: str | None, predicate: str) -> Decimal | None:
        """Return a number that is stated of a thing."""
        return next((Decimal(value) for value in values(self.store, thing, predicate)), None) if thing else None

    def _day(self, day: str) -> str:
        return self.phrases.day(date.fromisoformat(day)) if day else ""

    def source(self, source: str | None) -> SourceNote | None:
        """Return what a reader must know of a source."""
        if source is None:
            return None
        if source not in self._sources:
            self._sources[source] = self._read_source(source)
        return self._sources[source]

    def _read_source(self, source: str) -> SourceNote:
        def one(predicate: str) -> str:
            return "".join(values(self.store, source, predicate)[:1])

        licence = one(_DCTERMS + "license")
        permits = matches(self.store, NamedNode(licence), NamedNode(terms.permitsUse)) if licence else ()
        texts = {quad.object.language: quad.object.value for quad in permits if isinstance(quad.object, Literal)}
        return SourceNote(
            id=iri.key_of(source).partition("/")[2],
            name=self.name(source),
            publisher=self.name(one(_DCTERMS + "publisher")),
            day=self._day(one(_DCTERMS + "issued") or one(terms.retrievedOn)),
            address=one(iri.PREFIXES["dcat"] + "landingPage"),
            licence=self.name(licence),
            permits=texts.get(self.language) or texts.get("en", ""),
        )


def _value(term: object) -> Any:
    """Return a term as the value of a cell."""
    if isinstance(term, Literal):
        return _PYTHON.get(term.datatype.value.rpartition("#")[2], str)(term.value)
    return name_of(term)


def reader(store: Store, language: str) -> Reader:
    """Return a reader of a store in a language."""
    quads = matches(store, None, NamedNode(terms.currency))
    currencies = frozenset(name_of(quad.subject) for quad in quads if '"true"' in str(quad.object))
    phrases = Phrases(language, lambda name, of: label(store, name, of), currencies, counted_forms(store))
    return Reader(store, language, phrases, read_figures(Ontology(Path(), store, Store())))


def newest_day(store: Store) -> str:
    """Return the last day on which a source of a graph was issued, or else retrieved; '' if none tells of either."""
    names = [name_of(quad.subject) for quad in matches(store, None, NamedNode(RDF_TYPE), NamedNode(terms.Source))]
    for predicate in (_DCTERMS + "issued", terms.retrievedOn):
        if days := [day for name in names for day in values(store, name, predicate)]:
            return max(days)
    return ""
