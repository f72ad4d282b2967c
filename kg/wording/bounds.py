"""Write an amount with the bound that a source puts to it: one table of patterns by language and bound.

In a pattern, `{figure}` is the number, `{from}` and `{to}` are the number with the Kazakh ending for *from* and *to*,
`{low}` and `{high}` are the ends of a range. The unit comes after what stands before `|`, and before what stands
after it. A pattern that begins with `*` governs the genitive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.wording.kazakh import ablative, dative
from kg.wording.numbers import WrittenFigure, in_one_scale, joined
from kg.wording.units import CountedForms, is_sign

STATED: Final = "stated"
BETWEEN: Final = "between"
GENITIVE: Final = "*"
PATTERNS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "stated": "{figure}",
        "exactly": "exactly {figure}",
        "about": "about {figure}",
        "nearly": "nearly {figure}",
        "more-than": "more than {figure}",
        "at-least": "at least {figure}",
        "less-than": "less than {figure}",
        "at-most": "at most {figure}",
        "between": "between {low} and {high}",
    },
    "kk": {
        "stated": "{figure}",
        "exactly": "дәл {figure}",
        "about": "шамамен {figure}",
        "nearly": "{to} жуық",
        "more-than": "{from} астам",
        "at-least": "кемінде {figure}",
        "less-than": "{from} кем",
        "at-most": "{to} дейін",
        "between": "{figure}|аралығында",
    },
    "ru": {
        "stated": "{figure}",
        "exactly": "ровно {figure}",
        "about": "*около {figure}",
        "nearly": "почти {figure}",
        "more-than": "*более {figure}",
        "at-least": "*не менее {figure}",
        "less-than": "*менее {figure}",
        "at-most": "*до {figure}",
        "between": "*от {low} до {high}",
    },
}


@dataclass(frozen=True, slots=True)
class UnitWords:
    """How a unit is named: by the form that a number asks for where there are forms, else by its name or code."""

    name: str
    forms: CountedForms | None = None

    def form(self, amount: Decimal, *, genitive: bool) -> str:
        """Return the pattern in which a number stands with the unit."""
        if self.forms is None:
            return f"{{0}} {self.name}".strip()
        return self.forms.of(amount, genitive=genitive)


def bounded(bound: str, amounts: Sequence[Decimal], unit: UnitWords, language: str) -> str:
    """Write what a bound, given by its key, allows of one amount, or of the two ends of a range, with its unit."""
    pattern, _, after = PATTERNS[language][STATED if bound == BETWEEN and len(amounts) == 1 else bound].partition("|")
    form = unit.form(amounts[-1], genitive=pattern.startswith(GENITIVE))
    ends = in_one_scale(amounts, language)
    sign, read = ("", ends[-1].last_word) if not is_sign(form) else (form.removeprefix("{0}"), unit.name.split()[-1])
    number = _filled(pattern.removeprefix(GENITIVE), ends, sign, read)
    return f"{number if sign else form.replace('{0}', number)} {after}".strip()


def _filled(pattern: str, ends: Sequence[WrittenFigure], sign: str, read: str) -> str:
    """Put figures into a pattern, a sign after the last of them; `read` is the last word that is then read aloud."""
    whole = f"{joined(ends)}{sign}"
    low, high = ends[0], ends[-1]
    return pattern.format(
        figure=whole,
        low=low.digits,
        high=f"{high}{sign}",
        **{"from": f"{whole}-{ablative(read)}", "to": f"{whole}-{dative(read)}"},
    )
