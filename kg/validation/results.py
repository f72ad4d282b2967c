"""Tell the results of an engine as findings of a report: by which name, in which words, at which place."""

import re
from collections.abc import Sequence
from pathlib import Path

from kg.core import iri
from kg.core.errors import ShapesInvalid
from kg.core.graph import BlankNode, Literal, NamedNode, Store, Term
from kg.validation.addresses import TextPlace, addresses
from kg.validation.coverage import unused_shapes
from kg.validation.engine import ValidationResult, local_name
from kg.validation.messages import messages, parameters
from kg.validation.report import Violation
from kg.validation.vocabulary import SH, unread_terms

_SEVERITIES = {f"{SH}Warning": "warning", f"{SH}Info": "info"}
_DEEPEST = 100
_NAME = re.compile(r"<([^<>]*)>")


def check_all_is_read(shapes: Store, files: Sequence[Path], allowed: set[str]) -> None:
    """Raise ShapesInvalid, with its place, for the first thing in shapes that no engine would evaluate."""
    found = [*unread_terms(shapes), *unused_shapes(shapes, allowed)]
    if found:
        first = found[0]
        path = None if first.property is None else f"<{first.property}>"
        (address,) = addresses([ValidationResult(first.node, path, None, "", None, "", ())], files, [None])
        more = f" There are {len(found) - 1:,} more such faults." if len(found) > 1 else ""
        raise ShapesInvalid(
            first.problem + more,
            remedy=first.remedy,
            path=None if address is None else address.path,
            line=None if address is None else address.start.line or None,
            value=ShapeNames(shapes).of(first.node),
        )


def first_step(path: str) -> str | None:
    """Return the first property of a path, as SPARQL writes it, which is that of the node itself."""
    return None if (found := _NAME.search(path)) is None else found[1]


def most_values(shapes: Store, result: ValidationResult) -> int | None:
    """Return how many values a result's shape allows, where there are too many."""
    said = parameters(shapes, result.shape).get("maxCount", "") if result.constraint == "MaxCount" else ""
    return int(said) if said.isdecimal() else None


class ShapeNames:
    """What shapes are called: by their own name, else by that of the shape around them and their property."""

    def __init__(self, shapes: Store) -> None:
        self.shapes = shapes
        self._known = dict[Term | None, str]()
        self._messages = dict[tuple[Term | None, str], dict[str, str]]()

    def of(self, shape: Term | None) -> str:
        """Return the name of a shape, as people write it."""
        if shape not in self._known:
            self._known[shape] = self._named(shape)
        return self._known[shape]

    def _named(self, shape: Term | None, depth: int = 0) -> str:
        if isinstance(shape, NamedNode):
            return iri.compress(shape.value)
        if not isinstance(shape, BlankNode):
            return "a shape"
        around = next(self.shapes.quads_for_pattern(None, None, shape), None)
        path = parameters(self.shapes, shape).get("path", "")
        if around is None or depth > _DEEPEST:
            return f"{shape} {local_name(path)}".strip()
        return f"{self._named(around.subject, depth + 1)} {local_name(path)}".strip()

    def messages(self, result: ValidationResult) -> dict[str, str]:
        """Return the messages of a result by language; those that no values of a query are filled into, once."""
        if result.said and result.constraint == "SPARQL":
            return messages(self.shapes, result)
        key = (result.shape, result.component)
        if key not in self._messages:
            self._messages[key] = messages(self.shapes, result)
        return self._messages[key]


def _plain(term: Term | None) -> str | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return iri.compress(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def finding(names: ShapeNames, result: ValidationResult, address: TextPlace | None) -> Violation:
    """Write a result as a finding, with its place."""
    whole = names.of(result.shape)
    path = result.path
    return Violation(
        rule=f"{local_name(whole)} {result.constraint}",
        severity=_SEVERITIES.get(result.severity, "error"),
        messages=names.messages(result),
        node=result.focus.value if isinstance(result.focus, NamedNode | Literal) else str(result.focus),
        property=path[1:-1] if path is not None and path.startswith("<") and path.count(">") == 1 else path,
        value=_plain(result.value),
        path=None if address is None else address.path,
        line=None if address is None else address.start.line or None,
        start=None if address is None else address.start.column or None,
        end=None if address is None else address.end,
        result=result,
    )
