"""Participation in organisations: as long as it was seen, in the words of the list, by whoever participates."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("factbook-memberships")

HEADER = "gec,iso3,organisation,qualifier,first_seen,last_seen,commit_last_seen"


def raw(folder: Path, *lines: str) -> Raw:
    return raw_lines(folder, {adaptor.FILE: [HEADER, *lines]})


def found(folder: Path, line: str) -> list[tuple[str, ...]]:
    """Read one line: who participates how in what, in which words, from when until when."""
    rows = adaptor.participations(raw(folder, line))
    return [tuple(row.values())[:-1] for row in rows]


def shared_by(one: str, other: str) -> set[str]:
    of = {economy: set[str]() for economy in (one, other)}
    for row in shipped("factbook-memberships", "Relation"):
        if row["is_about"] in of and not row["valid_until"]:
            of[row["is_about"]].add(row["is_related_to_organisation"])
    return of[one] & of[other]


def test_kazakhstan_and_russia_share_what_both_pages_list() -> None:
    shared = shared_by("KZ", "RU")
    assert shared >= {"igo-un", "igo-eaeu", "igo-sco", "igo-cis", "igo-csto", "igo-wto", "igo-osce"}
    assert not shared & {"igo-nato", "igo-eu", "igo-brics"}


def test_an_end_is_the_day_after_the_last_seen_and_what_is_still_seen_is_open() -> None:
    rows = [row for row in shipped("factbook-memberships", "Relation") if row["is_about"] == "KZ"]
    periods = {
        (row["is_related_to_organisation"], row["words_en"]): (row["valid_from"], row["valid_until"]) for row in rows
    }
    assert periods["igo-wto", "observer"] == ("2015-10-28", "2022-02-25")
    assert periods["igo-wto", ""] == ("2022-04-28", "")
    assert periods["igo-eaec", ""] == ("2015-10-28", "2017-03-30")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ar,ARM,EAEC,observer,2015-10-28,2026-05-17,c",
            ("AM", "observer-of", "igo-eaec", "observer", "2015-10-28", ""),
        ),
        ("ee,,FAO,,2015-10-28,2026-05-17,c", ("EU", "participates-in", "igo-fao", "", "2015-10-28", "")),
        ("kv,,IMF,,2015-10-28,2026-05-17,c", ("XK", "participates-in", "igo-imf", "", "2015-10-28", "")),
        ("ri,,UN,,2015-10-28,2026-05-17,c", ("RS", "participates-in", "igo-un", "", "2015-10-28", "")),
        ("vm,VNM,WTO,2024,2024-02-29,2026-05-17,c", ("VN", "participates-in", "igo-wto", "", "2024-02-29", "")),
        (
            "ch,CHN,UNSC,permanent,2015-10-28,2017-03-29,c",
            ("CN", "participates-in", "igo-un-security-council", "permanent", "2015-10-28", "2017-03-30"),
        ),
        (
            'tw,TWN,"WTO (Taipei, China);",,2020-11-27,2023-12-30,c',
            ("TW", "participates-in", "igo-wto", "Taipei, China", "2020-11-27", "2023-12-31"),
        ),
    ],
)
def test_each_spelling_means_one_organisation(line: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert found(tmp_path, line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "kz,KAZ,WFTU,NGOs,2015-10-28,2026-05-17,c",
        "rs,RUS,ICC,national committees,2015-10-28,2026-05-17,c",
        "kz,KAZ,UN Security Council,temporary,2020-11-27,2026-05-17,c",
        "cu,CUB,OAS,excluded from formal participation since 1962,2015-10-28,2026-05-17,c",
        "sv,,none,,2015-10-28,2026-05-17,c",
        "af,AFG,before 15 August,,2022-04-28,2023-04-27,c",
        "uz,UZB,EEU,observer,2021-12-30,2026-05-17,c",
    ],
)
def test_who_or_what_does_not_participate_is_left_out(line: str, tmp_path: Path) -> None:
    assert found(tmp_path, line) == []


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("kz,KAZ,WTO,guest,2015-10-28,2026-05-17,c", "qualifier", "guest"),
        ("xx,,WTO,,2015-10-28,2026-05-17,c", "gec", "xx"),
        ("kz,KAZ,WTO,,2015-10-28,2026-07-17,c", "last_seen", "2026-07-17"),
    ],
)
def test_an_unexpected_value_is_named_with_its_place(line: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        found(tmp_path, line)
