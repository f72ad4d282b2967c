"""Loading: keys, cells and rows are judged strictly, and a new kind of table needs no Python."""

import csv
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.core import assets, iri, terms
from kg.core.errors import KgError
from kg.core.ontology import read_ontology
from kg.core.signs import mixed_word
from kg.load.cells import CellContext, canonical_decimal, is_decimal, read_key, read_literal, require
from kg.load.keys import KeyIndex, Life
from kg.load.patches import read_patches
from kg.load.rows import Row, read_rows
from kg.load.schema import Kind, Slot, table_schema
from kg.load.tables import open_sources
from tests.loaded import records
from tests.yearbook import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable

ONTOLOGY = read_ontology(assets.ontology())
ROW = Row(Path("t.csv"), 7, {})
DESCRIPTION = f"""{SOURCE.replace("source/yearbook", "source/xa-yearbook")} ;
    dyad:hasFile <https://w3id.org/dyad/source/xa-yearbook/flows.csv> .
<https://w3id.org/dyad/source/xa-yearbook/flows.csv> a dyad:SourceFile ; dyad:fileName "flows.csv" ;
    dyad:sha256 "{"0" * 64}" .
"""


def slot(kind: Kind, **changes: object) -> Slot:
    plain = Slot(
        name="amount_said",
        predicate="https://example.org/amountSaid",
        kind=kind,
        segments={},
        classes=frozenset("C"),
        languages=(),
        at_least=0,
        at_most=1,
        pattern=None,
        least=None,
        most=None,
        above=None,
        shortest=0,
        before=None,
        up_to=None,
        filled_from=(),
    )
    return Slot(*(changes.get(name, getattr(plain, name)) for name in Slot.__slots__))  # type: ignore[arg-type]


# --- keys and IRIs ----------------------------------------------------------------------------------------------


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3))
def test_a_hashed_name_depends_on_the_parts_alone(parts: list[str]) -> None:
    name = iri.mint_hashed("claim", *parts)
    assert name == iri.mint_hashed("claim", *parts)
    assert len(name.rpartition("/")[2]) == 20
    assert iri.mint_hashed("claim", *parts, "more") != name


def test_hashed_names_do_not_run_parts_together_and_never_change() -> None:
    assert iri.mint_hashed("claim", "a", "bc") != iri.mint_hashed("claim", "ab", "c")
    assert iri.mint_hashed("claim", "x", "y") == "https://w3id.org/dyad/id/claim/000ecf02afb470f7f237"


@given(st.sampled_from(sorted(iri.PREFIXES)), st.from_regex(r"[A-Za-z][A-Za-z0-9]*", fullmatch=True))
def test_compress_and_expand_undo_each_other(prefix: str, local: str) -> None:
    for name in (iri.PREFIXES[prefix] + local, iri.mint("country", local)):
        assert iri.expand(iri.compress(name)) == name


def index() -> CellContext:
    keys = KeyIndex()
    for segment, key in [("country", "XA"), ("region", "XA"), ("region", "XA-01")]:
        keys.add(segment, [key], "C")
    keys.add("claim", ["one"], "C", "here")
    keys.add("claim", ["two"], "C", "there")
    rules = {"country": "plain", "region": "plain", "claim": "source-hash"}
    return CellContext("here", None, {}, keys, rules)


def index_of(segments: str) -> CellContext:
    return CellContext("here", None, {}, KeyIndex(), dict.fromkeys(segments, "plain"))


def test_a_key_is_found_by_itself_by_its_segment_and_by_its_source() -> None:
    territory = slot(Kind.KEY, segments={"country": "C", "region": "R"})
    claim = slot(Kind.KEY, segments={"claim": "C"})
    assert read_key("XA-01", territory, index(), ROW, "c") == iri.mint("region", "XA-01")
    assert read_key("country/XA", territory, index(), ROW, "c") == iri.mint("country", "XA")
    assert read_key("one", claim, index(), ROW, "c") == iri.mint_hashed("claim", "here", "one")
    assert read_key("claim/there/two", claim, index(), ROW, "c") == iri.mint_hashed("claim", "there", "two")
    assert read_key("there/two", claim, index(), ROW, "c", "claim") == iri.mint_hashed("claim", "there", "two")


@pytest.mark.parametrize(
    ("text", "slug"),
    [("XA", "key-ambiguous"), ("XC", "key-unknown"), ("post/XA", "key-unknown"), ("two", "key-unknown")],
)
def test_a_key_that_is_ambiguous_or_unknown_stops(text: str, slug: str) -> None:
    segments = {"claim": "C"} if text == "two" else {"country": "C", "region": "R"}
    with pytest.raises(KgError) as raised:
        read_key(text, slot(Kind.KEY, segments=segments), index(), ROW, "has_origin")
    error = raised.value
    assert (error.slug, error.path, error.line, error.column, error.value) == (
        slug,
        ROW.path,
        7,
        "has_origin",
        text,
    )


@pytest.mark.parametrize(
    ("segments", "said"),
    [
        ("abcdef", "Define it in a table of the right class (a, b, c, d, e, f), or mend it."),
        ("abcdefg", "Define it in a table of the right class, or mend it."),
    ],
)
def test_the_classes_that_a_key_may_be_of_are_named_where_they_are_few(segments: str, said: str) -> None:
    with pytest.raises(KgError) as raised:
        read_key("x", slot(Kind.KEY, segments=dict.fromkeys(reversed(segments), "C")), index_of(segments), ROW, "c")
    assert raised.value.remedy == said


@pytest.mark.parametrize(("defined", "said"), [("XA-XB", "Write XA-XB:"), ("XB-XA", "Define it"), ("XC", "Define it")])
def test_a_turned_dyad_is_named_only_where_it_is_there(defined: str, said: str) -> None:
    context = index()
    for segment, key in (("country", "XB"), ("dyad" if defined != "XB-XA" else "region", defined)):
        context.keys.add(segment, [key], "C")
    context.key_rules["dyad"] = "plain"
    with pytest.raises(KgError) as raised:
        read_key("XB-XA", slot(Kind.KEY, segments={"dyad": "C"}), context, ROW, "c")
    assert raised.value.remedy.startswith(said)


def test_a_key_of_another_class_is_told_what_it_may_be() -> None:
    taken = slot(Kind.KEY, segments={"country": "C"}, classes=frozenset(f"x:{name}" for name in "edcba"))
    with pytest.raises(KgError, match="The key is of a C") as raised:
        read_key("XA", taken, index(), ROW, "c")
    assert raised.value.remedy == "Name one of: x:a, x:b, x:c, x:d, x:e."


DAYS = [dt.date(2030, 1, day) for day in range(1, 8)]


def test_a_period_misses_a_life_that_it_only_touches() -> None:
    life = Life(DAYS[2], DAYS[4])
    missing = [(DAYS[0], DAYS[2]), (DAYS[4], DAYS[6]), (None, DAYS[2]), (DAYS[4], None)]
    meeting = [(DAYS[0], DAYS[3]), (DAYS[3], DAYS[5]), (None, DAYS[3]), (DAYS[3], None), (None, None)]
    assert [period for period in missing + meeting if life.misses(*period)] == missing
    assert not any(Life(None, None).misses(*period) for period in missing)


def test_two_lives_have_in_common_what_lies_in_both() -> None:
    early, late = Life(DAYS[0], DAYS[4]), Life(DAYS[2], DAYS[6])
    assert early.common(late) == late.common(early) == Life(DAYS[2], DAYS[4])
    assert early.common(Life(None, None)) == early


# --- cells ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("-0", "0"), ("-0.00", "0"), ("1.70", "1.7"), ("4.0", "4"), ("100", "100"), ("-0.5", "-0.5")],
)
def test_a_decimal_has_no_superfluous_zeros(text: str, canonical: str) -> None:
    assert canonical_decimal(text) == canonical


@given(st.text(max_size=12))
def test_no_ill_typed_literal_gets_through(text: str) -> None:
    parsers: list[tuple[Kind, Callable[[str], object]]] = [
        (Kind.DECIMAL, Decimal),
        (Kind.INTEGER, int),
        (Kind.DATE, dt.date.fromisoformat),
    ]
    for kind, parse in parsers:
        try:
            cell = read_literal(text, slot(kind), ROW, "c")
        except KgError:
            continue
        assert parse(text) == cell


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.DECIMAL, "1,5"),
        (Kind.DECIMAL, "1e3"),
        (Kind.DECIMAL, "007"),
        (Kind.DECIMAL, "n/a"),
        (Kind.DECIMAL, "+1"),
        (Kind.DECIMAL, "NaN"),
        (Kind.DECIMAL, "٣"),
        (Kind.INTEGER, "1.0"),
        (Kind.DATE, "2025"),
        (Kind.DATE, "2025-02-29"),
        (Kind.DATE, "12.11.2025"),
        (Kind.BOOLEAN, "TRUE"),
        (Kind.BOOLEAN, "1"),
        (Kind.TEXT, "и\u0306"),
        (Kind.TEXT, "a\x00b"),
    ],
)
def test_a_value_of_the_wrong_form_stops(kind: Kind, text: str) -> None:
    with pytest.raises(KgError) as raised:
        read_literal(text, slot(kind), ROW, "c")
    assert raised.value.slug == "cell-invalid"


@pytest.mark.parametrize("text", ["-0.1", "100.1", "0"])
def test_a_number_out_of_its_limits_stops(text: str) -> None:
    share = table_schema(ONTOLOGY, terms.Ownership).slots["share"]
    assert read_literal("100", share, ROW, "share") == 100
    with pytest.raises(KgError, match="out of range"):
        read_literal(text, share, ROW, "share")


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("9" * 18 + "." + "9" * 18, {}),
        ("-" + "9" * 18, {}),
        ("5", {"least": Decimal(5), "most": Decimal(5)}),
        ("5.1", {"above": Decimal(5)}),
    ],
)
def test_a_number_may_be_as_long_and_as_large_as_its_limits(text: str, limits: dict[str, object]) -> None:
    assert read_literal(text, slot(Kind.DECIMAL, **limits), ROW, "c") == Decimal(text)
    assert is_decimal(text)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("9" * 19, {}),
        ("0." + "9" * 19, {}),
        ("4.9", {"least": Decimal(5)}),
        ("5.1", {"most": Decimal(5)}),
        ("5", {"above": Decimal(5)}),
        ("5", {"pattern": "^[0-4]$"}),
    ],
)
def test_a_number_beyond_its_limits_stops(text: str, limits: dict[str, object]) -> None:
    with pytest.raises(KgError, match=r"too many digits|out of range"):
        read_literal(text, slot(Kind.DECIMAL, **limits), ROW, "c")
    assert is_decimal(text) == bool(limits)


def test_a_text_is_as_long_as_it_must_be_and_of_its_form() -> None:
    code = slot(Kind.TEXT, shortest=2, pattern="^[A-Z]+$")
    assert read_literal("AB", code, ROW, "c") == "AB"
    for text, problem in (("A", "too short"), ("Ab", "not the form")):
        with pytest.raises(KgError, match=problem):
            read_literal(text, code, ROW, "c")


@pytest.mark.parametrize(("present", "slug"), [(0, "cell-missing"), (1, None), (2, None), (3, "cell-invalid")])
def test_a_row_has_as_many_values_as_a_slot_asks_for(present: int, slug: str | None) -> None:
    bounded = slot(Kind.KEY, at_least=1, at_most=2)
    if slug is None:
        require(present, bounded, ROW)
        return
    with pytest.raises(KgError) as raised:
        require(present, bounded, ROW)
    assert raised.value.slug == slug
    if not present:
        require(present, bounded, ROW, alone=False)


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Cбербанк", "Cбербанк"),
        ("Сбербанк", None),
        ("IT-сектор", None),
        ("Opал қаласы", "Opал"),
        ("ТОО «Kaz Minerals»", None),
        ("Қазақстан Tеміржолы", "Tеміржолы"),
    ],
)
def test_a_word_of_two_scripts_is_found(name: str, mixed: str | None) -> None:
    assert mixed_word(name) == mixed


# --- rows -------------------------------------------------------------------------------------------------------


def table(tmp_path: Path, text: str, name: str = "Firm.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_rows_know_their_lines_over_breaks_and_blank_lines(tmp_path: Path) -> None:
    header, rows = read_rows(table(tmp_path, '\ufeffkey,label_en\r\na,"Alpha, Ltd"\r\n\r\nb,Beta\r\n'))
    assert header == ["key", "label_en"]
    assert [(row.line, row.cells) for row in rows] == [
        (2, {"key": "a", "label_en": "Alpha, Ltd"}),
        (4, {"key": "b", "label_en": "Beta"}),
    ]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", "column-missing"),
        ("key;label_en\na;b\n", "column-unknown"),
        ("key,key\na,b\n", "column-unknown"),
        ("key,label_en\na\n", "cell-count-wrong"),
        ('key,label_en\na,"b\nc"\n', "cell-invalid"),
        ('key,label_en\na,"b" c\n', "file-unreadable"),
    ],
)
def test_a_table_of_the_wrong_form_stops(text: str, slug: str, tmp_path: Path) -> None:
    with pytest.raises(KgError) as raised:
        list(read_rows(table(tmp_path, text))[1])
    assert raised.value.slug == slug


def test_two_patches_of_one_cell_and_a_wrong_header_stop(tmp_path: Path) -> None:
    for text in ("table,key\n", "table,key,column,printed,meant,reason\nA.csv,a,b,1,2,x\nA.csv,a,b,1,3,x\n"):
        table(tmp_path, text, "patches.csv")
        with pytest.raises(KgError) as raised:
            read_patches(tmp_path)
        assert raised.value.slug == "patch-invalid"


# --- whole sources ----------------------------------------------------------------------------------------------


@pytest.fixture
def yearbook(tmp_path: Path) -> Path:
    """Return a folder with a source that no Python knows."""
    return write_yearbook(tmp_path)


def write_yearbook(data: Path) -> Path:
    """Write a source into a folder: two invented countries, their dyad, and a table of trade flows."""
    folder = data / "xa-yearbook"
    folder.mkdir()
    (folder / "source.ttl").write_text(DESCRIPTION, encoding="utf-8")
    table(folder, "key,iso_code,label_en,label_kk,label_ru\nXA,XA,Exa,Экса,Экса\nXB,XB,Exb,Эксб,Эксб\n", "Country.csv")
    table(folder, "key,label_en\nxa-office,Office of XA\n", "Organisation.csv")
    table(
        folder,
        "key,is_about,has_indicator,has_stage,has_bound,amount,amount_as_said,has_unit,has_origin,has_destination,"
        "has_reporter,valid_from,valid_until,was_derived_from,has_attribution_mode,claim_status\n"
        "f1,dyad/XA-XB,goods-exports,realised,exactly,12.50,12.50,USD,XA,XB,XA,2030-01-01,2031-01-01,#row=2,"
        "statistical,accepted\n",
        "TradeFlow.csv",
    )
    table(folder, "key,has_first_economy,has_second_economy\nXA-XB,XA,XB\n", "Dyad.csv")
    return data


def test_a_new_source_loads_with_a_description_and_headers_alone(yearbook: Path) -> None:
    loaded = open_sources([yearbook], ONTOLOGY)
    found = {r.subject: r for t in loaded.tables for r in records(t, loaded)}
    flow = found[iri.mint_hashed("claim", "xa-yearbook", "f1")]
    assert flow.values["amount"] == Decimal("12.5")
    assert flow.values["was_derived_from"] == "https://w3id.org/dyad/source/xa-yearbook/flows.csv#row=2"
    assert flow.values["recorded_on"] == dt.date(2031, 5, 1)
    assert flow.values["asserted_by"] == iri.mint("organisation", "xa-office")
    assert flow.values["claim_key"] == "xa-yearbook/f1"


def test_a_source_without_a_day_of_issue_is_as_old_as_its_retrieval(yearbook: Path) -> None:
    description = yearbook / "xa-yearbook" / "source.ttl"
    dated = description.read_text(encoding="utf-8")
    undated = re.sub(r'\s*dcterms:issued "[^"]*"\^\^xsd:date ;', "", dated)
    assert undated != dated
    description.write_text(undated, encoding="utf-8")
    loaded = open_sources([yearbook], ONTOLOGY)
    flow = next(r for t in loaded.tables if t.schema.is_claim for r in records(t, loaded))
    assert flow.values["recorded_on"] == dt.date(2031, 6, 1)


def test_the_order_of_rows_and_columns_changes_nothing(yearbook: Path) -> None:
    def read() -> list[object]:
        loaded = open_sources([yearbook], ONTOLOGY)
        found = [(r.subject, dict(sorted(r.values.items()))) for t in loaded.tables for r in records(t, loaded)]
        return sorted(found, key=str)

    before = read()
    for path in (yearbook / "xa-yearbook").glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(reversed(rows[0])))
            writer.writeheader()
            writer.writerows(reversed(rows))
    assert read() == before


def test_a_patch_mends_the_printed_value(yearbook: Path) -> None:
    table(
        yearbook / "xa-yearbook",
        "table,key,column,printed,meant,reason\nTradeFlow.csv,f1,amount,12.50,12500000,the table prints millions\n",
        "patches.csv",
    )
    loaded = open_sources([yearbook], ONTOLOGY)
    values = [r.values for t in loaded.tables if t.path.stem == "TradeFlow" for r in records(t, loaded)]
    assert [(v["amount"], v["amount_as_said"]) for v in values] == [(Decimal(12500000), "12.50")]


def test_a_folder_without_sources_stops(tmp_path: Path) -> None:
    with pytest.raises(KgError) as raised:
        open_sources([tmp_path], ONTOLOGY)
    assert raised.value.slug == "argument-invalid"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20))
def test_whatever_a_cell_holds_the_row_loads_or_stops_with_its_place(yearbook: Path, text: str) -> None:
    path = yearbook / "xa-yearbook" / "Firm.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["key", "label_en"], ["f", text]])
    stopped: KgError | None = None
    found = []
    try:
        loaded = open_sources([yearbook], ONTOLOGY)
        found = [r for t in loaded.tables if t.path == path for r in records(t, loaded)]
    except KgError as error:
        stopped = error
    if stopped is None:
        assert [record.values.get("label_en") for record in found] == [text]
    else:
        assert (stopped.path, stopped.line) == (path, 2)


def test_the_reference_rows_are_those_of_the_standards(seed_data: Path) -> None:
    loaded = open_sources([seed_data], ONTOLOGY)
    found = {table.path.stem: list(records(table, loaded)) for table in loaded.tables if table.source.id == "iso-3166"}
    assert {name: len(rows) for name, rows in found.items()} == {"Country": 249, "Region": 5046}
    namibia = next(r for r in found["Country"] if r.subject == iri.mint("country", "NA"))
    assert (namibia.values["iso_code"], namibia.values["iso_numeric"]) == ("NA", "516")
    assert namibia.values["label_kk"] == "Намибия"
    oral = next(r for r in found["Region"] if r.subject == iri.mint("region", "KZ-27"))
    assert oral.values["label_ru"] == "Западно-Казахстанская область"
    assert oral.values["is_within"] == (iri.mint("country", "KZ"),)
