"""Whether an ontology and facts can all be true, and if not, which statements cannot: as findings with their places."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from kg.core import iri
from kg.core.errors import JavaMissing, OntologyInconsistent
from kg.core.graph import BlankNode, Literal, NamedNode, Term, Triple, name_of
from kg.core.languages import LANGUAGES
from kg.core.positions import Point
from kg.reason.axioms import Axiom, Axioms, Misfit, read_axioms
from kg.reason.consistency import classify
from kg.reason.datatypes import unknown_datatypes
from kg.reason.explanation import nameless_member, smallest_contradiction
from kg.reason.expressions import OWL, Operand
from kg.reason.hermit import HermitRefused
from kg.reason.in_words import Labels, axiom_in_words, labels_of, short_name
from kg.reason.profile import misfits
from kg.validation.addresses import TextPlace, addresses
from kg.validation.engine import ValidationResult
from kg.validation.graphs import statements
from kg.validation.judging import files_of
from kg.validation.report import CheckOutcome, Report, Violation, by_place, report
from kg.wording.notes import note

CONSISTENCY: Final = "consistency"
_MOST: Final = 3  # contradictions, and classes without members, of which each is explained

Locate: TypeAlias = Callable[[Sequence[Triple]], Sequence[TextPlace | None]]


@dataclass(frozen=True, slots=True)
class LocatedAxioms:
    """What is judged: axioms, what names are called, and where statements stand."""

    read: Axioms
    labels: Labels
    locate: Locate


def check_consistency(paths: Sequence[Path]) -> Report:
    """Check that what files of RDF state, by the direct semantics of OWL 2, can all be true; HermiT decides.

    Findings are statements that cannot all be true, each in words: a smallest set of them, those that are axioms first;
    and those by which a class can have no member. What is outside OWL 2 DL makes the report unusable, with the axioms
    and the rules that they break. Without Java nothing is decided, which a note says. Raises FileUnreadable.
    """
    files = files_of(paths)
    triples = [one.triple for one in statements(files)]
    read = read_axioms(triples)
    judged = LocatedAxioms(read, labels_of(triples), lambda sought: places_in(sought, files))
    imported = sorted({name_of(triple.object) for triple in triples if triple.predicate.value == f"{OWL}imports"})
    notes = [note("import unread", name=name) for name in imported]
    return decide(judged, [], [*notes, *_notes(read)])


def places_in(triples: Sequence[Triple], files: Sequence[Path]) -> list[TextPlace | None]:
    """Return where statements stand in files; of an only file, that it is there where it has no places."""
    sought = [
        ValidationResult(triple.subject, f"<{triple.predicate.value}>", triple.object, "", None, "", ())
        for triple in triples
    ]
    found = addresses(sought, files, [None] * len(sought)) if sought else []
    somewhere = TextPlace(files[0], Point(0, 0)) if len(files) == 1 else None
    return [place or somewhere for place in found]


def _notes(read: Axioms) -> Iterator[str]:
    """Say what takes no part, and what was taken for something that nothing declares."""
    if read.ignored:
        yield note("undeclared properties", names=_listed(read.ignored))
    if read.roles.undeclared:
        yield note("taken as used", names=_listed(map(name_of, read.roles.undeclared)))
    unknown = set[str]().union(*(unknown_datatypes(axiom.content) for axiom in read.axioms))
    if unknown:
        yield note("datatypes unknown", names=_listed(unknown))


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(map(iri.compress, names))
    more = f" and {len(ordered) - _SHOWN} more" if len(ordered) > _SHOWN else ""
    return ", ".join(ordered[:_SHOWN]) + more


_SHOWN: Final = 8


def decide(judged: LocatedAxioms, found: Sequence[Violation], notes: Sequence[str]) -> Report:
    """Let HermiT decide on axioms, and report what it finds beside what was found before."""
    try:
        return decided(judged, found, notes)
    except OntologyInconsistent:
        findings = [*found, *_contradictions(judged)]
        notes = [*notes, note("inconsistent", most=_MOST)]
        return report(CONSISTENCY, findings, len(judged.read.axioms), notes)


def decided(judged: LocatedAxioms, found: Sequence[Violation], notes: Sequence[str]) -> Report:
    """Let HermiT decide on axioms; raise OntologyInconsistent where they contradict each other."""
    read = judged.read
    outside = misfits(read)
    if outside:
        return _unusable(judged, outside, found, notes)
    try:
        empty = classify(read).unsatisfiable
    except JavaMissing as error:
        return report(CONSISTENCY, found, len(read.axioms), [*notes, note("reasoner failed", problem=error.problem)])
    except HermitRefused as error:
        return _unusable(judged, [_refused(str(error), read.axioms)], found, notes)
    findings = [*found, *_empty_classes(judged, empty)]
    return report(CONSISTENCY, findings, len(read.axioms), [*notes, note("consistent")])


def _refused(problem: str, axioms: Iterable[Axiom]) -> Misfit:
    """Find the axiom that HermiT refuses by what it quotes."""
    axiom = next(
        (one for one in axioms if any(str(part) in problem for part in one.content.walk() if _quoted(part))), None
    )
    return Misfit(problem.rstrip("."), None if axiom is None else axiom.triples[0])


def _quoted(part: object) -> bool:
    return str(part).startswith('"')


_OUTSIDE: Final = {
    "en": "The ontology is outside OWL 2 DL, so that it cannot be decided: {}. Mend the statement.",
    "ru": "Онтология выходит за пределы OWL 2 DL, и решить о ней ничего нельзя: {}. Исправьте утверждение.",
    "kk": "Онтология OWL 2 DL шегінен шығады, сондықтан ол туралы шешім жоқ: {}. Тұжырымды түзетіңіз.",
}


def _unusable(
    judged: LocatedAxioms, outside: Sequence[Misfit], found: Sequence[Violation], notes: Sequence[str]
) -> Report:
    """Report what is outside OWL 2 DL beside what was found before: nothing was decided."""
    found = [*found]
    places = iter(judged.locate([one.triple for one in outside if one.triple is not None]))
    for one in outside:
        messages = {language: text.format(one.rule) for language, text in _OUTSIDE.items()}
        place = None if one.triple is None else next(places)
        found.append(_finding("outside-owl-2-dl", messages, one.triple, place, is_cause=True))
    return Report(CONSISTENCY, CheckOutcome.UNUSABLE, tuple(by_place(found)), 0, tuple(notes))


def _finding(
    rule: str, messages: dict[str, str], triple: Triple | None, place: TextPlace | None, *, is_cause: bool
) -> Violation:
    return Violation(
        rule=rule,
        severity="error",
        messages=messages,
        node="[]" if triple is None or isinstance(triple.subject, BlankNode) else name_of(triple.subject),
        property=None if triple is None else triple.predicate.value,
        value=None if triple is None else _plain(triple.object),
        path=None if place is None else place.path,
        line=None if place is None else place.start.line or None,
        is_cause=is_cause,
        start=None if place is None else place.start.column or None,
        end=None if place is None else place.end,
    )


def _plain(term: Term) -> str | None:
    """Write a value; a node in brackets has no name to write."""
    if isinstance(term, Literal):
        return term.value
    return iri.compress(term.value) if isinstance(term, NamedNode) else None


_TOGETHER: Final = {
    "en": "Contradiction {number}, of {count} statements that cannot all be true: mend one. This says: {said}{more}",
    "ru": "Противоречие {number}: {count} утв., которые не могут быть верны вместе, исправьте одно. "
    "Это гласит: {said}{more}",
    "kk": "{number}-қайшылық: бірге дұрыс бола алмайтын {count} тұжырым, біреуін түзетіңіз. Мұнысы: {said}{more}",
}
_OF_CLASS: Final = {
    "en": "{cls} can have no member, by {count} statements: mend one. This says: {said}",
    "ru": "У «{cls}» не может быть членов, это следует из {count} утв.: исправьте одно. Это гласит: {said}",
    "kk": "«{cls}» класының мүшесі бола алмайды, бұл {count} тұжырымнан шығады: біреуін түзетіңіз. Мұнысы: {said}",
}
_BELOW: Final = {
    "en": "{cls} can have no member, as {upper}, of which it is a part, can have none: mend that.",
    "ru": "У «{cls}» не может быть членов, ведь их не может быть у «{upper}», куда он входит: исправьте там.",
    "kk": "«{cls}» класының мүшесі бола алмайды, себебі оны қамтитын «{upper}» бос: сол жерін түзетіңіз.",
}
_ALIKE: Final = {
    "en": " The same holds of {:,} more.",
    "ru": " То же верно ещё о {:,}.",
    "kk": " Тағы {:,} нәрсе туралы да солай.",
}


def _contradictions(judged: LocatedAxioms) -> Iterator[Violation]:
    """Yield the statements of some contradictions, each of other facts than those before."""
    axioms = list(judged.read.axioms)
    for number in range(1, _MOST + 1):
        clashing = smallest_contradiction(axioms)
        if not clashing:
            return
        alike = _alike(clashing, axioms)
        yield from _statements("inconsistent", _TOGETHER, clashing, judged, {"number": number, "alike": len(alike)})
        dropped = {id(one) for one in clashing if one.is_fact} or {id(one) for one in clashing}
        axioms = [one for one in axioms if id(one) not in dropped and not (one.is_fact and _about(one) in alike)]


def _about(fact: Axiom) -> object:
    """Return the individual that a fact is about."""
    return fact.content.parts[1] if fact.content.name.endswith("Assertion") else None


def _alike(clashing: Sequence[Axiom], axioms: Iterable[Axiom]) -> set[object]:
    """Return the other individuals that clash in the same way, where what clashes is stated of one individual.

    What holds of one holds of another with the same statements: with the same values where they are data, are named by
    the axioms too or stand in several statements, else with any.
    """
    facts = [one for one in clashing if one.is_fact]
    subjects = {_about(one) for one in facts}
    if len(subjects) != 1 or None in subjects:
        return set()
    uses = Counter(part for one in clashing for part in one.content.walk())
    wanted = Counter(_shape(one, uses) for one in facts)
    stated = defaultdict[object, Counter[object]](Counter)
    for one in axioms:
        if one.is_fact:
            stated[_about(one)].update([_shape(one, uses)])
    return {about for about, has in stated.items() if about is not None and wanted <= has} - subjects


def _shape(fact: Axiom, uses: Mapping[Operand, int]) -> object:
    """Return what is stated of an individual, without a value that could be any other thing."""
    name, (first, *values) = fact.content.name, fact.content.parts
    value = values[-1] if name.endswith("PropertyAssertion") else None
    return name, first, value if isinstance(value, Literal) or (value is not None and uses[value] > 1) else None


def _empty_classes(judged: LocatedAxioms, empty: Sequence[str]) -> Iterator[Violation]:
    """Yield by which statements classes can have no member; of those below such a class, that one alone."""
    below = _stated_below(judged.read.axioms)
    first = [cls for cls in empty if not {*empty} & below[cls].keys() - {cls}] or list(empty)
    for cls in first[:_MOST]:
        found = smallest_contradiction(judged.read.axioms, [nameless_member(cls)])
        yield from _statements("unsatisfiable-class", _OF_CLASS, found, judged, {"cls": short_name(cls)})
    for cls in (one for one in empty if one not in first[:_MOST]):
        upper = sorted({*empty} & below[cls].keys() - {cls})
        triple = below[cls][upper[0]] if upper else None
        places = [None] if triple is None else judged.locate([triple])
        named = {"cls": short_name(cls), "upper": ", ".join(map(short_name, upper or first[:1]))}
        messages = {language: text.format(**named) for language, text in _BELOW.items()}
        yield _finding("unsatisfiable-class", messages, triple, places[0], is_cause=False)


def _stated_below(axioms: Iterable[Axiom]) -> Mapping[str, dict[str, Triple]]:
    """Return the named classes that are stated to lie right above each, with the statements."""
    found = defaultdict[str, dict[str, Triple]](dict)
    for axiom in axioms:
        lower, *upper = axiom.content.parts
        if axiom.content.name == "SubClassOf" and isinstance(lower, NamedNode) and isinstance(upper[0], NamedNode):
            found[lower.value][upper[0].value] = axiom.triples[0]
    return found


def _statements(
    rule: str,
    template: Mapping[str, str],
    clashing: Sequence[Axiom],
    judged: LocatedAxioms,
    named: Mapping[str, str | int],
) -> Iterator[Violation]:
    """Yield each statement of a set as a finding, in words, with its place."""
    places = judged.locate([axiom.triples[0] for axiom in clashing])
    last = [axiom for axiom in clashing if axiom.is_fact][-1:]
    for axiom, place in zip(clashing, places, strict=True):
        said, messages = axiom_in_words(axiom.content, judged.labels), {}
        for language in LANGUAGES:
            alike = named.get("alike") if axiom in last else 0
            more = _ALIKE[language].format(alike) if alike else ""
            messages[language] = template[language].format(count=len(clashing), said=said[language], more=more, **named)
        yield _finding(rule, messages, axiom.triples[0], place, is_cause=not axiom.is_fact)
