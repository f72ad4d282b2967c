"""What a question searched in vain: a graph, and the packs that lie beside it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kg.core import columns, iri, terms
from kg.core.graph import NamedNode, Store, name_of
from kg.core.ontology import RDF_TYPE, Ontology, column_name
from kg.names.opened import Names
from kg.query.asked import ParameterValue
from kg.query.matter import Matter, kinds_fit, missing_from
from kg.rows.engine import engine
from kg.rows.packed import PackedTable, count_naming, packed_tables
from kg.wording.asked import said

_COUNTRIES, _PAIR = re.compile("[A-Z]{2}"), re.compile("[A-Z]{2}-[A-Z]{2}")

RowCount: TypeAlias = Callable[[str, float], int]
"""Counts the rows that a query has, within some seconds; raises KgError beyond its limits."""


@dataclass(frozen=True, slots=True)
class Searched:
    """Where a question found nothing: its store and names, how to count the rows of a query there, and the packs.

    `unrestricted` count the rows without one or all of the days that leave claims out, by the option that sets them.
    """

    store: Store
    names: Names
    count: RowCount
    unrestricted: Mapping[str, RowCount]
    packs: Sequence[Path]

    @property
    def ontology(self) -> Ontology:
        """Return the ontology."""
        return self.names.ontology

    @property
    def language(self) -> str:
        """Return the language of the reader."""
        return self.names.language


def is_thing(value: ParameterValue, ontology: Ontology) -> bool:
    """Tell whether a value is an individual, and no concept of the ontology."""
    return value.is_entity and terms.Concept not in ontology.supers(iri.PREFIXES["dyad"] + value.parameter.type)


def in_packs(values: Sequence[ParameterValue], graph: Searched, matter: Matter) -> Iterator[str]:
    """Tell which packs have rows of what is asked for: of the terms that the graph lacks, or else of its classes."""
    missing = missing_from(graph.store, matter, graph.ontology)
    sources = graph.store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(terms.Source))
    taken = {iri.own_key(name_of(quad.subject)) for quad in sources}
    fitting = [one for one in packed_tables(graph.packs, taken) if _fits(one, matter, missing, graph.ontology)]
    keys = [key for value in values if value.is_entity for key in _keys(value, graph)]
    if not fitting or not keys:
        return
    found = Counter[str]()
    with engine(spills=False) as working:
        for table in fitting:
            found[table.pack] += count_naming(working, table, keys)
    for pack, count in found.items():
        if count:
            yield said("pack", graph.language, pack, f"{count:,}", pack)


def _fits(table: PackedTable, matter: Matter, missing: Sequence[str], ontology: Ontology) -> bool:
    """Tell whether the rows of a table may be what a question asks for, which names more than that something counts."""
    cls = iri.PREFIXES["dyad"] + table.cls
    if cls in missing or not {column_name(name) for name in missing}.isdisjoint(table.columns):
        return True
    if not matter.kinds and matter.narrow() <= {terms.Claim, terms.Measurement}:
        return False
    kinds = (("indicator", columns.has_indicator), ("relation", columns.has_relation_kind))
    return not matter.narrow().isdisjoint(ontology.supers(cls)) and all(
        kinds_fit(matter.kinds, table.fixed[column], segment) for segment, column in kinds if column in table.fixed
    )


def _keys(value: ParameterValue, graph: Searched) -> list[str]:
    """Return the keys by which a table names a thing: a dyad by those of its economies."""
    if not is_thing(value, graph.ontology):
        return []
    key, thing = iri.own_key(value.text), graph.names.of_iri(value.text)
    if thing is None:
        return _COUNTRIES.findall(key) if _PAIR.fullmatch(key) else [key]
    ends = [end for one in (terms.hasFirstEconomy, terms.hasSecondEconomy) for end in graph.names.linked(thing, one)]
    return [iri.own_key(end.iri) for end in ends] or [key]
