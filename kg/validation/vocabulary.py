"""Which terms of SHACL are evaluated, and which are refused by name: what nobody evaluates must not look checked."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Store, Term
from kg.core.likeness import did_you_mean, nearest

SH: Final = iri.PREFIXES["sh"]

JUDGING_TERMS: Final = frozenset(
    [
        "and",
        "class",
        "closed",
        "datatype",
        "disjoint",
        "equals",
        "hasValue",
        "in",
        "languageIn",
        "lessThan",
        "lessThanOrEquals",
        "maxCount",
        "maxExclusive",
        "maxInclusive",
        "maxLength",
        "minCount",
        "minExclusive",
        "minInclusive",
        "minLength",
        "node",
        "nodeKind",
        "not",
        "or",
        "pattern",
        "property",
        "qualifiedMaxCount",
        "qualifiedMinCount",
        "qualifiedValueShape",
        "sparql",
        "uniqueLang",
        "xone",
    ]
)
TARGETS: Final = frozenset(("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"))
_PATHS: Final = frozenset(
    ("path", "alternativePath", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")
)
_BESIDE: Final = frozenset(
    [
        "ask",
        "conforms",
        "deactivated",
        "declare",
        "defaultValue",
        "description",
        "detail",
        "flags",
        "focusNode",
        "group",
        "ignoredProperties",
        "labelTemplate",
        "message",
        "name",
        "namespace",
        "nodeValidator",
        "optional",
        "order",
        "parameter",
        "prefix",
        "prefixes",
        "propertyValidator",
        "qualifiedValueShapesDisjoint",
        "result",
        "resultMessage",
        "resultPath",
        "resultSeverity",
        "select",
        "severity",
        "shapesGraph",
        "shapesGraphWellFormed",
        "sourceConstraint",
        "sourceConstraintComponent",
        "sourceShape",
        "suggestedShapesGraph",
        "validator",
        "value",
    ]
)
_KNOWN: Final = JUDGING_TERMS | TARGETS | _PATHS | _BESIDE
_REACHING: Final = re.compile(r"\b(SERVICE|LOAD|FROM)\b", re.IGNORECASE)
_QUERIES: Final = ("select", "ask")
# What a query writes between marks, and its comments, are no words of it.
_QUOTED: Final = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|#[^\n]*")


class Unread(NamedTuple):
    """What nobody would evaluate: the node of which it is said, by which property if any, and what to do about it."""

    node: Term
    property: str | None
    problem: str
    remedy: str


def unread_terms(shapes: Store) -> Iterator[Unread]:
    """Yield the terms of SHACL that no engine evaluates, and the queries that would leave the data."""
    used = sorted({quad.predicate.value for quad in shapes if quad.predicate.value.startswith(SH)})
    for term in used:
        name = term.removeprefix(SH)
        if name not in _KNOWN:
            near = [f"sh:{one}" for one in nearest(name, sorted(_KNOWN))]
            bearer = min((quad.subject for quad in shapes.quads_for_pattern(None, NamedNode(term), None)), key=str)
            yield Unread(
                bearer,
                term,
                f"Nobody evaluates sh:{name}, so that what it is to check would pass unseen.",
                did_you_mean(near, "Write it with SHACL Core or a query of SHACL-SPARQL, or take it out."),
            )
    for name in _QUERIES:
        for quad in shapes.quads_for_pattern(None, NamedNode(SH + name), None):
            yield from _reaching(quad.subject, SH + name, quad.object)


def _reaching(node: Term, term: str, query: Term) -> Iterator[Unread]:
    words = _QUOTED.sub(" ", query.value) if isinstance(query, Literal) else ""
    if (found := _REACHING.search(words)) is not None:
        problem = f"A query of a shape uses {found[0].upper()}, which would reach beyond the data that are judged."
        yield Unread(node, term, problem, "Ask of the data that are given, and of nothing else.")
