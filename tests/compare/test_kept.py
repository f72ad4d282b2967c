"""What expressions compile to is kept, and made anew where it is not theirs or cannot be read."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.compare import kept as module
from kg.compare.kept import Queries, kept


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], Queries]:
    """Return a function that compiles to another query each time; what is kept lies in a folder of the test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    made = iter(range(99))
    return lambda: [["step", f"SELECT {next(made)}"]]


def test_the_same_is_compiled_once_and_other_inputs_anew(compiled: Callable[[], Queries]) -> None:
    first = kept("all", "inputs", compiled)
    assert kept("all", "inputs", compiled) == first
    assert kept("all", "others", compiled) != first
    assert kept("two", "inputs", compiled) != first


def test_other_code_is_compiled_anew_and_the_old_is_removed(
    compiled: Callable[[], Queries], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = kept("all", "inputs", compiled)
    monkeypatch.setattr(module, "_VERSIONS", ("another engine",))
    assert kept("all", "inputs", compiled) != first
    assert len([*tmp_path.rglob("*.json")]) == 1


def test_what_cannot_be_read_is_compiled_anew(compiled: Callable[[], Queries], tmp_path: Path) -> None:
    first = kept("all", "inputs", compiled)
    (place,) = tmp_path.rglob("*.json")
    place.write_text("[", encoding="utf-8")
    again = kept("all", "inputs", compiled)
    assert again != first
    assert kept("all", "inputs", compiled) == again
