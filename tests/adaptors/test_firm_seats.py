"""Seats of firms: every one of them is a firm that the tables of Global Energy Monitor name, under the same key."""

import pytest

from kg.adapt.owner_list import class_of, gem_key
from tests.adaptors.raw_files import shipped


@pytest.mark.parametrize("table", ["Firm", "PublicBody"])
def test_a_seat_belongs_to_one_whom_a_source_names(table: str) -> None:
    named = {
        row["key"]: row["label_en"] for s in ("gem-oil-pipelines", "gem-oil-gas-fields") for row in shipped(s, table)
    }
    seats = shipped("firm-seats", table)
    assert seats
    for row in seats:
        assert named[row["key"]] == row["label_en"]
        assert row["key"] == gem_key(row["label_en"])
        assert class_of(row["label_en"]) == table
        assert len(row["is_based_in"]) == 2
    assert len({row["key"] for row in seats}) == len(seats)


def test_the_firms_of_the_first_pair_have_seats() -> None:
    seats = {row["label_en"]: row["is_based_in"] for row in shipped("firm-seats", "Firm")}
    assert {seats[name] for name in ("KazMunayGas", "Samruk-Kazyna SWF JSC", "Tengizchevroil LLP")} == {"KZ"}
    assert {seats[name] for name in ("Rosneft", "Lukoil", "Gazprom", "Gazprom Neft", "Transneft", "Tatneft")} == {"RU"}
