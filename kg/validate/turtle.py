"""Find the line on which a file first speaks of each subject, so that a finding has an address."""

from pathlib import Path

from kg.graph import NamedNode, read_quads_with_lines


def subject_lines(path: Path) -> dict[str, int]:
    """Return the line of the first statement of each named subject of a file of RDF; raise FileUnreadable."""
    lines: dict[str, int] = {}
    for quad, line in read_quads_with_lines(path):
        if isinstance(quad.subject, NamedNode):
            lines.setdefault(quad.subject.value, line)
    return lines
