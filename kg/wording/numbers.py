"""Write numbers: in words of scale where that loses nothing, else with all their digits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import MAX_PREC, Decimal, localcontext
from typing import Final

from kg.wording.kazakh import last_word

_POWERS: Final = {"trillion": Decimal(10) ** 12, "billion": Decimal(10) ** 9, "million": Decimal(10) ** 6}
_SCALES: Final = {
    "en": {"trillion": "trillion", "billion": "billion", "million": "million"},
    "kk": {"trillion": "трлн", "billion": "млрд", "million": "млн"},
    "ru": {"trillion": "трлн", "billion": "млрд", "million": "млн"},
}
_SHORT: Final = {
    "en": {"trillion": "tn", "billion": "bn", "million": "mn"},
    "kk": _SCALES["kk"],
    "ru": _SCALES["ru"],
}
_READ: Final = {"trillion": "триллион", "billion": "миллиард", "million": "миллион"}
_PLACES = Decimal("0.001")
_SIGNIFICANT = 4
_PLAIN = "0.#########"
_MOST_PLACES = 9
_MOST_FIGURE_DIGITS = 28
_MOST_SCALED_PLACES = 6
_LEAST_SCALED, _MOST_SCALED = Decimal("0.001"), Decimal(10) ** 6
_GROUPED_FROM = 10_000  # below it stand years, which nobody groups


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
    name = next((name for name, power in _POWERS.items() if abs(amount) >= power), None)
    return _scaled(amount, name if name and _fits(amount, name) else None, language)


def in_one_scale(amounts: Sequence[Decimal], language: str) -> list[WrittenFigure]:
    """Write numbers that are read together, such as the ends of a range: in one scale, or else all in digits."""
    if len(amounts) == 1 or not any(amounts):
        return [figure(amount, language) for amount in amounts]
    common = (name for name in _POWERS if all(_fits(amount, name) for amount in amounts))
    scale = next(common, None)
    return [_scaled(amount, scale, language) for amount in amounts]


def _fits(amount: Decimal, scale: str) -> bool:
    """Tell whether a number is at least one of a scale, and loses no digit in it."""
    scaled = amount / _POWERS[scale]
    return (not amount or abs(scaled) >= 1) and scaled == scaled.quantize(_PLACES)


def _scaled(amount: Decimal, scale: str | None, language: str) -> WrittenFigure:
    """Write a number in a scale, or with all its digits."""
    from babel.numbers import format_decimal

    if scale is not None:
        scaled = format_decimal(amount / _POWERS[scale], locale=language)
        return WrittenFigure(scaled, _SCALES[language][scale], _READ[scale])
    shown = Decimal(format_decimal(amount, format=_PLAIN, locale="en"))
    return WrittenFigure(format_decimal(shown, format=f"#,##{_PLAIN}", locale=language), "", last_word(shown))


def significant(amount: Decimal, digits: int = _SIGNIFICANT) -> Decimal:
    """Round a number that is calculated to the digits that a reader takes in; its sum has them all."""
    if amount == 0:
        return amount
    return round(amount, digits - 1 - amount.adjusted())


def significant_ends(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Round numbers that are calculated and read together: to as many digits more as tell those that differ apart."""
    digits = _SIGNIFICANT
    while len({significant(amount, digits) for amount in amounts}) < len({*amounts}):
        digits += 1
    return [significant(amount, digits) for amount in amounts]


def joined(together: Sequence[WrittenFigure]) -> WrittenFigure:
    """Join the ends of a range, which have one scale, by a dash, and say the scale once."""
    first, last = together[0], together[-1]
    return last if first == last else WrittenFigure(f"{first.digits}–{last.digits}", last.scale, last.last_word)


def range_of(ends: Sequence[Decimal], language: str) -> str:
    """Write the two ends of a range, joined by a dash."""
    return str(joined(in_one_scale(ends, language)))


def common_scale(amounts: Collection[Decimal]) -> str | None:
    """Choose the scale in which numbers side by side are read best: the largest that no digit of any is lost in.

    It is one of which half of the numbers are at least one, that leaves no number with more than six places, and each
    but nought between a thousandth and a million. None where there is no such scale, as where the numbers are small.
    """
    sizes = sorted(abs(amount) for amount in amounts if amount)
    middle = sizes[len(sizes) // 2] if sizes else Decimal(0)
    for name, power in _POWERS.items():
        if middle >= power and all(_reads_well(to_scale(amount, name)) for amount in amounts):
            return name
    return None


def _reads_well(scaled: Decimal) -> bool:
    return not scaled or (_LEAST_SCALED <= abs(scaled) < _MOST_SCALED and places(scaled) <= _MOST_SCALED_PLACES)


def to_scale(amount: Decimal, scale: str | None) -> Decimal:
    """Return how many of a scale a number is, with every digit, of which Python would keep 28."""
    if scale is None:
        return amount
    with localcontext(prec=MAX_PREC):
        return amount.scaleb(-_POWERS[scale].adjusted()).normalize()


def short_scale(scale: str, language: str) -> str:
    """Return the short word of a scale that stands before a unit: `bn` in `bn USD`."""
    return _SHORT[language][scale]


def places(amount: Decimal) -> int:
    """Return how many digits a number needs after its point."""
    return len(f"{amount:f}".partition(".")[2].rstrip("0"))


def exact(amount: Decimal, language: str, *, grouped_from: int = _GROUPED_FROM) -> str:
    """Write a number with every digit that it has, its thousands marked from some size on."""
    from babel.numbers import format_decimal

    with localcontext(prec=MAX_PREC):
        grouped = abs(amount) >= grouped_from
        return str(format_decimal(amount, locale=language, decimal_quantization=False, group_separator=grouped))


def losslessly(amount: Decimal, language: str) -> str:
    """Write a number as `figure` does where that loses no digit, else with all of them."""
    is_long = abs(amount) >= _POWERS["million"]
    return str(figure(amount, language)) if is_long and fits_figure(amount) else exact(amount, language)


def fits_figure(amount: Decimal) -> bool:
    """Tell whether `figure` writes every digit of a number."""
    return places(amount) <= _MOST_PLACES and len(amount.as_tuple().digits) <= _MOST_FIGURE_DIGITS
