"""Which nodes of the data the shapes look at, and which shapes look at none: so that nothing passes unread."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.core import iri
from kg.core.graph import BlankNode, NamedNode, Quad, Store, Term, Triple
from kg.core.ontology import RDF_TYPE
from kg.core.shapes import is_off
from kg.validation.by_line import Written, written
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

_ALONG = (_SUBJECTS_OF, _OBJECTS_OF)


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

    Nodes are counted by the hashes of what is written of them, since there may be millions.
    """

    shapes: Store
    predicates: set[NamedNode] = field(default_factory=set)
    """The predicates of the statements of which note is taken, whatever they say."""
    targets: set[Term] = field(default_factory=set)
    """The nodes that are targets by their names."""
    _along: set[NamedNode] = field(default_factory=set)
    _typed: dict[bytes, set[int]] = field(default_factory=lambda: defaultdict(set))
    _subjects: dict[NamedNode, set[int]] = field(default_factory=lambda: defaultdict(set))
    _objects: dict[NamedNode, set[int]] = field(default_factory=lambda: defaultdict(set))
    _named: set[Term] = field(default_factory=set)
    _narrower: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.targets.update(self._said(_TARGET_NODE))
        said = self._said(*_ALONG)
        self._along.update(name for name in said if isinstance(name, NamedNode))
        self.predicates.update({_TYPE, _SUB, *self._along})

    def _said(self, *targets: NamedNode) -> Iterator[Term]:
        """Yield what the shapes target in some ways."""
        for name in targets:
            yield from (quad.object for quad in self.shapes.quads_for_pattern(None, name, None))

    def see_named(self, nodes: Iterable[Term]) -> None:
        """Take note of nodes that the data name."""
        self._named.update(nodes)

    def see_background(self, triple: Triple) -> None:
        """Take note of a statement of the ontology, of which only its classes count."""
        if triple.predicate == _SUB:
            self._narrower[written(triple.object)].add(written(triple.subject))

    def see(self, triple: Triple) -> None:
        """Take note of a statement of the data."""
        if triple.predicate in self.predicates:
            self.see_written(Written(triple.predicate, [(written(triple.subject), written(triple.object))]))
        if self.targets:
            self._named.update(node for node in (triple.subject, triple.object) if node in self.targets)

    def see_written(self, said: Written) -> None:
        """Take note of statements of the data as they are written, but not of the nodes that they name."""
        predicate, ends = said
        if predicate == _TYPE:
            for subject, value in ends:
                self._typed[value].add(hash(subject))
        elif predicate == _SUB:
            for subject, value in ends:
                self._narrower[value].add(subject)
        if predicate in self._along:
            self._subjects[predicate].update(hash(subject) for subject, _ in ends)
            self._objects[predicate].update(hash(value) for _, value in ends)

    def of_shape(self, shape: _Node) -> Iterator[set[int]]:
        """Yield the nodes of the data that each target of a shape stands for, as hashes, where there are any."""
        for quad in self.shapes.quads_for_pattern(shape, None, None):
            yield from filter(None, self._of(quad.predicate, quad.object))

    def count(self, shapes: Iterable[_Node]) -> int:
        """Return how many nodes of the data some shapes target."""
        found = {id(nodes): nodes for shape in shapes for nodes in self.of_shape(shape)}
        return len(set[int]().union(*found.values()))

    def _of(self, kind: NamedNode, target: Term) -> Iterator[set[int]]:
        """Yield the nodes of one target."""
        if kind == _TARGET_CLASS:
            yield from (self._typed.get(cls, set()) for cls in self._and_narrower(written(target)))
        elif kind in _ALONG and isinstance(target, NamedNode):
            yield (self._subjects if kind == _SUBJECTS_OF else self._objects).get(target, set())
        elif kind == _TARGET_NODE and target in self._named:
            yield {hash(written(target))}

    def _and_narrower(self, cls: bytes) -> set[bytes]:
        due, seen = [cls], set[bytes]()
        while due:
            one = due.pop()
            if one not in seen:
                seen.add(one)
                due += self._narrower.get(one, ())
        return seen
