"""What only rows of one source together show: shares beyond their whole, a sudden jump."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.core import columns, terms
from kg.core.concepts import Stage, Unit
from kg.core.ontology import Ontology, column_name
from kg.core.output import scratch
from kg.rows.claims import write_flat
from kg.rows.engine import Engine, engine, quoted, rows_of
from kg.rows.partition import Partition, count_rows, read_places
from kg.validation.report import Report, Violation, not_checked, report, sum_of_parts
from kg.wording.notes import note

PLAUSIBILITY: Final = "plausibility"
_REALISED: Final = Stage.REALISED
_PERCENT: Final = Unit.PERCENT
_ROUNDING: Final = 0.5  # of a share that is printed in whole percent
_JUMP, _ALIKE = 100, 2
_SERIES: Final = (
    *(
        "source",
        columns.has_indicator,
        columns.is_about,
        columns.has_origin,
        columns.has_destination,
        columns.has_reporter,
        columns.stands_in_entry_of,
    ),
    *(
        columns.has_unit,
        columns.has_stage,
        columns.has_valuation,
        columns.has_product,
        columns.has_quality,
        columns.is_restricted_to,
        columns.asserted_by,
    ),
)
_READ: Final = frozenset((*_SERIES, columns.amount, columns.valid_from, columns.valid_until, columns.asserted_on))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule over rows: its name and severity, the property to mend, and what to do, by language."""

    name: str
    severity: str
    property: str
    messages: Mapping[str, str]


_SHARES = _Rule(
    "shares-above-whole",
    "warning",
    terms.amount,
    {
        "en": "One source lets the shares of one whole in one period sum to more than 100 percent: compare them.",
        "ru": "У одного источника доли одного целого за один период в сумме больше 100 процентов: сверьте их с ним.",
        "kk": "Бір дереккөзде бір кезеңдегі бір бүтіннің үлестері қосылғанда 100 пайыздан асады: салыстырыңыз.",
    },
)
_JUMPS = _Rule(
    "sudden-jump",
    "warning",
    terms.amount,
    {
        "en": "The amount is far from its neighbours in time, which are alike: compare the digits with the source.",
        "ru": "Величина далека от соседних по времени, которые близки между собой: сверьте цифры с источником.",
        "kk": "Шама уақыт бойынша көрші, өзара жақын шамалардан алшақ: цифрларын дереккөзбен салыстырыңыз.",
    },
)


def has_amounts(one: Partition) -> bool:
    """Tell whether the rows of a partition are looked at."""
    return one.schema.is_claim and columns.amount in one.schema.slots


def check_across(
    partitions: Sequence[Partition], files: Mapping[Path, Path], ontology: Ontology
) -> Mapping[str, Report]:
    """Check the claims of each source against each other, and return a report on each that has any.

    `files` has the table of each partition. A value beside a finding is the measure of it: the sum of the shares, how
    many times more or less.
    """
    claims = [one for one in partitions if has_amounts(one)]
    with scratch() as folder, engine() as made:
        if not write_flat(claims, folder / "claims.parquet", _READ):
            return {}
        found = defaultdict[str, list[tuple[str, _Rule]]](list)
        for claim, value, rule in _found(made, folder / "claims.parquet", ontology):
            found[claim].append((value, rule))
    counts, told = Counter[str](), defaultdict[str, list[Violation]](list)
    for one in claims:
        counts[one.source] += count_rows(one)
        for claim, line in read_places(one, found.keys()) if found else ():
            told[one.source] += [_finding(claim, value, rule, files[one.file], line) for value, rule in found[claim]]
    return {source: report(PLAUSIBILITY, told[source], count) for source, count in counts.items() if count}


def sum_of_sources(reports: Iterable[Report]) -> Report:
    """Return the reports of sources as one."""
    made = [*reports]
    return sum_of_parts(made) if made else not_checked(PLAUSIBILITY, note("no amounts"))


def _finding(claim: str, value: str, rule: _Rule, path: Path, line: int) -> Violation:
    column = column_name(rule.property)
    return Violation(rule.name, rule.severity, {**rule.messages}, claim, rule.property, value, path, line, column)


def _found(made: Engine, flat: Path, ontology: Ontology) -> Iterator[tuple[str, str, _Rule]]:
    """Yield the claims that break a rule, each with its measure."""
    made.execute(f"CREATE VIEW claims AS SELECT * FROM {rows_of(flat)}")
    there = {str(row[0]) for row in made.execute("DESCRIBE claims")}
    series = ", ".join(name for name in _SERIES if name in there)
    dated = {columns.valid_from, columns.valid_until} <= there
    if dated:
        for claim, total in made.execute(_shares(ontology, there)):
            yield claim, f"{total:f}".rstrip("0").rstrip(".") + " %", _SHARES
        for claim, times in made.execute(_jumps(series)):
            yield claim, f"{times:,.0f} times more" if times > 1 else f"{1 / times:,.0f} times less", _JUMPS


def _shares(ontology: Ontology, there: set[str]) -> str:
    """Write the query for shares that are more than their whole: the first claim of each sum, and the sum.

    The whole is that of who reports it or in whose entry it stands, else of the end that the whole is of.
    """
    shares = [name for name, _ in ontology.individuals() if any(ontology.values(name, terms.isShareOf))]
    sides = [name for name in (columns.has_reporter, columns.stands_in_entry_of) if name in there]
    whole = ", ".join(
        name
        for name in (
            "source",
            columns.has_indicator,
            *sides,
            columns.valid_from,
            columns.valid_until,
            columns.has_stage,
        )
    )
    own = ", ".join(
        name for name in (columns.has_product, columns.asserted_on, columns.is_restricted_to, "class") if name in there
    )
    if not sides or not {columns.has_origin, columns.has_destination} <= there:
        return "SELECT '' AS claim, 0 AS total WHERE false"
    return f"""SELECT min_by(claim, -amount), sum(amount) AS total FROM claims
WHERE has_unit = {quoted(_PERCENT)} AND has_indicator IN ({", ".join(map(quoted, shares))})
AND coalesce({", ".join(sides)}) IN (has_origin, has_destination)
GROUP BY {whole}, {own}
HAVING sum(amount) > 100 + {_ROUNDING} * count(*) AND count(DISTINCT (has_origin, has_destination)) = count(*)
ORDER BY 1"""


def _jumps(series: str) -> str:
    """Write the query for amounts that are far from both neighbours, or from the two before or after at an end."""
    return f"""WITH grouped AS (
  SELECT claim, amount::DOUBLE AS amount, valid_from, date_diff('month', valid_from, valid_until) AS months, {series}
  FROM claims WHERE amount > 0 AND valid_from IS NOT NULL AND has_stage = {quoted(_REALISED)}
), beside AS (
  SELECT claim, amount, lag(amount) OVER w AS before, lead(amount) OVER w AS after, lag(amount, 2) OVER w AS second,
    lead(amount, 2) OVER w AS third
  FROM grouped WINDOW w AS (PARTITION BY {series}, months ORDER BY valid_from, claim)
), compared AS (
  SELECT claim, amount, coalesce(before, after) AS one,
    CASE WHEN after IS NULL THEN second WHEN before IS NULL THEN third ELSE after END AS two
  FROM beside
)
SELECT claim, CASE WHEN amount > one THEN amount / greatest(one, two) ELSE amount / least(one, two) END AS times
FROM compared WHERE greatest(one / two, two / one) <= {_ALIKE}
AND (amount / greatest(one, two) >= {_JUMP} OR amount / least(one, two) <= 1.0 / {_JUMP}) ORDER BY claim"""
