"""GPTAD: days that manydata may have exchanged with months, and rows that name nobody."""

from pathlib import Path

import pytest

from kg.errors import CellInvalid, CountTooSmall
from kg.load.adapt import adapt
from kg.load.adaptors import gptad
from kg.load.raw.files import Raw
from tests.load.raws import describe, rebuilds, write_raw

SHIPPED = Path(__file__).parents[2] / "data" / "gptad"


def row(signed: str, force: str = "") -> dict[str, str]:
    return {"manyID": "XA XB_1992O", "treatyID": "XA XB_1992O", "Title": "Axia Bexia", "Begin": signed,
            "Signature": signed, "Force": force, "gptadID": "1"}  # fmt: skip


def raw(folder: Path, signed: str, force: str = "", **members: str) -> Raw:
    kinds = dict.fromkeys(("AgreementType", "DocType", "GeogArea"), "A")
    memberships = [row(signed, force) | {"stateID": state, "StateName": name} for state, name in members.items()]
    memberships = memberships or [row(signed) | {"stateID": "KAZ", "StateName": "Kazakhstan"}]
    return write_raw(folder, agreements_GPTAD=[row(signed, force) | kinds], memberships_GPTAD_MEM=memberships)


def test_the_shipped_tables_are_rebuilt_byte_for_byte(shared: Path, tmp_path: Path) -> None:
    assert rebuilds(SHIPPED, shared / "data" / "treaties", tmp_path) == ["AgreementStep", "Participation"]


def test_a_truncated_file_is_noticed(tmp_path: Path) -> None:
    describe(SHIPPED, tmp_path, raw(tmp_path, "1992-05-25"))
    with pytest.raises(CountTooSmall, match="1 rows"):
        adapt(tmp_path / "gptad", tmp_path)


@pytest.mark.parametrize(
    ("printed", "certain"),
    [("1992-05-25", "1992-05-25"), ("1992-04-01", "1992"), ("1992-12-11", "1992"), ("1992-04-04", "1992-04-04")],
)
def test_a_day_that_could_be_a_month_is_its_year(tmp_path: Path, printed: str, certain: str) -> None:
    (made,) = gptad.steps(raw(tmp_path, printed))
    assert (made["has_undertaking"], made["period"]) == ("XA-XB_1992O", certain)


def test_a_row_that_names_nobody_is_no_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gptad, "_NAMED", {("", ""): "", ("FNJ", "Funj Sultanate of Sennar"): "country/SD"})
    made = raw(tmp_path, "1992-05-25", FNJ="Funj Sultanate of Sennar", KAZ="Kazakhstan", **{"": ""})
    assert [row["has_participant"] for row in gptad.participations(made)] == ["country/KZ", "country/SD"]


def test_an_unknown_party_is_named(tmp_path: Path) -> None:
    with pytest.raises(CellInvalid, match="«Atlantis»") as caught:
        gptad.participations(raw(tmp_path, "1992-05-25", KAZ="Kazakhstan", ATL="Atlantis"))
    assert (caught.value.path, caught.value.line) == (tmp_path / "memberships_GPTAD_MEM.csv", 3)
    assert (caught.value.column, caught.value.value) == ("stateID", "ATL")
