"""UNCTAD's investment treaties: two parties each, status and dates that agree, titles that name another year."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

SOURCE = "unctad-investment-treaties"
adaptor = code_of(SOURCE)

TREATY = dict.fromkeys((*adaptor._USED, *adaptor._IGNORED), "") | {
    "Shorttitle": "Kazakhstan - Russian Federation BIT (1998)",
    "Parties": "Kazakhstan; Russian Federation;",
    "Status": "In force",
    "Dateofsignature": "06jul1998",
    "Dateofentryintoforce": "11feb2000",
}


def raw(folder: Path, **cells: str) -> Raw:
    return raw_rows(folder, {adaptor.FILE: [TREATY | cells]})


def steps_of(key: str) -> list[tuple[str, ...]]:
    columns = ("has_step", "period", "was_derived_from", "words_en", "note_en")
    return [tuple(r[c] for c in columns) for r in shipped(SOURCE, "AgreementStep") if r["has_undertaking"] == key]


def parties_of(key: str) -> list[str]:
    return [r["has_participant"] for r in shipped(SOURCE, "Participation") if r["has_undertaking"] == key]


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_treaties_read_as_the_file_does() -> None:
    assert steps_of("BIT-KZ-RU-1998") == [
        ("signed", "1998-07-06", "#row=275", "", ""),
        ("in-force", "2000-02-11", "#row=275", "", ""),
    ]
    assert steps_of("BIT-RU-UZ-1997") == [  # replaced before it was in force
        ("signed", "1997-12-22", "#row=1983", "", ""),
        ("terminated", "2014-01-04", "#row=1983", "Replaced by new treaty", ""),
    ]
    assert steps_of("BIT-CY-RU-2007") == [("signed", "2007-04-11", "#row=1970", "", "The title names the year 1997.")]
    kazakh = [row for row in shipped(SOURCE, "Participation") if row["has_participant"] == "country/KZ"]
    assert len(kazakh) == 51


def test_the_union_of_belgium_and_luxembourg_is_one_party_and_a_treaty_of_both_apart_is_two() -> None:
    assert parties_of("BIT-BLX-KZ-1998") == ["union/BLX", "country/KZ"]
    assert parties_of("BIT-BE-RU-1989") == ["country/BE", "country/RU"]
    assert parties_of("BIT-LU-RU-1989") == ["country/LU", "country/RU"]
    titles = {row["key"]: row["label_en"] for row in shipped(SOURCE, "Agreement")}
    assert titles["BIT-BE-RU-1989"] == titles["BIT-LU-RU-1989"] == "Belgium/Luxembourg - Russian Federation BIT (1989)"


def test_the_treaty_in_negotiation_is_no_agreement_as_yet() -> None:
    assert not [row for row in shipped(SOURCE, "Agreement") if row["concerns_dyad"] == "CU-DZ" and "1999" in row["key"]]


# --- Against slips ---------------------------------------------------------------------------------------------------


def test_a_treaty_in_force_needs_a_day_and_has_not_ended(tmp_path: Path) -> None:
    made = raw(tmp_path, Dateofentryintoforce="")
    with refused(CellInvalid, adaptor.FILE, 2, "Dateofentryintoforce", "", match="In force"):
        adaptor.steps(made)
    made = raw(tmp_path, Dateoftermination="01jan2015")
    with refused(CellInvalid, adaptor.FILE, 2, "Dateoftermination", "01jan2015", match="In force"):
        adaptor.steps(made)


@pytest.mark.parametrize("printed", ["1998-07-06", "31feb1998", "06Jul1998"])
def test_what_is_no_day_is_named(tmp_path: Path, printed: str) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, "Dateofsignature", printed):
        adaptor.agreements(raw(tmp_path, Dateofsignature=printed))


@pytest.mark.parametrize("printed", ["Kazakhstan; Atlantis;", "Kazakhstan;", "Kazakhstan; Kazakhstan;"])
def test_a_treaty_has_two_parties_that_are_known(tmp_path: Path, printed: str) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, "Parties"):
        adaptor.participations(raw(tmp_path, Parties=printed))


def test_a_title_of_another_year_stops_until_it_is_decided(tmp_path: Path) -> None:
    title = "Kazakhstan - Russian Federation BIT (1999)"
    with refused(CellInvalid, adaptor.FILE, 2, "Shorttitle", title, match="another year"):
        adaptor.steps(raw(tmp_path, Shorttitle=title))
