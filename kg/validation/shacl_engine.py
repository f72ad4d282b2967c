"""Have the package `shacl` judge: an engine in Rust, which takes seconds for a million statements."""

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import shacl

from kg.core.errors import EngineFailed, ShapesInvalid
from kg.core.graph import BlankNode, Literal, Quad, RdfFormat, Term, parse
from kg.core.rdf_files import stream_quads
from kg.validation.engine import MOST_RESULTS, Graphs, ValidationResult

_BLANK = re.compile(r"_:\d+_b(\d+)")


def fast_results(graphs: Graphs) -> Iterator[ValidationResult]:
    """Yield what the engine finds; raise ShapesInvalid for shapes that it cannot use.

    It counts the blank nodes of the shapes and then those of the data, in the order in which the files name them.
    """
    written = graphs.shapes_file.read_text("utf-8")
    blank = len({name for quad in graphs.shapes for name in (quad.subject, quad.object) if isinstance(name, BlankNode)})
    try:
        compiled = shacl.Shapes.from_text(written, "ntriples")
        report = compiled.validate_file(str(graphs.data_file), max_results=MOST_RESULTS + 1)
    except ValueError as error:
        _check_readable(graphs.data_file)
        raise ShapesInvalid("The shapes cannot be used.", remedy=f"Mend them: {error}.") from error
    for one in report.results:
        yield ValidationResult(
            focus=_term(one.focus_node, blank),
            path=one.path,
            value=None if one.value is None else _term(one.value, blank),
            component=one.component_iri,
            shape=None if one.source_shape is None else _term(one.source_shape, 0),
            severity=one.severity_iri,
            said=tuple(map(Literal, one.messages)),
        )


def _check_readable(data: Path) -> None:
    """Raise FileUnreadable, with its line, for what is no RDF in a file that the engine refused."""
    deque(stream_quads(data), maxlen=0)


@lru_cache(maxsize=2**14)
def _term(written: str, blank: int) -> Term:
    """Read a term as the engine writes it; `blank` is the number of blank nodes that it counted before its graph."""
    if written.startswith("_:"):
        found = _BLANK.fullmatch(written)
        if found is None or int(found[1]) < blank:
            raise EngineFailed(
                f"The engine names a blank node as none was named: {written}", remedy="Check with --reference."
            )
        return BlankNode(f"b{int(found[1]) - blank}")
    if not written.startswith(("<", '"')):
        written = f"<{written}>"
    statement: Quad = next(iter(parse(input=f"<a:a> <a:a> {written} .".encode(), format=RdfFormat.N_TRIPLES)))
    return statement.object
