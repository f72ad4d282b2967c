"""What the sources of a build say of themselves: a file of N-Quads beside the rows of each."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.load.source import Source
from kg.rows.partition import SOURCES

DESCRIPTION = "source.nq"


def descriptions(sources: Iterable[Source]) -> list[str]:
    """Name the parts of a build that say what sources say of themselves."""
    return [f"{SOURCES}/{source.id}/{DESCRIPTION}" for source in sources]


def write_descriptions(sources: Sequence[Source], folder: Path) -> None:
    """Write what the sources say of themselves beside their partitions."""
    for name, source in zip(descriptions(sources), sources, strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_lines(path, source.lines)


def read_descriptions(folder: Path) -> list[str]:
    """Return what the sources of a build say of themselves, as N-Quads lines."""
    files = sorted(folder.glob(f"{SOURCES}/*/{DESCRIPTION}"))
    return [line for file in files for line in read_lines(file)]


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines of N-Quads to a file."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file of N-Quads."""
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
