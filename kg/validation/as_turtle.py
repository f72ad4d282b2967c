"""Reports as SHACL has them: `sh:ValidationReport` in Turtle."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.core.graph import Literal
from kg.core.visible import in_line
from kg.validation.report import Report, Violation
from kg.validation.written import subject, whereabouts

_HEAD: Final = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
_TOKEN = re.compile(r"<[^<>]*>|[\^/|*+?()]")
_REPEATED: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def as_turtle(reports: Iterable[Report], language: str) -> str:
    """Write one validation report; what no engine found, such as a shape that matched nothing, stands in comments."""
    findings = [finding for report in reports for finding in report.findings]
    results = [finding for finding in findings if finding.result is not None]
    parts = [_HEAD]
    parts += [
        f"# {in_line(f'{one.rule}: {whereabouts(one)} {subject(one)} {one.message(language)}')}\n"
        for one in findings
        if one.result is None
    ]
    parts.append(f"[] a sh:ValidationReport ;\n    sh:conforms {'false' if results else 'true'}")
    for finding in results:
        parts.append(" ;\n    sh:result [\n        " + " ;\n        ".join(_statements(finding)) + "\n    ]")
    return "".join([*parts, " .\n"])


def _statements(finding: Violation) -> Iterator[str]:
    result = finding.result
    assert result is not None  # noqa: S101
    yield "a sh:ValidationResult"
    yield f"sh:focusNode {result.focus}"
    if result.path is not None:
        yield f"sh:resultPath {path_node(result.path)}"
    if result.value is not None:
        yield f"sh:value {result.value}"
    yield f"sh:sourceConstraintComponent <{result.component}>"
    if result.shape is not None:
        yield f"sh:sourceShape {str(result.shape).replace('_:', '_:shape-')}"
    yield f"sh:resultSeverity <{result.severity}>"
    said = (str(Literal(text, language=language)) for language, text in sorted(finding.messages.items()))
    yield f"sh:resultMessage {', '.join(said)}"


def path_node(path: str) -> str:
    """Write a path that is written as in SPARQL as a node of Turtle, as shapes write it."""
    return _either(_TOKEN.findall(path))


def _either(tokens: list[str]) -> str:
    options = [_sequence(tokens)]
    while tokens and tokens[0] == "|":
        tokens.pop(0)
        options.append(_sequence(tokens))
    return options[0] if len(options) == 1 else f"[ sh:alternativePath ( {' '.join(options)} ) ]"


def _sequence(tokens: list[str]) -> str:
    steps = [_step(tokens)]
    while tokens and tokens[0] == "/":
        tokens.pop(0)
        steps.append(_step(tokens))
    return steps[0] if len(steps) == 1 else f"( {' '.join(steps)} )"


def _step(tokens: list[str]) -> str:
    node = tokens.pop(0)
    if node == "^":
        return f"[ sh:inversePath {_step(tokens)} ]"
    if node == "(":
        node = _either(tokens)
        tokens.pop(0)
    while tokens and tokens[0] in _REPEATED:
        node = f"[ sh:{_REPEATED[tokens.pop(0)]} {node} ]"
    return node
