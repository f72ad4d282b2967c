"""Heads of state and government: who, since when, and until when somebody was seen to be."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("factbook-officials")

HEADER = "gec,iso3,role,person_with_title,since,first_seen,last_seen,commit_last_seen"


def raw(folder: Path, *lines: str) -> Raw:
    return raw_lines(folder, {adaptor.FILE: [HEADER, *lines]})


def line(person: str, role: str = "head of government", entry: str = "kz,KAZ", since: str = "2020-01-16") -> str:
    return f'{entry},{role},"{person}",{since},2020-11-27,2023-12-30,c'


def heads(post: str) -> dict[str, tuple[str, str]]:
    """Return the time for which each holder of a post is vouched, by key."""
    rows = [row for row in shipped("factbook-officials", "OfficeHolding") if row["has_post"] == post]
    return {row["has_holder"]: (row["valid_from"], row["valid_until"]) for row in rows}


def test_heads_of_kazakhstan_and_russia_read_as_the_file_has_them() -> None:
    assert heads("kz-chief-of-state") == {"factbook-kz-kasym-zhomart-tokayev": ("2019-03-20", "")}
    assert heads("kz-head-of-government") == {
        "factbook-kz-karim-masimov": ("2014-04-02", "2015-11-30"),
        "factbook-kz-bakytzhan-sagintayev": ("2016-09-09", "2017-03-30"),
        "factbook-kz-askar-mamin": ("2019-02-25", "2021-12-31"),
        "factbook-kz-alikhan-smailov": ("2022-01-11", "2023-12-31"),
        "factbook-kz-olzhas-bektenov": ("2024-02-06", ""),
    }
    assert heads("ru-head-of-government")["factbook-ru-mikhail-vladimirovich-mishustin"] == ("2020-01-16", "")


def test_two_spellings_are_two_persons_and_one_king_of_many_realms_is_one() -> None:
    assert heads("ru-head-of-government").keys() >= {
        "factbook-ru-mikhail-mishustin",
        "factbook-ru-mikhail-vladimirovich-mishustin",
    }
    rows = shipped("factbook-officials", "OfficeHolding")
    assert len({row["has_post"] for row in rows if row["has_holder"] == "factbook-charles-iii"}) > 30


@pytest.mark.parametrize(
    ("since", "first"),
    [("2020-01-16", "2020-01-16"), ("2020-01", "2020-02-01"), ("2019", "2020-01-01"), ("2020", "2020-11-27")],
)
def test_a_month_or_year_vouches_for_what_follows_it(since: str, first: str, tmp_path: Path) -> None:
    (row,) = adaptor.holdings(raw(tmp_path, line("Prime Minister Ada ARX", since=since)))
    assert (row["valid_from"], row["valid_until"]) == (first, "2023-12-31")
    assert row["time_as_said_en"] == ("" if len(since) == 10 else f"since {since}")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Prime Minister Ada ARX", "Ada ARX"),
        ("Caretaker Prime Minister Ada ARX", "Ada ARX"),
        ("prime minister Ada ARX", "Ada ARX"),
        ("Prime Minister Ada ARX (Liberal Party)", "Ada ARX"),
        ("President of the Swiss Confederation Ada ARX", "Ada ARX"),
        ("King WILLEM-ALEXANDER of the Netherlands", "WILLEM-ALEXANDER of the Netherlands"),
        ("Sultan and Prime Minister ADA bin Arx", "ADA bin Arx"),
        ("Prime Minister 'Akilisi POHIVA", "'Akilisi POHIVA"),
    ],
)
def test_a_title_is_no_part_of_a_name(printed: str, name: str, tmp_path: Path) -> None:
    assert [row["label_en"] for row in adaptor.persons(raw(tmp_path, line(printed)))] == [name]


@pytest.mark.parametrize(
    "printed",
    [
        "vacant",
        "Deputy Prime Minister Ada ARX",
        "First Deputy Prime Minister Ada ARX",
        "Vice President Ada ARX",
        "Deputy Prime Ministers Ada ARX and Bo BIRK",
        "represented by Governor General Ada ARX",
        "President-elect Ada ARX",
        "note - Prime Minister Ada ARX",
        "President, Presidential Council, Ada ARX",
        "Prime Minister Ada ARX, also spelled Adda ARKS",
    ],
)
def test_whoever_is_not_at_the_head_or_not_plainly_named_is_left_out(printed: str, tmp_path: Path) -> None:
    assert list(adaptor.holdings(raw(tmp_path, line(printed)))) == []


def test_ambassadors_entries_without_a_code_and_slips_are_left_out(tmp_path: Path) -> None:
    lines = (
        line("President Ada ARX", "ambassador to the US"),
        line("Queen ADA", "chief of state", "ax,"),
        line("Prime Minister Ada ARX", "chief of state"),
        line("President Adylbek KASYMALIYEV", entry="kg,KGZ"),
        line("Prime Minister Anatole Collinet MAKOSSO", entry="cg,COD"),
    )
    assert list(adaptor.holdings(raw(tmp_path, *lines))) == []


def test_an_entry_of_the_factbook_without_a_code_is_known_by_its_own(tmp_path: Path) -> None:
    found = adaptor.holdings(raw(tmp_path, line("Prime Minister Ada ARX", entry="ri,")))
    assert [row["has_post"] for row in found] == ["rs-head-of-government"]


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        (line("Prime Minister Ada ARX", "heir"), "role", "heir"),
        (line("Prime Minister Ada ARX", entry="xx,"), "gec", "xx"),
        (line("Prime Minister Ada ARX", since="lately"), "since", "lately"),
    ],
)
def test_an_unexpected_value_is_named_with_its_place(text: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        list(adaptor.holdings(raw(tmp_path, text)))
