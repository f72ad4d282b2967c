"""Publish the rows of a build as RDF: all that they state, and all that follows from them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import iri
from kg.compare.cited import Cited
from kg.compare.facts import Facts, currencies, read_facts
from kg.compare.lines import batches, derived_lines, finding_lines, finding_of, phrases_of
from kg.graph import NamedNode, Quad, Store, load_lines, quads_as_lines
from kg.manifest import DERIVED, ENDS, FINDINGS, FLAT
from kg.ontology import Ontology
from kg.rdf.fill import load
from kg.rdf.project import ends, implied, stated, straight, union
from kg.rdf.write import Statements, as_table
from kg.reason.rules import add_new, derive, read_rules
from kg.rows.descriptions import read_descriptions
from kg.rows.engine import Engine, put
from kg.rows.partition import Partition

if TYPE_CHECKING:
    import pyarrow as pa

_CLAIM = f"<{iri.ID}claim/"
_LINES = "lines"


def ontology_lines(ontology: Ontology) -> list[str]:
    """Return the ontology's terms as sorted N-Quads lines of its graph, numbers as a store writes them: 5, not 5.0."""
    graph = NamedNode(iri.ONTOLOGY_GRAPH)
    return sorted(quads_as_lines(Quad(q.subject, q.predicate, q.object, graph) for q in ontology.terms))


def conclude(store: Store, engine: Engine, partitions: Sequence[Partition], ontology: Ontology) -> list[str]:
    """Add to a store of entities and of the ontology what follows about them; return it as N-Quads lines.

    It follows from the shortcuts of claims, and by the rules of the ontology. Of which superclasses rows are is left
    out of the lines, for it is projected with the rows; in the store it stands apart.
    """
    apart = f"{iri.DERIVED_GRAPH}/classes"
    load(store, engine, [implied(one, ontology, apart) for one in partitions if not one.schema.is_claim])
    selects = [select for one in partitions if one.schema.is_claim for select in straight(one, ontology)]
    if selects:
        found = engine.execute(f"SELECT DISTINCT triple || ' ' || graph || ' .' FROM ({union(selects)})")
        add_new(store, (line for (line,) in found))
    return [line for line in derive(store, read_rules(ontology.folder / "rules")) if not line.startswith(_CLAIM)]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of entities: a `store` of what is stated of them and follows, and the `facts` read from it.

    `lines` are those of the ontology and of what follows, as N-Quads.
    """

    ontology: Ontology
    store: Store
    lines: tuple[str, ...]
    facts: "Facts[pa.Table]"


def known(folder: Path, engine: Engine, partitions: Sequence[Partition], ontology: Ontology) -> Known:
    """Return what is known of the entities of a build, but for what the engine leaves out."""
    store, terms = Store(), ontology_lines(ontology)
    load(store, engine, [stated(one) for one in partitions if not one.schema.is_claim])
    load_lines(store, [*read_descriptions(folder), *terms])
    concluded = conclude(store, engine, partitions, ontology)
    return Known(ontology, store, (*terms, *concluded), read_facts(ontology, store))


def publication(
    engine: Engine, folder: Path, partitions: Sequence[Partition], about: Known, gone: Collection[str] = ()
) -> Statements:
    """Return all statements of a build, but for what is gone, which the engine leaves out of partitions too."""
    lines = [*about.lines, *read_descriptions(folder)]
    lines += _kept(derived_lines(folder / DERIVED, about.ontology), gone)
    lines += _findings(folder, about, gone)
    put(engine, _LINES, as_table(lines))
    claims = [one for one in partitions if one.schema.is_claim]
    entities = [one for one in partitions if not one.schema.is_claim]
    of_claims, of_entities = (
        [*map(stated, some), *(implied(one, about.ontology) for one in some)] for some in (claims, entities)
    )
    return Statements(engine, (*of_claims, ends(folder / ENDS)), tuple(of_entities), _LINES)


def _kept(lines: Iterable[str], gone: Collection[str]) -> Iterator[str]:
    return (line for line in lines if line[1:].partition(">")[0] not in gone)


def _findings(folder: Path, about: Known, gone: Collection[str]) -> Iterator[str]:
    """Write the findings that rest on nothing that is gone."""
    cited = Cited([folder / FLAT, folder / DERIVED], about.facts)
    kept = ([row for row in rows if finding_of(row) not in gone] for rows in batches(folder / FINDINGS))
    return finding_lines(kept, cited, phrases_of(about.store, currencies(about.facts)))
