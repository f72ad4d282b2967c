"""Take from each step of an expression the columns that no later step reads.

An engine drops them too, though not before it has looked each up at every step: of few claims, that takes longest.
"""

from collections import defaultdict
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.graph import Graph, Node

from kg.compare.form import Keep

_SELECTING = (ops.Project, ops.JoinChain)
"""Steps that compute each of their columns by itself."""
_NAMING = (*_SELECTING, ops.JoinLink, ops.Aggregate, ops.CountStar)
"""Steps that read of others the columns which they name, and no more."""
_PASSING = (ops.Filter, ops.Sort, ops.Reference, ops.TableUnnest, ops.DropColumns, ops.Union)
"""Steps that read these, and what is read of themselves."""


def narrowly(keep: Keep) -> Keep:
    """Keep no more than each table needs."""
    return lambda table: keep(pruned(table))


def pruned(table: ir.Table) -> ir.Table:
    """Return a table of the same columns and rows, made of no other columns than it needs."""
    root = table.op()
    read = _read(root)

    def narrowed(node: Node, _: object, **parts: Any) -> Node | None:
        if node not in read:
            return None
        if isinstance(node, _SELECTING):
            parts["values"] = {name: value for name, value in parts["values"].items() if name in read[node]}
        elif isinstance(node, ops.DropColumns):
            return _selected(parts["parent"], read[node])
        elif isinstance(node, ops.Union) and _passes(node):
            parts |= {side: _selected(parts[side], read[node]) for side in ("left", "right")}
        return node.__recreate__(parts)

    return root.map(narrowed)[root].to_expr()


def _selected(relation: ops.Relation, names: set[str]) -> ops.Relation:
    """Select some columns of a relation, which may have no others."""
    if names == {*relation.schema}:
        return relation
    return ops.Project(relation, {name: ops.Field(relation, name) for name in relation.schema if name in names})


def _read(root: ops.Relation) -> dict[Node, set[str]]:
    """Return all that a table needs, and of each relation among it the columns that are read, one at least."""
    graph, _ = Graph.from_bfs(root).toposort()
    read: dict[Node, set[str]] = defaultdict(set)
    read[root] = {*root.schema}
    for node in reversed(graph):
        if node not in read:
            continue
        if isinstance(node, ops.Field):
            read[node.rel].add(node.name)
            continue
        if isinstance(node, ops.Relation) and not read[node]:
            read[node].add(node.schema.names[0])
        for child in _needed(node, read[node]):
            read[child] |= _implied(node, child, read[node])
    return read


def _needed(node: Node, wanted: set[str]) -> tuple[Node, ...]:
    """Return what a step is made of, but for values that nothing reads."""
    if not isinstance(node, _SELECTING):
        return tuple(node.__children__)
    dropped = {*node.values.values()} - {node.values[name] for name in wanted}
    return tuple(child for child in node.__children__ if child not in dropped)


def _implied(node: Node, child: Node, wanted: set[str]) -> set[str]:
    """Return the columns of a part that a step reads without naming them."""
    if not isinstance(child, ops.Relation) or isinstance(node, _NAMING):
        return set()
    return {*child.schema} & wanted if _passes(node) else {*child.schema}


def _passes(node: Node) -> bool:
    return isinstance(node, _PASSING) and not getattr(node, "distinct", False)
