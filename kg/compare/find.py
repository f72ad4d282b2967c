"""Find all that follows from setting the claims side by side: one table, whatever engine computes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import ibis
import ibis.expr.types as ir

from kg import iri, terms
from kg.compare.arithmetic import derived
from kg.compare.candidates import candidates, in_order
from kg.compare.claims import complete, figures, paired
from kg.compare.counts import one_amount_two_counts
from kg.compare.facts import Facts
from kg.compare.mirrors import mirrors
from kg.compare.parts import exceeding_parts
from kg.compare.rates import at_stated_rates
from kg.compare.stages import stage_comparisons
from kg.compare.targets import changes, outcomes
from kg.compare.verdicts import compare, memberships
from kg.graph import FINDINGS

if TYPE_CHECKING:
    import pyarrow as pa

_T = TypeVar("_T")
Keep: TypeAlias = Callable[[ir.Table], ir.Table]
"""Computes a table once, so that what builds on it need not do so again."""

COLUMNS = {
    "class": "string", "first": "string", "second": "string", "others": "string", "verdict": "string",
    "change": "string", "outcome": "string", "reasons": "string", "gap": "decimal(38, 9)", "least": "decimal(38, 9)",
    "greatest": "decimal(38, 9)", "ratio": "decimal(38, 9)",
}  # fmt: skip
"""A finding in a row: its class, its claims, and concepts by the last parts of their IRIs, several separated by `|`."""


@dataclass(frozen=True, slots=True)
class Found(Generic[_T]):
    """What follows from claims: the findings (see `COLUMNS`), and the derived claims on which some of them rest."""

    findings: _T
    derived: _T


def findings(claims: ir.Table, facts: Facts, keep: Keep) -> Found[ir.Table]:
    """Return every finding on claims, in the order of its class and claims, and every derived claim.

    The claims are what `kg.compare.claims.complete` makes of flat ones.

    A finding rests on its claims and on nothing else: without one of them it is gone, and no other changes. That two
    claims do not compare is found of those that someone said, for statistics of different years are no surprise.
    What became of targets is told of stated claims alone; in all else a derived claim counts as the stated ones do.
    """
    calculated, numbers = _numbers(claims, facts, keep)
    parts = memberships(claims)
    verdicts = keep(compare(paired(numbers, keep(candidates(numbers))), parts))
    exceeding = keep(exceeding_parts(numbers))
    stated = numbers.filter(numbers.inputs.isnull())
    worth = verdicts.filter(verdicts.is_spoken | (verdicts.verdict != "not-comparable"))
    found = [
        _complete(worth.anti_join(exceeding, ["first", "second"]), terms.Comparison),
        _complete(exceeding, terms.Comparison),
        _complete(at_stated_rates(stated, parts), terms.Comparison),
        _complete(one_amount_two_counts(stated, verdicts), terms.Comparison),
        _complete(stage_comparisons(claims, facts), terms.Comparison),
        _complete(changes(stated), terms.TargetChange),
        _complete(outcomes(stated), terms.TargetOutcome),
        _complete(mirrors(numbers), terms.MirrorPair),
    ]
    table = ibis.union(*found).order_by("class", "first", "second", "others")
    return Found(table, calculated.order_by("claim"))


def _numbers(claims: ir.Table, facts: Facts, keep: Keep) -> tuple[ir.Table, ir.Table]:
    """Return what derives from claims, and the figures of both."""
    calculated = keep(derived(claims, facts))
    return calculated, keep(figures(claims.union(calculated.select(claims.columns)), facts))


def _complete(found: ir.Table, cls: str) -> ir.Table:
    """Give findings of a class all the columns that findings have."""
    found = found.mutate(**{"class": ibis.literal(iri.compress(cls))})
    return found.select(
        **{name: found[name].cast(kind) if name in found.columns else ibis.null(kind) for name, kind in COLUMNS.items()}
    )


def find(path: Path, facts: Facts) -> "Found[pa.Table]":
    """Find all that follows from the flat claims in a Parquet file, with the embedded engine."""
    with embedded() as (read, keep):
        return _fetched(findings(read(path), facts, keep))


def _fetched(found: Found[ir.Table]) -> "Found[pa.Table]":
    return Found(found.findings.to_pyarrow(), found.derived.to_pyarrow())


def verdict(path: Path, facts: Facts, one: str, other: str) -> "Found[pa.Table]":
    """Compare any two claims of a Parquet file, whether a reader would set them side by side or not.

    The findings are one row, or none where a claim has no number.
    """
    with embedded() as (read, keep):
        claims = read(path)
        calculated, numbers = _numbers(claims, facts, keep)
        two = keep(numbers.filter(numbers.claim.isin([one, other])))
        later = two.view()
        pair = two.join(later, in_order(two, later)).select(one=two.claim, other=later.claim)
        found = keep(_complete(compare(paired(two, pair), memberships(claims)), terms.Comparison))
        return _fetched(Found(found, calculated))


def find_into(path: Path, facts: Facts, folder: Path) -> Found[Path]:
    """Find all that follows from the flat claims in a Parquet file, as Parquet files in a folder, whatever the size."""
    files = Found(folder / FINDINGS, folder / "derived.parquet")
    with embedded() as (read, keep):
        found = findings(read(path), facts, keep)
        found.findings.to_parquet(files.findings, compression="zstd")
        found.derived.to_parquet(files.derived, compression="zstd")
    return files


@contextmanager
def embedded() -> Iterator[tuple[Callable[[Path], ir.Table], Keep]]:
    """Start the embedded engine; yield a function that opens a Parquet file of claims and one that keeps a table."""
    scratch = TemporaryDirectory(prefix="kg-")
    engine = ibis.duckdb.connect(
        threads=2, memory_limit="1200MB", temp_directory=scratch.name, preserve_insertion_order=False
    )
    count = 0

    def keep(table: ir.Table) -> ir.Table:
        nonlocal count
        count += 1
        return engine.create_table(f"kept_{count}", table, temp=True)

    def read(path: Path) -> ir.Table:
        return engine.create_view("claims", complete(engine.read_parquet(path)))

    try:
        yield read, keep
    finally:
        engine.disconnect()
        scratch.cleanup()
