"""What the sources assert that is judged together with others, gathered from the rows."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.core import iri
from kg.core.graph import NamedNode, Quad, Store, load_lines, name_of
from kg.load.keys import SOURCE_HASH
from kg.load.known import rows_named
from kg.load.source import Source
from kg.load.table import Table
from kg.load.tables import Loaded
from kg.rdf.fill import load_selected
from kg.rdf.statements import of_subjects, stated_in, stating, with_subjects
from kg.rows.alike import RESTING
from kg.rows.partition import Partition, partition_of, read_places, write_partition
from kg.rows.reuse import part_key

ENTITIES, CLAIMS = "entities", "claims"
"""What is looked at together: entities, with what source descriptions say, and what rests on texts, with theirs."""
_SAMPLE = 20  # of which there are many tables, and the reasoner is told of 200 individuals of a class
_OF_SOURCES = iri.source_graph("")


@dataclass(frozen=True, slots=True)
class Asserted:
    """What the sources assert, as far as it must be looked at together.

    `store` holds the descriptions of the sources, every entity, and the claims that rest on texts. The claims of other
    tables are decided row by row as they are loaded; the first of each table may be in `sample`. `places` has the file
    and line of what is in the store, and `behind` what else the graph says of it and of what it names.
    """

    store: Store
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)
    sample: Store = field(default_factory=Store)
    behind: Store = field(default_factory=Store)


def gather(loaded: Loaded, partitions: Sequence[Partition]) -> Asserted:
    """Load what must be looked at together from the partitions of all tables, which are in the order of these."""
    return _gathered(loaded.sources, [pair for pair in _paired(loaded, partitions) if _is_kept(pair[0])])


def add_known(asserted: Asserted, loaded: Loaded, folder: Path) -> None:
    """Add to what is asserted what `known_of` returns of it. Places are of what is judged alone: these have none."""
    asserted.store.extend(known_of(asserted.store, loaded, folder))


def known_of(store: Store, loaded: Loaded, folder: Path) -> Store:
    """Return what the known sources say of that which a store is about, and of all that is named there.

    The rows are written as partitions into a folder.
    """
    found, written = Store(), list[Partition]()
    own = {name_of(quad.subject) for quad in store}
    named = {quad.object.value for quad in store if isinstance(quad.object, NamedNode)}
    shared = {name for name in own if loaded.key_rules.get(iri.key_of(name).partition("/")[0]) != SOURCE_HASH}
    wanted = {name for name in shared | (named - own) if name.startswith(iri.ID)}
    for table, rows in rows_named(loaded, wanted):
        made = partition_of(table, folder)
        deque(write_partition(made, rows), maxlen=0)
        written.append(made)
    for source in {table.source.id: table.source for table in loaded.known}.values():
        if source.iri in named:
            load_lines(found, source.lines)
    with stating() as engine:
        load_selected(found, engine, [stated_in(one) for one in written])
    return found


def sample(loaded: Loaded, partitions: Sequence[Partition]) -> Store:
    """Load the first rows of each table that need not be looked at together."""
    found = Store()
    with stating() as engine:
        load_selected(
            found,
            engine,
            [stated_in(o, first=_SAMPLE) for table, o in _paired(loaded, partitions) if not _is_kept(table)],
        )
    return found


def gather_claims(loaded: Loaded, partitions: Sequence[Partition], known: Store) -> Asserted:
    """Load the claims that must be looked at, with the entities that they name, and what these name in turn.

    `known` is the store of a build with the same entities.
    """
    kept = [pair for pair in _paired(loaded, partitions) if pair[0].schema.is_claim and _is_kept(pair[0])]
    asserted = _gathered(loaded.sources, kept)
    asserted.store.extend(_named(asserted.store, known))
    return asserted


def _paired(loaded: Loaded, partitions: Sequence[Partition]) -> Iterator[tuple[Table, Partition]]:
    return zip(loaded.tables, partitions, strict=True)


def _gathered(sources: Sequence[Source], kept: Sequence[tuple[Table, Partition]]) -> Asserted:
    asserted = Asserted(Store())
    for table, one in kept:
        asserted.places.update({subject: (table.file, line) for subject, line in read_places(one)})
    for source in sources:
        load_lines(asserted.store, source.lines)
        for statement in source.statements:
            asserted.places.setdefault(statement.subject, (statement.path, statement.line))
    with stating() as engine:
        load_selected(asserted.store, engine, [stated_in(one) for _, one in kept])
    return asserted


def _named(claims: Store, known: Store) -> Iterator[Quad]:
    """Yield what the sources of a store say of what some claims name, and of what that names in turn."""
    seen = {quad.subject for quad in claims}
    wanted = {quad.object for quad in claims if isinstance(quad.object, NamedNode)} - seen
    while wanted:
        name = wanted.pop()
        seen.add(name)
        for quad in known.quads_for_pattern(name, None, None):
            if name_of(quad.graph_name).startswith(_OF_SOURCES):
                yield quad
                if isinstance(quad.object, NamedNode) and quad.object not in seen:
                    wanted.add(quad.object)


def asserted_digests(
    loaded: Loaded, partitions: Sequence[Partition], digest: Callable[[Partition, int | None], str]
) -> list[str]:
    """Return digests of all that is looked at together, as `gather` and `sample` load it.

    `digest` returns that of a partition, or of so many of its first rows.
    """
    found = [
        f"{one.path} {digest(one, None if _is_kept(table) else _SAMPLE)}" for table, one in _paired(loaded, partitions)
    ]
    return [*found, part_key([source.lines for source in loaded.sources])]


def gather_part(part: str, loaded: Loaded, partitions: Sequence[Partition]) -> Asserted:
    """Load one part of what must be looked at together, which `judged_parts` names; what it names stands behind it."""
    kept = _kept_in_parts(loaded, partitions)
    asserted = _gathered([source for source in loaded.sources if _part_of(source) == part], kept[part])
    for source in loaded.sources:
        if _part_of(source) != part:
            load_lines(asserted.behind, source.lines)
    if part == CLAIMS:
        _put_behind(asserted, [one for _, one in kept[ENTITIES]])
    return asserted


def judged_parts(
    loaded: Loaded, partitions: Sequence[Partition], digest: Callable[[Partition], str]
) -> dict[str, list[str]]:
    """Return the parts of what must be looked at together, each with digests of all that its judgement rests on.

    Entities name no claim, so that they are judged without any; claims are judged with what they name.
    """
    kept = _kept_in_parts(loaded, partitions)
    entities, claims = ([f"{one.path} {digest(one)}" for _, one in kept[part]] for part in (ENTITIES, CLAIMS))
    entities.append(part_key([source.lines for source in loaded.sources]))
    has_claims = kept[CLAIMS] or any(_part_of(source) == CLAIMS for source in loaded.sources)
    return {ENTITIES: entities} | ({CLAIMS: [*entities, *claims]} if has_claims else {})


def _kept_in_parts(loaded: Loaded, partitions: Sequence[Partition]) -> dict[str, list[tuple[Table, Partition]]]:
    found: dict[str, list[tuple[Table, Partition]]] = {ENTITIES: [], CLAIMS: []}
    for table, one in _paired(loaded, partitions):
        if _is_kept(table):
            found[CLAIMS if table.schema.segment in RESTING else ENTITIES].append((table, one))
    return found


def _part_of(source: Source) -> str:
    """Return the part with which the description of a source is judged: that of the words, if it has a text."""
    return CLAIMS if _has_text(source) else ENTITIES


def _put_behind(asserted: Asserted, partitions: Sequence[Partition]) -> None:
    """Load what partitions say of what is named, and of what that names in turn, behind what names it."""
    seen = {quad.subject for quad in asserted.store}
    wanted = {*_individuals(asserted.store)} - seen
    with stating() as engine:
        while wanted:
            found, segments = Store(), {iri.key_of(name.value).partition("/")[0] for name in wanted}
            there = [one for one in partitions if one.schema.segment in segments]
            with of_subjects(engine, [name.value for name in wanted]):
                load_selected(found, engine, [*map(stated_in, with_subjects(engine, there))])
            asserted.behind.extend(found)
            seen |= wanted
            wanted = {*_individuals(found)} - seen


def _individuals(store: Store) -> Iterator[NamedNode]:
    """Yield what is named by statements, without terms."""
    for quad in store:
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(iri.ID):
            yield quad.object


def _is_kept(table: Table) -> bool:
    """Tell whether the rows of a table are looked at together.

    These are entities, claims of a source that is a text, and claims of which shapes ask more than a mapper knows.
    """
    return not (table.schema.is_claim and table.schema.decided) or _has_text(table.source)


def _has_text(source: Source) -> bool:
    return any(file.characters for file in source.files)
