"""What a stranger writes into a source: it is read right or refused clearly."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.adapt.run import find_raw
from kg.core.errors import (
    CellInvalid,
    FileUnreadable,
    KgError,
    NameMixed,
    PatchInvalid,
    PatchUnused,
    SourceInvalid,
    TableUnknown,
)
from kg.core.files import check_name, find_file, open_regular
from kg.core.graph import RdfFormat, Store, parse
from kg.core.iri import PREFIXES, expand
from kg.core.rdf_files import read_quads
from kg.core.signs import flaw, mixed_word, shown
from kg.core.visible import visible
from kg.load.batch import Batch, encode
from kg.load.complete import completion
from kg.load.folders import find_source, read_sources
from kg.load.language_tags import is_language_tag
from kg.load.rows import _undecodable, read_batches, read_rows
from kg.load.source import read_source
from kg.load.tables import open_sources
from kg.texts import passage
from kg.validation.quotes import check_words
from kg.validation.report import Report
from tests.loaded import records
from tests.test_load import DESCRIPTION, ONTOLOGY, table, write_yearbook

FLOWS = "TradeFlow.csv"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return the folder of a small source in a folder of sources."""
    return write_yearbook(tmp_path) / "xa-yearbook"


def load(source: Path) -> None:
    """Load all that a source says."""
    loaded = open_sources([source.parent], ONTOLOGY)
    for opened in loaded.tables:
        for _ in records(opened, loaded):
            pass


def describe(source: Path, old: str, new: str) -> None:
    """Change the description of a source."""
    assert old in DESCRIPTION
    (source / "source.ttl").write_text(DESCRIPTION.replace(old, new, 1), encoding="utf-8")


def change(source: Path, name: str, old: str, new: str) -> None:
    """Change a table of a source."""
    text = (source / name).read_text(encoding="utf-8")
    assert old in text
    (source / name).write_text(text.replace(old, new, 1), encoding="utf-8")


# --- signs ------------------------------------------------------------------------------------------------------

HIDDEN = [
    *(
        "Acme\u202e",
        "\u200b",
        "a\u200bb",
        "a\u2066b",
        "\U000e0041x",
        "a\u2028b",
        "a\u2029b",
        "a\ufeffb",
        "a\ufffeb",
        "\uffff",
    ),
    *(
        "\ufdd0",
        "\U0001fffe",
        "\U0010ffff",
        "\ue000",
        "\U000f0000",
        "\ud800",
        "a\xadb",
        "\u3164",
        "\u2800",
        "a\ufe0f",
        "\U000e0fff",
    ),
    *("a\u200db", "a\u200cb", "\u0645\u200c", "a\x1b[0m", "a\x85", "a\x7f", "a\nb", "\u034f", "\ufffc", "a\U000e0100"),
]
SHOWN = [
    *("Acme", "Қазақстан Республикасы", "می\u200cخواهم", "क\u094d\u200dष", "র\u200d\u09cd\u09afাব", "ᠮᠣᠩᠭᠣᠯ\u180eᠠ"),
    *("25 µm, 5 Ω, β-каротин", "a\xa0b", "\U00020000", "Ýṇ\u0303", "東京", "中\u3000国"),
]


@pytest.mark.parametrize("text", HIDDEN)
def test_a_sign_that_shows_nothing_is_named_with_its_place(text: str) -> None:
    found = flaw(text)
    assert found is not None
    assert "U+" in found[0]
    assert "as its character" in found[0]


@pytest.mark.parametrize("text", SHOWN)
def test_text_as_people_write_it_has_no_flaw(text: str) -> None:
    assert flaw(text) is None
    assert shown(text) == text


def test_text_that_is_not_in_nfc_is_refused() -> None:
    assert flaw("e\u0301") == ("The text is not in Unicode NFC.", "Normalise it to NFC.")


@pytest.mark.parametrize("name", ["Αcme", "οnline", "Cбербанк", "Αбв", "A\u0301бв", "Ꭺcme", "Ｏpal", "kΩ"])
def test_a_name_does_not_mix_alphabets_in_a_word(name: str) -> None:
    assert mixed_word(name) is not None


@pytest.mark.parametrize("name", ["β-Carotene", "Αθήνα", "NTTドコモ", "Oʻzbekiston", "µm", "АО «KEGOC»", "O’Neil"])
def test_a_name_may_have_words_of_several_alphabets(name: str) -> None:
    assert mixed_word(name) is None


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        ("Country.csv", ",Exa,", ",Exa\u202e,", CellInvalid),
        ("Country.csv", ",Exa,", ",Αcme,", NameMixed),
        (FLOWS, "\nf1,", "\nf1\u202e,", CellInvalid),
        (FLOWS, "dyad/XA-XB", "dyad/XA-XB\u200b", CellInvalid),
        (FLOWS, "#row=2", "https://example.org/\u202e", CellInvalid),
        (FLOWS, "#row=2", "https://example.org/\x01", CellInvalid),
    ],
)
def test_every_cell_is_judged_by_its_signs(name: str, old: str, new: str, error: type[KgError], source: Path) -> None:
    change(source, name, old, new)
    with pytest.raises(error) as caught:
        load(source)
    assert caught.value.line == 2
    assert caught.value.column is not None


# --- source.ttl ---------------------------------------------------------------------------------------------------

DAYS = [
    *(
        '"2025-02-30"^^xsd:date',
        '"2025-11-12Z"^^xsd:date',
        '"12025-01-01"^^xsd:date',
        '"-0005-01-01"^^xsd:date',
        "<x:y>",
    ),
    *('"2025-11-12"', '"20251112"^^xsd:date', '"3"^^xsd:date', '"2025-11-12"@en', '"2025"^^xsd:gYear', "5", "<x:y>"),
]
STATED = [
    'dcterms:modified "2025-02-30"^^xsd:date',
    'dyad:minimumCount "TradeFlow ' + "9" * 5000 + '"',
    *(
        'dyad:minimumCount "TradeFlow -1"',
        'dyad:minimumCount "TradeFlow ١"',
        'dyad:minimumCount "TradeFlow 1", "TradeFlow 2"',
    ),
    'dyad:rowScale "TradeFlow 1' + "0" * 5000 + '"',
    *('dyad:rowKey "TradeFlow a", "TradeFlow b"', 'dyad:rowValue "Tradeflow note_en x"', 'dyad:rowKey "Firm key"'),
    *(
        r'rdfs:label "a\u202Eb"@ru',
        r'rdfs:label "a\u001b]0;x\u0007"@ru',
        r'rdfs:label "a\n::error::"@ru',
        r'rdfs:label "\u200B"@ru',
    ),
    *('rdfs:label "x"@de', 'rdfs:label "x"', 'rdfs:label ""@ru', 'rdfs:label " x"@ru', "rdfs:label <x:y>"),
    *(
        'dcat:landingPage "https://x.org"',
        "dcat:landingPage <javascript:x>",
        r"dcat:landingPage <https://x.org/\u202E>",
    ),
    *("a <x:y>", "dcterms:language [ ]", "dcterms:language ( 1 )", 'dcterms:publisher "x"'),
]
COUNTS = ['"x"', "3.5", '"²"', "<x:y>", "-1", "0", '"5"^^xsd:int', "5, 6", "9" * 5000]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("old", ['"2031-05-01"^^xsd:date', '"2031-06-01"^^xsd:date'])
def test_what_is_no_day_is_refused_where_a_day_is_due(old: str, day: str, source: Path) -> None:
    describe(source, old, day)
    with pytest.raises(SourceInvalid) as caught:
        load(source)
    assert caught.value.line == 8 + ("06" in old) * 2
    assert caught.value.column in {"dcterms:issued", "dyad:retrievedOn"}


@pytest.mark.parametrize("stated", STATED)
def test_a_statement_that_no_cell_could_make_is_refused(stated: str, source: Path) -> None:
    describe(source, "a dyad:Source ;", f"a dyad:Source ; {stated} ;")
    with pytest.raises(SourceInvalid) as caught:
        load(source)
    assert caught.value.path == source / "source.ttl"
    assert caught.value.line == 7


@pytest.mark.parametrize("count", COUNTS)
def test_a_number_of_characters_is_a_whole_number(count: str, source: Path) -> None:
    describe(source, "a dyad:SourceFile ;", f"a dyad:SourceFile ; dyad:characterCount {count} ;")
    with pytest.raises(SourceInvalid):
        load(source)


def test_a_name_in_a_description_mixes_no_alphabets(source: Path) -> None:
    describe(source, "Yearbook", "Υearbook")
    with pytest.raises(NameMixed):
        load(source)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dcterms:isued", "dcterms:issued"),
        ("<http://purl.org/dc/term/issued>", "dcterms:issued"),
        ("rdfs:lable", "rdfs:label"),
        ("dyad:retreivedOn", "dyad:retrievedOn"),
    ],
)
def test_a_misspelt_term_is_named_with_the_nearest(written: str, meant: str, source: Path) -> None:
    describe(source, "a dyad:Source ;", f'a dyad:Source ; {written} "x" ;')
    with pytest.raises(SourceInvalid, match="is no property of a dyad:Source") as caught:
        load(source)
    assert f"Did you mean {meant}?" in caught.value.remedy


def test_a_misspelt_licence_is_answered_with_the_nearest(source: Path) -> None:
    describe(source, "id/licence/CC0-1.0>", "id/licence/CC0-1>")
    with pytest.raises(SourceInvalid, match=r"There is no licence CC0-1\.") as caught:
        load(source)
    assert caught.value.remedy == "Did you mean CC0-1.0?"


@pytest.mark.parametrize("about", ["<x:a> <x:b> <x:c> .", "<https://w3id.org/dyad/id/stage/x> a dyad:Stage ."])
def test_a_statement_about_something_else_is_refused(about: str, source: Path) -> None:
    (source / "source.ttl").write_text(f"{DESCRIPTION}{about}\n", encoding="utf-8")
    with pytest.raises(SourceInvalid, match="neither the source nor a file of it") as caught:
        load(source)
    assert caught.value.line == DESCRIPTION.count("\n") + 1


@pytest.mark.parametrize("newer", ['rdfs:label "x"@en--rtl', "dcterms:language <<( <x:a> <x:b> <x:c> )>>"])
def test_what_only_rdf_1_2_has_is_refused_with_its_line(newer: str, source: Path) -> None:
    describe(source, "a dyad:Source ;", f"a dyad:Source ; {newer} ;")
    with pytest.raises(FileUnreadable, match=r"RDF 1\.2") as caught:
        load(source)
    assert caught.value.line == 7


def test_a_byte_order_mark_and_a_version_are_read(source: Path) -> None:
    (source / "source.ttl").write_text(f'\ufeffVERSION "1.2"\n{DESCRIPTION}', encoding="utf-8")
    load(source)


def test_two_files_of_one_name_are_refused(source: Path) -> None:
    again = '<x:f> a dyad:SourceFile ; dyad:fileName "flows.csv" ; dyad:sha256 "%s" .\n' % ("1" * 64)
    text = DESCRIPTION.replace("dyad:hasFile ", "dyad:hasFile <x:f>, ") + again
    (source / "source.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(SourceInvalid, match="one name"):
        load(source)


# --- names of files -----------------------------------------------------------------------------------------------

LEADING_OUT = [
    *(
        "../secret.txt",
        "/etc/passwd",
        "",
        ".",
        "..",
        "**",
        "a/../b",
        "a\\b",
        "C:x",
        "a\0b",
        "a\u202eb",
        "*",
        "?",
        "a//b",
        "a/",
    ),
    *("?", "a//b", "a/", ".lock", "x" * 300, "a\nb", "./a", "a/./b"),
]


@pytest.mark.parametrize("name", LEADING_OUT)
def test_a_name_that_is_not_plain_is_refused_wherever_it_is_followed(name: str, source: Path) -> None:
    with pytest.raises(SourceInvalid):
        check_name(name)
    with pytest.raises(SourceInvalid):
        find_file(name, source)
    escaped = name.replace("\\", "\\\\").replace("\0", "\\u0000").replace("\n", "\\n")
    describe(source, 'fileName "flows.csv"', f'fileName "{escaped}"')
    with pytest.raises(SourceInvalid):
        read_source(source)


@pytest.mark.parametrize("name", ["flows.csv", "файл.txt", "a b (1) [2].csv", "2024/flows.csv", "a..b"])
def test_a_plain_name_is_found_anywhere_in_a_folder(name: str, tmp_path: Path) -> None:
    path = tmp_path / "texts" / "deep" / name
    path.parent.mkdir(parents=True)
    path.touch()
    assert find_file(name, tmp_path / "texts") == path
    assert find_file("other", tmp_path) is None


def test_no_link_is_followed_out_of_a_folder(source: Path, tmp_path: Path) -> None:
    body = b"secret"
    outside, texts = tmp_path / "secret.txt", tmp_path / "texts"
    outside.write_bytes(body)
    texts.mkdir()
    (texts / "flows.csv").symlink_to(outside)
    describe(source, "0" * 64, hashlib.sha256(body).hexdigest())
    with pytest.raises(FileUnreadable, match="leads out"):
        find_raw(read_source(source), texts)


READ = """<x:text> <{dyad}characterCount> 9 ; <{dyad}fileName> "{name}" ; <{dyad}sha256> "{digest}" .
<x:claim> <http://www.w3.org/ns/prov#wasDerivedFrom> <x:text#char=0,{end}> ;
    <{dyad}words> "per cent"@en ; <{dyad}amountAsSaid> "{said}" ."""


def words_of(folder: Path, text: str, name: str = "a.txt", said: str = "5 per") -> Report:
    """Check a claim of the words «per cent», which begin a text, in a folder of texts that holds it as `a.txt`."""
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "secret.txt").write_text("per cent of the secret", encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    filled = READ.format(dyad=PREFIXES["dyad"], name=name, digest=digest, end=text.index("t") + 1, said=said)
    store = Store()
    store.extend(parse(filled, format=RdfFormat.TURTLE))
    return check_words(store, folder / "texts", {})


def test_words_are_those_that_a_text_shows(tmp_path: Path) -> None:
    shy = words_of(tmp_path, "per\u200b cen\xadt is what 5\u200e per cent is\n")
    assert [finding.rule for finding in shy.findings] == []
    assert shy.checked == 1


def test_a_line_break_in_a_passage_is_no_sign_to_leave_out(tmp_path: Path) -> None:
    assert [finding.rule for finding in words_of(tmp_path, "per\n cent of 5 per", said="per").findings] == [
        "words-differ"
    ]


def test_a_text_that_nobody_could_normalise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="more marks than any writing"):
        words_of(tmp_path, "per cent" + "\u0301\u0316" * 5000)


def test_signs_that_show_nothing_take_no_time_however_many() -> None:
    text = "\u200b" * 300_000
    assert flaw(text) is not None
    assert visible(text) == r"\u200b" * 300_000


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "**", ""])
def test_a_graph_leads_to_no_file_outside_the_folder_of_texts(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceInvalid, match="leads elsewhere"):
        words_of(tmp_path, "per cent 5 per", name)


def test_a_passage_that_no_text_can_have_is_no_place(source: Path) -> None:
    far = "9" * 5000
    assert passage(f"https://example.org/a#char=1,{far}") is None
    change(source, FLOWS, "#row=2", f'"#char=1,{far}"')
    with pytest.raises(CellInvalid, match="names no place"):
        load(source)


# --- what stands in the place of a file ---------------------------------------------------------------------------


def fifo(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/nowhere/at/all")


def folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


@pytest.mark.parametrize("put", [fifo, device, dangling, folder])
@pytest.mark.parametrize("name", ["Dyad.csv", "source.ttl", "patches.csv"])
def test_only_regular_files_are_read(name: str, put: Callable[[Path], None], source: Path) -> None:
    put(source / name)
    with pytest.raises(FileUnreadable) as caught:
        open_regular(source / name)
    assert caught.value.path == source / name
    with pytest.raises(KgError) as ended:
        load(source)
    assert ended.value.slug in {"file-unreadable", "argument-invalid"}


def test_a_line_that_no_table_has_is_not_read_to_its_end(source: Path) -> None:
    os.truncate(source / "Dyad.csv", 1 << 32)
    with pytest.raises(FileUnreadable, match="line is too long"):
        load(source)


def test_a_line_that_is_not_utf_8_is_found_though_the_one_before_is_long(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a\n" + "\u049b".encode() * 9_000_000 + b"\n\xff\n")
    assert _undecodable(path) == 3


def test_a_source_that_is_a_link_to_nothing_is_a_fault(source: Path) -> None:
    dangling(source.parent / "other")
    with pytest.raises(FileUnreadable, match="leads to nothing"):
        read_sources([source.parent])


@pytest.mark.parametrize("name", ["a b", "a>b", "a\nb"])
def test_a_folder_whose_name_is_no_key_is_refused(name: str, source: Path) -> None:
    source.rename(source.with_name(name))
    with pytest.raises(SourceInvalid, match="name of the folder"):
        read_sources([source.parent])


def test_a_source_is_found_by_its_name_alone(source: Path) -> None:
    assert find_source("xa-yearbook", [source.parent]) == source
    for name in ("../" + source.parent.name + "/xa-yearbook", str(source), "a\0b"):
        with pytest.raises(KgError, match="no such source"):
            find_source(name, [source.parent])
    with pytest.raises(KgError, match="Did you mean xa-yearbook"):
        find_source("xa_yaerbook", [source.parent])


def test_tables_beside_rows_of_a_library_are_not_passed_over(source: Path) -> None:
    source = source.rename(source.with_name("country-pairs"))
    (source / "source.ttl").write_text(DESCRIPTION.replace("xa-yearbook", "country-pairs"), encoding="utf-8")
    with pytest.raises(KgError, match="from a library"):
        load(source)


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Trade Flow", "Foo>", "Foo\nBar", "Mesurement", "tradeflow"])
def test_a_table_of_no_class_is_named_with_the_nearest(name: str, source: Path) -> None:
    table(source, "key\n", f"{name}.csv")
    with pytest.raises(KgError) as caught:
        load(source)
    assert caught.value.slug == "table-unknown"
    assert ("Did you mean" in caught.value.remedy) == ("Foo" not in name)


@pytest.mark.parametrize(
    "header",
    ["words_x y", "words_123456789", "words_", 'words_"', "words_x>", "words_a-", "words_EN", "words_eng", "words_kz"],
)
def test_a_column_of_what_is_no_language_is_refused(header: str, source: Path) -> None:
    change(source, FLOWS, "claim_status", f"claim_status,{header}".replace('"', '""'))
    change(source, FLOWS, "accepted\n", "accepted,said\n")
    with pytest.raises(KgError) as caught:
        load(source)
    assert caught.value.slug == "column-unknown"


@pytest.mark.parametrize(
    ("header", "meant"), [("word_en", "words_en"), ("words_kz", "words_kk"), ("words_rus", "words_ru")]
)
def test_a_column_in_what_is_no_language_is_answered_with_one_of_ours(header: str, meant: str, source: Path) -> None:
    change(source, FLOWS, "claim_status", f"claim_status,{header}")
    change(source, FLOWS, "accepted\n", "accepted,said\n")
    with pytest.raises(KgError) as caught:
        load(source)
    assert f"Did you mean {meant}" in caught.value.remedy


@pytest.mark.parametrize("tag", ["en", "de", "zh-hant", "chr", "en-gb"])
def test_a_language_is_known_by_its_shortest_code(tag: str) -> None:
    assert is_language_tag(tag)
    assert not any(map(is_language_tag, ("deu", "kz", "xx", "EN", "english", "")))


@pytest.mark.parametrize("place", ["https://[bad", "https://a:b:c/", "https://example.org/%zz"])
def test_an_address_that_no_store_can_hold_is_refused(place: str, source: Path) -> None:
    change(source, FLOWS, "#row=2", place)
    with pytest.raises(CellInvalid, match="names no place"):
        load(source)


@pytest.mark.parametrize("period", ["9999-12-31", "9999", "9999-12", "9999-Q4", "0000"])
def test_a_period_at_the_end_of_the_calendar_is_refused(period: str, source: Path) -> None:
    header, batches = read_batches(table(source, f"key,period\na,{period}\n", "Firm.csv"))
    complete = completion(read_source(source), source / "Firm.csv", header, "Firm")
    assert complete is not None
    ((fault,),) = complete(next(batches)).faults.values()
    assert (type(fault), fault.line, fault.value) == (CellInvalid, 2, period)
    assert "no period" in fault.problem


@pytest.mark.parametrize("amount", ["1e999999999", "9" * 100_000, "0." + "1" * 100_000, "NaN", "-"])
def test_no_number_is_unfolded_before_it_is_judged(amount: str, source: Path) -> None:
    describe(source, "a dyad:Source ;", 'a dyad:Source ; dyad:rowScale "TradeFlow 1000" ;')
    change(source, FLOWS, ",amount_as_said", "")
    change(source, FLOWS, ",12.50,12.50,", f",{amount},")
    with pytest.raises(CellInvalid):
        load(source)


def test_a_printed_figure_keeps_all_its_digits(source: Path) -> None:
    describe(source, "a dyad:Source ;", 'a dyad:Source ; dyad:rowScale "TradeFlow 1000" ;')
    complete = completion(read_source(source), source / FLOWS, ["key"], Path(FLOWS).stem)
    assert complete is not None
    amount = encode(["123456789012345678.123456789012345678"])
    made = complete(Batch(source / FLOWS, [2], {"amount": amount}))
    assert [*made.column("amount_as_said")] == ["123456789012345.678123456789012345678"]


def test_a_header_of_many_columns_is_judged_at_once(tmp_path: Path) -> None:
    wide = ",".join(f"c{number}" for number in range(100_000))
    header, _ = read_rows(table(tmp_path, f"{wide}\n"))
    assert len(header) == 100_000
    with pytest.raises(KgError, match="stands twice"):
        read_rows(table(tmp_path, f"{wide},c7\n"))


@pytest.mark.parametrize(
    ("body", "line"), [(b"key,a\na,b\nc,\xe9\n", 3), (b"\xff\xfek\x00", 1), (b"k\n" + b"a\n" * 9000 + b"\xff", 9002)]
)
def test_the_first_line_that_is_not_utf_8_is_named(body: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "Firm.csv"
    path.write_bytes(body)
    with pytest.raises(FileUnreadable, match="not UTF-8") as caught:
        list(read_rows(path)[1])
    assert caught.value.line == line


def test_a_header_that_is_no_csv_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="not valid CSV"):
        read_rows(table(tmp_path, "x" * 200_000))


def test_rows_end_with_any_line_end(tmp_path: Path) -> None:
    rows = read_rows(table(tmp_path, "key,a\rb,c\r\nd,e\nf,g"))[1]
    assert [(row.line, row.cells["key"]) for row in rows] == [(2, "b"), (3, "d"), (4, "f")]


def test_pages_about_a_source_lie_beside_its_tables(source: Path) -> None:
    for name in ("README.md", "notes.txt", "LICENSE", "NOTICE", "LICENSE.html", ".hidden"):
        (source / name).touch()
    load(source)
    for name in ("flows.xlsx", "README", "notes.html"):
        (source / name).touch()
        with pytest.raises(TableUnknown) as caught:
            load(source)
        assert caught.value.path == source / name
        (source / name).unlink()


# --- patches ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patch", "error", "column"),
    [
        ("acme,label_eng,,Acme GmbH", PatchInvalid, "column"),
        ("xa-office,label_ru,,Контора", PatchInvalid, "column"),
        ("xa-office,label_en,Office of XA,Office of XA", PatchUnused, "meant"),
        ("xa-office,label_en,,", PatchUnused, "meant"),
        ("nobody,label_en,Office of XA,Office", PatchUnused, "label_en"),
        ("xa-office,label_en,Office of XA,Off\u202eice", CellInvalid, "label_en"),
    ],
)
def test_a_patch_that_mends_nothing_stops(patch: str, error: type[KgError], column: str, source: Path) -> None:
    table(source, f"table,key,column,printed,meant,reason\nOrganisation.csv,{patch},misprint\n", "patches.csv")
    with pytest.raises(error) as caught:
        load(source)
    assert (caught.value.line, caught.value.column) == (2, column)


def test_a_patch_mends_a_sign_that_shows_nothing(source: Path) -> None:
    change(source, "Organisation.csv", "Office of XA", "Office\u200e of XA")
    patch = "Organisation.csv,xa-office,label_en,Office\u200e of XA,Office of XA,an invisible mark"
    table(source, f"table,key,column,printed,meant,reason\n{patch}\n", "patches.csv")
    load(source)


# --- graphs and names that a user gives -----------------------------------------------------------------------------


def test_a_graph_is_read_from_a_regular_file_with_or_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("\ufeff<x:a> <x:b> <x:c> .", encoding="utf-8")
    assert len(read_quads(path)) == 1
    fifo(path)
    with pytest.raises(FileUnreadable, match="no regular file"):
        read_quads(path)


@pytest.mark.parametrize("name", ["dyad:a b", "claim/<x>", "a\0b", "\udcff", 'x://"', "a\\b"])
def test_a_name_that_no_iri_can_hold_is_refused(name: str) -> None:
    with pytest.raises(KgError, match="no IRI can hold"):
        expand(name)
