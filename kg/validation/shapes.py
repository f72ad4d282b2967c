"""Check asserted data against the shapes, by the reference or by the compiled shapes, and against silence."""

from collections.abc import Iterator

from kg.core import iri
from kg.core.graph import NamedNode, Store, name_of
from kg.core.ontology import RDF_TYPE, Ontology
from kg.core.shapes import target_classes
from kg.validation.compiled import compiled_findings, unknown_constraints
from kg.validation.report import Places, Report, Violation, report

_NO_SHAPE = {
    "en": "No shape knows a class of this node: mend the class, or declare it with a shape.",
    "ru": "Ни одна форма не знает класса этого узла: исправьте класс или объявите его вместе с формой.",
    "kk": "Бұл түйіннің класын ешбір пішін білмейді: класты түзетіңіз не пішінімен бірге жариялаңыз.",
}

_NO_PROPERTY = {
    "en": "The ontology declares no property of this name: mend its spelling, or declare it.",
    "ru": "В онтологии нет свойства с таким именем: исправьте написание или объявите его.",
    "kk": "Онтологияда мұндай қасиет жоқ: жазылуын түзетіңіз не оны жариялаңыз.",
}


def _matched(data: Store, ontology: Ontology) -> tuple[set[str], set[str]]:
    """Return the typed nodes that some shape checks, and those that none does."""
    targets = {sub for cls in target_classes(ontology) for sub in ontology.subs(cls)}
    seen, matched = set(), set()
    for quad in data.quads_for_pattern(None, NamedNode(RDF_TYPE), None):
        seen.add(name_of(quad.subject))
        if isinstance(quad.object, NamedNode) and quad.object.value in targets:
            matched.add(name_of(quad.subject))
    return matched, seen - matched


def _silent(data: Store, ontology: Ontology, unknown: set[str], places: Places) -> Iterator[Violation]:
    """Yield what SHACL would pass over in silence: nodes that no shape knows, properties that nothing declares."""
    for node in unknown:
        yield Violation("no-shape", "error", _NO_SHAPE, node, None, None, *places.get(node, (None, None)))
    declared = {quad.subject for quad in ontology.terms.quads_for_pattern(None, NamedNode(RDF_TYPE), None)}
    for quad in data:
        if quad.predicate.value.startswith(iri.PREFIXES["dyad"]) and quad.predicate not in declared:
            node, name = name_of(quad.subject), quad.predicate.value
            where = places.get(node, (None, None))
            yield Violation("no-property", "error", _NO_PROPERTY, node, name, iri.compress(name), *where)


def check_shapes(data: Store, ontology: Ontology, places: Places, *, reference: bool) -> Report:
    """Check the asserted data of a store; `places` gives the file and line at which a node is stated.

    The reference is pySHACL; without it the compiled shapes are used, which find the same many times faster, unless
    a shape uses a constraint that they do not know. A typed node that no shape knows, and a property that nothing
    declares, are findings of their own, since SHACL would pass them over in silence; data in which nothing matches at
    all end as `nothing matched`.
    """
    matched, unknown = _matched(data, ontology)
    if not matched:
        return report("shapes", [], 0)
    findings = list(_silent(data, ontology, unknown, places))
    if reference or unknown_constraints(ontology):
        from kg.validation.reference import reference_findings

        findings += reference_findings(data, ontology, places)
    else:
        findings += compiled_findings(data, ontology, places)
    return report("shapes", findings, len(matched))
