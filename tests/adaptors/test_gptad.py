"""GPTAD: days that manydata may have exchanged with months, and rows that name nobody."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_rows, refused

gptad = code_of("gptad")


def row(signed: str, force: str = "") -> dict[str, str]:
    return {
        "manyID": "XA XB_1992O",
        "treatyID": "XA XB_1992O",
        "Title": "Axia Bexia",
        "Begin": signed,
        "Signature": signed,
        "Force": force,
        "gptadID": "1",
    }


def raw(folder: Path, signed: str, force: str = "", **members: str) -> Raw:
    kinds = dict.fromkeys(("AgreementType", "DocType", "GeogArea"), "A")
    memberships = [row(signed, force) | {"stateID": state, "StateName": name} for state, name in members.items()]
    memberships = memberships or [row(signed) | {"stateID": "KAZ", "StateName": "Kazakhstan"}]
    files = {"agreements_GPTAD.csv": [row(signed, force) | kinds], "memberships_GPTAD_MEM.csv": memberships}
    return raw_rows(folder, files)


@pytest.mark.parametrize(
    ("printed", "certain"),
    [("1992-05-25", "1992-05-25"), ("1992-04-01", "1992"), ("1992-12-11", "1992"), ("1992-04-04", "1992-04-04")],
)
def test_a_day_that_could_be_a_month_is_its_year(tmp_path: Path, printed: str, certain: str) -> None:
    (made,) = gptad.steps(raw(tmp_path, printed))
    assert (made["has_undertaking"], made["period"]) == ("XA-XB_1992O", certain)


def test_a_row_that_names_nobody_is_no_party(tmp_path: Path) -> None:
    made = raw(tmp_path, "1992-05-25", FNJ="Funj Sultanate of Sennar", KAZ="Kazakhstan", **{"": ""})
    assert [row["has_participant"] for row in gptad.participations(made)] == ["country/KZ", "country/SD"]


def test_an_unknown_party_is_named(tmp_path: Path) -> None:
    with refused(CellInvalid, "memberships_GPTAD_MEM.csv", 3, "stateID", "ATL", match="«Atlantis»"):
        gptad.participations(raw(tmp_path, "1992-05-25", KAZ="Kazakhstan", ATL="Atlantis"))
