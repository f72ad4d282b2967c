"""What the sources of a build say of themselves: a file of N-Quads beside the rows of each."""

from collections.abc import Iterable
from pathlib import Path

from kg.load.source import Source
from kg.rows.partition import SOURCES

_DESCRIPTION = "source.nq"


def write_descriptions(sources: Iterable[Source], folder: Path) -> None:
    """Write what the sources say of themselves beside their partitions."""
    for source in sources:
        path = folder / SOURCES / source.id / _DESCRIPTION
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in source.lines), encoding="utf-8", newline="\n")


def read_descriptions(folder: Path) -> list[str]:
    """Return what the sources of a build say of themselves, as N-Quads lines."""
    files = sorted(folder.glob(f"{SOURCES}/*/{_DESCRIPTION}"))
    return [line for file in files for line in file.read_text(encoding="utf-8").split("\n") if line]
