"""The projections: what the ontology declares of each, and the query of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from kg.core import assets, iri, terms
from kg.core.errors import ArgumentInvalid
from kg.core.graph import Literal, NamedNode
from kg.core.languages import LANGUAGES
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import DEFINITION, RDFS_LABEL, Ontology

ALL = "all"


@dataclass(frozen=True, slots=True)
class Projection:
    """A network that claims make: its query, and what the ontology says of it, texts by language.

    `merged_by` is the rule by which several rows become one edge; `least_weight` and `backbone` are what leaves edges
    out unless a reader asks otherwise.
    """

    name: str
    query: str
    labels: Mapping[str, str]
    definition: str
    nodes: Mapping[str, str]
    edges: Mapping[str, str]
    unit: Mapping[str, str]
    size: Mapping[str, str]
    coloured_by: str
    merged_by: str
    least_weight: Decimal | None = None
    backbone: float | None = None
    yearly: bool = False
    on_map: bool = False


def projection_names(ontology: Ontology) -> list[str]:
    """Name the projections, in the order of the alphabet."""
    names = (name for name, cls in ontology.individuals() if cls == terms.Projection)
    return sorted(map(iri.own_key, names))


def read_projection(ontology: Ontology, name: str) -> Projection:
    """Return a projection by its name; raise ArgumentInvalid with the nearest."""
    known = projection_names(ontology)
    if name not in known:
        remedy = did_you_mean(nearest(name, known), f"Choose one of: {', '.join(known)}; or a file of a query, *.rq.")
        raise ArgumentInvalid("No projection has this name.", remedy=remedy, value=name)
    own = iri.mint(ontology.segment(terms.Projection) or "", name)
    one = partial(ontology.value, own)
    least, level = one(terms.leastWeight), one(terms.backboneLevel)
    return Projection(
        name=name,
        query=_query_file(name).read_text(encoding="utf-8"),
        labels=_texts(ontology, own, RDFS_LABEL),
        definition=one(DEFINITION) or "",
        nodes=_texts(ontology, own, terms.nodesAre),
        edges=_texts(ontology, own, terms.edgesAre),
        unit=_texts(ontology, own, terms.weighedIn),
        size=_texts(ontology, own, terms.sizedBy),
        coloured_by=one(terms.colouredBy) or "kind",
        merged_by=one(terms.mergedBy) or "count",
        least_weight=None if least is None else Decimal(least),
        backbone=None if level is None else float(level),
        yearly=one(terms.isYearly) == "true",
        on_map=one(terms.liesOnMap) == "true",
    )


def _query_file(name: str) -> Path:
    return assets.projections() / f"{name}.sql"


def _texts(ontology: Ontology, thing: str, predicate: str) -> dict[str, str]:
    """Return the texts of a property by language."""
    quads = ontology.terms.quads_for_pattern(NamedNode(thing), NamedNode(predicate), None)
    found = {q.object.language: q.object.value for q in quads if isinstance(q.object, Literal)}
    return {language: found[language] for language in LANGUAGES if language in found}
