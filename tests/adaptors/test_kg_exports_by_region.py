"""Exports by region of Kyrgyzstan: a table written by hand is that of the workbook, cell by cell."""

import re
import zipfile
from decimal import Decimal
from pathlib import Path

from kg.load.source import read_source
from tests.adaptors.raw_files import folder_of, shipped

ROWS = {8: "B", 9: "J", 10: "Y", 11: "N", 12: "O", 13: "T", 14: "C", 15: "GB", 16: "GO"}


def test_every_figure_is_that_of_its_cell(shared: Path) -> None:
    (described,) = read_source(folder_of("kg-exports-by-region")).files
    path = shared / "data" / "trade-kg-stat" / described.name
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    held = dict(re.findall(r'<c r="([D-U](?:8|9|1[0-6]))"[^>]*><v>([^<]+)</v>', sheet))
    made = {
        (int(row["was_derived_from"].removeprefix("#row=")), int(row["period"])): row
        for row in shipped("kg-exports-by-region", "Measurement")
    }
    assert len(held) == len(made) == 9 * 18
    for (line, year), row in made.items():
        assert row["is_about"] == f"KG-{ROWS[line]}"
        assert abs(Decimal(row["amount"]) - Decimal(held[f"{chr(ord('D') + year - 2006)}{line}"]).scaleb(6)) <= 50_000


def test_the_figures_read_as_the_workbook_shows_them() -> None:
    of = {(row["is_about"], row["period"]): row for row in shipped("kg-exports-by-region", "Measurement")}
    assert of[("KG-GB", "2023")]["amount"] == "1978200000"
    assert of[("KG-J", "2006")] == {
        "is_about": "KG-J",
        "period": "2006",
        "amount": "71000000",
        "amount_as_said": "71.0",
        "was_derived_from": "#row=9",
    }
