# ruff: noqa: E501 -- a table is read row by row
"""What the engine makes of two claims: every bound beside every other, all that stands against comparing, and times."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.compare.invented import Row, claim, facts_of, flat, found

# Pairs of claims: what is being tried, the first, the second, the verdict, the reasons.
BOUNDS = """
exactly the same figure       | exactly 10 USD        | exactly 10 USD        | same          | bounds-equal
two figures                   | exactly 10 USD        | exactly 15.5 USD      | contradiction | bounds-apart
a figure and its rounding     | exactly 28.49 USD     | exactly 28 USD        | contradiction | bounds-apart within-rounding
a figure and a coarser one    | exactly 4378 USD      | exactly 4400 USD      | contradiction | bounds-apart within-rounding
nought and a figure           | exactly 0 USD         | exactly 10 USD        | contradiction | bounds-apart
figures below nought          | exactly -3 USD        | exactly -5 USD        | contradiction | bounds-apart
more than, and just that      | more-than 10 USD      | exactly 10 USD        | contradiction | bounds-apart
at least, and just that       | at-least 10 USD       | exactly 10 USD        | compatible    | bounds-nested
less than, and just that      | less-than 10 USD      | exactly 10 USD        | contradiction | bounds-apart
at most, and just that        | at-most 10 USD        | exactly 10 USD        | compatible    | bounds-nested
more than, and more           | more-than 10 USD      | exactly 11 USD        | compatible    | bounds-nested
more than, and less           | more-than 30 project  | exactly 29 project    | contradiction | bounds-apart
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
about, and near               | about 100 USD         | exactly 104 USD       | narrower      | bounds-nested
about, and the end of it      | about 100 USD         | exactly 105 USD       | narrower      | bounds-nested
about, and past the end       | about 100 USD         | exactly 105.01 USD    | contradiction | bounds-apart
about, and about near         | about 100 USD         | about 108 USD         | compatible    | bounds-meet
about, and about far          | about 100 USD         | about 120 USD         | contradiction | bounds-apart
about, and more than its end  | about 100 USD         | more-than 105 USD     | contradiction | bounds-apart
about, and more than less     | about 2000 student    | more-than 2000 student | compatible   | bounds-meet
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
"""
# Two claims of two speakers in two sources, of one dyad, a year and a value, but for what stands in the line.
OBSTACLES = """
goods, and goods with services | | indicator=goods-and-services-turnover | not-comparable | different-indicator
students, and those of universities | indicator=students | indicator=university-students | not-comparable | different-indicator
planned, and done | of=portfolio/@-one indicator=project-count stage=planned from=- until=- | of=portfolio/@-one indicator=project-count stage=completed from=- until=- on=2025-03-01 exactly 11 USD | not-comparable | different-stage
two products | product=grain | product=oil | not-comparable | different-product
all, and a product | | product=oil | not-comparable | different-product
all, and a region | | part=region/XA-01 | not-comparable | different-scope
two regions | part=region/XA-01 | part=region/XA-02 | not-comparable | different-scope
two regions, otherwise listed | part=region/XA-01\\|region/XA-02 | part=region/XA-02\\|region/XA-01 | same | bounds-equal
there, and back | origin=XA destination=XB reporter=XA | origin=XB destination=XA reporter=XA | not-comparable | different-direction
there, and both ways | origin=XA destination=XB reporter=XA | | not-comparable | different-direction
two sides of a flow | origin=XA destination=XB reporter=XA | origin=XA destination=XB reporter=XB | not-comparable | different-reporter
loaded, and arrived | origin=XA destination=XB reporter=XA valuation=FOB | origin=XA destination=XB reporter=XA valuation=CIF | not-comparable | different-valuation
two currencies | exactly 10 USD | exactly 900 RUB | not-comparable | different-currency
jobs, and students | exactly 10 job | exactly 10 student | not-comparable | different-unit
a currency, and jobs | exactly 10 job | exactly 10 USD | not-comparable | different-unit
two years | from=2023-01-01 until=2024-01-01 | | not-comparable | different-period
a quarter, and its year | until=2024-04-01 | | not-comparable | different-period
a year, and the one ended later | from=2024-04-01 until=2025-04-01 | | not-comparable | different-period
a year, and no period | | from=- until=- | not-comparable | unknown-period
a year, and one without an end | | until=- | not-comparable | unknown-period
the number of two days | indicator=students from=- until=- on=2023-02-01 | indicator=students from=- until=- on=2025-07-01 | not-comparable | different-period
the number of one day | indicator=students from=- until=- on=2023-02-01 | indicator=students from=- until=- on=2023-02-01 | same | bounds-equal
the number of a year, on a day in it | indicator=students | indicator=students from=- until=- on=2024-02-01 | same | bounds-equal
the number until a day, and from it | indicator=students from=- until=2024-01-01 | indicator=students until=- | not-comparable | different-period
a length for ever, twice | exactly 10 km indicator=land-border-length from=1991-12-16 until=- | exactly 10 km indicator=land-border-length from=2005-01-01 until=- | same | bounds-equal
a target and another deadline | stage=target from=- until=2030-01-01 | stage=target from=- until=2031-01-01 on=2025-03-01 | not-comparable | different-period
a target and no deadline | stage=target from=- until=2030-01-01 | stage=target from=- until=- | not-comparable | different-period
a target, twice on a day | stage=target from=- until=2030-01-01 | stage=target from=- until=2030-01-01 | same | bounds-equal
a target, and what came of it | stage=target from=- until=- | | not-comparable | different-stage different-period
a total, and what counts to it | | total=FIRST | not-comparable | umbrella-and-member
a dyad, and a portfolio of it | | of=portfolio/@-one | not-comparable | different-subject
several at once | exactly 10 RUB product=oil | from=2023-01-01 until=2024-01-01 exactly 1 USD | not-comparable | different-product different-currency different-period
"""
SUSPICIOUS = """
one speaker, two bounds | more-than 30 job indicator=jobs-created by=x | more-than 23 job indicator=jobs-created by=x | suspicious | same-speaker bounds-nested
one speaker, near bounds | more-than 30 job indicator=jobs-created by=x | more-than 29 job indicator=jobs-created by=x | compatible | bounds-nested
one speaker, other day | more-than 30 job by=x | more-than 23 job by=x on=2025-04-01 | compatible | bounds-nested
two speakers | more-than 30 job by=x | more-than 23 job by=y | compatible | bounds-nested
one speaker, who excludes himself | exactly 30 job by=x | exactly 23 job by=x | contradiction | bounds-apart
one amount, two stages | indicator=project-value stage=completed until=- | indicator=project-value stage=ongoing until=- | suspicious | different-stage identical-amount
other amount, two stages | indicator=project-value stage=completed until=- | exactly 11 USD indicator=project-value stage=ongoing until=- | not-comparable | different-stage
one amount, done and meant | indicator=project-value stage=completed from=- until=- | indicator=project-value stage=planned from=- until=- | not-comparable | different-stage
one source against itself | exactly 10 USD source=x | exactly 16 USD source=x | contradiction | bounds-apart one-source
a sum converted | exactly 10 USD | exactly 16 USD converted=other | contradiction | bounds-apart converted
"""
UMBRELLAS = """
two umbrellas, two occasions | of=portfolio/@-one | of=portfolio/@-other | not-comparable | scope-unknown
two umbrellas, one speech | of=portfolio/@-one by=x | of=portfolio/@-other by=x | same | bounds-equal
two umbrellas, one speech, apart | exactly 30 USD of=portfolio/@-one by=x | exactly 21 USD of=portfolio/@-other by=x | contradiction | bounds-apart
two umbrellas, one speaker, two days | of=portfolio/@-one by=x | of=portfolio/@-other by=x on=2025-03-02 | not-comparable | scope-unknown
two umbrellas of one text | of=portfolio/@-one source=x | of=portfolio/@-other source=x | not-comparable | scope-unknown
headline and text | at-most 30 USD of=portfolio/@-one source=x mode=headline | more-than 30 USD of=portfolio/@-other source=x | contradiction | bounds-apart one-source
one umbrella | of=portfolio/@-one | of=portfolio/@-one | same | bounds-equal
one umbrella, twice named | of=dyad/@ | of=dyad/@-again | same | bounds-equal
"""
PAIRS = [line for table in (BOUNDS, OBSTACLES, SUSPICIOUS, UMBRELLAS) for line in table.strip().splitlines()]


def pair(line: str, where: str) -> tuple[str, list[Row], str, set[str]]:
    """Read a line of the tables: what it tries, two claims about a place of their own, the verdict and the reasons."""
    name, *both, verdict, reasons = (cell.replace("\\", "|").strip() for cell in line.replace("\\|", "\\").split("|"))
    sides = zip(("a", "b"), both, strict=True)
    rows = [claim(f"{where}-{side}", _figured(text).replace("FIRST", f"{where}-a"), where, source=side, by=side)
            for side, text in sides]  # fmt: skip
    return name, rows, verdict, set(reasons.split())


def _figured(text: str) -> str:
    return text if any("=" not in word for word in text.split()) else f"exactly 10 USD {text}"


@pytest.fixture(scope="module")
def verdicts() -> Mapping[str, Any]:
    """Compare the claims of all lines at once: each pair is about a place of its own."""
    places = [f"p{number}" for number in range(len(PAIRS))]
    rows = [row for line, where in zip(PAIRS, places, strict=True) for row in pair(line, where)[1]]
    findings = [row for row in found(flat(rows), facts_of(places)) if row["class"] == "dyad:Comparison"]
    return {row["first"].rpartition("/")[2].partition("-")[0]: row for row in findings}


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: PAIRS[number].partition("|")[0].strip())
def test_a_pair_has_its_verdict_and_reasons(number: int, verdicts: Mapping[str, Any]) -> None:
    _, _, verdict, reasons = pair(PAIRS[number], f"p{number}")
    row = verdicts[f"p{number}"]
    assert (row["verdict"], set(row["reasons"].split("|"))) == (verdict, reasons)
