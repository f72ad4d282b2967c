"""Make the columns of a table for people from an answer: labels for IRIs, amounts in one scale with their bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Term
from kg.core.ontology import Ontology
from kg.core.visible import visible
from kg.query.answers import Answer
from kg.query.labelled import short_key
from kg.query.labelling import Labelling
from kg.query.typed import kind_of, lexical_form, number_of
from kg.show.naming import Legend
from kg.wording.bounds import PATTERNS, UnitWords, bounded
from kg.wording.days import last_day, short_period
from kg.wording.headings import heading
from kg.wording.numbers import common_scale, exact, fits_figure, losslessly, short_scale, to_scale

_NUMBERS: Final = frozenset(iri.PREFIXES["xsd"] + name for name in ("integer", "decimal"))
_BOUNDS: Final = f"{iri.ID}bound/"
_UNITS: Final = f"{iri.ID}unit/"
_SOURCES: Final = f"{iri.ID}source/"
_SINCE, _UNTIL = "from", "until"
_LEAST, _GREATEST = "_least", "_greatest"
FIRST_AFTER: Final = frozenset({_UNTIL, "deadline"})
"""What the name of a column ends with whose days are the first after a period: people are told its last."""
_EVIDENCE: Final = frozenset({"words", "place", "arithmetic", "note", "address", "file", "row"})
SUBSTANCE, PROVENANCE, IDENTITY = range(3)
"""What a column is for, in the order in which columns are wanted: what is said, where it is said, and keys."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column as it is shown: what it is called, a text and perhaps an address for each row, and how it stands.

    `unit` is the scale and unit of its numbers, '' for none. `rank` is SUBSTANCE, PROVENANCE or IDENTITY. An amount
    stands with what its bound says of it.
    """

    name: str
    texts: tuple[str, ...]
    addresses: tuple[str | None, ...]
    is_number: bool
    rank: int
    unit: str = ""
    is_amount: bool = False

    @property
    def heading(self) -> str:
        """Return the name with the unit, as it stands above the column."""
        return ", ".join(filter(None, (self.name, self.unit)))


def columns_of(
    answer: Answer, naming: Legend, ontology: Ontology, language: str, labelling: Labelling
) -> list[ShownColumn]:
    """Make the columns of an answer, with headings in a language.

    Those in which no row has a value are left out: they say nothing and cost width.
    An amount stands with its bound in one column, in the unit and scale of its heading if all have one unit, and the
    two days of a period, of which the second is the first one after it, stand in one column too; where the second
    stands alone, the last day of the period is shown. So do the least and the greatest of a value. Numbers of several
    units share a scale only where none is a part of one.
    """
    terms = {name: [row[place] for row in answer.rows] for place, name in enumerate(answer.variables)}
    terms = {name: column for name, column in terms.items() if any(term is not None for term in column)}
    amounts = {name: found for name in terms if (found := _partners(name, terms)) is not None}
    periods = {since: until for since in terms if (until := _until(since, terms))}
    ranges = {least: greatest for least in terms if (greatest := _greatest(least, terms))}
    share = not any(_are_of(column, _UNITS) and len(set(column)) > 1 for column in terms.values())
    within = {part for found in amounts.values() for part in found.within}.union(periods.values(), ranges.values())
    columns = []
    for name, column in terms.items():
        if name in amounts:
            columns.append(_amounts(name, amounts[name], terms, language, share=share))
        elif name in periods:
            columns.append(_periods(name, column, terms[periods[name]], language))
        elif name in ranges:
            columns.append(_ranges(name, column, terms[ranges[name]], language, share=share))
        elif name.rpartition("_")[2] in FIRST_AFTER and name not in within and (days := days_in(column)) is not None:
            columns.append(_column(name, ["" if day is None else str(last_day(day)) for day in days]))
        elif name not in within:
            columns.extend(_plain(name, column, naming, language, labelling, share=share))
    return [replace(column, name=visible(heading(column.name, language, ontology))) for column in columns]


@dataclass(frozen=True, slots=True)
class _Partners:
    """The columns that belong to an amount, '' where it has none: its bound, the end of its range, its one unit."""

    bound: str
    end: str
    unit: str

    @property
    def within(self) -> tuple[str, ...]:
        """Return the columns that need not be shown again."""
        return (self.bound, self.end, self.unit)


def _partners(name: str, terms: Mapping[str, Sequence[Term | None]]) -> _Partners | None:
    """Find what belongs to an amount by the names of the columns; None for what is no amount with a bound."""
    prefix = name.removesuffix("amount").removesuffix("_")
    before = f"{prefix}_" if prefix else ""
    bound, end = f"{before}bound", f"{name}_to"
    if not is_number(terms[name]) or not _are_of(terms.get(bound, []), _BOUNDS):
        return None
    units = [unit for unit in (f"{before}unit", "unit") if _are_of(terms.get(unit, []), _UNITS)]
    unit = units[0] if units and len(set(terms[units[0]])) == 1 else ""
    return _Partners(bound, end if is_number(terms.get(end, [])) else "", unit)


def is_number(column: Sequence[Term | None]) -> bool:
    """Tell whether a column holds integers and decimals alone."""
    values = [term for term in column if term is not None]
    return bool(values) and all(isinstance(v, Literal) and v.datatype.value in _NUMBERS for v in values)


def _are_of(column: Sequence[Term | None], namespace: str) -> bool:
    values = [term for term in column if term is not None]
    return bool(values) and all(isinstance(v, NamedNode) and v.value.startswith(namespace) for v in values)


def _amounts(
    name: str, partners: _Partners, terms: Mapping[str, Sequence[Term | None]], language: str, *, share: bool
) -> ShownColumn:
    """Make the column of an amount, with its bound in words and its unit in the heading."""
    lows, bounds = terms[name], terms[partners.bound]
    highs = terms[partners.end] if partners.end else [None] * len(lows)
    scale = _scale([*lows, *highs], share=share)
    unit = next((term for term in terms[partners.unit] if term is not None), None) if partners.unit else None
    texts = [
        _amount(bound, [end for end in ends if end is not None], scale, language)
        for bound, *ends in zip(bounds, lows, highs, strict=True)
    ]
    words = [_word(scale, language), iri.own_key(unit.value) if isinstance(unit, NamedNode) else ""]
    return replace(_column(name, texts, is_numeric=True), unit=" ".join(filter(None, words)), is_amount=True)


def _amount(bound: Term | None, ends: Sequence[Term], scale: str | None, language: str) -> str:
    """Write the ends of an amount with what its bound says of them."""
    numbers = [number_of(end) if isinstance(end, Literal) else None for end in ends]
    known = [to_scale(number, scale) for number in numbers if number is not None]
    key = iri.own_key(bound.value) if isinstance(bound, NamedNode) else "stated"
    if known and len(known) == len(ends) and key in PATTERNS[language] and all(map(fits_figure, known)):
        return bounded(key, known, UnitWords(""), language)
    written = "–".join(_text(end, scale, language) for end in ends)
    return written if key == "stated" else f"{key} {written}".strip()


def _until(name: str, terms: Mapping[str, Sequence[Term | None]]) -> str:
    """Find the column that says when the periods end of which a column says when they begin; '' for none."""
    until = f"{name.removesuffix(_SINCE)}{_UNTIL}"
    are_days = name.endswith(_SINCE) and days_in(terms[name]) is not None and days_in(terms.get(until, [])) is not None
    return until if are_days else ""


def days_in(column: Sequence[Term | None]) -> list[date | None] | None:
    """Read a column of days; None where it holds anything else."""
    if any(term is not None and kind_of(term) != "date" for term in column):
        return None
    try:
        return [None if term is None else date.fromisoformat(lexical_form(term)) for term in column] or None
    except ValueError:
        return None


def _periods(name: str, since: Sequence[Term | None], until: Sequence[Term | None], language: str) -> ShownColumn:
    """Make the column of periods, as people write them."""
    ends = zip(days_in(since) or (), days_in(until) or (), strict=True)
    texts = [short_period(first, after, language) for first, after in ends]
    return _column(name.removesuffix(_SINCE).removesuffix("_") or "period", texts)


def _greatest(name: str, terms: Mapping[str, Sequence[Term | None]]) -> str:
    """Find the column of the greatest values beside that of the least, '' if it is no such pair."""
    value = name.removesuffix(_LEAST)
    greatest = f"{value}{_GREATEST}"
    both = value != name and is_number(terms[name]) and is_number(terms.get(greatest, []))
    return greatest if both and value not in terms else ""


def _ranges(
    name: str, lows: Sequence[Term | None], highs: Sequence[Term | None], language: str, *, share: bool
) -> ShownColumn:
    """Make the column of values of which the least and the greatest are known, or one of them."""
    scale = _scale([*lows, *highs], share=share)
    ends = [[_text(end, scale, language) for end in both] for both in zip(lows, highs, strict=True)]
    made = _column(name.removesuffix(_LEAST), [_range(*both) for both in ends], is_numeric=True)
    return replace(made, unit=_word(scale, language), is_amount=True)


def _range(low: str, high: str) -> str:
    if low == high:
        return low
    return f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"


def _plain(
    name: str, column: Sequence[Term | None], naming: Legend, language: str, labelling: Labelling, *, share: bool
) -> list[ShownColumn]:
    """Make a column of what is no amount with a bound; with BOTH a column of IRIs has its keys beside its labels."""
    if not any(isinstance(term, NamedNode) for term in column):
        is_numeric = is_number(column)
        scale = _scale(column, share=share) if is_numeric else None
        texts = [_text(term, scale, language) for term in column]
        made = _column(name, texts, is_numeric=is_numeric)
        return [
            replace(
                made,
                unit=_word(scale, language),
                rank=PROVENANCE if name.rpartition("_")[2] in _EVIDENCE else SUBSTANCE,
            )
        ]
    addresses = [_address(term, naming) for term in column]
    keys = replace(_column(name, [_key(term) for term in column], addresses), rank=IDENTITY)
    labels = [_named(term, naming) for term in column]
    if labelling is Labelling.NONE or not any(isinstance(t, NamedNode) and t.value in naming.labels for t in column):
        return [keys]
    rank = PROVENANCE if _are_of(column, _SOURCES) else SUBSTANCE
    shown = replace(_column(name, labels, addresses), rank=rank)
    return [shown] if labelling is Labelling.ONLY else [shown, replace(keys, name=f"{name}_key")]


def _column(
    name: str, texts: Sequence[str], addresses: Sequence[str | None] = (), *, is_numeric: bool = False
) -> ShownColumn:
    shown = tuple(visible(text) for text in texts)
    return ShownColumn(name, shown, tuple(addresses) or (None,) * len(shown), is_numeric, SUBSTANCE)


def _word(scale: str | None, language: str) -> str:
    return "" if scale is None else short_scale(scale, language)


def _scale(column: Sequence[Term | None], *, share: bool) -> str | None:
    """Choose the scale in which all numbers of a column stand; none where one of them is not known exactly.

    Numbers that do not `share` a unit stand in a scale only if each but nought is at least one of it.
    """
    numbers = [number_of(term) for term in column if isinstance(term, Literal)]
    known = [number for number in numbers if number is not None]
    scale = common_scale(known) if len(known) == len(numbers) else None
    return scale if share or all(not one or abs(to_scale(one, scale)) >= 1 for one in known) else None


def _text(term: Term | None, scale: str | None, language: str) -> str:
    """Write a term that is no IRI: a number in a scale, with its thousands marked, else its text."""
    if isinstance(term, Literal):
        number = number_of(term)
        return term.value if number is None else _number(number, scale, language)
    return "" if term is None else str(term)


def _number(number: Decimal, scale: str | None, language: str) -> str:
    return losslessly(number, language) if scale is None else exact(to_scale(number, scale), language, grouped_from=0)


def _named(term: Term | None, naming: Legend) -> str:
    if isinstance(term, NamedNode) and (found := naming.labels.get(term.value)) is not None:
        return found.marked
    return _key(term)


def _key(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        return short_key(term.value)
    return "" if term is None else _text(term, None, "en")


def _address(term: Term | None, naming: Legend) -> str | None:
    return naming.addresses.get(term.value, term.value) if isinstance(term, NamedNode) else None
