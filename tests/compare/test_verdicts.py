"""What the engine makes of two claims: of their bounds, of all that stands against comparing, and of their times."""

import re
from decimal import Decimal

import pytest

from kg.core import assets
from tests.compare.cases import Case, Cases, Told, cases, findings_of, named

# Pairs of claims: what is being tried, the first, the second, the verdict, the reasons.
BOUNDS = """
exactly the same figure       | exactly 10 USD        | exactly 10 USD        | same          | bounds-equal
two exact figures             | exactly 10 USD        | exactly 15.5 USD      | contradiction | bounds-apart
exact, and what rounds to it  | exactly 28.49 USD     | exactly 28 USD        | contradiction | bounds-apart
nought and a figure           | stated 0 USD          | stated 10 USD         | contradiction | bounds-apart
nought is nought              | stated 0 USD          | exactly 0 USD         | same          | bounds-equal
figures below nought          | stated -3 USD         | stated -5 USD         | contradiction | bounds-apart
a bare figure, twice          | stated 28 USD         | stated 28 USD         | same          | bounds-equal
a bare figure, and exactly it | stated 28 USD         | exactly 28 USD        | same          | bounds-equal
a figure and its rounding     | stated 28.49 USD      | stated 28 USD         | compatible    | by-rounding
a figure and no rounding      | stated 28.61 USD      | stated 28 USD         | contradiction | bounds-apart
two counts side by side       | stated 10 project     | stated 11 project     | contradiction | bounds-apart
a figure on the edge          | stated 28.5 USD       | stated 28 USD         | compatible    | by-rounding
by the billion, and printed   | stated 28000000000 USD | stated 28.4 USD said=28.4 | contradiction | bounds-apart
said to the billion, printed  | stated 28000000000 USD said=28_млрд | stated 28412345678 USD | compatible | by-rounding
a whole number by thousands   | stated 50000 student  | stated 50400 student  | compatible    | by-rounding
a whole number by ones        | stated 50100 student  | stated 50400 student  | contradiction | bounds-apart
a whole number by millions    | stated 120000000 USD  | stated 120400000 USD  | compatible    | by-rounding
one figure in two precisions  | stated 28 USD said=28 | stated 28 USD said=28.0 | same        | bounds-equal
a bare figure, and over it    | stated 27 USD         | more-than 27 USD      | compatible    | by-rounding
a bare figure, and over more  | stated 27 USD         | more-than 28 USD      | contradiction | bounds-apart
more than, and exactly that   | more-than 10 USD      | exactly 10 USD        | contradiction | bounds-apart
at least, and just that       | at-least 10 USD       | exactly 10 USD        | compatible    | bounds-nested
less than, and exactly that   | less-than 10 USD      | exactly 10 USD        | contradiction | bounds-apart
less than, and just that      | less-than 10 USD      | stated 10 USD         | compatible    | by-rounding
at most, and just that        | at-most 10 USD        | exactly 10 USD        | compatible    | bounds-nested
more than, and more           | more-than 10 USD      | stated 11 USD         | compatible    | bounds-nested
more than, and less           | more-than 30 project  | stated 29 project     | contradiction | bounds-apart
more than, twice              | more-than 10 USD      | more-than 10 USD      | same          | bounds-equal
more than, and more than more | more-than 50 USD      | more-than 55 USD      | compatible    | bounds-nested
more than, and at least       | more-than 10 USD      | at-least 10 USD       | compatible    | bounds-nested
up to, and more than          | at-most 30 USD        | more-than 30 USD      | contradiction | bounds-apart
up to, and at least           | at-most 30 USD        | at-least 30 USD       | compatible    | bounds-meet
less than, and at least       | less-than 30 USD      | at-least 30 USD       | contradiction | bounds-apart
less than, and more than      | less-than 30 USD      | more-than 30 USD      | contradiction | bounds-apart
less than, and more than less | less-than 30 USD      | more-than 20 USD      | compatible    | bounds-meet
at most, twice                | at-most 30 USD        | at-most 30 USD        | same          | bounds-equal
at most, and less than        | at-most 30 USD        | less-than 30 USD      | compatible    | bounds-nested
about, twice                  | about 100 USD         | about 100 USD         | same          | bounds-equal
about, and near               | about 100 USD         | stated 104 USD        | narrower      | bounds-nested
about, and the end of it      | about 100 USD         | exactly 105 USD       | narrower      | bounds-nested
about, and past the end       | about 100 USD         | exactly 105.01 USD    | contradiction | bounds-apart
about, and past it by a grain | about 100 USD         | stated 105.4 USD said=105.4 | contradiction | bounds-apart
about, and about near         | about 100 USD         | about 108 USD         | compatible    | bounds-meet
about, and about far          | about 100 USD         | about 120 USD         | contradiction | bounds-apart
about, and more than its end  | about 100 USD         | more-than 105 USD     | contradiction | bounds-apart
about, and more than less     | about 2000 student    | more-than 2000 student | compatible   | bounds-meet
about few, by one at least    | about 3 project       | stated 4 project      | compatible    | bounds-meet
about few, and too many       | about 3 project       | stated 5 project      | contradiction | bounds-apart
nearly, and somewhat less     | nearly 100 USD        | stated 97 USD         | narrower      | bounds-nested
nearly, and exactly that      | nearly 100 USD        | exactly 100 USD       | contradiction | bounds-apart
nearly, and just that         | nearly 100 USD        | stated 100 USD        | compatible    | by-rounding
nearly, and much less         | nearly 100 USD        | stated 90 USD         | contradiction | bounds-apart
nearly, and more              | nearly 100 USD        | more-than 100 USD     | contradiction | bounds-apart
between, twice                | between 10..20 USD    | between 10..20 USD    | same          | bounds-equal
between, one in the other     | between 10..20 USD    | between 12..15 USD    | narrower      | bounds-nested
between, overlapping          | between 10..20 USD    | between 15..25 USD    | compatible    | bounds-meet
between, touching             | between 10..20 USD    | between 20..25 USD    | compatible    | bounds-meet
between, apart                | between 10..20 USD    | between 21..25 USD    | contradiction | bounds-apart
between, and one of its ends  | between 10..20 USD    | exactly 20 USD        | narrower      | bounds-nested
between, and less than its end | between 10..20 USD   | less-than 10 USD      | contradiction | bounds-apart
between, and at most its end  | between 10..20 USD    | at-most 10 USD        | compatible    | bounds-meet
between, and about            | between 95..105 USD   | about 100 USD         | same          | bounds-equal
a range of one figure         | between 10..10 USD    | exactly 10 USD        | same          | bounds-equal
miles, and kilometres         | exactly 100 mile      | exactly 160.9344 km   | same          | bounds-equal
miles, and kilometres about   | stated 100 mile       | stated 161 km         | compatible    | by-rounding
"""
# Then in three lines: two claims of two speakers in two sources on one day, of one dyad, its turnover of one year and
# one value, but for what stands in the line.
OTHERS = """
goods, and goods with services: not-comparable different-indicator different-coverage
    as usual
    indicator=goods-and-services-turnover
students, and those of universities: not-comparable different-indicator
    indicator=students
    indicator=university-students
goods, and trade of unsaid coverage: not-comparable different-indicator unknown-coverage
    as usual
    indicator=foreign-trade-turnover
unsaid coverage, twice alike: same bounds-equal
    indicator=foreign-trade-turnover
    indicator=foreign-trade-turnover
unsaid coverage, twice apart: not-comparable unknown-coverage
    stated 28 USD indicator=foreign-trade-turnover
    stated 31 USD indicator=foreign-trade-turnover
unsaid coverage, apart in one source: contradiction bounds-apart one-source
    stated 28 USD indicator=foreign-trade-turnover source=x
    stated 31 USD indicator=foreign-trade-turnover source=x
unsaid coverage, apart in one speech: contradiction bounds-apart
    stated 28 USD indicator=foreign-trade-turnover by=x
    stated 31 USD indicator=foreign-trade-turnover by=x
planned, and done: not-comparable different-stage
    of=portfolio/@-one indicator=project-count stage=planned from=- until=-
    of=portfolio/@-one indicator=project-count stage=completed from=- until=- on=2025-03-01 exactly 11 USD
two products: not-comparable different-product
    product=grain
    product=oil
all, and a product: not-comparable different-product
    as usual
    product=oil
all, and a region: not-comparable different-scope
    as usual
    part=region/XA-01
two regions: not-comparable different-scope
    part=region/XA-01
    part=region/XA-02
two regions, otherwise listed: same bounds-equal
    part=region/XA-01|region/XA-02
    part=region/XA-02|region/XA-01
there, and back: not-comparable different-direction
    origin=XA destination=XB reporter=XA
    origin=XB destination=XA reporter=XA
there, and both ways: not-comparable different-direction
    origin=XA destination=XB reporter=XA
    as usual
two sides of a flow: not-comparable different-reporter
    origin=XA destination=XB reporter=XA
    origin=XA destination=XB reporter=XB
two sides of a dyad: not-comparable different-reporter
    stated 28 USD reporter=XA
    stated 31 USD reporter=XB
two sides of a border: contradiction bounds-apart
    stated 280 km indicator=land-border-length reporter=XA from=- until=-
    stated 310 km indicator=land-border-length reporter=XB from=- until=-
a side, and who names none: contradiction bounds-apart
    stated 28 USD reporter=XA
    stated 31 USD
as one side reports it, and as a third party reconciles it: not-comparable different-quality
    exactly 30 USD FLOW reporter=XA
    exactly 31 USD FLOW quality=reconciled
by origin, and by consignment: not-comparable different-basis
    origin=XA destination=XB reporter=XB basis=origin
    origin=XA destination=XB reporter=XB basis=consignment
loaded, and arrived: not-comparable different-valuation
    origin=XA destination=XB reporter=XA valuation=FOB
    origin=XA destination=XB reporter=XA valuation=CIF
loaded, and who knows how: contradiction bounds-apart valuation-unstated
    stated 28 USD origin=XA destination=XB reporter=XA valuation=FOB
    stated 31 USD origin=XA destination=XB reporter=XA
two currencies: not-comparable different-currency
    exactly 10 USD
    exactly 900 RUB
jobs, and students: not-comparable different-unit
    exactly 10 job
    exactly 10 student
a currency, and jobs: not-comparable different-unit
    exactly 10 job
    exactly 10 USD
two years: not-comparable different-period
    from=2023-01-01 until=2024-01-01
    as usual
a quarter, and its year: not-comparable different-period
    until=2024-04-01
    as usual
a year, and the one ended later: not-comparable different-period
    from=2024-04-01 until=2025-04-01
    as usual
a year, and no period: not-comparable unknown-period
    as usual
    from=- until=-
a year, and one without an end: not-comparable unknown-period
    as usual
    until=-
the number of two days: not-comparable different-period
    indicator=students from=- until=- on=2023-02-01
    indicator=students from=- until=- on=2025-07-01
the number of one day: same bounds-equal
    indicator=students from=- until=- on=2023-02-01
    indicator=students from=- until=- on=2023-02-01
the number of a year, on a day in it: same bounds-equal
    indicator=students
    indicator=students from=- until=- on=2024-02-01
the number of a day, and of the next: not-comparable different-period
    indicator=students from=- until=- on=2023-02-01
    indicator=students from=- until=- on=2023-02-02
the number until a day, and on the day before: same bounds-equal
    indicator=students from=- until=2024-01-01
    indicator=students from=- until=- on=2023-12-31
the number until a day, and on the day before that: not-comparable different-period
    indicator=students from=- until=2024-01-01
    indicator=students from=- until=- on=2023-12-30
the number until a day, and from it: not-comparable different-period
    indicator=students from=- until=2024-01-01
    indicator=students until=-
the number from a day, and until it: not-comparable different-period
    indicator=students until=-
    indicator=students from=- until=2024-01-01
a length for ever, twice: same bounds-equal
    exactly 10 km indicator=land-border-length from=1991-12-16 until=-
    exactly 10 km indicator=land-border-length from=2005-01-01 until=-
a target and another deadline: not-comparable different-period
    stage=target from=- until=2030-01-01
    stage=target from=- until=2031-01-01 on=2025-03-01
a target and no deadline: not-comparable different-period
    stage=target from=- until=2030-01-01
    stage=target from=- until=-
a target, twice on a day: same bounds-equal
    stage=target from=- until=2030-01-01
    stage=target from=- until=2030-01-01
a target, and what came of it: not-comparable different-stage different-period
    stage=target from=- until=-
    as usual
a total, and what counts to it: not-comparable umbrella-and-member
    as usual
    total=FIRST
a dyad, and a portfolio of it: not-comparable different-subject
    as usual
    of=portfolio/@-one
two shares of one owner: contradiction bounds-apart
    - class=dyad:Ownership owned=firm/@ owner=firm/y share=51 owning=direct indicator=- from=- until=-
    - class=dyad:Ownership owned=firm/@ owner=firm/y share=41.5 owning=direct indicator=- from=- until=-
several at once: not-comparable different-product different-currency different-period
    exactly 10 RUB product=oil
    from=2023-01-01 until=2024-01-01 exactly 1 USD
said with a nought, printed: contradiction bounds-apart
    stated 28000000000 USD said=28,0_млрд
    stated 28412345678 USD
a share by the point: compatible by-rounding
    stated 4 percent indicator=partner-share-of-exports
    stated 4.4 percent indicator=partner-share-of-exports
a share by the tenth: contradiction bounds-apart
    stated 4.0 percent said=4.0 indicator=partner-share-of-exports
    stated 4.4 percent indicator=partner-share-of-exports
about a few percent: narrower bounds-nested
    about 4 percent indicator=partner-share-of-exports
    stated 4.4 percent indicator=partner-share-of-exports
about is no closer than bare: compatible by-rounding
    about 4000000000 USD said=4_млрд
    stated 4400000000 USD said=4,4_млрд
nearly 28.5, and 27: compatible by-rounding
    nearly 28500000000 USD said=28.5_billion
    stated 27000000000 USD said=27_billion
one speaker, two bounds: suspicious same-speaker bounds-nested
    more-than 30 job indicator=jobs-created by=x
    more-than 23 job indicator=jobs-created by=x
one speaker, bounds as near as they may be: compatible bounds-nested
    more-than 20 job indicator=jobs-created by=x
    more-than 19 job indicator=jobs-created by=x
one speaker, on days that nobody gives: compatible bounds-nested
    more-than 30 job indicator=jobs-created by=x on=- recorded=2025-04-01
    more-than 23 job indicator=jobs-created by=x on=- recorded=2025-04-01
one speaker, near bounds: compatible bounds-nested
    more-than 30 job indicator=jobs-created by=x
    more-than 29 job indicator=jobs-created by=x
one speaker, other day: compatible bounds-nested
    more-than 30 job by=x
    more-than 23 job by=x on=2025-04-01
two speakers: compatible bounds-nested
    more-than 30 job by=x
    more-than 23 job by=y
one speaker, who excludes himself: contradiction bounds-apart
    exactly 30 job by=x
    exactly 23 job by=x
one amount, two stages: suspicious different-stage identical-amount
    indicator=project-value stage=completed until=-
    indicator=project-value stage=ongoing until=-
other amount, two stages: not-comparable different-stage
    indicator=project-value stage=completed until=-
    exactly 11 USD indicator=project-value stage=ongoing until=-
one amount, done and meant: suspicious different-stage identical-amount
    indicator=project-value stage=completed from=- until=-
    indicator=project-value stage=planned from=- until=-
an amount done, and more than it meant: not-comparable different-stage
    exactly 10 USD indicator=project-value stage=completed from=- until=-
    more-than 10 USD indicator=project-value stage=planned from=- until=-
a figure in two currencies: suspicious different-currency same-figure-other-currency
    stated 30 USD
    stated 30 KZT
a figure in two currencies, in two tables: suspicious different-currency same-figure-other-currency
    stated 30 USD mode=statistical
    stated 30 KZT mode=statistical
a figure in two currencies, of two years: not-comparable different-currency different-period
    stated 30 USD
    stated 30 KZT from=2023-01-01 until=2024-01-01
nought in two currencies: not-comparable different-currency
    exactly 0 USD
    exactly 0 KZT
a publisher's later figure: compatible revised
    stated 28 USD mode=statistical by=x recorded=2024-04-01
    stated 31 USD mode=statistical by=x recorded=2025-04-01
a publisher's figure of a later day: compatible revised
    stated 28 USD mode=statistical by=x on=2024-04-01 recorded=2025-04-01
    stated 31 USD mode=statistical by=x on=2025-03-01 recorded=2025-04-01
a source's later figure: compatible revised
    stated 28 USD mode=statistical source=x recorded=2024-04-01
    stated 31 USD mode=statistical source=x recorded=2025-04-01
what a publisher said of its later figure: contradiction bounds-apart
    stated 28 USD mode=statistical by=x recorded=2024-04-01
    stated 31 USD by=x recorded=2025-04-01
a publisher's later figure, alike: same bounds-equal
    stated 28 USD mode=statistical by=x recorded=2024-04-01
    stated 28 USD mode=statistical by=x recorded=2025-04-01
a publisher's two figures of one vintage: contradiction bounds-apart
    stated 28 USD mode=statistical by=x recorded=2025-04-01
    stated 31 USD mode=statistical by=x recorded=2025-04-01
two publishers' figures: contradiction bounds-apart
    stated 28 USD mode=statistical recorded=2024-04-01
    stated 31 USD mode=statistical recorded=2025-04-01
a speaker's later figure: contradiction bounds-apart
    stated 28 USD by=x on=2025-03-01
    stated 31 USD by=x on=2025-09-01
one source against itself: contradiction bounds-apart one-source
    exactly 10 USD source=x
    exactly 16 USD source=x
a sum converted: contradiction bounds-apart converted
    exactly 10 USD
    exactly 16 USD converted=other
two umbrellas, two occasions: not-comparable scope-unknown
    of=portfolio/@-one
    of=portfolio/@-other
two umbrellas, one speech: same bounds-equal
    of=portfolio/@-one by=x
    of=portfolio/@-other by=x
two umbrellas, one speech, apart: contradiction bounds-apart
    exactly 30 USD of=portfolio/@-one by=x
    exactly 21 USD of=portfolio/@-other by=x
two umbrellas, one speaker, two days: not-comparable scope-unknown
    of=portfolio/@-one by=x
    of=portfolio/@-other by=x on=2025-03-02
two umbrellas of one text: not-comparable scope-unknown
    of=portfolio/@-one source=x
    of=portfolio/@-other source=x
two umbrellas of one speaker in one text: not-comparable scope-unknown
    of=portfolio/@-one source=x by=y
    of=portfolio/@-other source=x by=y
headline and text: contradiction bounds-apart one-source
    at-most 30 USD of=portfolio/@-one source=x mode=headline
    more-than 30 USD of=portfolio/@-other source=x
one umbrella: same bounds-equal
    of=portfolio/@-one
    of=portfolio/@-one
one umbrella, twice named: same bounds-equal
    of=dyad/@
    of=dyad/@-again
"""


def in_lines(table: str) -> Cases:
    """Read a table with a case in each line: its name, two claims, the verdict, the reasons."""
    read: Cases = {}
    for number, line in enumerate(table.strip().splitlines()):
        name, first, second, *expected = (cell.strip() for cell in line.split("|"))
        read[f"b{number}"] = Case(name, frozenset(" ".join(expected).split()), (first, second))
    return read


PAIRS = in_lines(BOUNDS) | cases(OTHERS, usual="exactly 10 USD")


@pytest.fixture(scope="module")
def verdicts() -> Told:
    return findings_of(PAIRS, "dyad:Comparison")


@pytest.mark.parametrize("where", PAIRS, ids=named(PAIRS))
def test_a_pair_has_its_verdict_and_reasons(where: str, verdicts: Told) -> None:
    (row,) = verdicts[where]
    assert {row["verdict"], *row["reasons"]} == PAIRS[where].expected


# The gap, the ends of the difference of the first and the second, and the second over the first.
NUMBERS: dict[str, tuple[str | int | None, ...]] = {
    "exactly the same figure": (None, 0, 0, 1),
    "two exact figures": ("5.5", "-5.5", "-5.5", "1.55"),
    "nought and a figure": ("9.5", "-10.5", "-9.5", None),
    "figures below nought": (1, 1, 3, "1.6667"),
    "two counts side by side": (1, -2, 0, "1.1"),
    "more than, and less": (1, "0.5", None, "0.9667"),
    "about, and past the end": ("0.01", "-10.01", "-0.01", "1.0501"),
    "two products": (None, None, None, None),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_pair_that_compares_has_its_distances(name: str, verdicts: Told) -> None:
    (where,) = (where for where, pair in PAIRS.items() if pair.name == name)
    (row,) = verdicts[where]
    found = tuple(row[number] for number in ("gap", "least", "greatest", "ratio"))
    assert found == tuple(None if number is None else Decimal(number) for number in NUMBERS[name])


def test_every_obstacle_is_tried() -> None:
    tried = set().union(*(case.expected for case in PAIRS.values()))
    text = (assets.ontology() / "finding.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r"^reason:((?:different|unknown|scope|umbrella|bounds)[a-z-]*)", text, re.MULTILINE)) <= (
        tried | {"different-count"}
    )
