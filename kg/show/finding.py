"""Read findings for people: what follows from claims set side by side, in a sentence, with its reasons."""

from collections.abc import Iterator

from kg.core import columns, iri, terms
from kg.core.concepts import Verdict
from kg.core.errors import FindingUnknown
from kg.core.graph import Literal, NamedNode, matches
from kg.core.ontology import DEFINITION, Ontology, column_name
from kg.figure import read_figures
from kg.finding import NUMBERS, claims_of, claims_told, concepts
from kg.rows.opened import OpenedRow, Rows
from kg.show.evidence import ClaimReader
from kg.show.model import Finding
from kg.tell.lines import told

_RESULTS = (terms.hasVerdict, terms.hasChange, terms.hasOutcome)
_SEGMENT = "finding/"
_GRAVITY = {
    iri.own_key(verdict): gravity
    for verdict, gravity in (
        (Verdict.CONTRADICTION, 0),
        (Verdict.SUSPICIOUS, 1),
        (Verdict.SAME, 3),
        (Verdict.NOT_COMPARABLE, 4),
    )
}
_OTHER = 2


def find_finding(rows: Rows, name: str) -> OpenedRow:
    """Find a finding by its IRI, `finding/...`, or the beginning of its hash; raise FindingUnknown."""
    wanted = name.removeprefix(iri.ID).removeprefix(_SEGMENT)
    begins = "starts_with(finding, $name) AND $name != $all"
    found = rows.ask(
        f"FROM findings WHERE {begins} ORDER BY finding",
        name=iri.mint("finding", wanted),
        all=iri.mint("finding", ""),
    )
    if len(found) != 1:
        near = ", ".join(iri.key_of(row["finding"]) for row in found[:5])
        raise FindingUnknown(
            "Several findings have this name." if found else "No finding has this name.",
            remedy=f"Name one: {near}." if found else "`kg ask conflicts --format csv` names findings.",
            value=name,
        )
    return found[0]


def is_finding(name: str) -> bool:
    """Tell whether a name is written as that of a finding."""
    return name.removeprefix(iri.ID).startswith(_SEGMENT)


def findings_on(rows: Rows, claims: list[str]) -> list[OpenedRow]:
    """Return the findings that rest on any of some claims, those with a result that is worth a look first."""
    found = rows.ask("FROM findings WHERE list_has_any(rests_on, $claims)", claims=claims)
    return sorted(found, key=lambda row: (_gravity(row), row["finding"]))


def findings_about(rows: Rows, ontology: Ontology, cls: str, about: str | None) -> list[OpenedRow]:
    """Return the findings of a class on claims about something or what concerns it; all of the class for None."""
    things = None if about is None else [about, *rows.naming(column_name(terms.concernsDyad), about)]
    subjects = {columns.is_about, columns.has_undertaking, *(figure.is_about for figure in read_figures(ontology))}
    return rows.findings(iri.compress(cls), subjects, things)


def _gravity(row: OpenedRow) -> int:
    return _GRAVITY.get(row["verdict"], _OTHER)


def read_finding(reading: ClaimReader, row: OpenedRow) -> Finding:
    """Return a finding for people; the reader has read the claims that it rests on."""
    claims = [reading.row(claim) for claim in claims_told(row)]
    named: dict[str, list[str]] = {predicate: [] for predicate in (*_RESULTS, terms.hasReason)}
    for predicate, concept in sorted(concepts(row)):
        named[predicate].append(concept)
    cls = iri.expand(row["class"])
    first, second = row["first"], row["second"]
    resting = (first, second, *sorted(set(claims_of(row)) - {first, second}))
    return Finding(
        name=row["finding"],
        cls=cls,
        kind=reading.name(cls),
        concepts={predicate: tuple(found) for predicate, found in named.items()},
        results=tuple(reading.name(result) for predicate in _RESULTS for result in named[predicate]),
        sentence=told(reading.phrases, row, claims),
        reasons=tuple((reading.name(one), _definition(reading, one)) for one in named[terms.hasReason]),
        numbers={predicate: row[name] for name, predicate in NUMBERS.items() if row[name] is not None},
        subjects=tuple(sorted({claim["subject"] for claim in claims[:2]})),
        rests_on=resting,
        keys=tuple(reading.key(claim) for claim in resting),
        gravity=_gravity(row),
    )


def _definition(reading: ClaimReader, concept: str) -> str:
    """Return the definition of a concept in the language of the reader, '' if there is none."""
    quads = matches(reading.known, NamedNode(concept), NamedNode(DEFINITION))
    texts = {quad.object.language: quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return texts.get(reading.language, "")


def named_numbers(reading: ClaimReader, finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield the names of the numbers of a finding, each with what it is in the base unit of its claims."""
    unit = reading.base_unit(reading.row(finding.rests_on[0])[columns.has_unit])
    for name, number in finding.numbers.items():
        written = reading.phrases.number(number) if name == terms.ratio else reading.amount(number, unit)
        yield reading.name(name), written
