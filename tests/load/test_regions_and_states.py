"""Regions that changed and states that ended: one thing under a new code, or another thing that replaced it."""

import csv
import re
from datetime import date
from pathlib import Path

import pycountry

from kg.core import assets, iri
from kg.load import iso_3166
from kg.load.country_codes import DISSOLVED, UNIONS, country_keys

DATA = assets.data()
SHARE_ALIKE = DATA / "_packs" / "share-alike"


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: {name: value for name, value in row.items() if value} for row in csv.DictReader(file)}


REGIONS = rows(DATA / "kz-regions" / "Region.csv")
COUNTRIES = rows(DATA / "register" / "Country.csv")
LISTED = {row["key"]: row for row in iso_3166.regions()}
SUCCESSORS = {
    "KZ-ALM": ("2022-06-08", {"KZ-19", "KZ-33"}),
    "KZ-KAR": ("2022-06-08", {"KZ-35", "KZ-62"}),
    "KZ-VOS": ("2022-06-08", {"KZ-10", "KZ-63"}),
    "KZ-YUZ": ("2018-06-19", {"KZ-61", "KZ-79"}),
}


def test_a_region_that_kept_its_territory_only_got_a_new_code() -> None:
    assert REGIONS["KZ-27"]["former_code"] == "KZ-ZAP"
    former = {row["former_code"] for row in REGIONS.values() if "former_code" in row}
    assert len(former) == 13
    assert not former & REGIONS.keys()
    assert not former & LISTED.keys()


def test_a_region_that_lost_territory_is_replaced_by_those_that_begin_on_that_day() -> None:
    ended = {key: row for key, row in REGIONS.items() if "valid_until" in row}
    assert ended.keys() == SUCCESSORS.keys()
    for key, (day, successors) in SUCCESSORS.items():
        assert ended[key]["valid_until"] == day
        assert set(ended[key]["is_replaced_by"].split("|")) == successors
        assert {REGIONS[successor]["valid_from"] for successor in successors} == {day}
        assert key not in LISTED


def test_every_region_of_kazakhstan_that_iso_lists_is_there_as_iso_names_it() -> None:
    today = {code for code in LISTED if code.startswith("KZ-")}
    assert today == {key for key, row in REGIONS.items() if "valid_until" not in row}
    assert len(today) == 20
    for code in today:
        assert REGIONS[code]["official_name"] == LISTED[code]["official_name"]


def test_the_city_and_the_region_of_almaty_stay_two() -> None:
    kazakh = rows(DATA / "cldr-subdivisions" / "Region.csv")
    assert (kazakh["KZ-75"]["label_kk"], kazakh["KZ-19"]["label_kk"]) == ("Алматы", "Алматы облысы")
    assert (REGIONS["KZ-75"]["label_en"], REGIONS["KZ-19"]["label_en"]) == ("Almaty", "Almaty Region")
    items = rows(SHARE_ALIKE / "region-ids" / "Region.csv")
    assert (items["KZ-75"]["wikidata_id"], items["KZ-19"]["wikidata_id"]) == ("Q35493", "Q186466")


def test_sources_that_name_a_region_in_one_language_agree() -> None:
    """Compare the sources of labels: a label in one language may stand once."""
    sources = [LISTED, *(rows(DATA / name / "Region.csv") for name in ("register", "kz-regions", "cldr-subdivisions"))]
    found: dict[tuple[str, str], set[str]] = {}
    for source in sources:
        for key, row in source.items():
            for column in ("label_en", "label_kk", "label_ru", "official_name"):
                if column in row:
                    found.setdefault((key, column), set()).add(row[column])
    assert [at for at, labels in found.items() if len(labels) > 1] == []
    for key in REGIONS:
        assert all((key, f"label_{language}") in found for language in ("en", "kk", "ru")), key


def test_samara_and_saratov_have_kazakh_names_that_cldr_lacks() -> None:
    register, kazakh = rows(DATA / "register" / "Region.csv"), rows(DATA / "cldr-subdivisions" / "Region.csv")
    assert register["RU-SAM"]["label_kk"] == "Самара облысы"
    assert register["RU-SAR"]["label_kk"] == "Саратов облысы"
    assert not {"RU-SAM", "RU-SAR"} & kazakh.keys()


def test_states_that_ended_have_codes_of_iso_3166_3_and_successors_that_exist() -> None:
    ended = {key: row for key, row in COUNTRIES.items() if "valid_until" in row}
    assert ended.keys() == {"ANHH", "CSHH", "CSXX", "DDDE", "SUHH", "VDVN", "YDYE", "YUCS"}
    assert COUNTRIES.keys() - ended.keys() == {"XK"}
    known = {country.alpha_2 for country in pycountry.countries} | COUNTRIES.keys()
    for key, row in ended.items():
        former = pycountry.historic_countries.get(alpha_4=key)
        assert former is not None
        assert (row["iso_code"], row["iso_alpha3"]) == (key, former.alpha_3)
        assert set(row["is_replaced_by"].split("|")) <= known - {key}
        assert date.fromisoformat(row["valid_until"]).year <= int(former.withdrawal_date[:4])
    assert len(ended["SUHH"]["is_replaced_by"].split("|")) == 15


def test_the_years_up_to_which_statistics_may_speak_of_a_state_are_those_of_its_end() -> None:
    for key, year in DISSOLVED.values():
        last_day = date.fromordinal(date.fromisoformat(COUNTRIES[key]["valid_until"]).toordinal() - 1)
        assert last_day.year in {year - 1, year - 2}, key


def test_nothing_is_said_to_be_the_same_as_another_thing() -> None:
    files = [*DATA.rglob("*.csv"), *DATA.rglob("*.ttl"), *assets.ontology().rglob("*.ttl")]
    assert len(files) > 30
    said = {path: re.sub(r'"[^"]*"@', "", path.read_text(encoding="utf-8")).lower() for path in files}
    assert not [path for path, text in said.items() if "sameas" in text]
    assert "sameas" in iri.expand("owl:sameAs").lower()


def test_every_country_has_a_name_in_three_languages_from_one_source_or_another() -> None:
    named = {row["key"]: row for row in iso_3166.countries()} | COUNTRIES
    spoken_of = rows(DATA / "country-codes" / "Country.csv").keys() | COUNTRIES.keys()
    assert len(spoken_of) == 258
    for key in spoken_of:
        assert all(named[key].get(f"label_{language}") for language in ("en", "kk", "ru")), key


def test_the_unions_are_those_of_the_register() -> None:
    unions = rows(DATA / "register" / "EconomicUnion.csv")
    assert unions.keys() == set(UNIONS)
    assert not unions.keys() & set(country_keys())
    assert unions["BLX"]["has_member"] == "BE|LU"
    assert "has_member" not in unions["EU"], "who belongs to it depends on the year"
    assert unions["EU27"]["is_within"] == "EU"
    assert len(unions["EU27"]["has_member"].split("|")) == 27
