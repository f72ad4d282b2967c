"""What the runs share is made once, never mistaken for what is made of something else, and kept while it is used."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.builds import Shared, begun, digest, sharing, sweep


def test_a_thing_is_made_once_whoever_asks_at_the_same_time(tmp_path: Path) -> None:
    (tmp_path / "input").write_text("one", encoding="utf-8")
    made = list[Path]()

    def make(folder: Path) -> None:
        made.append(folder)
        time.sleep(0.05)
        (folder / "result").touch()

    with ThreadPoolExecutor(4) as workers:
        ask = [workers.submit(Shared(tmp_path).made, "thing", [tmp_path / "input"], make) for _ in range(4)]
        found = {asked.result() for asked in ask}
    assert len(made) == len(found) == 1
    assert [path.name for path in found.pop().iterdir()] == ["result"]
    (tmp_path / "input").write_text("other", encoding="utf-8")
    Shared(tmp_path).made("thing", [tmp_path / "input"], make)
    assert len(made) == 2


def test_a_thing_that_failed_is_tried_again_and_is_there_whole_or_not(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise ValueError("half made")

    for _ in range(2):
        with pytest.raises(ValueError, match="half made"):
            Shared(tmp_path).made("thing", [], fail)
    whole = Shared(tmp_path).made("thing", [], lambda folder: (folder / "whole").touch())
    assert [path.name for path in whole.iterdir()] == ["whole"]


def made(folder: Path, kind: str, text: str) -> Path:
    """Return the file of a thing of some kind that is made of a text."""
    (folder / "input").write_text(text, encoding="utf-8")
    make = lambda place: (place / "file").write_text(text, encoding="utf-8")  # noqa: E731
    return Shared(folder).made(kind, [folder / "input"], make) / "file"


def test_what_the_last_run_made_is_there_unless_something_changed_it_or_ended_it(tmp_path: Path) -> None:
    stays, changed, halved = (made(tmp_path, "thing", text) for text in ("one", "two", "three"))
    before = stays.stat().st_mtime_ns
    (changed.parent / "more").touch()
    halved.parent.rename(halved.parent.with_suffix(".partial"))
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        *("input", "runs", stays.parent.name, f"{stays.parent.name}.lock"),
    }
    assert made(tmp_path, "thing", "one").stat().st_mtime_ns == before
    assert [path.name for path in made(tmp_path, "thing", "two").parent.iterdir()] == ["file"]


def test_what_was_being_made_when_a_run_was_killed_is_made_from_nothing(tmp_path: Path) -> None:
    whole = made(tmp_path, "thing", "one").parent
    whole.rename(whole.with_suffix(".partial"))
    (whole.with_suffix(".partial") / "more").touch()
    assert [path.name for path in made(tmp_path, "thing", "one").parent.iterdir()] == ["file"]


def test_what_a_run_did_not_use_goes_with_its_kind_when_nobody_reads(tmp_path: Path) -> None:
    old, other = made(tmp_path, "thing", "old"), made(tmp_path, "other", "old")
    for lock in tmp_path.glob("*.lock"):
        os.utime(lock, (0, 0))
    since = begun(tmp_path)
    new = made(tmp_path, "thing", "new")
    with sharing(tmp_path):
        sweep(tmp_path, since)
    assert old.exists()
    sweep(tmp_path, since)
    assert [path.exists() for path in (old, other, new)] == [False, True, True]


def test_names_bytes_and_places_of_files_count(tmp_path: Path) -> None:
    folder, linked = tmp_path / "data" / "axia", tmp_path / "linked"
    folder.mkdir(parents=True)
    linked.mkdir()
    (linked / "axia").symlink_to(folder, target_is_directory=True)
    found = []
    for name, text in (("a.csv", "key\n"), ("a.csv", "key\nx\n"), ("b.csv", "")):
        (folder / name).write_text(text, encoding="utf-8")
        found.append(digest([tmp_path / "data"]))
        assert digest([linked]) == found[-1]
    assert len(set(found)) == 3
    assert digest([folder, linked]) != digest([linked, folder])
