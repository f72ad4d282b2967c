"""What holds of every derived claim.

Each case is a pair of inputs, twice: as it is, and with one input or both said more loosely. The two stand in sources
and about places of their own, so that they have nothing to do with each other.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

import ibis

from kg import claim as meaning
from kg.compare.prepare import claims, intervals
from kg.compare.rules import arithmetic, growth
from tests.claims import Row, claim
from tests.compare.cases import read
from tests.compare.worlds import Broken, Property, Trial, mine

CASES = 250
Ends: TypeAlias = tuple[Decimal | None, Decimal | None, bool, bool]
"""The least and greatest value, None where open, and whether each is itself excluded."""
ONE_SIDED = {"more-than": "at-least", "less-than": "at-most"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A bound and its amounts, and what was printed."""

    bound: str
    amount: Decimal
    upper: Decimal | None = None
    said: str = "-"

    def of(self, unit: str) -> str:
        """Return the figure in a unit, as words."""
        upper = "" if self.upper is None else f"..{self.upper:f}"
        return f"{self.bound} {self.amount:f}{upper} {unit} said={self.said}"


# --- Pairs of inputs ----------------------------------------------------------------------------------------------

_FLOW = "of=dyad/@ origin=@-A destination=@-B reporter=@-A year=2023"


def grown(percent: Figure, level: Figure) -> tuple[str, str]:
    """Say a growth and the level to which it led."""
    return f"{percent.of('percent')} indicator=goods-turnover-growth from=- until=-", f"{level.of('USD')} year=2024"


def shared(percent: Figure, whole: Figure) -> tuple[str, str]:
    """Say a partner's share of exports and the total of which it is one."""
    return (
        f"{percent.of('percent')} indicator=partner-share-of-exports {_FLOW}",
        f"{whole.of('USD')} indicator=total-exports of=country/@-A year=2023",
    )


def summed(one: Figure, other: Figure) -> tuple[str, str]:
    """Say two shares of one economy's exports, which may come to more than all of them."""
    share = f"indicator=partner-share-of-exports {_FLOW}"
    return f"{one.of('percent')} {share}", f"{other.of('percent')} {share} destination=@-C"


KINDS = (grown, shared, summed)
_USUAL = "source=@ by=@ recorded=2025-06-02"


def rows_of(pairs: Mapping[str, Iterable[str]]) -> list[Row]:
    """Return the claims of pairs of inputs, about places of their own."""
    return [
        claim(f"{where}-{index}", line, where, _USUAL)
        for where, lines in pairs.items()
        for index, line in enumerate(lines)
    ]


def figure(rand: random.Random, least: int, greatest: int) -> Figure:
    """Make a figure of two digits under any bound."""
    amount = Decimal(rand.randint(least, greatest)) / rand.choice([1, 1, 10])
    bound = rand.choice(
        ["stated", "stated", "exactly", "about", "nearly", "more-than", "at-least", "less-than", "at-most", "between"]
    )
    return Figure(bound, amount, amount + rand.randint(1, 9) if bound == "between" else None)


def wider(rand: random.Random, narrow: Figure) -> Figure:
    """Make a figure that allows all that another does, and more."""
    bound, low, high = narrow.bound, narrow.amount, narrow.upper or Decimal(0)
    step = Decimal(rand.randint(1, 30)) / 10
    if bound in ONE_SIDED and rand.random() < 0.5:
        return Figure(ONE_SIDED[bound], low)
    if bound in {"more-than", "at-least"}:
        return Figure(bound, low - step)
    if bound in {"less-than", "at-most"}:
        return Figure(bound, low + step)
    if bound == "between":
        return Figure(bound, low - step, high + step)
    loose = abs(low) * Decimal("0.06") + 1  # more than a grain of one, a tolerance of 5 %, and half a point
    return rand.choice(
        [
            Figure("between", low - loose, low + loose),
            Figure("at-least", low - loose),
            Figure("at-most", low + loose),
            *([Figure("about", low)] * (bound in {"exactly", "nearly"})),
            *([Figure("stated", low)] * (bound == "exactly")),
        ]
    )


def coarser(rand: random.Random, amount: Decimal, digits: int) -> tuple[Figure, Figure]:
    """Say one amount with some digits, and with fewer, as a source prints it."""
    fine, coarse = (_rounded(amount, count) for count in (digits, rand.randint(1, digits - 1)))
    return fine, coarse


def _rounded(amount: Decimal, digits: int) -> Figure:
    """Round an amount to some digits, and print it with a scale that no digit is lost to: `1.20e5`."""
    rounded = amount.quantize(Decimal(1).scaleb(amount.adjusted() - digits + 1))
    return Figure("stated", rounded, said=f"{rounded.scaleb(-rounded.adjusted()):f}")


# --- The properties -----------------------------------------------------------------------------------------------


def ends(row: Row) -> Ends:
    """Return the values that a derived claim allows."""
    bound, amount, to = row["has_bound"].rpartition("/")[2], row["amount"], row["amount_to"]
    low = amount if bound in {"exactly", "between", "more-than", "at-least"} else None
    high = to if bound == "between" else amount if bound in {"exactly", "less-than", "at-most"} else None
    return low, high, bound == "more-than", bound == "less-than"


def contains(outer: Ends, inner: Ends) -> bool:
    """Tell whether all that one claim allows is allowed by another."""
    low, high, low_open, high_open = outer
    least, greatest, least_open, greatest_open = inner
    above = low is None or (least is not None and (low < least or (low == least and (least_open or not low_open))))
    below = high is None or (
        greatest is not None and (greatest < high or (greatest == high and (greatest_open or not high_open)))
    )
    return above and below


def meet(one: Ends, other: Ends) -> bool:
    """Tell whether some value is allowed by both claims."""
    return not _lies_below(one, other) and not _lies_below(other, one)


def _lies_below(one: Ends, other: Ends) -> bool:
    if one[1] is None or other[0] is None:
        return False
    return one[1] < other[0] or (one[1] == other[0] and (one[3] or other[2]))


def derived(rows: Iterable[Row]) -> dict[str, Ends]:
    """Return what follows from each pair of inputs, by the place that they are about."""
    return {read(row, "inputs")[0][0].partition("-")[0]: ends(row) for row in rows}


def widened(rand: random.Random) -> dict[str, tuple[str, str]]:
    """Make pairs of inputs as they are, and with one or both of them allowing more."""
    pairs: dict[str, tuple[str, str]] = {}
    for number in range(CASES):
        kind = rand.choice(KINDS)
        one = figure(rand, -80, 400) if kind is grown else figure(rand, 40, 99)
        other = figure(rand, 40, 99) if kind is summed else figure(rand, 30, 999)
        loose = (wider(rand, one), other) if rand.random() < 0.4 else (one, wider(rand, other))
        if rand.random() < 0.3:
            loose = (wider(rand, one), wider(rand, other))
        pairs |= {f"n{number}": kind(one, other), f"w{number}": kind(*loose)}
    return pairs


def widening_never_firms_up(rand: random.Random) -> Trial:
    """From inputs that allow more follows nothing, or what allows all that followed before; from none, nothing."""
    pairs = widened(rand)
    (told,) = yield [rows_of(pairs)]
    found = derived(told.derived)
    for number in range(CASES):
        before, after = found.get(f"n{number}"), found.get(f"w{number}")
        assert after is None or (before is not None and contains(after, before)), (
            *(pairs[f"n{number}"], pairs[f"w{number}"]),
            *(before, after),
        )


def rounded(rand: random.Random) -> dict[str, tuple[str, str]]:
    """Make pairs of bare inputs as they are, and with both printed in fewer digits."""
    pairs: dict[str, tuple[str, str]] = {}
    for number in range(CASES):
        kind = rand.choice([grown, shared])
        percent = Decimal(rand.randint(1001, 9499)).scaleb(rand.choice([-2, -2, -3]))  # a share is less than the whole
        amount = Decimal(rand.randint(100_001, 999_999)).scaleb(rand.randint(-2, 6))
        of_percent, of_amount = coarser(rand, percent, rand.randint(2, 4)), coarser(rand, amount, rand.randint(2, 6))
        pairs |= {f"{key}{number}": kind(of_percent[n], of_amount[n]) for n, key in enumerate("nw")}
    return pairs


def rounding_never_contradicts(rand: random.Random) -> Trial:
    """What follows from figures that were rounded meets what follows from them as they were."""
    pairs = rounded(rand)
    (told,) = yield [rows_of(pairs)]
    found = derived(told.derived)
    assert len(found) == 2 * CASES
    for number in range(CASES):
        one, other = found[f"n{number}"], found[f"w{number}"]
        assert meet(one, other), (pairs[f"n{number}"], pairs[f"w{number}"], one, other)


def worth_it(rand: random.Random) -> Trial:
    """The pairs that are tried are of all kinds, and of some that follow nothing is left when they are widened."""
    pairs = widened(rand)
    (told,) = yield [rows_of(pairs)]
    found = derived(told.derived)
    both = [number for number in range(CASES) if {f"n{number}", f"w{number}"} <= found.keys()]
    rules = {row["claim_key"].split("/")[1] for row in told.derived if derived([row]).keys() & {f"w{n}" for n in both}}
    assert rules == {"growth", "partner-flow", "sum-of-shares"}
    lost = [number for number in range(CASES) if f"n{number}" in found and f"w{number}" not in found]
    assert len(lost) > CASES / 20
    assert len(found) > CASES


# --- For each of them broken rules, which it must notice ----------------------------------------------------------


def of_numbers(rule: str, change: Callable[[Any], Any]) -> Broken:
    """Let a rule of arithmetic calculate with numbers that are changed before."""

    def broken(right: Callable[..., Any], world: str) -> Callable[..., Any]:
        def calculated(numbers: Any, facts: Any, keep: Any) -> Any:
            changed = change(numbers)
            ends_ = {end: ibis.ifelse(mine(numbers, world), changed[end], numbers[end]) for end in ("low", "high")}
            return right(numbers.mutate(**ends_), facts, keep)

        return calculated

    return Broken(arithmetic, rule, broken)


def at_its_figure(numbers: Any) -> Any:
    """Take an end that is open at the figure of its claim, as if that were known."""
    return {"low": ibis.coalesce(numbers.low, numbers.figure), "high": numbers.high}


def exact(numbers: Any) -> Any:
    """Take every figure as exact, as if none were rounded."""
    return {"low": numbers.figure, "high": numbers.figure}


def of_no_grain(right: Callable[..., Any], world: str) -> Callable[..., Any]:
    """Read no grain from the figure as said."""

    def broken(counted: Any) -> Any:
        unread = (meaning.grain_of(counted.digits, ibis.null("string")) / 100).cast(counted.grain.type())
        return right(counted.mutate(grain=ibis.ifelse(mine(counted, world), unread, counted.grain)))

    return broken


def inward(_: Callable[..., Any], world: str) -> Callable[..., Any]:
    """Exchange which end of the one input goes with which end of the other."""

    def broken(found: Any, rule: str, low: Any, high: Any) -> Any:
        is_mine = mine(found, world, "g_claim")
        turned = [
            replace(end, **{name: ibis.ifelse(is_mine, value, getattr(end, name)) for name, value in other.items()})
            for end, other in (
                (low, {"value": high.value * 0.999, "is_open": high.is_open}),
                (high, {"value": low.value * 1.001, "is_open": low.is_open}),
            )
        ]
        return intervals.summed(found, rule, *turned)

    return broken


PROPERTIES: tuple[Property, ...] = (widening_never_firms_up, rounding_never_contradicts, worth_it)
BROKEN: tuple[tuple[Property, Broken], ...] = (
    (widening_never_firms_up, of_numbers("implied_bases", at_its_figure)),
    (widening_never_firms_up, of_numbers("amounts_of_shares", at_its_figure)),
    (widening_never_firms_up, Broken(growth, "summed", inward)),
    (rounding_never_contradicts, of_numbers("implied_bases", exact)),
    (rounding_never_contradicts, of_numbers("amounts_of_shares", exact)),
    (rounding_never_contradicts, Broken(claims, "with_intervals", of_no_grain)),
)
