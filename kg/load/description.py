"""Read what `source.ttl` says, statement by statement, and judge it as cells are judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from kg.core import iri, terms
from kg.core.errors import CellInvalid, SourceInvalid
from kg.core.graph import Literal, NamedNode, Quad
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import RDF_TYPE, Ontology
from kg.core.rdf_files import read_quads_with_lines
from kg.core.signs import flaw
from kg.load.cells import read_literal
from kg.load.faults import OnFault, stop, tried
from kg.load.rows import Row, has_stray_space
from kg.load.schema import LANG_STRING, Kind, Slot, property_slots

_EXAMPLES = {
    Kind.TEXT: 'Write it in quotes, without a language: "text".',
    Kind.TAGGED: 'Write it in quotes, with its language: "text"@en.',
    Kind.DECIMAL: "Write a number without quotes: 4.4.",
    Kind.INTEGER: "Write a whole number without quotes: 44.",
    Kind.BOOLEAN: "Write true or false without quotes.",
    Kind.DATE: 'Write it as "2025-11-12"^^xsd:date.',
}


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """A statement of a description, and where it stands; none is about, or names, a node without an IRI."""

    path: Path
    line: int
    subject: str
    predicate: str
    term: NamedNode | Literal

    def refuse(self, problem: str, remedy: str) -> NoReturn:
        """Raise SourceInvalid at the statement."""
        raise SourceInvalid(
            problem,
            remedy=remedy,
            path=self.path,
            line=self.line,
            column=iri.compress(self.predicate),
            value=self.term.value,
        )

    def as_line(self, graph: str) -> str:
        """Write the statement as an N-Quads line of a graph, without its line end."""
        quad = Quad(NamedNode(self.subject), NamedNode(self.predicate), self.term, NamedNode(graph))
        return f"{quad} ."


def read_statements(path: Path) -> list[SourceStatement]:
    """Read the statements of a description.

    Raises FileUnreadable for what is no Turtle, and SourceInvalid for a node without an IRI, for an empty value, and
    for signs that no cell may hold.
    """
    return [_statement(quad, line, path) for quad, line in read_quads_with_lines(path)]


def _statement(quad: Quad, line: int, path: Path) -> SourceStatement:
    if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
        raise SourceInvalid(
            "The description has a node without a name.",
            remedy="Give every node an IRI: no [ ] or ( ).",
            path=path,
            line=line,
            column=iri.compress(quad.predicate.value),
        )
    made = SourceStatement(path, line, quad.subject.value, quad.predicate.value, quad.object)
    for text in (made.subject, made.predicate, made.term.value):
        if wrong := flaw(text):
            made.refuse(*wrong)
    if has_stray_space(made.term.value) or not made.term.value:
        made.refuse("The value is empty, or white space stands around it.", "Write a value, or take it out.")
    return made


@dataclass(frozen=True, slots=True)
class Rules:
    """What a property takes, by class and property, and the concepts that there are."""

    slots: Mapping[str, Mapping[str, Slot]]
    concepts: frozenset[str]


def description_rules(ontology: Ontology) -> Rules:
    """Compile what the shapes say about sources and their files."""
    slots = {cls: property_slots(ontology, cls) for cls in (terms.Source, terms.SourceFile)}
    concepts = (name for name, cls in ontology.individuals() if terms.Concept in ontology.supers(cls))
    return Rules(slots, frozenset(concepts))


def judge_description(
    statements: Iterable[SourceStatement], subjects: Mapping[str, str], rules: Rules, on_fault: OnFault = stop
) -> None:
    """Judge the statements of a description as cells of tables are.

    `subjects` are the source and its files, each with its class. A statement about anything else is a fault,
    SourceInvalid, and so is a property that the class does not have, and a value that the property does not take.
    """
    for statement in statements:
        tried(on_fault, partial(_judge_statement, statement, subjects, rules), None)


def _judge_statement(statement: SourceStatement, subjects: Mapping[str, str], rules: Rules) -> None:
    cls = subjects.get(statement.subject)
    if cls is None:
        statement.refuse(
            f"The statement is about {iri.compress(statement.subject)}, neither the source nor a file of it.",
            "Take it out: things and concepts have tables, and a file is named by dyad:hasFile of its source.",
        )
    if statement.predicate == RDF_TYPE:
        if statement.term != NamedNode(cls):
            statement.refuse(f"It is no {iri.compress(cls)} alone.", f"Keep {iri.compress(cls)}.")
    elif statement.predicate in rules.slots[cls]:
        _judge_value(statement, rules.slots[cls][statement.predicate])
        _judge_concept(statement, rules.concepts)
    else:
        statement.refuse(
            f"{iri.compress(statement.predicate)} is no property of a {iri.compress(cls)}.",
            _nearest(statement.predicate, rules.slots[cls]),
        )


def _nearest(predicate: str, known: Iterable[str]) -> str:
    """Say which property may be meant: one of nearly the same name, and which there are."""
    names = {iri.compress(name).partition(":")[2]: iri.compress(name) for name in known}
    near = nearest(predicate.replace("#", "/").rpartition("/")[2], names, 1)
    meant = f"Did you mean {names[near[0]]}? " if near else ""
    return f"{meant}It may be one of: {', '.join(sorted(names.values()))}."


def _judge_concept(statement: SourceStatement, concepts: frozenset[str]) -> None:
    """Raise SourceInvalid for a value that is called as a concept of the ontology is, and is none."""
    scheme, _, key = statement.term.value.removeprefix(iri.ID).partition("/")
    known = {iri.own_key(one): one for one in concepts if one.startswith(f"{iri.ID}{scheme}/")}
    if isinstance(statement.term, NamedNode) and known and key not in known:
        listed = f"It is one of: {', '.join(sorted(known))}."
        statement.refuse(f"There is no {scheme} {key}.", did_you_mean(nearest(key, known), listed))


def _judge_value(statement: SourceStatement, slot: Slot) -> None:
    """Raise SourceInvalid or NameMixed for a value that a property does not take."""
    term = statement.term
    if slot.kind in {Kind.KEY, Kind.PLACE}:
        if not isinstance(term, NamedNode):
            statement.refuse("The value is no IRI.", "Write it in angle brackets: <https://...>.")
        if not slot.takes(term.value):
            statement.refuse("The value has not the form it should have.", f"Match {slot.pattern}.")
        return
    datatype = LANG_STRING if slot.kind is Kind.TAGGED else iri.PREFIXES["xsd"] + slot.kind.value
    if not isinstance(term, Literal) or term.datatype.value != datatype:
        statement.refuse(f"The value is no {iri.compress(datatype)}.", _EXAMPLES[slot.kind])
    if term.language is not None and not slot.takes_language(term.language):
        statement.refuse("The text is in no language of ours.", f"Tag it as one of: {', '.join(slot.languages)}.")
    row = Row(statement.path, statement.line, {})
    try:
        read_literal(term.value, slot, row, iri.compress(statement.predicate))
    except CellInvalid as error:
        statement.refuse(error.problem, error.remedy)
