"""Tie entities by claims, as the edge declarations of their classes say."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.core import iri, terms
from kg.core.concepts import ClaimStatus
from kg.core.errors import ExportImpossible
from kg.core.graph import Literal, NamedNode, name_of
from kg.core.ontology import Ontology, column_name
from kg.load.schema import Kind
from kg.network.tables import Extent, Tables, shortest
from kg.rows.engine import named, quoted
from kg.rows.partition import SUBJECT

_LEFT_OUT = f"({quoted(ClaimStatus.WITHDRAWN)}, {quoted(ClaimStatus.SUPERSEDED)})"
_OPEN = "9999-12-31"
_TIE, _TOPIC = "tie", "topic"
_COLUMNS = (
    "claim VARCHAR, class VARCHAR, source VARCHAR, target VARCHAR, kind VARCHAR, narrowed VARCHAR[], unit VARCHAR, "
    "directed BOOLEAN, weight VARCHAR, accepted BOOLEAN, until VARCHAR, since VARCHAR, said VARCHAR"
)
_AGE = ("accepted", "until", "since", "said", "claim")
"""What orders claims, the newest last: accepted ones come after candidates, then the end and begin of their period
count, the day on which they were made, and their IRI. A period without end is the latest, no period the earliest."""


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
        """Name the properties that an edge replaces, for they lead straight to its ends."""
        return frozenset(column_name(path[0]) for path in (self.source, self.target) if len(path) == 1)


@dataclass(frozen=True, slots=True)
class Topic:
    """What ties speak of: a kind, what narrows it, the unit of their weight, and whether they have a direction."""

    kind: str
    narrowed: tuple[str, ...]
    unit: str | None
    directed: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """Return all that may name the topic."""
        return (self.kind, *self.narrowed, *([self.unit] if self.unit else []))


@dataclass(frozen=True, slots=True)
class ClaimTie:
    """What one claim ties together: two entities, on a topic.

    `weighed` says that its class declares a weight, which it may lack.
    """

    claim: str
    cls: str
    source: str
    target: str
    topic: Topic
    weight: Decimal | None
    weighed: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties of a build, the newest first, and what ties nothing: counted by status, and by class and reason.

    `rules` say how the classes become edges that do.
    """

    found: list[ClaimTie]
    rules: dict[str, EdgeRule]
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


def read_ties(tables: Tables, ontology: Ontology) -> Ties:
    """Tie entities by every claim that stands, and every finding; count what ties nothing.

    Raises ExportImpossible for a class whose weight is no single number.
    """
    engine, rules = tables.engine, dict[str, EdgeRule]()
    statuses, reasons = Counter[str](), Counter[tuple[str, str]]()
    unmarked, steps = _unmarked(ontology), _steps(tables, ontology)
    engine.execute(f"CREATE TABLE {_TIE} ({_COLUMNS})")
    for extent in tables.claims:
        statuses.update(dict(engine.execute(_withdrawn(extent))))
        rule = edge_rule(ontology, extent.cls)
        if rule is None:
            ((count,),) = engine.execute(f"SELECT count(*) FROM {_standing(extent)}")
            reasons[extent.cls, "the class declares no edge"] += count
        else:
            rules[extent.cls] = rule
            for end, path in (("source", rule.source), ("target", rule.target)):
                engine.execute(f"CREATE OR REPLACE TABLE {end} AS {_reached(extent, path, end, steps)}")
            reasons.update({(extent.cls, why): count for why, count in _missing(tables, extent, rule)})
            engine.execute(f"INSERT INTO {_TIE} BY NAME {_ties(extent, rule, unmarked)}")
    return Ties(_read(tables, rules), rules, statuses, +reasons)


def _read(tables: Tables, rules: dict[str, EdgeRule]) -> list[ClaimTie]:
    """Return the ties that were made, the newest first."""
    execute = tables.engine.execute
    distinct = f"SELECT DISTINCT kind, narrowed, unit, directed FROM {_TIE}"
    execute(f"CREATE TABLE {_TOPIC} AS SELECT row_number() OVER () AS number, * FROM ({distinct})")
    topics = {
        number: Topic(kind, tuple(narrowed), unit, directed)
        for number, kind, narrowed, unit, directed in execute(f"FROM {_TOPIC}")
    }
    newest_first = ", ".join(f"{name} DESC" for name in _AGE)
    found = execute(
        f"SELECT claim, class, source, target, number, weight FROM {_TIE} AS tie JOIN {_TOPIC} AS topic ON "
        "tie.kind = topic.kind AND tie.narrowed = topic.narrowed AND tie.unit IS NOT DISTINCT FROM topic.unit "
        f"AND tie.directed = topic.directed ORDER BY {newest_first}"
    )
    return [
        ClaimTie(claim, cls, source, target, topics[number], weight and shortest(weight), rules[cls].weight is not None)
        for claim, cls, source, target, number, weight in found
    ]


def _ties(extent: Extent, rule: EdgeRule, unmarked: Iterable[str]) -> str:
    """Return the ties of an extent: one for each pair of ends, and each kind, that a claim leads to."""
    weight, cls = _weight(extent, rule), quoted(extent.cls)
    low, high = ("source", "target") if rule.directed else ("least(source, target)", "greatest(source, target)")
    until, since, said = (
        f"coalesce(CAST({_cell(extent, day)} AS VARCHAR), '')"
        for day in (terms.validUntil, terms.validFrom, terms.assertedOn)
    )
    heads = (
        f"SELECT {SUBJECT} AS claim, {weight} AS weight, {_narrowed(extent, rule, unmarked)} AS narrowed, "
        f"CASE WHEN {weight} IS NOT NULL THEN {_cell(extent, terms.hasUnit)} END AS unit, "
        f"coalesce({_cell(extent, terms.claimStatus)} = {quoted(ClaimStatus.ACCEPTED)}, false) AS accepted, "
        f"{since} AS since, "
        f"CASE WHEN {until} = '' AND {since} <> '' THEN {quoted(_OPEN)} ELSE {until} END AS until, {said} AS said "
        f"FROM {_standing(extent)}"
    )
    kinds = (rule.kind and extent.links(rule.kind, "claim", "kind")) or _nothing("kind")
    return (
        f"SELECT claim, {cls} AS class, {low} AS source, {high} AS target, coalesce(kind, {cls}) AS kind, narrowed, "
        f"unit, {rule.directed} AS directed, weight, accepted, since, until, said FROM ({heads}) "
        f"JOIN source USING (claim) JOIN target USING (claim) LEFT JOIN ({kinds}) USING (claim)"
    )


def _missing(tables: Tables, extent: Extent, rule: EdgeRule) -> list[tuple[str, int]]:
    """Say which paths of claims lead nowhere, and for how many."""
    lacking = ", ".join(f"{SUBJECT} NOT IN (SELECT claim FROM {end})" for end in ("source", "target"))
    claims = f"SELECT {lacking} FROM {_standing(extent)}"
    counted = tables.engine.execute(f"SELECT *, count(*) FROM ({claims}) AS lacking(source, target) GROUP BY ALL")
    found = []
    for *lacks, count in counted:
        paths = [path for path, lacked in zip((rule.source, rule.target), lacks, strict=True) if lacked]
        if paths:
            nowhere = (f"{' / '.join(map(iri.compress, path))} leads nowhere" for path in paths)
            found.append((" and ".join(nowhere), count))
    return found


def _steps(tables: Tables, ontology: Ontology) -> dict[str, str]:
    """Put into the engine what the properties link that paths follow beyond the first; return their tables."""
    rules = filter(None, (edge_rule(ontology, extent.cls) for extent in tables.claims))
    found: dict[str, str] = {}
    for predicate in sorted({step for rule in rules for path in (rule.source, rule.target) for step in path[1:]}):
        found[predicate] = f"step_{len(found)}"
        tables.engine.execute(f"CREATE TABLE {found[predicate]} AS {tables.links(predicate)}")
    return found


def _reached(extent: Extent, path: tuple[str, ...], end: str, steps: Mapping[str, str]) -> str:
    """Return an expression of the individuals to which a path of properties leads from each claim."""
    first, *further = path
    found = extent.links(first, "claim", end)
    if found is None:
        return _nothing(end)
    for step in further:
        found = f"SELECT DISTINCT claim, linked AS {end} FROM ({found}) AS before JOIN {steps[step]} ON {end} = name"
    return found


def _nothing(end: str) -> str:
    return f"SELECT '' AS claim, '' AS {end} WHERE false"


def _withdrawn(extent: Extent) -> str:
    """Return an expression of how many claims do not stand, by their status."""
    status = _cell(extent, terms.claimStatus)
    return f"SELECT {status} AS status, count(*) FROM {extent.rows} WHERE {status} IN {_LEFT_OUT} GROUP BY status"


def _standing(extent: Extent) -> str:
    """Return the rows of an extent without the claims that were withdrawn or superseded."""
    return f"(FROM {extent.rows} WHERE coalesce({_cell(extent, terms.claimStatus)}, '') NOT IN {_LEFT_OUT})"


def _weight(extent: Extent, rule: EdgeRule) -> str:
    """Return what weighs the edges of an extent; raise ExportImpossible if that is no single number."""
    own = extent.of(rule.weight) if rule.weight else None
    if own is None:
        return "NULL"
    if own.many or own.kind not in {Kind.DECIMAL, Kind.INTEGER}:
        raise ExportImpossible(
            f"{iri.compress(extent.cls)} has no single number to weigh its edges.",
            remedy="Name a property of one decimal as dyad:edgeWeight.",
            value=iri.compress(own.predicate),
        )
    return f"CAST({named(own.name)} AS VARCHAR)"


def _narrowed(extent: Extent, rule: EdgeRule, unmarked: Iterable[str]) -> str:
    """Return what makes a claim speak of something else than others of its kind.

    That is the values of the properties that its class declares, but for those that go unnamed, and its class where
    it was computed rather than said.
    """
    parts = [quoted(extent.cls)] if rule.computed else []
    lists = []
    for own in filter(None, map(extent.of, rule.narrowing)):
        if own.many:  # in the order of their terms, in which `<a>` comes after `<a-b>`
            ended = f"list_sort(list_transform({named(own.name)}, lambda v: v || '>'))"
            lists.append(f"coalesce(list_transform({ended}, lambda v: rtrim(v, '>')), [])")
        elif own.is_link:
            lists.append(f"[{named(own.name)}]")
    marked = ", ".join(map(quoted, unmarked))
    said = f"list_filter(list_concat({', '.join(['[]::VARCHAR[]', *lists])}), lambda v: v NOT IN ('', {marked}))"
    return f"list_concat({said}, [{', '.join(parts)}]::VARCHAR[])"


def _cell(extent: Extent, predicate: str) -> str:
    own = extent.of(predicate)
    if own is None:
        return "NULL"
    return f"list_min({named(own.name)})" if own.many else named(own.name)


def _unmarked(ontology: Ontology) -> list[str]:
    """Return the concepts that go unnamed in the kind of an edge."""
    quads = ontology.terms.quads_for_pattern(None, NamedNode(terms.edgeUnmarked), Literal(True))  # noqa: FBT003
    return sorted(name_of(quad.subject) for quad in quads)
