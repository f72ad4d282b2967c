"""The expressions that the embedded engine computes give the same findings, in the same order, on Spark."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.compare.claims import columns, complete
from kg.compare.embedded import find
from kg.compare.facts import Facts
from kg.compare.find import Found, findings
from tests.compare.invented import facts_of, flat
from tests.compare.world import world

# Spark warns of pandas, and calls it in ways that are on their way out; what it computes is compared below.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Start Spark on this machine; skip loudly without it, or fail if it is required."""
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        reason = "NOT TESTED: the comparison of claims on Spark, for pyspark or Java is not here"
        if os.environ.get("DYAD_REQUIRE_SPARK") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    settings: dict[str, bool | float | int | str | None] = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        # Of a few claims, most of the time goes into compiling and planning for many.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.autoBroadcastJoinThreshold": "-1",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()


def found_on(spark: Any, path: Path, facts: Facts[pa.Table], scratch: Path) -> Found[pa.Table]:
    """Compute the findings on Spark; what is kept, and the answer, are files, as they would be on a cluster."""
    engine, files = ibis.pyspark.connect(spark), iter(range(99))

    def keep(table: ir.Table) -> ir.Table:
        folder = scratch / str(next(files))
        engine.to_parquet(table, folder)
        return engine.read_parquet(folder)

    claims = complete(engine.read_parquet(path), columns(facts))
    found = findings(claims, facts.map(lambda _, table: ibis.memtable(table)), keep)
    names = [part.name for part in fields(Found)]
    for name in names:
        engine.to_parquet(getattr(found, name), scratch / name)
    return Found(**{name: pq.read_table(scratch / name) for name in names})


def test_spark_finds_what_the_embedded_engine_finds(spark: Any, tmp_path: Path) -> None:
    path, facts = tmp_path / "claims.parquet", facts_of()
    pq.write_table(flat(world()), path)
    embedded, on_spark = find(path, facts), found_on(spark, path, facts, tmp_path)
    assert on_spark.findings.schema.types == embedded.findings.schema.types
    assert on_spark.findings.to_pylist() == embedded.findings.to_pylist()
    assert on_spark.derived.to_pylist() == embedded.derived.to_pylist()
    assert len(embedded.derived) > 10
    assert on_spark.ends is not None
    assert embedded.ends is not None
    assert on_spark.ends.to_pylist() == embedded.ends.to_pylist()
