"""Russia's own figures of trade with six neighbours: as the workbook shows them, with every label decided about."""

from decimal import Decimal
from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.complete import completion
from kg.load.rows import read_batches
from kg.load.source import read_source
from tests.adaptors.raw_files import code_of, folder_of, raw_lines, refused, shipped

adaptor = code_of("ru-trade-cis")

HEADER = "year,row,flow,label_ru,value_musd"


def made(folder: Path, *rows: str) -> list[dict[str, str]]:
    return list(adaptor.flows(raw_lines(folder, {adaptor.FILE: [HEADER, *rows]})))


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_workbook_does() -> None:
    rows = shipped("ru-trade-cis", "TradeFlow")
    of = {(row["has_origin"], row["has_destination"], row["period"]): row["amount"] for row in rows}
    assert of[("RU", "KZ", "2017")] == "12448000000"
    assert of[("RU", "KZ", "2019")] == "14390000000"
    assert of[("KZ", "RU", "2021")] == "7135000000"
    assert {row["has_origin"] if row["has_destination"] == "RU" else row["has_destination"] for row in rows} == {
        *("AM", "BY", "KG", "KZ", "TJ", "UZ")
    }
    assert {row["period"] for row in rows} == {str(year) for year in range(1994, 2022)}
    assert len(of) == 6 * 28 * 2


def test_what_was_printed_is_kept_of_every_figure() -> None:
    path = folder_of("ru-trade-cis") / "TradeFlow.csv"
    header, batches = read_batches(path)
    complete = completion(read_source(path.parent), path, header, path.stem)
    assert complete is not None
    (batch,) = map(complete, batches)
    for said, amount in zip(batch.column("amount_as_said"), batch.column("amount"), strict=True):
        assert Decimal(said).scaleb(6) == Decimal(amount)
        assert len(said.partition(".")[2]) == (1 if Decimal(said) < 100 else 0)


# --- The traps -------------------------------------------------------------------------------------------------------


def test_the_direction_decides_the_ends(tmp_path: Path) -> None:
    out, into = made(tmp_path, "1994,10,export,Казахстан,2198.0", "1994,19,import,Казахстан,1996.0")
    assert out == {
        "has_origin": "RU",
        "has_destination": "KZ",
        "period": "1994",
        "amount": "2198000000",
        "amount_as_said": "",
        "was_derived_from": "#row=2",
    }
    assert (into["has_origin"], into["has_destination"], into["amount"]) == ("KZ", "RU", "1996000000")


def test_totals_and_groups_are_left_out_by_name(tmp_path: Path) -> None:
    labels = ("Экспорт", "со странами дальнего зарубежья", "со странами СНГ")
    rows = [f"2021,{row},export,{label},9.0" for row, label in enumerate(labels, start=5)]
    (found,) = made(tmp_path, *rows, "2021,14,import,Импорт,293531.0", "2021,8,export,Армения,1890.0")
    assert (found["has_destination"], found["was_derived_from"]) == ("AM", "#row=6")


def test_a_figure_below_a_hundred_has_the_decimal_that_the_workbook_shows(tmp_path: Path) -> None:
    rows = ("1994,20,import,Киргизия,97.9", "1994,21,import,Таджикистан,90.0", "1994,8,export,Армения,154.0")
    assert [(row["amount"], row["amount_as_said"]) for row in made(tmp_path, *rows)] == [
        ("97900000", ""),
        ("90000000", "90.0"),
        ("154000000", ""),
    ]


def test_a_decimal_that_the_workbook_does_not_show_is_not_taken(tmp_path: Path) -> None:
    (found,) = made(tmp_path, "2020,8,export,Армения,1669.6")
    assert (found["amount"], found["amount_as_said"]) == ("1670000000", "")


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("2021,8,export,Грузия,1.0", "label_ru", "Грузия"),
        ("2021,8,balance,Армения,1.0", "flow", "balance"),
        ("январь,8,export,Армения,1.0", "year", "январь"),
        ("2021,8,export,Армения,-1.0", "value_musd", "-1.0"),
        ("2021,8,export,Армения,", "value_musd", ""),
    ],
)
def test_an_unknown_value_is_named_with_its_place(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        made(tmp_path, row)


def test_a_name_that_mixes_alphabets_is_refused(tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, "label_ru", "Кaзахстан"):
        made(tmp_path, "2021,10,export,Кaзахстан,18473.0")


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "month"):
        list(adaptor.flows(raw_lines(tmp_path, {adaptor.FILE: [f"{HEADER},month"]})))
