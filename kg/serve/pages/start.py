"""The first page: where to begin."""

from typing import Any, Final

from kg.core import iri, terms
from kg.serve.pages.questions import topics_of
from kg.serve.pages.site import Look

_DYADS: Final = 24


def gather_start(look: Look) -> dict[str, Any]:
    """Gather the first page: the dyads of which most is said, the questions by topic, and how much there is."""
    classes = [terms.Dyad]
    most = look.names.telling(classes, [iri.compress(one) for one in look.ontology.subs(terms.Measurement)], (), _DYADS)
    dyads = [(look.names.label(one), look.asked.to_thing(one.key), one.claims) for one in most]
    claims, left_out = look.rows.left_out()
    return {"title": "Dyad", "dyads": dyads, "topics": topics_of(look), "claims": claims - left_out}
