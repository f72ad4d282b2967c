"""The property shapes of the ontology as plain values: what the loader compiles tables from, and the checks data."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg import iri
from kg.graph import Literal, NamedNode, Store
from kg.ontology import Ontology, list_items

SH = iri.PREFIXES["sh"]
_TARGET, _PROPERTY = NamedNode(SH + "targetClass"), NamedNode(SH + "property")


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """A property shape: name, path, constraints by the local name of their SHACL parameter, messages by language."""

    name: str
    path: str
    constraints: dict[str, tuple[str, ...]]
    messages: dict[str, str]

    def one(self, parameter: str) -> str | None:
        """Return the one value of a parameter, None where the shape has none."""
        return next(iter(self.constraints.get(parameter, ())), None)


def _property_shape(shapes: Store, name: NamedNode) -> PropertyShape:
    found: dict[str, tuple[str, ...]] = {}
    messages: dict[str, str] = {}
    for quad in shapes.quads_for_pattern(name, None, None):
        parameter = quad.predicate.value.removeprefix(SH)
        if parameter == "message" and isinstance(quad.object, Literal):
            messages[quad.object.language or "en"] = quad.object.value
        else:
            known = isinstance(quad.object, NamedNode | Literal)
            values = [quad.object.value] if known else list_items(shapes, quad)  # type: ignore[union-attr]
            found[parameter] = (*found.get(parameter, ()), *values)
    return PropertyShape(name.value, found.pop("path", ("",))[0], found, messages)


def target_classes(ontology: Ontology) -> list[str]:
    """Return the classes that shapes target, in the order of their names."""
    quads = ontology.shapes.quads_for_pattern(None, _TARGET, None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})


def property_shapes(ontology: Ontology, cls: str) -> Iterator[PropertyShape]:
    """Yield the named property shapes of the node shapes that target a class itself, in the order of their names."""
    for target in sorted(ontology.shapes.quads_for_pattern(None, _TARGET, NamedNode(cls)), key=str):
        for prop in sorted(ontology.shapes.quads_for_pattern(target.subject, _PROPERTY, None), key=str):
            if isinstance(prop.object, NamedNode):
                yield _property_shape(ontology.shapes, prop.object)
