"""Read the header of a question: what it asks, what it takes, and what the body gives each parameter."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from kg.core.errors import FileUnreadable, QueryInvalid
from kg.core.languages import FALLBACK, LANGUAGES

OPEN: Final = "UNDEF"
OWN: Final = "own"
"""The topic of a question that names none."""
_MAY_BE_OPEN: Final = "if open"
_QUESTIONS: Final = tuple(f"question@{language}" for language in LANGUAGES)
_REQUIRED: Final = (*_QUESTIONS, "summary", "topic", "tags", "competency", "test", "seed")
_MAY_BE_EMPTY: Final = ("test", "seed")
_PARAMETER_ELSEWHERE: Final = {language: f"parameter@{language}" for language in LANGUAGES if language != "en"}
_REASONS: Final = {language: f"default@{language}" for language in LANGUAGES}
_OF_PARAMETERS: Final = ("parameter", *_PARAMETER_ELSEWHERE.values(), *_REASONS.values())
_HEADER = re.compile(r"#\+ (?P<key>[a-z@]+)(?: (?P<name>[^\s:]+))?:(?P<value>.*)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARAMETER = re.compile(r"(?P<type>[A-Za-z]+), (?P<description>\S.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes.

    Its name, its type (a class of the ontology, date, integer or string), its use by language, the term that it has by
    default, and by language why that was chosen, if the header says so.
    """

    name: str
    type: str
    described: dict[str, str]
    default: str
    reasons: dict[str, str]

    @property
    def description(self) -> str:
        """Return its use in English."""
        return self.described["en"]

    @property
    def may_be_open(self) -> bool:
        """Tell whether the question can be asked without a value."""
        return self.description.endswith(_MAY_BE_OPEN)


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
    topic: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    competency: tuple[int, ...]
    test: dict[str, str]
    seed: dict[str, str]
    text: str

    @property
    def told(self) -> str:
        """Return all that a question says of itself, in three languages."""
        return " ".join([self.name, *self.question.values(), self.summary, *self.tags])


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a header: its number, its key, the name that stands after the key, and its value."""

    number: int
    key: str
    name: str | None
    value: str


def values_line(name: str) -> re.Pattern[str]:
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
        if match is None or match["key"] not in (*_REQUIRED, *_OF_PARAMETERS):
            known = ", ".join((*_REQUIRED, *(f"{key} NAME" for key in _OF_PARAMETERS)))
            _invalid(path, number, "The line of the header is not understood.", f"Write one of {known}.", line)
        key, name, value = match["key"], match["name"], match["value"].strip()
        if (key in _OF_PARAMETERS) is not (name is not None):
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


def _by_key(path: Path, lines: list[_Line], *, own: bool) -> dict[str, _Line]:
    """Return the lines of a header by what they say; raise QueryInvalid for one missing or repeated."""
    found: dict[str, _Line] = {}
    for line in lines:
        key = line.key if line.name is None else f"{line.key} {line.name}"
        if key in found:
            _invalid(path, line.number, "The header says this twice.", "Keep one line.", key)
        found[key] = line
    missing = [] if own and found.keys() & _QUESTIONS else [key for key in _REQUIRED if key not in found]
    if missing:
        key = missing[0]
        _invalid(path, 1, "The header is incomplete.", f"Add `#+ {key}: ...` at the top of the file.", key)
    return found


def _check_translations(path: Path, lines: list[_Line], parameters: tuple[Parameter, ...], *, own: bool) -> None:
    """Raise QueryInvalid for a line on a parameter that is not declared, and for a use not said in each language."""
    names = [parameter.name for parameter in parameters]
    for line in lines:
        if line.name is not None and line.name not in names:
            remedy = f"Declare it by `#+ parameter {line.name}: TYPE, description`."
            _invalid(path, line.number, "The line is on a parameter that is not declared.", remedy, line.name)
    found = [(line.key, line.name) for line in lines]
    wanted = [(key, name) for name in names for key in _PARAMETER_ELSEWHERE.values()]
    for key, name in [] if own else wanted:
        if (key, name) not in found:
            _invalid(path, 1, "The header is incomplete.", f"Add `#+ {key} {name}: ...` at the top of the file.", name)


def _parameter(path: Path, line: _Line, header: dict[str, _Line], text: str) -> Parameter:
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
    defaults = {found[2].strip() for found in values_line(name).finditer(text)}
    if len(defaults) != 1:
        _invalid(
            path,
            line.number,
            f"The body gives the parameter {len(defaults)} values where it must be one.",
            f"Give it a line `VALUES ?{name} {{ default }}`, or several that are alike.",
            name,
        )
    elsewhere, reasons = _by_language(header, _PARAMETER_ELSEWHERE, name), _by_language(header, _REASONS, name)
    described = dict.fromkeys(LANGUAGES, match["description"]) | elsewhere
    return Parameter(name, match["type"], described, defaults.pop(), reasons)


def _by_language(header: dict[str, _Line], keys: dict[str, str], name: str) -> dict[str, str]:
    """Return what the lines of some keys say of a parameter, by their languages."""
    lines = {language: header.get(f"{key} {name}") for language, key in keys.items()}
    return {language: line.value for language, line in lines.items() if line is not None}


def _competency(path: Path, line: _Line) -> tuple[int, ...]:
    """Read the numbers of the competency questions."""
    numbers = [part.strip() for part in line.value.split(",") if line.value]
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


def read_query(path: Path, *, own: bool = False) -> Query:
    """Read a query file; the header of one's `own` must have a question in one language, one that ships everything.

    Raises FileUnreadable, and QueryInvalid with file and line for a header that is incomplete, not understood, or
    names a parameter that the body has not.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable("The query cannot be read.", remedy=f"{error}.", path=path) from error
    lines = list(_header(path, text))
    header = _by_key(path, lines, own=own)
    parameters = tuple(_parameter(path, line, header, text) for line in lines if line.key == "parameter")
    _check_translations(path, lines, parameters, own=own)
    said = {key: header[key] if key in header else _Line(1, key, None, "") for key in _REQUIRED}
    return Query(
        name=path.stem,
        path=path,
        question=_questions(said),
        summary=said["summary"].value,
        topic=said["topic"].value or OWN,
        tags=tuple(filter(None, (tag.strip() for tag in said["tags"].value.split(",")))),
        parameters=parameters,
        competency=_competency(path, said["competency"]),
        test=_arguments(path, said["test"], parameters),
        seed=_arguments(path, said["seed"], parameters),
        text=text,
    )


def _questions(said: dict[str, _Line]) -> dict[str, str]:
    """Return the question in each language; in one that the header leaves out, as another says it."""
    found = {language: said[key].value for language, key in zip(LANGUAGES, _QUESTIONS, strict=True) if said[key].value}
    some = next(found[language] for language in ("en", *FALLBACK) if language in found)
    return {language: found.get(language, some) for language in LANGUAGES}
