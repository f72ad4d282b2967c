"""Publish the rows of a build as RDF: all that they state, and all that follows from them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import iri
from kg.compare.cited import Cited
from kg.compare.facts import Facts, currencies, open_facts, read_facts, write_facts
from kg.compare.lines import derived_lines, finding_lines, finding_of, phrases_of, rows_in
from kg.graph import NamedNode, Quad, Store, load_lines, quads_as_lines
from kg.manifest import DERIVED, ENDS, FINDINGS, FLAT
from kg.ontology import Ontology
from kg.rdf.fill import load
from kg.rdf.project import ends, implied, stated, straight, union
from kg.rdf.write import Statements, as_table
from kg.reason.rules import add_new, derive, read_rules
from kg.rows.descriptions import read_descriptions, read_lines, write_lines
from kg.rows.engine import Engine, put
from kg.rows.partition import Partition

if TYPE_CHECKING:
    import pyarrow as pa

_CLAIM = f"<{iri.ID}claim/"
_KNOWN = "known"
CONCLUDED = f"{_KNOWN}/concluded.nq"
_LINES = "lines"


def ontology_lines(ontology: Ontology) -> list[str]:
    """Return the ontology's terms as sorted N-Quads lines of its graph, numbers as a store writes them: 5, not 5.0."""
    graph = NamedNode(iri.ONTOLOGY_GRAPH)
    return sorted(quads_as_lines(Quad(q.subject, q.predicate, q.object, graph) for q in ontology.terms))


def read_shortcuts(engine: Engine, partitions: Sequence[Partition], ontology: Ontology) -> list[str]:
    """Return what claims let say straight of the things that they name, as sorted N-Quads lines."""
    selects = [select for one in partitions if one.schema.is_claim for select in straight(one, ontology)]
    if not selects:
        return []
    return sorted(
        line for (line,) in engine.execute(f"SELECT DISTINCT triple || ' ' || graph || ' .' FROM ({union(selects)})")
    )


def conclude(
    store: Store, engine: Engine, partitions: Sequence[Partition], shortcuts: Sequence[str], ontology: Ontology
) -> list[str]:
    """Add to a store of entities and of the ontology what follows about them; return it as N-Quads lines.

    It follows from the shortcuts of claims, and by the rules of the ontology. Of which superclasses rows are is left
    out of the lines, for it is projected with the rows; in the store it stands apart.
    """
    apart = f"{iri.DERIVED_GRAPH}/classes"
    load(store, engine, [implied(one, ontology, apart) for one in partitions if not one.schema.is_claim])
    add_new(store, shortcuts)
    return [line for line in derive(store, read_rules(ontology.folder / "rules")) if not line.startswith(_CLAIM)]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of entities: the `facts` that a comparison needs, and a `store` that has their labels.

    `terms` are the lines of the ontology, and `concluded` those of what follows, as N-Quads.
    """

    ontology: Ontology
    store: Store
    terms: Sequence[str]
    concluded: Sequence[str]
    facts: "Facts[pa.Table]"


def known_parts() -> list[str]:
    """Name the parts of a build that say what is known of entities."""
    return [CONCLUDED, *(f"{_KNOWN}/{name}.parquet" for name in Facts.tables())]


def write_known(about: Known, folder: Path) -> None:
    """Write what is known of entities into the folder of a build."""
    (folder / _KNOWN).mkdir()
    write_lines(folder / CONCLUDED, about.concluded)
    write_facts(about.facts, folder / _KNOWN)


def open_known(folder: Path, ontology: Ontology, store: Store) -> Known:
    """Read what a build knows of entities, whose labels are in a store."""
    facts = open_facts(ontology, folder / _KNOWN)
    return Known(ontology, store, ontology_lines(ontology), read_lines(folder / CONCLUDED), facts)


def known(folder: Path, engine: Engine, partitions: Sequence[Partition], ontology: Ontology) -> Known:
    """Return what is known of the entities of a build, but for what the engine leaves out."""
    store, terms = Store(), ontology_lines(ontology)
    load(store, engine, [stated(one) for one in partitions if not one.schema.is_claim])
    load_lines(store, [*read_descriptions(folder), *terms])
    shortcuts = read_shortcuts(engine, partitions, ontology)
    concluded = conclude(store, engine, partitions, shortcuts, ontology)
    return Known(ontology, store, terms, concluded, read_facts(ontology, store))


def publication(
    engine: Engine,
    folder: Path,
    partitions: Sequence[Partition],
    about: Known,
    stays: Callable[[str], bool] = lambda _: True,
) -> Statements:
    """Return the statements of a build about all subjects that stay; the engine chooses those of partitions itself."""
    lines = [line for line in (*about.terms, *about.concluded, *read_descriptions(folder)) if stays(subject_of(line))]
    lines += derived_lines((row for row in rows_in(folder / DERIVED) if stays(row["claim"])), about.ontology)
    lines += _findings(folder, about, stays)
    put(engine, _LINES, as_table(lines))
    claims = [one for one in partitions if one.schema.is_claim]
    entities = [one for one in partitions if not one.schema.is_claim]
    of_claims, of_entities = (
        [*map(stated, some), *(implied(one, about.ontology) for one in some)] for some in (claims, entities)
    )
    return Statements(engine, (*of_claims, ends(folder / ENDS)), tuple(of_entities), _LINES)


def subject_of(line: str) -> str:
    """Return the IRI of which a line says something, or the name of a blank node but for its first sign."""
    return line[1:].partition(" ")[0].removesuffix(">")


def _findings(folder: Path, about: Known, stays: Callable[[str], bool]) -> Iterator[str]:
    """Write the findings that stay."""
    kept = (row for row in rows_in(folder / FINDINGS) if stays(finding_of(row)))
    cited = Cited([folder / FLAT, folder / DERIVED], about.facts)
    return finding_lines(kept, cited, phrases_of(about.store, currencies(about.facts)))
