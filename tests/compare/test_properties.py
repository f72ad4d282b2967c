"""What holds of every set of claims, tried on many; and a broken rule for each, which must be noticed.

Many invented claims are compared in one go, since a run of the engine costs more than a thousand more pairs do.
"""

import datetime as dt
import itertools
import math
import re
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg import iri
from kg.claim import AMOUNT, Bound, grain, interval, tolerated
from kg.compare import find as engine
from kg.compare import verdicts
from kg.compare.claims import figures
from kg.compare.parts import exceeding_parts
from tests.compare.invented import Row, claim, facts_of, flat, found

FEW = settings(
    max_examples=3,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
PLACES = ("p0", "p1")
WORLDS = "uvw"
FACTS = facts_of([f"{world}{place}" for world in WORLDS for place in PLACES])
BOUNDS = {
    row["bound"]: Bound(**{name: flag for name, flag in row.items() if name != "bound"})
    for row in FACTS.bounds.to_pylist()
}
Found = list[Mapping[str, Any]]
Property = Callable[[list[Row]], None]

DAYS = st.sampled_from(["2023-01-01", "2023-07-01", "2024-01-01", "2024-02-10", "2025-01-01"])
FIGURES = st.sampled_from(
    [
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
    ]
)
SUBJECTS = st.sampled_from(
    [
        "of=dyad/@ indicator=goods-turnover",
        "of=dyad/@-again indicator=goods-turnover",
        "of=dyad/@ indicator=students",
        "of=dyad/@ indicator=university-students",
        "of=portfolio/@-one indicator=project-value",
        "of=portfolio/@-other indicator=project-value",
        *["of=dyad/@ indicator=partner-flow origin=XA destination=XB"] * 2,
    ]
)
STAGES = st.sampled_from(["realised", "realised", "realised", "target", "planned", "ongoing"])


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Make claims, in a line each, of which many are about the same, so that there is much to find."""
    count = draw(st.integers(120, 140))
    made = []
    for _ in range(count):
        start, end = draw(DAYS), draw(DAYS)
        period = f"from={min(start, end)} until={max(start, end)}" if start != end else "from=- until=-"
        by, source = draw(st.sampled_from("xyz")), draw(st.sampled_from("stu"))
        mode = draw(st.sampled_from(["reported", "reported", "headline", "statistical"]))
        text = f"{draw(FIGURES)} {draw(st.sampled_from(['USD', 'USD', 'RUB']))} {draw(SUBJECTS)} stage={draw(STAGES)}"
        if "origin" in text:
            text += f" reporter={draw(st.sampled_from(['XA', 'XB']))}"
        more = f"{period} by={by} source={source} mode={mode} on={draw(DAYS)}"
        made.append(f"{text} {more}".replace("@", draw(st.sampled_from(PLACES))))
    return made


def rows_of(lines: list[str]) -> list[Row]:
    return [claim(f"c{number:03}", line) for number, line in enumerate(lines)]


_PLACED = ("is_about", "has_origin", "has_destination", "has_reporter")


def find(*worlds: list[Row]) -> list[Found]:
    """Compare the claims of some worlds in one go; what is about one has nothing to do with the others."""
    tables = [into(world, rows) for world, rows in zip(WORLDS, worlds, strict=False)]
    return apart(found(flat(itertools.chain(*tables)), FACTS), len(worlds))


def into(world: str, rows: list[Row]) -> list[Row]:
    """Move claims into a world: their names end in its letter, and the names of their places begin with it."""
    return [
        {
            name: re.sub("/(p[0-9]|X[AB])", rf"/{world}\1", cell) if name in _PLACED else cell
            for name, cell in row.items()
        }
        | {"claim": f"{row['claim']}.{world}"}
        for row in rows
    ]


def apart(rows: Found, count: int) -> list[Found]:
    """Tell the findings of some worlds apart, with the names that the claims had before."""
    names = ("first", "second", "others")
    return [
        [
            row | {name: row[name] and row[name].replace(f".{world}", "") for name in names}
            for row in map(dict, rows)
            if row["first"].endswith(f".{world}")
        ]
        for world in WORLDS[:count]
    ]


def named(key: str) -> str:
    return iri.mint("claim", key)


def claims_of(row: Mapping[str, Any]) -> set[str]:
    """Return the claims that a finding rests on."""
    return {row["first"], row["second"], *(row["others"] or "").split("|")} - {""}


# --- The properties -----------------------------------------------------------------------------------------------


def is_symmetric(rows: list[Row]) -> None:
    """With the order of their IRIs turned, two claims have the same verdict and reasons, and mirrored numbers."""
    turned = {row["claim"]: named(f"c{999 - number:03}") for number, row in enumerate(rows)}
    same_day = [row | {"asserted_on": dt.date(2025, 3, 1)} for row in rows]
    one, rest = (
        [row for row in rows if row["class"] == "dyad:Comparison"]
        for rows in find(same_day, [row | {"claim": turned[row["claim"]]} for row in same_day])
    )
    other = {(row["first"], row["second"]): row for row in rest}
    assert len(one) == len(rest)
    for row in one:
        twin = other[turned[row["second"]], turned[row["first"]]]
        assert (row["verdict"], row["gap"]) == (twin["verdict"], twin["gap"])
        assert set(row["reasons"].split("|")) == set(twin["reasons"].split("|"))
        assert (row["least"], row["greatest"]) == (minus(twin["greatest"]), minus(twin["least"]))


def minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def widens_to_no_contradiction(rows: list[Row]) -> None:
    """A claim that allows more values contradicts no claim that it did not contradict before."""
    wider = [row if number % 3 else row | _wider(row) for number, row in enumerate(rows)]
    before, after = (
        {(row["first"], row["second"]) for row in some if row["verdict"] == "contradiction"}
        for some in find(rows, wider)
    )
    assert after <= before


def _wider(row: Row) -> Row:
    """Make a claim allow all that it allowed, and more."""
    bound, low = row["has_bound"].rpartition("/")[2], row["amount"]
    if bound in {"stated", "exactly", "about", "nearly", "between"}:
        top = row.get("amount_to") or low
        return {"has_bound": iri.mint("bound", "between"), "amount": low * 9 / 10, "amount_to": top * 11 / 10}
    return {"amount": low + (-10 if bound in {"more-than", "at-least"} else 10)}


def is_free_of_dates(rows: list[Row]) -> None:
    """All days moved by one number of days, the findings are the same."""
    days = ("asserted_on", "valid_from", "valid_until")
    moved = [row | {day: row[day] - dt.timedelta(12_345) for day in days if day in row} for row in rows]
    one, other = find(rows, moved)
    assert one == other


def is_free_of_order_and_files(rows: list[Row]) -> None:
    """The claims of each source in a file of its own, and in any order, the findings are the same in the same order."""
    rows = into("u", rows)
    parts = [flat([row for row in reversed(rows) if row["had_primary_source"].endswith(s)]) for s in "uts"]
    columns = [column for column in parts[0].column_names if column not in {"has_valuation", "is_part_of_total"}]
    merged = pa.concat_tables([parts[0].select(columns), *parts[1:]], promote_options="default")
    assert found(merged, FACTS) == found(flat(rows), FACTS)


def rests_on_its_claims(rows: list[Row]) -> None:
    """Without a claim its findings are gone and no other is changed; and every finding has its claims."""
    gone_first, gone_then = rows[0], rows[len(rows) // 2]
    every, *fewer = find(rows, *([row for row in rows if row is not gone] for gone in (gone_first, gone_then)))
    assert all(claims_of(row) <= {row["claim"] for row in rows} for row in every)
    for gone, less in zip((gone_first, gone_then), fewer, strict=True):
        assert less == [row for row in every if gone["claim"] not in claims_of(row)]


def contradicts_only_what_is_apart(rows: list[Row]) -> None:
    """Whatever is called a contradiction of two figures, also of part and whole, the values they allow lie apart."""
    allowed = {row["claim"]: _allowed(row) for row in rows}
    for row in find(rows)[0]:
        if row["verdict"] == "contradiction" and row["others"] is None:
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


def is_free_of_scale(rows: list[Row]) -> None:
    """In thousands, in a unit of a thousand, or in millions, the verdicts and reasons are the same."""
    said = [row | {"amount_as_said": str(row["amount"])} for row in rows if "amount_to" not in row]
    thousands = [row | {"amount": row["amount"] * 1000} for row in said]
    of_a_thousand = [row | {"has_unit": iri.mint("unit", "k" + row["has_unit"].rpartition("/")[2])} for row in said]
    millions = [row | {"amount": row["amount"] * 1_000_000} for row in said]
    one, *others = find(thousands, of_a_thousand, millions)
    names = ("first", "second", "verdict", "reasons", "outcome", "change", "ratio")
    for other in others:
        assert [[row[name] for name in names] for row in other] == [[row[name] for name in names] for row in one]


def rounds_to_no_contradiction(rows: list[Row]) -> None:
    """A bare figure and the same figure rounded coarser, by any power of ten, never contradict each other."""
    figures_of = [row["amount"] * 37 + number for number, row in enumerate(rows)]
    pairs = []
    for number, (row, figure) in enumerate(zip(rows, figures_of, strict=True)):
        own = row | {"is_about": iri.mint("dyad", f"d{number}"), "has_bound": iri.mint("bound", "stated")}
        own |= {"amount": figure, "amount_as_said": str(figure), "claim": f"{row['claim']}a"}
        own.pop("amount_to", None)
        power = number % 4
        coarse = round(figure / 10**power) * 10**power
        pairs.append(
            [
                own,
                own
                | {
                    "amount": Decimal(coarse),
                    "amount_as_said": f"{round(figure / 10**power)} x",
                    "claim": f"{row['claim']}b",
                    "had_primary_source": iri.mint("source", "coarse"),
                    "asserted_by": iri.mint("person", "coarse"),
                },
            ]
        )
    assert not [row for row in find(list(itertools.chain(*pairs)))[0] if row["verdict"] == "contradiction"]


# --- For each of them a broken rule, which it must notice ---------------------------------------------------------


def as_verdict(broken: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Make a comparison of which some verdicts are changed to contradictions."""
    compare = verdicts.compare

    def compare_wrongly(pairs: Any, parts: Any) -> Any:
        judged = compare(pairs, parts)
        return judged.mutate(verdict=ibis.ifelse(broken(judged), "contradiction", judged.verdict))

    return compare_wrongly


def of_some(broken: Callable[[Any], Any]) -> Callable[..., Any]:
    """Make claims out of flat ones of which some are lost."""
    return lambda flat_, facts: broken(figures(flat_, facts))


def in_even_groups(numbers: Any) -> Any:
    counted = numbers.mutate(beside=numbers.count().over(ibis.window(group_by="subject")))
    return counted.filter(counted.beside % 2 == 0).drop("beside")


CASES: dict[Property, tuple[str, Callable[..., Any]]] = {
    is_symmetric: ("compare", as_verdict(lambda judged: (judged.verdict == "compatible") & (judged.greatest > 5))),
    widens_to_no_contradiction: ("compare", as_verdict(lambda judged: judged.verdict == "narrower")),
    is_free_of_dates: ("figures", of_some(lambda numbers: numbers.filter(numbers.said % 2 == 0))),
    is_free_of_order_and_files: ("figures", of_some(lambda numbers: numbers.limit(20))),
    rests_on_its_claims: ("figures", of_some(in_even_groups)),
    contradicts_only_what_is_apart: (
        "exceeding_parts",
        lambda claims, parts: exceeding_parts(claims.mutate(low=(claims.low + 15).cast(AMOUNT)), parts),
    ),
    is_free_of_scale: ("figures", of_some(lambda numbers: numbers.mutate(high=(numbers.high + 5000).cast(AMOUNT)))),
    rounds_to_no_contradiction: ("compare", as_verdict(lambda judged: judged.reasons == "by-rounding")),
}


@FEW
@given(lines=lines())
@pytest.mark.parametrize("property_", CASES, ids=lambda one: one.__name__)
def test_every_set_of_claims(property_: Property, lines: list[str]) -> None:
    property_(rows_of(lines))


@pytest.mark.parametrize("property_", CASES, ids=lambda one: one.__name__)
def test_a_broken_rule_is_noticed(property_: Property, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, *CASES[property_])
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))  # what the rules compile to is kept there
    with pytest.raises(AssertionError):
        FEW(given(lines())(lambda lines: property_(rows_of(lines))))()


def test_there_is_much_to_find() -> None:
    """The claims that are tried are not so different that nothing is ever compared."""
    seen: set[object] = set()

    @FEW
    @given(lines=lines())
    def look(lines: list[str]) -> None:
        seen.update(row[name] for row in find(rows_of(lines))[0] for name in ("class", "verdict"))

    look()
    assert {"contradiction", "same", "compatible", "narrower", "suspicious", "not-comparable"} <= seen
    assert {"dyad:Comparison", "dyad:TargetChange", "dyad:TargetOutcome", "dyad:MirrorPair"} <= seen
