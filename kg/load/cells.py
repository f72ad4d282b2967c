"""Turn the text of a cell into a value, judged by itself; what its row makes of it is judged by others."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NoReturn, TypeAlias

from kg.core import iri
from kg.core.errors import CellInvalid, CellMissing, Fault, KeyAmbiguous, KeyUnknown, NameMixed
from kg.core.graph import NamedNode
from kg.core.signs import alphabets, flaw, mixed_word
from kg.load.keys import SOURCE_HASH, KeyIndex, KnownKey
from kg.load.rows import Row
from kg.load.schema import Kind, Slot
from kg.load.unknown_keys import KeyReading, remedy_for
from kg.texts import passage

MANY = "|"
_DIGITS = 18  # before and after the point: what the flat form of the claims holds
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REMEDIES = {
    Kind.DECIMAL: "Write a plain number with a decimal point: 4400000000 or 4.4.",
    Kind.INTEGER: "Write a whole number.",
    Kind.DATE: "Write a day that exists, as YYYY-MM-DD.",
    Kind.BOOLEAN: "Write true or false.",
}

Value: TypeAlias = str | Decimal | int | bool | date


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a cell is read against: its source, the IRIs that places are relative to, and the keys that exist.

    `base` is the one file of the source, and `files` are all of them by name.
    """

    source: str
    base: str | None
    files: dict[str, str]
    keys: KeyIndex
    key_rules: dict[str, str]

    def source_of(self, segment: str, source: str | None = None) -> str:
        """Return the source to which the keys of a segment belong, this one if none is named; "" if they are of all."""
        return (source or self.source) if self.key_rules[segment] == SOURCE_HASH else ""

    def naming(self, segment: str, source: str | None = None) -> Callable[[str], str]:
        """Return the function that names individuals of a segment by their keys, as its key rule says."""
        if self.key_rules[segment] == "plain":
            return partial(iri.mint, segment)
        return iri.minting(segment, *filter(None, [self.source_of(segment, source)]))


def fault(error: type[Fault], problem: str, remedy: str, row: Row, column: str, value: str | None = None) -> NoReturn:
    """Raise a finding at a cell of a row."""
    raise error(problem, remedy=remedy, path=row.path, line=row.line, column=column, value=value)


def canonical_decimal(text: str) -> str:
    """Write a decimal without superfluous zeros: 1.70 as 1.7 and 4.0 as 4."""
    whole, dot, part = text.partition(".")
    part = part.rstrip("0")
    number = whole + (dot + part if part else "")
    return "0" if number == "-0" else number


def is_decimal(text: str) -> bool:
    """Tell whether a text is a plain decimal number, of no more digits than a cell may hold."""
    whole, _, part = text.lstrip("-").partition(".")
    return len(whole) <= _DIGITS and len(part) <= _DIGITS and _DECIMAL.fullmatch(text) is not None


def check_signs(text: str, row: Row, column: str) -> None:
    """Raise CellInvalid for a text with a sign that no cell may hold."""
    if wrong := flaw(text):
        fault(CellInvalid, *wrong, row, column, text)


def _text(text: str, slot: Slot, row: Row, column: str) -> str:
    check_signs(text, row, column)
    if slot.is_name and (word := mixed_word(text)) is not None:
        fault(
            NameMixed,
            f"The word «{word}» mixes {' and '.join(alphabets(word))} letters.",
            "Retype it in one script.",
            row,
            column,
            text,
        )
    return text


def _number(text: str, slot: Slot, row: Row, column: str) -> Decimal:
    form = _INTEGER if slot.kind is Kind.INTEGER else _DECIMAL
    if form.fullmatch(text) is None:
        fault(CellInvalid, f"The value is no {slot.kind.value}.", _REMEDIES[slot.kind], row, column, text)
    whole, _, part = text.lstrip("-").partition(".")
    if len(whole) > _DIGITS or len(part) > _DIGITS:
        fault(
            CellInvalid,
            "The number has too many digits.",
            f"Keep {_DIGITS} before and after the point.",
            row,
            column,
            text,
        )
    number = Decimal(text)
    low = (slot.least is not None and number < slot.least) or (slot.above is not None and number <= slot.above)
    if low or (slot.most is not None and number > slot.most):
        limits = f"least {slot.least}, above {slot.above}, most {slot.most}".replace("None", "any")
        fault(CellInvalid, "The number is out of range.", f"Keep within the limits: {limits}.", row, column, text)
    if slot.pattern is not None and not slot.takes(canonical_decimal(text)):
        fault(CellInvalid, "The number has too many digits.", f"Match {slot.pattern}.", row, column, text)
    return number


def day_of(text: str) -> date:
    """Return the day that a text names as YYYY-MM-DD; raise ValueError for anything else."""
    if _DATE.fullmatch(text) is None:
        raise ValueError(text)
    return date.fromisoformat(text)


def _date(text: str, slot: Slot, row: Row, column: str) -> date:
    try:
        return day_of(text)
    except ValueError:
        fault(CellInvalid, "There is no such day.", _REMEDIES[slot.kind], row, column, text)


def read_literal(text: str, slot: Slot, row: Row, column: str) -> Value:
    """Read a literal of the kind that a slot holds; raise CellInvalid or NameMixed."""
    match slot.kind:
        case Kind.DECIMAL | Kind.INTEGER:
            return _number(text, slot, row, column)
        case Kind.DATE:
            return _date(text, slot, row, column)
        case Kind.BOOLEAN:
            if text not in {"true", "false"}:
                fault(CellInvalid, "The value is no boolean.", _REMEDIES[slot.kind], row, column, text)
            return text == "true"
        case _:
            text = _text(text, slot, row, column)
            if len(text) < slot.shortest:
                fault(
                    CellInvalid,
                    "The value is too short.",
                    f"Write {slot.shortest} characters or more.",
                    row,
                    column,
                    text,
                )
            if not slot.takes(text):
                fault(
                    CellInvalid,
                    "The value has not the form it should have.",
                    f"Match {slot.pattern}.",
                    row,
                    column,
                    text,
                )
            return text


def read_key(text: str, slot: Slot, context: CellContext, row: Row, column: str, segment: str | None = None) -> Value:
    """Find the individual that a key names: `key`, `segment/key`, or for a claim `segment/source/key`.

    Where `segment` is given, all keys of the column are of it, and it is not written in the cell.

    Raises KeyUnknown if no table defines it, KeyAmbiguous if several classes do, and CellInvalid if it is of a class
    that the slot does not take.
    """
    check_signs(text, row, column)
    candidates = _candidates(text, slot, segment)
    found = [(c, known) for c in candidates if (known := _find(context, *c)) is not None]
    if not found:
        fault(KeyUnknown, "Nothing has this key.", remedy_for(candidates, context), row, column, text)
    if len(found) > 1:
        names = " or ".join(f"{segment}/{text}" for (segment, _, _), _ in found)
        fault(KeyAmbiguous, "Several things have this key.", f"Write {names}.", row, column, text)
    (kind, source_id, _), known = found[0]
    if known.cls not in slot.classes:
        names = ", ".join(sorted(iri.compress(cls) for cls in slot.classes))
        fault(CellInvalid, f"The key is of a {iri.compress(known.cls)}.", f"Name one of: {names}.", row, column, text)
    return context.naming(kind, source_id)(known.key)


def _candidates(text: str, slot: Slot, segment: str | None) -> list[KeyReading]:
    """List what a key may name."""
    prefix, slash, rest = text.partition("/")
    if segment is None and not (slash and prefix in slot.segments):
        return [(name, None, text) for name in slot.segments]
    source, _, key = (text if segment is not None else rest).rpartition("/")
    return [(segment or prefix, source or None, key)]


def _find(context: CellContext, segment: str, source: str | None, key: str) -> KnownKey | None:
    """Find what a key names: where keys belong to sources, in the source that is named, else in that of the cell."""
    return context.keys.find(segment, key, context.source_of(segment, source))


_PASSAGE = "#char="


def _is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI that can be stored."""
    try:
        return NamedNode(text).value == text
    except ValueError:
        return False


def read_place(text: str, slot: Slot, context: CellContext, row: Row, column: str) -> Value:
    """Resolve a fragment, or a file of the source with one, and leave a full IRI; raise CellInvalid."""
    check_signs(text, row, column)
    place, (name, mark, fragment) = text, text.partition("#")
    if mark and not name.startswith(("http://", "https://")):
        base = context.files.get(name) if name else context.base
        if base is None:
            problem = f"The source has no file «{name}»." if name else "The source has not one file, but none or many."
            fault(
                CellInvalid,
                problem,
                "Describe the file in source.ttl, and name it where there are several.",
                row,
                column,
                text,
            )
        place = f"{base}#{fragment}"
    known = place.startswith(("http://", "https://")) and _is_iri(place) and slot.takes(place)
    if not known or (_PASSAGE in place and passage(place) is None):
        remedy = "Write #char=start,end of a text, #row=number of a table, or the address of a page."
        fault(CellInvalid, "The value names no place.", remedy, row, column, text)
    return place


def require(present: int, slot: Slot, row: Row, *, alone: bool = True) -> None:
    """Check how many values a row has for a slot; raise CellMissing or CellInvalid.

    A row that is not `alone` may lack what rows of other tables say of the same thing; the shapes judge their union.
    """
    if slot.at_least <= present and (slot.at_most is None or present <= slot.at_most):
        return
    column = next((name for name in slot.columns if name not in row.cells), slot.name)
    if alone and present < slot.at_least:
        fault(
            CellMissing,
            f"The row has {present} values where {slot.at_least} are needed.",
            "Fill the cell.",
            row,
            column,
        )
    if slot.at_most is not None and present > slot.at_most:
        fault(
            CellInvalid,
            f"The row has {present} values where {slot.at_most} may stand.",
            "Keep one, or write further rows.",
            row,
            column,
        )
