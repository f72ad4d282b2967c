"""Make the tables of a source anew, from the publisher's files or from small ones written in a test."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.errors import CountTooSmall, FileUnreadable, KgError, PatchUnused
from kg.load.adapt import adapt, adaptor
from kg.load.raw.files import Raw


def assert_rebuilt(folder: Path, raw: Path, into: Path) -> None:
    """Hold the shipped tables of a source to what its adaptor makes of the raw files, byte for byte."""
    counts = adapt(folder, raw, into)
    assert set(counts) == set(adaptor(folder.name))
    for table in counts:
        assert (into / f"{table}.csv").read_bytes() == (folder / f"{table}.csv").read_bytes()


def assert_truncation_refused(folder: Path, raw: Path, tmp_path: Path) -> None:
    """Hold a source to refusing a raw file without its second half, both unknown and described as it is."""
    source, files = tmp_path / folder.name, tmp_path / "raw"
    source.mkdir()
    files.mkdir()
    description = (folder / "source.ttl").read_text(encoding="utf-8")
    for name in re.findall('dyad:fileName "([^"]+)"', description):
        whole = next(raw.rglob(name)).read_bytes()
        lines = whole.splitlines(keepends=True)
        half = whole if name.endswith(".json") else b"".join(lines[: len(lines) // 2])
        (files / name).write_bytes(half)
        old, new = (hashlib.sha256(content).hexdigest() for content in (whole, half))
        assert old in description
        description = description.replace(old, new)
    with pytest.raises(FileUnreadable, match="SHA-256 differs"):
        adapt(folder, files, tmp_path)
    (source / "source.ttl").write_text(description, encoding="utf-8")
    with pytest.raises((CountTooSmall, PatchUnused)):
        adapt(source, files)


def raw_of(folder: Path, name: str, header: str, rows: Sequence[str]) -> Raw:
    """Write a small raw file."""
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in (header, *rows)), encoding="utf-8")
    return Raw({name: path})


def place(error: KgError) -> tuple[str | None, int | None, str | None, str | None]:
    """Return the file, row, column and value that an error names."""
    assert error.remedy
    return error.path.name if error.path else None, error.line, error.column, error.value
