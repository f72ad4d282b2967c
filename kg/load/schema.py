"""Compile the shapes of a class into the schema of its table: which columns it may have and what each cell may hold."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import chain

from kg.core import iri, terms
from kg.core.errors import TermUnknown
from kg.core.ontology import Ontology, column_name
from kg.core.shapes import Choice, PropertyShape, choices, choices_by_value, property_shapes, unread
from kg.load.language_tags import is_language_tag

LANG_STRING = iri.PREFIXES["rdf"] + "langString"
NAMES = frozenset({iri.PREFIXES["rdfs"] + "label", iri.PREFIXES["skos"] + "altLabel", terms.officialName})


# The constraints of SHACL that a mapper decides cell by cell, so that what it lets pass needs no second check.
DECIDED = frozenset(
    {
        *("minCount", "maxCount", "datatype", "class", "nodeKind", "pattern", "minLength", "languageIn", "uniqueLang"),
        *("lessThan", "lessThanOrEquals", "minInclusive", "maxInclusive", "minExclusive"),
    }
)
# Those of the options of a choice, which it decides from the cells of a row together.
OFFERED = frozenset(
    {
        *("minCount", "maxCount", "minInclusive", "maxInclusive", "in", "notIn", "pattern", "notPattern"),
        "lessThanOrEquals",
    }
)
_LONGEST = 2
_OF_DYAD = frozenset({terms.hasOrigin, terms.hasDestination})


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
    """What the shapes of a class say about one property, and the name of its column.

    `segments` maps the IRI segments that a key may be of to their classes, and `classes` are all that its target may
    be of; `pattern`, `shortest`, `least` and `most` are the limits of the value (`least` and `most` inclusive, `above`
    exclusive), `before` is the property whose value must be greater, `up_to` the one whose value must be no smaller;
    `filled_from` says what stands for an empty cell: the first of these that there is.
    """

    name: str
    predicate: str
    kind: Kind
    segments: dict[str, str]
    classes: frozenset[str]
    languages: tuple[str, ...]
    at_least: int
    at_most: int | None
    pattern: str | None
    least: Decimal | None
    most: Decimal | None
    above: Decimal | None
    shortest: int
    before: str | None
    up_to: str | None
    filled_from: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Return the columns that fill the slot, one a language."""
        return [f"{self.name}_{language}" for language in self.languages] or [self.name]

    @property
    def many(self) -> bool:
        """Tell whether a column of the slot may hold several values."""
        return self.at_most != 1 and self.kind is not Kind.TAGGED

    def takes(self, text: str) -> bool:
        """Tell whether a text has the form that the pattern of the slot asks for, if it has one."""
        return self.pattern is None or re.search(self.pattern, text) is not None

    def takes_language(self, tag: str) -> bool:
        """Tell whether texts of the slot may be in a language: in one of its list, or in any if it has none."""
        return tag in self.languages or (not self.languages and is_language_tag(tag))

    @property
    def is_name(self) -> bool:
        """Tell whether the cells are names, in which no word may mix scripts."""
        return self.predicate in NAMES


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The schema of the tables of one class; `conditions` are the choices that depend on several cells of a row.

    `orders` are the slots whose value must be less than that of a property, or, where it excludes none, no more.
    It is `decided` if a mapper checks all that the shapes ask of a row; else an engine must look at the rows too.
    """

    cls: str
    segment: str
    key_rule: str
    slots: dict[str, Slot]
    orders: tuple[tuple[Slot, str, bool], ...]
    is_claim: bool
    conditions: tuple[Choice, ...]
    decided: bool


def _inherited_shapes(ontology: Ontology, cls: str) -> Iterator[PropertyShape]:
    """Yield the property shapes of a class and its superclasses, the most general first."""
    for sup in reversed(ontology.supers(cls)):
        yield from property_shapes(ontology, sup)


def _open_choices(ontology: Ontology, cls: str) -> Iterator[Choice]:
    """Yield the choices that the shapes of a class and its superclasses leave to its rows.

    Of some options it is known of all rows whether they hold: they are taken out, or the choice is no more.
    """
    columns = {shape.path for shape in _inherited_shapes(ontology, cls)}
    of_classes = (choice for sup in reversed(ontology.supers(cls)) for choice in choices(ontology, sup))
    of_values = (choice for choice in choices_by_value(ontology) if choice.options[-1].path in columns)
    for choice in chain(of_classes, of_values):
        known = [_holds_of_all(option, ontology.supers(cls), columns) for option in choice.options]
        if True not in known:
            left = (option for option, holds in zip(choice.options, known, strict=True) if holds is None)
            options = tuple(_by_segment(ontology, option) for option in left)
            yield replace(choice, options=options or choice.options)


def _by_segment(ontology: Ontology, option: PropertyShape) -> PropertyShape:
    """Return an option that asks for a class as one that asks for the names which individuals of it have."""
    classes = option.constraints.get("class")
    if classes is None or len(classes) > 1 or not option.steps:
        return option
    others = {name: values for name, values in option.constraints.items() if name != "class"}
    segments = "|".join(sorted(ontology.segments(classes[0])))
    return replace(option, constraints=others | {"pattern": (f"^{re.escape(iri.ID)}({segments})/",)})


def _holds_of_all(option: PropertyShape, classes: Collection[str], columns: Collection[str]) -> bool | None:
    """Tell whether an option holds of each row of a class by the class alone, or of none; None where rows decide."""
    if not option.steps:
        return any(cls in classes for cls in option.constraints.get("class", ()))
    if option.steps[0] in columns:
        return None
    return int(option.one("minCount") or 0) == 0


def _implies(ontology: Ontology, own: PropertyShape, other: PropertyShape) -> bool:
    """Tell whether values that meet one shape of a property meet the other too."""
    return all(_is_met(ontology, name, own.constraints.get(name), wanted) for name, wanted in other.constraints.items())


def _is_met(ontology: Ontology, name: str, own: tuple[str, ...] | None, wanted: tuple[str, ...]) -> bool:
    if own is None or own == wanted:
        return own == wanted
    if name == "class":
        return all(any(cls in ontology.supers(one) for one in own) for cls in wanted)
    return (name == "minCount" and int(own[0]) >= int(wanted[0])) or (
        name == "maxCount" and int(own[0]) <= int(wanted[0])
    )


def _decides(shape: PropertyShape) -> bool:
    """Tell whether a mapper decides all that a shape asks; of several classes it knows one to be met, not all."""
    several = len(shape.constraints.get("class", ())) > 1
    return shape.constraints.keys() <= DECIDED and len(shape.steps) == 1 and not several


def _is_decidable(option: PropertyShape) -> bool:
    """Tell whether a mapper can decide an option: of what a cell names, it knows no more than whether it has any."""
    if len(option.steps) == _LONGEST:
        return option.constraints in ({"maxCount": ("0",)}, {"minCount": ("1",)})
    return len(option.steps) == 1 and option.constraints.keys() <= OFFERED


def _number(shape: PropertyShape, parameter: str) -> Decimal | None:
    text = shape.one(parameter)
    return None if text is None else Decimal(text)


def _kind(shape: PropertyShape) -> Kind:
    """Decide what a cell holds: a key where the shape asks for a class, a place for a bare IRI, else a literal."""
    if "class" in shape.constraints:
        return Kind.KEY
    datatype = shape.one("datatype")
    if datatype is None:
        return Kind.PLACE
    return Kind(datatype.replace("#", "/").rsplit("/", 1)[-1])


def _slot(ontology: Ontology, shape: PropertyShape) -> Slot:
    """Compile one property shape."""
    segments: dict[str, str] = {}
    classes: set[str] = set()
    for cls in shape.constraints.get("class", ()):
        segments |= ontology.segments(cls)
        classes |= set(ontology.subs(cls))
    most = shape.one("maxCount")
    return Slot(
        name=column_name(shape.path),
        predicate=shape.path,
        kind=_kind(shape),
        segments=segments,
        classes=frozenset(classes),
        languages=shape.constraints.get("languageIn", ()),
        at_least=int(shape.one("minCount") or 0),
        at_most=None if most is None else int(most),
        pattern=shape.one("pattern"),
        least=_number(shape, "minInclusive"),
        most=_number(shape, "maxInclusive"),
        above=_number(shape, "minExclusive"),
        shortest=int(shape.one("minLength") or 0),
        before=shape.one("lessThan"),
        up_to=shape.one("lessThanOrEquals"),
        filled_from=tuple(ontology.values(shape.path, terms.filledFrom)),
    )


def _without_dyad(slot: Slot) -> tuple[str, ...]:
    """Return what fills a slot in a class whose rows do not have the two ends of a dyad."""
    return tuple(origin for origin in slot.filled_from if origin != terms.Dyad)


def property_slots(ontology: Ontology, cls: str) -> dict[str, Slot]:
    """Compile the shapes of the properties of a class and its superclasses, whatever its choices, by property."""
    return {s.path: _slot(ontology, s) for s in _inherited_shapes(ontology, cls) if len(s.steps) == 1}


@lru_cache(maxsize=256)
def table_schema(ontology: Ontology, cls: str) -> TableSchema:
    """Compile the shapes of a class and its superclasses; a shape of a subclass overrides that of a superclass.

    Raises TermUnknown for a class whose individuals have no IRI segment, and which can therefore have no table.
    """
    segment = ontology.segment(cls)
    if segment is None:
        raise TermUnknown(
            f"{iri.compress(cls)} can have no table: it is no class, one only of subclasses, or one of findings.",
            remedy="Name the table for a class that has, or inherits, a dyad:iriSegment.",
            value=iri.compress(cls),
        )
    inherited = list(_inherited_shapes(ontology, cls))
    shapes = {shape.path: shape for shape in inherited if len(shape.steps) == 1}
    conditions: list[Choice] = []
    for choice in _open_choices(ontology, cls):
        required = choice.required
        own = shapes.get(required.path)
        if own is None or len(choice.options) > 1 or not required.constraints.keys() <= DECIDED:
            conditions.append(choice)
        else:
            shapes[required.path] = replace(own, constraints=own.constraints | required.constraints)
    slots = {path: _slot(ontology, shape) for path, shape in shapes.items()}
    if not slots.keys() >= _OF_DYAD:
        slots = {path: replace(slot, filled_from=_without_dyad(slot)) for path, slot in slots.items()}
    return TableSchema(
        cls=cls,
        segment=segment,
        key_rule=ontology.inherited(cls, terms.iriKey)[0],
        slots={slot.name: slot for slot in slots.values()},
        orders=tuple(
            (slot, end, excludes)
            for slot in slots.values()
            for end, excludes in ((slot.before, True), (slot.up_to, False))
            if end is not None
        ),
        is_claim=terms.Claim in ontology.supers(cls),
        conditions=tuple(conditions),
        decided=not unread(ontology)
        and all(map(_decides, inherited))
        and all(_implies(ontology, shapes[shape.path], shape) for shape in inherited)
        and all(_is_decidable(option) for choice in conditions for option in choice.options),
    )
