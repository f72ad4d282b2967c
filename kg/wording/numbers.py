"""Write numbers: in words of scale where that loses nothing, else with all their digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.wording.kazakh import last_word

_POWERS: Final = {"trillion": Decimal(10) ** 12, "billion": Decimal(10) ** 9, "million": Decimal(10) ** 6}
_SCALES: Final = {
    "en": {"trillion": "trillion", "billion": "billion", "million": "million"},
    "kk": {"trillion": "трлн", "billion": "млрд", "million": "млн"},
    "ru": {"trillion": "трлн", "billion": "млрд", "million": "млн"},
}
_READ: Final = {"trillion": "триллион", "billion": "миллиард", "million": "миллион"}
_PLACES = Decimal("0.001")
_SIGNIFICANT = 4
_PLAIN = "0.#########"


@dataclass(frozen=True, slots=True)
class WrittenFigure:
    """A number as it is written: its digits and its word of scale, '' for none, and the last word read in Kazakh."""

    digits: str
    scale: str
    last_word: str

    def __str__(self) -> str:
        """Write the figure."""
        return f"{self.digits} {self.scale}".strip()


def figure(amount: Decimal, language: str) -> WrittenFigure:
    """Write a number in a language."""
    from babel.numbers import format_decimal

    name = next((name for name, power in _POWERS.items() if abs(amount) >= power), None)
    if name is not None:
        scaled = amount / _POWERS[name]
        if scaled == scaled.quantize(_PLACES):
            return WrittenFigure(format_decimal(scaled, locale=language), _SCALES[language][name], _READ[name])
    shown = Decimal(format_decimal(amount, format=_PLAIN, locale="en"))
    return WrittenFigure(format_decimal(shown, format=f"#,##{_PLAIN}", locale=language), "", last_word(shown))


def significant(amount: Decimal) -> Decimal:
    """Round a number that is calculated to the digits that a reader takes in; its sum has them all."""
    if amount == 0:
        return amount
    return round(amount, _SIGNIFICANT - 1 - amount.adjusted())


def joined(figures: Sequence[WrittenFigure]) -> WrittenFigure:
    """Join the ends of a range by a dash, and say once a scale that they share."""
    first, last = figures[0], figures[-1]
    if first == last:
        return first
    if first.scale == last.scale:
        return WrittenFigure(f"{first.digits}–{last.digits}", last.scale, last.last_word)
    return WrittenFigure(f"{first} – {last.digits}", last.scale, last.last_word)


def range_of(ends: Sequence[Decimal], language: str) -> str:
    """Write the two ends of a range, joined by a dash."""
    return str(joined([figure(end, language) for end in ends]))
