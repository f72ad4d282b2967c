"""Find all that follows from setting the claims side by side: one table, whatever engine computes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import ibis
import ibis.expr.types as ir

from kg import iri, terms
from kg.compare.candidates import candidates
from kg.compare.claims import complete, figures, paired
from kg.compare.facts import Facts
from kg.compare.mirrors import mirrors
from kg.compare.stages import stage_comparisons
from kg.compare.targets import changes, outcomes
from kg.compare.verdicts import compare, memberships

if TYPE_CHECKING:
    import pyarrow as pa

Keep: TypeAlias = Callable[[ir.Table], ir.Table]
"""Computes a table once, so that what builds on it need not do so again."""

COLUMNS = {
    "class": "string", "first": "string", "second": "string", "others": "string", "verdict": "string",
    "change": "string", "outcome": "string", "reasons": "string", "gap": "decimal(38, 9)", "least": "decimal(38, 9)",
    "greatest": "decimal(38, 9)", "ratio": "decimal(38, 9)",
}  # fmt: skip
"""A finding in a row: its class, its claims, and concepts by the last parts of their IRIs, several separated by `|`."""


def findings(flat: ir.Table, facts: Facts, keep: Keep) -> ir.Table:
    """Return every finding on flat claims, in the order of its class and claims; see `COLUMNS`.

    A finding rests on its claims and on nothing else: without one of them it is gone, and no other changes. That two
    claims do not compare is found of those that someone said, for statistics of different years are no surprise.
    """
    claims = complete(flat)
    numbers = keep(figures(claims, facts))
    verdicts = keep(compare(paired(numbers, keep(candidates(numbers))), memberships(claims, facts)))
    found = [
        _complete(verdicts.filter(verdicts.is_spoken | (verdicts.verdict != "not-comparable")), terms.Comparison),
        _complete(stage_comparisons(claims, facts), terms.Comparison),
        _complete(changes(numbers), terms.TargetChange),
        _complete(outcomes(numbers), terms.TargetOutcome),
        _complete(mirrors(numbers), terms.MirrorPair),
    ]
    return ibis.union(*found).order_by("class", "first", "second", "others")


def _complete(found: ir.Table, cls: str) -> ir.Table:
    """Give findings of a class all the columns that findings have."""
    found = found.mutate(**{"class": ibis.literal(iri.compress(cls))})
    return found.select(
        **{name: found[name].cast(kind) if name in found.columns else ibis.null(kind) for name, kind in COLUMNS.items()}
    )


def find(path: Path, facts: Facts) -> "pa.Table":
    """Find all that follows from the flat claims in a Parquet file, with the embedded engine."""
    with embedded() as (read, keep):
        return findings(read(path), facts, keep).to_pyarrow()


@contextmanager
def embedded() -> Iterator[tuple[Callable[[Path], ir.Table], Keep]]:
    """Start the embedded engine; yield a function that opens a Parquet file and one that keeps a table."""
    scratch = TemporaryDirectory(prefix="kg-")
    engine = ibis.duckdb.connect(
        threads=2, memory_limit="1200MB", temp_directory=scratch.name, preserve_insertion_order=False
    )
    count = 0

    def keep(table: ir.Table) -> ir.Table:
        nonlocal count
        count += 1
        return engine.create_table(f"kept_{count}", table, temp=True)

    try:
        yield engine.read_parquet, keep
    finally:
        engine.disconnect()
        scratch.cleanup()
