"""Answers are laid out for people: labels, marked thousands, records where a table would be too wide."""

from pathlib import Path

import pytest

from kg.cli.tables import cell, render
from kg.core import iri
from kg.core.graph import Literal, NamedNode, Store, open_build
from kg.query.answers import Answer

XSD = iri.PREFIXES["xsd"]


def number(text: str, kind: str = "decimal") -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


@pytest.fixture(scope="module")
def store(seed_build: Path) -> Store:
    return open_build(seed_build)


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("28000000000", "en", "28,000,000,000"),
        ("2006", "en", "2006"),
        ("10000", "en", "10,000"),
        ("-12345.678", "en", "-12,345.678"),
        ("4.4", "ru", "4,4"),
        ("50000", "kk", "50\u00a0000"),
        ("n/a", "en", "n/a"),
    ],
)
def test_numbers_stand_as_the_reader_writes_them(text: str, language: str, shown: str) -> None:
    assert cell(number(text), None, language) == shown


def test_a_thing_has_its_label_or_its_key(store: Store) -> None:
    kazakhstan = NamedNode(iri.mint("country", "KZ"))
    assert [cell(kazakhstan, store, language) for language in ("kk", "ru", "en")] == [
        "Қазақстан",
        "Казахстан",
        "Kazakhstan",
    ]
    assert cell(kazakhstan, None, "en") == "country/KZ"
    assert cell(None, store, "en") == ""


ANSWER = Answer(
    ("who", "empty", "amount"), ((Literal("a b"), None, number("12000")), (None, None, number("7"))), "table"
)


def test_a_table_aligns_numbers_and_leaves_empty_columns_out(tmp_path: Path) -> None:
    assert render(ANSWER, tmp_path, "en", records=False) == "who  amount\na b  12,000\n          7\n"


def test_records_leave_empty_values_out(tmp_path: Path) -> None:
    assert render(ANSWER, tmp_path, "en", records=True) == "   who  a b\namount  12,000\n\namount  7\n"


def test_nothing_is_laid_out_for_no_rows(tmp_path: Path) -> None:
    assert render(Answer(("a",), (), "table"), tmp_path, "en", records=False) == ""
