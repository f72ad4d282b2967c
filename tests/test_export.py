"""Every form of export is whole, the same each time, and says what it cannot hold."""

import csv
import importlib.util
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from pkgutil import resolve_name
from typing import overload

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.core.errors import BuildDamaged, BuildMissing, ExportImpossible, OutputUnwritable
from kg.core.graph import (
    NQUADS,
    STORE,
    Quad,
    RdfFormat,
    Store,
    parse,
    quads_as_lines,
)
from kg.core.manifest import content_digest, seal
from kg.core.ontology import read_ontology
from kg.core.output import file_beside
from kg.core.progress import silent
from kg.core.time_axes import TimeAxes
from kg.export import Losses, export_network, forms
from kg.export import export as export_build
from kg.network.asked import NetworkRequest, Where
from kg.network.model import Edge
from kg.restrict import Restriction
from kg.rows.as_csv import write_csv
from kg.validation.gexf import check_gexf
from tests.invented import PAIR, edge, made, network_at, ontology_with, said, store_of, write, write_build
from tests.stores import save_store

ROOT = Path(__file__).parents[1]


def export(build: Path, form: str, out: Path, language: str, ontology: Path = ROOT / "ontology") -> Losses:
    return export_build(Restriction(build, TimeAxes(), ontology), form, out, language, silent)


DRAWN = importlib.util.find_spec("resvg_py") is not None
"""Whether what draws PNG is there: it is an extra."""
OF_NETWORKS = [form for form in forms().values() if form.reads is None]


@pytest.mark.parametrize("form", [name for name, form in forms().items() if form.reads is not None])
def test_a_form_is_the_same_bytes_twice_and_leaves_nothing_beside(form: str, seed_build: Path, tmp_path: Path) -> None:
    first, second = tmp_path / f"one.{form}", tmp_path / f"two.{form}"
    losses = export(seed_build, form, first, "kk")
    assert export(seed_build, form, second, "kk") == losses
    assert first.read_bytes() == second.read_bytes() != b""
    assert sorted(path.name for path in tmp_path.iterdir()) == [first.name, second.name]
    assert bool(losses) == (form in {"ttl", "csv", "csv-safe", "qleverfile"})


def test_a_form_of_networks_is_the_same_bytes_twice(world_build: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        with network_at(world_build, NetworkRequest("borders"), "kk") as network:
            for form in (form for form in OF_NETWORKS if form.name != "png" or DRAWN):
                files = form.files(tmp_path / f"{name}-{form.name}.x")
                assert bool(form.write(network, *files)) == (form.name == "parquet")
    for one in tmp_path.glob("one-*"):
        assert one.read_bytes() == (tmp_path / one.name.replace("one", "two")).read_bytes() != b""


def test_a_form_of_several_files_puts_all_in_place_with_a_legend(world_build: Path, tmp_path: Path) -> None:
    where = Where(world_build, read_ontology(ROOT / "ontology"), "ru")
    export_network(where, NetworkRequest("borders"), "gephi", tmp_path / "x.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.csv.txt", "x.edges.csv", "x.nodes.csv"]
    legend = (tmp_path / "x.csv.txt").read_text(encoding="utf-8")
    for part in ("приграничные регионы", "Узлы: 5; Рёбра: 5", "Вес: переходы", "#0072b2  Аксия", "Ничего."):
        assert part in legend


@pytest.mark.skipif(DRAWN, reason="what draws PNG is installed")
def test_a_picture_that_nothing_here_draws_is_refused_with_what_to_install(seed_build: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportImpossible) as caught:
        export(seed_build, "png", tmp_path / "x.png", "en")
    assert "resvg-py" in caught.value.remedy
    assert [*tmp_path.iterdir()] == []


def test_nquads_are_those_of_the_build(seed_build: Path, tmp_path: Path) -> None:
    export(seed_build, "nq", tmp_path / "x.nq", "en")
    assert (tmp_path / "x.nq").read_bytes() == (seed_build / NQUADS).read_bytes()


@pytest.mark.parametrize(("form", "syntax"), [("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)])
def test_trig_and_jsonld_read_back_equal(form: str, syntax: RdfFormat, seed_build: Path, tmp_path: Path) -> None:
    export(seed_build, form, tmp_path / "x", "en")
    back = Store()
    back.extend(parse(path=str(tmp_path / "x"), format=syntax))
    assert sorted(quads_as_lines(back)) == (seed_build / NQUADS).read_text(encoding="utf-8").splitlines()


def test_trig_and_jsonld_gather_by_graph(tmp_path: Path) -> None:
    more = "<../graph/source/b> { <country/XA> :isWithin <region/XB-01> . <dyad/XA-XB> :isWithin <region/XB-01> }"
    build = build_of(store_of(said("a", "amount=5"), more), tmp_path / "build")
    for form in ("trig", "jsonld"):
        export(build, form, tmp_path / form, "en")
    trig = [line for line in (tmp_path / "trig").read_text(encoding="utf-8").splitlines() if line.endswith("> {")]
    jsonld = [graph["@id"] for graph in json.loads((tmp_path / "jsonld").read_text(encoding="utf-8"))]
    assert len(trig) == len({*trig}) == len(jsonld) == len({*jsonld}) == 3


def test_turtle_is_the_union_and_says_so(seed_build: Path, tmp_path: Path) -> None:
    (loss,) = export(seed_build, "ttl", tmp_path / "x.ttl", "en")
    store, union, back = Store(), Store(), Store()
    store.load(path=str(seed_build / NQUADS))
    union.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    back.extend(parse(path=str(tmp_path / "x.ttl"), format=RdfFormat.TURTLE))
    assert quads_as_lines(back) == quads_as_lines(union)
    assert f"{len(list(store.named_graphs()))} graphs" in loss
    assert f"{len(store):,} statements make {len(back):,} triples" in loss


def test_csv_is_the_flat_table(seed_build: Path, tmp_path: Path) -> None:
    export(seed_build, "csv", tmp_path / "x.csv", "en")
    table = pq.read_table(seed_build / "claims.parquet")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == table.schema.names
    assert len(rows) == table.num_rows
    for row, expected in zip(rows, table.to_pylist(), strict=True):
        for name, text in zip(header, row, strict=True):
            value = expected[name]
            if isinstance(value, Decimal):
                assert Decimal(text) == value
                assert not re.search(r"\.\d*0$|E", text)
            else:
                assert text == ("" if value is None else str(value).lower() if isinstance(value, bool) else str(value))


def test_lists_and_truth_values_of_a_flat_table_are_written_as_in_tables(tmp_path: Path) -> None:
    rows = {"a": [["x", "y"], None], "b": [True, False], "c": [Decimal("1200.500"), Decimal(3_000_000_000)]}
    pq.write_table(pa.table(rows), tmp_path / "flat.parquet")
    write_csv(tmp_path / "flat.parquet", tmp_path / "flat.csv")
    assert (tmp_path / "flat.csv").read_text(encoding="utf-8") == "a,b,c\nx|y,true,1200.5\n,false,3000000000\n"


def build_of(store: Store, folder: Path) -> Path:
    write_build(store, folder)
    save_store(sorted(quads_as_lines(store)), folder / NQUADS, folder / STORE)
    seal(folder, {})
    return folder


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    declared = ontology_with("", tmp_path)
    build = write_build(store_of(said("a", "amount=5 said=five")), tmp_path / "build", declared)
    seal(build, {"ontology": content_digest(declared)})
    out = tmp_path / "x.gexf"
    out.write_text("old")
    nothing = NetworkRequest("trade")
    with pytest.raises(ExportImpossible, match="no edges"):
        export_network(Where(build, read_ontology(declared)), nothing, "gexf", out)
    with pytest.raises(BuildDamaged, match="another ontology"):
        export(build, "nq", out, "en")
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "ontology", "x.gexf"]


def test_a_part_of_a_build_is_no_network(seed_build: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportImpossible, match="A network cannot") as caught:
        export_network(Where(seed_build, read_ontology(ROOT / "ontology")), NetworkRequest(), "nq", tmp_path / "x")
    assert "graphml" in caught.value.remedy


@pytest.mark.parametrize("form", ["gexf", "nq", "trig", "ttl", "jsonld"])
def test_two_builds_of_one_graph_give_the_same_bytes(form: str, tmp_path: Path) -> None:
    """Each store names its blank nodes anew, so that their names must not reach a file."""
    outs = []
    for name in ("one", "two"):
        build = build_of(store_of(said("a", "amount=5")), tmp_path / name)
        export(build, form, tmp_path / f"{name}.{form}", "en")
        outs.append((tmp_path / f"{name}.{form}").read_bytes())
    assert outs[0] == outs[1]


def test_misuse_is_named(seed_build: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportImpossible) as caught:
        export(seed_build, "gml", tmp_path / "x", "en")
    assert all(form in caught.value.remedy for form in forms())
    with pytest.raises(OutputUnwritable, match="is a folder"):
        export(seed_build, "nq", tmp_path, "en")
    with pytest.raises(BuildMissing):
        export(tmp_path / "none", "nq", tmp_path / "x", "en")


def test_a_network_is_refused_of_a_build_that_another_ontology_made(tmp_path: Path) -> None:
    build = write_build(store_of(said("a", "amount=5")), tmp_path / "build")
    seal(build, {"ontology": content_digest(ROOT / "ontology")})
    export(build, "gexf", tmp_path / "x.gexf", "en")
    seal(build, {"ontology": "another"})
    with pytest.raises(BuildDamaged, match="another ontology"):
        export(build, "gexf", tmp_path / "x.gexf", "en")


def test_what_writes_a_form_is_there() -> None:
    assert all(callable(resolve_name(form.writer)) for form in forms().values())


class Breaking(Sequence[Edge]):
    """Edges of which the last ends the run when it is read, which is while the file is written."""

    def __init__(self, end: Callable[[], None], count: int = 5000) -> None:
        self.end, self.read = end, 0
        self.edges = [edge(kind=f"k{n:06}") for n in range(count)]

    def __len__(self) -> int:
        return len(self.edges)

    @overload
    def __getitem__(self, index: int) -> Edge: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Edge]: ...
    def __getitem__(self, index: int | slice) -> Edge | Sequence[Edge]:
        if index == len(self.edges) - 1:
            self.read += 1
            if self.read == 1:
                self.end()
        return self.edges[index]


def write_breaking(out: Path, end: Callable[[], None]) -> None:
    with file_beside(out) as partial:
        write(made(PAIR, Breaking(end)), partial)


def test_an_error_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    def end() -> None:
        assert any(path.stat().st_size > 100_000 for path in tmp_path.glob(".x.gexf.*"))
        raise KeyboardInterrupt

    (tmp_path / "x.gexf").write_text("old")
    with pytest.raises(KeyboardInterrupt):
        write_breaking(tmp_path / "x.gexf", end)
    assert [path.name for path in tmp_path.iterdir()] == ["x.gexf"]
    assert (tmp_path / "x.gexf").read_text() == "old"


def test_a_killed_run_leaves_the_old_file_and_the_next_one_cleans_up(seed_build: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.gexf"
    out.write_text("old")
    code = (
        "import os, signal, sys; from pathlib import Path; from tests.test_export import write_breaking; "
        "write_breaking(Path(sys.argv[1]), lambda: os.kill(os.getpid(), signal.SIGKILL))"
    )
    result = subprocess.run([sys.executable, "-c", code, out], cwd=ROOT, check=False)
    assert result.returncode == -signal.SIGKILL
    assert out.read_text() == "old"
    assert len(list(tmp_path.glob(".x.gexf.*.partial"))) == 1
    export(seed_build, "gexf", out, "en")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.gexf", "x.gexf.txt"]
    assert check_gexf(out) == []
