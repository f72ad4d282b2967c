"""DESTA: years of steps, and parties, of which some joined later."""

from pathlib import Path

import pytest

from kg.errors import CellInvalid, CountTooSmall, PatchUnused
from kg.load.adapt import adapt
from kg.load.adaptors import desta
from kg.load.raw.files import Raw
from tests.load.raws import describe, rebuilds, write_raw

SHIPPED = Path(__file__).parents[2] / "data" / "desta"


@pytest.fixture(autouse=True)
def nothing_decided(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Empty the list of decisions about parties, each of which must be used, for files in which they do not occur."""
    if "shared" not in request.fixturenames:
        monkeypatch.setattr(desta, "_NAMED", {})


def agreement(identifier: str = "XAA-XBB[NA]_1992O", signed: str = "1992-01-01", force: str = "") -> dict[str, str]:
    own = {"manyID": identifier, "treatyID": identifier, "Title": "Axia Bexia", "Begin": signed}
    return own | dict.fromkeys(("AgreementType", "DocType", "GeogArea"), "A") | {
        "Signature": signed, "Force": force, "destaID": "1",
    }  # fmt: skip


def member(state: str, signed: str = "1992", force: str = "", begin: str = "1992", name: str = "") -> dict[str, str]:
    identifier = "XAA-XBB[NA]_1992O"
    return {"manyID": identifier, "treatyID": identifier, "Title": "Axia Bexia", "Begin": begin, "stateID": state,
            "Signature": signed, "Force": force, "StateName": name, "destaID": "1"}  # fmt: skip


def raw(folder: Path, agreements: list[dict[str, str]], members: list[dict[str, str]] | None = None) -> Raw:
    return write_raw(folder, agreements_DESTA=agreements, memberships_DESTA_MEM=members or [member("KAZ")])


def test_the_shipped_tables_are_rebuilt_byte_for_byte(shared: Path, tmp_path: Path) -> None:
    assert rebuilds(SHIPPED, shared / "data" / "treaties", tmp_path) == ["AgreementStep", "Participation"]


def test_a_truncated_file_is_noticed(tmp_path: Path) -> None:
    describe(SHIPPED, tmp_path, raw(tmp_path, [agreement()]))
    with pytest.raises(CountTooSmall, match="1 rows"):
        adapt(tmp_path / "desta", tmp_path)


def test_a_first_of_january_is_the_year(tmp_path: Path) -> None:
    rows = desta.steps(raw(tmp_path, [agreement(force="1998-01-01")]))
    assert [(row["has_step"], row["period"], row["has_party"]) for row in rows] == [
        ("in-force", "1998", ""),
        ("signed", "1992", ""),
    ]
    assert rows[0]["key"] == "XAA-XBB_1992O.in-force.1998"
    assert rows[0]["was_derived_from"] == "agreements_DESTA.csv#row=2"


def test_another_day_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(CellInvalid, match="DESTA knows years") as caught:
        desta.steps(raw(tmp_path, [agreement(), agreement(force="1998-05-25")]))
    assert (caught.value.path, caught.value.line) == (tmp_path / "agreements_DESTA.csv", 3)
    assert (caught.value.column, caught.value.value) == ("Force", "1998-05-25")


def test_an_undated_agreement_is_passed_over_unless_it_has_a_date_after_all(tmp_path: Path) -> None:
    undated = agreement("XAA-XBB[NA]_6759O", signed="")
    assert desta.steps(raw(tmp_path, [undated])) == []
    with pytest.raises(CellInvalid, match="a date but no beginning") as caught:
        desta.steps(raw(tmp_path, [undated | {"Force": "1998-01-01"}]))
    assert (caught.value.line, caught.value.column) == (2, "Force")


def test_who_signed_later_has_joined(tmp_path: Path) -> None:
    members = [
        member("KAZ", signed="1995", force="1996"),
        member("KAZ"),
        member("RUS"),
        member("KGZ", signed="1995", force="1996"),
        member("ARM", signed="1997"),
    ]
    made = raw(tmp_path, [agreement()], members)
    steps = {row["key"] for row in desta.steps(made) if row["has_party"]}
    assert steps == {
        "XAA-XBB_1992O.acceded.KG.1995",
        "XAA-XBB_1992O.in-force.KG.1996",
        "XAA-XBB_1992O.acceded.AM.1997",
    }
    parties = {
        row["has_participant"]: (row["valid_from"], row["was_derived_from"]) for row in desta.participations(made)
    }
    assert parties == {
        "country/KZ": ("", "memberships_DESTA_MEM.csv#row=3"),
        "country/RU": ("", "memberships_DESTA_MEM.csv#row=4"),
        "country/KG": ("1996-01-01", "memberships_DESTA_MEM.csv#row=5"),
        "country/AM": ("1997-01-01", "memberships_DESTA_MEM.csv#row=6"),
    }


def test_a_party_without_a_code_is_decided_or_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = raw(tmp_path, [agreement()], [member("KAZ"), member("", name="Kosovo")])
    with pytest.raises(CellInvalid, match="«Kosovo»") as caught:
        desta.participations(made)
    assert (caught.value.line, caught.value.column, caught.value.value) == (3, "stateID", "")
    monkeypatch.setattr(desta, "_NAMED", {("", "Kosovo"): "country/XK"})
    assert [row["has_participant"] for row in desta.participations(made)] == ["country/KZ", "country/XK"]
    monkeypatch.setattr(desta, "_NAMED", {("", "Kosovo"): "country/XK", ("", "Macao"): "country/MO"})
    with pytest.raises(PatchUnused, match="Macao"):
        desta.participations(made)
