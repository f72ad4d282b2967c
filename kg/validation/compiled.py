"""Check data against the shapes without an engine: a pass over the nodes of each class, for the build.

It knows the constraints that our shapes use and refuses others; pySHACL is the reference that it is held to.
"""

from collections.abc import Iterator

from kg.core import iri
from kg.core.errors import TermUnknown
from kg.core.graph import Literal, NamedNode, Store, Term, name_of
from kg.core.ontology import RDF_TYPE, Ontology, column_name
from kg.core.shapes import Choice, PropertyShape, choices, property_shapes, target_classes, unread
from kg.validation.constraints import COMPARING, CONSTRAINTS, IN_OPTIONS, out_of_order
from kg.validation.report import Places, Violation

_TYPE = NamedNode(RDF_TYPE)
_CHOICE = "Or"


def unknown_constraints(ontology: Ontology) -> set[str]:
    """Return the parameters of the shapes that only an engine can check."""
    targets = target_classes(ontology)
    shapes = [shape for cls in targets for shape in property_shapes(ontology, cls)]
    options = [option for cls in targets for choice in choices(ontology, cls) for option in choice.options]
    asked = {parameter for shape in shapes for parameter in shape.constraints} - {*CONSTRAINTS, *COMPARING}
    offered = {parameter for option in options for parameter in option.constraints} - {*IN_OPTIONS}
    paths = {"path" for shape in shapes if len(shape.steps) != 1}
    return asked | offered | paths | unread(ontology)


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

    def along(self, node: Term, steps: tuple[str, ...]) -> list[Term]:
        """Return the distinct values at the end of a path, in order; the node itself where there are no steps."""
        found = [node]
        for step in steps:
            found = sorted({value for one in found for value in self.values(one, step)}, key=str)
        return found

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
            if parameter in COMPARING:
                found = out_of_order(values, data.values(node, wanted[0]), parameter) if values else iter(())
            else:
                found = CONSTRAINTS[parameter](values, wanted, data.members)
            yield from ((shape, parameter, value) for value in found)


def _is_met(data: _Data, node: Term, option: PropertyShape) -> bool:
    """Tell whether a node is as an option of a choice says."""
    values = data.along(node, option.steps)
    broken = (IN_OPTIONS[name](values, wanted, data.members) for name, wanted in option.constraints.items())
    return not any(True for found in broken for _ in found)


def _results(
    data: _Data, node: Term, shapes: list[PropertyShape], offered: list[Choice]
) -> Iterator[tuple[PropertyShape | Choice, str, str, Term | None]]:
    """Yield what a node breaks: the shape, the property to mend, the constraint as a report names it, the value."""
    for shape, parameter, value in _all_broken(data, node, shapes):
        yield shape, shape.path, parameter[0].upper() + parameter[1:], value
    for choice in offered:
        if not any(_is_met(data, node, option) for option in choice.options):
            yield choice, choice.required.path, _CHOICE, node


def _shown(value: Term | None) -> str | None:
    if isinstance(value, NamedNode):
        return iri.compress(value.value)
    return None if value is None else getattr(value, "value", str(value))


def compiled_findings(data: Store, ontology: Ontology, places: Places) -> Iterator[Violation]:
    """Yield what pySHACL would find; raise TermUnknown for shapes that use a constraint not known here."""
    if unknown := unknown_constraints(ontology):
        raise TermUnknown(
            "A shape uses a constraint that is not compiled.",
            remedy="Check with pySHACL.",
            value=", ".join(sorted(unknown)),
        )
    view = _Data(data, ontology)
    for cls in target_classes(ontology):
        shapes, offered = list(property_shapes(ontology, cls)), list(choices(ontology, cls))
        for node in sorted(view.members(cls), key=str):
            name = name_of(node)
            path, line = places.get(name, (None, None))
            for shape, mended, constraint, value in _results(view, node, shapes, offered):
                rule = f"{shape.name.rsplit('#', 1)[-1]} {constraint}"
                messages = {"en": "The value breaks its shape.", **shape.messages}
                column = column_name(mended)
                yield Violation(rule, "error", messages, name, mended, _shown(value), path, line, column)
