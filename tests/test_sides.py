"""What one side alone reports of a flow, and a third party makes of it: on the page of a dyad, and in its question."""

from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg.building import build
from kg.core import assets, iri
from kg.core.graph import open_build
from kg.core.manifest import FINDINGS, FLAT
from kg.core.ontology import Ontology, read_ontology
from kg.query.library import bind, find_query
from kg.rows.opened import open_rows
from kg.show.evidence import read_claims
from kg.show.mirrors import dyad_page
from kg.show.model import Series
from kg.show.sides import accounts
from tests.engines import ask_oxigraph
from tests.yearbook import SOURCE, write_yearbook

SAME = """ ;
    dyad:rowKey "TradeFlow has_reporter period has_quality" ;
    dyad:rowValue "TradeFlow has_indicator goods-exports", "TradeFlow has_stage realised",
        "TradeFlow has_bound exactly", "TradeFlow has_unit USD",
        "TradeFlow has_attribution_mode statistical", "TradeFlow claim_status accepted" .
"""
STATED, OWN, THIRD = Decimal(1000), Decimal(12), Decimal(990)
OTHER = Decimal(900)
APART = "the months add up to exactly 12 USD"


def months(year: int) -> str:
    return "".join(f"XA,XB,XA,reported,{year}-{month:02d},1\n" for month in range(1, 13))


# In 2008 the year, its months and a third party, in 2009 the months alone, in 2010 a third party alone; in 2011 and
# 2012 the other side too, where the months of the first come to another figure than its year, and to the same.
FLOWS = (
    "has_origin,has_destination,has_reporter,has_quality,period,amount\n"
    f"XA,XB,XA,reported,2008,{STATED}\n{months(2008)}{months(2009)}XA,XB,,reconciled,2008,{THIRD}\n"
    f"XA,XB,,reconciled,2010,{THIRD}\n"
    f"XA,XB,XA,reported,2011,{STATED}\n{months(2011)}XA,XB,XB,reported,2011,{OTHER}\n"
    f"XA,XB,XA,reported,2012,{OWN}\n{months(2012)}XA,XB,XB,reported,2012,{OTHER}\n"
)


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(assets.ontology())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("sides")
    write_yearbook(base / "data", SOURCE + SAME, TradeFlow=FLOWS)
    build([base / "data"], assets.ontology(), base / "build")
    return base / "build"


def test_a_side_alone_stands_by_its_own_total_or_else_by_the_sum_of_its_parts(folder: Path, ontology: Ontology) -> None:
    with open_rows(folder) as rows:
        *_, group = dyad_page(rows, ontology, "XA-XB", "en").groups
    told = [(card.heading, [(one.period, one.figure, one.note) for one in card.evidence]) for card in group.cards]
    assert told == [
        ("What one side alone reports of it", [("2009", OWN, ""), ("2008", STATED, ""), ("2008", OWN, APART)]),
        ("What a third party computes or reconciles: no side's report", [("2010", THIRD, ""), ("2008", THIRD, "")]),
    ]


def test_a_year_of_both_sides_is_told_once_and_its_months_beside_it_only_where_they_lie_apart(
    folder: Path, ontology: Ontology
) -> None:
    with open_rows(folder) as rows:
        page = dyad_page(rows, ontology, "XA-XB", "en")
    pairs = page.groups[0]
    assert isinstance(pairs.picture, Series)
    assert (pairs.picture.periods, pairs.picture.values) == (("2011", "2012"), ((STATED, OWN), (OTHER, OTHER)))
    assert pairs.lines == (f"2011, as A reports: {APART}",)
    assert [[(one.figure, one.note) for one in card.evidence] for card in pairs.cards] == [
        [(STATED, ""), (OTHER, ""), (OWN, APART)],
        [(OWN, ""), (OTHER, "")],
    ]
    assert len(page.findings) == 4, "what programs read is every pair, those of the months too"


def test_what_no_side_reports_is_put_together_with_nothing(folder: Path, ontology: Ontology) -> None:
    with open_rows(folder) as rows:
        found = rows.ask("SELECT claim FROM claims WHERE has_reporter IS NULL AND amount IS NOT NULL")
        claims = [row["claim"] for row in found]
        told = accounts(read_claims(rows, ontology, "en", claims), claims)
    assert len(claims) == 2
    assert sorted(map(list, told.figures.values())) == sorted([claim] for claim in claims)


def test_the_question_has_a_row_for_each_and_sets_the_third_party_on_no_side(folder: Path, ontology: Ontology) -> None:
    question = find_query(assets.queries(), "mirrors")
    answer = ask_oxigraph(open_build(folder), bind(question, {"dyad": "xb-xa"}, ontology))
    names = ("period_from", "first_reporter", "first_amount", "second_amount", "third_amount")
    rows = [[cell and cell.text for cell in row] for row in answer.rows]
    side = iri.mint("country", "XA")
    found = {tuple(row[answer.variables.index(name)] for name in names) for row in rows}
    assert len(rows) == len(found) + 1, "of 2012 a row for the year, and one for the months"
    assert found == {
        ("2008-01-01", side, "12", None, None),
        ("2008-01-01", side, "1000", None, None),
        ("2008-01-01", None, None, None, "990"),
        ("2009-01-01", side, "12", None, None),
        ("2010-01-01", None, None, None, "990"),
        ("2011-01-01", side, "1000", "900", None),
        ("2011-01-01", side, "12", "900", None),
        ("2012-01-01", side, "12", "900", None),
    }


def test_reconciled_flows_stand_against_nothing_that_a_side_reports(folder: Path) -> None:
    found = pq.read_table(folder / FINDINGS).to_pylist()
    claims = {row["claim"]: row["claim_key"] for row in pq.read_table(folder / FLAT).to_pylist()}
    named = [claims.get(row[end], "") for row in found for end in ("first", "second")]
    assert "yearbook/XA.2008.reported" in named, "the year and its months, which do not add up to it"
    assert not any("reconciled" in key for key in named)
