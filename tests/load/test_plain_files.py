"""A publisher's own table loads by what `source.ttl` says of it alone; what it does not say stops the load."""

import csv
import hashlib
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from kg.core import assets, iri
from kg.core.errors import KgError
from kg.core.files import digest
from kg.core.ontology import read_ontology
from kg.core.output import scratch
from kg.load.iso_3166 import country_spellings
from kg.load.periods import written_period
from kg.load.spelling import folded
from kg.load.tables import open_sources
from kg.rows.of_tables import write_partitions
from tests.adaptors.raw_files import shipped
from tests.loaded import records
from tests.yearbook import ENTITIES, SOURCE

ONTOLOGY = read_ontology(assets.ontology())
CSV, TURTLE = (
    re.search(f"```{kind}\n(.*?)```", Path("docs/add-a-source.md").read_text("utf-8"), re.DOTALL)[1]  # type: ignore[index]
    for kind in ("csv", r"turtle(?=\n<https://w3id.org/dyad/id/source/xa-trade>)")
)
NAMED = ENTITIES["Country"].replace("XA,XA,XAA,A,А,А", "XA,XA,XAA,Alphia,Альфия,Альфия")
COUNTRIES = NAMED.replace("XB,XB,XBB,B,Б,Б", "XB,XB,XBB,Betia,Бетия,Бетия")
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes the example of the documentation, the file and its description changed."""

    def run(text: str = CSV, *changes: tuple[str, str], name: str = "trade.csv", **tables: str) -> Path:
        folder = tmp_path / "data" / "xa-trade"
        folder.mkdir(parents=True)
        folder.joinpath(name).write_text(text, encoding="utf-8")
        described = SOURCE.replace("source/yearbook", "source/xa-trade") + " .\n" + TURTLE
        described = described.replace("SHA-256 OF THE FILE", hashlib.sha256(text.encode()).hexdigest())
        for old, new in changes:
            assert old in described, old
            described = described.replace(old, new)
        folder.joinpath("source.ttl").write_text(described, encoding="utf-8")
        for table, rows in ({**ENTITIES, "Country": COUNTRIES} | tables).items():
            folder.joinpath(f"{table}.csv").write_text(rows, encoding="utf-8")
        return folder.parent

    return run


def load(data: Path, name: str) -> list[dict[str, object]]:
    loaded = open_sources([data], ONTOLOGY)
    return [dict(r.values) for t in loaded.tables if t.path.stem == name for r in records(t, loaded)]


def faults(data: Path) -> list[KgError]:
    found: list[KgError] = []
    with scratch() as work:
        write_partitions(open_sources([data], ONTOLOGY, found.append), work, on_fault=found.append)
    return list({str(fault): fault for fault in found}.values())


def test_the_example_of_the_documentation_loads_without_an_adaptor(write: Write) -> None:
    data = write()
    place = "https://w3id.org/dyad/source/xa-trade/trade.csv#row="
    country = {code: iri.mint("country", code) for code in ("XA", "XB")}
    january, february, march = (date(2023, month, 1) for month in (1, 2, 3))
    names = ("has_origin", "has_destination", "valid_from", "valid_until", "amount", "amount_as_said")
    flows = load(data, "TradeFlow")
    assert [tuple(row[name] for name in names) for row in flows] == [
        (country["XA"], country["XB"], january, february, Decimal(1000500), "1000.5"),
        (country["XA"], country["XB"], february, march, Decimal(800000), "800"),
        (country["XB"], country["XA"], january, february, Decimal(250000), "250"),
    ]
    assert [row["was_derived_from"] for row in flows] == [f"{place}2", f"{place}4", f"{place}2"]
    (turnover,) = load(data, "Measurement")
    assert (turnover["amount"], turnover["is_about"]) == (Decimal(1250500), iri.mint("dyad", "XA-XB"))
    assert turnover["claim_key"] == "xa-trade/XA-XB.2023-01"
    assert faults(data) == []


def test_a_name_that_nothing_has_stops_with_the_nearest(write: Write) -> None:
    (first, *_) = faults(write(CSV.replace("BETIA", "Betja")))
    assert (first.slug, first.line, first.column, first.value) == ("key-unknown", 4, "partner", "Betja")
    assert first.path is not None
    assert first.path.name == "trade.csv"
    assert "Nearest: Betia (XB)" in first.remedy


def test_a_name_of_two_things_stops_with_both(write: Write) -> None:
    (first, *_) = faults(write(Country=COUNTRIES.replace("XCHH,XCHH,,C,", "XCHH,XCHH,,betia,")))
    assert (first.slug, first.value) == ("key-ambiguous", "Betia")
    assert "XB, XCHH" in first.problem


def test_a_source_says_who_is_meant_by_a_name(write: Write) -> None:
    data = write(CSV.replace("BETIA", "B. Rep."), ('nameColumn "partner"', "nameColumn \"partner 'B. Rep.'=XB\""))
    assert len(load(data, "TradeFlow")) == 3


def test_another_label_of_a_table_is_a_name(write: Write) -> None:
    rows = COUNTRIES.replace("valid_until", "valid_until,alt_label_ru").replace("Бетия,\n", "Бетия,,Республика Бета\n")
    rows = rows.replace("Альфия,\n", "Альфия,,\n").replace("1992-01-01", "1992-01-01,")
    data = write(CSV.replace("BETIA", "Бета, Республика"), Country=rows)
    assert len(load(data, "TradeFlow")) == 3


@pytest.mark.parametrize(
    ("change", "slug", "column"),
    [
        (('partner 1 "', 'partner 1 "'), None, None),
        (("partner 1 'total", "partner 2 'total"), "source-invalid", "dyad:leftOutRows"),
        (("countries' Total", "countries' Total World"), "source-invalid", "dyad:leftOutRows"),
        (("countries' Total", "countries Total"), "source-invalid", "dyad:leftOutRows"),
        (('    dyad:ignoredColumn "remark" ;\n', ""), "column-unknown", "remark"),
        (('Column "remark"', 'Column "remark", "month"'), "column-unknown", "month"),
        (("{export}", "{exports}"), "column-missing", "exports"),
        (("{export}", "{export"), "source-invalid", "dyad:rowCells"),
        (("{export}", "{export:d}"), "source-invalid", "dyad:rowCells"),
        (("{export}", "{export:.19}"), "source-invalid", "dyad:rowCells"),
        (("partner 1 'total", f"partner {'9' * 5000} 'total"), "source-invalid", "dyad:leftOutRows"),
        (("{export}", "5"), "column-unknown", "export"),
        (
            ("=XA-{partner} period={year}-{month} amount={turnover}", "=XA-XB amount=5"),
            "source-invalid",
            "dyad:rowCells",
        ),
        (('nameColumn "partner"', 'nameColumn "partner Gamma=XA"'), "source-invalid", "dyad:nameColumn"),
        (('nameColumn "partner"', 'nameColumn "partner Betia"'), "source-invalid", "dyad:nameColumn"),
        (("has_destination={partner}", "has_destinations={partner}"), "source-invalid", "dyad:rowCells"),
        (('"Measurement is_about_dyad=', '"Measure is_about_dyad='), "table-unknown", None),
        (('decimalMark ","', 'decimalMark ";"'), "source-invalid", "dyad:decimalMark"),
        (('fileName "trade.csv"', 'fileName "other.csv"'), "source-invalid", "dyad:sha256"),
        (('dyad:sha256 "', 'dyad:sha256 "0'), "source-invalid", "dyad:sha256"),
    ],
)
def test_what_is_said_of_a_file_is_checked(
    change: tuple[str, str], slug: str | None, column: str | None, write: Write
) -> None:
    if slug is None:
        assert faults(write()) == []
        return
    data = write(CSV, change)
    with pytest.raises(KgError) as raised:
        load(data, "TradeFlow")
    assert (raised.value.slug, raised.value.column) == (slug, column)


def test_a_table_beside_the_file_is_not_passed_over(write: Write) -> None:
    with pytest.raises(KgError, match="has this table twice"):
        load(write(Measurement="key,amount\n"), "Measurement")


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("1 234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1234", "1234"),
        ("1.23", None),
        ("-", None),
        ("1,2,3", None),
        ("1 2345", None),
    ],
)
def test_a_figure_is_read_by_its_marks(printed: str, said: str | None, write: Write) -> None:
    data = write(CSV.replace(";800;", f";{printed};"))
    if said is not None:
        assert load(data, "TradeFlow")[1]["amount_as_said"] == said
        return
    (first, *_) = faults(data)
    assert (first.slug, first.line, first.column, first.value) == ("cell-invalid", 4, "export", printed)


@pytest.mark.parametrize(
    ("printed", "remedy"),
    [
        ("1,100.5", 'Say dyad:decimalMark ".", as the file has it.'),
        ("100,5", 'Say dyad:decimalMark ",", as the file has it.'),
        ("1,100", 'Say dyad:decimalMark "," or dyad:decimalMark ".", as the file has it.'),
        ("n/a", "Leave the rows out by dyad:leftOutRows, where it is no figure in the file either."),
    ],
)
def test_the_mark_that_makes_a_figure_is_proposed(printed: str, remedy: str, write: Write) -> None:
    found = faults(write(CSV.replace(";800;", f";{printed};"), ('    dyad:decimalMark "," ;\n', "")))
    assert {fault.remedy for fault in found if fault.value == printed} == {remedy}


def test_what_is_no_period_is_told_in_the_file_that_has_it(write: Write) -> None:
    (first, *_) = faults(write(CSV.replace("2023;2;BETIA", "2023;13;BETIA")))
    assert (first.slug, first.line, first.value) == ("cell-invalid", 4, "2023-13")
    assert first.path is not None
    assert first.path.name == "trade.csv"


@pytest.mark.parametrize("code", ["XB", "XBB"])
def test_a_code_among_names_is_understood(code: str, write: Write) -> None:
    assert len(load(write(CSV.replace("BETIA", code)), "TradeFlow")) == 3


def test_two_rows_of_which_nobody_knows_the_partner_are_not_one(write: Write) -> None:
    found = faults(write(CSV.replace("BETIA", "Qqq").replace("2023;1;Betia", "2023;2;Zzz")))
    assert {fault.slug for fault in found} == {"key-unknown"}


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ((";remark", ";note"), "column-missing"),
        (("remark", "remark"), "file-unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_is_the_only_fault(change: tuple[str, str], slug: str, write: Write) -> None:
    data = write(CSV.replace(*change))
    file = data / "xa-trade" / "trade.csv"
    description = data / "xa-trade" / "source.ttl"
    if slug == "file-unreadable":
        before = digest(file)
        file.write_bytes(CSV.replace("year", "год").encode("cp1251"))
        description.write_text(description.read_text("utf-8").replace(before, digest(file)), "utf-8")
    assert [fault.slug for fault in faults(data)] == [slug]


def test_a_row_with_too_few_cells_is_named_once_and_the_others_load(write: Write) -> None:
    (fault,) = faults(write(CSV.replace("2023;2;BETIA;;800;;late", "2023;2;BETIA;;800\n2023;3;Betia;;9;;")))
    assert (fault.slug, fault.line) == ("cell-count-wrong", 4)


def test_a_comma_is_no_decimal_mark_unless_the_source_says_so(write: Write) -> None:
    found = faults(write(CSV, ('    dyad:decimalMark "," ;\n', "")))
    assert {(f.slug, f.line, f.column, f.value) for f in found} >= {("cell-invalid", 2, "export", "1 000,5")}


def test_a_value_of_one_measure_leaves_out_that_measure_alone(write: Write) -> None:
    change = ("dyad:leftOutRows ", "dyad:leftOutRows \"export 1 'not yet known' ...\", ")
    rows = load(write(CSV.replace(";800;;", ";...;7;"), change), "TradeFlow")
    assert [row["amount_as_said"] for row in rows] == ["1000.5", "250", "7"]


@pytest.mark.parametrize("sign", ["\t", "|"])
def test_a_file_of_any_name_is_parted_by_what_its_header_has_most_of(sign: str, write: Write) -> None:
    """Let a column be called by a comma and a semicolon, and the file as nothing that is a table."""
    text = CSV.replace(";", sign).replace("export", '"Export, free; in thousands"', 1)
    changes = ("trade.csv", "trade.tsv"), ("amount={export}", "amount={Export, free; in thousands}")
    rows = load(write(text, *changes, name="trade.tsv"), "TradeFlow")
    assert [row["amount_as_said"] for row in rows] == ["1000.5", "800", "250"]


def test_a_column_has_any_name_within_braces(write: Write) -> None:
    text = CSV.replace("export", "Export, '000 USD", 1)
    rows = load(write(text, ("amount={export}", "amount={Export, '000 USD}")), "TradeFlow")
    assert [row["amount_as_said"] for row in rows] == ["1000.5", "800", "250"]


def test_a_file_that_nothing_describes_is_no_table(write: Write) -> None:
    data = write()
    (data / "xa-trade" / "other.tsv").write_text("a\tb\n")
    assert [fault.path and fault.path.name for fault in faults(data)] == ["other.tsv"]


WRITTEN = """
2023-3 2023-03 2023-March 2023-март 2023-Наурыз 2023M03 2023M3 202303 03.2023 3/2023 2023/03 Mar-2023
2023-мар 2023-нау. 2023-марта
"""
AS_THEY_ARE = "2023 2023-03-01 2023-2024 2023-Ma 2023-Smarch 12345 2023-мa March"


def test_a_period_is_a_number_or_a_name_in_any_of_these_forms() -> None:
    months = [*WRITTEN.split(), "March 2023", "Mar. 2023", "2023 наурыз", "март 2023", "марта 2023"]
    assert {written_period(text) for text in months} == {"2023-03"}
    assert {written_period(text) for text in ("2023Q4", "2023-Q4", "Q4 2023")} == {"2023-Q4"}
    assert [written_period(text) for text in ("мая 2023", "май 2023", "мам 2023", "2023-мау")] == [
        "2023-05",
        "2023-05",
        "2023-05",
        "2023-06",
    ]
    assert [text for text in AS_THEY_ARE.split() if written_period(text) != text] == []


@pytest.mark.parametrize("month", ["3", "03", "March", "март", "Наурыз"])
def test_a_month_is_a_number_or_a_name(month: str, write: Write) -> None:
    rows = load(write(CSV.replace("2023;2;", f"2023;{month};")), "TradeFlow")
    assert rows[1]["valid_from"] == date(2023, 3, 1)


def test_names_of_countries_as_offices_spell_them_are_each_of_one_country() -> None:
    called: dict[str, set[str]] = {}
    for key, names in country_spellings().items():
        for name in names:
            called.setdefault(folded(name), set()).add(key)
    assert [name for name, keys in called.items() if len(keys) > 1] == ["конго"], "CD in Kazakh, CG in Russian"
    meant = {
        "KOREA, REPUBLIC OF": "KR",
        "Республика Корея": "KR",
        "Корея Народно-Демократическая Республика": "KP",
        "Cote d’Ivoire": "CI",
        "кыргызстан": "KG",
        "Қырғызстан": "KG",
        "United States": "US",
        "Соединённые Штаты Америки": "US",
        "Congo": "CG",
        "Congo, Democratic Republic of the": "CD",
        "Guinea-Bissau": "GW",
        "Bosnia & Herzegovina": "BA",
    }
    assert {name: called.get(folded(name)) for name in meant} == {name: {key} for name, key in meant.items()}
    assert folded("Korea") not in called


BOOK = "Основные показатели внешней торговли_2019.xls"
GROUPS = """'Страны СНГ' 'Страны ЕАЭС' 'Страны вне ЕАЭС' 'Страны ЕС' 'Страны вне ЕС' Европа Азия Америка Африка
    'Австралия и Океания' 'Остальные страны мира' Всего 'Всего в том числе'"""

MEANT = """Конго=CG 'Ангилья (Брит.)'=AI 'Виргинские Острова (Брит.)'=VG 'Виргинские Острова, США'=VI
    'Гибралтар (Брит.)'=GI 'Гуам (США)'=GU 'Ирак, Республика Ирак'=IQ 'Каймановы Острова (Брит.)'=KY
    'Кокосовые (Килинг) Острова'=CC 'Малые Тихоокеан. Отдаленные остроа США'=UM 'Республика Латвия'=LV
    'Острова Теркс и Кайкос'=TC 'Самоа, Независимое Государство'=WS 'Французкие южные территории'=TF
    'Черногория (Монтенегро)'=ME"""


def test_a_book_of_kazakhstan_gives_the_flows_that_its_adaptor_makes(write: Write, shared: Path) -> None:
    """Load one yearly book by header and description alone, and hold it against the table that ships."""
    with (shared / "data" / "trade-kz-stat/kz_trade_by_partner_2018_2023.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        header, *rows = csv.reader(file)
    text = StringIO()
    csv.writer(text).writerows([header, *(row for row in rows if row[0] == BOOK)])
    cells = "period={year} amount={%s_kusd:.1}"
    data = write(
        text.getvalue(),
        ('"TradeFlow has_reporter XA"', '"TradeFlow has_reporter KZ"'),
        ('"Measurement has_reporter XA"', '"Measurement has_reporter KZ"'),
        ('    dyad:decimalMark "," ;\n', ""),
        ('nameColumn "partner"', f'nameColumn "partner_ru {" ".join(MEANT.split())}"'),
        ('ignoredColumn "remark"', 'ignoredColumn "file", "sheet", "row"'),
        ("partner 1 'total of all countries' Total", f"partner_ru 24 'groups of countries' {' '.join(GROUPS.split())}"),
        (
            "has_origin=XA has_destination={partner} period={year}-{month} amount={export}",
            f"has_origin=KZ has_destination={{partner_ru}} {cells % 'export'}",
        ),
        (
            "has_origin={partner} has_destination=XA period={year}-{month} amount={import}",
            f"has_origin={{partner_ru}} has_destination=KZ {cells % 'import'}",
        ),
        (
            "is_about_dyad=XA-{partner} period={year}-{month} amount={turnover}",
            f"is_about_dyad=KZ-{{partner_ru}} {cells % 'turnover'}",
        ),
        Country="key,iso_code,alt_label_ru\nXA,XA,\n",
        Region="key\n",
        Dyad="key\n",
    )
    for name in ("Country", "Region", "Dyad"):
        data.joinpath("xa-trade", f"{name}.csv").unlink()
    for name in ("iso-3166", "register", "country-pairs"):
        data.joinpath(name).symlink_to(assets.data() / name)
    assert list(map(str, faults(data))) == []
    found = {}
    for one in load(data, "TradeFlow"):
        ends = (iri.own_key(str(one[end])) for end in ("has_origin", "has_destination"))
        found[(*ends, str(one["valid_from"])[:4])] = one
    expected = [row for row in shipped("kz-trade-by-partner", "TradeFlow") if row["recorded_on"] == "2020-08-13"]
    assert len(found) == len(expected) > 300
    for row in expected:
        flow = found[row["has_origin"], row["has_destination"], row["period"]]
        assert flow["amount_as_said"] == row["amount_as_said"]
        pair = "-".join(sorted((row["has_origin"], row["has_destination"])))
        assert flow["is_about"] == iri.mint("dyad", pair)
        if row["has_bound"] == "stated":  # what the book shows as 0.0 its legend calls insignificant
            assert flow["amount"] == Decimal(row["amount"])
