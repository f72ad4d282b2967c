"""Describe small raw files as if they were those that a shipped source was read from."""

import csv
import hashlib
import re
from pathlib import Path

from kg.load.adapt import adapt
from kg.load.raw.files import Raw


def describe(shipped: Path, folder: Path, raw: Raw) -> Path:
    """Copy the description of a shipped source into a folder, with the digests of these raw files."""
    text = (shipped / "source.ttl").read_text(encoding="utf-8")
    for name, path in raw.files.items():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        text, count = re.subn(rf'(fileName "{re.escape(name)}" ;\s+dyad:sha256 ")[0-9a-f]+', rf"\g<1>{digest}", text)
        assert count == 1, f"{shipped.name} describes no file {name}"
    described = folder / shipped.name
    described.mkdir()
    (described / "source.ttl").write_text(text, encoding="utf-8")
    return described


def write_raw(folder: Path, **files: list[dict[str, str]]) -> Raw:
    """Write rows as raw CSV files, named without their suffix; all rows of a file have the same columns."""
    paths = {}
    for name, rows in files.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        paths[path.name] = path
    return Raw(paths)


def rebuilds(source: Path, raw: Path, into: Path) -> list[str]:
    """Adapt a shipped source anew, hold its tables to the shipped ones, and name them."""
    names = sorted(adapt(source, raw, into))
    for name in names:
        made, shipped = (folder / f"{name}.csv" for folder in (into, source))
        assert made.read_bytes() == shipped.read_bytes(), f"{shipped} is not what the adaptor makes"
    return names
