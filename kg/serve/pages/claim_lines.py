"""Claims told in a line each, by what the store states of them: quick enough for the page of a thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kg.core import columns, iri, terms
from kg.core.graph import Literal, NamedNode, matches
from kg.core.ontology import RDF_TYPE, column_name
from kg.figure import with_figure
from kg.serve.pages.figures import Figures
from kg.serve.pages.site import Look
from kg.wording.days import short_period

_SOURCE: Final = iri.PREFIXES["prov"] + "hadPrimarySource"
_WHO: Final = (terms.hasReporter, terms.assertedBy)
_NOT_TOLD: Final = frozenset(
    (
        *(RDF_TYPE, _SOURCE, terms.claimStatus, terms.hasAttributionMode, terms.hasBound, terms.hasUnit),
        *(terms.hasQuality, *_WHO, terms.assertedAs, terms.assertedAt, terms.isComputedFrom),
    )
)


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in a line: its link, its kind, its amount if it has one, what it names, its period, who and where."""

    href: str
    kind: str
    value: str
    names: tuple[str, ...]
    period: str
    who: str
    source: str


def claim_line(figures: Figures, claim: str, about: str) -> ClaimLine:
    """Tell a claim in a line, on the page of a thing that it is about or names."""
    look, stated = figures.look, _stated(figures.look, claim)
    named = [
        look.label(value)
        for predicate, values in sorted(stated.items())
        for value in values
        if predicate not in _NOT_TOLD and _has_name(value) and value != about
    ]
    who = next((stated[predicate][0] for predicate in _WHO if predicate in stated), "")
    cls = max(stated[RDF_TYPE], key=lambda cls: (len(look.ontology.supers(cls)), cls))  # the narrowest
    days = (_day(stated, terms.validFrom), _day(stated, terms.validUntil))
    return ClaimLine(
        href=look.asked.to_thing(claim),
        kind=look.names.kind(cls),
        value=_figure(figures, cls, stated),
        names=tuple(dict.fromkeys(named)),
        period=short_period(*days, look.language),
        who=look.label(who) if who else "",
        source=look.label(stated[_SOURCE][0]) if _SOURCE in stated else "",
    )


def _has_name(value: str) -> bool:
    return value.startswith(iri.ID) and not value.startswith(iri.CLAIM)


def _stated(look: Look, claim: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quad in matches(look.store, NamedNode(claim), None):
        if isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.predicate.value, []).append(quad.object.value)
    return found


def _figure(figures: Figures, cls: str, stated: Mapping[str, Sequence[str]]) -> str:
    """Write the number of a claim, wherever its class keeps it."""
    row = {column_name(predicate): values[0] for predicate, values in stated.items()}
    told = with_figure(row | {"class": iri.compress(cls)}, figures.declared)
    numbers = {name: Decimal(told[name]) for name in (columns.amount, columns.amount_to) if told.get(name)}
    return figures.phrases.figure_of(told | numbers, shortened=columns.arithmetic in told)


def _day(stated: Mapping[str, Sequence[str]], predicate: str) -> date | None:
    return date.fromisoformat(stated[predicate][0]) if predicate in stated else None
