"""BACI's reconciled trade: every pair of two years, nobody's report, in whole dollars."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.source import read_source
from tests.adaptors.raw_files import code_of, folder_of, raw_lines, refused, shipped

adaptor = code_of("baci-2022-2023")

FILE_22, FILE_23 = adaptor.FILES
HEADER = "exporter_id,exporter_name,importer_id,importer_name,value"


def raw(folder: Path, *rows: str, year_23: tuple[str, ...] = (), header: str = HEADER) -> Raw:
    return raw_lines(folder, {FILE_22: (header, *rows), FILE_23: (HEADER, *year_23)})


def test_the_shipped_flows_read_as_the_tables_do() -> None:
    rows = shipped("baci-2022-2023", "TradeFlow")
    found = {(row["has_origin"], row["has_destination"], row["period"]): row["amount"] for row in rows}
    assert len(found) == len(rows) == 27_313 + 28_881
    assert round(int(found["KZ", "RU", "2022"]), -5) == 8_779_800_000
    assert round(int(found["KZ", "RU", "2023"]), -5) == 9_782_100_000
    assert round(int(found["RU", "KZ", "2023"]), -5) == 16_140_000_000
    assert round(int(found["CN", "KZ", "2023"]), -5) == 23_901_100_000
    assert [
        sum(0 < int(row["amount"]) < 1000 for row in rows if row["period"] == year) for year in ("2022", "2023")
    ] == [
        1_571,
        1_735,
    ]


def test_it_is_nobodys_report() -> None:
    description = read_source(folder_of("baci-2022-2023"))
    assert description.row_values["TradeFlow"]["has_quality"] == "reconciled"
    assert "has_reporter" not in description.row_values["TradeFlow"]
    assert not {"has_reporter", "stands_in_entry_of"} & set(shipped("baci-2022-2023", "TradeFlow")[0])


def test_the_number_in_the_name_of_a_file_is_a_year(tmp_path: Path) -> None:
    row = "kaz,Kazakhstan,rus,Russia,{}.0"
    found = list(adaptor.flows(raw(tmp_path, row.format(8), year_23=(row.format(9),))))
    assert [(one["period"], one["amount"], one["was_derived_from"]) for one in found] == [
        ("2022", "8", f"{FILE_22}#row=2"),
        ("2023", "9", f"{FILE_23}#row=2"),
    ]


def test_nam_is_namibia_and_no_empty_cell(tmp_path: Path) -> None:
    (found,) = adaptor.flows(raw(tmp_path, "nam,Namibia,kaz,Kazakhstan,12.0"))
    assert (found["has_origin"], found["has_destination"]) == ("NA", "KZ")
    assert any(row["has_origin"] == "NA" for row in shipped("baci-2022-2023", "TradeFlow"))


def test_what_adding_left_behind_the_point_is_no_part_of_a_sum(tmp_path: Path) -> None:
    noisy = ("abw,Aruba,are,United Arab Emirates,1210301.0000000002", "abw,Aruba,arm,Armenia,2336.9999999999995")
    assert [found["amount"] for found in adaptor.flows(raw(tmp_path, *noisy))] == ["1210301", "2337"]


@pytest.mark.parametrize("printed", ["0.0", "12.5", "-3.0", "1e9", "", "NaN"])
def test_what_is_no_sum_of_dollars_is_refused(printed: str, tmp_path: Path) -> None:
    with refused(CellInvalid, FILE_22, 2, "value", printed):
        list(adaptor.flows(raw(tmp_path, f"kaz,Kazakhstan,rus,Russia,{printed}")))


def test_a_code_that_is_no_countrys_and_a_new_column_are_refused(tmp_path: Path) -> None:
    with refused(CellInvalid, FILE_22, 2, "importer_id", "wld"):
        list(adaptor.flows(raw(tmp_path, "kaz,Kazakhstan,wld,World,1.0")))
    with refused(ColumnUnknown, FILE_22, 1, "quantity"):
        list(adaptor.flows(raw(tmp_path, header=f"{HEADER},quantity")))
