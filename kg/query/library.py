"""The shipped questions: read query files with their headers, find one by name, and put values into its braces."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

from kg.core import iri
from kg.core.errors import AssetMissing, FileUnreadable, ParameterInvalid, QueryInvalid, QueryUnknown
from kg.core.languages import LANGUAGES
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import Ontology
from kg.names.keys import name_individual

Naming: TypeAlias = Callable[[str, str], str]
"""Returns the IRI of the thing of a class that a text means, or raises ValueError with a remedy."""
_DATATYPES: Final = ("date", "integer", "string")
OPEN: Final = "UNDEF"
_MAY_BE_OPEN: Final = "if open"
_REQUIRED: Final = (
    *(f"question@{language}" for language in LANGUAGES),
    "summary",
    "tags",
    "competency",
    "test",
    "seed",
)
_MAY_BE_EMPTY: Final = ("test", "seed")
_HEADER = re.compile(r"#\+ (?P<key>[a-z@]+)(?: (?P<name>[^\s:]+))?:(?P<value>.*)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARAMETER = re.compile(r"(?P<type>[A-Za-z]+), (?P<description>\S.*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_TEXT = re.compile(r"[^\x00-\x1f\x7f\\]*")
_NO_LETTER = re.compile("[\ud800-\udfff]")  # how Python keeps the bytes of an argument that are not UTF-8


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes: its name, its type (a class of the ontology, date, integer or string), its use."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question as a file: what it asks in three languages, what it takes, and the SPARQL text that answers it.

    `competency` numbers the questions of the domain that it answers; `test` and `seed` hold the arguments under which
    its expected rows on the invented world and on the shipped article are kept.
    """

    name: str
    path: Path
    question: dict[str, str]
    summary: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    competency: tuple[int, ...]
    test: dict[str, str]
    seed: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a header: its number, its key, the name that stands after the key, and its value."""

    number: int
    key: str
    name: str | None
    value: str


def _values_line(name: str) -> re.Pattern[str]:
    """Match the line that gives a parameter its value, with the braces' content as the second group."""
    return re.compile(rf"^([ \t]*VALUES \?{re.escape(name)} \{{)([^{{}}\n]*)(\}}[ \t]*(?:#.*)?)$", re.MULTILINE)


def _invalid(path: Path, line: int, problem: str, remedy: str, value: str | None = None) -> NoReturn:
    raise QueryInvalid(problem, remedy=remedy, path=path, line=line, value=value)


def _header(path: Path, text: str) -> Iterator[_Line]:
    """Read the `#+` lines with which a query file begins; raise QueryInvalid for one that is not understood."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            return
        match = _HEADER.fullmatch(line)
        if match is None or match["key"] not in (*_REQUIRED, "parameter"):
            known = ", ".join((*_REQUIRED, "parameter NAME"))
            _invalid(path, number, "The line of the header is not understood.", f"Write one of {known}.", line)
        key, name, value = match["key"], match["name"], match["value"].strip()
        if (key == "parameter") is not (name is not None):
            _invalid(
                path,
                number,
                "Only a parameter, and every parameter, has a name before its colon.",
                "Write `#+ parameter NAME: TYPE, description`.",
                line,
            )
        if not value and key not in _MAY_BE_EMPTY:
            _invalid(path, number, "The line of the header is empty.", "Fill it.", line)
        yield _Line(number, key, name, value)


def _by_key(path: Path, lines: list[_Line]) -> dict[str, _Line]:
    """Return the lines of a header by what they say; raise QueryInvalid for one missing or repeated."""
    found: dict[str, _Line] = {}
    for line in lines:
        key = line.key if line.name is None else f"parameter {line.name}"
        if key in found:
            _invalid(path, line.number, "The header says this twice.", "Keep one line.", key)
        found[key] = line
    for key in _REQUIRED:
        if key not in found:
            _invalid(path, 1, "The header is incomplete.", f"Add `#+ {key}: ...` at the top of the file.", key)
    return found


def _parameter(path: Path, line: _Line, text: str) -> Parameter:
    """Read the declaration of a parameter and check that the body gives it one value, in one line or several alike."""
    name = line.name or ""
    match = _PARAMETER.fullmatch(line.value)
    if match is None or _NAME.fullmatch(name) is None:
        _invalid(
            path,
            line.number,
            "The parameter is not declared as it should be.",
            "Write `#+ parameter NAME: TYPE, description`, the name in lower case.",
            name,
        )
    defaults = {found[2].strip() for found in _values_line(name).finditer(text)}
    if len(defaults) != 1:
        _invalid(
            path,
            line.number,
            f"The body gives the parameter {len(defaults)} values where it must be one.",
            f"Give it a line `VALUES ?{name} {{ default }}`, or several that are alike.",
            name,
        )
    return Parameter(name, match["type"], match["description"])


def _competency(path: Path, line: _Line) -> tuple[int, ...]:
    """Read the numbers of the competency questions."""
    numbers = [part.strip() for part in line.value.split(",")]
    if not all(part.isdecimal() for part in numbers):
        _invalid(path, line.number, "A competency question is named by its number.", "Write `1, 2`.", line.value)
    return tuple(map(int, numbers))


def _arguments(path: Path, line: _Line, parameters: tuple[Parameter, ...]) -> dict[str, str]:
    """Read `name=value` pairs separated by spaces; a value with spaces stands in quotation marks."""
    try:
        pairs = [part.partition("=") for part in shlex.split(line.value)]
    except ValueError as error:
        _invalid(path, line.number, "The arguments cannot be split.", f"{error}.", line.value)
    arguments = {name: value for name, _, value in pairs}
    known = {parameter.name for parameter in parameters}
    for name, equals, value in pairs:
        if not (equals and value and name in known) or len(arguments) < len(pairs):
            _invalid(
                path,
                line.number,
                "The argument is no value for a parameter, or stands twice.",
                "Write `name=value` once for each of some parameters.",
                name,
            )
    return arguments


def read_query(path: Path) -> Query:
    """Read a query file.

    Raises FileUnreadable, and QueryInvalid with file and line for a header that is incomplete, not understood, or
    names a parameter that the body has not.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable("The query cannot be read.", remedy=f"{error}.", path=path) from error
    lines = list(_header(path, text))
    header = _by_key(path, lines)
    parameters = tuple(_parameter(path, line, text) for line in lines if line.key == "parameter")
    return Query(
        name=path.stem,
        path=path,
        question={language: header[f"question@{language}"].value for language in LANGUAGES},
        summary=header["summary"].value,
        tags=tuple(tag.strip() for tag in header["tags"].value.split(",")),
        parameters=parameters,
        competency=_competency(path, header["competency"]),
        test=_arguments(path, header["test"], parameters),
        seed=_arguments(path, header["seed"], parameters),
        text=text,
    )


def read_queries(folder: Path) -> dict[str, Query]:
    """Read the query files of a folder by their names; raise AssetMissing if there is none."""
    queries = {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"), key=lambda path: path.stem)}
    if not queries:
        raise AssetMissing("The folder holds no query.", remedy="Give a folder of .rq files.", path=folder)
    return queries


def find_query(folder: Path, name: str) -> Query:
    """Read the query of a name; raise QueryUnknown with the nearest names, or all where none is near."""
    names = sorted(path.stem for path in folder.glob("*.rq"))
    if name not in names:
        remedy = did_you_mean(nearest(name, names), f"Ask one of: {', '.join(names)}.")
        raise QueryUnknown("No question has this name.", remedy=remedy, value=name)
    return read_query(folder / f"{name}.rq")


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
    if not parameter.description.endswith(_MAY_BE_OPEN):
        raise ValueError("Give a value: the question cannot be asked with this one open.")
    return OPEN


def _term(query: Query, parameter: Parameter, value: str, ontology: Ontology, naming: Naming) -> str:
    """Write the value of a parameter as a SPARQL term, or leave it open by `UNDEF`; raise ParameterInvalid."""
    cls = iri.PREFIXES["dyad"] + parameter.type
    if parameter.type not in _DATATYPES and not ontology.segments(cls):
        raise QueryInvalid(
            "The type of the parameter is no class of the ontology that can have individuals.",
            remedy=f"Name such a class, or {', '.join(_DATATYPES)}.",
            path=query.path,
            value=parameter.type,
        )
    try:
        if value == OPEN:
            return _open(parameter)
        if parameter.type in _DATATYPES:
            return _literal(parameter.type, value)
        return f"<{naming(cls, value)}>"
    except ValueError as error:
        raise ParameterInvalid(
            f"The value does not fit ?{parameter.name}, a {parameter.type}: {parameter.description}.",
            remedy=f"{error} {_usage(query)}",
            path=query.path,
            column=parameter.name,
            value=value,
        ) from error


def _usage(query: Query) -> str:
    """List the parameters of a query."""
    listed = "; ".join(f"{p.name} ({p.type}, {p.description})" for p in query.parameters)
    return f"The parameters of {query.name}: {listed or 'none'}."


def argument(query: Query, name: str, value: str, ontology: Ontology, naming: Naming | None = None) -> str:
    """Return the value of a parameter as a SPARQL term, `UNDEF` where it is left open.

    Things are named by what they are called if `naming` is given, else by their keys alone.
    Raises ParameterInvalid, which lists the parameters, for an unknown parameter and for a value that does not fit.
    """
    parameters = {parameter.name: parameter for parameter in query.parameters}
    if _NO_LETTER.search(value):
        raise ParameterInvalid("The value is not UTF-8.", remedy=_usage(query), column=name, value=value)
    if name not in parameters:
        near = did_you_mean(nearest(name, parameters), "")
        raise ParameterInvalid("The query has no such parameter.", remedy=f"{near} {_usage(query)}".strip(), value=name)
    naming = naming or partial(name_individual, ontology=ontology)
    return _term(query, parameters[name], value, ontology, naming)


def _given(text: str, name: str, term: str) -> str:
    """Write a term into the braces of each line that gives a parameter its value."""
    return _values_line(name).sub(lambda line: f"{line[1]} {term} {line[3]}", text)


def bind(query: Query, arguments: Mapping[str, str], ontology: Ontology, naming: Naming | None = None) -> str:
    """Return the text of a query with the given values in its braces, and every other character as in the file.

    Raises ParameterInvalid, as `argument` does.
    """
    text = query.text
    for name, value in arguments.items():
        text = _given(text, name, argument(query, name, value, ontology, naming))
    return text
