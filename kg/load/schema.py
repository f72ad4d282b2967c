"""Compile the shapes of a class into the schema of its table: which columns it may have and what each cell may hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from kg import iri, terms
from kg.errors import TermUnknown
from kg.graph import Literal, NamedNode, Quad, Store
from kg.ontology import Ontology, column_name, list_items

SH = iri.PREFIXES["sh"]
LANG_STRING = iri.PREFIXES["rdf"] + "langString"
NAMES = frozenset({iri.PREFIXES["rdfs"] + "label", iri.PREFIXES["skos"] + "altLabel", terms.officialName})


class Kind(Enum):
    """What a cell holds."""

    TEXT = "string"
    TAGGED = "langString"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    KEY = "key"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Slot:
    """What the shapes of a class say about one property.

    `segments` maps the IRI segments that a key may be of to their classes; `pattern`, `least` and `most` are the
    limits of the value (`least` and `most` inclusive, `above` exclusive); `filled_from` says what stands for an
    empty cell.
    """

    predicate: str
    kind: Kind
    segments: dict[str, str]
    languages: tuple[str, ...]
    at_least: int
    at_most: int | None
    pattern: str | None
    least: Decimal | None
    most: Decimal | None
    above: Decimal | None
    filled_from: str | None

    @property
    def name(self) -> str:
        """Return the column's name."""
        return column_name(self.predicate)

    @property
    def is_name(self) -> bool:
        """Tell whether the cells are names, in which no word may mix scripts."""
        return self.predicate in NAMES


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The schema of the tables of one class."""

    cls: str
    segment: str
    key_rule: str
    slots: dict[str, Slot]
    is_claim: bool


def _constraints(shapes: Store, shape: NamedNode) -> dict[str, list[str]]:
    """Return the constraints of a property shape, by the local name of their SHACL parameter."""
    found: dict[str, list[str]] = {}
    for quad in shapes.quads_for_pattern(shape, None, None):
        values = [quad.object.value] if isinstance(quad.object, NamedNode | Literal) else list_items(shapes, quad)
        found.setdefault(quad.predicate.value.removeprefix(SH), []).extend(values)
    return found


def _property_shapes(ontology: Ontology, cls: str) -> Iterator[dict[str, list[str]]]:
    """Return the constraints that the shapes of a class and its superclasses put on properties, most general first."""
    shapes = ontology.shapes
    for sup in reversed(ontology.supers(cls)):
        targets = shapes.quads_for_pattern(None, NamedNode(SH + "targetClass"), NamedNode(sup))
        for target in sorted(targets, key=str):
            properties: list[Quad] = list(shapes.quads_for_pattern(target.subject, NamedNode(SH + "property"), None))
            for prop in sorted(properties, key=str):
                if isinstance(prop.object, NamedNode):
                    yield _constraints(shapes, prop.object)


def _one(constraints: dict[str, list[str]], name: str) -> str | None:
    return next(iter(constraints.get(name, ())), None)


def _number(constraints: dict[str, list[str]], name: str) -> Decimal | None:
    text = _one(constraints, name)
    return None if text is None else Decimal(text)


def _kind(constraints: dict[str, list[str]]) -> Kind:
    """Decide what a cell holds: a key where the shape asks for a class, a place for a bare IRI, else a literal."""
    if "class" in constraints:
        return Kind.KEY
    datatype = _one(constraints, "datatype")
    if datatype is None:
        return Kind.PLACE
    return Kind(datatype.replace("#", "/").rsplit("/", 1)[-1])


def _slot(ontology: Ontology, constraints: dict[str, list[str]]) -> Slot:
    """Compile one property shape."""
    predicate = constraints["path"][0]
    segments: dict[str, str] = {}
    for cls in constraints.get("class", ()):
        segments |= ontology.segments(cls)
    most = _one(constraints, "maxCount")
    return Slot(
        predicate=predicate,
        kind=_kind(constraints),
        segments=segments,
        languages=tuple(constraints.get("languageIn", ())),
        at_least=int(_one(constraints, "minCount") or 0),
        at_most=None if most is None else int(most),
        pattern=_one(constraints, "pattern"),
        least=_number(constraints, "minInclusive"),
        most=_number(constraints, "maxInclusive"),
        above=_number(constraints, "minExclusive"),
        filled_from=ontology.value(predicate, terms.filledFrom),
    )


def table_schema(ontology: Ontology, cls: str) -> TableSchema:
    """Compile the shapes of a class and its superclasses; a shape of a subclass overrides that of a superclass.

    Raises TermUnknown for a class whose individuals have no IRI segment, and which can therefore have no table.
    """
    segment = ontology.segment(cls)
    if segment is None:
        raise TermUnknown(
            f"{iri.compress(cls)} can have no table: it is no class, or one only of subclasses.",
            remedy="Name the table for a class that has, or inherits, a dyad:iriSegment.",
            value=iri.compress(cls),
        )
    slots = {slot.predicate: slot for slot in (_slot(ontology, c) for c in _property_shapes(ontology, cls))}
    return TableSchema(
        cls=cls,
        segment=segment,
        key_rule=ontology.inherited(cls, terms.iriKey)[0],
        slots={slot.name: slot for slot in slots.values()},
        is_claim=terms.Claim in ontology.supers(cls),
    )
