"""Run the adaptor of a source, the code that lies beside its tables: `kg adapt` does, and nothing else."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from runpy import run_path
from traceback import extract_tb
from typing import TypeAlias

from kg.adapt.files import Raw
from kg.core.errors import AdaptorFaulty, ArgumentInvalid, KgError
from kg.core.files import ADAPTOR

Adaptor: TypeAlias = Mapping[str, Callable[[Raw], Iterable[Mapping[str, str]]]]
"""The tables that an adaptor makes: by its name, the function that yields the rows of each from raw files."""


def read_adaptor(folder: Path) -> Adaptor:
    """Return the tables that the adaptor of the source in a folder makes.

    Raises ArgumentInvalid for a source without one, and AdaptorFaulty for one that fails or names no tables.
    """
    path = folder / ADAPTOR
    if not path.is_file():
        raise ArgumentInvalid(
            "The source has no adaptor: its tables are written by hand.",
            remedy=f"Name another source, or write {ADAPTOR} in its folder.",
            value=folder.name,
        )
    with faults_of(path):
        tables = run_path(str(path)).get("TABLES")  # which keeps no compiled copy beside the tables
    if not isinstance(tables, dict) or not all(callable(rows) for rows in tables.values()):
        raise AdaptorFaulty(
            "The adaptor names no tables.", remedy="Give it TABLES, a function for the name of each table.", path=path
        )
    return tables


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Raise AdaptorFaulty, with the line, for what an adaptor raises: it is anybody's code, so it may be anything."""
    try:
        yield
    except (KgError, MemoryError, OSError):
        raise
    except (Exception, SystemExit) as error:
        lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == str(path)]
        raise AdaptorFaulty(
            f"The adaptor failed: {type(error).__name__}: {error}",
            remedy="Mend it; `kg --debug adapt …` shows how it came to that.",
            path=path,
            line=error.lineno if isinstance(error, SyntaxError) else next(reversed(lines), None),
        ) from error
