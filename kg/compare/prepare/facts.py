"""What the ontology and the entities say that a comparison of claims needs, as small tables."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.claim import BOUND_FLAGS, canonical_names
from kg.compare.prepare.containment import members_of, parts_of
from kg.compare.prepare.vocabulary import BROADER, FactRow, Vocabulary, named_pairs, table
from kg.core import iri, terms
from kg.core.graph import Literal, NamedNode, Store
from kg.core.ontology import RDF_TYPE, Ontology
from kg.figure import Figure, read_figures
from kg.rows.read import table_in

if TYPE_CHECKING:
    import pyarrow as pa

_T = TypeVar("_T")
_U = TypeVar("_U")
_LABEL = NamedNode(iri.PREFIXES["rdfs"] + "label")
_NUMBERED = re.compile(r"(?:[IVXLC]+|[0-9]+(?:st|nd|rd|th))[ \u00a0]+(?P<common>.+)")


@dataclass(frozen=True, slots=True)
class Facts(Generic[_T]):
    """Small tables, each keyed by its first columns, that say what the names in the cells of claims mean.

    `bounds` (bound, and what `kg.claim.Bound` has); `indicators` (indicator, family, tolerance, whole_period, lasting,
    share_of, growth_of, additive, two_sided, bears_freight, coverage, leaves_open), the tolerance being a part of one,
    as text, for Ibis brings no decimals that may be missing to Spark; `units` (unit, base_unit, factor, currency,
    least_tolerance, countable); `stages` (stage, foreseen, cumulative); `returns` (stage, earlier), stages that nothing
    is at again; `entities` (entity, canonical) for what is identified with something; `umbrellas` (umbrella, dyad);
    `dyads` (dyad, first_economy, second_economy); `events` (event, common_name) for those that are named by number;
    `parts` (part, whole) of indicators, products, places and dyads; `members` (member, union) for as long as a union
    lasts: what claims say of others, `kg.compare.prepare.unions.belonging` adds. `figures` say where the classes of
    claims keep their numbers.
    """

    bounds: _T
    indicators: _T
    units: _T
    stages: _T
    returns: _T
    entities: _T
    umbrellas: _T
    dyads: _T
    events: _T
    parts: _T
    members: _T
    figures: tuple[Figure, ...]

    @classmethod
    def tables(cls) -> tuple[str, ...]:
        """Name the tables."""
        return tuple(field.name for field in fields(cls) if field.name != "figures")

    def map(self, change: Callable[[str, _T], _U]) -> "Facts[_U]":
        """Return what a function makes of each table and its name."""
        return Facts(figures=self.figures, **{name: change(name, getattr(self, name)) for name in self.tables()})


def read_facts(ontology: Ontology, store: Store) -> "Facts[pa.Table]":
    """Read the facts from the ontology, and from a store of the entities and of what was derived about them.

    Concepts that the data bring count as those of the ontology do.
    """
    known = Vocabulary((ontology.terms, store))
    return Facts(
        bounds=_bounds(known),
        indicators=_indicators(known),
        units=_units(known),
        stages=_stages(known),
        returns=table({"stage": "string", "earlier": "string"}, known.pairs(terms.doesNotReturnTo)),
        entities=_entities(store),
        umbrellas=_umbrellas(store),
        dyads=_dyads(store),
        events=_events(store),
        parts=parts_of(known, store),
        members=members_of(store),
        figures=read_figures(ontology),
    )


def write_facts(facts: "Facts[pa.Table]", folder: Path) -> None:
    """Write the tables of facts into a folder, each as a Parquet file."""
    import pyarrow.parquet as pq

    for name in facts.tables():
        pq.write_table(getattr(facts, name), folder / f"{name}.parquet", compression="zstd")


def open_facts(ontology: Ontology, folder: Path) -> "Facts[pa.Table]":
    """Read facts as they were written into a folder, with what the ontology says of figures."""
    tables = {name: table_in(folder / f"{name}.parquet") for name in Facts.tables()}
    return Facts(figures=read_figures(ontology), **tables)


def _bounds(known: Vocabulary) -> "pa.Table":
    names = known.individuals(terms.Bound)
    rows: list[FactRow] = [(name, *(known.is_true(name, flag) for flag in BOUND_FLAGS.values())) for name in names]
    return table({"bound": "string"} | dict.fromkeys(BOUND_FLAGS, "bool"), rows)


_FLAGS_OF_INDICATORS = {
    "whole_period": terms.wholePeriod,
    "lasting": terms.lasting,
    "additive": terms.additive,
    "two_sided": terms.twoSided,
    "bears_freight": terms.bearsFreight,
}
_OF_INDICATORS = {"share_of": terms.isShareOf, "growth_of": terms.isGrowthOf, "coverage": terms.hasCoverage}


def _indicators(known: Vocabulary) -> "pa.Table":
    """Tell of each indicator its family, which is the broadest one above it, and what its values mean."""
    rows = []
    for name in known.individuals(terms.Indicator):
        coverage = known.value(name, terms.hasCoverage)
        rows.append(
            (
                name,
                _top(known, name),
                _part(known.value(name, terms.tolerance)),
                *(known.is_true(name, flag) for flag in _FLAGS_OF_INDICATORS.values()),
                *(known.value(name, relation) for relation in _OF_INDICATORS.values()),
                coverage is not None and known.is_true(coverage, terms.leavesOpen),
            )
        )
    types = dict.fromkeys(("indicator", "family", "tolerance"), "string")
    types |= dict.fromkeys(_FLAGS_OF_INDICATORS, "bool") | dict.fromkeys(_OF_INDICATORS, "string")
    return table(types | {"leaves_open": "bool"}, rows)


def _part(percent: str | None) -> str | None:
    """Write a percentage as a part of one: in text, since not every engine takes empty cells of decimals."""
    return None if percent is None else str((Decimal(percent) / 100).quantize(Decimal("0.000001")))


def _top(known: Vocabulary, name: str) -> str:
    seen = {name}
    while (above := known.value(name, BROADER)) is not None and above not in seen:
        seen.add(above)
        name = above
    return name


def _units(known: Vocabulary) -> "pa.Table":
    """Tell of each unit the one that its family is counted in, the factor to it, and whether it is a currency."""
    rows = []
    for name in known.individuals(terms.Unit):
        base, factor = known.value(name, terms.convertsTo), known.value(name, terms.conversionFactor)
        converts = base is not None and factor is not None
        rows.append(
            (
                name,
                base if converts else name,
                Decimal(factor or 1) if converts else Decimal(1),
                known.is_true(name, terms.currency) or (base is not None and known.is_true(base, terms.currency)),
                known.value(name, terms.leastTolerance),
                known.is_true(name, terms.countable),
            )
        )
    types = {"unit": "string", "base_unit": "string", "factor": "factor", "currency": "bool"}
    return table(types | {"least_tolerance": "string", "countable": "bool"}, rows)


def _stages(known: Vocabulary) -> "pa.Table":
    flags = (terms.foreseen, terms.cumulative)
    names = known.individuals(terms.Stage)
    rows: list[FactRow] = [(name, *(known.is_true(name, flag) for flag in flags)) for name in names]
    return table({"stage": "string", "foreseen": "bool", "cumulative": "bool"}, rows)


def _entities(store: Store) -> "pa.Table":
    """Name each entity that is identified with others canonically."""
    names = canonical_names(named_pairs(store, terms.isIdentifiedWith))
    return table({"entity": "string", "canonical": "string"}, sorted(names.items()))


def _umbrellas(store: Store) -> "pa.Table":
    """Find the portfolios, each with the dyad that it concerns; one that concerns several, or none, stands alone."""
    found: dict[str, list[str]] = {
        name: [] for name, _ in named_pairs(store, RDF_TYPE, NamedNode(terms.ProjectPortfolio))
    }
    for entity, dyad in sorted(set(named_pairs(store, terms.concernsDyad))):
        if entity in found:
            found[entity].append(dyad)
    rows = [(name, dyads[0] if len(dyads) == 1 else name) for name, dyads in sorted(found.items())]
    return table({"umbrella": "string", "dyad": "string"}, rows)


def _dyads(store: Store) -> "pa.Table":
    second = dict(named_pairs(store, terms.hasSecondEconomy))
    pairs = sorted(set(named_pairs(store, terms.hasFirstEconomy)))
    rows = [(dyad, one, second[dyad]) for dyad, one in pairs if dyad in second]
    return table(dict.fromkeys(("dyad", "first_economy", "second_economy"), "string"), rows)


def _events(store: Store) -> "pa.Table":
    """Find the events that their English names number, such as the XX Forum, each with the rest of its name."""
    found: dict[str, str] = {}
    for event, _ in named_pairs(store, RDF_TYPE, NamedNode(terms.Event)):
        for named in store.quads_for_pattern(NamedNode(event), _LABEL, None):
            if isinstance(named.object, Literal) and named.object.language == "en":
                numbered = _NUMBERED.fullmatch(named.object.value)
                if numbered is not None:
                    found[event] = numbered["common"]
    return table({"event": "string", "common_name": "string"}, sorted(found.items()))
