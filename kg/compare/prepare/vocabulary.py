"""Read concepts and relations from several stores as one, into small typed tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Store
from kg.core.ontology import RDF_TYPE
from kg.load.batch import encode
from kg.load.cells import Value
from kg.rows import arrays

if TYPE_CHECKING:
    import pyarrow as pa

BROADER: Final = iri.PREFIXES["skos"] + "broader"
FACTOR: Final = (12, 6)
"""Digits and scale of a factor that converts a unit: few enough for every engine to multiply an amount exactly."""
FactRow: TypeAlias = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The concepts of several stores, as one."""

    stores: tuple[Store, ...]

    def individuals(self, cls: str) -> list[str]:
        """Return the individuals of a class, in order."""
        return sorted({one for store in self.stores for one, _ in named_pairs(store, RDF_TYPE, NamedNode(cls))})

    def values(self, name: str, predicate: str) -> list[str]:
        """Return the values of a property, in order."""
        quads = (
            quad
            for store in self.stores
            for quad in store.quads_for_pattern(NamedNode(name), NamedNode(predicate), None)
        )
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)})

    def value(self, name: str, predicate: str) -> str | None:
        """Return the one value of a property, None if it has none."""
        return next(iter(self.values(name, predicate)), None)

    def is_true(self, name: str, predicate: str) -> bool:
        """Tell whether a property is true."""
        return self.value(name, predicate) == "true"

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Return the subjects and objects of a property, in order."""
        return sorted({pair for store in self.stores for pair in named_pairs(store, predicate)})


def named_pairs(store: Store, predicate: str, obj: NamedNode | None = None) -> list[tuple[str, str]]:
    """Return the named subjects and objects of a property."""
    quads = store.quads_for_pattern(None, NamedNode(predicate), obj)
    return [
        (quad.subject.value, quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    ]


def table(types: Mapping[str, str], rows: Iterable[FactRow]) -> "pa.Table":
    """Make a table of rows, whose columns have the types of these names; `factor` is the type of factors."""
    import pyarrow as pa

    kinds = {"string": pa.string(), "bool": pa.bool_(), "int64": pa.int64(), "factor": pa.decimal128(*FACTOR)}
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    made = [arrays.column(encode(values), kinds[kind]) for values, kind in zip(columns, types.values(), strict=True)]
    return pa.table(made, [*types])
