"""Fifty faults at known places, in tables, Turtle, TriG and JSON-LD: fifty findings there, and none elsewhere."""

import csv
import json
import re
from pathlib import Path
from typing import NamedTuple

from tests.running import kg
from tests.seed import copy_small_seed

FOLDER = Path(__file__).parent / "faults"
MARK = re.compile("#! ([0-9]+) ([A-Za-z]+)")


class Seeded(NamedTuple):
    """A fault in a cell: the table, its line and column, what is to stand there, and what the check says of it."""

    table: str
    line: int
    column: str
    value: str
    rule: str


ARTICLE, REGISTER = "kazinform-2025-11-12", "register"
IN_CELLS = [
    Seeded(f"{ARTICLE}/Measurement.csv", 2, "amount", "thirty billion", "cell-invalid"),
    Seeded(f"{ARTICLE}/Measurement.csv", 3, "has_unit", "editon", "key-unknown"),
    Seeded(f"{ARTICLE}/Measurement.csv", 5, "has_stage", "realized", "key-unknown"),
    Seeded(f"{ARTICLE}/Measurement.csv", 6, "is_about", "portfolio/kz-ru-joint-project", "key-unknown"),
    Seeded(f"{ARTICLE}/Measurement.csv", 8, "was_derived_from", "#char=90", "cell-invalid"),
    Seeded(f"{ARTICLE}/Measurement.csv", 9, "has_bound", "", "cell-missing"),
    Seeded(f"{ARTICLE}/Occurrence.csv", 2, "valid_from", "2025-13-12", "cell-invalid"),
    Seeded(f"{ARTICLE}/Occurrence.csv", 3, "claim_status", "acepted", "key-unknown"),
    Seeded(f"{ARTICLE}/OfficeHolding.csv", 2, "has_holder", "toregaliyev-nariman", "key-unknown"),
    Seeded(f"{ARTICLE}/OfficeHolding.csv", 3, "valid_from", "2025-11-14", "cell-invalid"),
    Seeded(f"{ARTICLE}/Participation.csv", 2, "has_role", "", "cell-missing"),
    Seeded(f"{ARTICLE}/Participation.csv", 3, "has_participant", "country/KX", "key-unknown"),
    Seeded(f"{ARTICLE}/Relation.csv", 4, "key", "article-dateline", "key-duplicated"),
    Seeded(f"{ARTICLE}/Attendance.csv", 2, "has_event", "", "cell-missing"),
    Seeded(f"{ARTICLE}/ProjectPortfolio.csv", 2, "concerns_dyad", "RU-KZ", "key-unknown"),
    Seeded(f"{ARTICLE}/Relation.csv", 2, "has_relation_kind", "publishedby", "key-unknown"),
    Seeded(f"{ARTICLE}/StudentFlow.csv", 2, "has_origin", "KAZ", "key-unknown"),
    Seeded(f"{ARTICLE}/StudentFlow.csv", 3, "has_indicator", "yung-learners", "key-unknown"),
    Seeded(f"{ARTICLE}/StudentFlow.csv", 3, "amount", "2 000", "cell-invalid"),
    Seeded(f"{REGISTER}/Region.csv", 3, "is_within", "RUS", "key-unknown"),
    Seeded(f"{REGISTER}/Person.csv", 3, "wikidata_id", "57394", "cell-invalid"),
]


def seed(data: Path, fault: Seeded) -> None:
    """Put a wrong value into a cell of a table, in which each row is a line."""
    path = data / fault.table
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)]
    rows[fault.line - 1][rows[0].index(fault.column)] = fault.value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_each_fault_of_a_cell_is_found_in_its_cell(tmp_path: Path) -> None:
    data = copy_small_seed(tmp_path / "data")
    for fault in IN_CELLS:
        seed(data, fault)
    done = kg(tmp_path, "check", "--data", "data", "--without-shipped", "--format", "json")
    found = [one for check in json.loads(done.stdout) for one in check["findings"]]
    places = [
        (one["file"].removeprefix("data/"), one["line"], one["column"], one["value"] or "", one["rule"])
        for one in found
    ]
    assert sorted(places) == sorted(IN_CELLS)


IN_JSON = [
    ("firms.jsonld", 9, 16, "MinInclusive"),
    ("firms.jsonld", 10, 15, "Pattern"),
    ("firms.jsonld", 11, 18, "In"),
    ("firms.jsonld", 13, 5, "MinCount"),
    ("firms.jsonld", 13, 82, "MaxInclusive"),
    ("firms.jsonld", 16, 52, "LanguageIn"),
    ("firms.jsonld", 17, 20, "MaxCount"),
]


def marked(name: str) -> list[tuple[str, int, int, str]]:
    """Return the faults that a file of RDF marks: file, line, column and constraint."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    marks = ((number, MARK.search(line)) for number, line in enumerate(lines, 1))
    return [(name, number, int(mark[1]), mark[2]) for number, mark in marks if mark is not None]


def test_each_fault_of_rdf_is_found_at_its_sign() -> None:
    expected: list[tuple[object, ...]] = [*marked("firms.ttl"), *marked("firms.trig"), *IN_JSON]
    data = (part for name in ("firms.ttl", "firms.trig", "firms.jsonld") for part in ("--data", name))
    done = kg(FOLDER, "check", "--shapes", "shapes.ttl", *data, "--format", "json")
    (judged,) = json.loads(done.stdout)
    found = [(one["file"], one["line"], one["start"], one["rule"].split()[-1]) for one in judged["findings"]]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert len(expected) + len(IN_CELLS) == 50
