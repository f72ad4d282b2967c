"""What the embedded engine computes is the same on Spark: the meaning of claims, and the findings and their order."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.compare.embedded import compare_all
from kg.compare.find import findings
from kg.compare.form import Found
from kg.compare.prepare.claims import columns_read, complete
from kg.compare.prepare.facts import Facts
from tests.claims import flat
from tests.compare.cases import facts_of
from tests.compare.world import world
from tests.figures import Row, claims_of, embedded, figured, grains_and_intervals, rows_of

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
        "spark.driver.memory": "2g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        # Of a few claims, most of the time goes into compiling and planning for many.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.autoBroadcastJoinThreshold": "-1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto",
    }
    before = [*sys.path]
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()
    sys.path[:] = before  # a folder of its own stands there, in which each later import would look


def found_on(spark: Any, path: Path, facts: Facts[pa.Table], scratch: Path) -> Found[pa.Table]:
    """Compute the findings on Spark; what is kept, and the answer, are files, as they would be on a cluster."""
    engine, files = ibis.pyspark.connect(spark), iter(range(99))

    def keep(table: ir.Table) -> ir.Table:
        folder = scratch / str(next(files))
        engine.to_parquet(table, folder)
        return engine.read_parquet(folder)

    claims = complete(engine.read_parquet(path), columns_read(facts))
    found = findings(claims, facts.map(lambda _, table: ibis.memtable(table)), keep)
    names = [part.name for part in fields(Found)]
    for name in names:
        engine.to_parquet(getattr(found, name), scratch / name)
    return Found(**{name: pq.read_table(scratch / name) for name in names})


def test_spark_finds_what_the_embedded_engine_finds(spark: Any, tmp_path: Path) -> None:
    path, facts = tmp_path / "claims.parquet", facts_of()
    pq.write_table(flat(world()), path)
    here, on_spark = compare_all(path, facts), found_on(spark, path, facts, tmp_path)
    assert on_spark.findings.schema.types == here.findings.schema.types
    assert on_spark.findings.to_pylist() == here.findings.to_pylist()
    assert on_spark.derived.to_pylist() == here.derived.to_pylist()
    assert len(here.derived) > 10
    assert on_spark.ends is not None
    assert here.ends is not None
    assert on_spark.ends.to_pylist() == here.ends.to_pylist()


def test_spark_means_what_the_embedded_engine_means(spark: Any, tmp_path: Path) -> None:
    engine, paths = ibis.pyspark.connect(spark), iter(range(9))

    def run(expression: ir.Table, table: pa.Table) -> list[Row]:
        path = tmp_path / str(next(paths))
        pq.write_table(table, path)
        engine.read_parquet(path, table_name="given")
        return sorted(engine.to_pyarrow(expression).to_pylist(), key=lambda row: row["number"])

    rows, claims = rows_of(1, 4000), claims_of(1)
    assert grains_and_intervals(rows, run) == grains_and_intervals(rows, embedded)
    assert figured(claims, run) == figured(claims, embedded)
