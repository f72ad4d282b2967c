"""What holds of every derived claim, tried on many; and a broken rule for each, which must be noticed.

Many invented claims are derived from in one go. Each case is a pair of inputs, twice: as it is, and with one input or
both said more loosely. The two stand in sources and about places of their own, so that they have nothing to do with
each other.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeAlias

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg import claim, iri
from kg.compare import arithmetic, claims, growth
from kg.compare.intervals import concluded
from tests.compare import flat
from tests.compare.flat import Row, derived_from, measured, name, read, year

FEW = settings(
    max_examples=3,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
CASES = 250
Figure: TypeAlias = dict[str, Any]
"""The cells of a figure: bound, amount, amount_to, amount_as_said."""
Ends: TypeAlias = tuple[Decimal | None, Decimal | None, bool, bool]
"""The least and greatest value, None where open, and whether each is itself excluded."""
ONE_SIDED = {"more-than": "at-least", "less-than": "at-most"}


# --- Pairs of inputs ----------------------------------------------------------------------------------------------


def grown(number: str, percent: Figure, level: Figure) -> list[Row]:
    """Make a growth and the level to which it led."""
    about = {"is_about": f"dyad/{number}"}
    return [
        of("first", number, measured("x", "goods-turnover-growth", "0", "percent", **about), percent),
        of("second", number, measured("x", "goods-turnover", "0", **about, **year(2024)), level),
    ]


def shared(number: str, percent: Figure, whole: Figure) -> list[Row]:
    """Make a partner's share of exports and the total of which it is one."""
    where = {"had_primary_source": f"source/{number}"} | year(2023)
    ends = {"has_origin": "country/XA", "has_destination": "country/XB", "has_reporter": "country/XA"}
    return [
        of("first", number, measured("x", "partner-share-of-exports", "0", "percent", **where, **ends), percent),
        of("second", number, measured("x", "total-exports", "0", is_about="country/XA", **where), whole),
    ]


def summed(number: str, one: Figure, other: Figure) -> list[Row]:
    """Make two shares of one economy's exports, which may come to more than all of them."""
    where = {"had_primary_source": f"source/{number}", "has_origin": "country/XA"} | year(2023)
    where["has_reporter"] = "country/XA"
    return [
        of(key, number, measured("x", "partner-share-of-exports", "0", "percent", has_destination=to, **where), figure)
        for key, to, figure in (("first", "country/XB", one), ("second", "country/XC", other))
    ]


KINDS = (grown, shared, summed)


def of(key: str, number: str, row: Row, figure: Figure) -> Row:
    return row | figure | {"claim": name(f"{number}-{key}")}


def stated(amount: Decimal, said: str | None = None) -> Figure:
    return {"has_bound": iri.mint("bound", "stated"), "amount": amount, "amount_as_said": said}


def bounded(bound: str, amount: Decimal, to: Decimal | None = None) -> Figure:
    return {"has_bound": iri.mint("bound", bound), "amount": amount, "amount_to": to}


def figure(rand: random.Random, least: int, greatest: int) -> Figure:
    """Make a figure of two digits under any bound."""
    amount = Decimal(rand.randint(least, greatest)) / rand.choice([1, 1, 10])
    bound = rand.choice(
        ["stated", "stated", "exactly", "about", "nearly", "more-than", "at-least", "less-than", "at-most", "between"]
    )
    return bounded(bound, amount, amount + rand.randint(1, 9) if bound == "between" else None)


def wider(rand: random.Random, narrow: Figure) -> Figure:
    """Make a figure that allows all that another does, and more."""
    bound, low, high = narrow["has_bound"].rpartition("/")[2], narrow["amount"], narrow["amount_to"] or Decimal(0)
    step = Decimal(rand.randint(1, 30)) / 10
    if bound in ONE_SIDED and rand.random() < 0.5:
        return bounded(ONE_SIDED[bound], low)
    if bound in {"more-than", "at-least"}:
        return bounded(bound, low - step)
    if bound in {"less-than", "at-most"}:
        return bounded(bound, low + step)
    if bound == "between":
        return bounded(bound, low - step, high + step)
    loose = abs(low) * Decimal("0.06") + 1  # more than a grain of one, a tolerance of 5 %, and half a point
    return rand.choice(
        [
            bounded("between", low - loose, low + loose),
            bounded("at-least", low - loose),
            bounded("at-most", low + loose),
            *([bounded("about", low)] * (bound in {"exactly", "nearly"})),
            *([stated(low)] * (bound == "exactly")),
        ]
    )


def coarser(rand: random.Random, amount: Decimal, digits: int) -> tuple[Figure, Figure]:
    """Say one amount with some digits, and with fewer, as a source prints it."""
    fine, coarse = (_rounded(amount, count) for count in (digits, rand.randint(1, digits - 1)))
    return stated(*fine), stated(*coarse)


def _rounded(amount: Decimal, digits: int) -> tuple[Decimal, str]:
    """Round an amount to some digits, and print it with a scale that no digit is lost to: `1.20e5`."""
    rounded = amount.quantize(Decimal(1).scaleb(amount.adjusted() - digits + 1))
    mantissa = rounded.scaleb(-rounded.adjusted())
    return Decimal(f"{rounded:f}"), f"{mantissa:f}"


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


def derived(rows: list[Row]) -> dict[str, Ends]:
    """Return what follows from each pair of inputs, by their common number."""
    return {read(row, "inputs")[0].partition("-")[0]: ends(row) for row in derived_from(*rows)}


def widened(seed: int) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Make pairs of inputs as they are, and with one or both of them allowing more."""
    rand = random.Random(seed)  # noqa: S311
    for number in range(CASES):
        kind = rand.choice(KINDS)
        one = figure(rand, -80, 400) if kind is grown else figure(rand, 40, 99)
        other = figure(rand, 40, 99) if kind is summed else figure(rand, 30, 999)
        loose = [wider(rand, one), other] if rand.random() < 0.4 else [one, wider(rand, other)]
        if rand.random() < 0.3:
            loose = [wider(rand, one), wider(rand, other)]
        yield kind.__name__, kind(f"n{number}", one, other), kind(f"w{number}", *loose)


def widening_never_firms_up(seed: int) -> None:
    """From inputs that allow more follows nothing, or what allows all that followed before; from none, nothing."""
    pairs = list(widened(seed))
    found = derived([row for _, *both in pairs for rows in both for row in rows])
    for number, (_, narrow, wide) in enumerate(pairs):
        before, after = found.get(f"n{number}"), found.get(f"w{number}")
        assert after is None or (before is not None and contains(after, before)), (narrow, wide, before, after)


def rounded_pairs(seed: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """Make pairs of bare inputs as they are, and with both printed in fewer digits."""
    rand = random.Random(seed)  # noqa: S311
    for number in range(CASES):
        kind = rand.choice([grown, shared])
        percent = Decimal(rand.randint(1001, 9499)).scaleb(rand.choice([-2, -2, -3]))  # a share is less than the whole
        amount = Decimal(rand.randint(100_001, 999_999)).scaleb(rand.randint(-2, 6))
        of_percent, of_amount = coarser(rand, percent, rand.randint(2, 4)), coarser(rand, amount, rand.randint(2, 6))
        yield kind(f"n{number}", of_percent[0], of_amount[0]), kind(f"w{number}", of_percent[1], of_amount[1])


def rounding_never_contradicts(seed: int) -> None:
    """What follows from figures that were rounded meets what follows from them as they were."""
    pairs = list(rounded_pairs(seed))
    found = derived([row for both in pairs for rows in both for row in rows])
    assert len(found) == 2 * CASES
    for number, (fine, coarse) in enumerate(pairs):
        one, other = found[f"n{number}"], found[f"w{number}"]
        assert meet(one, other), (fine, coarse, one, other)


@FEW
@given(st.integers(min_value=0))
def test_widening_an_input_never_firms_up_what_follows(seed: int) -> None:
    widening_never_firms_up(seed)


@FEW
@given(st.integers(min_value=0))
def test_rounding_the_inputs_never_contradicts_what_follows(seed: int) -> None:
    rounding_never_contradicts(seed)


def test_the_pairs_that_are_tried_are_worth_it() -> None:
    pairs = list(widened(1))
    found = derived([row for _, *both in pairs for rows in both for row in rows])
    kinds = {kind for number, (kind, *_) in enumerate(pairs) if {f"n{number}", f"w{number}"} <= found.keys()}
    assert kinds == {one.__name__ for one in KINDS}
    lost = [number for number in range(CASES) if f"n{number}" in found and f"w{number}" not in found]
    assert len(lost) > CASES / 20
    assert len(found) > CASES


# --- For each of them a broken rule, which it must notice ---------------------------------------------------------


Rule: TypeAlias = tuple[Any, str, Callable[..., Any]]
"""A module, the name of a rule in it, and the broken rule that takes its place."""


def of_numbers(name_: str, change: Callable[[Any], Any]) -> Rule:
    """Let a rule of arithmetic calculate with numbers that are changed before."""
    rule = getattr(arithmetic, name_)
    return arithmetic, name_, lambda numbers, facts: rule(change(numbers), facts)


def at_its_figure(numbers: Any) -> Any:
    """Take an end that is open at the figure of its claim, as if that were known."""
    return numbers.mutate(low=ibis.coalesce(numbers.low, numbers.figure))


def exact(numbers: Any) -> Any:
    """Take every figure as exact, as if none were rounded."""
    return numbers.mutate(low=numbers.figure, high=numbers.figure)


def of_no_grain() -> Rule:
    """Read no grain from the figure as said."""
    return claims, "grain_of", lambda amount, said: claim.grain_of(amount, ibis.null("string")) / 100


def inward() -> Rule:
    """Exchange which end of the one input goes with which end of the other."""

    def broken(found: Any, low: Any, high: Any) -> Any:
        return concluded(found, replace(high, value=high.value * 0.999), replace(low, value=low.value * 1.001))

    return growth, "concluded", broken


BROKEN = [
    (widening_never_firms_up, of_numbers("implied_bases", at_its_figure)),
    (widening_never_firms_up, of_numbers("partner_flows", at_its_figure)),
    (widening_never_firms_up, inward()),
    (rounding_never_contradicts, of_numbers("implied_bases", exact)),
    (rounding_never_contradicts, of_numbers("partner_flows", exact)),
    (rounding_never_contradicts, of_no_grain()),
]


@pytest.mark.parametrize(("property_", "rule"), BROKEN)
def test_a_broken_rule_is_noticed(property_: Callable[[int], None], rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*rule)
    flat.derivation.cache_clear()
    try:
        with pytest.raises(AssertionError):
            FEW(given(st.integers(min_value=0))(property_))()
    finally:
        flat.derivation.cache_clear()
