"""Lists of owners: what one cell says, entry by entry, and nothing that it does not say."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.adapt.owner_list import (
    _ORGANISATIONS,
    _PUBLIC,
    NAMELESS,
    PRIVATE,
    Owner,
    class_of,
    gem_key,
    ownerships,
    read_owners,
    split_names,
    tables_of_named,
)
from kg.adapt.run import find_raw
from kg.core.errors import CellInvalid
from kg.load.rows import Row
from kg.load.source import read_source
from tests.adaptors.raw_files import folder_of, refused, shipped

SOURCES = (
    *("gem-oil-gas-fields", "gem-oil-pipelines", "gem-gas-pipelines"),
    *("gem-coal-mines", "gem-iron-ore-mines", "gem-steel-plants"),
)
UTF_16, WORKBOOK = "coal-mines-2024-04-26.csv", "gas-pipelines-lng-2024-10-08.xlsx"


def row(cell: str, column: str = "parent") -> Row:
    return Row(Path("units.csv"), 7, {column: cell})


def read(cell: str) -> list[tuple[str, str | None]]:
    return [(owner.name, owner.share) for owner in read_owners(row(cell), "parent")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Alfa Works [50.00%]; Beta Rail [unknown %]", [("Alfa Works", "50.00"), ("Beta Rail", None)]),
        ("Alfa Works (66.7%);Beta Rail", [("Alfa Works", "66.7"), ("Beta Rail", None)]),
        ("Alfa Works (nan%)", [("Alfa Works", None)]),
        ("Axneft (AXN) (40%);Axneft (AXN)", [("Axneft (AXN)", "40"), ("Axneft (AXN)", None)]),
        (
            "Joint-Stock Company “Sovereign Wealth Fund “Samruk Kazyna” (18.1%)",
            [("Joint-Stock Company “Sovereign Wealth Fund “Samruk Kazyna”", "18.1")],
        ),
        ('Alfa "Works" (100%)', [('Alfa "Works"', "100")]),
        ("Alfa (north; south) (60%);Beta, S.A. (40%)", [("Alfa (north; south)", "60"), ("Beta, S.A.", "40")]),
        ("Alfa Works  (30.6%)", [("Alfa Works", "30.6")]),
        ("Alfa Works[ 30.6%]; Beta（5%]; Gamma [49%）", [("Alfa Works", "30.6"), ("Beta", "5"), ("Gamma", "49")]),
        ("Alfa [north] [60.00%]; Beta [40.00%]", [("Alfa [north]", "60.00"), ("Beta", "40.00")]),
        ("", []),
    ],
)
def test_a_list_is_read_entry_by_entry(cell: str, expected: list[tuple[str, str | None]]) -> None:
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Alfa Works (150%)", "Alfa Works (150%)"),
        ("Beta Rail (5%);Alfa Works [half%]", "Alfa Works [half%]"),
        ("Alfa Works 50%", "Alfa Works 50%"),
        ("Alfa Works (1e2%)", "Alfa Works (1e2%)"),
        ("Alfa Works (50%);;Beta Rail (50%)", "Alfa Works (50%);;Beta Rail (50%)"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(cell: str, value: str) -> None:
    with refused(CellInvalid, "units.csv", 7, "parent", value):
        read(cell)


def test_an_owner_twice_in_one_list_is_two_claims() -> None:
    rows = list(ownerships(row("Alfa Works (37%);Beta Rail (26%);Alfa Works (37%)"), "parent", "OG1", "#row=7"))
    assert [cells["key"] for cells in rows] == ["OG1.parent.1", "OG1.parent.2", "OG1.parent.3"]
    assert rows[0]["has_owner"] == rows[2]["has_owner"] == gem_key("Alfa Works")
    assert [cells["share"] for cells in rows] == ["37", "26", "37"]


def test_who_holds_nothing_or_has_no_name_owns_nothing() -> None:
    cell = "Alfa Works (0%);Other (32.7%);Unknown;natural person(s) (1%);Beta Rail [0.00%];Gamma Fund"
    rows = list(ownerships(row(cell), "parent", "OG1", "#row=7"))
    assert [(cells["key"], cells["has_owner"], cells["share"]) for cells in rows] == [
        ("OG1.parent.6", gem_key("Gamma Fund"), "")
    ]
    assert not any(Owner(name, None, 1).is_named for name in PRIVATE)


def test_the_same_name_is_one_key_and_another_spelling_is_another() -> None:
    assert gem_key("Lukoil") == "gem-dfb2ccaf7e85"
    assert len({gem_key(name) for name in ("Lukoil", "LUKOIL", "PJSC Lukoil")}) == 3


def test_a_government_is_no_firm() -> None:
    assert class_of("Government of Axia") == class_of("National Bank of the Republic of Kazakhstan") == "PublicBody"
    assert class_of("North Atlantic Treaty Organization") == "Organisation"
    assert class_of("Government Holdings (Private) Limited") == class_of("Bank of China Limited") == "Firm"
    tables = tables_of_named(lambda _: ["Government of Axia", "Other", "Beta", "Alfa Works", "Beta"])
    labels = {table: [cells["label_en"] for cells in rows(Raw({}))] for table, rows in tables.items()}
    assert labels == {
        "Firm": ["Alfa Works", "Beta"],
        "PublicBody": ["Government of Axia"],
        "Organisation": ["Global Energy Monitor"],
    }


def test_every_name_that_was_judged_is_printed_somewhere(shared: Path) -> None:
    """Hold the lists of names, which several sources share, to what any prints."""
    printed = {
        cells["label_en"]
        for table in ("PublicBody", "Organisation")
        for source in SOURCES
        for cells in shipped(source, table)
    }
    assert printed >= _PUBLIC | _ORGANISATIONS
    files = (find_raw(read_source(folder_of(source)), shared / "data").files for source in SOURCES)
    raw = b"".join(
        path.read_bytes() for paths in files for path in paths.values() if path.name not in {UTF_16, WORKBOOK}
    )
    text = raw.decode() + next((shared / "data").rglob(UTF_16)).read_text(encoding="utf-16")
    assert [name for name in NAMELESS | PRIVATE if name not in text] == []


def test_names_are_split_outside_brackets() -> None:
    assert split_names(row("Alfa (a; b);Beta "), "parent") == ["Alfa (a; b)", "Beta"]
