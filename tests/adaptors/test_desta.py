"""DESTA: years of steps, and parties, of which some joined later."""

from pathlib import Path

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_rows, refused

desta = code_of("desta")


def agreement(identifier: str = "XAA-XBB[NA]_1992O", signed: str = "1992-01-01", force: str = "") -> dict[str, str]:
    own = {"manyID": identifier, "treatyID": identifier, "Title": "Axia Bexia", "Begin": signed}
    return (
        own
        | dict.fromkeys(("AgreementType", "DocType", "GeogArea"), "A")
        | {
            "Signature": signed,
            "Force": force,
            "destaID": "1",
        }
    )


def member(state: str, signed: str = "1992", force: str = "", begin: str = "1992", name: str = "") -> dict[str, str]:
    identifier = "XAA-XBB[NA]_1992O"
    return {
        "manyID": identifier,
        "treatyID": identifier,
        "Title": "Axia Bexia",
        "Begin": begin,
        "stateID": state,
        "Signature": signed,
        "Force": force,
        "StateName": name,
        "destaID": "1",
    }


def raw(folder: Path, agreements: list[dict[str, str]], members: list[dict[str, str]] | None = None) -> Raw:
    files = {"agreements_DESTA.csv": agreements, "memberships_DESTA_MEM.csv": members or [member("KAZ")]}
    return raw_rows(folder, files)


def test_a_first_of_january_is_the_year(tmp_path: Path) -> None:
    rows = desta.steps(raw(tmp_path, [agreement(force="1998-01-01")]))
    assert [(row["has_step"], row["period"], row["has_party"]) for row in rows] == [
        ("in-force", "1998", ""),
        ("signed", "1992", ""),
    ]
    assert rows[0]["key"] == "XAA-XBB_1992O.in-force.1998"
    assert rows[0]["was_derived_from"] == "agreements_DESTA.csv#row=2"


def test_another_day_stops_the_run(tmp_path: Path) -> None:
    with refused(CellInvalid, "agreements_DESTA.csv", 3, "Force", "1998-05-25", match="DESTA knows years"):
        desta.steps(raw(tmp_path, [agreement(), agreement(force="1998-05-25")]))


def test_an_undated_agreement_is_passed_over_unless_it_has_a_date_after_all(tmp_path: Path) -> None:
    undated = agreement("XAA-XBB[NA]_6759O", signed="")
    assert desta.steps(raw(tmp_path, [undated])) == []
    with refused(CellInvalid, "agreements_DESTA.csv", 2, "Force", match="a date but no beginning"):
        desta.steps(raw(tmp_path, [undated | {"Force": "1998-01-01"}]))


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


def test_a_party_without_a_code_is_decided_or_stops_the_run(tmp_path: Path) -> None:
    made = raw(tmp_path, [agreement()], [member("KAZ"), member("", name="Kosovo"), member("", name="Macao")])
    assert [row["has_participant"] for row in desta.participations(made)] == ["country/KZ", "country/MO", "country/XK"]
    with refused(CellInvalid, "memberships_DESTA_MEM.csv", 3, "StateName", "Atlantis", match="No country"):
        desta.participations(raw(tmp_path, [agreement()], [member("KAZ"), member("", name="Atlantis")]))
