"""What the workers of a run share is made once, and never mistaken for what is made of something else."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.builds import Shared, digest


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
