"""Ask either engine, and compare its answer with the rows that a file expects."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeAlias

import rdflib

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Quad, QuerySolutions, Store, Variable, evaluate

NUMERIC = {iri.PREFIXES["xsd"] + name for name in ("decimal", "integer")}


class Cell(NamedTuple):
    """A term of an answer: an `iri`, a `number` or a `text`, as a string."""

    kind: str
    text: str


Row: TypeAlias = tuple[Cell | None, ...]


@dataclass(frozen=True)
class Answer:
    """The variables of an answer and its rows, in their order."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


def ask_oxigraph(store: Store, text: str) -> Answer:
    solutions = evaluate(store, text)
    assert isinstance(solutions, QuerySolutions)
    variables = tuple(variable.value for variable in solutions.variables)
    return Answer(variables, tuple(tuple(_cell(row[Variable(v)]) for v in variables) for row in solutions))


def _cell(term: object) -> Cell | None:
    if isinstance(term, NamedNode):
        return Cell("iri", term.value)
    if isinstance(term, Literal):
        return Cell("number" if term.datatype.value in NUMERIC else "text", term.value)
    assert term is None, f"{term} is no IRI and no literal"
    return None


def ask_rdflib(dataset: rdflib.Dataset, text: str) -> Answer:
    result = dataset.query(text)
    assert result.vars is not None
    variables = tuple(map(str, result.vars))
    return Answer(variables, tuple(tuple(map(_rdflib_cell, row)) for row in result))  # type: ignore[arg-type]


def _rdflib_cell(term: object) -> Cell | None:
    if isinstance(term, rdflib.URIRef):
        return Cell("iri", str(term))
    if isinstance(term, rdflib.Literal):
        return Cell("number" if str(term.datatype) in NUMERIC else "text", str(term))
    assert term is None, f"{term} is no IRI and no literal"
    return None


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data="".join(f"{quad} .\n" for quad in quads), format="nquads")
    return dataset


def full(name: str) -> str:
    """Expand a name as the expected rows write it: `segment/key`, with the readable key where a build hashes it."""
    segment, _, key = name.partition("/")
    if segment == "person":
        return iri.mint_hashed(segment, key)
    if segment in {"claim", "reading"} and "/" in key:
        return iri.mint_hashed(segment, *key.split("/"))
    return iri.expand(name)


def _agrees(expected: str, found: Cell | None) -> bool:
    if found is None or not expected:
        return found is None and not expected
    if found.kind == "iri":
        return full(expected) == found.text
    if found.kind == "number":
        return re.fullmatch(r"-?[0-9.]+", expected) is not None and Decimal(expected) == Decimal(found.text)
    return expected == found.text


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def differences(expected: Sequence[Sequence[str]], found: Answer) -> list[str]:
    """Say where an answer is not the expected one: numbers by value, names in full, rows in their order."""
    header, *rows = expected
    if tuple(header) != found.variables:
        return [f"columns {header} are {list(found.variables)}"]
    wrong = [] if len(rows) == len(found.rows) else [f"{len(rows)} rows are {len(found.rows)}"]
    for number, (row, other) in enumerate(zip(rows, found.rows, strict=False), start=1):
        for name, cell, term in zip(header, row, other, strict=True):
            if not _agrees(cell, term):
                wrong.append(f"row {number}, {name}: «{cell}» is {term}")
    return wrong
