"""The page of a thing: its names, what it belongs to, where it lies, what claims say of it, and who asks for it."""

from collections.abc import Iterator
from typing import Any, Final

from kg.core import iri, terms
from kg.core.errors import NameUnknown
from kg.core.graph import Literal, NamedNode, matches, name_of
from kg.core.ontology import DEFINITION
from kg.names.resolve import meant
from kg.names.things import Thing
from kg.serve.charts.map import MapPlace, PlaceMap, draw_map
from kg.serve.pages.claim_lines import ClaimLine, claim_line
from kg.serve.pages.described import is_described
from kg.serve.pages.dyad_charts import PageChart, spot_of
from kg.serve.pages.figures import Figures, cell_text
from kg.serve.pages.moved import Moved
from kg.serve.pages.site import Look
from kg.serve.pages.tables import answer_records
from kg.show.entity import profile
from kg.show.outlines import CREDIT
from kg.show.tallied import count_claims
from kg.wording.labels import text_in

_NAMING: Final = frozenset(
    (
        *(iri.PREFIXES["skos"] + name for name in ("definition", "altLabel", "prefLabel")),
        *(iri.PREFIXES["rdfs"] + "label", terms.officialName, terms.latitude, terms.longitude),
    )
)
_MOST_CLAIMS: Final = 24
_MOST_CONFLICTS: Final = 8
_LONGEST: Final = 200  # letters of a name for which near ones are looked for
_MOVED: Final = ("dyad", "finding")


def gather_thing(look: Look, kind: str, key: str) -> dict[str, Any]:
    """Gather the page of a thing; raise NameUnknown for what is none, and Moved for what has its page elsewhere."""
    if kind in _MOVED:
        raise Moved(look.asked.to_thing(f"{kind}/{key}"))
    thing = _thing(look, f"{kind}/{key}")
    tallied = count_claims(look.rows, thing.iri) if look.asked.axes else None
    shown = profile(look.names, thing, look.site.questions.values(), tallied)
    return {
        "title": shown.label,
        "shown": shown,
        "definition": text_in(look.store, thing.iri, DEFINITION, look.language),
        "facts": [fact for fact in _facts(look, thing) if fact[0] not in dict(shown.codes)],
        "map": _map(look, thing, shown.label),
        "credit": CREDIT[look.language],
        "conflicts": [*_conflicts(look, thing)],
        "lines": _lines(look, thing) if 0 < shown.claims <= _MOST_CLAIMS else [],
    }


def _thing(look: Look, name: str) -> Thing:
    if len(name) > _LONGEST:
        raise NameUnknown("No key is so long.", remedy=look.word("begin here"), value=name)
    found = look.names.of_key(name)
    if found and found[0].key == name:
        return found[0]
    if is_described(look, iri.expand(name)):
        raise Moved(look.asked.link(f"/described/{name}"))
    if len(found) == 1:
        raise Moved(look.asked.to_thing(found[0].key))
    try:
        named = meant(look.names, terms.Entity, name)
    except ValueError as error:
        raise NameUnknown("Nothing can be shown by this name.", remedy=f"{error}", value=name) from error
    if named == iri.expand(name):
        raise NameUnknown("This graph says nothing of it.", remedy="Search for what there is.", value=name)
    raise Moved(look.asked.to_thing(named))


def _facts(look: Look, thing: Thing) -> Iterator[tuple[str, str]]:
    """Yield what is stated of a thing in figures, days and texts, beside what it is called."""
    found: dict[str, list[str]] = {}
    for quad in matches(look.store, NamedNode(thing.iri), None):
        if isinstance(quad.object, Literal) and quad.predicate.value not in _NAMING:
            found.setdefault(quad.predicate.value, []).append(quad.object.value)
    for predicate, texts in sorted(found.items()):
        yield look.ontology.label(predicate, look.language) or iri.compress(predicate), "; ".join(sorted(texts))


def _map(look: Look, thing: Thing, label: str) -> PageChart | None:
    linked = look.names.linked(thing, terms.hasCheckpoint)
    spot = spot_of(look, [thing.iri, *(one.iri for one in linked)])
    if spot is None:
        return None
    place = MapPlace(label, look.asked.to_thing(thing.key), *spot)
    told = look.word("place", *spot)
    return PageChart(look.word("on a map"), told, draw_map(PlaceMap(label, told, [place])))


def _conflicts(look: Look, thing: Thing) -> Iterator[dict[str, str]]:
    """Yield in words where claims about the thing, or that it concerns, disagree."""
    found = look.around(thing.iri).ask("conflicts", about=f"<{thing.iri}>", language=f'"{look.language}"')
    for row in answer_records(found)[:_MOST_CONFLICTS]:
        verdict, finding = cell_text(row, "verdict"), cell_text(row, "finding")
        yield {
            "verdict": look.label(verdict),
            "sentence": cell_text(row, "sentence"),
            "finding": look.asked.to_thing(finding),
        }


def _lines(look: Look, thing: Thing) -> list[ClaimLine]:
    """Tell the claims that name a thing."""
    naming = {name_of(quad.subject) for quad in matches(look.store, None, None, NamedNode(thing.iri))}
    figures = Figures(look)
    claims = sorted(name for name in naming - look.gone if name.startswith(iri.CLAIM))
    return [claim_line(figures, claim, thing.iri) for claim in claims[:_MOST_CLAIMS]]
