"""Tables of cases: a line that names a case and what is expected, then the claims of it, each in a line of its own."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa

from kg.compare.embedded import compare_all
from kg.compare.form import Found
from kg.compare.prepare.facts import Facts, read_facts
from kg.core import assets
from kg.core.graph import RdfFormat, Store, parse
from kg.core.ontology import Ontology, read_ontology
from tests.claims import Row, claim, flat

FLOW = "class=dyad:TradeFlow indicator=goods-exports origin=XA destination=XB"
BACK = "class=dyad:TradeFlow indicator=goods-exports origin=XB destination=XA"
STUDENTS = "class=dyad:StudentFlow indicator=students origin=XA destination=XB"
OUT = "class=dyad:TradeFlow indicator=goods-exports origin=XA"
DONE = "stage=completed from=- until=-"
RATE = "of=unit/@RUB indicator=exchange-rate"
_SHORT = {"FLOW": FLOW, "BACK": BACK, "STUDENTS": STUDENTS, "OUT": OUT, "DONE": DONE, "RATE": RATE, "as usual": ""}

_HEAD = """@base <https://w3id.org/dyad/id/> . @prefix : <https://w3id.org/dyad/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
_PLACES = """
<dyad/@> a :Dyad ; :hasFirstEconomy <country/XA> ; :hasSecondEconomy <country/XB> .
<portfolio/@-one> a :ProjectPortfolio ; :concernsDyad <dyad/@> .
<portfolio/@-other> a :ProjectPortfolio ; :concernsDyad <dyad/@> .
<portfolio/@-alone> a :ProjectPortfolio .
<checkpoint/@-again> :isIdentifiedWith <checkpoint/@> . <checkpoint/@> :isIdentifiedWith <checkpoint/@-again> .
<dyad/@-again> :isIdentifiedWith <dyad/@> . <dyad/@> :isIdentifiedWith <dyad/@-again> .
<region/@-01> :isWithin <country/@-A> .
<dyad/@-01> a :Dyad ; :hasFirstEconomy <region/@-01> ; :hasSecondEconomy <country/@-B> .
<dyad/@-AB> a :Dyad ; :hasFirstEconomy <country/@-A> ; :hasSecondEconomy <country/@-B> .
<country/@-union> a :EconomicUnion ; :hasMember <country/@-M1>, <country/@-M2> .
<product/@-wheat> a :Product ; <http://www.w3.org/2004/02/skos/core#broader> <product/@-grain> .
<product/@-grain> a :Product .
"""
"""A dyad of XA and XB, with portfolios, a checkpoint and a dyad that are identified; another dyad, of whose first
country a region has a dyad of its own; a union of two members; and two products of which one is under the other."""
_UNITS = """
<unit/kUSD> a :Unit ; :convertsTo <unit/USD> ; :conversionFactor 1000.0 ; :currency true .
<unit/kRUB> a :Unit ; :convertsTo <unit/RUB> ; :conversionFactor 1000.0 ; :currency true .
"""


@cache
def _ontology() -> Ontology:
    return read_ontology(assets.ontology())


def facts_of(places: Iterable[str] = ("XA-XB",), more: str = "") -> Facts[pa.Table]:
    """Return the facts of the real ontology and of invented places, and of units of a thousand of a currency.

    More may be said of each place in Turtle, with `@` for its name.
    """
    said = (re.sub(r'(?<!")@', where, _PLACES + more) for where in places)  # but not in `"..."@en`
    store = Store()
    store.extend(parse("".join([_HEAD, _UNITS, *said]), format=RdfFormat.TURTLE))
    return read_facts(_ontology(), store)


@dataclass(frozen=True, slots=True)
class Case:
    """What is tried, what is expected, the claims, and what is usual in them.

    Each claim is of a source and a speaker of its own unless it says so.
    """

    name: str
    expected: frozenset[str]
    lines: tuple[str, ...]
    usual: str = ""

    def rows(self, where: str) -> list[Row]:
        """Return the claims, about a place of their own."""
        return [
            claim(f"{where}-{index}", _written(line, where), where, f"source=@s{index} by=p{index} {self.usual}")
            for index, line in enumerate(self.lines)
        ]


def _written(line: str, where: str) -> str:
    for short, long in _SHORT.items():
        line = line.replace(short, long)
    return line.replace("FIRST", f"{where}-0")


Cases = dict[str, Case]
"""Cases by the names of the places that they are about."""
Told = Mapping[str, list[Mapping[str, Any]]]
"""What is found, by the same names."""


def cases(table: str, usual: str = "", prefix: str = "p") -> Cases:
    """Read a table: a line that is not indented names a case, those that are indented below it are its claims."""
    read: list[Case] = []
    for line in filter(None, table.splitlines()):
        if line.startswith(" "):
            read[-1] = replace(read[-1], lines=(*read[-1].lines, line.strip()))
        else:
            name, _, expected = line.partition(":")
            read.append(Case(name, frozenset(expected.split()) - {"none"}, (), usual))
    return {f"{prefix}{number}": case for number, case in enumerate(read)}


def told_of(table: Mapping[str, Case], more: str = "") -> Found[Told]:
    """Compare the claims of all cases at once, and return what is found, and what is derived, by case."""
    claims = {row["claim"]: where for where, case in table.items() for row in case.rows(where)}
    rows = (row for where, case in table.items() for row in case.rows(where))
    found = compare_all(flat(rows), facts_of(table, more))
    derived = found.derived.to_pylist()
    claims |= {row["claim"]: claims[row["inputs"][0]] for row in derived}
    of_case: list[dict[str, list[Mapping[str, Any]]]] = [{where: [] for where in table} for _ in range(2)]
    for told, some, key in zip(of_case, (found.findings.to_pylist(), derived), ("first", "claim"), strict=True):
        for row in some:
            told[claims[row[key]]].append(row)
    return Found(*of_case)


def findings_of(table: Mapping[str, Case], *kinds: str, more: str = "") -> Told:
    """Compare the claims of all cases at once, and return the findings of some classes by case."""
    told = told_of(table, more).findings
    return {where: [row for row in rows if row["class"] in kinds] for where, rows in told.items()}


def named(table: Mapping[str, Case]) -> Callable[[str], str]:
    """Return the function that names a case for pytest."""
    return lambda where: table[where].name


def place(table: Mapping[str, Case], name: str) -> str:
    """Return the place of the case of a name."""
    (where,) = (where for where, case in table.items() if case.name == name)
    return where


def read(row: Mapping[str, Any], *columns: str) -> tuple[Any, ...]:
    """Return some cells of a row as a person reads them: individuals by their keys, numbers without their noughts."""
    return tuple(_readable(row[column]) for column in columns)


def _readable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return tuple(map(_readable, value))
    return "|".join(part.rpartition("/")[2] for part in value.split("|")) if isinstance(value, str) else value
