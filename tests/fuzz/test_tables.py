"""Tables as strangers write them: each cell is taken as it stands, or its row is named as wrong."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core import assets
from kg.core.ontology import read_ontology
from kg.load.tables import open_sources
from tests.fuzz.contract import examples, hostile, kept, mutated, result
from tests.loaded import Record, records
from tests.yearbook import MEASUREMENT, write_yearbook

ONTOLOGY = read_ontology(assets.ontology())
COLUMNS = (
    "key",
    "is_about_dyad",
    "period",
    "amount",
    "valid_from",
    "valid_until",
    "has_unit",
    "amount_as_said",
    "amount_to",
)
VALID = {"key": "m1", "is_about_dyad": "XA-XB", "period": "2029", "amount": "12.50", "has_unit": "USD"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the yearbook, in which a test writes one table at a time."""
    return write_yearbook(tmp_path_factory.mktemp("fuzz") / "data")


def loaded(table: Path) -> list[Record]:
    """Load all tables of a source, and return the records of one."""
    found = open_sources([table.parent.parent], ONTOLOGY)
    return [r for t in found.tables for r in records(t, found) if t.path == table]


def taken(table: Path, content: bytes) -> list[Record] | None:
    """Write a table and load it; return its records, None where it is refused."""
    table.write_bytes(content)
    try:
        return result(lambda: loaded(table))
    finally:
        table.unlink()


@examples(60)
@given(cells=st.dictionaries(st.sampled_from(COLUMNS), hostile, max_size=3), others=st.integers(0, 2))
def test_a_row_is_taken_whole_or_refused(folder: Path, cells: dict[str, str], others: int) -> None:
    row = VALID | cells
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(row))
    writer.writeheader()
    writer.writerow(row)
    for number in range(others):
        writer.writerow(VALID | {"key": f"other{number}", "period": f"{2030 + number}"})
    found = taken(folder / "Measurement.csv", written.getvalue().encode("utf-8", "surrogatepass"))
    if found is not None:
        assert len(found) == 1 + others
        assert found[0].values["amount"] == Decimal(row["amount"])
        assert found[0].values["amount_as_said"] == row.get("amount_as_said", row["amount"])


@examples(60)
@given(content=mutated(MEASUREMENT.encode(), (b",", b"\n", b'"', b"\r", b"\xef\xbb\xbf", b"XA-XB,2031,1\n")))
def test_a_file_of_any_bytes_is_taken_or_refused(folder: Path, content: bytes) -> None:
    found = taken(folder / "Measurement.csv", content)
    if found is not None:
        text = content.decode("utf-8-sig")
        assert len(found) == sum(bool(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)) - 1


@examples(30)
@given(name=hostile, header=st.lists(hostile, min_size=1, max_size=3))
def test_a_table_of_any_name_is_taken_or_refused(folder: Path, name: str, header: list[str]) -> None:
    path = folder / f"{name}.csv"
    try:
        path.write_text(",".join(header) + "\n", encoding="utf-8")
    except (OSError, ValueError):
        return  # no file can have this name, or this text
    if path.parent != folder:
        path.unlink()
        return
    try:
        result(lambda: loaded(path))
    finally:
        path.unlink()


@pytest.mark.parametrize("path", kept("tables"), ids=lambda path: path.name)
def test_what_was_found_stays_mended(folder: Path, path: Path) -> None:
    taken(folder / "Measurement.csv", path.read_bytes())
