"""Rows made at random: those that loading finds at fault are those that the engine finds at fault as statements."""

import csv
import random
from pathlib import Path

from kg.asserted import gather
from kg.core import assets
from kg.core.errors import KgError
from kg.core.graph import Quad, RdfFormat, Store, parse
from kg.core.ontology import read_ontology
from kg.load.tables import open_sources
from kg.rows.of_tables import write_partitions
from kg.validation.shapes import check_shapes
from tests.seed import ARTICLE, copy_small_seed

ID = "https://w3id.org/dyad/id"
CHOICES = {
    "is_about": ("portfolio/kz-ru-joint-projects", "event/kz-ru-forum-21", "dyad/KZ-RU", "country/KZ"),
    "has_indicator": (
        "project-value",
        "edition-number",
        "goods-turnover",
        "population",
        "partner-share-of-exports",
        "gross-domestic-product",
    ),
    "has_stage": ("realised", "planned", "target", "forecast"),
    "has_bound": ("stated", "exactly"),
    "amount": ("-5", "0", "7", "140", "30000000000"),
    "has_unit": ("USD", "edition", "percent", "student", "person"),
    "valid_from": ("2019-01-01", "2031-01-01"),
}
ALWAYS = {
    "amount_as_said": "7",
    "was_derived_from": "#char=17,89",
    "words_kk": "Қазақстан мен Ресей",
    "has_attribution_mode": "narrator",
    "claim_status": "accepted",
}
SAID = f"""<{ID}/claim/row-{{number}}> a <{{o}}Measurement> ; <{{o}}claimKey> "{ARTICLE}/{{number}}" ;
  <http://www.w3.org/ns/prov#wasDerivedFrom>
    <https://w3id.org/dyad/source/{ARTICLE}/{ARTICLE}.kk.txt#char=17,89> ;
  <http://www.w3.org/ns/prov#hadPrimarySource> <{ID}/source/{ARTICLE}> ;
  <{{o}}isAbout> <{ID}/{{is_about}}> ; <{{o}}hasIndicator> <{ID}/indicator/{{has_indicator}}> ;
  <{{o}}hasStage> <{ID}/stage/{{has_stage}}> ; <{{o}}hasBound> <{ID}/bound/{{has_bound}}> ;
  <{{o}}hasUnit> <{ID}/unit/{{has_unit}}> ; <{{o}}amount> "{{amount}}"^^<{{x}}decimal> ; <{{o}}amountAsSaid> "7" ;
  <{{o}}validFrom> "{{valid_from}}"^^<{{x}}date> ; <{{o}}recordedOn> "2025-11-12"^^<{{x}}date> ;
  <{{o}}assertedOn> "2025-11-12"^^<{{x}}date> ; <{{o}}assertedBy> <{ID}/media-outlet/kazinform> ;
  <{{o}}words> "Қазақстан мен Ресей"@kk ; <{{o}}claimStatus> <{ID}/claim-status/accepted> ;
  <{{o}}hasAttributionMode> <{ID}/attribution/narrator> .
"""


def test_rows_at_fault_are_those_that_the_engine_finds(tmp_path: Path) -> None:
    chance, ontology = random.Random(14), read_ontology(assets.ontology())  # noqa: S311
    rows = [{name: chance.choice(values) for name, values in CHOICES.items()} for _ in range(400)]
    data = copy_small_seed(tmp_path / "data")
    table = data / ARTICLE / "Measurement.csv"
    with table.open(encoding="utf-8", newline="") as file:
        own = [*csv.DictReader(file)]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(own[0]), restval="")
        writer.writeheader()
        writer.writerows(own)
        writer.writerows({"key": f"row-{number}"} | ALWAYS | row for number, row in enumerate(rows))
    faults = list[KgError]()
    opened = open_sources([data], ontology, faults.append)
    (tmp_path / "rows").mkdir()
    asserted = gather(opened, write_partitions(opened, tmp_path / "rows", on_fault=faults.append))
    assert {fault.path for fault in faults} == {table}
    by_rows = {fault.line - len(own) - 2 for fault in faults if fault.line}

    claims = Store()
    prefixes = {"o": "https://w3id.org/dyad/ontology#", "x": "http://www.w3.org/2001/XMLSchema#"}
    for number, row in enumerate(rows):
        said = SAID.format(number=number, **prefixes, **row)
        claims.extend(Quad(*quad.triple) for quad in parse(said.encode(), RdfFormat.TURTLE))
    behind = Store()
    named = {quad.object for quad in claims}
    behind.extend(quad for quad in asserted.store if quad.subject in named)
    report = check_shapes(claims, ontology, {}, reference=False, behind=behind)
    by_engine = {int(one.node.rpartition("-")[2]) for one in report.findings}
    assert by_rows == by_engine, [rows[number] for number in [*by_rows ^ by_engine][:5]]
    assert 300 < len(by_rows) < 400, "all rows are alike"
