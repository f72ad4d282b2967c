"""The tables of a build as a network reads them: the rows of each class, of claims and of what they speak of."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.core import iri, terms
from kg.core.graph import Literal, NamedNode, Store, load_lines
from kg.core.manifest import DERIVED, ENDS
from kg.core.ontology import RDF_TYPE, Ontology, column_name
from kg.load.batch import encode
from kg.load.cells import MANY
from kg.load.schema import Kind, property_slots
from kg.rows import arrays
from kg.rows.derived import DERIVED_COLUMNS
from kg.rows.descriptions import read_descriptions
from kg.rows.engine import Engine, named, place_of, put, quoted, rows_of
from kg.rows.partition import SUBJECT, Partition
from kg.tell.lines import Statement

if TYPE_CHECKING:
    import pyarrow as pa

Cells: TypeAlias = Iterable[tuple[str, tuple[Any, ...]]]
"""Things by IRI, each with the values of a property; things that are named by IRI too."""

_CHOSEN, _ENTITY, _GONE, _LINK = "chosen", "entity", "left_out", "link"
_EXACT = Context(prec=76)
_OWL_CLASS = NamedNode(iri.PREFIXES["owl"] + "Class")


def shortest(number: Decimal | str) -> Decimal:
    """Return a number without superfluous noughts."""
    short = _EXACT.create_decimal(number).normalize(_EXACT)
    return short.quantize(Decimal(1), context=_EXACT) if short == short.to_integral_value() else short


@dataclass(frozen=True, slots=True)
class Property:
    """A property as rows hold it: the name of its column, its IRI, what its values are, and the language of texts.

    Where there may be several values, a cell is a list.
    """

    name: str
    predicate: str
    kind: Kind
    many: bool
    language: str | None = None

    @property
    def is_link(self) -> bool:
        """Tell whether the values are IRIs."""
        return self.kind in {Kind.KEY, Kind.PLACE}


@dataclass(frozen=True, slots=True)
class Extent:
    """What a build holds of one class: an expression of its rows, which have a `subject` beside the properties."""

    cls: str
    properties: tuple[Property, ...]
    rows: str

    def of(self, predicate: str) -> Property | None:
        """Return the property with an IRI, if the rows have it in a single column."""
        return next((one for one in self.properties if one.predicate == predicate), None)

    def links(self, predicate: str, subject: str = SUBJECT, to: str = "node") -> str | None:
        """Return an expression of the pairs that a property links, None where the rows have none."""
        own = self.of(predicate)
        if own is None or not own.is_link:
            return None
        node = f"unnest({named(own.name)})" if own.many else named(own.name)
        return f"FROM (SELECT {SUBJECT} AS {subject}, {node} AS {to} FROM {self.rows}) WHERE {to} IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a build, in a folder and an engine: the extents of claims and of entities, without what is `gone`.

    `described` is what stands in no rows, by subject: the ontology, and what the sources say of themselves. `lineage`
    are the superclasses of each class that the ontology declares, itself included.
    """

    engine: Engine
    folder: Path
    claims: tuple[Extent, ...]
    entities: tuple[Extent, ...]
    described: Mapping[str, Sequence[Statement]]
    lineage: dict[str, frozenset[str]]
    gone: Collection[str]

    def links(self, predicate: str) -> str:
        """Return an expression of all pairs, `name` and `linked`, that a property links."""
        found = [own.links(predicate, "name", "linked") for own in (*self.claims, *self.entities)]
        described = f"SELECT name, linked FROM {_LINK} WHERE predicate = {quoted(predicate)}"
        return " UNION ALL ".join(f"({one})" for one in (*found, described) if one is not None)

    def choose(self, names: Iterable[str]) -> None:
        """Choose the things of which `cells` and `chosen_classes` tell."""
        import pyarrow as pa

        self.engine.execute(f"DROP TABLE IF EXISTS {_CHOSEN}")
        put(self.engine, _CHOSEN, pa.table({SUBJECT: arrays.texts([*names])}))

    def cells(self, extent: Extent) -> Iterator[tuple[Property, Cells]]:
        """Yield each property of an extent with the values that the chosen things have, without those that are gone."""
        days = [named(own.name) for own in extent.properties if own.kind is Kind.DATE]
        texts = ", ".join(f"CAST({day} AS VARCHAR) AS {day}" for day in days)
        cells = f"* REPLACE ({texts})" if texts else "*"
        chosen = f"SELECT {cells} FROM {extent.rows} SEMI JOIN {_CHOSEN} USING ({SUBJECT})"
        table = self.engine.run(lambda connection: connection.sql(chosen).to_arrow_table())
        subjects = table[SUBJECT].to_pylist()
        for own in extent.properties if subjects else ():
            yield own, zip(subjects, self._values(own, table[own.name].to_pylist()), strict=True)

    def _values(self, own: Property, cells: list[Any]) -> Iterator[tuple[Any, ...]]:
        """Return the values in each cell of a property, the same for all cells that are the same."""
        if own.many:
            cells = [tuple(cell) if cell else None for cell in cells]
        known: dict[Any, tuple[Any, ...]] = {None: ()}
        for cell in set(cells) - {None}:
            known[cell] = cell if own.many else (shortest(cell) if own.kind is Kind.DECIMAL else cell,)
        if self.gone and own.is_link:
            known = {cell: tuple(value for value in values if value not in self.gone) for cell, values in known.items()}
        return map(known.__getitem__, cells)

    def texts(self, extent: Extent, own: Property) -> list[tuple[Any, ...]]:
        """Return the things of an extent that have a property, each with its value."""
        name = named(own.name)
        return self.engine.execute(f"SELECT {SUBJECT}, {name} FROM {extent.rows} WHERE {name} IS NOT NULL")

    def chosen_classes(self) -> dict[str, str]:
        """Return the most specific class of each chosen thing that has one."""
        found = self.engine.execute(f"SELECT name, class FROM {_ENTITY} WHERE name IN (FROM {_CHOSEN})")
        return dict(found)

    def count_ends(self) -> dict[str, int]:
        """Count by property the ends of the values that claims allow, but for those of claims that were computed."""
        computed = f"SELECT claim FROM {rows_of(self.folder / DERIVED)}"
        left = f"claim NOT IN (FROM {_GONE}) AND claim NOT IN ({computed})"
        found = self.engine.execute(f"SELECT count(low), count(high) FROM {rows_of(self.folder / ENDS)} WHERE {left}")
        return dict(zip((terms.lower, terms.upper), found[0], strict=True))

    def count_entities(self) -> Counter[str]:
        """Count what is no claim, by class."""
        return Counter(dict(self.engine.execute(f"SELECT class, count(*) FROM {_ENTITY} GROUP BY class")))


def open_tables(
    engine: Engine, folder: Path, partitions: Iterable[Partition], ontology: Ontology, gone: Collection[str] = ()
) -> Tables:
    """Open the tables of a build in an engine, without what is gone: claims and what rests on them, by IRI.

    `partitions` are all rows of its sources.
    """
    import pyarrow as pa

    put(engine, _GONE, pa.table({SUBJECT: arrays.texts([*gone])}))
    by_class: dict[str, list[Partition]] = {}
    for one in partitions:
        by_class.setdefault(one.schema.cls, []).append(one)
    claims = [_extent(own) for own in by_class.values() if own[0].schema.is_claim]
    entities = [_extent(own) for own in by_class.values() if not own[0].schema.is_claim]
    described = _described(folder, ontology)
    declared = ontology.terms.quads_for_pattern(None, NamedNode(RDF_TYPE), _OWL_CLASS)
    classes = [quad.subject.value for quad in declared if isinstance(quad.subject, NamedNode)]
    lineage = {cls: frozenset(ontology.supers(cls)) for cls in classes}
    put(engine, _LINK, _links_of(described))
    derived = _derived(folder, ontology)
    tables = Tables(engine, folder, (*claims, *derived), tuple(entities), described, lineage, gone)
    _name_entities(tables)
    return tables


def _extent(partitions: Sequence[Partition]) -> Extent:
    """Return what some partitions hold together, of one class."""
    found: dict[str, Property] = {}
    for column in (column for one in partitions for column in one.columns):
        slot = column.slot
        own = Property(column.name, slot.predicate, slot.kind, slot.many, column.language)
        found.setdefault(own.name, own)
    files = ", ".join(quoted(place_of(one.file)) for one in partitions)
    rows = f"(FROM read_parquet([{files}], union_by_name = true) WHERE {SUBJECT} NOT IN (FROM {_GONE}))"
    return Extent(partitions[0].schema.cls, tuple(found.values()), rows)


def _derived(folder: Path, ontology: Ontology) -> Iterator[Extent]:
    """Yield what a build holds of claims that it computed: those of flows, which have an origin, and others."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    slots, written = property_slots(ontology, terms.DerivedFlow), pq.read_schema(folder / DERIVED)
    properties, cells = [], []
    for column, predicate in DERIVED_COLUMNS.items():
        slot = slots[predicate]
        properties.append(Property(column_name(predicate), predicate, slot.kind, slot.many))
        is_text = slot.many and written.field(column).type == pa.string()
        cell = f"string_split({named(column)}, {quoted(MANY)})" if is_text else named(column)
        cells.append(f"{cell} AS {named(column_name(predicate))}")
    for end, predicate in (("low", terms.lower), ("high", terms.upper)):  # which are of the claim, for nobody made it
        properties.append(Property(column_name(predicate), predicate, Kind.DECIMAL, many=False))
        cells.append(f"{end} AS {named(column_name(predicate))}")
    both = f"{rows_of(folder / DERIVED)} AS derived LEFT JOIN {rows_of(folder / ENDS)} AS ends USING (claim)"
    rows = f"SELECT claim AS {SUBJECT}, {', '.join(cells)} FROM {both}"
    for cls, condition in ((terms.DerivedFlow, "IS NOT NULL"), (terms.DerivedClaim, "IS NULL")):
        kept = f"({rows} WHERE has_origin {condition} AND claim NOT IN (FROM {_GONE}))"
        yield Extent(cls, tuple(properties), kept)


def tell(tables: Tables, findings: Iterable[tuple[str, Iterable[Statement]]]) -> Iterator[Extent]:
    """Put findings into the engine, each with what is stated of it, and yield them by class."""
    import pyarrow as pa

    by_class: dict[str, dict[str, list[Statement]]] = {}
    for finding, statements in findings:
        (_, own_class), *others = statements
        own = [(predicate, value) for predicate, value in others if predicate != RDF_TYPE]
        by_class.setdefault(own_class.value, {})[finding] = own
    for number, (cls, stated) in enumerate(sorted(by_class.items())):
        name = f"finding_{number}"
        properties = {own.name: own for statements in stated.values() for own in map(property_of, statements)}
        columns = {own.name: _column(own, stated.values()) for own in properties.values()}
        put(tables.engine, name, pa.table({SUBJECT: arrays.texts([*stated]), **columns}))
        yield Extent(cls, tuple(properties.values()), name)


def property_of(statement: Statement) -> Property:
    """Return the property of a statement, as rows would hold it."""
    predicate, value = statement
    name = column_name(predicate)
    if isinstance(value, NamedNode):
        return Property(name, predicate, Kind.KEY, many=True)
    if value.language is not None:
        return Property(f"{name}_{value.language}", predicate, Kind.TAGGED, many=False, language=value.language)
    is_number = value.datatype.value == iri.PREFIXES["xsd"] + Kind.DECIMAL.value
    return Property(name, predicate, Kind.DECIMAL if is_number else Kind.TEXT, many=False)


def _column(own: Property, rows: Iterable[Sequence[Statement]]) -> "pa.Array":
    """Return the values of a property in rows of statements."""
    import pyarrow as pa

    values = [tuple(value.value for predicate, value in row if property_of((predicate, value)) == own) for row in rows]
    if own.many:
        return arrays.lists(encode(values), pa.string())
    kind = pa.decimal128(38, 9) if own.kind is Kind.DECIMAL else pa.string()
    return arrays.column(encode([next(iter(value), None) for value in values]), kind)


def _described(folder: Path, ontology: Ontology) -> dict[str, list[Statement]]:
    """Return what the ontology states, and the sources of a build of themselves, but for what has no name."""
    descriptions = Store()
    load_lines(descriptions, read_descriptions(folder))
    found: dict[str, list[Statement]] = {}
    for quad in (*ontology.terms, *descriptions):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))
    return found


def _links_of(described: Mapping[str, Sequence[Statement]]) -> "pa.Table":
    """Return what some statements link by name."""
    import pyarrow as pa

    links = [
        (subject, predicate, value.value)
        for subject, statements in described.items()
        for predicate, value in statements
        if isinstance(value, NamedNode)
    ]
    names = ("name", "predicate", "linked")
    return pa.table({name: arrays.texts(values) for name, values in zip(names, zip(*links, strict=True), strict=True)})


def _name_entities(tables: Tables) -> None:
    """Put into the engine what is no claim, with its most specific class, the first by name of several."""
    ranked = sorted(tables.lineage, key=lambda cls: (-len(tables.lineage[cls]), cls))
    ranks = ", ".join(f"({quoted(cls)}, {rank})" for rank, cls in enumerate(ranked))
    stated = [f"SELECT {SUBJECT} AS name, {quoted(own.cls)} AS class FROM {own.rows}" for own in tables.entities]
    described = f"SELECT name, linked AS class FROM {_LINK} WHERE predicate = {quoted(RDF_TYPE)}"
    tables.engine.execute(
        f"CREATE TABLE {_ENTITY} AS SELECT name, arg_min(class, rank) AS class FROM "
        f"({' UNION ALL '.join([*stated, described])}) JOIN (VALUES {ranks}) AS ranks(class, rank) USING (class) "
        "GROUP BY name"
    )
