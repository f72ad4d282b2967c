"""A build says what it was made of and what it is: only such a one is replaced, and damage is noticed."""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from kg import __version__
from kg.building import build as make
from kg.core import assets
from kg.core.errors import ArgumentInvalid, BuildDamaged, BuildMissing
from kg.core.graph import FINDINGS, FLAT, NQUADS, STORE, NamedNode, matches, open_build, reading
from kg.core.manifest import (
    MANIFEST,
    Manifest,
    check_build,
    check_replaceable,
    content_digest,
    part,
    read_manifest,
    seal,
)
from kg.session import Graph
from tests.running import kg

LISTS = (MANIFEST, "store.json")


@pytest.fixture
def build(world_build: Path, tmp_path: Path) -> Path:
    """Return a copy of the invented world that may be damaged."""
    return Path(shutil.copytree(world_build, tmp_path / "build"))


# --- what it says -----------------------------------------------------------------------------------------------


def test_the_manifest_names_every_file_and_what_it_was_made_of(tmp_path: Path) -> None:
    folder, source = tmp_path / "build", tmp_path / "source"
    (folder / STORE).mkdir(parents=True)
    source.mkdir()
    for path, text in ((folder / "a", "one"), (folder / STORE / "1.sst", ""), (source / "t.csv", "key\n")):
        path.write_text(text, encoding="utf-8")
    seal(folder, {"source/s": content_digest(source)}, {"claims": 2}, ["a note"])
    found = read_manifest(folder)
    assert (found.format, found.version) == ("dyad-build/3", __version__)
    assert {name: (one.size, one.sha256) for name, one in found.parts.items()} == {
        "a": (3, "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"),
        f"{STORE}/1.sst": (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    }
    assert (found.inputs, found.counts, found.notes) == (
        {"source/s": content_digest(source)},
        {"claims": 2},
        ["a note"],
    )
    assert json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["parts"].keys() == {"a"}
    assert str(tmp_path) not in "".join((folder / name).read_text(encoding="utf-8") for name in LISTS)


def test_a_digest_of_a_folder_tells_names_and_bytes_but_neither_its_place_nor_hidden_files(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name / "in").mkdir(parents=True)
        (tmp_path / name / "in" / "t.csv").write_text("key\n", encoding="utf-8")
    (tmp_path / "b" / ".lock").touch()
    (tmp_path / "b" / "empty").mkdir()
    whole = content_digest(tmp_path / "a")
    assert content_digest(tmp_path / "b") == whole
    (tmp_path / "a" / "in" / "t.csv").rename(tmp_path / "a" / "t.csv")
    (tmp_path / "b" / "in" / "t.csv").write_text("kez\n", encoding="utf-8")
    assert len({whole, content_digest(tmp_path / "a"), content_digest(tmp_path / "b")}) == 3


def test_a_build_names_its_inputs_and_nothing_of_the_machine(seed_build: Path) -> None:
    found = read_manifest(seed_build)
    sources = ("iso-3166", "kazinform-2025-11-12", "register")
    assert list(found.inputs) == ["all_graphs", "kg", "ontology", *(f"source/{name}" for name in sources)]
    assert found.counts.keys() == {"statements", "claims", "sources"}
    assert {NQUADS, FLAT, FINDINGS, f"{STORE}/CURRENT"} <= found.parts.keys()
    assert [name for name in found.parts if name.startswith(f"{STORE}/LOG")] == []
    assert check_build(seed_build, None) == found


# --- what may be replaced ---------------------------------------------------------------------------------------


def test_a_build_and_an_empty_folder_may_be_replaced(build: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (build, tmp_path / "empty", tmp_path / "none"):
        check_replaceable(folder)
    (build / NQUADS).unlink()
    (build / FLAT).write_bytes(b"")
    check_replaceable(build)


STRANGERS: dict[str, Callable[[Path], object]] = {
    "thesis.txt": lambda build: (build / "thesis.txt").touch(),
    ".hidden": lambda build: (build / ".hidden").touch(),
    "notes": lambda build: (build / "notes").mkdir(),
    f"{STORE}/notes/deep": lambda build: (build / STORE / "notes" / "deep").mkdir(parents=True),
    f"{STORE}/mine": lambda build: (build / STORE / "mine").touch(),
    "link": lambda build: (build / "link").symlink_to(build.parent),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_folder_that_holds_anything_else_is_not_replaced(name: str, build: Path) -> None:
    STRANGERS[name](build)
    with pytest.raises(ArgumentInvalid, match=f"other things than a build: {name}[.]") as raised:
        check_replaceable(build)
    assert raised.value.path == build


@pytest.mark.parametrize(
    "manifest", [None, "", "{}", "[]", '{"name": "app", "parts": {}}', '{"format": "dyad-build/3", "parts": ["kg.nq"]}']
)
def test_names_alone_do_not_make_a_folder_a_build(manifest: str | None, tmp_path: Path) -> None:
    for name in (NQUADS, FLAT, FINDINGS, "a", "b", "c"):
        (tmp_path / name).touch()
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(ArgumentInvalid, match=r"than a build: a, b, .* and \d more[.]"):
        check_replaceable(tmp_path)


@pytest.mark.parametrize(("count", "said"), [(5, "a, b, c, d, e."), (7, "a, b, c, d, e and 2 more.")])
def test_the_first_things_that_are_no_build_are_named(count: int, said: str, tmp_path: Path) -> None:
    for name in "abcdefg"[:count]:
        (tmp_path / name).touch()
    with pytest.raises(ArgumentInvalid) as raised:
        check_replaceable(tmp_path)
    assert raised.value.problem.endswith(f"than a build: {said}")


def relisted(build: Path, **fields: object) -> None:
    found = json.loads((build / MANIFEST).read_text(encoding="utf-8"))
    found |= fields
    kept = {name: value for name, value in found.items() if value is not None}
    (build / MANIFEST).write_text(json.dumps(kept), encoding="utf-8")


@pytest.mark.parametrize(
    "fields", [{"counts": {"claims": "2"}}, {"counts": [2]}, {"notes": [2]}, {"notes": "note"}, {"inputs": ["kg"]}]
)
def test_counts_notes_and_inputs_are_such(fields: dict[str, object], build: Path) -> None:
    relisted(build, **fields)
    with pytest.raises(BuildDamaged, match="list of parts is none"):
        check_build(build)


def test_a_build_of_an_older_form_is_replaced_but_not_read(build: Path) -> None:
    relisted(build, format="dyad-build/1", counts=None, notes=None)
    check_replaceable(build)
    with pytest.raises(BuildDamaged, match="dyad-build/1"):
        check_build(build)


def test_a_list_of_nothing_makes_no_build(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{}", encoding="utf-8")
    with pytest.raises(ArgumentInvalid, match=MANIFEST):
        check_replaceable(tmp_path)


@pytest.mark.parametrize("out", ["data", "data/build", "data/source/build", "link/build"])
def test_a_build_among_the_sources_is_refused(out: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to("data")
    with pytest.raises(ArgumentInvalid, match="among the sources"):
        make([tmp_path / "other", tmp_path / "data"], assets.ontology(), tmp_path / out)
    with pytest.raises(ArgumentInvalid, match="holds no source"):
        make([tmp_path / "data"], assets.ontology(), tmp_path / "database")


# --- damage -----------------------------------------------------------------------------------------------------

COMMANDS = [
    ("ask", "turnover"),
    ("query", "-"),
    *(("conflicts",), ("targets",), ("mirror",), ("sources",), ("match",), ("why", "x")),
    *(("export", "--format", form, "--out", "out") for form in ("gexf", "nq", "csv", "trig")),
    ("conflicts", "--between", "x", "y"),
    ("ask", "turnover", "--as-known-on", "2020-01-01"),
]


def changed(path: Path, place: int) -> None:
    """Change one byte of a file."""
    found = bytearray(path.read_bytes())
    found[place] ^= 0xFF
    path.write_bytes(found)


def tables(build: Path) -> list[Path]:
    """Return the files of the store that hold more than a few statements."""
    return [path for path in (build / STORE).glob("*.sst") if path.stat().st_size > 3000]


CUT: dict[str, Callable[[Path], object]] = {
    "no half": lambda build: (build / FLAT).unlink(),
    "half is a folder": lambda build: (build / STORE).rename((build / NQUADS).rename(build / "x").with_name(NQUADS)),
    "half is a link": lambda build: (build / FLAT).symlink_to((build / FLAT).rename(build / "x")),
    "no store": lambda build: shutil.rmtree(build / STORE),
    "no CURRENT": lambda build: (build / STORE / "CURRENT").unlink(),
    "cut table": lambda build: tables(build)[0].write_bytes(tables(build)[0].read_bytes()[:-1]),
    "no list": lambda build: (build / LISTS[1]).unlink(),
    "list is junk": lambda build: (build / MANIFEST).write_bytes(b"\xff{"),
    "list is deep": lambda build: (build / LISTS[1]).write_text("[" * 99_999, encoding="utf-8"),
    "list is no list": lambda build: (build / MANIFEST).write_text("[]", encoding="utf-8"),
    "size is no number": lambda build: listing(build, "kg.nq", {"size": "3", "sha256": ""}),
    "list leads out": lambda build: listing(build, "../secret.txt", {"size": 0, "sha256": ""}),
    "list leads away": lambda build: listing(build, "/etc/hostname", {"size": 0, "sha256": ""}),
    "name cannot be": lambda build: listing(build, "x" * 300, {"size": 0, "sha256": ""}),
    "other form": lambda build: (build / MANIFEST).write_text(
        (build / MANIFEST).read_text(encoding="utf-8").replace("dyad-build/3", "dyad-build/0"), encoding="utf-8"
    ),
}


def listing(build: Path, name: str, one: dict[str, object]) -> None:
    (build / LISTS[1]).write_text(json.dumps({"parts": {name: one}}), encoding="utf-8")


@pytest.mark.parametrize("damage", CUT)
def test_a_build_that_is_not_whole_is_not_opened(damage: str, build: Path) -> None:
    CUT[damage](build)
    for use in (open_build, lambda folder: part(folder, NQUADS), lambda folder: check_build(folder, None)):
        with pytest.raises(BuildDamaged) as raised:
            use(build)
        assert raised.value.path is not None
        assert raised.value.path.is_relative_to(build)
        assert raised.value.remedy == "Run `kg build` again."


def test_a_list_in_a_pipe_is_not_read(build: Path) -> None:
    path = build / LISTS[1]
    text = path.read_text(encoding="utf-8")
    path.unlink()
    os.mkfifo(path)

    def offer() -> None:
        with suppress(BrokenPipeError):
            path.write_text(text, encoding="utf-8")

    writer = Thread(target=offer, daemon=True)
    writer.start()
    with pytest.raises(BuildDamaged):
        check_build(build)
    while writer.is_alive():
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))


def test_no_command_answers_from_a_build_that_is_not_whole(build: Path) -> None:
    (build / FLAT).unlink()
    for arguments in [*COMMANDS, ("check", "build")]:
        done = kg(build.parent, *arguments, text="SELECT * { ?s ?p ?o }")
        assert done.returncode == 2, arguments
        assert f"where:  {Path('build') / FLAT}" in done.stdout + done.stderr, arguments
    assert not (build.parent / "out").exists()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        (NQUADS, ("export", "--format", "nq", "--out", "out")),
        (NQUADS, ("export", "--format", "ttl", "--out", "out")),
        (FLAT, ("export", "--format", "csv", "--out", "out")),
        *((name, ("check", "build")) for name in (NQUADS, FLAT, f"{STORE}/CURRENT")),
    ],
)
def test_a_part_of_the_same_size_and_other_bytes_is_noticed_where_it_is_read_from_end_to_end(
    name: str, arguments: tuple[str, ...], build: Path
) -> None:
    changed(build / name, 0)
    done = kg(build.parent, *arguments)
    assert done.returncode == 2
    assert "is not what was written" in done.stdout + done.stderr
    assert str(Path("build") / name) in done.stdout + done.stderr
    assert not (build.parent / "out").exists()


def test_a_session_reads_no_part_of_other_bytes(build: Path) -> None:
    shutil.copy(build / FLAT, build / FINDINGS)
    seal(build, {})
    opened = Graph(build)
    for name, read in ((FINDINGS, opened.findings), (FLAT, opened.claims), (NQUADS, opened.rdflib)):
        changed(build / name, 0)
        with pytest.raises(BuildDamaged, match="not what was written"):
            read()


@pytest.mark.parametrize("place", [-1, 200])
def test_what_the_engine_finds_damaged_at_once_or_late_is_a_sentence(place: int, build: Path) -> None:
    for table in tables(build):
        changed(table, place)
    done = kg(build.parent, "query", "-", text="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert done.returncode == 2
    assert "error: The store of the build cannot be read: Corruption" in done.stderr
    assert f"where:  {Path('build') / STORE}" in done.stderr


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        (FLAT, ("why", "bridge")),
        (FINDINGS, ("conflicts",)),
        ("derived.parquet", ("targets",)),
        ("sources/xa-gazette/Country.parquet", ("mirror",)),
        ("sources/xa-gazette/Measurement.parquet", ("sources",)),
        ("sources/described/source.nq", ("sources",)),
    ],
)
def test_rows_that_are_not_as_they_were_written_are_a_sentence(
    name: str, arguments: tuple[str, ...], build: Path
) -> None:
    changed(build / name, -1)
    done = kg(build.parent, *arguments)
    assert done.returncode == 2
    assert "is not what was written" in done.stderr
    assert str(Path("build") / name) in done.stderr


def test_a_damaged_store_is_told_as_such_where_it_is_opened(build: Path) -> None:
    changed(build / STORE / "CURRENT", 0)
    with pytest.raises(BuildDamaged, match="cannot be read: Corruption"):
        open_build(build)


def test_what_is_no_damage_is_not_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="other"), reading(tmp_path):
        raise RuntimeError("other")


def test_a_whole_build_is_fine_and_a_folder_without_one_is_none(build: Path, tmp_path: Path) -> None:
    done = kg(tmp_path, "check", "build")
    assert (done.returncode, done.stdout.partition(",")[0]) == (0, "build: conforms")
    (tmp_path / "empty").mkdir()
    assert kg(tmp_path, "check", "empty").returncode == 2
    (build / MANIFEST).unlink()
    with pytest.raises(BuildMissing):
        open_build(build)


def test_reading_changes_nothing(build: Path) -> None:
    assert next(iter(matches(open_build(build), None, NamedNode("x:none"))), None) is None
    check_build(build, None)


def test_a_build_that_is_replaced_while_it_is_checked_is_not_taken_for_damaged(
    build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(build, tmp_path / "other"))
    read = read_manifest

    def replaced(folder: Path) -> Manifest:
        found = read(folder)
        if other.exists():
            shutil.rmtree(build)
            other.rename(build)
            (build / NQUADS).write_bytes(b"")
            seal(build, {})
        return found

    monkeypatch.setattr("kg.core.manifest.read_manifest", replaced)
    assert check_build(build, None).parts[NQUADS].size == 0
