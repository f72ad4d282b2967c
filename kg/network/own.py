"""A network of one's own: the rows of any SELECT that has ?source and ?target, as those of a projection."""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.core.errors import QueryInvalid
from kg.core.graph import Store, open_build
from kg.network.declared import Projection
from kg.network.project import TABLE
from kg.query.answers import Answer
from kg.query.apart import answer_apart
from kg.query.limits import Limits
from kg.query.prefixes import with_prefixes
from kg.query.typed import to_arrow

if TYPE_CHECKING:
    import pyarrow as pa

_ENDS = ("source", "target")
_NUMBERS = ("weight", "low", "high")


def answered(folder: Path, sparql: str, limits: Limits) -> "pa.Table":
    """Return the answer of a build to a query, a column a variable; raise QueryInvalid for one without both ends."""

    def store() -> Store:
        return open_build(folder)

    return checked_rows(answer_apart(store, with_prefixes(sparql), limits))


def checked_rows(answer: Answer) -> "pa.Table":
    """Return the rows of an answer, a column a variable; raise QueryInvalid for one without both ends."""
    lacking = [f"?{end}" for end in _ENDS if end not in answer.variables]
    if lacking:
        raise QueryInvalid(
            f"The query has no {' and no '.join(lacking)}.",
            remedy="Let it select ?source and ?target, and what there is of ?kind ?weight ?label ?start ?end ?claim.",
        )
    table = to_arrow(answer)
    _check_types(table)
    return table


def _check_types(table: "pa.Table") -> None:
    """Raise QueryInvalid for a weight, or an end of what is allowed, that is no number; a direction that is none."""
    import pyarrow as pa

    numbers = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    for name, fits, meant in (
        *((name, numbers, "a number") for name in _NUMBERS),
        ("directed", (pa.types.is_boolean,), "true or false"),
    ):
        given = name in table.column_names and table[name].null_count < table.num_rows
        if given and not any(is_one(table[name].type) for is_one in fits):
            raise QueryInvalid(
                f"?{name} is not {meant} in every row.",
                remedy=f"Let the query give {meant}, or another name.",
                value=name,
            )


def own_projection(table: "pa.Table", name: str) -> Projection:
    """Return the projection of such rows: weighed as they say, else by how many there are."""
    weighed = "weight" in table.column_names
    texts = {"en": "as the query has them", "kk": "сұраудағыдай", "ru": "как в запросе"}
    rows = {"en": "rows", "kk": "жолдар", "ru": "строки"}
    return Projection(
        name=name,
        query=f"FROM {TABLE}",
        labels=dict.fromkeys(texts, name),
        definition="",
        nodes=texts,
        edges=texts,
        unit=texts if weighed else rows,
        size={"en": "the weights of all edges", "kk": "барлық қабырғалардың салмағы", "ru": "веса всех рёбер"},
        coloured_by="kind",
        merged_by="latest" if weighed else "count",
    )
