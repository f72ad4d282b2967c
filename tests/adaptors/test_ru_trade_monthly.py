"""Russia's own figures of trade with its main partners by month: as the workbook shows them."""

from decimal import Decimal
from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("ru-trade-monthly")

HEADER = "flow,year,month,month_ru,partner_ru,value_musd,row"


def made(folder: Path, *rows: str) -> list[dict[str, str]]:
    return list(adaptor.flows(raw_lines(folder, {adaptor.FILE: [HEADER, *rows]})))


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_workbook_does() -> None:
    rows = shipped("ru-trade-monthly", "TradeFlow")
    of = {(row["has_origin"], row["has_destination"], row["period"]): row["amount"] for row in rows}
    assert of[("RU", "KZ", "2019-05")] == "1074800000"
    assert of[("KZ", "RU", "2021-12")] == "708100000"
    assert of[("RU", "CN", "2006-01")] == "1197000000"
    assert of[("UZ", "RU", "2021-12")] == "188700000"
    partners = [row["has_destination"] if row["has_origin"] == "RU" else row["has_origin"] for row in rows]
    assert {partner: partners.count(partner) for partner in sorted(set(partners))} == {
        **dict.fromkeys(("AT", "AZ", "BE", "BR", "BY", "CH", "CN", "CZ", "DE", "ES", "FI", "FR", "GB", "ID"), 384),
        **dict.fromkeys(("IN", "IT", "JP", "KR"), 384),
        "KZ": 372,
        **dict.fromkeys(("NL", "PL", "SE", "SK", "TR", "TW", "UA", "US", "UZ", "VN"), 384),
    }


def test_the_months_of_a_year_are_another_vintage_than_the_year() -> None:
    months = [
        Decimal(row["amount"])
        for row in shipped("ru-trade-monthly", "TradeFlow")
        if (row["has_origin"], row["has_destination"], row["period"][:4]) == ("RU", "KZ", "2019")
    ]
    assert (len(months), sum(months)) == (12, Decimal("14286800000"))
    (year,) = [
        row["amount"]
        for row in shipped("ru-trade-cis", "TradeFlow")
        if (row["has_origin"], row["has_destination"], row["period"]) == ("RU", "KZ", "2019")
    ]
    assert year == "14390000000"


def test_the_months_that_the_workbook_marks_as_missing_say_nothing() -> None:
    periods = {
        row["period"]
        for row in shipped("ru-trade-monthly", "TradeFlow")
        if "KZ" in (row["has_origin"], row["has_destination"]) and row["period"][:4] == "2010"
    }
    assert periods == {f"2010-0{month}" for month in range(1, 7)}


# --- The traps -------------------------------------------------------------------------------------------------------


def test_the_direction_decides_the_ends_and_a_cell_is_no_finer_than_what_is_shown(tmp_path: Path) -> None:
    out, into = made(
        tmp_path, "export,2006,1,январь,Беларусь,869.1134000000001,7", "import,2021,12,декабрь,Китай,8217.0,213"
    )
    assert out == {
        "has_origin": "RU",
        "has_destination": "BY",
        "period": "2006-01",
        "amount": "869100000",
        "amount_as_said": "",
        "was_derived_from": "#row=2",
    }
    assert (into["has_origin"], into["has_destination"], into["period"]) == ("CN", "RU", "2021-12")
    assert (into["amount"], into["amount_as_said"]) == ("8217000000", "8217.0")


def test_a_country_is_one_in_the_spelling_of_the_workbook(tmp_path: Path) -> None:
    names = ("США", "Республика Корея", "Чешская республика", "Великобритания", "Тайвань", "Вьетнам")
    found = made(tmp_path, *(f"export,2006,1,январь,{name},9.5,7" for name in names))
    assert [row["has_destination"] for row in found] == ["US", "KR", "CZ", "GB", "TW", "VN"]


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("export,2006,1,январь,Китaй,1.0,7", "partner_ru", "Китaй"),
        ("export,2006,1,январь,Атлантида,1.0,7", "partner_ru", "Атлантида"),
        ("balance,2006,1,январь,Китай,1.0,7", "flow", "balance"),
        ("export,2006,1,январь–декабрь,Китай,1.0,7", "month_ru", "январь–декабрь"),
        ("export,2006,2,январь,Китай,1.0,7", "month", "2"),
        ("export,январь,1,январь,Китай,1.0,7", "year", "январь"),
        ("export,2010,7,июль,Казахстан,…,65", "value_musd", "…"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        made(tmp_path, row)


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "share"):
        list(adaptor.flows(raw_lines(tmp_path, {adaptor.FILE: [f"{HEADER},share"]})))
