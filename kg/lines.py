"""Sort more lines than memory should hold: collect them in sorted runs on disk, and merge the runs."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

_RUN = 400_000


class SortedLines:
    """Lines to be read back once each, in the order of their code points.

    They are kept in files of a folder, which is made and may be removed when they have been read.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._pending: set[str] = set()
        self._runs: list[Path] = []

    def add(self, lines: Iterable[str]) -> None:
        """Take lines without line ends."""
        self._pending.update(lines)
        if len(self._pending) >= _RUN:
            self._spill()

    def _spill(self) -> None:
        path = self._folder / f"{len(self._runs)}.run"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in sorted(self._pending))
        self._runs.append(path)
        self._pending.clear()

    def __iter__(self) -> Iterator[str]:
        """Yield every line once, in order, without its line end."""
        with ExitStack() as stack:
            files = [stack.enter_context(path.open(encoding="utf-8", newline="\n")) for path in self._runs]
            runs = [(line[:-1] for line in file) for file in files]
            last = None
            for line in heapq.merge(*runs, sorted(self._pending)):
                if line != last:
                    yield line
                last = line
