"""The questions: find those that ship and those of one's own, and put values into the braces of one."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from kg.core import assets, iri
from kg.core.errors import AssetMissing, ParameterInvalid, QueryInvalid, QueryUnknown
from kg.core.languages import LANGUAGES
from kg.core.likeness import NEAREST, did_you_mean, nearest, skeleton
from kg.core.ontology import Ontology
from kg.core.signs import is_text
from kg.names.keys import name_individual
from kg.query.header import OPEN, Parameter, Query, read_query, values_line

Resolver: TypeAlias = Callable[[str, str], Sequence[str]]
"""Returns the IRIs of the thing of a class that a text means, with those judged to be one with it after its own, or
raises ValueError with a remedy."""
DATATYPES: Final = ("date", "integer", "string")
_TOPICS: Final = "topics.toml"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_TEXT = re.compile(r"[^\x00-\x1f\x7f\\]*")


def read_queries(*folders: Path) -> dict[str, Query]:
    """Read the query files of some folders by their names; only those that ship must have a whole header.

    Raises AssetMissing for a folder without any, QueryInvalid for a name that two have.
    """
    return {name: _read(path) for name, path in _files(*folders).items()}


def find_query(folder: Path, name: str, *others: Path) -> Query:
    """Read the query of a name in some folders; raise QueryUnknown with the nearest names."""
    files = _files(folder, *others)
    if name not in files:
        near = nearest(name, files) or _telling_of(name, [_read(path) for path in files.values()])
        remedy = did_you_mean(near[:NEAREST], "`kg ask` lists the questions.")
        raise QueryUnknown("No question has this name.", remedy=remedy, value=name)
    return _read(files[name])


def _telling_of(text: str, questions: Iterable[Query]) -> list[str]:
    """Return the questions whose words, in any language, are those of a text too."""
    words = skeleton(text).split()
    return [one.name for one in questions if all(word in skeleton(one.told) for word in words)]


def _read(path: Path) -> Query:
    return read_query(path, own=path.parent.resolve() != assets.queries().resolve())


def _files(*folders: Path) -> dict[str, Path]:
    """Return the query files of some folders by their names."""
    found: dict[str, Path] = {}
    for folder in folders:
        paths = sorted(folder.glob("*.rq"), key=lambda path: path.stem)
        if not paths:
            raise AssetMissing("The folder holds no query.", remedy="Give a folder of .rq files.", path=folder)
        for path in paths:
            if path.stem in found:
                remedy = f"Rename one; the other is {found[path.stem]}."
                raise QueryInvalid("Two questions have this name.", remedy=remedy, path=path, value=path.stem)
            found[path.stem] = path
    return found


def read_topics(*folders: Path) -> dict[str, dict[str, str]]:
    """Read the topics that folders of queries declare, in their order, with their labels by language."""
    found: dict[str, dict[str, str]] = {}
    for path in (folder / _TOPICS for folder in folders):
        try:
            declared = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except (OSError, ValueError) as error:
            raise QueryInvalid("The topics cannot be read.", remedy=f"{error}.", path=path) from error
        for topic, labels in declared.items():
            if not isinstance(labels, dict) or not {*LANGUAGES} <= labels.keys():
                languages = ", ".join(LANGUAGES)
                raise QueryInvalid("A topic lacks labels.", remedy=f"Label it in {languages}.", path=path, value=topic)
            found.setdefault(topic, {language: str(labels[language]) for language in LANGUAGES})
    return found


def _literal(type_: str, value: str) -> str:
    """Write a date, integer or string as a SPARQL term; raise ValueError with a remedy."""
    if type_ == "string":
        if _TEXT.fullmatch(value) is None:
            raise ValueError("Write text without line breaks, tabs and backslashes.")
        return '"' + value.replace('"', '\\"') + '"'
    if type_ == "integer":
        if _INTEGER.fullmatch(value) is None:
            raise ValueError("Write one whole number.")
        return str(int(value))
    if _DATE.fullmatch(value) is None:
        raise ValueError("Write one day, as YYYY-MM-DD.")
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise ValueError("Write a day that exists, as YYYY-MM-DD.") from error
    return f'"{value}"^^<{iri.PREFIXES["xsd"]}date>'


def _open(parameter: Parameter) -> str:
    """Leave a parameter open; raise ValueError for one without which the question has no sense."""
    if not parameter.may_be_open:
        raise ValueError("Give a value: the question cannot be asked with this one open.")
    return OPEN


def _term(query: Query, parameter: Parameter, value: str, ontology: Ontology, naming: Resolver) -> str:
    """Write the value of a parameter as a SPARQL term, or leave it open by `UNDEF`; raise ParameterInvalid."""
    cls = iri.PREFIXES["dyad"] + parameter.type
    if parameter.type not in DATATYPES and not ontology.segments(cls):
        raise QueryInvalid(
            "The type of the parameter is no class of the ontology that can have individuals.",
            remedy=f"Name such a class, or {', '.join(DATATYPES)}.",
            path=query.path,
            value=parameter.type,
        )
    try:
        if value == OPEN:
            return _open(parameter)
        if parameter.type in DATATYPES:
            return _literal(parameter.type, value)
        return " ".join(f"<{name}>" for name in naming(cls, value))
    except ValueError as error:
        raise ParameterInvalid(
            f"The value does not fit ?{parameter.name} ({parameter.type}, {parameter.description}).",
            remedy=f"{error} {usage(query)}",
            column=parameter.name,
            value=value,
        ) from error


def _by_key(ontology: Ontology) -> Resolver:
    return lambda cls, value: [name_individual(cls, value, ontology)]


def usage(query: Query) -> str:
    """List the parameters of a query."""
    listed = "; ".join(f"{p.name} ({p.type}, {p.description})" for p in query.parameters)
    return f"The parameters of {query.name}: {listed or 'none'}."


def argument(query: Query, name: str, value: str, ontology: Ontology, naming: Resolver | None = None) -> str:
    """Return the value of a parameter as a SPARQL term, `UNDEF` where it is left open.

    Things are named by what they are called if `naming` is given, else by their keys alone. A thing of several names
    that are judged to be one is all of them, for claims may use any.
    Raises ParameterInvalid, which lists the parameters, for an unknown parameter and for a value that does not fit.
    """
    parameters = {parameter.name: parameter for parameter in query.parameters}
    if not is_text(value):
        raise ParameterInvalid("The value is not UTF-8.", remedy=usage(query), column=name, value=value)
    if name not in parameters:
        remedy = f"{did_you_mean(nearest(name, parameters), '')} {usage(query)}".strip()
        raise ParameterInvalid("The query has no such parameter.", remedy=remedy, value=name)
    return _term(query, parameters[name], value, ontology, naming or _by_key(ontology))


def _given(text: str, name: str, term: str) -> str:
    """Write a term into the braces of each line that gives a parameter its value."""
    return values_line(name).sub(lambda line: f"{line[1]} {term} {line[3]}", text)


def with_terms(query: Query, terms: Mapping[str, str]) -> str:
    """Return the text of a query with SPARQL terms as the values of some parameters."""
    text = query.text
    for name, term in terms.items():
        text = _given(text, name, term)
    return text


def bind(query: Query, arguments: Mapping[str, str], ontology: Ontology, naming: Resolver | None = None) -> str:
    """Return the text of a query with the given values in its braces, and every other character as in the file.

    Raises ParameterInvalid, as `argument` does.
    """
    terms = {name: argument(query, name, value, ontology, naming) for name, value in arguments.items()}
    return with_terms(query, terms)
