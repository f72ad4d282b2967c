"""Every adaptor alike: its tables come of the raw files byte for byte, and a file that is not whole makes none."""

import gzip
import hashlib
import shutil
import warnings
from codecs import BOM_UTF16_LE
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from kg.adapt.adaptor import read_adaptor
from kg.adapt.run import adapt, find_raw
from kg.core.errors import CellInvalid, CountTooSmall, FileUnreadable, KgError
from kg.core.files import ADAPTOR
from kg.load.source import read_source
from tests.adaptors.raw_files import adapted, code_of, folder_of, refused, shipped

# Cut in two, these raise something else than a count that is too small: a position that a list of holders names is
# missing, or one order of a pair of countries.
_NOT_COUNTED = {"kz_positions.csv", "ru_positions.csv"}
_IN_PAIRS = "cepii-geodist"

# What the adaptors decide about values, by the names of their constants.
DECIDED = {
    "asylum-seekers": ("NO_COUNTRY",),
    "cepii-geodist": ("_CODES", "_CONTRADICTED"),
    "country-codes": ("CAPITALS",),
    "desta": ("_NAMED",),
    "eu-members-imports": ("NOT_AVAILABLE",),
    "eu-members-trade": ("PRODUCTS", "IS_EXPORT", "NUMBERS", "GROUPS", "REPEATED"),
    "eu-trade-by-partner": ("PRODUCTS", "FLOWS", "PROCEDURES", "NO_COUNTRY", "IN_YEARS"),
    "factbook-borders": ("ENTRIES", "NEIGHBOURS", "PARTS"),
    "factbook-memberships": ("ENTRIES", "NO_ORGANISATION", "LISTED_TWICE", "SPELLINGS", "QUALIFIERS", "NAMES"),
    "factbook-officials": ("ENTRIES", "HEADINGS", "SLIPS", "SHARED"),
    "factbook-trade": ("ENTRIES", "NAMES"),
    "gem-coal-mines": ("_STAGES", "_NO_YEARS", "_MENDED"),
    "gem-gas-pipelines": ("STAGES", "AREAS"),
    "gem-gas-pipelines-others": ("STAGES", "AREAS"),
    "gem-iron-ore-mines": ("_STAGES", "_NO_DAYS", "_NOT_SAID"),
    "gem-steel-plants": ("_PLANT_STAGES", "_NO_DAYS"),
    "gem-oil-gas-fields": ("_STAGES", "_JOINT_AREAS", "_NAMED_AREAS", "_JOINT_OPERATORS"),
    "gem-oil-pipelines": ("_STAGES", "_NOT_BARRELS"),
    "gptad": ("_NAMED",),
    "hs-chapters": ("NAMES",),
    "huggo": ("_NAMED", "_COUNTED_UP"),
    "imf-exchange-rates": ("LEFT_OUT", "MEANT"),
    "kg-trade-by-partner": ("BOOKS", "PARTNERS"),
    "kz-road-checkpoints": ("_LISTS", "_NEIGHBOURS", "_COORDINATES"),
    "kz-trade-by-partner": ("BOOKS", "PARTNERS"),
    "manytrade": ("MISLEADING", "_TITLED_TWICE"),
    "migrant-stocks": ("AREAS",),
    "passport-index": ("TERMS",),
    "passport-index-others": ("TERMS",),
    "refugees": ("NO_COUNTRY",),
    "region-ids": ("WITHOUT_CODE", "UNLISTED", "TWICE", "SHARED", "RENUMBERED"),
    "region-neighbours": ("CODES",),
    "ru-trade-cis": ("PARTNERS", "IS_EXPORT"),
    "ru-trade-monthly": ("IS_EXPORT", "MONTHS"),
    "uz-trade-by-partner": ("IS_EXPORT", "PARTNERS", "WRITTEN"),
    "wikidata-cabinets": ("OF_NO_STATED_STATE", "OVERTAKEN"),
    "worldbank-gdp": ("IMPLAUSIBLE",),
    "worldbank-population": (),
    "unctad-investment-treaties": ("_STATUSES", "_PARTIES", "_OTHER_YEARS"),
    "worldbank-ibrd-loans": ("BORROWERS", "NAMELESS", "LOAN_STAGES"),
    "worldbank-ibrd-loans-others": ("NAMELESS", "LOAN_STAGES"),
    "worldbank-ida-credits": ("BORROWERS", "CREDIT_STAGES"),
    "worldbank-ida-credits-others": ("NAMELESS", "NO_AMOUNTS"),
    "world-trade-flows": ("CODES", "NAMELESS"),
}


def plain(name: str, whole: bytes) -> bytes:
    """Return a raw file unpacked, and as UTF-8 where it is UTF-16."""
    if whole.startswith(BOM_UTF16_LE):
        return whole.decode("utf-16").encode()
    return gzip.decompress(whole) if name.endswith(".gz") else whole


@cache
def first_rows(path: Path, rows: int | None) -> bytes:
    """Return a workbook with the first rows of its sheets only, by default with half of them."""
    book, written = Workbook(write_only=True), BytesIO()
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        whole = load_workbook(path, read_only=True)
    for sheet in whole.worksheets:
        sheet.reset_dimensions()
        found = list(sheet.iter_rows(max_row=rows, values_only=True))
        part = book.create_sheet(sheet.title)
        for row in found[: rows or len(found) // 2]:
            part.append(row)
    whole.close()
    book.save(written)
    return written.getvalue()


def cut(source: str, raw: Path, folder: Path, lines: int | None = None) -> Path:
    """Copy the raw files of a source without their second half, or only their first lines; return its folder.

    The description beside the copies has their digests; the adaptor is the one that ships.
    """
    described = folder / source
    described.mkdir()
    text = (folder_of(source) / "source.ttl").read_text(encoding="utf-8")
    for name, path in find_raw(read_source(folder_of(source)), raw).files.items():
        whole = part = path.read_bytes()
        if name.endswith(".xlsx"):
            part = first_rows(path, lines)
        elif not name.endswith(".json") and (lines or name not in _NOT_COUNTED):
            unpacked = plain(name, whole).splitlines(keepends=True)
            part = b"".join(unpacked[: lines or len(unpacked) // 2])
            part = gzip.compress(part, mtime=0) if name.endswith(".gz") else part
        (folder / name).write_bytes(part)
        text = text.replace(hashlib.sha256(whole).hexdigest(), hashlib.sha256(part).hexdigest())
    (described / "source.ttl").write_text(text, encoding="utf-8")
    shutil.copy(folder_of(source) / ADAPTOR, described)
    return described


@pytest.mark.parametrize("source", adapted())
def test_the_raw_files_give_the_shipped_tables_byte_for_byte(source: str, shared: Path, tmp_path: Path) -> None:
    counts = adapt(folder_of(source), shared / "data", tmp_path)
    assert set(counts) == set(read_adaptor(folder_of(source)))
    for table in counts:
        assert (tmp_path / f"{table}.csv").read_bytes() == (folder_of(source) / f"{table}.csv").read_bytes(), table


@pytest.mark.parametrize("source", adapted())
def test_the_description_promises_every_row_of_every_table(source: str) -> None:
    promised = read_source(folder_of(source)).minimum_counts
    assert {table: promised.get(table) for table in read_adaptor(folder_of(source))} == {
        table: len(shipped(source, table)) for table in read_adaptor(folder_of(source))
    }


@pytest.mark.parametrize("source", adapted())
def test_a_truncated_raw_file_leaves_the_tables_as_they_were(source: str, shared: Path, tmp_path: Path) -> None:
    described = cut(source, shared / "data", tmp_path)
    for table in read_adaptor(folder_of(source)):
        (described / f"{table}.csv").write_text("old", encoding="utf-8")
    with refused(FileUnreadable, match="SHA-256 differs"):
        adapt(folder_of(source), tmp_path, described)
    error: type[KgError] = CellInvalid if source == _IN_PAIRS else CountTooSmall
    with refused(error, match="in one order only" if source == _IN_PAIRS else "promises"):
        adapt(described, tmp_path)
    files = {path.name: path.read_text(encoding="utf-8") for path in described.iterdir() if path.suffix == ".csv"}
    assert files == {f"{table}.csv": "old" for table in read_adaptor(folder_of(source))}
    assert {path.name for path in described.iterdir()} == {*files, "source.ttl", ADAPTOR}


@pytest.mark.parametrize("source", adapted())
def test_what_an_adaptor_decides_must_meet_a_value(source: str, shared: Path, tmp_path: Path) -> None:
    described = cut(source, shared / "data", tmp_path, lines=1)
    raw = find_raw(read_source(described), tmp_path)
    for rows in read_adaptor(folder_of(source)).values():
        list(rows(raw))
    code = code_of(source)
    watched = {value for decisions in raw._decisions for value in decisions}
    assert watched >= {value for name in DECIDED.get(source, ()) for value in getattr(code, name)}
    assert bool(watched) == (source in DECIDED)
    for decisions in raw._decisions:
        with pytest.raises(KgError, match="does not print"):
            decisions.check_met()
