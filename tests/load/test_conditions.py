"""What the cells of a row ask of each other is refused at loading as the shapes refuse it, with its place."""

from pathlib import Path

import pytest

from kg.core import assets, iri, terms
from kg.core.errors import CellInvalid, CellMissing, KgError
from kg.core.ontology import read_ontology
from kg.load.schema import TableSchema, table_schema
from kg.load.tables import open_sources
from tests.loaded import records
from tests.test_load import DESCRIPTION

ONTOLOGY = read_ontology(assets.ontology())
SHARE = "partner-share-of-exports"
TABLES = {
    "Country": "key,iso_code,label_en,label_kk,label_ru\nXA,XA,Exa,Экса,Экса\nXB,XB,Exb,Эксб,Эксб\n",
    "Organisation": "key,label_en\nxa-office,Office of XA\n",
    "Dyad": "key,has_first_economy,has_second_economy\nXA-XB,XA,XB\n",
    "Unit": "key,label_en,label_kk,label_ru\npermille,per mille,промилле,промилле\n",
    "Indicator": "key,label_en,label_kk,label_ru,is_share_of\nown-share,own share,үлес,доля,total-exports\n"
    "no-share,no share,үлес емес,не доля,\n",
}
HEADER = (
    "key,is_about,has_indicator,has_stage,has_bound,amount,amount_to,amount_as_said,has_unit,words_en,"
    "was_derived_from,has_attribution_mode,claim_status\n"
)


def load(folder: Path, indicator: str, cells: str, unit: str, words: str, place: str) -> None:
    """Load one measurement of a source that has vocabulary of its own."""
    source = folder / "xa-yearbook"
    source.mkdir()
    (source / "source.ttl").write_text(DESCRIPTION, encoding="utf-8")
    row = f'one,dyad/XA-XB,{indicator},realised,between,{cells},as said,{unit},{words},"{place}",narrator,accepted\n'
    for name, text in (TABLES | {"Measurement": HEADER + row}).items():
        (source / f"{name}.csv").write_text(text, encoding="utf-8")
    loaded = open_sources([folder], ONTOLOGY)
    assert all(table.schema.decided for table in loaded.tables)
    for table in loaded.tables:
        list(records(table, loaded))


GOOD = ("20,30", "20,20", "20,", "100,", "0,100")
TOO_MUCH = {"100.01,": ("amount", "100.01"), "120,130": ("amount", "120"), "90,110": ("amount_to", "110")}


@pytest.mark.parametrize("indicator", [SHARE, "own-share", "no-share", "goods-turnover-growth"])
@pytest.mark.parametrize("cells", GOOD)
def test_a_range_in_its_order_and_a_part_of_the_whole_load(indicator: str, cells: str, tmp_path: Path) -> None:
    load(tmp_path, indicator, cells, "percent", "", "#row=2")


@pytest.mark.parametrize("cells", ["20,10", "-4,-5", "0.2,0.10"])
def test_a_range_in_the_wrong_order_stops(cells: str, tmp_path: Path) -> None:
    with pytest.raises(CellInvalid, match=r"with which its range ends") as raised:
        load(tmp_path, "no-share", cells, "USD", "", "#row=2")
    assert place_of(raised.value) == ("Measurement.csv", 2, "amount", cells.partition(",")[0])


@pytest.mark.parametrize("indicator", [SHARE, "own-share"])
@pytest.mark.parametrize("cells", TOO_MUCH)
def test_a_share_of_more_than_its_whole_stops(indicator: str, cells: str, tmp_path: Path) -> None:
    with pytest.raises(CellInvalid, match=r"no more than 100 percent") as raised:
        load(tmp_path, indicator, cells, "percent", "", "#row=2")
    assert place_of(raised.value) == ("Measurement.csv", 2, *TOO_MUCH[cells])


@pytest.mark.parametrize(
    ("indicator", "unit"), [("no-share", "percent"), ("goods-turnover-growth", "percent"), ("own-share", "permille")]
)
@pytest.mark.parametrize("cells", TOO_MUCH)
def test_growth_and_other_units_have_no_such_limit(indicator: str, unit: str, cells: str, tmp_path: Path) -> None:
    load(tmp_path, indicator, cells, unit, "", "#row=2")


def test_a_link_counts_whichever_header_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "Indicator", TABLES["Indicator"].replace("is_share_of", "is_share_of_indicator"))
    with pytest.raises(CellInvalid, match=r"no more than 100 percent"):
        load(tmp_path, "own-share", "120,130", "percent", "", "#row=2")


def test_a_passage_without_its_words_stops(tmp_path: Path) -> None:
    passage = "https://w3id.org/dyad/source/xa-yearbook/flows.csv#char=0,9"
    with pytest.raises(CellMissing, match="words of the passage") as raised:
        load(tmp_path, SHARE, "20,30", "percent", "", passage)
    assert place_of(raised.value) == ("Measurement.csv", 2, "words", None)
    (tmp_path / "said").mkdir()
    load(tmp_path / "said", SHARE, "20,30", "percent", "a fifth", passage)


def place_of(error: KgError) -> tuple[str, int | None, str | None, str | None]:
    assert error.path is not None
    assert error.remedy
    return error.path.name, error.line, error.column, error.value


def slots(cls: str) -> TableSchema:
    return table_schema(ONTOLOGY, cls)


def test_what_a_source_says_must_have_what_a_derived_claim_may_lack() -> None:
    names = ("was_derived_from", "had_primary_source", "asserted_by", "amount_as_said")
    for cls in ONTOLOGY.subs(terms.Claim):
        derived = terms.DerivedClaim in ONTOLOGY.supers(cls)
        found = {slots(cls).slots[name].at_least for name in names if name in slots(cls).slots}
        assert found == {0 if derived else 1}, iri.compress(cls)
    assert {slots(cls).slots["arithmetic"].at_least for cls in ONTOLOGY.subs(terms.DerivedClaim)} == {1}
