"""A table is made of no other columns than it needs, and has the rows that it had."""

from collections.abc import Callable

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from kg.compare.narrow import pruned

CLAIMS = ibis.memtable(
    pa.table({"claim": ["a", "b", "b"], "about": ["x", "y", "y"], "amount": [1, 2, 2], "words": ["p", "q", "r"]})
)
NAMES = ibis.memtable(pa.table({"thing": ["x", "y"], "name": ["X", "Y"], "note": ["m", "n"]}))


def joined() -> ir.Table:
    twice = CLAIMS.mutate(twice=CLAIMS.amount * 2)
    return twice.join(NAMES, [("about", "thing")]).filter(lambda t: t.name != "X").select("claim", "name")


def united() -> ir.Table:
    twice = CLAIMS.mutate(twice=CLAIMS.amount * 2)
    return twice.union(twice).select("claim")


def each_once() -> ir.Table:
    return CLAIMS.union(CLAIMS, distinct=True).select("claim")


def counted() -> ir.Table:
    return CLAIMS.mutate(half=CLAIMS.amount / 2).group_by("about").agg(count=lambda t: t.count()).select("count")


def filtered() -> ir.Table:
    twice = CLAIMS.mutate(twice=CLAIMS.amount * 2)
    return twice.filter(twice.amount > 1).drop("words").select("about")


@pytest.mark.parametrize("made", [joined, united, each_once, counted, filtered])
def test_the_rows_stay(made: Callable[[], ir.Table]) -> None:
    table = made()
    narrow = pruned(table)
    assert narrow.schema() == table.schema()
    found = [sorted(ibis.duckdb.connect().to_pyarrow(one).to_pylist(), key=str) for one in (narrow, table)]
    assert found[0] == found[1]


@pytest.mark.parametrize("made", [joined, united, filtered])
def test_what_nothing_reads_is_not_written(made: Callable[[], ir.Table]) -> None:
    narrow, wide = (str(ibis.to_sql(one, dialect="duckdb")) for one in (pruned(made()), made()))
    assert "twice" in wide
    assert "twice" not in narrow


def test_rows_that_differ_in_what_nothing_reads_stay_apart() -> None:
    assert len(ibis.duckdb.connect().to_pyarrow(pruned(each_once()))) == 3
