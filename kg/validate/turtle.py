"""Find the lines on which a Turtle file makes its statements, so that a finding has an address."""

from pathlib import Path
from typing import Any

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser


class _LineSink(RDFSink):
    """Note the line of each statement as the parser makes it."""

    def __init__(self) -> None:
        super().__init__(Graph())
        self.parser: SinkParser | None = None
        self.lines: dict[tuple[str, str], int] = {}
        self.subjects: dict[str, int] = {}

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: N802
        """Note where the statement ends."""
        _, predicate, subject, _ = quadruple
        line = (self.parser.lines if self.parser else 0) + 1
        self.lines.setdefault((str(subject), str(predicate)), line)
        self.subjects.setdefault(str(subject), line)


def statement_lines(path: Path) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    """Return the first line of each subject and predicate, and of each subject, in a Turtle file that parses."""
    sink = _LineSink()
    parser = SinkParser(sink, baseURI=path.absolute().as_uri(), turtle=True)
    sink.parser = parser
    with path.open("rb") as file:
        parser.loadStream(file)
    return sink.lines, sink.subjects
