"""A build restricted to two days is, statement for statement, the build of the rows that those days leave."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import assets, iri, terms
from kg.build import build
from kg.cli import asking, exporting
from kg.errors import ArgumentInvalid, BuildMissing
from kg.export.write import FORMS
from kg.graph import FLAT, NQUADS, STORE, DefaultGraph, NamedNode, Store, has_default_graph, open_build, save_store
from kg.ontology import read_ontology
from kg.query.library import bind, read_queries
from kg.reason.rules import read_rules
from kg.restrict import Restriction, TimeAxes, _excluded, read_day, restrict
from tests.engines import ask_oxigraph
from tests.test_plain import DESCRIPTION

ONTOLOGY = read_ontology(assets.ontology())
Rows = list[dict[str, str]]
Tables = dict[str, Rows]

# XA and XB, whose figures, posts and firms came to be known over the years 2001 to 2006.
ENTITIES = {
    "Organisation": "key,label_en\nxa-office,Office of XA\n",
    "Country": "key,iso_code,iso_alpha3,label_en,label_kk,label_ru\nXA,XA,XAA,A,А,А\nXB,XB,XBB,B,Б,Б\n",
    "Dyad": "key,has_first_economy,has_second_economy\nXA-XB,XA,XB\n",
    "Person": "key,label_en\nann,Ann\nbob,Bob\n",
    "Post": "key,label_en\nminister,Minister of XA\n",
    "Firm": "key,label_en\nmill,Mill\nmine,Mine\n",
    "Settlement": "key,label_en\nriver-town,River Town\n",
    "Region": "key,iso_code,label_en,label_kk,label_ru,is_within\nXA-01,XA-01,North,Н,Н,XA\n",
}
CLAIMS = {
    "Measurement": "key,is_about,amount,is_part_of_total,recorded_on,valid_from,valid_until\n"
    "total,dyad/XA-XB,10,,2003-01-01,2000-01-01,2001-01-01\n"
    "part,dyad/XA-XB,4,total,2002-01-01,2000-01-01,2001-01-01\n"
    "open,dyad/XA-XB,7,,2004-01-01,,\n"
    "later,dyad/XA-XB,12,,2005-01-01,2004-01-01,\n",
    "TradeFlow": "key,is_about,amount,has_reporter,has_origin,has_destination,recorded_on,valid_from,valid_until\n"
    "said-by-a,dyad/XA-XB,5,XA,XA,XB,2002-06-01,2001-01-01,2002-01-01\n"
    "said-by-b,dyad/XA-XB,6,XB,XA,XB,2004-06-01,2001-01-01,2002-01-01\n"
    "back,dyad/XA-XB,2,XB,XB,XA,2004-06-01,2002-01-01,2003-01-01\n",
    "OfficeHolding": "key,has_holder,has_post,recorded_on,valid_from,valid_until\n"
    "ann-is,ann,minister,2002-01-01,2001-05-05,2003-05-05\n"
    "bob-is,bob,minister,2004-01-01,2003-05-05,\n",
    "Ownership": "key,has_owner,has_owned,has_ownership_kind,recorded_on,valid_from,valid_until\n"
    "mill-owns,firm/mill,firm/mine,direct,2006-01-01,,2002-06-06\n",
    "Relation": "key,is_about,has_relation_kind,is_related_to,recorded_on,valid_from,valid_until\n"
    "town-in-north,settlement/river-town,located-in,region/XA-01,2003-03-03,,\n",
    "DerivedClaim": "key,is_about,amount,arithmetic,is_computed_from,recorded_on,valid_from,valid_until\n"
    "rest,dyad/XA-XB,6,10 - 4 = 6,total|part,2002-01-01,,\n"
    "twice,dyad/XA-XB,12,2 * 6 = 12,rest,2001-01-01,,\n"
    "alone,dyad/XA-XB,14,2 * 7 = 14,open,2001-01-01,,\n",
}
READINGS = "key,interprets,has_aggregation\ntotal-sum,total,sum\nopen-sum,open,sum\nopen-level,open,level\n"
MAPPINGS = (
    "key,has_subject,has_object,has_judgement,has_justification,confidence,judged_by,judged_on\n"
    "mills,firm/mill,firm/mine,same,name,0.9,Someone,2009-01-01\n"
)
VALUES = {
    name: f'"{name} has_attribution_mode statistical", "{name} claim_status accepted"'
    + (f', "{name} has_indicator goods-turnover", "{name} has_stage realised", "{name} has_bound exactly", '
       f'"{name} has_unit USD"' if name in {"Measurement", "TradeFlow", "DerivedClaim"} else "")
    for name in CLAIMS
}  # fmt: skip


def rows_of(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def key_of(row: dict[str, str]) -> str:
    return iri.mint_hashed("claim", "yearbook", row["key"])


WHOLE: Tables = {name: rows_of(text) for name, text in CLAIMS.items()} | {"Reading": rows_of(READINGS)}


def stays(row: dict[str, str], known: date | None, valid: date | None) -> bool:
    """Judge a row of a claim as a reader would: days as texts sort as days do."""
    recorded = known is None or row["recorded_on"] <= str(known)
    begun = valid is None or not row["valid_from"] or row["valid_from"] <= str(valid)
    return recorded and begun and (valid is None or not row["valid_until"] or str(valid) < row["valid_until"])


def left(tables: Tables, known: date | None, valid: date | None) -> Tables:
    """Return the rows that two days leave: without what rests on others, and without the mention of others."""
    kept = {name: [row for row in tables[name] if stays(row, known, valid)] for name in CLAIMS}
    keys: set[str] = set()
    while keys != (keys := {row["key"] for rows in kept.values() for row in rows}):
        inputs = kept["DerivedClaim"]
        kept["DerivedClaim"] = [row for row in inputs if set(row["is_computed_from"].split("|")) <= keys]
    kept["Measurement"] = [
        row | {"is_part_of_total": row["is_part_of_total"] if row["is_part_of_total"] in keys else ""}
        for row in kept["Measurement"]
    ]
    return kept | {"Reading": [row for row in tables["Reading"] if row["interprets"] in keys]}


def written(folder: Path, tables: Tables) -> Path:
    """Write the source with some rows of its claims, and return the folder of sources."""
    source = folder / "yearbook"
    source.mkdir(parents=True)
    described = DESCRIPTION.partition(" ;\n    dyad:rowKey")[0] + f" ;\n    dyad:rowValue {', '.join(VALUES.values())} .\n"
    (source / "source.ttl").write_text(described, encoding="utf-8")
    for name, text in (ENTITIES | {"Mapping": MAPPINGS}).items():
        (source / f"{name}.csv").write_text(text, encoding="utf-8")
    for name, rows in tables.items():
        with (source / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(WHOLE[name][0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    return build([written(folder / "data", WHOLE)], assets.ontology(), folder / "build").folder


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date | None, date | None], Path]:
    """Return a function that builds the rows that two days leave, and each set of rows once."""

    @cache
    def of(keys: frozenset[str], known: date | None, valid: date | None) -> Path:
        folder = tmp_path_factory.mktemp("rebuilt")
        data = written(folder / "data", left(WHOLE, known, valid))
        return build([data], assets.ontology(), folder / "build").folder

    made: dict[frozenset[str], Path] = {}

    def run(known: date | None, valid: date | None) -> Path:
        keys = frozenset(row["key"] for rows in left(WHOLE, known, valid).values() for row in rows)
        if keys not in made:
            made[keys] = of(keys, known, valid)
        return made[keys]

    return run


def at(folder: Path, known: date | None = None, valid: date | None = None) -> Restriction:
    return restrict(folder, assets.ontology(), TimeAxes(known, valid))


def lines_of(store: Store) -> tuple[set[str], set[str]]:
    """Return the named and the default statements of a store, without those on nameless nodes."""
    named = {f"{quad} ." for quad in store if quad.graph_name != DefaultGraph() and "_:" not in str(quad)}
    union = [str(quad.triple) for quad in store if quad.graph_name == DefaultGraph() and "_:" not in str(quad)]
    assert len(union) == len(set(union))
    return named, set(union)


def saved(restriction: Restriction, folder: Path) -> Path:
    restriction.save_flat(folder)
    restriction.save_nquads(folder)
    return folder


DAYS = [
    (date(2003, 6, 1), None),
    (date(2002, 1, 1), None),
    (None, date(2001, 12, 31)),
    (None, date(2002, 1, 1)),
    (date(2004, 6, 1), date(2000, 12, 31)),
    (date(2000, 1, 1), None),
    (date(2009, 1, 1), None),
    (None, date(1990, 1, 1)),
]


@pytest.mark.parametrize(("known", "valid"), DAYS)
def test_what_two_days_leave_is_what_would_be_built_of_their_rows(
    known: date | None, valid: date | None, whole: Path, rebuilt: Callable[..., Path], tmp_path: Path
) -> None:
    expected, found = rebuilt(known, valid), at(whole, known, valid)
    saved(found, tmp_path)
    assert (tmp_path / NQUADS).read_bytes() == (expected / NQUADS).read_bytes()
    assert found.flat().to_pylist() == pq.read_table(expected / FLAT).to_pylist()
    assert pq.read_table(tmp_path / FLAT).equals(found.flat())
    assert lines_of(found.store()) == lines_of(open_build(expected))
    assert (found.claims, found.left_out) == (14, 14 - found.flat().num_rows)


days = st.none() | st.dates(date(1999, 12, 1), date(2006, 12, 31))


@given(known=days, valid=days)
def test_any_two_days_leave_the_claims_of_their_rows(
    whole: Path, rebuilt: Callable[..., Path], known: date | None, valid: date | None
) -> None:
    found = at(whole, known, valid)
    keys = {key_of(row) for name, rows in left(WHOLE, known, valid).items() if name != "Reading" for row in rows}
    assert set(found.flat()["claim"].to_pylist()) == keys
