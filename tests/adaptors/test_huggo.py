"""HUGGO: dates of every precision, ends that are none, and slips of hand."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_rows, refused

huggo = code_of("huggo")

KEY = "XAA-XBB_1992O"
NAMES = {"manyID": "XAA-XBB[XB]_1992O", "treatyID": "XAA-XBB[NA]_1992O", "Title": "Axia Bexia"}
AGREEMENT = NAMES | {"Begin": "1992-05-25", "Signature": "1992-05-25", "Force": "", "End": ""}
OF_PARTY = ("StateSignature", "StateRatification", "StateForce", "StateEnd", "Rat=Notif", "Succession", "Accession")
EMPTY = dict.fromkeys((*AGREEMENT, "stateID", "StateName", "gptadID", "destaID", *OF_PARTY, "Coder", "Source"), "")


def raw(folder: Path, agreement: dict[str, str] | None = None, *members: dict[str, str]) -> Raw:
    agreements = [AGREEMENT | {"url": "", "Citation": "", "Coder": "N"} | (agreement or {})]
    rows = [EMPTY | AGREEMENT | {"stateID": "KAZ", "StateName": "Kazakhstan"} | (agreement or {}) | m for m in members]
    return raw_rows(folder, {"agreements_HUGGO.csv": agreements, "memberships_HUGGO_MEM.csv": [*rows, EMPTY]})


def keys(rows: list[dict[str, str]]) -> list[str]:
    return [row["key"].removeprefix(f"{KEY}.") for row in rows]


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("1998", "1998"),
        ("2009-11", "2009-11"),
        ("2009-11-27", "2009-11-27"),
        ("2020-99-99", "2020"),
        ("2020-05-99", "2020-05"),
    ],
)
def test_a_date_is_as_precise_as_it_is(tmp_path: Path, printed: str, period: str) -> None:
    assert f"in-force.{period}" in keys(huggo.steps(raw(tmp_path, {"Force": printed}, {})))


@pytest.mark.parametrize("printed", ["soon", "98", "1998-13", "1998-02-30", "1998-1-1", "1998:2000", "19980101"])
def test_what_is_no_date_is_named(tmp_path: Path, printed: str) -> None:
    with refused(CellInvalid, "agreements_HUGGO.csv", 2, "Force", printed):
        huggo.steps(raw(tmp_path, {"Force": printed}, {}))


def test_an_end_that_is_not_known_is_no_date(tmp_path: Path) -> None:
    made = raw(tmp_path, {"End": "9999-12-31"}, {"StateEnd": "9999-12-31"})
    assert keys(huggo.steps(made)) == ["signed.1992-05-25"]


def test_a_party_has_the_steps_that_it_took_on_days_of_its_own(tmp_path: Path) -> None:
    first = {"StateSignature": "1992-05-25", "StateRatification": "1992-07-01", "StateForce": "1998"}
    second = {"stateID": "RUS", "StateRatification": "1992-08-01", "Rat=Notif": "1", "StateEnd": "2010-01-01"}
    third = {"stateID": "KGZ", "Accession": "1999-03-01", "StateForce": "1999-04-01"}
    made = raw(tmp_path, {"Force": "1998"}, first, second, third)
    assert keys(huggo.steps(made)) == [
        "acceded.KG.1999-03-01",
        "in-force.1998",
        "in-force.KG.1999-04-01",
        "notified.RU.1992-08-01",
        "ratified.KZ.1992-07-01",
        "signed.1992-05-25",
        "terminated.RU.2010-01-01",
    ]
    parties = {row["has_participant"]: row["valid_from"] for row in huggo.participations(made)}
    assert parties == {"country/KZ": "", "country/RU": "", "country/KG": "1999-04-01"}


def test_the_two_files_may_date_a_step_differently(tmp_path: Path) -> None:
    steps = huggo.steps(raw(tmp_path, {}, {"Signature": "1992-10-22"}))
    places = {row["period"]: row["was_derived_from"] for row in steps}
    assert places == {
        "1992-05-25": "agreements_HUGGO.csv#row=2",
        "1992-10-22": "memberships_HUGGO_MEM.csv#row=2",
    }


def test_a_third_date_stops_the_run_unless_it_was_counted_up(tmp_path: Path) -> None:
    first, *others = [{"Force": f"1993-01-0{day}"} for day in (1, 2, 3)]
    with refused(CellInvalid, "memberships_HUGGO_MEM.csv", 4, "Force", "1993-01-03", match="third date"):
        huggo.steps(raw(tmp_path, first, {}, *others))
    known = {"manyID": "ECISRL_1975O", "treatyID": "ECISRL_1975O"}
    steps = huggo.steps(raw(tmp_path, first | known, {}, *(other | known for other in others)))
    assert [row["key"] for row in steps] == ["ECISRL_1975O.in-force.1993-01-01", "ECISRL_1975O.signed.1992-05-25"]


def test_a_name_that_says_another_state_than_its_code_is_decided(tmp_path: Path) -> None:
    made = raw(tmp_path, {}, {"stateID": "TUN", "StateName": "Tunisia"}, {"stateID": "TUN", "StateName": "Greece"})
    assert [row["has_participant"] for row in huggo.participations(made)] == ["country/GR", "country/TN"]


def test_a_row_with_a_state_but_no_agreement_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    blank = dict.fromkeys(("manyID", "treatyID"), "")
    with refused(CellInvalid, "memberships_HUGGO_MEM.csv", 2, match="No key can be made"):
        huggo.participations(raw(tmp_path, {}, blank))


def test_an_unknown_mark_is_named(tmp_path: Path) -> None:
    with refused(CellInvalid, "memberships_HUGGO_MEM.csv", 2, "Rat=Notif", "2"):
        huggo.steps(raw(tmp_path, {}, {"StateRatification": "1992-07-01", "Rat=Notif": "2"}))
