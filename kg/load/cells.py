"""Turn the text of a cell into a term: the one place where a value is judged."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NoReturn, TypeAlias

from kg import iri
from kg.errors import CellInvalid, CellMissing, Finding, KeyAmbiguous, KeyUnknown, NameMixed
from kg.load.rows import Row
from kg.load.schema import Kind, Slot

MANY = "|"
_XSD = iri.PREFIXES["xsd"]
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_REMEDIES = {
    Kind.DECIMAL: "Write a plain number with a decimal point: 4400000000 or 4.4.",
    Kind.INTEGER: "Write a whole number.",
    Kind.DATE: "Write a day that exists, as YYYY-MM-DD.",
    Kind.BOOLEAN: "Write true or false.",
}

Value: TypeAlias = str | Decimal | int | bool | date


class KeyIndex:
    """The keys that tables and the ontology define, by IRI segment; those of claims by source too."""

    def __init__(self) -> None:
        self._keys: dict[str, set[str]] = {}

    def add(self, segment: str, key: str) -> None:
        """Record that a key is defined."""
        self._keys.setdefault(segment, set()).add(key)

    def holds(self, segment: str, key: str) -> bool:
        """Tell whether a key is defined."""
        return key in self._keys.get(segment, ())


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a cell: as an N-Triples term and as Python sees it."""

    term: str
    value: Value


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a cell is read against: its source, the IRI that places are relative to, and the keys that exist."""

    source: str
    base: str | None
    keys: KeyIndex
    key_rules: dict[str, str]

    def individual(self, segment: str, key: str, source: str | None = None) -> str:
        """Name an individual by the key rule of its segment; a claim's key belongs to `source`, else to this one."""
        rule = self.key_rules[segment]
        if rule == "plain":
            return iri.mint(segment, key)
        if rule == "hash":
            return iri.mint_hashed(segment, key)
        return iri.mint_hashed(segment, source or self.source, key)


def fault(error: type[Finding], problem: str, remedy: str, row: Row, column: str, value: str | None = None) -> NoReturn:
    """Raise a finding at a cell of a row."""
    raise error(problem, remedy=remedy, path=row.path, line=row.line, column=column, value=value)


def literal(text: str, datatype: str | None = None, language: str | None = None) -> str:
    """Write a literal as an N-Triples term."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    if language is not None:
        return f"{quoted}@{language}"
    return quoted if datatype is None else f"{quoted}^^<{_XSD}{datatype}>"


def canonical_decimal(text: str) -> str:
    """Write a decimal without superfluous zeros: 1.70 as 1.7 and 4.0 as 4."""
    whole, dot, part = text.partition(".")
    part = part.rstrip("0")
    number = whole + (dot + part if part else "")
    return "0" if number == "-0" else number


def mixed_word(name: str) -> str | None:
    """Return the first word that mixes Latin and Cyrillic letters, None if no word does."""
    for word in re.findall(r"[^\W\d_]+", name):
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
        if {"LATIN", "CYRILLIC"} <= scripts:
            return str(word)
    return None


def _text(text: str, slot: Slot, row: Row, column: str) -> str:
    if text != unicodedata.normalize("NFC", text):
        fault(CellInvalid, "The text is not in Unicode NFC.", "Normalise it to NFC.", row, column, text)
    if any(unicodedata.category(c) == "Cc" for c in text):
        fault(CellInvalid, "The text holds a control character.", "Take it out.", row, column, repr(text))
    if slot.is_name and (word := mixed_word(text)) is not None:
        fault(NameMixed, f"The word «{word}» mixes Latin and Cyrillic letters.", "Retype it in one script.",
              row, column, text)  # fmt: skip
    return text


def _number(text: str, slot: Slot, row: Row, column: str) -> Decimal:
    form = _INTEGER if slot.kind is Kind.INTEGER else _DECIMAL
    if form.fullmatch(text) is None:
        fault(CellInvalid, f"The value is no {slot.kind.value}.", _REMEDIES[slot.kind], row, column, text)
    number = Decimal(text)
    low = (slot.least is not None and number < slot.least) or (slot.above is not None and number <= slot.above)
    if low or (slot.most is not None and number > slot.most):
        limits = f"least {slot.least}, above {slot.above}, most {slot.most}".replace("None", "any")
        fault(CellInvalid, "The number is out of range.", f"Keep within the limits: {limits}.", row, column, text)
    return number


def _date(text: str, slot: Slot, row: Row, column: str) -> date:
    if _DATE.fullmatch(text) is None:
        fault(CellInvalid, "The value is no date.", _REMEDIES[slot.kind], row, column, text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        fault(CellInvalid, "There is no such day.", _REMEDIES[slot.kind], row, column, text)


def read_literal(text: str, slot: Slot, language: str | None, row: Row, column: str) -> Cell:
    """Read a literal of the kind that a slot holds; raise CellInvalid or NameMixed."""
    match slot.kind:
        case Kind.DECIMAL | Kind.INTEGER:
            number = _number(text, slot, row, column)
            return Cell(literal(canonical_decimal(text), slot.kind.value), number)
        case Kind.DATE:
            return Cell(literal(text, "date"), _date(text, slot, row, column))
        case Kind.BOOLEAN:
            if text not in {"true", "false"}:
                fault(CellInvalid, "The value is no boolean.", _REMEDIES[slot.kind], row, column, text)
            return Cell(literal(text, "boolean"), text == "true")
        case _:
            text = _text(text, slot, row, column)
            if slot.pattern is not None and re.search(slot.pattern, text) is None:
                fault(CellInvalid, "The value has not the form it should have.", f"Match {slot.pattern}.",
                      row, column, text)  # fmt: skip
            return Cell(literal(text, language=language), text)


def read_key(text: str, slot: Slot, context: CellContext, row: Row, column: str) -> Cell:
    """Find the individual that a key names: `key`, `segment/key`, or for a claim `segment/source/key`.

    Raises KeyUnknown if no table defines it and KeyAmbiguous if several classes do.
    """
    segment, slash, rest = text.partition("/")
    if slash and segment in slot.segments:
        source, _, key = rest.rpartition("/")
        candidates = [(segment, source or None, key)]
    else:
        candidates = [(name, None, text) for name in slot.segments]
    found = [c for c in candidates if context.keys.holds(c[0], scoped(context, *c))]
    if not found:
        names = ", ".join(sorted(slot.segments))
        fault(KeyUnknown, "Nothing has this key.", f"Define it in a table of the right class ({names}), or mend it.",
              row, column, text)  # fmt: skip
    if len(found) > 1:
        names = " or ".join(f"{segment}/{text}" for segment, _, _ in found)
        fault(KeyAmbiguous, "Several things have this key.", f"Write {names}.", row, column, text)
    segment, source_id, key = found[0]
    name = context.individual(segment, key, source_id)
    return Cell(f"<{name}>", name)


def scoped(context: CellContext, segment: str, source: str | None, key: str) -> str:
    """Return the key as the index knows it: with its source where keys belong to sources."""
    if context.key_rules[segment] == "source-hash":
        return f"{source or context.source}/{key}"
    return key


def read_place(text: str, slot: Slot, context: CellContext, row: Row, column: str) -> Cell:
    """Resolve a fragment against the source's file, and leave a full IRI; raise CellInvalid."""
    if text.startswith("#"):
        if context.base is None:
            fault(CellInvalid, "The source has no file that the place could be in.",
                  "Describe its file in source.ttl.", row, column, text)  # fmt: skip
        text = context.base + text
    form = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
    if form.fullmatch(text) is None or (slot.pattern is not None and re.search(slot.pattern, text) is None):
        fault(CellInvalid, "The value names no place.", f"Match {slot.pattern or 'an http address'}.",
              row, column, text)  # fmt: skip
    return Cell(f"<{text}>", text)


def require(present: int, slot: Slot, row: Row, column: str) -> None:
    """Check how many values a row has for a slot; raise CellMissing or CellInvalid."""
    if present < slot.at_least:
        fault(CellMissing, f"The row has {present} values where {slot.at_least} are needed.", "Fill the cell.",
              row, column)  # fmt: skip
    if slot.at_most is not None and present > slot.at_most:
        fault(CellInvalid, f"The row has {present} values where {slot.at_most} may stand.",
              "Keep one, or write further rows.", row, column)  # fmt: skip
