"""Say what of a graph its network leaves out or merges: one line each, with the count and the reason."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kg import iri, terms
from kg.graph import NamedNode, Quad, Store, matches, name_of
from kg.network.describe import FILLED, Classes, Reader, local_key
from kg.network.ties import Tie, Unread
from kg.ontology import RDF_TYPE

_TOLD = (terms.Claim, terms.Finding, terms.Concept)
"""What becomes edges, or is accounted for in another line, or is of the ontology."""


def losses(
    reader: Reader,
    classes: Classes,
    unread: Unread,
    nothing: Sequence[Sequence[Tie]],
    drawn: Sequence[Sequence[Tie]],
    nodes: Sequence[str],
) -> Iterator[str]:
    """Yield a line for each thing that the network lacks.

    `nothing` holds the ties of each edge that was left out for its value, `drawn` those of each edge that was not.
    """
    for status, count in sorted(unread.statuses.items()):
        yield f"Left out: {count:,} of dyad:Claim, because their status is {local_key(status)}."
    for (cls, reason), count in sorted(unread.reasons.items()):
        yield f"Left out: {count:,} of {iri.compress(cls)}, because {reason}."
    if nothing:
        claims = {tie.claim for group in nothing for tie in group}
        yield f"Left out: {len(claims):,} of dyad:Claim, because the newest value of their edge is zero or negative."
    yield from _compromises(drawn)
    yield from _individuals(classes, nodes)
    yield from _statements(reader, classes, nodes)


def _compromises(drawn: Sequence[Sequence[Tie]]) -> Iterator[str]:
    """Report the edges that stand for several claims, and those that lack the weight of their class."""
    merged = [group for group in drawn if len(group) > 1]
    if merged:
        claims = len({tie.claim for group in merged for tie in group})
        kinds = Counter(local_key(group[0].kind) for group in merged)
        yield (
            f"Merged: {claims:,} of dyad:Claim in {len(merged):,} edges that have the value of the newest and name "
            f"all, because they speak of the same ends in the same kind ({_listed(kinds)})."
        )
    kinds = Counter(local_key(group[0].kind) for group in drawn if group[0].weighed and group[0].weight is None)
    if kinds:
        yield (
            f"Without weight: {kinds.total():,} edges, because their claims give none where others of their class "
            f"do ({_listed(kinds)}); Gephi draws them with 1."
        )


def _individuals(classes: Classes, nodes: Sequence[str]) -> Iterator[str]:
    """Report the individuals that are no nodes; the concepts and terms of the ontology are not counted."""
    written = frozenset(nodes)
    left = Counter(
        cls
        for name, cls in classes.of.items()
        if name not in written and not any(classes.is_a(name, known) for known in _TOLD)
    )
    entities = Counter({iri.compress(c): n for c, n in left.items() if terms.Entity in classes.lineage[c]})
    others = Counter({iri.compress(c): n for c, n in left.items() if terms.Entity not in classes.lineage[c]})
    if entities:
        yield f"Left out: {entities.total():,} of dyad:Entity, because no claim ties them ({_listed(entities)})."
    for cls, count in sorted(others.items()):
        yield f"Left out: {count:,} of {cls}, because they are neither claims nor entities."


def _statements(reader: Reader, classes: Classes, nodes: Sequence[str]) -> Iterator[str]:
    """Report the links between entities that no claim makes, and what was derived."""
    links = Counter(
        iri.compress(predicate)
        for name in nodes
        for predicate, values in reader.statements(name).items()
        for value in values
        if isinstance(value, NamedNode)
        and classes.is_a(value.value, terms.Entity)
        and not classes.is_a(value.value, terms.Concept)
    )
    if links:
        yield (
            f"Attributes only: {links.total():,} links between entities, because no claim makes them "
            f"({_listed(links)})."
        )
    derived = Counter(
        iri.compress(quad.predicate.value)
        for quad in _derived(reader.store)
        if not any(classes.is_a(name_of(quad.subject), drawn) for drawn in (terms.Finding, terms.DerivedClaim))
    )
    if derived:
        yield f"Left out: {derived.total():,} derived statements, because nobody asserts them ({_listed(derived)})."


def _derived(store: Store) -> Iterator[Quad]:
    """Yield what was derived of entities, and what was filled in for claims; the classes are left out."""
    for quad in store.quads_for_pattern(None, None, None, NamedNode(iri.DERIVED_GRAPH)):
        if quad.predicate.value != RDF_TYPE and quad.predicate not in FILLED:
            yield quad
    for predicate in FILLED:
        yield from matches(store, None, predicate)


def _listed(counts: Counter[str]) -> str:
    """List what was counted with the number of each, in the order of the alphabet."""
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
