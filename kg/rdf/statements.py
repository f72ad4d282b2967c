"""Write the statements of rows as expressions of the embedded engine: what each row says, and what follows from it.

A statement is a row of texts: its `triple` as N-Triples writes it, without a dot, and its `graph`; beside these stand
the `subject` on whose row it rests, and the claim or reading that it may `mention`, by IRI.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kg.core import columns, iri, terms
from kg.core.concepts import ClaimStatus
from kg.core.graph import Literal, NamedNode
from kg.core.ontology import RDF_TYPE, Ontology, column_name, list_nodes
from kg.load.cells import MANY
from kg.load.header import Column
from kg.rdf.term import XSD, decimal_term, escaped, literal, term
from kg.rows import arrays
from kg.rows.alike import RESTING
from kg.rows.derived import DERIVED_COLUMNS, DERIVED_TEXTS
from kg.rows.engine import ROW, Engine, engine, named, pattern_of, place_of, put, quoted, rows_of
from kg.rows.partition import SUBJECT, Partition

_DERIVED = f"<{iri.DERIVED_GRAPH}>"
_MEMORY = "250MB"
GONE = "gone"
"""The table of what nothing is stated of, by IRI."""
LEAST, BELOW = "least", "below"
"""The variables of the IRIs between which the subjects lie of which something is stated."""
LAST = "~"
"""What no IRI, and no line, comes after."""
ONLY = "chosen"
"""The table of the subjects that alone are stated of."""
Predicates: TypeAlias = Collection[str] | None
"""Some predicates, or all of them."""
_STAYS, _STATED = "stays", "is_stated"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What an accepted claim of a class lets say straight of two things that it names.

    `at` and `to` are the columns of the two; the claim must name the concepts and exceed the numbers of `conditions`.
    """

    predicate: str
    at: str
    to: str
    conditions: tuple[tuple[str, NamedNode | Literal], ...]


def shortcuts(ontology: Ontology, cls: str) -> list[Shortcut]:
    """Return the shortcuts that the ontology declares of a class and its superclasses."""
    return [
        shortcut
        for sup in ontology.supers(cls)
        for quad in ontology.terms.quads_for_pattern(NamedNode(sup), NamedNode(terms.shortcut), None)
        for shortcut in [_shortcut([*list_nodes(ontology.terms, quad)])]
    ]


def _shortcut(nodes: Sequence[object]) -> Shortcut:
    predicate, at, to, *conditions = [node for node in nodes if isinstance(node, NamedNode | Literal)]
    pairs = zip(conditions[::2], conditions[1::2], strict=True)
    where = tuple((column_name(one.value), value) for one, value in pairs)
    return Shortcut(predicate.value, column_name(at.value), column_name(to.value), where)


@contextmanager
def stating(gone: Collection[str] = ()) -> Iterator[Engine]:
    """Yield an engine that states nothing of what is gone: claims and what rests on them, by IRI."""
    import pyarrow as pa

    with engine(_MEMORY) as made:
        put(made, GONE, pa.table({SUBJECT: arrays.texts([*gone])}))
        stays = f"subject NOT IN (FROM {GONE}) AND (mention IS NULL OR mention NOT IN (FROM {GONE}))"
        made.execute(f"CREATE MACRO {_STAYS}(subject, mention) AS {stays if gone else 'true'}")
        between(made)
        _let_state(made, _BETWEEN)
        yield made


def between(engine: Engine, least: str = "", below: str = LAST) -> None:
    """State of subjects from one IRI on, and below another."""
    engine.execute(f"SET VARIABLE {LEAST} = {quoted(least)}")
    engine.execute(f"SET VARIABLE {BELOW} = {quoted(below)}")


_BETWEEN = f"subject >= getvariable({quoted(LEAST)}) AND subject < getvariable({quoted(BELOW)})"


@contextmanager
def of_subjects(engine: Engine, subjects: Collection[str]) -> Iterator[None]:
    """State of some subjects only, while the block lasts."""
    import pyarrow as pa

    put(engine, ONLY, pa.table({SUBJECT: arrays.texts([*subjects])}))
    _let_state(engine, f"{_BETWEEN} AND subject IN (FROM {ONLY})")
    yield
    _let_state(engine, _BETWEEN)
    engine.execute(f"DROP TABLE {ONLY}")


def _let_state(engine: Engine, condition: str) -> None:
    engine.execute(f"CREATE OR REPLACE MACRO {_STATED}(subject) AS {condition}")


def with_subjects(engine: Engine, partitions: Sequence[Partition]) -> list[Partition]:
    """Return those partitions that have rows of subjects of which something is stated."""
    if not partitions:
        return []
    files = ", ".join(quoted(pattern_of(one.file)) for one in partitions)
    rows = f"read_parquet([{files}], union_by_name = true, filename = true)"
    found = {file for (file,) in engine.execute(f"SELECT DISTINCT filename FROM {rows} WHERE {_STATED}({SUBJECT})")}
    return [one for one in partitions if place_of(one.file) in found]


def _rows(one: Partition, *, numbered: bool = False) -> str:
    """Return what is read of a partition."""
    return f"{rows_of(one.file, numbered=numbered)} WHERE {_STATED}({SUBJECT})"


def stated_in(one: Partition, first: int | None = None, read: Predicates = None) -> str:
    """Return the statements of a partition, or of its first rows, in the graph of its source.

    Where predicates to `read` are given, those of others are left out.
    """
    near = "" if first is None else f" AND {ROW} < {first}"
    graph = quoted(f"<{iri.source_graph(one.source)}>")
    rows = f"(SELECT * FROM {_rows(one, numbered=first is not None)}{near})"
    columns = [column for column in one.columns if is_read(column.slot.predicate, read)]
    plain = [column for column in columns if not _may_be_gone(column)]
    single = [quoted(f" <{RDF_TYPE}> <{cls}>") for cls in [one.schema.cls] if is_read(RDF_TYPE, read, cls)]
    single += [_said(column, named(column.name)) for column in plain if not column.slot.many]
    lists = [f"list_transform({named(c.name)}, lambda v: {_said(c, 'v')})" for c in plain if c.slot.many]
    said = ", ".join([f"CAST([{', '.join(single)}] AS VARCHAR[])", *lists])
    selects = [f"SELECT {SUBJECT}, NULL AS mention, unnest(list_concat({said})) AS said FROM {rows}"]
    for column in filter(_may_be_gone, columns):
        each = f"SELECT {SUBJECT}, {_each(column, named(column.name))} AS mention FROM {rows}"
        selects.append(f"SELECT {SUBJECT}, mention, {_said(column, 'mention')} AS said FROM ({each})")
    return (
        f"SELECT {SUBJECT}, mention, '<' || {SUBJECT} || '>' || said AS triple, {graph} AS graph "
        f"FROM ({' UNION ALL '.join(selects)}) WHERE said IS NOT NULL"
    )


def is_read(predicate: str, read: Predicates, cls: str = "") -> bool:
    """Tell whether a predicate is one of those to read, or all are; that of a class may stand there with the class."""
    return read is None or predicate in read or f"{predicate} {cls}" in read


def states_any(one: Partition, read: Predicates) -> bool:
    """Tell whether a partition states something by some predicates."""
    columns = (is_read(column.slot.predicate, read) for column in one.columns)
    return is_read(RDF_TYPE, read, one.schema.cls) or any(columns)


def _said(column: Column, value: str) -> str:
    return quoted(f" <{column.slot.predicate}> ") + f" || {term(column, value)}"


def _may_be_gone(column: Column) -> bool:
    return not RESTING.isdisjoint(column.slot.segments)


def implied(
    one: Partition, ontology: Ontology, graph: str = iri.DERIVED_GRAPH, read: Predicates = None
) -> Iterator[str]:
    """Yield the statements of which further classes the rows of a partition are, in a graph, if there are such."""
    ours = (sup for sup in ontology.supers(one.schema.cls)[1:] if sup.startswith(iri.PREFIXES["dyad"]))
    supers = [sup for sup in ours if is_read(RDF_TYPE, read, sup)]
    if not supers:
        return
    listed = ", ".join(quoted(f"> <{RDF_TYPE}> <{sup}>") for sup in supers)
    yield (
        f"SELECT {SUBJECT}, NULL AS mention, '<' || {SUBJECT} || unnest([{listed}]) AS triple, "
        f"{quoted(f'<{graph}>')} AS graph FROM {_rows(one)}"
    )


def straight(one: Partition, ontology: Ontology) -> Iterator[str]:
    """Yield the statements of the shortcuts of a partition of claims."""
    own = {column.name: column for column in one.columns}
    for shortcut in shortcuts(ontology, one.schema.cls):
        if {shortcut.at, shortcut.to, *(name for name, _ in shortcut.conditions)} <= own.keys():
            conditions = [_condition(own[name], value) for name, value in shortcut.conditions]
            where = " AND ".join([f"claim_status = {quoted(ClaimStatus.ACCEPTED)}", *conditions])
            at, to = own[shortcut.at], own[shortcut.to]
            both = f"{_each(at, named(at.name))} AS one, {named(to.name)} AS others"
            rows = f"SELECT {SUBJECT}, {both} FROM {_rows(one)} AND {where}"
            said = f"'<' || one || '> <{shortcut.predicate}> <' || other || '>'"
            yield (
                f"SELECT {SUBJECT}, NULL AS mention, {said} AS triple, {quoted(_DERIVED)} AS graph FROM "
                f"(SELECT {SUBJECT}, one, {_each(to, 'others')} AS other FROM ({rows})) "
                "WHERE one IS NOT NULL AND other IS NOT NULL"
            )


def _each(column: Column, value: str) -> str:
    return f"unnest({value})" if column.slot.many else value


def _condition(column: Column, value: NamedNode | Literal) -> str:
    if isinstance(value, Literal):
        return f"{named(column.name)} > {value.value}"
    if column.slot.many:
        return f"list_contains({named(column.name)}, {quoted(value.value)})"
    return f"{named(column.name)} = {quoted(value.value)}"


ENDS_OF_VALUES = (terms.lower, terms.upper)


def ends(file: Path) -> str:
    """Return the statements of the ends of the values that claims allow, from their file; an open end goes unsaid."""
    said = [
        quoted(f"> <{predicate}> ") + f" || {decimal_term(column)}"
        for column, predicate in zip(("low", "high"), ENDS_OF_VALUES, strict=True)
    ]
    return (
        f"SELECT claim AS {SUBJECT}, NULL AS mention, '<' || claim || said AS triple, {quoted(_DERIVED)} AS graph FROM "
        f"(SELECT claim, unnest([{', '.join(said)}]) AS said FROM {rows_of(file)} WHERE {_STATED}(claim)) "
        "WHERE said IS NOT NULL"
    )


def computed(file: Path, ontology: Ontology, read: Predicates = None) -> str:
    """Return the statements of derived claims, from their file."""
    import pyarrow.parquet as pq

    kinds = {field.name: str(field.type) for field in pq.read_schema(file)}
    of_claims, of_flows = (_types(ontology, cls, read) for cls in (terms.DerivedClaim, terms.DerivedFlow))
    said = [f"CASE WHEN {columns.has_origin} IS NULL THEN {of_claims} ELSE {of_flows} END"]
    for column, predicate in DERIVED_COLUMNS.items():
        if is_read(predicate, read):
            one = quoted(f" <{predicate}> ") + f" || {_term(column, kinds[column])}"
            said.append(f"list_transform({_value(column, kinds[column])}, lambda v: {one})")
    rows = f"{rows_of(file)} WHERE {_STATED}(claim)"
    return (
        f"SELECT claim AS {SUBJECT}, NULL AS mention, '<' || claim || '>' || said AS triple, "
        f"{quoted(_DERIVED)} AS graph "
        f"FROM (SELECT claim, unnest(list_concat({', '.join(said)})) AS said FROM {rows}) WHERE said IS NOT NULL"
    )


def _types(ontology: Ontology, cls: str, read: Predicates) -> str:
    ours = (sup for sup in ontology.supers(cls) if sup.startswith(iri.PREFIXES["dyad"]))
    listed = ", ".join(quoted(f" <{RDF_TYPE}> <{sup}>") for sup in ours if is_read(RDF_TYPE, read, sup))
    return f"CAST([{listed}] AS VARCHAR[])"


def _value(column: str, kind: str) -> str:
    """Write the values of a column of derived claims as a list."""
    if kind.startswith("list"):
        return column
    one_text = kind == "string" and column not in DERIVED_TEXTS
    return f"string_split({column}, {quoted(MANY)})" if one_text else f"[{column}]"


def _term(column: str, kind: str) -> str:
    """Write a value `v` of a column of derived claims as a term."""
    if kind.startswith("decimal"):
        return decimal_term("v")
    if kind.startswith("date"):
        return literal("CAST(v AS VARCHAR)", f"^^<{XSD}date>")
    return literal(escaped("v")) if column in DERIVED_TEXTS else "'<' || v || '>'"


def union(selects: Collection[str]) -> str:
    """Return the statements of several expressions, without those on what is gone, and those that mention it."""
    rows = " UNION ALL ".join(f"({select})" for select in selects)
    return f"SELECT triple, graph FROM ({rows}) WHERE {_STAYS}({SUBJECT}, mention)"
