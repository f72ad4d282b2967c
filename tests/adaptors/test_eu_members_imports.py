"""The members' own imports by month: one sheet of four, under its titles, without what is not available."""

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, FileUnreadable
from tests.adaptors.raw_files import code_of, refused, shipped

adaptor = code_of("eu-members-imports")

TITLES = (
    ("Data extracted on 22/01/2023 20:19:38 from [ESTAT]",),
    ("Dataset: ", "EU trade since 1988 by HS2-4-6 and CN8 [DS-045409__custom_4630244]"),
    ("Last updated: ", "13/01/2023 11:00"),
    (),
    ("PRODUCT [PRODUCT]", None, "Total [TOTAL]"),
    ("FLOW", None, "IMPORT"),
    ("INDICATORS", None, "VALUE_IN_EUROS"),
    (),
    ("TIME", None, "2020-01", "2020-02"),
    ("FREQ (Labels)", None, "Monthly", "Monthly"),
    ("REPORTER (Labels)", "PARTNER (Labels)", "", ""),
)
MALTA = ("Malta", "Kazakhstan", 9.0, ":")
LEGEND = ((), ("Special value",), (":", "not available"))


def workbook(folder: Path, *rows: tuple[object, ...], at: str = "Sheet 3") -> Raw:
    """Write a workbook whose sheet has titles and rows."""
    book = Workbook()
    for row in (*TITLES, *rows):
        sheet = book.active
        assert sheet is not None
        sheet.append(row)
        sheet.title = at
    book.save(folder / adaptor.FILE)
    return Raw({adaptor.FILE: folder / adaptor.FILE})


def with_title(line: int, *cells: object) -> list[tuple[object, ...]]:
    """Return the titles with one of them written otherwise."""
    return [cells if number == line else title for number, title in enumerate(TITLES, start=1)]


# --- From the raw file -----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_workbook_does() -> None:
    rows = shipped("eu-members-imports", "TradeFlow")
    of = {(row["has_reporter"], row["has_origin"], row["period"]): row for row in rows}
    assert len(of) == len(rows)
    assert of["AT", "AM", "2020-01"]["amount"] == "388179"
    assert of["SK", "RU", "2020-06"]["amount"] == "156293829"
    assert of["DE", "KZ", "2022-11"]["amount"] == "639938588"
    assert (of["SK", "RU", "2020-06"]["was_derived_from"], of["SK", "RU", "2020-06"]["recorded_on"]) == (
        "#row=199",
        "2023-01-22",
    )
    assert ("SK", "KZ", "2020-05") not in of, "it is not available"
    assert all(row["has_destination"] == row["has_reporter"] for row in rows)
    assert {row["has_origin"] for row in rows} == {"AM", "BY", "GE", "KG", "KZ", "RU", "UZ"}
    assert len({row["has_reporter"] for row in rows}) == 27
    assert max(row["period"] for row in rows) == "2022-11"


def test_germany_has_twelve_months_of_two_years_and_eleven_of_a_third() -> None:
    months, sums = Counter[str](), Counter[str]()
    for row in shipped("eu-members-imports", "TradeFlow"):
        if (row["has_reporter"], row["has_origin"]) == ("DE", "KZ"):
            months[row["period"][:4]] += 1
            sums[row["period"][:4]] += int(row["amount"])
    assert months == {"2020": 12, "2021": 12, "2022": 11}
    assert (sums["2020"], sums["2021"]) == (2378226377, 3646407412)


# --- The traps -------------------------------------------------------------------------------------------------------


def test_a_cell_that_is_not_available_says_nothing_and_the_legend_is_no_member(tmp_path: Path) -> None:
    (found,) = adaptor.flows(workbook(tmp_path, MALTA, *LEGEND))
    assert found == {
        "has_origin": "KZ",
        "has_destination": "MT",
        "has_reporter": "MT",
        "period": "2020-01",
        "amount": "9",
        "recorded_on": "2023-01-22",
        "was_derived_from": "#row=12",
    }


def test_a_zero_that_is_said_is_kept(tmp_path: Path) -> None:
    assert [row["amount"] for row in adaptor.flows(workbook(tmp_path, ("Malta", "Armenia", 0.0, 1.0)))] == ["0", "1"]


def test_the_workbook_says_wrongly_how_large_its_sheets_are(shared: Path) -> None:
    raw = Raw({adaptor.FILE: shared / "data" / "trade-eu-eurostat" / adaptor.FILE})
    assert len(list(raw.sheet_lines(adaptor.FILE, adaptor.SHEET))) == 203


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "cells", "column"),
    [
        (5, ("PRODUCT [PRODUCT]", None, "MINERAL FUELS [27]"), "C"),
        (6, ("FLOW", None, "EXPORT"), "C"),
        (7, ("INDICATORS", None, "QUANTITY_IN_100KG"), "C"),
        (9, ("TIME", None, "2020-01", "2020"), "D"),
        (1, ("Data extracted from [ESTAT]",), "A"),
    ],
)
def test_another_title_is_refused_at_its_cell(
    line: int, cells: tuple[object, ...], column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.TITLES", tuple(with_title(line, *cells)))
    with refused(CellInvalid, adaptor.FILE, line, column):
        list(adaptor.flows(workbook(tmp_path, MALTA)))


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (("Atlantis", "Kazakhstan", 9.0, 9.0), "A", "Atlantis"),
        (("Malta", "Atlantis", 9.0, 9.0), "B", "Atlantis"),
        (("Malta", "Kazakhstan", 9.5, 9.0), "C", "9.5"),
        (("Malta", "Kazakhstan", 9.0, "c"), "D", "c"),
        (("Malta", "Kazakhstan", 9.0, -9.0), "D", "-9"),
    ],
)
def test_an_unknown_value_is_named_with_its_cell(
    row: tuple[object, ...], column: str, value: str, tmp_path: Path
) -> None:
    with refused(CellInvalid, adaptor.FILE, 12, column, value):
        list(adaptor.flows(workbook(tmp_path, row)))


def test_a_workbook_without_the_sheet_is_refused(tmp_path: Path) -> None:
    with refused(FileUnreadable, adaptor.FILE):
        list(adaptor.flows(workbook(tmp_path, MALTA, at="Sheet 1")))
