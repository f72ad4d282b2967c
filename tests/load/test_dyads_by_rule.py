"""Any two economies have a dyad by rule: the graph has those that some row names, and no others."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg.building import build
from kg.core import assets, iri
from kg.core.errors import KgError
from kg.core.ontology import read_ontology
from kg.core.output import scratch
from kg.load.tables import open_sources
from kg.rows.of_tables import write_partitions
from tests.yearbook import DESCRIPTION, ENTITIES

ONTOLOGY = read_ontology(assets.ontology())
UNION = "key,label_en,label_kk,label_ru\nXU,Union,Одақ,Союз\n"


def write(data: Path, *dyads: str, name: str = "yearbook", **entities: str) -> None:
    """Write a source that measures dyads, with the rows of no dyad."""
    folder = data / name
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("source.ttl").write_text(DESCRIPTION.replace("source/yearbook", f"source/{name}"), "utf-8")
    rows = "".join(f"{dyad},1990,1\n" for dyad in dyads)
    for table, text in (entities | {"Measurement": f"is_about_dyad,period,amount\n{rows}"}).items():
        folder.joinpath(f"{table}.csv").write_text(text, "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write a yearbook beside the source of pairs."""
    folder = tmp_path / "data"
    known = {name: text for name, text in ENTITIES.items() if name != "Dyad"}
    write(folder, "XA-XB", EconomicUnion=UNION, **known)
    pairs = (assets.data() / "country-pairs" / "source.ttl").read_text("utf-8")
    folder.joinpath("country-pairs").mkdir()
    publisher = pairs.replace("organisation/dyad>", "organisation/xa-office>")
    folder.joinpath("country-pairs", "source.ttl").write_text(publisher, "utf-8")
    return folder


def dyads(build: Path) -> list[tuple[str, ...]]:
    read = pq.read_table(build / "sources" / "country-pairs" / "Dyad.parquet").to_pylist()
    rows = [(row["subject"], row["has_first_economy"], row["has_second_economy"]) for row in read]
    return [tuple(map(iri.own_key, row)) for row in rows]


def faults(data: Path) -> Iterator[KgError]:
    found: list[KgError] = []
    with scratch() as work:
        write_partitions(open_sources([data], ONTOLOGY, found.append), work, on_fault=found.append)
    return iter(found)


def test_a_source_that_newly_names_a_pair_makes_its_dyad_appear(data: Path, tmp_path: Path) -> None:
    assert list(faults(data)) == []
    out = build([data], assets.ontology(), tmp_path / "build", rdf=False).folder
    assert dyads(out) == [("XA-XB", "XA", "XB")], "a pair of own countries needs no row"
    kept = (out / "sources" / "yearbook" / "Measurement.parquet").stat().st_ino
    write(data, "XA-XU", name="almanac")
    build([data], assets.ontology(), out, rdf=False)
    assert dyads(out) == [("XA-XB", "XA", "XB"), ("XA-XU", "XA", "XU")]
    write(data, "XB-XU", name="almanac")
    build([data], assets.ontology(), out, rdf=False)
    assert dyads(out) == [("XA-XB", "XA", "XB"), ("XB-XU", "XB", "XU")]
    assert (out / "sources" / "yearbook" / "Measurement.parquet").stat().st_ino == kept


def test_a_row_that_says_something_of_a_pair_makes_it_complete(data: Path, tmp_path: Path) -> None:
    (data / "yearbook" / "Dyad.csv").write_text("key,distance\nXA-XU,5\n", "utf-8")
    write_partitions(open_sources([data], ONTOLOGY), tmp_path)
    assert dyads(tmp_path) == [("XA-XB", "XA", "XB"), ("XA-XU", "XA", "XU")]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [("XB-XA", "Write XA-XB:"), ("XBB-XAA", "Write XA-XB:"), ("XU-XA", "Write XA-XU:"), ("XA-YY", "Define it")],
)
def test_a_code_that_is_wrong_names_the_nearest_pair(written: str, remedy: str, data: Path) -> None:
    write(data, written)
    (fault, *_) = faults(data)
    assert (fault.slug, fault.column, fault.value) == ("key-unknown", "is_about_dyad", written)
    assert remedy in fault.remedy


def test_of_many_keys_that_nothing_has_the_first_are_told_the_nearest_and_all_are_counted(data: Path) -> None:
    write(data, *(f"XA-XB{number:03d}" for number in range(302)), Dyad="key,distance\nXA-XB,5\n")
    told = [fault.remedy for fault in faults(data)]
    assert len(told) == 302
    assert ["Did you mean" in remedy for remedy in told] == [True] * 300 + [False] * 2
    beyond = (
        "What is nearest is said of the first 300 alone. Define it in a table of the right class (dyad), or mend it."
    )
    assert told[300:] == [beyond] * 2


def test_a_pair_that_is_written_otherwise_is_named_after_many_others(data: Path) -> None:
    write(data, *(f"XA-YY{number:03d}" for number in range(301)), "XBB-XAA")
    assert "Write XA-XB:" in [*faults(data)][-1].remedy


def test_a_pair_lasts_no_longer_than_its_economies(data: Path) -> None:
    path = data / "yearbook" / "Measurement.csv"
    path.write_text("is_about_dyad,period,amount\nXB-XCHH,1993,1\nXB-XCHH,1991,1\n", "utf-8")
    (fault,) = faults(data)
    assert (fault.slug, fault.line, fault.column) == ("cell-invalid", 2, "valid_from")
    assert "until 1992-01-01" in fault.problem
