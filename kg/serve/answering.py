"""What a process of the server does: answer queries of a build in the form that is asked for, and no more rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.core import assets, iri
from kg.core.errors import ArgumentInvalid
from kg.core.graph import (
    ALL_GRAPHS,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    ReadGraphs,
    open_build,
    parse_query_results,
    serialize,
)
from kg.core.ontology import read_ontology
from kg.core.output import scratch
from kg.query.answers import Result, answer_of, at_most, explained, guarded, too_many_rows
from kg.query.formats import write_answer
from kg.query.forms import ANSWER_FORMS
from kg.query.within import Work

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TABLES: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An answer that is asked for: the query, the graphs that it may read, and the form."""

    sparql: str
    form: str
    graphs: ReadGraphs = ALL_GRAPHS


def answering_from(folder: Path, most: int) -> Callable[[], Work]:
    """Return what makes a process answer from the build in a folder, with so many rows at most."""
    return partial(_open, folder, most)


def _open(folder: Path, most: int) -> Work:
    store = open_build(folder)

    def work(wanted: Wanted, out: BinaryIO) -> None:
        with explained():
            result = guarded(store, wanted.sparql, wanted.graphs, iri.BASE)
            if wanted.form == "gexf":
                _write_network(folder, result, most, out)
            else:
                _write(result, wanted.form, most, out)

    return work


def _write(result: Result, form: str, most: int, out: BinaryIO) -> None:
    if isinstance(result, QuerySolutions) and form in _TABLES:
        _write_table(result, _TABLES[form], most, out)
    elif isinstance(result, QueryBoolean) and form in _TABLES:
        result.serialize(out, _TABLES[form])
    elif isinstance(result, QueryTriples) and form in GRAPH_FORMS:
        serialize(at_most(most, result), out, GRAPH_FORMS[form], prefixes=_prefixes(form))
    elif form in ANSWER_FORMS:
        write_answer(answer_of(result, most), form, out)
    else:
        raise ArgumentInvalid("The answer of this query has no such form.", remedy="Choose json or csv.", value=form)


def _prefixes(form: str) -> dict[str, str]:
    return dict(iri.PREFIXES) if form in {"ttl", "trig", "rdf", "jsonld"} else {}


def _write_table(result: QuerySolutions, form: QueryResultsFormat, most: int, out: BinaryIO) -> None:
    """Write a table that has no more rows than it may: the engine writes lines of TSV, which can be counted."""
    lines = _Lines(most)
    result.serialize(lines, QueryResultsFormat.TSV)
    if form == QueryResultsFormat.TSV:
        out.write(lines.getbuffer())
    else:
        parse_query_results(lines.getvalue(), QueryResultsFormat.TSV).serialize(out, form)


class _Lines(BytesIO):
    """A file in memory of no more lines than a table may have rows, and the one of their names."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left, self._most = most + 1, most

    def write(self, data: "ReadableBuffer") -> int:
        """Take some lines."""
        self._left -= bytes(data).count(b"\n")
        if self._left < 0:
            raise too_many_rows(self._most)
        return super().write(data)


def _write_network(folder: Path, result: Result, most: int, out: BinaryIO) -> None:
    """Write the rows of a SELECT of ?source and ?target as a network."""
    from kg.network.gexf import save_gexf
    from kg.network.narrowing import Narrowing
    from kg.network.own import checked_rows, own_projection
    from kg.network.project import projected

    table = checked_rows(answer_of(result, most))
    ontology = read_ontology(assets.ontology())
    with (
        scratch() as place,
        projected(folder, ontology, own_projection(table, "all"), Narrowing(), own=table) as network,
    ):
        save_gexf(network, place / "network.gexf")
        out.write((place / "network.gexf").read_bytes())
