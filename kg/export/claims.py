"""Read the claims of a graph as ties between two entities, by the edge declarations of their classes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product

from kg import iri, terms
from kg.concepts import ClaimStatus
from kg.errors import ExportImpossible
from kg.export.attributes import Classes, Reader, Statements
from kg.graph import NamedNode, Store, matches
from kg.ontology import Ontology

_LEFT_OUT = frozenset({ClaimStatus.WITHDRAWN, ClaimStatus.SUPERSEDED})
_OPEN = "9999-12-31"
_TYING = (terms.Claim, terms.Finding)


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """How a claim class becomes an edge: the properties to follow to either end, its kind, weight and direction.

    `narrowing` are the properties whose values narrow the kind; `computed` says that nobody made such a claim.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    kind: str | None
    narrowing: tuple[str, ...]
    weight: str | None
    directed: bool
    computed: bool

    @property
    def ends(self) -> frozenset[str]:
        """Return the properties that an edge replaces, for they lead straight to its ends."""
        return frozenset(path[0] for path in (self.source, self.target) if len(path) == 1)


@dataclass(frozen=True, slots=True)
class Tie:
    """What one claim ties together: two entities, in a kind that its stage, product and the like narrow.

    `age` orders claims: accepted ones after candidates, then by the end and begin of their period, the day on which
    they were made, and their IRI. A period without end is the latest; a claim without period is the earliest.
    `weighed` says that its class declares a weight, which it may lack; `ends` are the properties of the claim that
    its two entities replace.
    """

    claim: str
    cls: str
    source: str
    target: str
    kind: str
    narrowed: tuple[str, ...]
    unit: str | None
    weighed: bool
    weight: Decimal | None
    directed: bool
    age: tuple[bool, str, str, str, str]
    ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unread:
    """The claims that tie nothing: how many by status, and how many by class and reason."""

    statuses: Counter[str]
    reasons: Counter[tuple[str, str]]


def edge_rule(ontology: Ontology, cls: str) -> EdgeRule | None:
    """Return what a claim class declares about its edge, or inherits; None if it declares no ends."""
    source, target = (tuple(ontology.inherited(cls, end)) for end in (terms.edgeSource, terms.edgeTarget))
    if not source or not target:
        return None
    kind, weight = (next(iter(ontology.inherited(cls, a)), None) for a in (terms.edgeKind, terms.edgeWeight))
    directed = ontology.inherited(cls, terms.edgeDirected) == ["true"]
    narrowing = tuple(name for name in ontology.inherited(cls, terms.edgeNarrowedBy) if name != kind)
    return EdgeRule(source, target, kind, narrowing, weight, directed, terms.DerivedClaim in ontology.supers(cls))


def read_ties(reader: Reader, ontology: Ontology, classes: Classes) -> tuple[list[Tie], Unread]:
    """Read every claim that stands, and every finding; return the ties in their order, and what ties nothing."""
    ties: list[Tie] = []
    unread = Unread(Counter(), Counter())
    rules: dict[str, EdgeRule | None] = {}
    for claim in sorted(name for name in classes.of if any(classes.is_a(name, cls) for cls in _TYING)):
        cls = classes.of[claim]
        if cls not in rules:
            rules[cls] = edge_rule(ontology, cls)
        rule = rules[cls]
        stated = reader.statements(claim)
        status = _first(stated, terms.claimStatus)
        if status in _LEFT_OUT:
            unread.statuses[status] += 1
        elif rule is None:
            unread.reasons[cls, "the class declares no edge"] += 1
        elif found := list(_ties(reader, claim, cls, rule, stated)):
            ties += found
        else:
            unread.reasons[cls, _missing(reader.store, rule, stated)] += 1
    return ties, unread


def _ties(reader: Reader, claim: str, cls: str, rule: EdgeRule, stated: Statements) -> Iterator[Tie]:
    """Make a tie for each pair of ends, and each kind, that a claim leads to."""
    ends = (_follow(reader.store, stated, path) for path in (rule.source, rule.target))
    kinds = _names(stated, rule.kind) if rule.kind else []
    weight = _weight(claim, stated, rule.weight)
    narrowed = _narrowed(reader, cls, rule, stated)
    unit = _first(stated, terms.hasUnit) if weight is not None else None
    for source, target, kind in product(*ends, kinds or [cls]):
        low, high = (source, target) if rule.directed else sorted((source, target))
        yield Tie(
            claim,
            cls,
            low,
            high,
            kind,
            narrowed,
            unit,
            rule.weight is not None,
            weight,
            rule.directed,
            _age(claim, stated),
            rule.ends,
        )


def _narrowed(reader: Reader, cls: str, rule: EdgeRule, stated: Statements) -> tuple[str, ...]:
    """Return what makes a claim speak of something else than others of its kind.

    That is the values of the properties that its class declares, but for those that go unnamed, and its class where
    it was computed rather than said.
    """
    parts = [name for predicate in rule.narrowing for name in _names(stated, predicate)]
    named = (
        name
        for name in parts
        if "true" not in (value.value for value in reader.statements(name).get(terms.edgeUnmarked, ()))
    )
    return (*named, *([cls] if rule.computed else []))


def _follow(store: Store, stated: Statements, path: tuple[str, ...]) -> list[str]:
    """Return the individuals to which a path of properties leads from a claim."""
    found = _names(stated, path[0])
    for step in path[1:]:
        reached = {
            quad.object.value
            for name in found
            for quad in matches(store, NamedNode(name), NamedNode(step))
            if isinstance(quad.object, NamedNode)
        }
        found = sorted(reached)
    return found


def _missing(store: Store, rule: EdgeRule, stated: Statements) -> str:
    """Say which path of a claim leads nowhere."""
    paths = [path for path in (rule.source, rule.target) if not _follow(store, stated, path)]
    return " and ".join(f"{' / '.join(map(iri.compress, path))} leads nowhere" for path in paths)


def _weight(claim: str, stated: Statements, predicate: str | None) -> Decimal | None:
    """Return the exact weight of a claim; raise ExportImpossible if there are several or it is no number."""
    values = stated.get(predicate, []) if predicate else []
    if not values:
        return None
    try:
        (value,) = values
        return Decimal(value.value)
    except (ValueError, InvalidOperation) as error:
        raise ExportImpossible(
            f"{iri.compress(claim)} has no single number to weigh its edge.",
            remedy=f"Give it one value of {iri.compress(predicate or '')}, a decimal.",
            value=", ".join(v.value for v in values),
        ) from error


def _age(claim: str, stated: Statements) -> tuple[bool, str, str, str, str]:
    """Return the sorting key by which the newest claim comes last."""
    dates = (terms.validUntil, terms.validFrom, terms.assertedOn)
    until, since, said = (_first(stated, predicate) or "" for predicate in dates)
    accepted = _first(stated, terms.claimStatus) == ClaimStatus.ACCEPTED
    return accepted, until or (_OPEN if since else ""), since, said, claim


def _names(stated: Statements, predicate: str) -> list[str]:
    return [value.value for value in stated.get(predicate, ()) if isinstance(value, NamedNode)]


def _first(stated: Statements, predicate: str) -> str | None:
    values = stated.get(predicate)
    return values[0].value if values else None
