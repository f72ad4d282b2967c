"""What the ontology and the entities say that a comparison of claims needs, as small tables."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

from kg import iri, terms
from kg.graph import Literal, NamedNode, Store
from kg.ontology import Ontology

if TYPE_CHECKING:
    import pyarrow as pa

_T = TypeVar("_T")
_U = TypeVar("_U")
_BROADER = iri.PREFIXES["skos"] + "broader"
_LABEL = NamedNode(iri.PREFIXES["rdfs"] + "label")
_TYPE = NamedNode(iri.PREFIXES["rdf"] + "type")
_NUMBERED = re.compile(r"(?:[IVXLC]+|[0-9]+(?:st|nd|rd|th))[ \u00a0]+(?P<common>.+)")
FACTOR = (12, 6)
"""Digits and scale of a factor that converts a unit: few enough for every engine to multiply an amount exactly."""


@dataclass(frozen=True, slots=True)
class Facts(Generic[_T]):
    """Small tables, each keyed by its first column, that say what the names in the cells of claims mean.

    `bounds` (bound, sets_lower, sets_upper, excludes_amount); `indicators` (indicator, family, tolerance,
    whole_period, lasting, share_of, growth_of), the tolerance being a part of one, as text, for Ibis brings no decimals
    that may be missing to Spark; `units` (unit, base_unit, factor, currency); `stages` (stage, foreseen);
    `entities` (entity, canonical) for what is identified with something; `umbrellas` (umbrella, dyad);
    `dyads` (dyad, first_economy, second_economy); `events` (event, common_name) for those that are named by number.
    """

    bounds: _T
    indicators: _T
    units: _T
    stages: _T
    entities: _T
    umbrellas: _T
    dyads: _T
    events: _T

    def map(self, change: Callable[[str, _T], _U]) -> "Facts[_U]":
        """Return what a function makes of each table and its name."""
        return Facts(**{field.name: change(field.name, getattr(self, field.name)) for field in fields(self)})


def read_facts(ontology: Ontology, store: Store, *, with_dyads: bool = True) -> "Facts[pa.Table]":
    """Read the facts from the ontology, and from a store of the entities and of what was derived about them.

    Without the dyads, which are many and need not be known to compare two claims, this takes a fraction of the time.
    """
    return Facts(
        _bounds(ontology), _indicators(ontology), _units(ontology), _stages(ontology),
        _entities(store), _umbrellas(store), _dyads(store if with_dyads else Store()), _events(store),
    )  # fmt: skip


def currencies(facts: "Facts[pa.Table]") -> frozenset[str]:
    """Return the units that are currencies."""
    return frozenset(row["unit"] for row in facts.units.to_pylist() if row["currency"])


def dyads_of_umbrellas(facts: "Facts[pa.Table]") -> dict[str, str]:
    """Return the dyad of each portfolio."""
    return {row["umbrella"]: row["dyad"] for row in facts.umbrellas.to_pylist()}


def _individuals(ontology: Ontology, cls: str) -> list[str]:
    return sorted(name for name, of in ontology.individuals() if of == cls)


def _is_true(ontology: Ontology, name: str, predicate: str) -> bool:
    return ontology.value(name, predicate) == "true"


def _table(types: "Mapping[str, pa.DataType]", rows: Iterable[tuple[object, ...]]) -> "pa.Table":
    """Make a typed table of rows; each type is a pyarrow type."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types.values(), strict=True)]
    return pa.table(dict(zip(types, arrays, strict=True)))


def _bounds(ontology: Ontology) -> "pa.Table":
    import pyarrow as pa

    flags = (terms.setsLower, terms.setsUpper, terms.excludesAmount)
    names = _individuals(ontology, terms.Bound)
    rows = [(name, *(_is_true(ontology, name, flag) for flag in flags)) for name in names]
    kinds = ("sets_lower", "sets_upper", "excludes_amount")
    return _table({"bound": pa.string()} | {kind: pa.bool_() for kind in kinds}, rows)


def _indicators(ontology: Ontology) -> "pa.Table":
    """Tell of each indicator its family, which is the broadest one above it, and what its values mean."""
    import pyarrow as pa

    rows = [
        (
            name,
            _top(ontology, name),
            _part(ontology.value(name, terms.tolerance)),
            _is_true(ontology, name, terms.wholePeriod),
            _is_true(ontology, name, terms.lasting),
            ontology.value(name, terms.isShareOf),
            ontology.value(name, terms.isGrowthOf),
        )
        for name in _individuals(ontology, terms.Indicator)
    ]
    text = pa.string()
    types = {"indicator": text, "family": text, "tolerance": text, "whole_period": pa.bool_(), "lasting": pa.bool_()}
    return _table(types | {"share_of": text, "growth_of": text}, rows)


def _part(percent: str | None) -> str | None:
    """Write a percentage as a part of one: in text, since not every engine takes empty cells of decimals."""
    return None if percent is None else str((Decimal(percent) / 100).quantize(Decimal("0.000001")))


def _top(ontology: Ontology, name: str) -> str:
    seen = {name}
    while (above := ontology.value(name, _BROADER)) is not None and above not in seen:
        seen.add(above)
        name = above
    return name


def _units(ontology: Ontology) -> "pa.Table":
    """Tell of each unit the one that its family is counted in, the factor to it, and whether it is a currency."""
    import pyarrow as pa

    rows = []
    for name in _individuals(ontology, terms.Unit):
        base, factor = ontology.value(name, terms.convertsTo), ontology.value(name, terms.conversionFactor)
        converts = base is not None and factor is not None
        rows.append((name, base if converts else name, Decimal(factor or 1) if converts else Decimal(1),
                     _is_true(ontology, name, terms.currency)))  # fmt: skip
    types = {"unit": pa.string(), "base_unit": pa.string(), "factor": pa.decimal128(*FACTOR), "currency": pa.bool_()}
    return _table(types, rows)


def _stages(ontology: Ontology) -> "pa.Table":
    import pyarrow as pa

    names = _individuals(ontology, terms.Stage)
    rows = [(name, _is_true(ontology, name, terms.foreseen)) for name in names]
    return _table({"stage": pa.string(), "foreseen": pa.bool_()}, rows)


def _pairs(store: Store, predicate: str) -> list[tuple[str, str]]:
    quads = store.quads_for_pattern(None, NamedNode(predicate), None)
    return sorted({(quad.subject.value, quad.object.value) for quad in quads
                   if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)})  # fmt: skip


def _entities(store: Store) -> "pa.Table":
    """Name each entity that is identified with others by the first of them in the order of their IRIs."""
    import pyarrow as pa

    first: dict[str, str] = {}
    for one, other in _pairs(store, terms.isIdentifiedWith):
        first[one] = min(first.get(one, one), other)
    return _table({"entity": pa.string(), "canonical": pa.string()}, sorted(first.items()))


def _umbrellas(store: Store) -> "pa.Table":
    """Find the portfolios, each with the dyad that it concerns; one that concerns several, or none, stands alone."""
    import pyarrow as pa

    quads = store.quads_for_pattern(None, _TYPE, NamedNode(terms.ProjectPortfolio))
    found: dict[str, list[str]] = {quad.subject.value: [] for quad in quads if isinstance(quad.subject, NamedNode)}
    for entity, dyad in _pairs(store, terms.concernsDyad):
        if entity in found:
            found[entity].append(dyad)
    rows = [(name, dyads[0] if len(dyads) == 1 else name) for name, dyads in sorted(found.items())]
    return _table({"umbrella": pa.string(), "dyad": pa.string()}, rows)


def _dyads(store: Store) -> "pa.Table":
    import pyarrow as pa

    second = dict(_pairs(store, terms.hasSecondEconomy))
    rows = [(dyad, one, second[dyad]) for dyad, one in _pairs(store, terms.hasFirstEconomy) if dyad in second]
    return _table({"dyad": pa.string(), "first_economy": pa.string(), "second_economy": pa.string()}, rows)


def _events(store: Store) -> "pa.Table":
    """Find the events that their English names number, such as the XX Forum, each with the rest of its name."""
    import pyarrow as pa

    found: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, _TYPE, NamedNode(terms.Event)):
        for named in store.quads_for_pattern(quad.subject, _LABEL, None):
            if isinstance(named.object, Literal) and named.object.language == "en":
                numbered = _NUMBERED.fullmatch(named.object.value)
                if numbered is not None and isinstance(quad.subject, NamedNode):
                    found[quad.subject.value] = numbered["common"]
    return _table({"event": pa.string(), "common_name": pa.string()}, sorted(found.items()))
