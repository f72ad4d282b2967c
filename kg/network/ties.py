"""What claims and findings tie together, as the edge declarations of their classes say: for the engine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.core import iri, terms
from kg.core.ontology import Ontology, column_name
from kg.load.cells import MANY
from kg.rows.engine import named, quoted

_NOTHING = "SELECT '' AS claim, '' AS class, '' AS source, '' AS target, '' AS kind, false AS directed WHERE false"


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """How a class becomes an edge: the properties to follow to either end, and its kind and direction."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    kind: str | None
    directed: bool


def edge_rule(ontology: Ontology, cls: str) -> EdgeRule | None:
    """Return what a class declares about its edge, or inherits; None if it declares no ends."""
    source, target = (tuple(ontology.inherited(cls, end)) for end in (terms.edgeSource, terms.edgeTarget))
    if not source or not target:
        return None
    kind = next(iter(ontology.inherited(cls, terms.edgeKind)), None)
    return EdgeRule(source, target, kind, ontology.inherited(cls, terms.edgeDirected) == ["true"])


def broad_class(ontology: Ontology, cls: str) -> str:
    """Name the broadest class below that of all claims, or of all findings, to which a class belongs."""
    above = ontology.supers(cls)
    if terms.Finding in above:
        return "Finding"
    below = [one for one in above if one not in {terms.Claim, cls} and terms.Claim in ontology.supers(one)]
    return iri.compress((below or [cls])[-1]).removeprefix("dyad:")


def ties(ontology: Ontology, columns: Callable[[str], frozenset[str]]) -> str:
    """Write an expression of what is tied: `claim`, `class`, `source`, `target`, `kind`, `directed`.

    `columns` names those that the table `claim`, or `finding`, has. Steps beyond the first are tables of pairs.
    """
    found = []
    for top, table in ((terms.Claim, "claim"), (terms.Finding, "finding")):
        for cls in ontology.subs(top):
            rule = edge_rule(ontology, cls)
            if rule is not None and {_first(rule.source), _first(rule.target)} <= columns(table):
                found.append(_ties(rule, iri.compress(cls), table, columns(table)))
    return " UNION ALL ".join(found) or _NOTHING


def further_steps(ontology: Ontology) -> Iterator[str]:
    """Yield the properties that edges follow beyond the first."""
    for top in (terms.Claim, terms.Finding):
        for rule in filter(None, (edge_rule(ontology, cls) for cls in ontology.subs(top))):
            for path in (rule.source, rule.target):
                yield from map(column_name, path[1:])


def _first(path: tuple[str, ...]) -> str:
    return column_name(path[0])


def _ties(rule: EdgeRule, cls: str, table: str, columns: frozenset[str]) -> str:
    """Write the ties of a class: each end is a list, and every pair of them is tied."""
    kind = quoted(cls)
    if rule.kind is not None and (column := column_name(rule.kind)) in columns:
        kind = f"coalesce(CAST({named(column)} AS VARCHAR), {kind})"
    ends = f"{_values(rule.source)} AS source_0, {_values(rule.target)} AS target_0"
    rows = f"SELECT own.{table} AS claim, {kind} AS kind, {ends} FROM {table} AS own WHERE class = {quoted(cls)}"
    for end, path in (("source_0", rule.source), ("target_0", rule.target)):
        rows = f"SELECT * REPLACE (unnest({end}) AS {end}) FROM ({rows})"
        for step in map(column_name, path[1:]):
            linked = f"JOIN {named(step)} ON subject = {end}"
            rows = f"SELECT before.* REPLACE (object AS {end}) FROM ({rows}) AS before {linked}"
    own = f"{quoted(cls)} AS class, source_0 AS source, target_0 AS target, kind, {rule.directed} AS directed"
    return f"SELECT claim, {own} FROM ({rows})"


def _values(path: tuple[str, ...]) -> str:
    return f"string_split(CAST({named(_first(path))} AS VARCHAR), {quoted(MANY)})"
