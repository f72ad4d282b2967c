"""Find the line on which a Turtle file first speaks of each subject, so that a finding has an address."""

from pathlib import Path
from typing import Any

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser


class _LineSink(RDFSink):
    """Note the line of the first statement of each subject as the parser makes it."""

    def __init__(self) -> None:
        super().__init__(Graph())
        self.parser: SinkParser | None = None
        self.lines: dict[str, int] = {}

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: N802
        """Note where the statement stands; it is not kept."""
        _, _, subject, _ = quadruple
        self.lines.setdefault(str(subject), (self.parser.lines if self.parser else 0) + 1)


def subject_lines(path: Path) -> dict[str, int]:
    """Return the line of the first statement of each subject in a Turtle file that parses."""
    sink = _LineSink()
    parser = SinkParser(sink, baseURI=path.absolute().as_uri(), turtle=True)
    sink.parser = parser
    with path.open("rb") as file:
        parser.loadStream(file)
    return sink.lines
