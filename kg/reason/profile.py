"""What keeps an ontology outside OWL 2 DL, which no reasoner can decide: the rules of the profile, with the axiom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.core import iri
from kg.core.graph import NamedNode, Term, name_of
from kg.reason.axioms import Axiom, Axioms, Misfit
from kg.reason.datatypes import facets_of
from kg.reason.expressions import OWL, RDF, RDFS, Construct, Operand

_COUNTING: Final = frozenset(("ObjectMinCardinality", "ObjectMaxCardinality", "ObjectExactCardinality"))
_OF_SIMPLE: Final = {
    "ObjectHasSelf": "what has itself as a value",
    "FunctionalObjectProperty": "an axiom that it has one value at most",
    "InverseFunctionalObjectProperty": "an axiom that each value is of one thing",
    "IrreflexiveObjectProperty": "an axiom that nothing has itself as a value",
    "AsymmetricObjectProperty": "an axiom that it never goes both ways",
    "DisjointObjectProperties": "an axiom that properties exclude each other",
}
_TWO: Final = 2
_RESERVED: Final = (OWL, RDF, RDFS)
_BUILT_IN: Final = frozenset(
    [f"{OWL}{name}" for name in ("Thing", "Nothing", "real", "rational")]
    + [f"{OWL}{kind}{what}Property" for kind in ("top", "bottom") for what in ("Object", "Data")]
    + [f"{RDF}{name}" for name in ("PlainLiteral", "XMLLiteral", "langString", "HTML", "JSON", "langRange")]
    + [f"{RDFS}Literal"]
)


def misfits(read: Axioms) -> list[Misfit]:
    """Return what is outside OWL 2 DL, in the order of the rules: reading, names, properties, data, individuals."""
    named = _first_uses(read.axioms)
    return [
        *read.misfits,
        *_of_names(read, named),
        *_of_simple(read.axioms),
        *_of_chains(read.axioms),
        *_of_data(read.axioms),
        *_of_anonymous(read.axioms),
    ]


def _first_uses(axioms: Iterable[Axiom]) -> dict[Term, Axiom]:
    """Return, of each name, the first axiom that uses it."""
    found = dict[Term, Axiom]()
    for axiom in axioms:
        for part in axiom.content.walk():
            if isinstance(part, NamedNode):
                found.setdefault(part, axiom)
    return found


def _of_names(read: Axioms, named: Mapping[Term, Axiom]) -> Iterator[Misfit]:
    """Yield the names that stand for two things, and those that the language keeps for itself."""
    roles = read.roles
    pairs = (
        (roles.objects & roles.data, "a property of things and one of data"),
        (roles.annotations & (roles.objects | roles.data), "a property for annotations and another one"),
        (roles.classes & roles.datatypes, "a class and a datatype"),
    )
    for terms, both in pairs:
        for term in sorted(terms, key=str):
            yield Misfit(f"{_short(term)} is declared as {both}: a name may be one of them", roles.declared.get(term))
    for term, axiom in named.items():
        if name_of(term).startswith(_RESERVED) and name_of(term) not in _BUILT_IN:
            yield _misfit(f"{_short(term)} belongs to the language itself: no axiom may be about it", axiom)


def _misfit(rule: str, axiom: Axiom) -> Misfit:
    return Misfit(rule, axiom.triples[0])


def _short(term: Operand) -> str:
    return iri.compress(term.value) if isinstance(term, NamedNode) else str(term)


def _bare(prop: Operand) -> Operand:
    """Return a property without its turning round, for both are simple or neither is."""
    return prop.parts[0] if isinstance(prop, Construct) and prop.name == "ObjectInverseOf" else prop


def _steps(axioms: Iterable[Axiom]) -> dict[Operand, set[Operand]]:
    """Return which properties lie right above each: those that it is a part, the same or the inverse of."""
    found = defaultdict[Operand, set[Operand]](set)
    for axiom in axioms:
        name, parts = axiom.content.name, [_bare(part) for part in axiom.content.parts]
        if name == "SubObjectPropertyOf" and not isinstance(parts[0], Construct):
            found[parts[0]].add(parts[1])
        elif name in {"EquivalentObjectProperties", "InverseObjectProperties"}:
            found[parts[0]].add(parts[1])
            found[parts[1]].add(parts[0])
    return found


def _above(start: Iterable[Operand], steps: Mapping[Operand, set[Operand]]) -> set[Operand]:
    """Return what is reached by steps, the start included."""
    found, due = set[Operand](), list(start)
    while due:
        one = due.pop()
        if one not in found:
            found.add(one)
            due += steps.get(one, ())
    return found


def _of_simple(axioms: list[Axiom]) -> Iterator[Misfit]:
    """Yield where a property counts or excludes that a chain or transitivity makes: no reasoner can decide that."""
    made = set[Operand]()
    for axiom in axioms:
        if axiom.content.name == "TransitiveObjectProperty":
            made.add(_bare(axiom.content.parts[0]))
        elif (chain := _chain(axiom)) is not None:
            made.add(_bare(chain[1]))
    made = _above(made, _steps(axioms))
    for axiom in axioms if made else ():
        for part in axiom.content.walk():
            if isinstance(part, Construct):
                yield from _counted(part, made, axiom)


def _counted(part: Construct, made: set[Operand], axiom: Axiom) -> Iterator[Misfit]:
    """Yield the properties that are not simple and stand where a simple one is due."""
    where = "a restriction of number" if part.name in _COUNTING else _OF_SIMPLE.get(part.name)
    for prop in map(_bare, part.parts if where else ()):
        if prop in made:
            yield _misfit(
                f"{_short(prop)} is transitive, or follows from a chain of properties, and stands in {where}, "
                "which allows only simple properties",
                axiom,
            )


def _chain(axiom: Axiom) -> tuple[tuple[Operand, ...], Operand] | None:
    """Return the properties of a chain and what follows from them, None for another axiom."""
    first = axiom.content.parts[0] if axiom.content.parts else None
    if isinstance(first, Construct) and first.name == "ObjectPropertyChain":
        return first.parts, axiom.content.parts[1]
    return None


def _of_chains(axioms: list[Axiom]) -> Iterator[Misfit]:
    """Yield the chains that run in a circle: a property follows from one that follows from it."""
    chains = [(axiom, found) for axiom in axioms if (found := _chain(axiom)) is not None]
    steps = _steps(axioms) if chains else {}
    for _, (parts, whole) in chains:
        for part in parts:
            if part != whole:
                steps.setdefault(_bare(part), set()).add(_bare(whole))
    for axiom, (parts, whole) in chains:
        inner = parts if len(parts) == _TWO and set(parts) == {whole} else parts[1:-1]
        circular = [part for part in parts if part != whole and _bare(part) in _above([_bare(whole)], steps)]
        if circular or (whole in inner and set(parts) != {whole}) or (len(parts) > _TWO and _both_ends(parts, whole)):
            yield _misfit(
                f"the chain for {_short(_bare(whole))} runs in a circle, which no regular order allows", axiom
            )


def _both_ends(parts: tuple[Operand, ...], whole: Operand) -> bool:
    return parts[0] == whole == parts[-1]


def _of_data(axioms: Iterable[Axiom]) -> Iterator[Misfit]:
    """Yield facets that a datatype does not have."""
    for axiom in axioms:
        for part in axiom.content.walk():
            if isinstance(part, Construct) and part.name == "DatatypeRestriction":
                allowed = facets_of(part.parts[0])
                for facet in part.parts[1::2]:
                    if not isinstance(facet, NamedNode) or facet.value not in allowed:
                        yield _misfit(f"the datatype {_short(part.parts[0])} has no facet {_short(facet)}", axiom)


def _of_anonymous(axioms: Iterable[Axiom]) -> Iterator[Misfit]:
    """Yield where a node without a name stands and only named individuals may."""
    naming = ("SameIndividual", "DifferentIndividuals", "Negative", "ObjectOneOf", "ObjectHasValue")
    for axiom in axioms:
        for part in axiom.content.walk():
            if isinstance(part, Construct) and part.name.startswith(naming):
                nameless = [one for one in part.parts if str(one).startswith("_:")]
                if nameless:
                    yield _misfit("a node without a name stands where only named individuals may", axiom)
