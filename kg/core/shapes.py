"""The shapes of the ontology as plain values, from which tables are compiled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.core import iri
from kg.core.graph import BlankNode, Literal, NamedNode, Store, Triple, name_of
from kg.core.ontology import Ontology, list_items, list_nodes

SH = iri.PREFIXES["sh"]
_TARGET, _PROPERTY, _OR, _NOT = (NamedNode(SH + name) for name in ("targetClass", "property", "or", "not"))
_TARGET_NODE, _PATH, _INVERSE = (NamedNode(SH + name) for name in ("targetNode", "path", "inversePath"))
_OF_NODE_SHAPES = frozenset({"targetClass", "property", "or", "message"})
_OF_VALUES = frozenset({"targetNode", "property"})
_STRUCTURE = frozenset({"class", "datatype", "languageIn", "nodeKind", "path", "severity"})
_VIOLATION, _SEVERITY, _DEACTIVATED = f"{SH}Violation", NamedNode(f"{SH}severity"), NamedNode(f"{SH}deactivated")


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """A property shape: name, path, constraints by the local name of their SHACL parameter, messages by language.

    `steps` are the properties that the path follows one after another, none where the node itself is meant. What a
    value must not be (`sh:not`) stands as `notPattern`, `notIn` and so on.
    """

    name: str
    steps: tuple[str, ...]
    constraints: dict[str, tuple[str, ...]]
    messages: dict[str, str]

    @property
    def path(self) -> str:
        """Return the property that leads to the values, '' where the node itself is meant."""
        return self.steps[-1] if self.steps else ""

    def one(self, parameter: str) -> str | None:
        """Return the one value of a parameter, None where the shape has none."""
        return next(iter(self.constraints.get(parameter, ())), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A node shape that leaves a choice (`sh:or`): a node must be as one of its options says.

    The first option is what is required, and so what to mend; the others say what is exempt.
    """

    name: str
    options: tuple[PropertyShape, ...]
    messages: dict[str, str]

    @property
    def required(self) -> PropertyShape:
        """Return the option that is required where none of the others holds."""
        return self.options[0]


def _shape(shapes: Store, name: NamedNode | BlankNode) -> PropertyShape:
    """Read a property shape, or an option of a choice."""
    found: dict[str, tuple[str, ...]] = {}
    messages: dict[str, str] = {}
    for quad in shapes.quads_for_pattern(name, None, None):
        parameter = quad.predicate.value.removeprefix(SH)
        if parameter == "message" and isinstance(quad.object, Literal):
            messages[quad.object.language or "en"] = quad.object.value
        elif quad.predicate == _NOT and isinstance(quad.object, NamedNode | BlankNode):
            excluded = _shape(shapes, quad.object).constraints
            found |= {f"not{key[0].upper()}{key[1:]}": values for key, values in excluded.items()}
        else:
            known = isinstance(quad.object, NamedNode | Literal)
            values = [quad.object.value] if known else list_items(shapes, quad)  # type: ignore[union-attr]
            found[parameter] = (*found.get(parameter, ()), *values)
    return PropertyShape(name.value, found.pop("path", ()), found, messages)


def _targeting(ontology: Ontology, cls: str) -> Iterator[NamedNode]:
    """Yield the named node shapes that target a class itself and are not switched off, in the order of their names."""
    for quad in sorted(ontology.shapes.quads_for_pattern(None, _TARGET, NamedNode(cls)), key=str):
        if isinstance(quad.subject, NamedNode) and not is_off(ontology.shapes, quad.subject):
            yield quad.subject


def is_off(shapes: Store, shape: NamedNode | BlankNode | Triple) -> bool:
    """Tell whether a shape is deactivated."""
    said = shapes.quads_for_pattern(shape, _DEACTIVATED, None)
    return any(isinstance(quad.object, Literal) and quad.object.value in {"true", "1"} for quad in said)


def _is_advice(shapes: Store, shape: NamedNode | BlankNode) -> bool:
    """Tell whether what breaks a shape is less than a violation, so that no row is refused for it."""
    said = shapes.quads_for_pattern(shape, _SEVERITY, None)
    return any(quad.object != NamedNode(_VIOLATION) for quad in said)


def target_classes(ontology: Ontology) -> list[str]:
    """Return the classes that shapes target, in the order of their names."""
    quads = ontology.shapes.quads_for_pattern(None, _TARGET, None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})


@lru_cache(maxsize=1024)
def property_shapes(ontology: Ontology, cls: str) -> Sequence[PropertyShape]:
    """Return the named property shapes of the node shapes that target a class itself, in the order of their names.

    Of one whose severity is less than a violation only what a table must know of the property is left.
    """
    return (*_property_shapes(ontology, cls),)


def _property_shapes(ontology: Ontology, cls: str) -> Iterator[PropertyShape]:
    shapes = ontology.shapes
    for target in _targeting(ontology, cls):
        for prop in sorted(shapes.quads_for_pattern(target, _PROPERTY, None), key=str):
            if isinstance(prop.object, NamedNode) and not is_off(shapes, prop.object):
                found = _shape(shapes, prop.object)
                if _is_advice(shapes, prop.object):
                    kept = {name: values for name, values in found.constraints.items() if name in _STRUCTURE}
                    found = replace(found, constraints=kept)
                yield found


@lru_cache(maxsize=1024)
def choices(ontology: Ontology, cls: str) -> Sequence[Choice]:
    """Return the node shapes that target a class itself and leave a choice, in the order of their names."""
    return (*_choices(ontology, cls),)


def _choices(ontology: Ontology, cls: str) -> Iterator[Choice]:
    shapes = ontology.shapes
    for target in _targeting(ontology, cls):
        options = tuple(_shape(shapes, node) for node in _offered(shapes, target))
        if options and not _is_advice(shapes, target):
            yield Choice(target.value, options, _shape(shapes, target).messages)


@dataclass(frozen=True, slots=True)
class _OfValues:
    """What a shape with named nodes as its targets asks of all that has one of them as the value of a property.

    `holders` are the nodes of the shapes graph of which it consists.
    """

    property: str
    values: tuple[str, ...]
    asked: tuple[NamedNode, ...]
    holders: tuple[NamedNode | BlankNode, ...]


def _of_values(shapes: Store) -> Iterator[_OfValues]:
    """Yield the shapes that reach from named nodes, against a property, to what has them as its value."""
    targeting = {quad.subject for quad in shapes.quads_for_pattern(None, _TARGET_NODE, None)}
    for node in sorted((one for one in targeting if isinstance(one, NamedNode)), key=str):
        if is_off(shapes, node):
            continue
        values = sorted(name_of(quad.object) for quad in shapes.quads_for_pattern(node, _TARGET_NODE, None))
        for quad in sorted(shapes.quads_for_pattern(node, _PROPERTY, None), key=str):
            if isinstance(quad.object, BlankNode) and (way := _inverse(shapes, quad.object)) is not None:
                inner = shapes.quads_for_pattern(quad.object, _PROPERTY, None)
                asked = sorted((one.object for one in inner if isinstance(one.object, NamedNode)), key=str)
                yield _OfValues(way[1], tuple(values), tuple(asked), (node, quad.object, way[0]))


def _inverse(shapes: Store, shape: BlankNode) -> tuple[BlankNode, str] | None:
    """Return the path of a property shape, and the property against which it goes, if it is such a one."""
    for quad in shapes.quads_for_pattern(shape, _PATH, None):
        if isinstance(quad.object, BlankNode):
            for way in shapes.quads_for_pattern(quad.object, _INVERSE, None):
                if isinstance(way.object, NamedNode):
                    return quad.object, way.object.value
    return None


@lru_cache(maxsize=2)
def choices_by_value(ontology: Ontology) -> Sequence[Choice]:
    """Return what shapes ask of all that has a named value of a property, as a choice: so, or another value."""
    return (*_choices_by_value(ontology),)


def _choices_by_value(ontology: Ontology) -> Iterator[Choice]:
    shapes = ontology.shapes
    for of in _of_values(shapes):
        otherwise = PropertyShape("", (of.property,), {"notIn": of.values}, {})
        for name in of.asked:
            if not is_off(shapes, name) and not _is_advice(shapes, name):
                shape = _shape(shapes, name)
                yield Choice(name.value, (shape, otherwise), shape.messages)


def _offered(shapes: Store, target: NamedNode) -> list[NamedNode | BlankNode]:
    """Return the options among which a node shape leaves a choice, in their order."""
    found = (node for quad in shapes.quads_for_pattern(target, _OR, None) for node in list_nodes(shapes, quad))
    return [node for node in found if not isinstance(node, Literal)]


def _excluded(shapes: Store, nodes: Iterable[NamedNode | BlankNode]) -> list[object]:
    """Return the nodes that hold what some shapes exclude."""
    return [quad.object for node in nodes for quad in shapes.quads_for_pattern(node, _NOT, None)]


@lru_cache(maxsize=2)
def unread(ontology: Ontology) -> frozenset[str]:
    """Return the parameters of shapes that nothing here reads: another target or path, or a shape within another.

    What is read is the class that a named node shape targets, its named property shapes, and its choice; and what is
    asked of all that has a named value of a property.
    """
    shapes = ontology.shapes
    nodes = {name for cls in target_classes(ontology) for name in _targeting(ontology, cls)}
    read: set[object] = set()
    for name in nodes:
        named = (quad.object for quad in shapes.quads_for_pattern(name, _PROPERTY, None))
        offered = _offered(shapes, name)
        read.update((node for node in named if isinstance(node, NamedNode)), offered, _excluded(shapes, offered))
    by_value: set[object] = set()
    for of in _of_values(shapes):
        read.update(of.asked, of.holders[1:], _excluded(shapes, of.asked))
        by_value.add(of.holders[0])
    found = set()
    for quad in shapes:
        parameter = quad.predicate.value.removeprefix(SH)
        is_read = quad.subject in read or (quad.subject in nodes and parameter in _OF_NODE_SHAPES)
        is_read |= quad.subject in by_value and parameter in _OF_VALUES
        if parameter != quad.predicate.value and not is_read:
            found.add(parameter)
    return frozenset(found)
