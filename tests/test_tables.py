"""Answers are laid out for people: labels, amounts in one scale with their bounds, tables that fit the terminal."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kg.cli.tables import as_records, as_table
from kg.core import assets, iri
from kg.core.graph import Literal, NamedNode, Term
from kg.core.ontology import read_ontology
from kg.query.answers import Answer
from kg.query.labelling import Labelling
from kg.show.answer_table import ShownColumn, columns_of
from kg.show.naming import Legend
from kg.wording.labels import ChosenLabel

XSD = iri.PREFIXES["xsd"]
XA = NamedNode(iri.mint("country", "XA"))
CLAIM = NamedNode(iri.mint("claim", "ab"))
USD, EUR = (NamedNode(iri.mint("unit", code)) for code in ("USD", "EUR"))
MORE, STATED, BETWEEN = (NamedNode(iri.mint("bound", key)) for key in ("more-than", "stated", "between"))
NAMING = Legend(
    {
        XA.value: ChosenLabel("Ксандия", "ru", "Ксандия (ru)"),
        USD.value: ChosenLabel("US dollar", "en", "US dollar"),
        EUR.value: ChosenLabel("euro", "en", "euro"),
    }
)


def number(text: str, kind: str = "decimal") -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


def shown(
    variables: str, *rows: Sequence[Term | None], language: str = "en", labelling: Labelling = Labelling.ONLY
) -> list[ShownColumn]:
    answer = Answer(tuple(variables.split()), tuple(map(tuple, rows)), "table")
    return columns_of(answer, NAMING, read_ontology(assets.ontology()), language, labelling)


def texts(columns: Sequence[ShownColumn]) -> dict[str, list[str]]:
    return {column.heading: [*column.texts] for column in columns}


@pytest.mark.parametrize(
    ("numbers", "language", "heading", "expected"),
    [
        (["28000000000", "28468000000"], "en", "x, bn", ["28", "28.468"]),
        (["28468000000"], "ru", "x, млрд", ["28,468"]),
        (["4000000", "-2500000"], "kk", "x, млн", ["4", "-2,5"]),
        (["28000000000", "15432123456"], "en", "x, mn", ["28,000", "15,432.123456"]),
        (["28000000000", "15432123456.78"], "en", "x", ["28 billion", "15,432,123,456.78"]),
        (["28000000000", "50"], "en", "x", ["28 billion", "50"]),
        (["2006", "0"], "en", "x", ["2006", "0"]),
        (["10000", "-12345.678"], "en", "x", ["10,000", "-12,345.678"]),
        (["50000", "4.4"], "kk", "x", ["50\u00a0000", "4,4"]),
        (["28000000000", "n/a"], "en", "x", ["28 billion", "n/a"]),
    ],
)
def test_numbers_share_a_scale_that_loses_no_digit(
    numbers: list[str], language: str, heading: str, expected: list[str]
) -> None:
    assert texts(shown("x", *([number(one)] for one in numbers), language=language)) == {heading: expected}


@pytest.mark.parametrize(
    ("language", "heading", "expected"),
    [
        ("en", "amount, bn USD", ["more than 28", "28.468", "between 10 and 12", ""]),
        ("ru", "величина, млрд USD", ["более 28", "28,468", "от 10 до 12", ""]),
        ("kk", "мөлшері, млрд USD", ["28-ден астам", "28,468", "10–12 аралығында", ""]),
    ],
)
def test_an_amount_stands_with_its_bound_in_the_unit_of_its_heading(
    language: str, heading: str, expected: list[str]
) -> None:
    rows: list[list[Term | None]] = [
        [MORE, number("28000000000"), None, USD],
        [STATED, number("28468000000"), None, USD],
        [BETWEEN, number("10000000000"), number("12000000000"), USD],
        [STATED, None, None, USD],
    ]
    assert texts(shown("bound amount amount_to unit", *rows, language=language)) == {heading: expected}


def test_amounts_in_several_units_keep_their_column_of_units() -> None:
    rows: list[list[Term | None]] = [[MORE, number("28000000000"), USD], [STATED, number("3000000000"), EUR]]
    assert texts(shown("bound amount unit", *rows)) == {
        "amount, bn": ["more than 28", "3"],
        "unit": ["US dollar", "euro"],
    }


def test_each_amount_has_the_bound_that_is_called_like_it() -> None:
    rows: list[list[Term | None]] = [[MORE, number("1000000"), STATED, number("7"), USD]]
    columns = texts(shown("first_bound first_amount second_bound second_amount other_unit", *rows))
    assert columns == {"first amount, mn": ["more than 1"], "second amount": ["7"], "other unit": ["US dollar"]}


def test_a_bound_that_has_no_words_keeps_its_key() -> None:
    rows: list[list[Term | None]] = [[NamedNode(iri.mint("bound", "some-new-one")), number("5")]]
    assert texts(shown("bound amount", *rows)) == {"amount": ["some-new-one 5"]}


@pytest.mark.parametrize(
    ("labelling", "expected"),
    [
        (Labelling.NONE, {"who": ["country/XA"], "claim": ["claim/ab"]}),
        (Labelling.ONLY, {"who": ["Ксандия (ru)"], "claim": ["claim/ab"]}),
        (Labelling.BOTH, {"who": ["Ксандия (ru)"], "who key": ["country/XA"], "claim": ["claim/ab"]}),
    ],
)
def test_a_thing_has_its_label_or_its_key(labelling: Labelling, expected: dict[str, list[str]]) -> None:
    assert texts(shown("who claim", [XA, CLAIM], labelling=labelling)) == expected


# --- the layout -------------------------------------------------------------------------------------------------

PLAIN = shown("who empty amount", [Literal("a b"), None, number("12000")], [None, None, number("7")])
LONG = "words that a source has in one of its many articles"
WIDE = [
    ShownColumn("claim", ("claim/0123456789", "claim/9876543210"), (None, None), is_number=False, rank=2),
    ShownColumn("said", (LONG, LONG[:5]), (None, None), is_number=False, rank=0),
    ShownColumn("unit", ("dollar", "dollar"), (None, None), is_number=False, rank=0),
    ShownColumn("amount", ("12,000", "7"), (None, None), is_number=True, rank=0),
]


def test_a_table_aligns_numbers_and_leaves_empty_columns_out() -> None:
    assert as_table(PLAIN, None).text == "who  amount\na b  12,000\n          7\n"


def test_records_leave_empty_values_out() -> None:
    assert as_records(PLAIN).text == "   who  a b\namount  12,000\n\namount  7\n"


def test_nothing_wraps_and_nothing_is_left_out_where_there_is_no_terminal() -> None:
    found = as_table(WIDE, None)
    assert [len(line) for line in found.text.splitlines()] == [85, 85, 85]
    assert found.left_out == ()


def test_where_room_is_short_cells_wrap_and_keys_go() -> None:
    found = as_table(WIDE, 40)
    assert found.left_out == ("claim",)
    assert found.text == (
        "unit: dollar\n\n"
        "said                              amount\n"
        "words that a source has in one    12,000\n"
        "of its many articles\n"
        "words                                  7\n"
    )


@pytest.mark.parametrize("room", [1, 5, 10, 20, 40, 60, 80, 100])
def test_no_line_is_longer_than_the_room(room: int) -> None:
    assert max(map(len, as_table(WIDE, room).text.splitlines())) <= room


def test_one_row_that_is_too_wide_is_a_table_of_names_and_values() -> None:
    one = [ShownColumn(c.name, c.texts[:1], c.addresses[:1], c.is_number, c.rank) for c in WIDE]
    assert as_table(one, 40).text == (
        " claim  claim/0123456789\n"
        "  said  words that a source has in one\n"
        "        of its many articles\n"
        "  unit  dollar\n"
        "amount  12,000\n"
    )


@pytest.mark.parametrize("name", ["until", "value_until", "deadline"])
def test_the_first_day_after_a_period_is_shown_as_its_last(name: str) -> None:
    days = [Literal(day, datatype=NamedNode(XSD + "date")) for day in ("2024-01-01", "2024-03-02", "0001-01-01")]
    expected = ["2023-12-31", "2024-03-01", "0001-01-01", ""]
    assert [*texts(shown(name, *([day] for day in days), [None])).values()] == [expected]
    assert texts(shown("day", [days[0]])) == {"day": ["2024-01-01"]}


def test_a_narrow_table_leaves_out_what_is_said_beside_an_amount_before_the_amount() -> None:
    rows: list[list[Term | None]] = [
        [Literal(f"subject {one}"), Literal(f"scope {one}"), MORE, number(f"{one}00000")] for one in range(2, 5)
    ]
    columns = shown("subject scope least_bound least", *rows)
    laid_out = as_table(columns, 32)
    assert laid_out.left_out == ("scope",)
    assert "more than 400,000" in laid_out.text
    plain = [replace(column, is_amount=False) for column in columns]
    assert as_table(plain, 32).left_out == ("least",)


def test_the_least_and_the_greatest_of_a_value_stand_in_one_column() -> None:
    rows = [("25", "25"), ("30", "30.8"), ("7", None), (None, "9")]
    ends = [tuple(None if end is None else number(end) for end in row) for row in rows]
    columns = shown("last_least last_greatest", *ends)
    assert texts(columns) == {"last": ["25", "30–30.8", "≥ 7", "≤ 9"]}
    assert columns[0].is_amount
    named = shown("last last_least last_greatest", *((number("1"), *pair) for pair in ends))
    assert [column.name for column in named] == ["last", "last least", "last greatest"]


def test_numbers_of_several_units_share_no_scale_that_makes_one_a_part_of_one() -> None:
    rows: list[list[Term | None]] = [[number("25000000000"), USD], [number("20000000"), EUR]]
    assert texts(shown("least unit", *rows))["least"] == ["25 billion", "20 million"]
    alike: list[list[Term | None]] = [[row[0], USD] for row in rows]
    assert texts(shown("least unit", *alike))["least, bn"] == ["25", "0.02"]
