"""Things as data: what the graph states of each, in the forms of RDF, and the address that leads to page or data."""

from collections.abc import Mapping
from typing import Any, Final

from kg.core import iri
from kg.core.errors import ArgumentInvalid, NameUnknown
from kg.core.graph import NamedNode, RdfFormat, Triple, matches, name_of, serialize
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import DEFINITION, RDF_TYPE
from kg.serve.asked import weighed
from kg.serve.pages.site import Look

RDF_FORMS: Final[Mapping[str, RdfFormat]] = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
}
"""The forms of RDF by the ending of an address."""
_PAGE: Final = "html"
_MEDIA: Final = {
    "text/html": _PAGE,
    "application/xhtml+xml": _PAGE,
    "*/*": _PAGE,
    "text/*": _PAGE,
    **{form.media_type: ending for ending, form in RDF_FORMS.items()},
    "application/*": "jsonld",
    "application/json": "jsonld",
    "text/plain": "nt",
}
_KINDS: Final = ("Class", "ObjectProperty", "DatatypeProperty")


def wanted_form(accept: str) -> str:
    """Return the ending of the form that an Accept header wants most, `html` where it wants none that there is."""
    wanted = [(weight, name) for name, weight in weighed(accept or "*/*").items() if name in _MEDIA and weight]
    if not wanted:
        return _PAGE
    most = max(weight for weight, _ in wanted)
    return next(_MEDIA[name] for weight, name in wanted if weight == most)


def id_target(look: Look, name: str, accept: str) -> str:
    """Return the address of the page or of the data of a thing, as a reader wants it."""
    form = wanted_form(accept)
    return look.asked.to_thing(name) if form == _PAGE else look.asked.link(f"/data/{name}.{form}")


def ontology_target(look: Look, accept: str) -> str:
    """Return the address of the page or of the data of the ontology, as a reader wants it."""
    form = wanted_form(accept)
    return look.asked.link("/page/ontology" if form == _PAGE else f"/data/ontology.{form}")


def written_data(look: Look, path: str) -> tuple[bytes, str]:
    """Write what the graph states of a thing in the form that ends its address, with the media type.

    Raises ArgumentInvalid for an ending that is none of RDF_FORMS, NameUnknown for what nothing is stated of.
    """
    name, _, ending = path.rpartition(".")
    if ending not in RDF_FORMS or not name:
        remedy = did_you_mean(nearest(ending, RDF_FORMS), f"End the address with one of: .{', .'.join(RDF_FORMS)}.")
        raise ArgumentInvalid("There is no such form of data.", remedy=remedy, value=ending or path)
    form = RDF_FORMS[ending]
    written = serialize(_stated(look, name), format=form, prefixes=iri.PREFIXES)
    return written or b"", form.media_type


def _stated(look: Look, name: str) -> list[Triple]:
    if name == "ontology":
        return sorted({quad.triple for quad in look.ontology.terms}, key=str)
    thing, gone = _node(name), look.gone
    quads = [] if thing.value in gone else matches(look.store, thing, None)
    found = sorted({quad.triple for quad in quads if name_of(quad.object) not in gone}, key=str)
    if not found:
        raise NameUnknown("This graph states nothing of it.", remedy="Search for what there is.", value=name)
    return found


def _node(name: str) -> NamedNode:
    try:
        return NamedNode(iri.expand(f"{iri.ID}{name}"))
    except ValueError as error:
        raise NameUnknown("No name is written so.", remedy=f"{error}.", value=name) from error


def gather_ontology(look: Look) -> dict[str, Any]:
    """Gather the page of the ontology: its classes and properties, with what they are called and mean."""
    found: dict[str, list[tuple[str, str, str]]] = {kind: [] for kind in _KINDS}
    for kind in _KINDS:
        cls = NamedNode(iri.PREFIXES["owl"] + kind)
        quads = look.ontology.terms.quads_for_pattern(None, NamedNode(RDF_TYPE), cls)
        terms = {name_of(quad.subject) for quad in quads}
        for term in sorted(one for one in terms if one.startswith(iri.PREFIXES["dyad"])):
            label = look.ontology.label(term, look.language) or ""
            definition = look.ontology.value(term, DEFINITION) or ""
            found[kind].append((term.removeprefix(iri.PREFIXES["dyad"]), label, definition))
    classes, objects, datatypes = found.values()
    groups = [(look.word("classes"), classes), (look.word("properties"), sorted([*objects, *datatypes]))]
    return {"title": look.word("ontology"), "groups": groups}
