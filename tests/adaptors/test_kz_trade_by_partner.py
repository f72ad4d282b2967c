"""Kazakhstan's own figures of trade: as its books show them, each once, with every name decided about."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.country_codes import country_keys
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

adaptor = code_of("kz-trade-by-partner")

HEADER = ("file", "sheet", "year", "row", "partner_ru", "turnover_kusd", "export_kusd", "import_kusd")
MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
BOOK_2019, BOOK_2020, BOOK_2021, BOOK_2022, BOOK_2023 = adaptor.BOOKS


def raw(folder: Path, *rows: tuple[str, str, str, str, str, str]) -> Raw:
    """Write rows of book, year, partner, turnover, export and import, on sheets of no meaning."""
    columns = ("file", "year", "partner_ru", "turnover_kusd", "export_kusd", "import_kusd")
    return raw_rows(folder, {adaptor.FILE: [dict(zip(columns, row, strict=True)) for row in rows]}, HEADER)


def said(table: str, of: str, year: str) -> list[str]:
    """Return the figures that the shipped table has of a pair and year."""
    return [row["amount_as_said"] for row in shipped("kz-trade-by-partner", table) if (of, year) == key(row)]


def ends(row: dict[str, str]) -> set[str]:
    """Return the two sides of which a row is."""
    return {*row["is_about_dyad"].split("-")} if "is_about_dyad" in row else {row["has_origin"], row["has_destination"]}


def key(row: dict[str, str]) -> tuple[str, str]:
    named = (row.get("has_origin"), row.get("has_destination"))
    return ("→".join(end for end in named if end) or row["is_about_dyad"], row["period"])


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_books_do() -> None:
    assert said("TradeFlow", "KZ→RU", "2023") == ["10207415.7"]
    assert said("TradeFlow", "RU→KZ", "2023") == ["16847033.9"]
    assert said("TradeFlow", "KZ→RU", "2018") == ["5279873.7"]
    assert said("TradeFlow", "RU→KZ", "2021") == ["17605534.2"]
    assert said("Measurement", "KZ-RU", "2022") == ["26972021.4"]


def test_every_amount_is_what_was_said_in_thousands_and_every_partner_is_a_country() -> None:
    for table in ("TradeFlow", "Measurement"):
        for row in shipped("kz-trade-by-partner", table):
            shown = row["amount_as_said"]
            thousands = f"{shown.replace('.', '')}00".lstrip("0")
            assert (row["has_bound"], row["amount"]) == (("stated", thousands) if thousands else ("less-than", "50"))
            assert {"KZ"} < ends(row) <= {"KZ", *country_keys()}


def test_the_line_of_the_union_counts_the_united_kingdom_until_2022() -> None:
    """Hold the members' exports and the Kingdom's to what the books print as «Страны ЕС», within their rounding."""
    printed = {"2018": 31023643.0, "2019": 24834735.8, "2020": 18341352.3, "2021": 24109309.9, "2022": 33866512.6}
    for year, union in (printed | {"2023": 30988817.2}).items():
        counted = [*MEMBERS.split(), "GB"] if year in printed else MEMBERS.split()
        added = sum(float(said("TradeFlow", f"KZ→{member}", year)[0]) for member in counted)
        assert added == pytest.approx(union, abs=1.5)


def test_exports_and_imports_of_every_pair_and_year_have_their_turnover() -> None:
    flows, turnovers = (
        {(frozenset(ends(row)), row["period"]) for row in shipped("kz-trade-by-partner", table)}
        for table in ("TradeFlow", "Measurement")
    )
    assert flows == turnovers


# --- The traps -------------------------------------------------------------------------------------------------------


def test_the_direction_decides_the_ends(tmp_path: Path) -> None:
    files = raw(tmp_path, (BOOK_2023, "2023", "Россия", "27054449.63674", "10207415.70534", "16847033.9314"))
    out, into = adaptor.flows(files)
    assert out == {
        "has_origin": "KZ",
        "has_destination": "RU",
        "period": "2023",
        "has_bound": "stated",
        "amount": "10207415700",
        "amount_as_said": "10207415.7",
        "recorded_on": "2024-07-25",
        "was_derived_from": "#row=2",
    }
    assert (into["has_origin"], into["has_destination"], into["amount_as_said"]) == ("RU", "KZ", "16847033.9")
    (turnover,) = adaptor.turnovers(files)
    assert (turnover["is_about_dyad"], turnover["amount_as_said"]) == ("KZ-RU", "27054449.6")


def test_totals_and_groups_are_left_out_by_name(tmp_path: Path) -> None:
    groups = [name for name, code in adaptor.PARTNERS.items() if code is None]
    assert len(groups) == 13
    assert "Всего\nв том числе" in groups
    rows = [(BOOK_2019, "2018", name, "9", "4", "5") for name in [*groups, "Китай"]]
    (found,) = adaptor.turnovers(raw(tmp_path, *rows))
    assert (found["is_about_dyad"], found["was_derived_from"]) == ("CN-KZ", "#row=15")


def test_a_year_that_two_books_print_alike_is_of_the_first_and_what_differs_of_both(tmp_path: Path) -> None:
    later = (BOOK_2021, "2020", "Россия", "18775351.55957", "5007142.52335", "13768209.03622")
    first = (BOOK_2020, "2020", "Россия", "18775351.5", "5007142.5", "13768209.0")
    files = raw(tmp_path, later, first)
    assert [(row["amount_as_said"], row["recorded_on"]) for row in adaptor.flows(files)] == [
        ("5007142.5", "2021-07-28"),
        ("13768209.0", "2021-07-28"),
    ]
    assert [
        (row["amount_as_said"], row["recorded_on"], row["was_derived_from"]) for row in adaptor.turnovers(files)
    ] == [
        ("18775351.5", "2021-07-28", "#row=3"),
        ("18775351.6", "2022-07-22", "#row=2"),
    ]


def test_digits_that_are_not_shown_do_not_make_a_figure_finer(tmp_path: Path) -> None:
    files = raw(tmp_path, (BOOK_2019, "2019", "Кыргызстан", "939776.05576", "624088.49889", "315687.5"))
    assert [row["amount_as_said"] for row in [*adaptor.flows(files), *adaptor.turnovers(files)]] == [
        "624088.5",
        "315687.5",
        "939776.1",
    ]


@pytest.mark.parametrize("printed", ["0.0", "0.04999"])
def test_what_is_shown_as_nought_is_little_and_not_nothing(printed: str, tmp_path: Path) -> None:
    (found,) = adaptor.flows(raw(tmp_path, (BOOK_2019, "2018", "Суринам", printed, "", printed)))
    assert (found["has_bound"], found["amount"], found["amount_as_said"]) == ("less-than", "50", "0.0")


def test_an_empty_cell_says_nothing_and_half_a_digit_is_rounded_up(tmp_path: Path) -> None:
    (found,) = adaptor.flows(raw(tmp_path, (BOOK_2022, "2022", "Науру", "0.05", "", "0.05")))
    assert (found["has_origin"], found["has_bound"], found["amount"]) == ("NR", "stated", "100")


def test_a_country_is_one_in_whatever_spelling(tmp_path: Path) -> None:
    names = (
        *("Сан-Томе И Принсипи", "Сан-Томе и Принсипи", "Гуам (Сша)", "Гуам (США)", "Молдова, Республика", "Турция"),
        *("Тайвань (Китай)", "Гонконг", "Макао", "Конго", "Демократическая Республика Конго", "Республика Корея"),
        "Корея, народно-Демократическая Республика",
    )
    found = adaptor.turnovers(
        raw(tmp_path, *((BOOK_2019, str(2010 + n), name, "9", "", "9") for n, name in enumerate(names)))
    )
    partners = [row["is_about_dyad"].replace("KZ", "").strip("-") for row in found]
    assert partners == ["ST", "ST", "GU", "GU", "MD", "TR", "TW", "HK", "MO", "CG", "CD", "KR", "KP"]


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ((BOOK_2023, "2023", "Атлантида", "1", "1", ""), "partner_ru", "Атлантида"),
        (("2024.xls", "2023", "Россия", "1", "1", ""), "file", "2024.xls"),
        ((BOOK_2023, "12_2023", "Россия", "1", "1", ""), "year", "12_2023"),
        ((BOOK_2023, "2023", "Россия", "1", "-1.0", ""), "export_kusd", "-1.0"),
        ((BOOK_2023, "2023", "Россия", "1", "1 000,5", ""), "export_kusd", "1 000,5"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(
    row: tuple[str, ...], column: str, value: str, tmp_path: Path
) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        list(adaptor.flows(raw(tmp_path, row)))  # type: ignore[arg-type]


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    files = raw_rows(tmp_path, {adaptor.FILE: []}, (*HEADER, "share"))
    with refused(ColumnUnknown, adaptor.FILE, 1, "share"):
        list(adaptor.flows(files))
