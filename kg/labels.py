"""Name things for people: the label of an IRI in the reader's language."""

from collections.abc import Iterable

from kg import iri, terms
from kg.graph import Literal, NamedNode, Store, matches

LANGUAGES = ("en", "kk", "ru")
_FALLBACK = ("kk", "ru", "en")
_LABEL = iri.PREFIXES["rdfs"] + "label"
_OTHER = iri.PREFIXES["skos"] + "altLabel"


def label(store: Store, name: str, language: str) -> str:
    """Return the label of an IRI in a language, else in Kazakh, Russian or English, else another name, else its key.

    Of several labels in one language the first in the order of the alphabet is taken.
    """
    for predicate in (_LABEL, _OTHER, terms.officialName):
        quads = sorted(matches(store, NamedNode(name), NamedNode(predicate)), key=str, reverse=True)
        found = {q.object.language: q.object.value for q in quads if isinstance(q.object, Literal)}
        for wanted in (language, *_FALLBACK, None):
            if wanted in found:
                return found[wanted]
    return iri.compress(name)


def labels(store: Store, names: Iterable[str], language: str) -> dict[str, str]:
    """Return the labels of several IRIs, as `label` does."""
    return {name: label(store, name, language) for name in names}
