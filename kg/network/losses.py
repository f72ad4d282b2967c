"""Say what of a graph its network leaves out or merges: one line each, with the count and the reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kg.core import iri, terms
from kg.core.ontology import RDF_TYPE
from kg.network.describe import local_key
from kg.network.things import Things
from kg.network.ties import ClaimTie, Ties

_TOLD = frozenset({terms.Claim, terms.Finding, terms.Concept})
"""What becomes edges, or is accounted for in another line, or is of the ontology."""


def of_ties(ties: Ties, nothing: Sequence[Sequence[ClaimTie]], drawn: Sequence[Sequence[ClaimTie]]) -> Iterator[str]:
    """Yield a line for each reason for which claims have no edge of their own, or one without a weight.

    `nothing` holds the ties of each edge that was left out for its value, `drawn` those of each edge that was not.
    """
    for status, count in sorted(ties.statuses.items()):
        yield f"Left out: {count:,} of dyad:Claim, because their status is {local_key(status)}."
    for (cls, reason), count in sorted(ties.reasons.items()):
        yield f"Left out: {count:,} of {iri.compress(cls)}, because {reason}."
    if nothing:
        yield (
            f"Left out: {_claims(nothing):,} of dyad:Claim, because the newest value of their edge is zero or negative."
        )
    merged = [group for group in drawn if len(group) > 1]
    if merged:
        kinds = _listed(Counter(local_key(group[0].topic.kind) for group in merged))
        yield (
            f"Merged: {_claims(merged):,} of dyad:Claim in {len(merged):,} edges that have the value of the newest and "
            f"name all, because they speak of the same ends in the same kind ({kinds})."
        )
    unweighed = [group[0] for group in drawn if group[0].weighed and group[0].weight is None]
    if unweighed:
        kinds = _listed(Counter(local_key(tie.topic.kind) for tie in unweighed))
        yield (
            f"Without weight: {len(unweighed):,} edges, because their claims give none where others of their class "
            f"do ({kinds}); Gephi draws them with 1."
        )


def of_things(things: Things, nodes: Sequence[str], follows: Mapping[str, int]) -> Iterator[str]:
    """Yield a line for the things that are no nodes, for the links between nodes, and for what follows.

    `follows` counts by property what follows from rules. The concepts and terms of the ontology are not counted.
    """
    left = things.tables.count_entities()
    left.subtract(things.classes[node] for node in nodes if node in things.classes)
    lineage = things.tables.lineage
    counted = {cls: count for cls, count in left.items() if count and not _TOLD & lineage[cls]}
    entities = Counter({iri.compress(cls): n for cls, n in counted.items() if terms.Entity in lineage[cls]})
    others = {iri.compress(cls): n for cls, n in counted.items() if terms.Entity not in lineage[cls]}
    if entities:
        yield f"Left out: {entities.total():,} of dyad:Entity, because no claim ties them ({_listed(entities)})."
    for cls, count in sorted(others.items()):
        yield f"Left out: {count:,} of {cls}, because they are neither claims nor entities."
    links = Counter(iri.compress(predicate) for node in nodes for predicate in _links(things, node))
    if links:
        yield (
            f"Attributes only: {links.total():,} links between entities, because no claim makes them "
            f"({_listed(links)})."
        )
    unsaid = {**follows, **things.tables.count_ends()}
    unsaid = Counter({iri.compress(predicate): n for predicate, n in unsaid.items() if n and predicate != RDF_TYPE})
    if unsaid:
        yield f"Left out: {unsaid.total():,} derived statements, because nobody asserts them ({_listed(unsaid)})."


def _links(things: Things, node: str) -> Iterator[str]:
    """Yield the property of each link from a node to an entity."""
    for name, values in things.stated[node].items():
        for thing in set(values) if name in things.links else ():
            if things.is_a(thing, terms.Entity) and not things.is_a(thing, terms.Concept):
                yield things.properties[name].predicate


def _claims(groups: Sequence[Sequence[ClaimTie]]) -> int:
    return len({tie.claim for group in groups for tie in group})


def _listed(counts: Counter[str]) -> str:
    """List what was counted with the number of each, in the order of the alphabet."""
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
