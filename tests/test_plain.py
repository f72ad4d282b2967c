"""A raw file in a plain layout loads with a description and a header alone, and every row that is wrong is named."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kg.building import build
from kg.checks.run import check_all
from kg.checks.tables import Content
from kg.core import assets, iri, terms
from kg.core.errors import KgError
from kg.core.graph import open_build, values
from kg.core.ontology import read_ontology
from kg.core.output import scratch
from kg.load.tables import open_sources
from kg.query.answers import answer
from kg.rows.of_tables import write_partitions
from kg.validation.report import CheckOutcome, Report
from tests.loaded import records
from tests.yearbook import DESCRIPTION, ENTITIES, write_yearbook

ONTOLOGY = read_ontology(assets.ontology())
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a folder of one source: the tables given, beside what they stand on."""

    def run(description: str = DESCRIPTION, **tables: str) -> Path:
        return write_yearbook(tmp_path / "data", description, **tables).parent

    return run


def load(data: Path, name: str) -> list[dict[str, object]]:
    loaded = open_sources([data], ONTOLOGY)
    return [dict(r.values) for t in loaded.tables if t.path.stem == name for r in records(t, loaded)]


def write_beside(data: Path, name: str, promised: str = "", **tables: str) -> Path:
    """Write another source into a folder of sources, of the tables given alone, and return its folder."""
    folder = data / name
    folder.mkdir()
    described = DESCRIPTION.replace("source/yearbook", f"source/{name}").partition(" ;\n    dyad:rowKey")[0]
    (folder / "source.ttl").write_text(f"{described}{promised} .\n", encoding="utf-8")
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


def faults(data: Path) -> list[KgError]:
    """Return every fault of the tables, in the order in which they are met."""
    found: list[KgError] = []
    with scratch() as work:
        write_partitions(open_sources([data], ONTOLOGY, found.append), work, on_fault=found.append)
    return list({str(fault): fault for fault in found}.values())


def test_dyad_year_and_value_are_enough(write: Write, tmp_path: Path) -> None:
    data = write(Measurement="\ufeffis_about_dyad,period,amount\r\nXA-XB,2019,12.50\r\nXA-XB,2020,0\r\n")
    first, second = load(data, "Measurement")
    assert first["amount"] == Decimal("12.50")
    assert (first["amount_as_said"], second["amount_as_said"]) == ("12.50", "0")
    assert (first["valid_from"], first["valid_until"]) == (date(2019, 1, 1), date(2020, 1, 1))
    assert first["claim_key"] == "yearbook/XA-XB.2019"
    assert second["was_derived_from"] == "https://w3id.org/dyad/source/yearbook/Measurement.csv#row=3"
    assert first["is_about"] == iri.mint("dyad", "XA-XB")
    built = build([data], assets.ontology(), tmp_path / "build")
    assert built.claims == 2
    found = answer(open_build(built.folder), "SELECT ?a { ?c a dyad:Measurement ; dyad:amount ?a } ORDER BY ?a")
    assert [row[0].value for row in found.rows] == ["0", "12.5"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2016", date(2016, 1, 1), date(2017, 1, 1)),
        ("2016-12", date(2016, 12, 1), date(2017, 1, 1)),
        ("2016-Q4", date(2016, 10, 1), date(2017, 1, 1)),
        ("2016-02-29", date(2016, 2, 29), date(2016, 3, 1)),
    ],
)
def test_a_period_is_a_half_open_interval(text: str, first: date, after: date, write: Write) -> None:
    (row,) = load(write(Measurement=f"is_about_dyad,period,amount\nXA-XB,{text},1\n"), "Measurement")
    assert (row["valid_from"], row["valid_until"]) == (first, after)


def test_every_row_that_is_wrong_is_named_by_the_check_and_the_first_by_the_build(write: Write, tmp_path: Path) -> None:
    rows = [
        "XA-XB,2019,1",
        "XB-XA,2020,1",
        "XA-XB,2020-13,1",
        'XA-XB,2021,"1,5"',
        "XA-XB,2022",
        "XA-XD,2022,1",
        "XA-XB,2019,2",
        "XA-XCHH,1993,1",
        "XA-XCHH,1991,1",
        "XA-XB,2023,1e3",
        "XA-XB,2024,",
        "XA-XB,2025, 1",
        "XA-XB,soon,1",
        f"XA-XB,2026,1.{'0' * 18}1",
    ]
    data = write(Measurement="is_about_dyad,period,amount\n" + "\n".join(rows) + "\n")
    expected = {
        3: ("key-unknown", "is_about_dyad", "XB-XA"),
        4: ("cell-invalid", "period", "2020-13"),
        5: ("cell-invalid", "amount", "1,5"),
        6: ("cell-count-wrong", None, None),
        7: ("key-unknown", "is_about_dyad", "XA-XD"),
        8: ("key-duplicated", "key", "XA-XB.2019"),
        9: ("cell-invalid", "valid_from", "1993-01-01 – 1994-01-01"),
        11: ("cell-invalid", "amount", "1e3"),
        12: ("cell-missing", "amount", None),
        13: ("cell-invalid", "amount", " 1"),
        14: ("cell-invalid", "period", "soon"),
        15: ("cell-invalid", "amount", f"1.{'0' * 18}1"),
    }
    found = {fault.line: (fault.slug, fault.column, fault.value) for fault in faults(data)}
    assert found == expected
    assert {fault.path and fault.path.name for fault in faults(data)} == {"Measurement.csv"}
    assert "(it lasted from an open day until 1992-01-01)" in next(f.problem for f in faults(data) if f.line == 9)
    report = next(r for r in check_all(Content(assets.ontology(), [data])) if r.check == "tables")
    assert report.outcome is CheckOutcome.VIOLATIONS
    assert {finding.line for finding in report.findings} == set(expected)
    with pytest.raises(KgError):
        build([data], assets.ontology(), tmp_path / "build")
    assert not (tmp_path / "build").exists()


def test_a_check_names_as_many_faults_as_it_may_and_says_that_it_ends(write: Write) -> None:
    data = write(Measurement="key,is_about_dyad,period,amount\n" + "".join(f"k{n},XA-XB,soon,1\n" for n in range(1100)))

    def tables(most: int) -> Report:
        return next(r for r in check_all(Content(assets.ontology(), [data], most_faults=most)) if r.check == "tables")

    assert (len(tables(2000).findings), tables(2000).notes) == (1100, ())
    report = tables(1000)
    assert (report.outcome, len(report.findings)) == (CheckOutcome.VIOLATIONS, 1000)
    assert report.notes == ("NOT CHECKED: what comes after the first 1,000 faults",)


def test_a_constraint_that_the_mapper_does_not_know_is_checked_by_an_engine(write: Write, tmp_path: Path) -> None:
    data = write(Measurement="is_about_dyad,period,amount\nXA-XB,2019,1\n")
    ontology = tmp_path / "ontology"
    shutil.copytree(assets.ontology(), ontology)
    shape = ontology / "shapes" / "claim.ttl"
    text = shape.read_text(encoding="utf-8")
    plain = "sh:path dyad:amountAsSaid ; sh:datatype xsd:string ;"
    assert plain in text
    build([data], ontology, tmp_path / "build")
    shape.write_text(text.replace(plain, f'{plain} sh:hasValue "one" ;'), encoding="utf-8")
    with pytest.raises(KgError) as raised:
        build([data], ontology, tmp_path / "build")
    assert (raised.value.slug, raised.value.line) == ("shapes-violated", 2)


@pytest.mark.parametrize("written", ["XB-XA", "XAA-XBB", "XBB-XA"])
def test_a_dyad_written_otherwise_is_named_in_the_remedy(written: str, write: Write) -> None:
    (fault,) = faults(write(Measurement=f"is_about_dyad,period,amount\n{written},2020,1\n"))
    assert fault.value == written
    assert "Write XA-XB:" in fault.remedy


def test_a_header_with_a_class_tells_namesakes_apart(write: Write) -> None:
    (fault,) = faults(write(Measurement="key,is_about,period,amount\na,XA-XB,2020,1\n"))
    assert (fault.slug, fault.value) == ("key-ambiguous", "XA-XB")


@pytest.mark.parametrize(
    ("scale", "amount", "said"),
    [
        ("1000000", "63286000000", "63286"),
        ("1000000", "97900000", "97.9"),
        ("1000", "10207415700", "10207415.7"),
        ("1000", "0", "0"),
        ("1000", "12.50", "0.01250"),
        ("10", "100", "10"),
        ("1", "100", "100"),
        ("1", "12.50", "12.50"),
    ],
)
def test_a_scale_gives_the_figure_that_the_file_prints(scale: str, amount: str, said: str, write: Write) -> None:
    described = f'{DESCRIPTION.rstrip()[:-1]} ; dyad:rowScale "Measurement {scale}" .'
    data = write(described, Measurement=f"is_about_dyad,period,amount\nXA-XB,2019,{amount}\n")
    (row,) = load(data, "Measurement")
    assert (row["amount"], row["amount_as_said"]) == (Decimal(amount), said)


def test_a_scale_leaves_what_a_row_says_and_what_is_no_number(write: Write) -> None:
    described = f'{DESCRIPTION.rstrip()[:-1]} ; dyad:rowScale "Measurement 1000" .'
    rows = "XA-XB,2019,5000,5.0\nXA-XB,2020,6000,\nXA-XB,2021,seven,\n"
    data = write(described, Measurement=f"is_about_dyad,period,amount,amount_as_said\n{rows}")
    (fault,) = faults(data)
    assert (fault.slug, fault.line, fault.column, fault.value) == ("cell-invalid", 4, "amount", "seven")
    (data / "yearbook" / "Measurement.csv").write_text(
        f"is_about_dyad,period,amount,amount_as_said\n{rows.rpartition('XA-XB')[0]}", encoding="utf-8"
    )
    assert [row["amount_as_said"] for row in load(data, "Measurement")] == ["5.0", "6"]


def test_a_former_code_and_a_three_letter_code_find_what_they_meant(write: Write) -> None:
    rows = "a,XA-NOR,2020,1\nb,XA-N,2020,1\nc,XA-01,2020,1\nd,XBB,2020,1\n"
    data = write(
        DESCRIPTION.replace("goods-turnover", "gross-domestic-product"),
        Measurement="key,is_about,period,amount\n" + rows,
    )
    about = [row["is_about"] for row in load(data, "Measurement")]
    assert about == [iri.mint("region", "XA-01")] * 3 + [iri.mint("country", "XB")]


@pytest.mark.parametrize(
    ("changed", "slug", "column"),
    [
        ((' ;\n    dyad:rowKey "Measurement is_about_dyad period"', ""), "column-missing", "key"),
        (("is_about_dyad period", "is_about_dyad year"), "column-missing", "year"),
        (('"Measurement has_unit USD"', '"Measurement amount 5"'), "source-invalid", "dyad:rowValue"),
        (('"Measurement has_unit USD"', '"Measurement has_stage target"'), "source-invalid", "dyad:rowValue"),
        (('"Measurement has_unit USD"', '"Measurement has_unit"'), "source-invalid", "dyad:rowValue"),
        (('"Measurement has_unit USD"', '"Measurement has_unit euros"'), "key-unknown", "has_unit"),
        *(
            (
                ("    dyad:rowValue", f'    dyad:rowScale "Measurement{scale}" ;\n    dyad:rowValue'),
                "source-invalid",
                "dyad:rowScale",
            )
            for scale in ("", " 1500", " 0.1", " 0", " ten", ' 10", "Measurement 100')
        ),
    ],
)
def test_what_a_source_says_of_its_rows_is_checked(
    changed: tuple[str, str], slug: str, column: str, write: Write
) -> None:
    assert changed[0] in DESCRIPTION
    data = write(DESCRIPTION.replace(*changed), Measurement="is_about_dyad,period,amount\nXA-XB,2019,1\n")
    with pytest.raises(KgError) as raised:
        load(data, "Measurement")
    assert (raised.value.slug, raised.value.column) == (slug, column)


def test_a_period_beside_its_own_ends_is_refused(write: Write) -> None:
    data = write(Measurement="is_about_dyad,period,valid_from,amount\nXA-XB,2019,2019-01-01,1\n")
    with pytest.raises(KgError) as raised:
        load(data, "Measurement")
    assert (raised.value.slug, raised.value.column) == ("source-invalid", "valid_from")


def test_a_place_names_one_of_several_files(write: Write) -> None:
    files = f"""
<https://w3id.org/dyad/id/source/yearbook> dyad:hasFile <https://example.org/a.csv>, <https://example.org/b.csv> .
<https://example.org/a.csv> a dyad:SourceFile ; dyad:fileName "a.csv" ; dyad:sha256 "{"0" * 64}" .
<https://example.org/b.csv> a dyad:SourceFile ; dyad:fileName "b.csv" ; dyad:sha256 "{"1" * 64}" .
"""
    header = "is_about_dyad,period,amount,was_derived_from\n"
    data = write(DESCRIPTION + files, Measurement=f"{header}XA-XB,2019,1,b.csv#row=2\nXA-XB,2020,1,#row=3\n")
    loaded = open_sources([data], ONTOLOGY)
    table = next(t for t in loaded.tables if t.path.stem == "Measurement")
    found: list[KgError] = []
    (record,) = records(table, loaded, found.append)
    assert record.values["was_derived_from"] == "https://example.org/b.csv#row=2"
    assert [(fault.line, fault.column) for fault in found] == [(3, "was_derived_from")]


def test_rows_of_two_tables_about_one_thing_may_complete_each_other(write: Write, tmp_path: Path) -> None:
    data = write(Measurement="is_about_dyad,period,amount\nXA-XB,2019,1\n")
    other = write_beside(data, "ids", Country="key,iso_code,wikidata_id\nXB,XB,Q2\n")
    built = build([data], assets.ontology(), tmp_path / "build")
    assert values(open_build(built.folder), iri.mint("country", "XB"), terms.wikidataId) == ["Q2"]
    (other / "Country.csv").write_text("key,iso_code,wikidata_id\nXD,XD,Q3\n", encoding="utf-8")
    with pytest.raises(KgError) as raised:
        build([data], assets.ontology(), tmp_path / "build")
    assert (raised.value.slug, raised.value.column) == ("cell-missing", "label_en")


def test_a_key_of_the_wrong_class_is_refused(write: Write) -> None:
    header = "key,is_about,period,amount,is_part_of_total\n"
    data = write(
        Measurement=f"{header}a,dyad/XA-XB,2019,1,\nb,dyad/XA-XB,2020,1,a\nc,dyad/XA-XB,2021,1,words\n",
        Quotation="key,is_about,words_en,has_attribution_mode,claim_status\nwords,country/XA,hello,direct,accepted\n",
    )
    (fault,) = faults(data)
    assert (fault.line, fault.column, fault.value) == (4, "is_part_of_total", "words")


FILE = f"""
<https://w3id.org/dyad/id/source/yearbook> dyad:hasFile <https://example.org/a.csv> .
<https://example.org/a.csv> a dyad:SourceFile ; dyad:fileName "a.csv" ; dyad:sha256 "{"0" * 64}" .
"""


def test_a_place_is_due_only_where_the_source_has_files(write: Write) -> None:
    plain = "is_about_dyad,period,amount\nXA-XB,2019,1\n"
    with pytest.raises(KgError, match="needs prov:wasDerivedFrom") as raised:
        load(write(DESCRIPTION + FILE, Measurement=plain), "Measurement")
    assert (raised.value.slug, raised.value.line, raised.value.column) == ("column-missing", 1, "was_derived_from")


@pytest.mark.parametrize(
    ("header", "slug", "column"),
    [
        ("is_about_dyad,is_about,period,amount", "column-unknown", "is_about_dyad"),
        ("is_about_dyad,note_en,period,amount", None, None),
        ("is_about_dyad,note_de,period,amount", "column-unknown", "note_de"),
        ("is_about_dyad,note,period,amount", "column-unknown", "note"),
        ("is_about_dyad,amount_en,period,amount", "column-unknown", "amount_en"),
    ],
)
def test_a_header_names_each_property_once(header: str, slug: str | None, column: str | None, write: Write) -> None:
    data = write(Measurement=f"key,{header}\na,XA-XB,x|y,2019,1\n")
    if slug is None:
        (row,) = load(data, "Measurement")
        assert (row["claim_key"], row["note_en"]) == ("yearbook/a", "x|y")
        return
    with pytest.raises(KgError) as raised:
        load(data, "Measurement")
    assert (raised.value.slug, raised.value.column) == (slug, column)
    if not raised.value.problem.startswith("Two columns"):
        assert "key, " in raised.value.remedy
        assert ", note_en, note_kk, note_ru, " in raised.value.remedy
        assert ", words_LANGUAGE" in raised.value.remedy


QUOTATION = "key,is_about,words_en,has_attribution_mode,claim_status\na,country/XA,hello,direct,accepted\n"


def test_a_key_names_one_claim_of_a_source_and_another_of_another(write: Write) -> None:
    data = write(Measurement="key,is_about_dyad,period,amount\na,XA-XB,2019,1\n")
    other = write_beside(data, "other", Quotation=QUOTATION)
    assert faults(data) == []
    (other / "Quotation.csv").rename(data / "yearbook" / "Quotation.csv")
    (fault,) = faults(data)
    assert (fault.slug, fault.path, fault.line) == ("key-duplicated", data / "yearbook" / "Quotation.csv", 2)


@pytest.mark.parametrize(
    ("promised", "kept"), [("Quotation 1", True), ("Quotation 2", False), ("Measurement 1", False)]
)
def test_a_source_keeps_its_promises_by_itself(promised: str, kept: bool, write: Write) -> None:  # noqa: FBT001
    data = write(Measurement="key,is_about_dyad,period,amount\na,XA-XB,2019,1\n")
    other = write_beside(data, "other", f' ; dyad:minimumCount "{promised}"', Quotation=QUOTATION)
    if kept:
        assert faults(data) == []
        return
    (fault,) = faults(data)
    table = promised.partition(" ")[0]
    assert (fault.slug, fault.path) == ("count-too-small", other / f"{table}.csv")


def test_two_folders_of_sources_are_one_and_no_source_stands_in_both(write: Write, tmp_path: Path) -> None:
    data, more = write(Measurement="is_about_dyad,period,amount\n"), tmp_path / "more"
    more.mkdir()
    write_beside(more, "other", Quotation=QUOTATION)
    (more / "_draft").mkdir()
    (more / ".hidden").mkdir()
    assert [source.id for source in open_sources([data, more], ONTOLOGY).sources] == ["other", "yearbook"]
    again = write_beside(more, "yearbook")
    with pytest.raises(KgError, match="Another source has this name") as raised:
        open_sources([data, more], ONTOLOGY)
    assert raised.value.path == again


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Measurement has_unit USD"', '"Measurement has_unit USD", "Measurement has_unit EUR"'),
        ('"Measurement has_unit USD"', '"Measurement  has_unit USD"'),
        ('"Measurement has_unit USD"', '"Measurement has_unit USD", "Mesurement note_en x"'),
    ],
)
def test_a_value_for_all_rows_is_given_once_for_a_table_that_is_there(old: str, new: str, write: Write) -> None:
    data = write(DESCRIPTION.replace(old, new), Measurement="is_about_dyad,period,amount\nXA-XB,2019,1\n")
    with pytest.raises(KgError) as raised:
        load(data, "Measurement")
    assert (raised.value.slug, raised.value.column) == ("source-invalid", "dyad:rowValue")


def test_a_value_for_all_rows_may_have_several_words(write: Write) -> None:
    described = DESCRIPTION.replace(
        "Measurement has_unit USD", 'Measurement note_en two words", "Measurement has_unit USD'
    )
    (row,) = load(write(described, Measurement="is_about_dyad,period,amount\nXA-XB,2019,1\n"), "Measurement")
    assert row["note_en"] == "two words"


FLOWS = (
    DESCRIPTION.replace("Measurement", "TradeFlow")
    .replace("goods-turnover", "goods-exports")
    .replace("is_about_dyad period", "has_origin has_destination period")
)


def test_a_flow_is_about_the_dyad_of_its_ends(write: Write) -> None:
    header = "has_origin,has_destination,has_reporter,period,amount\n"
    data = write(FLOWS, TradeFlow=f"{header}XB,XA,XA,2019,1\nXAA,country-of-none,XA,2019,2\nXA,XBB,XA,2019,3\n")
    found: list[KgError] = []
    loaded = open_sources([data], ONTOLOGY)
    table = next(t for t in loaded.tables if t.path.stem == "TradeFlow")
    about = [row.values["is_about"] for row in records(table, loaded, found.append)]
    assert about == [iri.mint("dyad", "XA-XB")] * 2
    assert [(f.slug, f.line, f.column, f.value) for f in found] == [
        ("key-unknown", 3, "has_destination", "country-of-none")
    ]


def test_a_flow_with_a_region_is_about_a_dyad_with_an_underscore(write: Write) -> None:
    dyads = f"{ENTITIES['Dyad']}XA-01_XB,XA-01,XB\n"
    rows = "XB,region/XA-01,2019,1\n"
    data = write(FLOWS, Dyad=dyads, TradeFlow=f"has_origin,has_destination,period,amount\n{rows}")
    (row,) = load(data, "TradeFlow")
    assert row["is_about"] == iri.mint("dyad", "XA-01_XB")


@pytest.mark.parametrize(
    ("row", "slug", "column", "value"),
    [
        ("XA,,2019,1", "cell-missing", "has_destination", None),
        ("XA,XA,2019,1", "key-unknown", "is_about", "XA-XA"),
        ("XB,XCHH,1990,1", "key-unknown", "is_about", "XB-XCHH"),
    ],
)
def test_a_flow_without_a_dyad_is_named(row: str, slug: str, column: str, value: str | None, write: Write) -> None:
    (fault,) = faults(write(FLOWS, TradeFlow=f"has_origin,has_destination,period,amount\n{row}\n"))
    assert (fault.slug, fault.line, fault.column, fault.value) == (slug, 2, column, value)


def test_a_dyad_that_a_flow_names_itself_stays(write: Write) -> None:
    rows = "has_origin,has_destination,is_about_dyad,period,amount\nXB,XA,XA-XCHH,1990,1\nXB,XA,,1991,1\n"
    about = [row["is_about"] for row in load(write(FLOWS, TradeFlow=rows), "TradeFlow")]
    assert about == [iri.mint("dyad", "XA-XCHH"), iri.mint("dyad", "XA-XB")]
