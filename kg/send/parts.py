"""The graphs of a build: what each holds, and its statements in batches that a server takes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from kg.send.sums import Sum, has_blank, sum_of

_PORTION: Final = 20_000  # lines that are summed up at once


def graphs_in(nquads: Path) -> dict[str, Sum]:
    """Return the graphs of a file of canonical N-Quads by their IRIs, each with what it holds."""
    found: defaultdict[str, Sum] = defaultdict(Sum)
    with nquads.open(encoding="utf-8", newline="\n") as file:
        while lines := [*islice(file, _PORTION)]:
            for graph, statements in _by_graph(lines).items():
                found[graph] += sum_of(statements)
    return dict(sorted(found.items()))


def _by_graph(lines: Iterable[str]) -> Mapping[str, list[str]]:
    """Part lines of N-Quads by the IRIs of their graphs; the statements lose these, and the full stop."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        statement, graph, _ = line.rsplit(" ", 2)
        found[graph[1:-1]].append(statement)
    return found


def part_graphs(nquads: Path, graphs: Collection[str], folder: Path) -> dict[str, Path]:
    """Write the statements of some graphs to a file each in a folder, those with blank nodes to one beside it.

    These belong into one batch, for in the next a label means another node.
    """
    places = {graph: folder / f"{number}.nt" for number, graph in enumerate(graphs)}
    blank: defaultdict[str, list[str]] = defaultdict(list)
    with ExitStack() as opened, nquads.open(encoding="utf-8", newline="\n") as file:
        files: dict[str, TextIO] = {
            graph: opened.enter_context(place.open("w", encoding="utf-8", newline="\n"))
            for graph, place in places.items()
        }
        while lines := [*islice(file, _PORTION)]:
            for graph, statements in _by_graph(lines).items():
                if graph in files:
                    blank[graph] += filter(has_blank, statements)
                    files[graph].writelines(f"{one} .\n" for one in statements if not has_blank(one))
    for graph, statements in blank.items():
        _blank_of(places[graph]).write_text("".join(f"{one} .\n" for one in statements), encoding="utf-8")
    return places


def _blank_of(place: Path) -> Path:
    return place.with_suffix(".blank")


def in_batches(place: Path, size: int) -> Iterator[bytes]:
    """Yield the statements of a graph in batches of so many: first, in one of any size, those with blank nodes."""
    if _blank_of(place).exists() and (blank := _blank_of(place).read_bytes()):
        yield blank
    with place.open("rb") as file:
        while lines := [*islice(file, size)]:
            yield b"".join(lines)
