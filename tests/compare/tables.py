"""Tables of cases: a line that names a case and what is expected, then the claims of it, each in a line of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.compare.invented import Row, claim, facts_of, flat, found

FLOW = "class=dyad:TradeFlow indicator=goods-exports origin=XA destination=XB"
BACK = "class=dyad:TradeFlow indicator=goods-exports origin=XB destination=XA"
STUDENTS = "class=dyad:StudentFlow indicator=students origin=XA destination=XB"
OUT = "class=dyad:TradeFlow indicator=goods-exports origin=XA"
DONE = "stage=completed from=- until=-"
_SHORT = {"FLOW": FLOW, "BACK": BACK, "STUDENTS": STUDENTS, "OUT": OUT, "DONE": DONE}


@dataclass(frozen=True, slots=True)
class Case:
    """What is tried, what is expected, and the claims, each of a source and a speaker of its own unless it says so."""

    name: str
    expected: frozenset[str]
    lines: tuple[str, ...]

    def rows(self, where: str) -> list[Row]:
        """Return the claims, about a place of their own."""
        return [
            claim(f"{where}-{index}", _written(line, where), where, source=f"{where}s{index}", by=f"p{index}")
            for index, line in enumerate(self.lines)
        ]


def _written(line: str, where: str) -> str:
    for short, long in _SHORT.items():
        line = line.replace(short, long)
    return line.replace("FIRST", f"{where}-0")


def cases(table: str) -> dict[str, Case]:
    """Read a table whose cases are separated by empty lines, each under the name of a place of its own."""
    read = {}
    for number, block in enumerate(table.strip().split("\n\n")):
        head, *lines = block.splitlines()
        name, _, expected = head.partition(": ")
        read[f"p{number}"] = Case(name, frozenset(expected.split()) - {"none"}, tuple(line.strip() for line in lines))
    return read


def findings_of(table: Mapping[str, Case], kind: str) -> dict[str, list[Mapping[str, Any]]]:
    """Compare the claims of all cases at once, and return the findings of a class by case."""
    rows = [row for where, case in table.items() for row in case.rows(where)]
    of_case: dict[str, list[Mapping[str, Any]]] = {where: [] for where in table}
    for row in found(flat(rows), facts_of(table)):
        if row["class"] == kind:
            of_case[row["first"].rpartition("/")[2].partition("-")[0]].append(row)
    return of_case


def named(table: Mapping[str, Case]) -> Callable[[str], str]:
    """Return the function that names a case for pytest."""
    return lambda where: table[where].name
