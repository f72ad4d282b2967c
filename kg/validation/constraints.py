"""The constraints of SHACL Core that our shapes use, each as a function from values to the values that break it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final, TypeAlias

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Term

Members: TypeAlias = Callable[[str], set[Term]]
Broken: TypeAlias = Iterator[Term | None]
Constraint: TypeAlias = Callable[[list[Term], tuple[str, ...], Members], Broken]

_XSD: Final = iri.PREFIXES["xsd"]
_LEXICAL: Final = {
    _XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false|1|0"),
    _XSD + "date": re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?"),
}


def _well_formed(literal: Literal) -> bool:
    """Tell whether a literal has a form that its datatype allows; days must exist."""
    form = _LEXICAL.get(literal.datatype.value)
    if form is None:
        return True
    if form.fullmatch(literal.value) is None:
        return False
    return literal.datatype.value != _XSD + "date" or _day(literal) is not None


def _day(term: Term) -> date | None:
    try:
        return date.fromisoformat(term.value[:10]) if isinstance(term, Literal) else None
    except ValueError:
        return None


def _number(term: Term) -> Decimal | None:
    """Return a number, None for what is none: «NaN» is in no order."""
    if not isinstance(term, Literal) or term.datatype.value == _XSD + "string":
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return None if number.is_nan() else number


def _min_count(values: list[Term], limit: tuple[str, ...], _: Members) -> Broken:
    if len(values) < int(limit[0]):
        yield None


def _max_count(values: list[Term], limit: tuple[str, ...], _: Members) -> Broken:
    if len(values) > int(limit[0]):
        yield None


def _datatype(values: list[Term], wanted: tuple[str, ...], _: Members) -> Broken:
    for value in values:
        if not (isinstance(value, Literal) and value.datatype.value == wanted[0] and _well_formed(value)):
            yield value


def _class(values: list[Term], wanted: tuple[str, ...], members: Members) -> Broken:
    for cls in wanted:
        yield from (value for value in values if value not in members(cls))


def _node_kind(values: list[Term], wanted: tuple[str, ...], _: Members) -> Broken:
    kinds = {"IRI": NamedNode, "Literal": Literal}
    kind = kinds[wanted[0].removeprefix(iri.PREFIXES["sh"])]
    yield from (value for value in values if not isinstance(value, kind))


def _pattern(values: list[Term], wanted: tuple[str, ...], _: Members) -> Broken:
    for value in values:
        if not isinstance(value, NamedNode | Literal) or re.search(wanted[0], value.value) is None:
            yield value


def _language_in(values: list[Term], wanted: tuple[str, ...], _: Members) -> Broken:
    for value in values:
        language = value.language if isinstance(value, Literal) else None
        if language is None or not any(language == w or language.startswith(f"{w}-") for w in wanted):
            yield value


def _unique_lang(values: list[Term], wanted: tuple[str, ...], _: Members) -> Broken:
    counts = Counter(value.language for value in values if isinstance(value, Literal) and value.language)
    if wanted[0] == "true":
        yield from (None for count in counts.values() if count > 1)


def _min_length(values: list[Term], limit: tuple[str, ...], _: Members) -> Broken:
    for value in values:
        if not isinstance(value, NamedNode | Literal) or len(value.value) < int(limit[0]):
            yield value


def _limit(within: Callable[[Decimal, Decimal], bool]) -> Constraint:
    """Make a constraint that compares numbers with a limit; what is no number breaks it."""

    def constraint(values: list[Term], limit: tuple[str, ...], _: Members) -> Broken:
        for value in values:
            number = _number(value)
            if number is None or not within(number, Decimal(limit[0])):
                yield value

    return constraint


CONSTRAINTS: Final[Mapping[str, Constraint]] = MappingProxyType(
    {
        "minCount": _min_count,
        "maxCount": _max_count,
        "datatype": _datatype,
        "class": _class,
        "nodeKind": _node_kind,
        "pattern": _pattern,
        "languageIn": _language_in,
        "uniqueLang": _unique_lang,
        "minLength": _min_length,
        "minInclusive": _limit(lambda number, limit: number >= limit),
        "maxInclusive": _limit(lambda number, limit: number <= limit),
        "minExclusive": _limit(lambda number, limit: number > limit),
    }
)


def _in(values: list[Term], wanted: tuple[str, ...], _: Members) -> Broken:
    yield from (value for value in values if not isinstance(value, NamedNode | Literal) or value.value not in wanted)


def _unlike(constraint: Constraint) -> Constraint:
    """Make the constraint that the values which meet another one break (`sh:not`)."""

    def excluding(values: list[Term], wanted: tuple[str, ...], members: Members) -> Broken:
        yield from (value for value in values if not list(constraint([value], wanted, members)))

    return excluding


IN_OPTIONS: Final[Mapping[str, Constraint]] = MappingProxyType(
    {**CONSTRAINTS, "notPattern": _unlike(_pattern), "notIn": _unlike(_in)}
)
"""What an option of a choice may ask, of which a report names the choice and not the constraint."""


def _less(one: date | Decimal, two: date | Decimal) -> bool:
    return one < two  # type: ignore[operator]


def _no_more(one: date | Decimal, two: date | Decimal) -> bool:
    return one <= two  # type: ignore[operator]


COMPARING: Final[Mapping[str, Callable[[date | Decimal, date | Decimal], bool]]] = MappingProxyType(
    {"lessThan": _less, "lessThanOrEquals": _no_more}
)


def out_of_order(values: list[Term], others: list[Term], parameter: str) -> Broken:
    """Yield a value for each other with which it is not in the order of a parameter, or cannot be compared."""
    in_order = COMPARING[parameter]
    for value in values:
        for other in others:
            pairs = ((read(value), read(other)) for read in (_day, _number))
            if not any(one is not None and two is not None and in_order(one, two) for one, two in pairs):
                yield value
