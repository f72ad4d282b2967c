"""What an engine of SHACL is to the rest: shapes and data in, results out as plain values, whichever it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kg.core.graph import Literal, Store, Term
from kg.wording.notes import note

FAST, REFERENCE = "shacl", "pySHACL"
MOST_RESULTS: Final = 100_000
"""How many results are told, for each takes ten kilobytes of memory; one more is asked for, to know of others."""


def local_name(name: str) -> str:
    """Return what stands in an IRI after its last `#` or `/`."""
    return name.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One result of a validation, as SHACL has it: its terms are those of the graphs that were handed over.

    `path` is written as in SPARQL, None for a constraint on the node itself; `component` and `severity` are IRIs, and
    `said` are the messages that the engine made, with the values of a query filled in.
    """

    focus: Term
    path: str | None
    value: Term | None
    component: str
    shape: Term | None
    severity: str
    said: tuple[Literal, ...]

    @property
    def constraint(self) -> str:
        """Return the local name of the constraint component, without the word for what it is."""
        return local_name(self.component).removesuffix("ConstraintComponent")


@dataclass(frozen=True, slots=True)
class Graphs:
    """What is judged by what: the shapes, as a store and as a file of N-Triples, and the data as one of N-Quads.

    Blank nodes of each file are called `b0`, `b1` and so on, in the order in which it first names them.
    """

    shapes: Store
    shapes_file: Path
    data_file: Path


def chosen_engine(*, reference: bool) -> tuple[str, str | None]:
    """Return the engine that judges, and what is to be said of it where it takes the place of another."""
    if reference:
        return REFERENCE, None
    if find_spec(FAST) is None:
        return REFERENCE, note("slow engine")
    return FAST, None


def judge(graphs: Graphs, engine: str) -> Iterator[ValidationResult]:
    """Yield what an engine finds, without any inference; raise ShapesInvalid for shapes that it cannot use."""
    if engine == FAST:
        from kg.validation.shacl_engine import fast_results

        yield from fast_results(graphs)
    else:
        from kg.validation.pyshacl_engine import reference_results

        yield from reference_results(graphs)
