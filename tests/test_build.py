"""A build is the same every time, and its two forms say the same."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kg.building import Built, build
from kg.core import assets, iri, terms
from kg.core.graph import (
    FLAT,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    matches,
    open_build,
    quads_as_lines,
)
from kg.core.manifest import FINDINGS, MANIFEST, NQUADS, check_build
from kg.core.ontology import Ontology, column_name, read_ontology
from kg.core.rdf_files import read_quads
from kg.load.tables import open_sources
from kg.rows.partition import partition_of
from tests.stores import save_store, stated
from tests.yearbook import MEASUREMENT, write_yearbook

BUILD = """
import sys
from pathlib import Path
from kg.core import assets
from kg.building import Built, build
build([Path(sys.argv[2])], assets.ontology(), Path(sys.argv[1]))
print("pandas" in sys.modules)
"""


def test_builds_under_other_hash_seeds_are_byte_identical(small_data: Path, tmp_path: Path) -> None:
    for seed in ("1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Almaty"}
        command = [sys.executable, "-c", BUILD, str(tmp_path / seed), str(small_data)]
        done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
        assert done.stdout == "False\n", "a build loads pandas, which takes a second"
    build([small_data], assets.ontology(), tmp_path / "here")
    for name in (NQUADS, FLAT):
        of_each = {(tmp_path / one / name).read_bytes() for one in ("here", "1", "4711")}
        assert len(of_each) == 1, name


def test_the_graph_is_canonical(seed_build: Path) -> None:
    lines = (seed_build / "kg.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    data = [line for line in lines if f"<{iri.ONTOLOGY_GRAPH}>" not in line]
    assert not [line for line in data if "_:" in line.partition(" ")[0]]


def test_the_default_graph_of_the_store_holds_every_statement_once(seed_build: Path) -> None:
    lines = (seed_build / "kg.nq").read_text(encoding="utf-8").splitlines()
    store = open_build(seed_build)
    union = [str(quad.triple) for quad in matches(store, None, None) if not has_blank(quad)]
    assert len(union) == len(set(union))
    assert set(union) == {line.rsplit(" ", 2)[0] for line in lines if "_:" not in line}
    named = {f"{quad} ." for quad in store if quad.graph_name != DefaultGraph() and not has_blank(quad)}
    assert named <= {*lines}


def has_blank(quad: Quad) -> bool:
    return "_:" in str(quad)


def test_blank_nodes_of_the_ontology_get_the_same_names_in_any_order() -> None:
    quads = read_quads(assets.ontology() / "axioms.ttl")
    assert quads_as_lines(quads) == quads_as_lines(reversed(quads))


def as_lexical(value: Any) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def flat_triples(build: Path, ontology: Ontology) -> Iterator[tuple[str, str, str]]:
    """Turn the flat claims back into triples, each value as its lexical form."""
    predicates = {
        column_name(quad.object.value): quad.object.value
        for quad in ontology.shapes.quads_for_pattern(None, NamedNode(iri.PREFIXES["sh"] + "path"), None)
        if isinstance(quad.object, NamedNode)
    }
    for row in pq.read_table(build / FLAT).to_pylist():
        claim = row.pop("claim")
        yield claim, "type", iri.expand(row.pop("class"))
        assert row.pop("source")
        for name, value in row.items():
            predicate = predicates.get(name) or predicates[name.rpartition("_")[0]]
            for part in [] if value is None else as_lexical(value).split("|"):
                yield claim, predicate, part


def graph_triples(store: Store, ontology: Ontology) -> Iterator[tuple[str, str, str]]:
    classes = set(ontology.subs(terms.Claim))
    claims = {q.subject for q in store.quads_for_pattern(None, NamedNode(terms.claimKey), None)}
    for quad in store:
        graph = quad.graph_name
        if quad.subject in claims and isinstance(graph, NamedNode) and graph.value.startswith(iri.SOURCE_GRAPHS):
            assert isinstance(quad.object, NamedNode | Literal)
            is_type = quad.object.value in classes and quad.predicate.value.endswith("#type")
            yield str(quad.subject).strip("<>"), "type" if is_type else quad.predicate.value, quad.object.value


def test_the_flat_claims_and_the_graph_say_the_same(seed_build: Path) -> None:
    ontology = read_ontology(assets.ontology())
    flat = sorted(flat_triples(seed_build, ontology))
    store = Store()
    store.load(path=str(seed_build / "kg.nq"))
    graph = sorted(graph_triples(store, ontology))
    assert len(flat) > 900
    assert flat == graph


def test_a_header_that_names_the_class_of_its_keys_fills_the_flat_column_without_it() -> None:
    loaded = open_sources([assets.data()], read_ontology(assets.ontology()))
    assert any("has_owned_project" in table.header for table in loaded.tables)
    assert not any("has_owned" in table.header for table in loaded.tables)
    names = {c.name for table in loaded.tables for c in partition_of(table, Path()).columns}
    assert "has_owned" in names
    assert "has_owned_project" not in names


def test_a_flat_claim_that_differs_would_be_noticed(seed_build: Path) -> None:
    ontology = read_ontology(assets.ontology())
    store = Store()
    store.load(path=str(seed_build / "kg.nq"))
    victim = next(store.quads_for_pattern(None, NamedNode(terms.amount), None))
    store.remove(victim)
    assert sorted(flat_triples(seed_build, ontology)) != sorted(graph_triples(store, ontology))


def test_a_list_of_blank_nodes_stays_whole_wherever_a_portion_ends(
    seed_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (seed_build / "kg.nq").read_text(encoding="utf-8").splitlines()
    monkeypatch.setattr("kg.rdf.fill._PORTION", 20_000)
    kept = [line for line in lines if iri.ONTOLOGY_GRAPH in line]
    assert save_store(kept, tmp_path / "kg.nq", tmp_path / "store") == len(kept)
    assert sorted(quads_as_lines(stated(Store(str(tmp_path / "store")), None, None))) == kept


def test_the_words_verify_against_the_article(shared: Path, small_data: Path, tmp_path: Path) -> None:
    built = build([small_data], assets.ontology(), tmp_path / "build", shared / "seed")
    assert built.notes == ()
    assert built.claims == 89


def test_a_build_of_the_same_inputs_stays_unless_it_is_damaged(tmp_path: Path) -> None:
    source, out = write_yearbook(tmp_path / "data", Measurement=MEASUREMENT), tmp_path / "build"

    def made() -> tuple[Built, int]:
        built = build([tmp_path / "data"], assets.ontology(), out)
        return built, (out / MANIFEST).stat().st_ino

    first, place = made()
    assert made() == (first, place)
    assert (first.claims, first.sources, first.notes) == (2, 1, ())
    with (out / FINDINGS).open("r+b") as file:
        file.write(b"X")
    again, other = made()
    assert (again, other != place) == (first, True)
    check_build(out, None)
    table = source / "Measurement.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("12.50", "12.51"), encoding="utf-8")
    assert made()[1] != other
    assert "12.51" in (out / NQUADS).read_text(encoding="utf-8")
    before = (out / MANIFEST).stat().st_ino
    build([tmp_path / "data"], assets.ontology(), out, all_graphs=True)
    assert (out / MANIFEST).stat().st_ino != before
