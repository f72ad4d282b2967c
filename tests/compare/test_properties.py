"""What holds of every set of claims, tried on many; and a broken rule for each, which must be noticed.

All worlds of claims are compared in one go; then once more with the broken rules, each in a world of its own.
"""

import datetime as dt
import math
import random
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import ibis
import pytest

from kg.claim import AMOUNT, Bound, grain, interval, tolerated
from kg.compare import find as engine
from kg.compare.prepare.names import Numbers, by_name
from kg.core import iri
from kg.core.concepts import Reason, Verdict
from tests.claims import Row, claim
from tests.compare import derivations
from tests.compare.cases import facts_of
from tests.compare.worlds import PLACES, Broken, Property, Rule, Trial, mine, named, tried

BOUNDS = {
    row["bound"]: Bound(**{name: flag for name, flag in row.items() if name != "bound"})
    for row in facts_of(()).bounds.to_pylist()
}
SEEDS = (1, 2)

DAYS = ("2023-01-01", "2023-07-01", "2024-01-01", "2024-02-10", "2025-01-01")
FIGURES = (
    "stated 90",
    *["stated 100"] * 4,
    "stated 100.4",
    "exactly 104",
    "nearly 100",
    "about 100",
    "more-than 100",
    "at-least 100",
    "less-than 100",
    "at-most 90",
    "between 90..104",
    "between 95..105",
)
SUBJECTS = (
    "of=dyad/@ indicator=goods-turnover",
    "of=dyad/@-again indicator=goods-turnover",
    "of=dyad/@ indicator=students",
    "of=dyad/@ indicator=university-students",
    "of=portfolio/@-one indicator=project-value",
    "of=portfolio/@-other indicator=project-value",
    *["of=dyad/@ indicator=partner-flow origin=XA destination=XB"] * 2,
)
STAGES = ("realised", "realised", "realised", "target", "planned", "ongoing")


def line(rand: random.Random) -> str:
    """Make a claim, in a line, that may well be about the same as another, so that there is much to find."""
    start, end = sorted(rand.choices(DAYS, k=2))
    period = f"from={start} until={end}" if start != end else "from=- until=-"
    text = f"{rand.choice(FIGURES)} {rand.choice(['USD', 'USD', 'RUB'])} {rand.choice(SUBJECTS)}"
    if "origin" in text:
        text += f" reporter={rand.choice(['XA', 'XB'])}"
    mode = rand.choice(["reported", "reported", "headline", "statistical"])
    told = f"by={rand.choice('xyz')} source={rand.choice('stu')} mode={mode} on={rand.choice(DAYS)}"
    return f"{text} stage={rand.choice(STAGES)} {period} {told}"


def rows_of(rand: random.Random) -> list[Row]:
    """Make claims of which many are about the same."""
    return [claim(f"c{number:03}", line(rand), rand.choice(PLACES)) for number in range(130)]


def claims_of(row: Mapping[str, Any]) -> set[str]:
    """Return the claims that a finding rests on."""
    return {row["first"], row["second"], *row["others"]}


# --- The properties -----------------------------------------------------------------------------------------------


def is_symmetric(rows: list[Row]) -> Trial:
    """With the order of their IRIs turned, two claims have the same verdict and reasons, and mirrored numbers."""
    turned = {row["claim"]: named(f"c{999 - number:03}") for number, row in enumerate(rows)}
    same_day = [row | {"asserted_on": dt.date(2025, 3, 1)} for row in rows]
    told = yield [same_day, [row | {"claim": turned[row["claim"]]} for row in same_day]]
    one, rest = ([row for row in some.findings if row["class"] == "dyad:Comparison"] for some in told)
    other = {(row["first"], row["second"]): row for row in rest}
    assert len(one) == len(rest)
    for row in (row for row in one if not row["others"]):
        twin = other[turned[row["second"]], turned[row["first"]]]
        assert (row["verdict"], row["gap"]) == (twin["verdict"], twin["gap"])
        assert set(row["reasons"]) == set(twin["reasons"])
        assert (row["least"], row["greatest"]) == (minus(twin["greatest"]), minus(twin["least"]))


def minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def widens_to_no_contradiction(rows: list[Row]) -> Trial:
    """A claim that allows more values contradicts no claim that it did not contradict before."""
    wider = [row if number % 3 else row | _wider(row) for number, row in enumerate(rows)]
    told = yield [rows, wider]
    before, after = (
        {(row["first"], row["second"]) for row in some.findings if row["verdict"] == "contradiction"} for some in told
    )
    assert after <= before


def _wider(row: Row) -> Row:
    """Make a claim allow all that it allowed, and more."""
    bound, low = row["has_bound"].rpartition("/")[2], row["amount"]
    if bound in {"stated", "exactly", "about", "nearly", "between"}:
        top = row.get("amount_to") or low
        return {"has_bound": iri.mint("bound", "between"), "amount": low * 9 / 10, "amount_to": top * 11 / 10}
    return {"amount": low + (-10 if bound in {"more-than", "at-least"} else 10)}


def is_free_of_dates(rows: list[Row]) -> Trial:
    """All days moved by one number of days, the findings are the same."""
    days = ("asserted_on", "valid_from", "valid_until")
    moved = [row | {day: row[day] - dt.timedelta(12_345) for day in days if day in row} for row in rows]
    one, other = yield [rows, moved]
    assert one.findings == other.findings


def is_free_of_order_and_files(rows: list[Row]) -> Trial:
    """The claims of each source in a file of its own, and in any order, the findings are the same in the same order."""
    apart = [row | {"file": s} for s in "uts" for row in reversed(rows) if row["had_primary_source"].endswith(s)]
    one, other = yield [rows, apart]
    assert one.findings == other.findings


def rests_on_its_claims(rows: list[Row]) -> Trial:
    """Without a claim its findings are gone and no other is changed; and every finding has its claims."""
    gone = rows[0], rows[len(rows) // 2]
    every, *fewer = yield [rows, *([row for row in rows if row is not one] for one in gone)]
    assert all(claims_of(row) <= {row["claim"] for row in rows} for row in every.findings)
    for one, less in zip(gone, fewer, strict=True):
        assert less.findings == [row for row in every.findings if one["claim"] not in claims_of(row)]


def contradicts_only_what_is_apart(rows: list[Row]) -> Trial:
    """Whatever is called a contradiction of two figures, also of part and whole, the values they allow lie apart."""
    allowed = {row["claim"]: _allowed(row) for row in rows}
    (told,) = yield [rows]
    for row in told.findings:
        if row["verdict"] == "contradiction" and not row["others"]:
            (low, high), (other_low, other_high) = allowed[row["first"]], allowed[row["second"]]
            assert high <= other_low or other_high <= low
            if "part-exceeds-whole" in row["reasons"]:
                assert max(low, other_low) >= min(high, other_high)


def _allowed(row: Row) -> tuple[float, float]:
    """Return the values that a claim allows, as the functions of one row have it."""
    bound = BOUNDS[row["has_bound"]]
    tolerance = Decimal("0.1") if row["has_indicator"].endswith("students") else Decimal("0.05")
    size = grain(row["amount"])
    found = interval(bound, row["amount"], row.get("amount_to"), size, tolerated(row["amount"], tolerance, None, size))
    ends = (found.low, -math.inf), (found.high, math.inf)
    return tuple(float(open_ if end is None else end) for end, open_ in ends)  # type: ignore[return-value]


def is_free_of_scale(rows: list[Row]) -> Trial:
    """In thousands, in a unit of a thousand, or in millions, the verdicts and reasons are the same."""
    said = [row | {"amount_as_said": str(row["amount"])} for row in rows if "amount_to" not in row]
    thousands = [row | {"amount": row["amount"] * 1000} for row in said]
    of_a_thousand = [row | {"has_unit": iri.mint("unit", "k" + row["has_unit"].rpartition("/")[2])} for row in said]
    millions = [row | {"amount": row["amount"] * 1_000_000} for row in said]
    one, *others = yield [thousands, of_a_thousand, millions]
    names = ("first", "second", "verdict", "reasons", "outcome", "change", "ratio")
    for other in others:
        assert [[row[name] for name in names] for row in other.findings] == [
            [row[name] for name in names] for row in one.findings
        ]


def rounds_to_no_contradiction(rows: list[Row]) -> Trial:
    """A bare figure and the same figure rounded coarser, by any power of ten, never contradict each other."""
    figures_of = [row["amount"] * 37 + number for number, row in enumerate(rows)]
    pairs: list[Row] = []
    for number, (row, figure) in enumerate(zip(rows, figures_of, strict=True)):
        own = row | {"is_about": iri.mint("dyad", f"d{number}"), "has_bound": iri.mint("bound", "stated")}
        own |= {"amount": figure, "amount_as_said": str(figure), "claim": f"{row['claim']}a"}
        own.pop("amount_to", None)
        power = number % 4
        coarse = {
            "amount": Decimal(round(figure / 10**power) * 10**power),
            "amount_as_said": f"{round(figure / 10**power)} x",
        }
        coarse |= {"claim": f"{row['claim']}b", "had_primary_source": iri.mint("source", "coarse")}
        pairs += [own, own | coarse | {"asserted_by": iri.mint("person", "coarse")}]
    (told,) = yield [pairs]
    assert not [row for row in told.findings if row["verdict"] == "contradiction"]


# --- For each of them a broken rule, which it must notice ---------------------------------------------------------


def as_verdict(broken: Callable[[Any], Any]) -> Broken:
    """Change some verdicts to contradictions."""

    def of_world(right: Rule, world: str) -> Rule:
        def complete_wrongly(found: Any, cls: str, numbers: Numbers) -> Any:
            if {"verdict", "ratio"} <= {*found.columns}:
                judged = by_name(found.mutate(of=found.first), numbers.claims, "of")
                is_wrong = mine(judged, world, "of") & broken(judged)
                found = judged.mutate(verdict=ibis.ifelse(is_wrong, Verdict.CONTRADICTION, judged.verdict)).drop("of")
            return right(found, cls, numbers)

        return complete_wrongly

    return Broken(engine, "_complete", of_world)


def of_figures(broken: Callable[[Any], Any]) -> Broken:
    """Change the figures of claims."""

    def of_world(right: Rule, world: str) -> Rule:
        def changed(claims: Any) -> Any:
            is_mine = mine(claims, world)
            return broken(claims.filter(is_mine)).select(claims.columns).union(claims.filter(~is_mine))

        return lambda *claims_and_facts: changed(right(*claims_and_facts))

    return Broken(engine, "figures", of_world)


def with_every_other(right: Rule, world: str) -> Rule:
    """Read of the claims every other one, in the order in which they lie in their files."""

    def of_every_other(claims: Any, facts: Any) -> Any:
        counted = claims.mutate(place=ibis.row_number())
        return right(counted.filter(~mine(counted, world) | (counted.place % 2 == 0)).drop("place"), facts)

    return of_every_other


def with_greater_parts(right: Rule, world: str) -> Rule:
    """Take the low end of what may be a part or a whole for more than it is."""

    def exceeding_wrongly(claims: Any, parts: Any, things: Any, keep: Any) -> Any:
        named = by_name(claims.mutate(of=claims.about), things, "of")
        more = ibis.ifelse(mine(named, world, "of"), (named.low + 15).cast(AMOUNT), named.low)
        return right(named.mutate(low=more).drop("of"), parts, things, keep)

    return exceeding_wrongly


def in_even_groups(numbers: Any) -> Any:
    counted = numbers.mutate(beside=numbers.count().over(ibis.window(group_by="subject")))
    return counted.filter(counted.beside % 2 == 0)


CASES: dict[Callable[[list[Row]], Trial], Broken] = {
    is_symmetric: as_verdict(lambda judged: (judged.verdict == Verdict.COMPATIBLE) & (judged.greatest > 5)),
    widens_to_no_contradiction: as_verdict(lambda judged: judged.verdict == Verdict.NARROWER),
    is_free_of_dates: of_figures(lambda numbers: numbers.filter(numbers.said % 2 == 0)),
    is_free_of_order_and_files: Broken(engine, "with_values", with_every_other),
    rests_on_its_claims: of_figures(in_even_groups),
    contradicts_only_what_is_apart: Broken(engine, "exceeding_parts", with_greater_parts),
    is_free_of_scale: of_figures(lambda numbers: numbers.mutate(high=(numbers.high + 5000).cast(AMOUNT))),
    rounds_to_no_contradiction: as_verdict(lambda judged: judged.reasons == ibis.array([Reason.BY_ROUNDING])),
}


def on_claims(property_: Callable[[list[Row]], Trial]) -> Property:
    """Return a property of claims that are made by chance."""
    return lambda rand: property_(rows_of(rand))


def finds_much(rows: list[Row]) -> Trial:
    """The claims that are tried are not so different that nothing is ever compared."""
    (told,) = yield [rows]
    seen = {row[name] for row in told.findings for name in ("class", "verdict")}
    assert {"contradiction", "same", "compatible", "narrower", "suspicious", "not-comparable"} <= seen
    assert {"dyad:Comparison", "dyad:TargetChange", "dyad:TargetOutcome", "dyad:MirrorPair"} <= seen


PROPERTIES = {one.__name__: on_claims(one) for one in (*CASES, finds_much)}
PROPERTIES |= {one.__name__: one for one in derivations.PROPERTIES}
BROKEN = {f"{one.__name__}-{rule.name}": (on_claims(one), rule) for one, rule in CASES.items()}
BROKEN |= {f"{number}-{one.__name__}-{rule.name}": (one, rule) for number, (one, rule) in enumerate(derivations.BROKEN)}
Judges = Mapping[str, Callable[[], None]]


def trials_of(property_: Property) -> list[Trial]:
    return [property_(random.Random(seed)) for seed in SEEDS]  # noqa: S311


@pytest.fixture(scope="module")
def judges() -> Judges:
    return tried({name: trials_of(property_) for name, property_ in PROPERTIES.items()})


@pytest.fixture(scope="module")
def judges_of_broken_rules(tmp_path_factory: pytest.TempPathFactory) -> Judges:
    """Break each rule in the worlds of one trial, and compare the claims of all of them."""
    with pytest.MonkeyPatch.context() as patch:
        # What the rules compile to is kept there.
        patch.setattr(sys, "pycache_prefix", str(tmp_path_factory.mktemp("broken")))
        for world, (_, rule) in BROKEN.items():
            rule.put_in(world, patch)
        return tried({world: trials_of(property_) for world, (property_, _) in BROKEN.items()})


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_set_of_claims(name: str, judges: Judges) -> None:
    judges[name]()


@pytest.mark.parametrize("world", BROKEN)
def test_a_broken_rule_is_noticed(world: str, judges_of_broken_rules: Judges) -> None:
    with pytest.raises(AssertionError):
        judges_of_broken_rules[world]()
