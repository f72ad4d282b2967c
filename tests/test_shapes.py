"""Each shape lets the valid file of its pair pass, and reports of the invalid one exactly what that file declares.

A node of an invalid file is preceded by comments `# fires: shape:NAME-property sh:PARAMETER sh:PARAMETER ...`, one a
property shape, and by `# fires: shape:NAME sh:or` for a node shape that leaves a choice. All files are checked in two
runs, the valid ones and the invalid ones, together with the cast that they refer to.
"""

import re
from pathlib import Path
from typing import TypeAlias

import pyshacl
import pytest
from rdflib import SH, Graph

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Store, select
from kg.core.ontology import Ontology, read_ontology
from kg.core.rdf_files import union_of
from kg.validation.report import CheckOutcome, Report
from kg.validation.shapes import check_shapes

ROOT = Path(__file__).parents[1]
PAIRS = Path(__file__).parent / "shapes"
CAST = PAIRS / "cast.ttl"
UNPROVEN = PAIRS / "unproven.control.ttl"
UNTRANSLATED = PAIRS / "untranslated.control.ttl"
NAMES = sorted(path.name.removesuffix(".invalid.ttl") for path in PAIRS.glob("*.invalid.ttl"))
PARAMETERS = {
    *("minCount", "maxCount", "datatype", "class", "nodeKind", "pattern", "minLength", "languageIn", "uniqueLang"),
    *("lessThan", "lessThanOrEquals", "minInclusive", "maxInclusive", "minExclusive", "or", "in", "not"),
}
# Indicators that no bound fits: growth, which may be more than all and less than nothing, and the number of an edition.
UNBOUNDED = {"goods-turnover-growth", "edition-number"}
OTHER_PARAMETERS = {"path", "message", "targetClass", "type"}
LANGUAGES = ["en", "kk", "ru"]

Pair: TypeAlias = tuple[str, str]
"""The local name of a property shape and a SHACL parameter."""

_BLOCK = re.compile(r"((?:^# fires: .*\n)+):([\w-]+) a dyad:(\w+)", re.MULTILINE)
_OWN_PREFIX = re.compile(r"^@prefix : <([^>]*)> \.$", re.MULTILINE)


def file_of(name: str, kind: str) -> Path:
    return PAIRS / f"{name}.{kind}.ttl"


def own_namespace(path: Path) -> str:
    """Return the namespace of the nodes that a file checks."""
    found = _OWN_PREFIX.search(path.read_text(encoding="utf-8"))
    assert found, f"{path.name} has no prefix of its own"
    return found[1]


def declared(path: Path) -> dict[str, set[Pair]]:
    """Read what each faulty node of an invalid file is declared to fire."""
    text, namespace = path.read_text(encoding="utf-8"), own_namespace(path)
    found: dict[str, set[Pair]] = {}
    for block, local, _ in _BLOCK.findall(text):
        for line in block.splitlines():
            shape, *parameters = line.removeprefix("# fires: ").split()
            pairs = {(shape.removeprefix("shape:"), parameter.removeprefix("sh:")) for parameter in parameters}
            found.setdefault(namespace + local, set()).update(pairs)
    assert text.count("# fires: ") == sum(block.count("\n") for block, _, _ in _BLOCK.findall(text))
    return found


def fired(report: Report, namespace: str = "") -> dict[str, set[Pair]]:
    """Return what each node whose IRI begins with a namespace was found to fire."""
    found: dict[str, set[Pair]] = {}
    for finding in report.findings:
        if finding.node.startswith(namespace):
            shape, _, component = finding.rule.partition(" ")
            found.setdefault(finding.node, set()).add((shape, component[:1].lower() + component[1:]))
    return found


def types_of(store: Store) -> dict[str, str]:
    """Return the class of each node that has a name."""
    quads = store.quads_for_pattern(None, NamedNode(iri.expand("rdf:type")), None)
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def local_name(term: str) -> str:
    return term.rsplit("#", 1)[-1]


PROVEN = """SELECT ?shape ?parameter WHERE {
  { ?shape sh:path ?path MINUS { ?choice sh:or/rdf:rest*/rdf:first ?shape }
    FILTER NOT EXISTS { ?shape sh:property ?inner } }
  UNION
  { ?shape sh:or ?options }
  ?shape ?parameter ?value
}"""
"""What must fire: property shapes, and choices as a whole and not their options."""


def property_shapes(shapes: Store) -> dict[str, set[str]]:
    """Return the local SHACL parameters of each property shape, and of each choice, by its local name."""
    found: dict[str, set[str]] = {}
    for row in select(shapes, PROVEN):
        found.setdefault(local_name(row["shape"].value), set()).add(local_name(row["parameter"].value))
    return found


def never_fired(shapes: Store, pairs: set[Pair]) -> set[Pair]:
    """Return each constraint of each property shape that is not among the pairs that fired."""
    wanted = set()
    for shape, parameters in property_shapes(shapes).items():
        unknown = parameters - PARAMETERS - OTHER_PARAMETERS
        assert not unknown, f"{shape} has parameters that this test does not know: {unknown}"
        wanted |= {(shape, parameter) for parameter in parameters & PARAMETERS}
    return wanted - pairs


def never_reached(ontology: Ontology, shapes: Store, nodes: dict[str, str], faults: dict[str, set[Pair]]) -> set[Pair]:
    """Return each property shape of each node shape that no faulty instance of its target class fired."""
    missing = set()
    query = "SELECT ?node ?property ?target WHERE { ?node sh:targetClass ?target ; sh:property ?property }"
    for row in select(shapes, query):
        classes, wanted = ontology.subs(row["target"].value), local_name(row["property"].value)
        reached = {shape for node, pairs in faults.items() if nodes.get(node) in classes for shape, _ in pairs}
        if wanted not in reached:
            missing.add((local_name(row["node"].value), wanted))
    return missing


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(ROOT / "ontology")


@pytest.fixture(scope="module")
def valid(ontology: Ontology) -> Report:
    return check_shapes(union_of([CAST, *(file_of(name, "valid") for name in NAMES)]), ontology, {}, reference=True)


@pytest.fixture(scope="module")
def faulty() -> Store:
    return union_of([CAST, *(file_of(name, "invalid") for name in NAMES)])


@pytest.fixture(scope="module")
def invalid(faulty: Store, ontology: Ontology) -> Report:
    return check_shapes(faulty, ontology, {}, reference=True)


@pytest.fixture(scope="module")
def proven(invalid: Report) -> set[Pair]:
    return set().union(*fired(invalid).values())


@pytest.fixture(scope="module")
def shapes_and_control(ontology: Ontology) -> Store:
    store = union_of([UNPROVEN])
    store.extend(ontology.shapes)
    return store


def test_every_file_has_its_other_half() -> None:
    names = {path.name for path in PAIRS.glob("*.ttl")} - {CAST.name, UNPROVEN.name, UNTRANSLATED.name}
    assert names == {f"{name}.{kind}.ttl" for name in NAMES for kind in ("valid", "invalid")}


def test_the_cast_and_the_valid_files_conform(valid: Report) -> None:
    assert valid.findings == ()
    assert valid.outcome is CheckOutcome.CONFORMS


@pytest.mark.parametrize("name", NAMES)
def test_a_valid_file_has_nodes_to_check(name: str, ontology: Ontology) -> None:
    path = file_of(name, "valid")
    nodes = types_of(union_of([path]))
    assert set(nodes) == {own_namespace(path) + local for local in ("least", "full")}
    targets = {
        row["target"].value for row in select(ontology.shapes, "SELECT ?target WHERE { ?s sh:targetClass ?target }")
    }
    assert all(targets & set(ontology.supers(cls)) for cls in nodes.values())


@pytest.mark.parametrize("name", NAMES)
def test_an_invalid_file_fires_what_it_declares_and_no_more(name: str, invalid: Report) -> None:
    path = file_of(name, "invalid")
    assert declared(path)
    assert fired(invalid, own_namespace(path)) == declared(path)


def test_nothing_but_the_invalid_files_is_reported(invalid: Report) -> None:
    assert set(fired(invalid)) == {node for name in NAMES for node in declared(file_of(name, "invalid"))}
    assert invalid.outcome is CheckOutcome.VIOLATIONS


def test_every_constraint_of_every_shape_is_fired(ontology: Ontology, proven: set[Pair]) -> None:
    assert never_fired(ontology.shapes, proven) == set()


def test_a_constraint_that_nothing_fires_is_named(shapes_and_control: Store, proven: set[Pair]) -> None:
    assert never_fired(shapes_and_control, proven) == {
        ("Unproven-property", "minCount"),
        ("Unproven-property", "minInclusive"),
    }


def unbounded(ontology: Ontology, shapes: str) -> set[str]:
    """Name the indicators of which no shape says what they can be, as an amount or as a share of another."""
    of_none = "?indicator a dyad:Indicator FILTER NOT EXISTS { ?indicator dyad:isShareOf ?whole }"
    rows = select(ontology.terms, f"SELECT ?indicator WHERE {{ {of_none} }}")
    indicators = {iri.own_key(row["indicator"].value) for row in rows}
    return indicators - set(re.findall(r"indicator:([a-z-]+)", shapes))


def test_what_an_amount_can_be_is_said_of_every_indicator(ontology: Ontology) -> None:
    shapes = ROOT / "ontology" / "shapes"
    measured = (shapes / "measured.ttl").read_text(encoding="utf-8")
    least = next(line for line in measured.splitlines() if line.startswith("shape:AtLeast0 "))
    text = (shapes / "plausible.ttl").read_text(encoding="utf-8") + least
    assert unbounded(ontology, text) == UNBOUNDED
    assert unbounded(ontology, text.replace("indicator:loan-repaid", "")) == {*UNBOUNDED, "loan-repaid"}


def test_a_constraint_that_no_file_fires_any_more_is_named(ontology: Ontology, proven: set[Pair]) -> None:
    lost = ("Share-property", "minExclusive")
    assert never_fired(ontology.shapes, proven - {lost}) == {lost}


def test_every_class_is_given_each_of_its_shapes(ontology: Ontology, faulty: Store, invalid: Report) -> None:
    assert never_reached(ontology, ontology.shapes, types_of(faulty), fired(invalid)) == set()


def test_a_shape_that_a_class_was_given_unproven_is_named(
    ontology: Ontology, shapes_and_control: Store, faulty: Store, invalid: Report
) -> None:
    missing = never_reached(ontology, shapes_and_control, types_of(faulty), fired(invalid))
    assert missing == {("Unproven", "Unproven-property")}


@pytest.fixture(scope="module")
def graphs() -> tuple[Graph, Graph]:
    """Parse the terms and the shapes for pySHACL itself, to show what its options do."""
    terms, shapes = Graph(), Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        terms.parse(path)
    for path in sorted((ROOT / "ontology" / "shapes").glob("*.ttl")):
        shapes.parse(path)
    return terms, shapes


def reports_of_pyshacl(data: Graph, shapes: Graph, terms: Graph | None, inference: str) -> set[Pair]:
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=terms, inference=inference, advanced=False)
    assert isinstance(results, Graph)
    parameters = {}
    for result, component in results.subject_objects(SH.sourceConstraintComponent):
        local = local_name(str(component)).removesuffix("ConstraintComponent")
        parameters[result] = local[:1].lower() + local[1:]
    found = results.subject_objects(SH.sourceShape)
    return {(local_name(str(shape)), parameters[result]) for result, shape in found}


OWNER_PLACE: Pair = ("Owner-property", "class")


def test_a_place_that_owns_is_reported_for_nothing_is_inferred_first(
    graphs: tuple[Graph, Graph], invalid: Report
) -> None:
    terms, shapes = graphs
    wrong = own_namespace(file_of("ownership", "invalid")) + "of-the-wrong-kind"
    assert OWNER_PLACE in fired(invalid)[wrong]
    data = Graph().parse(CAST).parse(file_of("ownership", "invalid"))
    assert OWNER_PLACE in reports_of_pyshacl(data, shapes, terms, "none")
    assert OWNER_PLACE not in reports_of_pyshacl(data, shapes, terms, "rdfs"), "inference no longer hides the fault"


def test_a_shape_of_a_superclass_reaches_subclasses_for_the_ontology_is_given(graphs: tuple[Graph, Graph]) -> None:
    terms, shapes = graphs
    data = Graph().parse(file_of("organisation", "invalid"))
    assert ("Labels-property", "minCount") in reports_of_pyshacl(data, shapes, terms, "none")
    assert reports_of_pyshacl(data, shapes, None, "none") == set(), "the ontology is no longer needed"


def untranslated(shapes: Store) -> set[str]:
    """Return the property shapes without exactly one message in each language, or with two of the same words."""
    messages: dict[str, list[Literal]] = {shape: [] for shape in property_shapes(shapes)}
    for row in select(shapes, "SELECT ?shape ?message WHERE { ?shape sh:message ?message }"):
        messages[local_name(row["shape"].value)].append(row["message"])
    return {
        shape
        for shape, found in messages.items()
        if sorted(message.language or "" for message in found) != LANGUAGES
        or len({message.value for message in found}) != len(LANGUAGES)
    }


def test_every_message_is_there_in_three_languages_each_its_own(ontology: Ontology) -> None:
    assert untranslated(ontology.shapes) == set()


def test_messages_that_are_missing_repeated_or_copied_are_named() -> None:
    found = untranslated(union_of([UNTRANSLATED]))
    assert found == {"NoKazakh-property", "TwoRussian-property", "CopiedRussian-property"}
