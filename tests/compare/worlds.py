"""Compare the claims of many worlds in one go, since a run of the engine costs more than thousands more claims do.

A property of what is found tries worlds of claims: it is a generator that yields them and is sent what is found in
each. What is about one world has nothing to do with the others, and rules can be broken in one world alone.
"""

import random
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from types import ModuleType
from typing import Any, TypeAlias

import pyarrow as pa
import pytest

from kg.compare.embedded import compare_all
from kg.compare.form import Found
from kg.core import iri
from tests.claims import Row, flat
from tests.compare.cases import facts_of

Told: TypeAlias = Found[list[Row]]
"""What is found in a world, with the names that its claims had before."""
Trial: TypeAlias = Generator[list[list[Row]], list[Told], None]
Property: TypeAlias = Callable[[random.Random], Trial]
Rule: TypeAlias = Callable[..., Any]
PLACES = ("p0", "p1")
_PLACED = ("is_about", "has_origin", "has_destination", "has_reporter")
_LISTS = ("others", "inputs")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule of the engine by module and name, and what makes a broken one of it that is in force in one world."""

    module: ModuleType
    name: str
    broken: Callable[[Rule, str], Rule]

    def put_in(self, world: str, patch: pytest.MonkeyPatch) -> None:
        """Put the broken rule in place of what there is, which may itself be broken in another world."""
        patch.setattr(self.module, self.name, self.broken(getattr(self.module, self.name), world))


def mine(claims: Any, world: str, column: str = "claim") -> Any:
    """Tell whether claims are of a world."""
    return claims[column].contains(f"/{world}.")


def into(world: str, rows: Iterable[Row]) -> list[Row]:
    """Move claims into a world: the names of the claims and of their places begin with its name."""

    def moved(name: str, cell: Any) -> Any:
        segment, _, key = str(cell).rpartition("/")
        return f"{segment}/{world}{key}" if name in _PLACED else f"{segment}/{world}.{key}" if name == "claim" else cell

    return [{name: moved(name, cell) for name, cell in row.items()} for row in rows]


def _table(rows: Iterable[Row]) -> pa.Table:
    """Return claims from files, each of the rows that follow each other and name it, with the columns that it fills."""
    files = [flat(of_file) for _, of_file in groupby(rows, key=lambda row: row.get("file"))]
    filled = ([name for name in file.column_names if file[name].null_count < len(file)] for file in files)
    return pa.concat_tables(map(pa.Table.select, files, filled), promote_options="default")


def _apart(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Tell the rows of the worlds apart, by a column that names claims, and give these the names that they had."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        named = row[key][0] if isinstance(row[key], list) else row[key]
        world = named.rpartition("/")[2].rpartition(".")[0]
        old = {name: row[name].replace(f"/{world}.", "/") for name in ("first", "second") if name in row}
        lists = {name: [one.replace(f"/{world}.", "/") for one in row[name]] for name in _LISTS if name in row}
        found.setdefault(world, []).append(row | old | lists)
    return found


def told_of(worlds: Mapping[str, list[Row]]) -> dict[str, Told]:
    """Return what is found in each of some worlds."""
    table = _table(row for world, rows in worlds.items() for row in into(world, rows))
    found = compare_all(table, facts_of(f"{world}{place}" for world in worlds for place in PLACES))
    findings, derived = _apart(found.findings.to_pylist(), "first"), _apart(found.derived.to_pylist(), "inputs")
    return {world: Found(findings.get(world, []), derived.get(world, [])) for world in worlds}


def tried(trials: Mapping[str, Sequence[Trial]]) -> dict[str, Callable[[], None]]:
    """Run trials in one go, by what they are called, and return what passes judgement on those of one name."""
    named = {f"{name}.{number}": trial for name, some in trials.items() for number, trial in enumerate(some)}
    worlds = {name: next(trial) for name, trial in named.items()}
    told = told_of({f"{name}.{n}": rows for name, some in worlds.items() for n, rows in enumerate(some)})

    def judge(name: str) -> None:
        for number, trial in enumerate(trials[name]):
            count = len(worlds[f"{name}.{number}"])
            with suppress(StopIteration):
                trial.send([told[f"{name}.{number}.{n}"] for n in range(count)])

    return {name: lambda name=name: judge(name) for name in trials}  # type: ignore[misc]


def named(key: str) -> str:
    return iri.mint("claim", key)
