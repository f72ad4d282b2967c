"""The forms in which the server answers, and which of them a request prefers."""

from collections.abc import Sequence
from typing import Final

from kg.core.likeness import did_you_mean, nearest
from kg.query.forms import ANSWER_FORMS, AnswerForm
from kg.serve.asked import weighed
from kg.serve.refusal import Refused

TABLES: Final = (
    ANSWER_FORMS["json"],
    AnswerForm("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    ANSWER_FORMS["csv"],
    ANSWER_FORMS["tsv"],
)
GRAPHS: Final = (
    AnswerForm("ttl", "text/turtle", ("application/x-turtle",)),
    ANSWER_FORMS["nt"],
    AnswerForm("jsonld", "application/ld+json", ("application/json",)),
    AnswerForm("trig", "application/trig"),
    AnswerForm("rdf", "application/rdf+xml"),
)
FILES: Final = (ANSWER_FORMS["parquet"], ANSWER_FORMS["xlsx"], AnswerForm("gexf", "application/gexf+xml"))
_ANY: Final = "*/*"


def form_named(name: str, forms: Sequence[AnswerForm]) -> AnswerForm:
    """Return the form of a short name or a media type; refuse what is none with the nearest."""
    for one in forms:
        if name in {one.name, one.media_type, *one.others}:
            return one
    names = [one.name for one in forms]
    hint = did_you_mean(nearest(name, names), "Choose another.")
    raise Refused(400, f"format={name} is no form of this answer. {hint} There are {', '.join(names)}.")


def preferred(accept: str | None, forms: Sequence[AnswerForm]) -> AnswerForm:
    """Return the form that an Accept header prefers, the first of equals; refuse where it takes none (406).

    The form has the media type that the header names, which may be one of its others.
    """
    ranges = weighed(accept or _ANY)
    offered = [*forms, *(AnswerForm(one.name, media) for one in forms for media in one.others if media in ranges)]
    best = max(offered, key=lambda one: _quality(one.media_type, ranges))
    if not _quality(best.media_type, ranges):
        known = ", ".join(one.media_type for one in forms)
        raise Refused(406, f"The answer has no form that Accept allows. There are {known}.")
    return best


def accepts(accept: str | None, media: str) -> float:
    """Return how much an Accept header wants a media type, 0 for not at all."""
    return _quality(media, weighed(accept or _ANY))


def _quality(media: str, ranges: dict[str, float]) -> float:
    """Return how much the ranges want a media type: the nearest to it decides."""
    kind = media.partition("/")[0]
    return next((ranges[one] for one in (media, f"{kind}/*", _ANY) if one in ranges), 0.0)
