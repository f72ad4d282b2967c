"""Check data against the shapes without an engine: a pass over the nodes of each class, for the build.

It knows the constraints that our shapes use and refuses others; pySHACL is the reference that it is held to.
"""

from collections.abc import Iterator

from kg import iri
from kg.errors import TermUnknown
from kg.graph import Literal, NamedNode, Store, name_of
from kg.ontology import RDF_TYPE, Ontology, column_name
from kg.shapes import PropertyShape, property_shapes, target_classes
from kg.validate.constraints import CONSTRAINTS, Term, not_less
from kg.validate.report import Finding, Places

_TYPE = NamedNode(RDF_TYPE)
_COMPARING = "lessThan"


def unknown_constraints(ontology: Ontology) -> set[str]:
    """Return the constraints of the shapes that only an engine can check."""
    shapes = (shape for cls in target_classes(ontology) for shape in property_shapes(ontology, cls))
    return {parameter for shape in shapes for parameter in shape.constraints} - {*CONSTRAINTS, _COMPARING}


class _Data:
    """The data and the concepts of the ontology, asked for values and for the members of classes."""

    def __init__(self, data: Store, ontology: Ontology) -> None:
        self._stores = (data, ontology.terms)
        self._ontology = ontology
        self._members: dict[str, set[Term]] = {}

    def values(self, node: Term, path: str) -> list[Term]:
        """Return the distinct values of a property, in order."""
        if isinstance(node, Literal):
            return []
        found = {q.object for s in self._stores for q in s.quads_for_pattern(node, NamedNode(path), None)}
        return sorted(found, key=str)

    def members(self, cls: str) -> set[Term]:
        """Return the instances of a class and its subclasses."""
        if cls not in self._members:
            names = [NamedNode(sub) for sub in self._ontology.subs(cls)]
            self._members[cls] = {
                q.subject for name in names for s in self._stores for q in s.quads_for_pattern(None, _TYPE, name)
            }
        return self._members[cls]


def _all_broken(
    data: _Data, node: Term, shapes: list[PropertyShape]
) -> Iterator[tuple[PropertyShape, str, Term | None]]:
    """Yield the constraints of shapes that a node breaks, with the value that breaks each."""
    for shape in shapes:
        values = data.values(node, shape.path)
        for parameter, wanted in shape.constraints.items():
            if parameter == _COMPARING:
                found = not_less(values, data.values(node, wanted[0])) if values else iter(())
            else:
                found = CONSTRAINTS[parameter](values, wanted, data.members)
            yield from ((shape, parameter, value) for value in found)


def _shown(value: Term | None) -> str | None:
    if isinstance(value, NamedNode):
        return iri.compress(value.value)
    return None if value is None else getattr(value, "value", str(value))


def compiled_findings(data: Store, ontology: Ontology, places: Places) -> Iterator[Finding]:
    """Yield what pySHACL would find; raise TermUnknown for shapes that use a constraint not known here."""
    if unknown := unknown_constraints(ontology):
        raise TermUnknown("A shape uses a constraint that is not compiled.", remedy="Check with pySHACL.",
                          value=", ".join(sorted(unknown)))  # fmt: skip
    view = _Data(data, ontology)
    for cls in target_classes(ontology):
        shapes = list(property_shapes(ontology, cls))
        for node in sorted(view.members(cls), key=str):
            name = name_of(node)
            path, line = places.get(name, (None, None))
            for shape, parameter, value in _all_broken(view, node, shapes):
                rule = f"{shape.name.rsplit('#', 1)[-1]} {parameter[0].upper()}{parameter[1:]}"
                messages = {"en": "The value breaks its shape.", **shape.messages}
                column = column_name(shape.path)
                yield Finding(rule, "error", messages, name, shape.path, _shown(value), path, line, column)
