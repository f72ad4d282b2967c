"""Publish the rows of a build as RDF: all that they state, and all that follows from them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.core import iri, terms
from kg.core.graph import NamedNode, Quad, Store, load_lines, quads_as_lines
from kg.core.manifest import DERIVED, ENDS, FINDINGS, KNOWN
from kg.core.ontology import Ontology
from kg.finding import finding_of
from kg.query.reads import predicates_read
from kg.rdf.fill import load_selected
from kg.rdf.statements import (
    ENDS_OF_VALUES,
    Predicates,
    computed,
    ends,
    implied,
    is_read,
    stated_in,
    states_any,
    straight,
    union,
)
from kg.rdf.write import Statements, as_statements
from kg.reason.rules import add_new, derive, read_rules
from kg.rows.descriptions import read_descriptions, read_lines, write_lines
from kg.rows.engine import Engine, put
from kg.rows.partition import Partition
from kg.rows.read import facts_in, rows_in
from kg.tell.cited import currencies_of, open_cited
from kg.tell.lines import finding_lines, phrases_of, supersession_lines
from kg.wording.labels import NAMING

CONCLUDED = f"{KNOWN}/concluded.nq"
_LINES = "lines"
_NAMING = frozenset({*NAMING, terms.hasFirstEconomy, terms.hasSecondEconomy, terms.countedForm})
"""The predicates of what names things: a dyad is named by its economies, a unit by the number that is counted."""


@lru_cache(maxsize=2)
def ontology_lines(ontology: Ontology) -> tuple[str, ...]:
    """Return the ontology's terms as sorted N-Quads lines of its graph, numbers as a store writes them: 5, not 5.0."""
    graph = NamedNode(iri.ONTOLOGY_GRAPH)
    return tuple(sorted(quads_as_lines(Quad(q.subject, q.predicate, q.object, graph) for q in ontology.terms)))


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
    out of the lines, for it is stated with the rows; in the store it stands apart.
    """
    apart = f"{iri.DERIVED_GRAPH}/classes"
    entities = [one for one in partitions if not one.schema.is_claim]
    load_selected(store, engine, [select for one in entities for select in implied(one, ontology, apart)])
    add_new(store, shortcuts)
    return [
        line for line in derive(store, read_rules(ontology.folder / "rules")) if not line.startswith(f"<{iri.CLAIM}")
    ]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of entities, as N-Quads lines: the `terms` of the ontology, and what was `concluded`."""

    ontology: Ontology
    terms: Sequence[str]
    concluded: Sequence[str]


def write_known(about: Known, folder: Path) -> None:
    """Write what is known of entities into the folder of a build."""
    (folder / KNOWN).mkdir()
    write_lines(folder / CONCLUDED, about.concluded)


def open_known(folder: Path, ontology: Ontology) -> Known:
    """Read what a build knows of entities."""
    return Known(ontology, ontology_lines(ontology), read_lines(folder / CONCLUDED))


def read_names(engine: Engine, partitions: Sequence[Partition], about: Known, folder: Path) -> Store:
    """Return a store of what names things in sentences: of rows, the ontology, and descriptions of sources."""
    names = Store()
    entities = [one for one in partitions if not one.schema.is_claim and states_any(one, _NAMING)]
    load_selected(names, engine, [stated_in(one, read=_NAMING) for one in entities])
    load_lines(names, (line for line in (*about.terms, *read_descriptions(folder)) if _is_read(line, _NAMING)))
    return names


def known_without_claims(
    folder: Path, engine: Engine, partitions: Sequence[Partition], ontology: Ontology, read: Predicates = None
) -> Known:
    """Return what is known of the entities of a build without those claims that the engine leaves out.

    What is stated of entities is what it was; what follows may be less. Where predicates to `read` are given, nothing
    need follow that is of others.
    """
    whole = open_known(folder, ontology)
    if not any(_is_read(line, read) for line in whole.concluded):
        return whole
    rules, shortcuts = read_rules(ontology.folder / "rules"), read_shortcuts(engine, partitions, ontology)
    of_rules = [predicates_read(rule.text) for rule in rules]
    needed = None if None in of_rules else {*map(_predicate, shortcuts)}.union(*filter(None, of_rules))
    entities = [one for one in partitions if not one.schema.is_claim and states_any(one, needed)]
    store = Store()
    load_selected(store, engine, [stated_in(one, read=needed) for one in entities])
    load_lines(store, [*read_descriptions(folder), *whole.terms])
    return replace(whole, concluded=conclude(store, engine, partitions, shortcuts, ontology))


def publication(  # noqa: PLR0913
    engine: Engine,
    folder: Path,
    partitions: Sequence[Partition],
    about: Known,
    names: Store,
    stays: Callable[[str], bool] = lambda _: True,
    *,
    read: Predicates = None,
) -> Statements:
    """Return the statements of a build about all subjects that stay; the engine chooses those of partitions itself.

    `names` is what `read_names` returns. Where predicates to `read` are given, those of others are left out.
    """
    lines = [line for line in (*about.terms, *about.concluded, *read_descriptions(folder)) if stays(subject_of(line))]
    lines += _findings(folder, about, names, stays)
    put(engine, _LINES, as_statements(line for line in lines if _is_read(line, read)))
    selects: dict[bool, list[str]] = {True: [], False: []}
    for one in partitions:
        if states_any(one, read):
            selects[one.schema.is_claim].append(stated_in(one, read=read))
        selects[one.schema.is_claim] += implied(one, about.ontology, read=read)
    selects[True].append(computed(folder / DERIVED, about.ontology, read))
    if any(is_read(predicate, read) for predicate in ENDS_OF_VALUES):
        selects[True].append(ends(folder / ENDS))
    return Statements(engine, tuple(selects[True]), tuple(selects[False]), _LINES)


def _predicate(line: str) -> str:
    return line.split(" ", 2)[1][1:-1]


def _is_read(line: str, read: Predicates) -> bool:
    """Tell whether a line has one of the predicates to read."""
    _, predicate, rest = line.split(" ", 2)
    return is_read(predicate[1:-1], read, rest.partition(">")[0][1:])


def subject_of(line: str) -> str:
    """Return the IRI of which a line says something, or the name of a blank node but for its first sign."""
    return line[1:].partition(" ")[0].removesuffix(">")


def _findings(folder: Path, about: Known, names: Store, stays: Callable[[str], bool]) -> Iterator[str]:
    """Write the findings that stay, and what supersedes what by any of them."""
    kept = (row for row in rows_in(folder / FINDINGS) if stays(finding_of(row)))
    phrases = phrases_of(names, currencies_of(facts_in(folder, "units")))
    yield from finding_lines(kept, open_cited(folder, about.ontology), phrases)
    yield from supersession_lines(rows_in(folder / FINDINGS), stays)
