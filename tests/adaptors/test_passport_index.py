"""Terms of entry: what a word of the index means, from which snapshot on, and which words are no other law."""

import csv
from pathlib import Path

import pytest

from kg.adapt.country_names import SEVEN
from kg.adapt.files import Raw
from kg.adapt.passport_index import FIRST, SPELLS
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

HOME, OTHERS = "passport-index", "passport-index-others"
regimes, others = (code_of(source).TABLES["VisaRegime"] for source in (HOME, OTHERS))

TODAY = "2025-01-12"


def raw(folder: Path, *lines: str) -> Raw:
    return raw_lines(folder, {SPELLS: ["passport,destination,requirement,first_seen,last_seen", *lines]})


def terms(rows: list[dict[str, str]], passport: str, destination: str) -> list[tuple[str, ...]]:
    """List the terms of one passport and destination: the term, the days, the first day and the first day after."""
    pair = {("applies_to_passport_of", passport), ("applies_to_entry_into", destination)}
    said = ("has_entry_terms", "days_allowed", "valid_from", "valid_until")
    return [tuple(row[name] for name in said) for row in rows if pair <= row.items()]


def test_kazakhstan_and_its_neighbours_read_as_the_file_has_them() -> None:
    rows = shipped(HOME, "VisaRegime")
    assert terms(rows, "KZ", "CN") == [
        ("visa-required", "", "2020-11-19", "2023-11-07"),
        ("visa-free", "30", "2023-12-03", ""),
    ]
    assert terms(rows, "KZ", "RU") == [
        ("visa-free", "", "2020-11-19", "2021-08-10"),
        ("visa-free", "90", "2021-09-24", ""),
    ]
    assert terms(rows, "RU", "KZ") == [("visa-free", "90", "2020-11-19", "")]


def test_every_pair_has_one_current_regime_which_the_table_of_the_last_day_gives_too(shared: Path) -> None:
    rows = [*shipped(HOME, "VisaRegime"), *shipped(OTHERS, "VisaRegime")]
    current = [row for row in rows if not row["valid_until"]]
    pairs = {(row["applies_to_passport_of"], row["applies_to_entry_into"]) for row in current}
    assert len(current) == len(pairs) == 199 * 198
    path = shared / "data" / "visas-passportindex" / "passport-index-tidy-iso3_2025-01-12.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = [row["Requirement"] for row in csv.DictReader(file)]
    words = {"visa-required": "visa required", "e-visa": "e-visa", "eta": "eta", "visa-on-arrival": "visa on arrival"}
    for term, word in words.items():
        assert sum(row["has_entry_terms"] == term for row in current) == printed.count(word)
    assert sum(row["days_allowed"] == "90" for row in current) == printed.count("90") == 7651


def test_the_codes_of_the_first_snapshots_are_left_out_and_what_goes_on_begins_with_the_first_taken(
    tmp_path: Path,
) -> None:
    files = raw(tmp_path, "KAZ,RUS,eta,2019-11-23,2020-05-09", f"KAZ,RUS,visa free,2019-11-23,{TODAY}")
    assert terms(list(regimes(files)), "KZ", "RU") == [("visa-free", "", FIRST, "")]
    assert min(row["valid_from"] for row in shipped(HOME, "VisaRegime")) == FIRST


def test_an_e_visa_that_ended_may_have_been_an_authorisation_and_one_that_holds_is_not(tmp_path: Path) -> None:
    files = raw(
        tmp_path,
        "KAZ,GBR,e-visa,2021-01-25,2025-01-02",
        f"KAZ,GBR,eta,{TODAY},{TODAY}",
        f"KAZ,RUS,e-visa,2021-01-25,{TODAY}",
    )
    found = list(regimes(files))
    assert terms(found, "KZ", "GB") == [
        ("e-visa-or-eta", "", "2021-01-25", "2025-01-03"),
        ("eta", "", TODAY, ""),
    ]
    assert terms(found, "KZ", "RU") == [("e-visa", "", "2021-01-25", "")]


@pytest.mark.parametrize(
    ("word", "term", "days"),
    [
        ("EVW", "eta", ""),
        ("Hayya Entry Permit", "event-permit", ""),
        ("covid ban", "closed-covid", ""),
        ("no admission", "no-admission", ""),
        ("15", "visa-free", "15"),
    ],
)
def test_each_word_has_a_meaning(word: str, term: str, days: str, tmp_path: Path) -> None:
    files = raw(tmp_path, f"KAZ,RUS,{word},2021-11-21,2022-01-05")
    assert terms(list(regimes(files)), "KZ", "RU") == [(term, days, "2021-11-21", "2022-01-06")]


def test_every_spell_stands_once_those_of_the_seven_in_every_build_and_all_others_in_the_pack(tmp_path: Path) -> None:
    files = raw(
        tmp_path,
        "KAZ,GBR,eta,2021-11-21,2022-01-05",
        "GBR,KAZ,30,2021-11-21,2022-01-05",
        f"GBR,FRA,90,2022-01-05,{TODAY}",
    )
    assert [row["was_derived_from"] for row in regimes(files)] == ["#row=2", "#row=3"]
    assert [row["was_derived_from"] for row in others(files)] == ["#row=4"]
    home, far = shipped(HOME, "VisaRegime"), shipped(OTHERS, "VisaRegime")
    assert (len(home), len(far)) == (4717, 66501)
    assert all({row["applies_to_passport_of"], row["applies_to_entry_into"]} & SEVEN for row in home)
    assert not any({row["applies_to_passport_of"], row["applies_to_entry_into"]} & SEVEN for row in far)
    assert len({row["was_derived_from"] for row in home + far}) == 71218


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        (f"KAZ,RUS,freedom,2021-01-25,{TODAY}", "requirement", "freedom"),
        (f"KAZ,XXX,visa free,2021-01-25,{TODAY}", "destination", "XXX"),
        ("KAZ,RUS,visa free,2021-01-25,2025-02-01", "last_seen", "2025-02-01"),
        (f"KAZ,RUS,visa free,2021,{TODAY}", "first_seen", "2021"),
    ],
)
def test_an_unexpected_value_is_named_with_its_place(line: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, SPELLS, 2, column, value):
        list(regimes(raw(tmp_path, line)))
