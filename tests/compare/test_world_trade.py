"""The trade of all the world over three decades holds no contradiction: a change over time is none."""

import datetime as dt
from collections import deque

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kg.compare.embedded import compare_all
from kg.core import assets, iri
from kg.core.manifest import FLAT
from kg.core.ontology import read_ontology
from kg.load.tables import open_sources, records
from kg.rows.claims import write_flat
from kg.rows.partition import partition_of, write_partition
from tests.compare.cases import facts_of

_SECOND = iri.mint("source", "second")


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    folder = tmp_path_factory.mktemp("flows")
    loaded = open_sources([assets.data(), *assets.packs("world-trade")], read_ontology(assets.ontology()))
    (table,) = (t for t in loaded.tables if (t.source.id, t.path.stem) == ("world-trade-flows", "TradeFlow"))
    made = partition_of(table, folder)
    deque(write_partition(made, records(table, loaded)), maxlen=0)
    write_flat([made], folder / FLAT)
    return pq.read_table(folder / FLAT)


def doubled(flows: pa.Table, year: int) -> pa.Table:
    """Return the values of a year, twice as high, as a second source has them."""
    of_year = flows.filter(pc.equal(flows["valid_from"], pa.scalar(dt.date(year, 1, 1))))
    changed = {
        "claim": pc.binary_join_element_wise(of_year["claim"], pa.scalar("again"), "-"),
        "amount": pc.add(of_year["amount"], of_year["amount"]).cast(pa.decimal128(36, 18)),
        "had_primary_source": pa.chunked_array([[_SECOND] * len(of_year)]),
    }
    for name, column in changed.items():
        of_year = of_year.set_column(of_year.column_names.index(name), name, column)
    return of_year.cast(flows.schema)


def test_values_contradict_in_every_case_in_which_they_are_doubled_and_in_no_other_as_of_different_years(
    flows: pa.Table,
) -> None:
    assert flows.num_rows == 187_993
    second = doubled(flows, 2016)
    found = compare_all(pa.concat_tables([flows, second]), facts_of()).findings.to_pylist()
    rows = [row for row in found if row["class"] == "dyad:Comparison"]
    assert {(row["first"], row["second"], row["verdict"], row["reasons"][0]) for row in rows} == {
        (
            claim.removesuffix("-again"),
            claim,
            *(("contradiction", "bounds-apart") if amount else ("same", "bounds-equal")),
        )
        for claim, amount in zip(second["claim"].to_pylist(), second["amount"].to_pylist(), strict=True)
    }
    assert len(rows) == second.num_rows > 1000
