"""Which nodes of the data the shapes look at, and which shapes look at none: so that nothing passes unread."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.core import iri
from kg.core.graph import BlankNode, NamedNode, Quad, Store, Term, Triple
from kg.core.ontology import RDF_TYPE
from kg.core.shapes import is_off
from kg.validation.vocabulary import JUDGING_TERMS, SH, TARGETS, Unread

_Node: TypeAlias = NamedNode | BlankNode | Triple
_TYPE = NamedNode(RDF_TYPE)
_SUB = NamedNode(iri.PREFIXES["rdfs"] + "subClassOf")
_CLASSES = (NamedNode(iri.PREFIXES["rdfs"] + "Class"), NamedNode(iri.PREFIXES["owl"] + "Class"))
_SHAPES = (NamedNode(f"{SH}NodeShape"), NamedNode(f"{SH}PropertyShape"))
_COMPONENT = NamedNode(f"{SH}ConstraintComponent")
_TARGET_CLASS, _TARGET_NODE, _SUBJECTS_OF, _OBJECTS_OF = (
    NamedNode(SH + name) for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)


def say_implicit_targets(shapes: Store) -> list[Triple]:
    """State the target of each shape that is a class itself, for engines differ in whether `owl:Class` makes it one.

    Returns what was not stated before.
    """
    typed = {quad.subject for kind in _SHAPES for quad in shapes.quads_for_pattern(None, _TYPE, kind)}
    implied = list[Triple]()
    for shape in sorted(typed, key=str):
        if isinstance(shape, NamedNode) and any(_states(shapes, shape, cls) for cls in _CLASSES):
            stated = Quad(shape, _TARGET_CLASS, shape)
            if stated not in shapes:
                shapes.add(stated)
                implied.append(stated.triple)
    return implied


def _states(shapes: Store, shape: NamedNode | BlankNode, cls: NamedNode) -> bool:
    return next(shapes.quads_for_pattern(shape, _TYPE, cls), None) is not None


def targeting(shapes: Store) -> list[_Node]:
    """Return the shapes that have a target and are not switched off, in the order of their names."""
    found = {quad.subject for name in TARGETS for quad in shapes.quads_for_pattern(None, NamedNode(SH + name), None)}
    return sorted((shape for shape in found if not is_off(shapes, shape)), key=str)


def deactivated(shapes: Store) -> list[str]:
    """Return the names of the shapes that are switched off, in their order."""
    quads = shapes.quads_for_pattern(None, NamedNode(f"{SH}deactivated"), None)
    return sorted({iri.compress(str(quad.subject).strip("<>")) for quad in quads if is_off(shapes, quad.subject)})


def unused_shapes(shapes: Store, allowed: Iterable[str] = ()) -> Iterator[Unread]:
    """Yield the shapes that have no target and that no shape with one leads to, but those allowed."""
    roots = [quad.subject for name in TARGETS for quad in shapes.quads_for_pattern(None, NamedNode(SH + name), None)]
    roots += [quad.subject for quad in shapes.quads_for_pattern(None, _TYPE, _COMPONENT)]
    used = set(_reached(shapes, roots))
    properties = (NamedNode(SH + name) for name in JUDGING_TERMS)
    judging = {quad.subject for name in properties for quad in shapes.quads_for_pattern(None, name, None)}
    within = {quad.object for quad in shapes if quad.subject not in used}
    for shape in sorted(judging - used - within, key=str):
        if iri.compress(str(shape).strip("<>")) not in allowed:
            yield Unread(
                shape,
                None,
                "Nobody evaluates a shape: it has no target, and no shape that has one leads to it.",
                "Give it a target such as sh:targetClass, or name it with --allow-empty.",
            )


def _reached(shapes: Store, roots: Iterable[_Node]) -> Iterator[Term]:
    """Yield some nodes and all that they lead to, but by their type."""
    due, seen = [*roots], set[Term]()
    while due:
        node = due.pop()
        if node not in seen:
            seen.add(node)
            yield node
            quads = shapes.quads_for_pattern(node, None, None)
            led = (quad.object for quad in quads if quad.predicate != _TYPE)
            due += [term for term in led if isinstance(term, NamedNode | BlankNode)]


@dataclass(slots=True)
class Met:
    """What the data hold that shapes may target: nodes of classes, subjects and objects of properties, nodes named.

    Nodes are counted by their hashes, since there may be millions.
    """

    shapes: Store
    _wanted: set[Term] = field(default_factory=set)
    _typed: dict[Term, set[int]] = field(default_factory=lambda: defaultdict(set))
    _subjects: dict[Term, set[int]] = field(default_factory=lambda: defaultdict(set))
    _objects: dict[Term, set[int]] = field(default_factory=lambda: defaultdict(set))
    _named: set[Term] = field(default_factory=set)
    _narrower: dict[Term, set[Term]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        targets = (_SUBJECTS_OF, _OBJECTS_OF, _TARGET_NODE)
        self._wanted = {quad.object for name in targets for quad in self.shapes.quads_for_pattern(None, name, None)}

    @property
    def predicates(self) -> set[NamedNode]:
        """Return the predicates of the statements of which note is taken, whatever they say."""
        targets = (_SUBJECTS_OF, _OBJECTS_OF)
        said = {quad.object for name in targets for quad in self.shapes.quads_for_pattern(None, name, None)}
        return {_TYPE, _SUB, *(name for name in said if isinstance(name, NamedNode))}

    @property
    def targets(self) -> set[Term]:
        """Return the nodes that are targets by their names."""
        return {quad.object for quad in self.shapes.quads_for_pattern(None, _TARGET_NODE, None)}

    def see_named(self, nodes: Iterable[Term]) -> None:
        """Take note of nodes that the data name."""
        self._named.update(nodes)

    def see_background(self, triple: Triple) -> None:
        """Take note of a statement of the ontology, of which only its classes count."""
        if triple.predicate == _SUB:
            self._narrower[triple.object].add(triple.subject)

    def see(self, triple: Triple) -> None:
        """Take note of a statement of the data."""
        subject, predicate, said = triple.subject, triple.predicate, triple.object
        if predicate == _TYPE:
            self._typed[said].add(hash(subject))
        elif predicate == _SUB:
            self.see_background(triple)
        if self._wanted:
            if predicate in self._wanted:
                self._subjects[predicate].add(hash(subject))
                self._objects[predicate].add(hash(said))
            self._named.update(node for node in (subject, said) if node in self._wanted)

    def nodes(self, shape: _Node) -> set[int]:
        """Return the nodes of the data that a shape targets, as hashes."""
        found = set[int]()
        for quad in self.shapes.quads_for_pattern(shape, None, None):
            found.update(*self._of(quad.predicate, quad.object))
        return found

    def _of(self, kind: NamedNode, target: Term) -> Iterator[Iterable[int]]:
        """Yield the nodes of one target."""
        if kind == _TARGET_CLASS:
            yield from (self._typed.get(cls, ()) for cls in self._and_narrower(target))
        elif kind == _SUBJECTS_OF:
            yield self._subjects.get(target, ())
        elif kind == _OBJECTS_OF:
            yield self._objects.get(target, ())
        elif kind == _TARGET_NODE and target in self._named:
            yield (hash(target),)

    def _and_narrower(self, cls: Term) -> set[Term]:
        due, seen = [cls], set[Term]()
        while due:
            one = due.pop()
            if one not in seen:
                seen.add(one)
                due += self._narrower.get(one, ())
        return seen
