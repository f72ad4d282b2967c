"""What a question was asked with: the values of its parameters, given or by default, as terms and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.core import iri
from kg.core.errors import ParameterInvalid
from kg.core.graph import Store
from kg.core.ontology import Ontology
from kg.query.header import OPEN, Parameter, Query
from kg.query.library import DATATYPES, Resolver, argument, usage
from kg.query.prefixes import KNOWN
from kg.query.tokens import declared, tokens_of
from kg.wording.asked import said
from kg.wording.labels import marked_label

_QUOTES: Final = "\"'"


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The value of a parameter: its SPARQL term, the IRI or text that this is, and whether it was given."""

    parameter: Parameter
    term: str
    text: str
    given: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the parameter is left open."""
        return self.term == OPEN

    @property
    def is_entity(self) -> bool:
        """Tell whether the value is an individual."""
        return self.parameter.type not in DATATYPES and not self.is_open

    @property
    def names(self) -> list[str]:
        """Return the IRIs of the individual that the value is: its own, and those that are judged to be one with it."""
        return [token.text[1:-1] for token in tokens_of(self.term) if token.kind == "iri"] or [self.text]

    def shown(self, store: Store | None, language: str) -> str:
        """Write the value in words: an individual by its labels."""
        if not self.is_entity:
            return self.text
        names = self.names
        labels = map(iri.compress, names) if store is None else (marked_label(store, one, language) for one in names)
        return " = ".join(dict.fromkeys(labels))


def read_arguments(query: Query, words: Sequence[str], settings: Sequence[str] = ()) -> dict[str, str]:
    """Read what follows the name of a question: values in the order of its parameters, and `parameter=value`.

    `settings` are of the second kind alone. Raises ParameterInvalid.
    """
    names = [parameter.name for parameter in query.parameters]
    found: dict[str, str] = {}
    bare: list[str] = []
    for word in words:
        name, equals, _ = word.partition("=")
        if equals and (name in names or name.isidentifier()):
            _set(query, found, word)
        else:
            bare.append(word)
    for setting in settings:
        _set(query, found, setting)
    free = [name for name in names if name not in found]
    if len(bare) > len(free):
        raise ParameterInvalid(
            f"The question takes {len(names)} values at most.", remedy=usage(query), value=bare[len(free)]
        )
    return found | dict(zip(free, bare, strict=False))


def _set(query: Query, found: dict[str, str], setting: str) -> None:
    name, equals, value = setting.partition("=")
    if not equals or not name or not value or name in found:
        example = query.parameters[0].name if query.parameters else "dyad"
        raise ParameterInvalid(
            "The setting is no parameter=value, or stands twice.",
            remedy=f"Write {example}=…, once a parameter. {usage(query)}",
            value=setting,
        )
    found[name] = value


def values_of(
    query: Query, arguments: Mapping[str, str], ontology: Ontology, naming: Resolver | None = None
) -> list[ParameterValue]:
    """Return the values with which a question is asked, in their order; raise ParameterInvalid as `argument` does."""
    terms = {name: argument(query, name, value, ontology, naming) for name, value in arguments.items()}
    found = []
    for parameter in query.parameters:
        term = terms.get(parameter.name, parameter.default)
        found.append(ParameterValue(parameter, term, term_text(term, query.text), parameter.name in terms))
    return found


def term_text(term: str, query: str = "") -> str:
    """Return the IRI or the text that a term is, with the prefixes that a query declares."""
    first = next(iter(tokens_of(term)), None)
    if first is None:
        return term
    if first.kind == "iri":
        return first.text[1:-1]
    if first.kind == "name":
        return {**KNOWN, **declared(tokens_of(query))}.get(first.prefix, f"{first.prefix}:") + first.local
    if first.kind == "string":
        return first.text.strip(_QUOTES).replace('\\"', '"')
    return term


def in_words(values: Sequence[ParameterValue], store: Store | None, language: str) -> tuple[tuple[str, str], ...]:
    """Write the values that are not left open, by their parameters, each in words."""
    found = []
    for value in values:
        if not value.is_open:
            shown, why = value.shown(store, language), value.parameter.reasons.get(language)
            usual = said("by default, for", language, shown, why) if why else said("by default", language, shown)
            found.append((value.parameter.name, shown if value.given else usual))
    return tuple(found)
