"""A build that takes over what it can from the last one is, byte for byte, the build from nothing."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.building import build
from kg.core import assets
from kg.core.errors import BuildDamaged, BuildMissing, KeyAmbiguous, OutputUnwritable
from kg.core.graph import NQUADS, STORE, open_build
from kg.core.manifest import FINDINGS, MANIFEST, check_build, content_digest
from kg.core.output import _machine
from kg.core.progress import silent
from kg.core.time_axes import TimeAxes
from kg.export import export
from kg.rdf.on_demand import open_graph
from kg.restrict import restrict
from kg.rows.engine import engine
from tests.builds import Shared
from tests.test_restrict import WHOLE, left, lines_of, written
from tests.yearbook import SOURCE

ONTOLOGY = assets.ontology()
KEPT = {"yearbook": "Dyad.parquet", "speech": "Measurement.parquet"}
Change: TypeAlias = Callable[[Path], object]
Days: TypeAlias = tuple[date | None, date | None]


def parts(folder: Path) -> dict[str, bytes]:
    """Return the files of a build that are the same for the same inputs."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != STORE)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if path.name != "store.json"}


def inodes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def rebuilt(data: Path, out: Path, whole: Path, ontology: Path = ONTOLOGY) -> None:
    """Build over the last build, and from nothing, and hold the two equal."""
    build([data], ontology, out)
    shutil.rmtree(whole, ignore_errors=True)
    build([data], ontology, whole)
    found, expected = parts(out), parts(whole)
    assert found.keys() == expected.keys()
    assert [name for name in found if found[name] != expected[name]] == []
    assert lines_of(open_build(out)) == lines_of(open_build(whole))
    check_build(out, None)


def said(table: str, old: str, new: str) -> Change:
    """Change a text of a file wherever it stands."""

    def change(data: Path) -> None:
        text = (data / table).read_text(encoding="utf-8")
        assert re.search(old, text, re.MULTILINE)
        (data / table).write_text(re.sub(old, new, text, flags=re.MULTILINE), encoding="utf-8")

    return change


def new_source(data: Path) -> None:
    """Add a source that says something of a country, a dyad, and a firm of its own."""
    folder = data / "almanac"
    folder.mkdir()
    folder.joinpath("source.ttl").write_text(SOURCE.replace("source/yearbook", "source/almanac") + " .\n", "utf-8")
    folder.joinpath("Country.csv").write_text("key,iso_code,label_en\nXA,XA,A\n", "utf-8")
    folder.joinpath("Firm.csv").write_text("key,label_en\nforge,Forge\n", "utf-8")


# Changes of one step are of one source, and none lets all be made anew in which another would be told.
CHANGES: dict[str, tuple[Change, ...]] = {
    "an amount, and a claim more": (
        said("yearbook/Measurement.csv", ",dyad/XA-XB,10,", ",dyad/XA-XB,11,"),
        said("yearbook/Measurement.csv", r"\Z", "#row=9,more,dyad/XA-XB,3,,2003-01-01,,\n"),
    ),
    "words": (said("speech/Measurement.csv", "we traded nine", "we  sold  nine"),),
    "a shortcut less, and the order of rows": (
        said("yearbook/Ownership.csv", "^.*mill-owns.*\n", ""),
        said("yearbook/Firm.csv", "(mill,Mill\n)(mine,Mine\n)", r"\2\1"),
    ),
    "a name in sentences": (said("yearbook/Country.csv", ",B,Б,Б", ",Bia,Б,Б"),),
    "one source more": (new_source,),
    "no judgement of identity": (said("yearbook/Mapping.csv", ",same,", ",different,"),),
    "a description, and one source less": (
        said("speech/source.ttl", "Yearbook of XA", "A speech"),
        lambda data: shutil.rmtree(data / "almanac"),
    ),
}


def test_what_changes_little_by_little_is_what_is_built_from_nothing(tmp_path: Path) -> None:
    data = written(tmp_path / "data", WHOLE)
    out = build([data], ONTOLOGY, tmp_path / "build").folder
    for name, changes in CHANGES.items():
        before, untouched = inodes(out), {source: content_digest(data / source) for source in KEPT}
        for change in changes:
            change(data)
        rebuilt(data, out, tmp_path / "whole")
        after = inodes(out)
        of_same = [
            f"sources/{source}/{KEPT[source]}" for source in KEPT if content_digest(data / source) == untouched[source]
        ]
        assert of_same, name
        assert {file: after[file] for file in of_same} == {file: before[file] for file in of_same}, name
        assert any(after.get(file) == inode for file, inode in before.items() if file.endswith(".sst")), name


days = st.none() | st.dates(date(1999, 12, 1), date(2006, 12, 31))


@settings(max_examples=3)
@given(before=st.tuples(days, days), after=st.tuples(days, days), label=st.sampled_from("AB"))
def test_rows_of_any_days_become_those_of_any_others(
    before: Days, after: Days, label: str, made: Callable[[Days, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    out = shutil.copytree(made(before, "A") / "build", folder / "build")
    expected = made(after, label)
    build([expected / "data"], ONTOLOGY, out)
    assert parts(out) == parts(expected / "build")
    assert lines_of(open_build(out)) == lines_of(open_build(expected / "build"))


@pytest.fixture(scope="module")
def made(once: Shared, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Days, str], Path]:
    """Return a function that builds the rows that two days leave, each once, with a name of a country."""

    @cache
    def run(on: Days, label: str) -> Path:
        folder = tmp_path_factory.mktemp("made")
        data = written(folder / "data", left(WHOLE, *on))
        said("yearbook/Country.csv", ",A,А,А", f",{label},А,А")(data)
        (folder / "build").symlink_to(once.build([data]))
        return folder

    return run


def test_a_key_that_another_source_makes_ambiguous_ends_either_build(
    made: Callable[[Days, str], Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(made((None, None), "A"), tmp_path / "made")
    data = shutil.copytree(folder / "data", tmp_path / "data")
    said("yearbook/Measurement.csv", "dyad/XA-XB", "XA-XB")(data)
    build([data], ONTOLOGY, folder / "build")
    before = parts(folder / "build")
    new_source(data)
    data.joinpath("almanac", "Region.csv").write_text(
        "key,iso_code,official_name,is_within\nXA-XB,XA-XB,Namesake,XA\n", "utf-8"
    )
    for out in (folder / "build", tmp_path / "whole"):
        with pytest.raises(KeyAmbiguous):
            build([data], ONTOLOGY, out)
    assert parts(folder / "build") == before


@pytest.mark.parametrize("name", [NQUADS, FINDINGS, "known/concluded.nq", "sources/yearbook/Dyad.parquet"])
def test_nothing_is_taken_over_from_a_build_that_is_not_as_it_was_written(
    name: str, made: Callable[[Days, str], Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(made((None, None), "A"), tmp_path / "made")
    path = folder / "build" / name
    content = path.read_bytes()
    path.write_bytes(content[:-9] + b"x" + content[-8:])
    build([folder / "data"], ONTOLOGY, folder / "build")
    assert parts(folder / "build") == parts(made((None, None), "A") / "build")


def test_a_build_without_rdf_gets_its_graph_when_it_is_first_asked_for(
    made: Callable[[Days, str], Path], tmp_path: Path
) -> None:
    whole = made((None, None), "A")
    out = tmp_path / "build"
    assert build([whole / "data"], ONTOLOGY, out, rdf=False).statements is None
    rows = {name: content for name, content in parts(whole / "build").items() if name not in {NQUADS, MANIFEST}}
    assert parts(out).items() - {(MANIFEST, parts(out)[MANIFEST])} == rows.items()
    with pytest.raises(BuildMissing):
        open_build(out)
    other = shutil.copytree(out, tmp_path / "other" / "build")
    export(restrict(other, ONTOLOGY, TimeAxes()), "nq", tmp_path / "out.nq", "en", silent)
    assert (tmp_path / "out.nq").read_bytes() == (whole / "build" / NQUADS).read_bytes()
    assert parts(other) == parts(whole / "build")
    assert lines_of(open_graph(out, ONTOLOGY)) == lines_of(open_build(whole / "build"))
    assert parts(out) == parts(whole / "build")
    assert lines_of(open_build(out)) == lines_of(open_build(whole / "build"))


def test_the_graph_is_made_by_no_other_ontology(made: Callable[[Days, str], Path], tmp_path: Path) -> None:
    out, other = tmp_path / "build", shutil.copytree(ONTOLOGY, tmp_path / "ontology")
    build([made((None, None), "A") / "data"], ONTOLOGY, out, rdf=False)
    said("core.ttl", '"note"@en', '"a note"@en')(other)
    before = parts(out)
    with pytest.raises(BuildDamaged):
        open_graph(out, other)
    assert parts(out) == before


def test_what_a_killed_run_left_goes_where_nothing_has_changed(
    made: Callable[[Days, str], Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(made((None, None), "A"), tmp_path / "made")
    host, run = _machine()
    left = folder / f".build.{host}-{run}.0a1b2c3d.partial"
    left.mkdir()
    build([folder / "data"], ONTOLOGY, folder / "build")
    assert not left.exists()
    assert parts(folder / "build") == parts(made((None, None), "A") / "build")


def test_the_engine_shows_no_progress_of_its_own() -> None:
    with engine() as made:
        assert made.execute("SELECT current_setting('enable_progress_bar')") == [(False,)]


def test_nothing_is_taken_over_from_a_build_that_another_took_the_place_of(
    made: Callable[[Days, str], Path], tmp_path: Path
) -> None:
    folder, other = shutil.copytree(made((None, None), "A"), tmp_path / "made"), made((None, None), "B")
    said("yearbook/Country.csv", ",A,А,А", ",C,А,А")(folder / "data")
    out = folder / "build"

    def exchanged(step: str) -> None:
        if step == "comparing claims":
            out.rename(tmp_path / "old")
            shutil.copytree(other / "build", out)

    with pytest.raises(OutputUnwritable, match="meanwhile"):
        build([folder / "data"], ONTOLOGY, out, None, exchanged)
    assert parts(out) == parts(other / "build")
