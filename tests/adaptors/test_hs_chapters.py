"""Sections and chapters of the Harmonized System: each chapter within its section, with a name in three languages."""

import re
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("hs-chapters")

SECTIONS, CODES = "section,name", "section,hscode,description,parent,level"


def raw(folder: Path, *codes: str, sections: tuple[str, ...] = ()) -> Raw:
    return raw_lines(folder, {adaptor.SECTIONS: (SECTIONS, *sections), adaptor.CODES: (CODES, *codes)})


def test_every_chapter_lies_in_its_section() -> None:
    within = {row["key"]: row["broader"] for row in shipped("hs-chapters", "Product")}
    assert len(within) == 21 + 97
    assert (within["hs-01"], within["hs-27"], within["hs-97"]) == ("hs-section-I", "hs-section-V", "hs-section-XXI")
    assert (within["hs-99"], within["hs-section-V"]) == ("all", "all")
    assert "hs-77" not in within
    assert set(within.values()) == {"all", *(key for key in within if key.startswith("hs-section-"))}


def test_every_name_is_in_its_alphabet() -> None:
    for row in shipped("hs-chapters", "Product"):
        assert re.search("[A-Za-z]", row["label_kk"] + row["label_ru"]) is None, row["key"]
        assert re.search("[^\x00-\x7f]", row["label_en"]) is None, row["key"]
    names = {row["key"]: row for row in shipped("hs-chapters", "Product")}
    assert names["hs-27"]["label_ru"] == "Минеральное топливо, нефть и продукты их переработки"
    assert names["hs-10"]["label_kk"] == "Дәнді дақылдар"
    assert names["hs-section-VII"]["label_en"] == "Plastics and articles thereof; rubber and articles thereof"


def test_headings_and_the_total_are_no_products_of_their_own(tmp_path: Path) -> None:
    codes = (
        "II,10,Cereals,TOTAL,2",
        "II,1001,Wheat and meslin,10,4",
        "II,100111,Durum,1001,6",
        "TOTAL,TOTAL,All,TOTAL,5",
    )
    (found,) = adaptor.products(raw(tmp_path, *codes))
    assert (found["key"], found["broader"]) == ("hs-10", "hs-section-II")


@pytest.mark.parametrize(
    ("code", "column", "value"),
    [("X,77,Nothing,TOTAL,2", "hscode", "77"), ("II,10011100,Durum,100111,8", "level", "8")],
)
def test_what_nobody_decided_is_named(code: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.CODES, 2, column, value):
        list(adaptor.products(raw(tmp_path, code)))
    with refused(CellInvalid, adaptor.SECTIONS, 2, "section", "XXII"):
        list(adaptor.products(raw(tmp_path, sections=("XXII,Nothing",))))
