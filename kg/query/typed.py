"""Give answers the types of their RDF datatypes: Arrow tables and data frames in which "NA" and "007" stay text."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.core import iri
from kg.core.graph import BlankNode, Literal, Term, Triple
from kg.query.answers import Answer

if TYPE_CHECKING:
    import pandas
    import pyarrow

_INTEGERS = (
    "integer",
    "int",
    "long",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
    "unsignedByte",
)
_KINDS: Final = {
    iri.PREFIXES["xsd"] + name: kind
    for kind, names in {
        "integer": _INTEGERS,
        "decimal": ("decimal",),
        "double": ("double", "float"),
        "boolean": ("boolean",),
        "date": ("date",),
        "dateTime": ("dateTime", "dateTimeStamp"),
    }.items()
    for name in names
}
# What a kind of column can hold without loss: no date with a time zone, nothing finer than a microsecond.
_LEXICAL: Final = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    "double": re.compile(r"[+-]?(([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|INF)|NaN"),
    "boolean": re.compile("true|false|1|0"),
    "date": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "dateTime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?"),
}
_DECIMAL_DIGITS: Final = 38
_LONG: Final = range(-(2**63), 2**63)


def to_arrow(answer: Answer) -> "pyarrow.Table":
    """Make an Arrow table, each column of the one type that holds all its values without loss, else of strings.

    Integers are int64, or decimal128 where one is too long; decimals are decimal128, also with integers among them;
    double and float are float64; boolean is bool, date is date32, dateTime is timestamp[us], in UTC if all have a time
    zone. IRIs, strings, mixtures and ill-typed literals are strings of their lexical form. Unbound is null.
    """
    import pyarrow

    columns = [_column([row[place] for row in answer.rows]) for place in range(len(answer.variables))]
    return pyarrow.table(columns, names=list(answer.variables))


def to_frame(answer: Answer) -> "pandas.DataFrame":
    """Make a data frame whose columns keep the Arrow types of `to_arrow`."""
    import pandas

    frame: pandas.DataFrame = to_arrow(answer).to_pandas(types_mapper=pandas.ArrowDtype)
    return frame


def lexical_form(term: Term) -> str:
    """Return the lexical form of a term: the value of a literal, an IRI without brackets, a blank node as `_:b`."""
    if isinstance(term, BlankNode | Triple):
        return str(term)
    return term.value


def number_of(term: Literal) -> Decimal | None:
    """Return the exact number of an integer or decimal; None for what is none, or has more than 38 digits."""
    if kind_of(term) not in {"integer", "decimal"} or sum(map(len, _digits(term.value))) > _DECIMAL_DIGITS:
        return None
    return Decimal(term.value)


def _column(terms: list[Term | None]) -> "pyarrow.Array":
    """Make one column; text where its values are of several kinds, or one of them does not fit the type."""
    import pyarrow

    texts = [None if term is None else lexical_form(term) for term in terms]
    kinds = frozenset(kind_of(term) for term in terms if term is not None)
    build = _BUILDERS.get(kinds)
    column = build(texts) if build else None
    return pyarrow.array(texts, pyarrow.string()) if column is None else column


def kind_of(term: Term) -> str:
    """Name the kind of a term, `text` where its lexical form is not one that a typed column can hold."""
    kind = _KINDS.get(term.datatype.value, "text") if isinstance(term, Literal) else "text"
    return kind if kind in _LEXICAL and _LEXICAL[kind].fullmatch(lexical_form(term)) else "text"


def _integers(texts: list[str | None]) -> "pyarrow.Array | None":
    """Make an int64 column, a decimal one where a number is too long."""
    import pyarrow

    longest = max(len(_digits(text)[0]) for text in _bound(texts))
    if longest <= _DECIMAL_DIGITS:
        numbers = [None if text is None else int(Decimal(text)) for text in texts]  # int refuses 4,301 zeros before it
        if all(number is None or number in _LONG for number in numbers):
            return pyarrow.array(numbers, pyarrow.int64())
    return _decimals(texts)


def _decimals(texts: list[str | None]) -> "pyarrow.Array | None":
    """Make a decimal128 column just wide enough; None if that needs more than 38 digits."""
    import pyarrow

    digits = [_digits(text) for text in _bound(texts)]
    scale = max(len(fraction) for _, fraction in digits)
    precision = max(1, scale + max(len(whole) for whole, _ in digits))
    if precision > _DECIMAL_DIGITS:
        return None
    numbers = [None if text is None else Decimal(text) for text in texts]
    return pyarrow.array(numbers, pyarrow.decimal128(precision, scale))


def _digits(text: str) -> tuple[str, str]:
    """Split a number into the digits before and after its point, without the sign and leading zeros."""
    whole, _, fraction = text.lstrip("+-").partition(".")
    return whole.lstrip("0"), fraction


def _doubles(texts: list[str | None]) -> "pyarrow.Array":
    """Make a float64 column."""
    import pyarrow

    return pyarrow.array([None if text is None else float(text) for text in texts], pyarrow.float64())


def _booleans(texts: list[str | None]) -> "pyarrow.Array":
    """Make a bool column."""
    import pyarrow

    return pyarrow.array([None if text is None else text in {"true", "1"} for text in texts], pyarrow.bool_())


def _dates(texts: list[str | None]) -> "pyarrow.Array | None":
    """Make a date32 column; None if one is no day of the calendar."""
    import pyarrow

    try:
        days = [None if text is None else date.fromisoformat(text) for text in texts]
    except ValueError:
        return None
    return pyarrow.array(days, pyarrow.date32())


def _moments(texts: list[str | None]) -> "pyarrow.Array | None":
    """Make a timestamp column, in UTC if all have a time zone; None if only some have, or one is no moment."""
    import pyarrow

    try:
        moments = [None if text is None else datetime.fromisoformat(text) for text in texts]
        zoned = {moment.tzinfo is not None for moment in moments if moment is not None}
        if zoned == {True}:
            in_utc = [None if moment is None else moment.astimezone(UTC) for moment in moments]
            return pyarrow.array(in_utc, pyarrow.timestamp("us", tz="UTC"))
    except (ValueError, OverflowError):
        return None
    return pyarrow.array(moments, pyarrow.timestamp("us")) if zoned == {False} else None


def _bound(texts: list[str | None]) -> Iterable[str]:
    """Leave the unbound out."""
    return (text for text in texts if text is not None)


_BUILDERS: Final[dict[frozenset[str], Callable[[list[str | None]], "pyarrow.Array | None"]]] = {
    frozenset({"integer"}): _integers,
    frozenset({"decimal"}): _decimals,
    frozenset({"integer", "decimal"}): _decimals,
    frozenset({"double"}): _doubles,
    frozenset({"boolean"}): _booleans,
    frozenset({"date"}): _dates,
    frozenset({"dateTime"}): _moments,
}
