"""The compiled shapes find what pySHACL finds: on every faulty example, on the world, on broken values."""

import re
import shutil
from pathlib import Path
from typing import TypeAlias

import pytest

from kg.checking import Content, check_all
from kg.core import assets, iri, terms
from kg.core.errors import TermUnknown
from kg.core.graph import BlankNode, Literal, NamedNode, RdfFormat, Store, Term, parse
from kg.core.ontology import Ontology, read_ontology
from kg.core.rdf_files import union_of
from kg.core.shapes import unread
from kg.load.schema import table_schema
from kg.validation.compiled import compiled_findings, unknown_constraints
from kg.validation.constraints import IN_OPTIONS, out_of_order
from kg.validation.report import CheckOutcome, Report, Violation
from kg.validation.shapes import check_shapes
from tests.seed import copy_small_seed

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE / "shapes").glob("*.invalid.ttl"))
PREFIXES = "".join(f"@prefix {name}: <{iri.PREFIXES[name]}> .\n" for name in ("dyad", "rdfs", "xsd", "dcterms"))


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(assets.ontology())


def said(report: Report) -> set[tuple[object, ...]]:
    """Return the findings of a report for comparison.

    The order of a value of the wrong datatype does not count: rdflib, and so pySHACL, orders values of different kinds
    somehow, where SHACL calls them incomparable. That the datatype is wrong is found by both.
    """
    mistyped = {(f.node, f.property) for f in report.findings if f.rule.endswith(" Datatype")}

    def known(finding: Violation) -> tuple[object, ...]:
        messages = tuple(sorted(finding.messages.items()))
        return finding.rule, finding.severity, finding.node, finding.property, finding.value, finding.column, messages

    ordered = (f for f in report.findings if f.rule.endswith((" LessThan", " LessThanOrEquals")))
    incomparable = {known(f) for f in ordered if (f.node, f.property) in mistyped}
    return {known(finding) for finding in report.findings} - incomparable


Both: TypeAlias = tuple[set[tuple[object, ...]], set[tuple[object, ...]]]
"""What the compiled shapes and what pySHACL says."""


def both(data: Store, ontology: Ontology) -> Both:
    compiled, reference = (check_shapes(data, ontology, {}, reference=which) for which in (False, True))
    return said(compiled), said(reference)


@pytest.fixture(scope="module")
def of_examples(ontology: Ontology) -> Both:
    return both(union_of([*(HERE / "shapes").glob("cast*.ttl"), *EXAMPLES]), ontology)


def test_on_every_faulty_example(of_examples: Both) -> None:
    compiled, reference = of_examples
    assert compiled == reference
    assert len(reference) > 400


def test_on_the_invented_world(world: Store, ontology: Ontology) -> None:
    data = Store()
    data.extend(q for q in world if str(q.graph_name) not in {f"<{iri.ONTOLOGY_GRAPH}>", f"<{iri.DERIVED_GRAPH}>"})
    compiled, reference = both(data, ontology)
    assert compiled == reference == set()


BROKEN = [
    'dyad:retrievedOn "2026-02-30"^^xsd:date',
    'dyad:retrievedOn "2026-13-01"^^xsd:date',
    "dyad:retrievedOn 2026",
    'dyad:retrievedOn "2026"',
    "dyad:retrievedOn <https://example.org/day>",
    'dyad:minimumCount "Measurement 0"',
    'dyad:minimumCount "Measurement 1"@en',
    'rdfs:label "a"@en, "b"@en',
    'rdfs:label "a"@en-GB, "b"@de',
    'rdfs:label "a"',
    'dcterms:language "KK"',
    "dcterms:publisher <https://w3id.org/dyad/id/country/KZ>",
    "dyad:hasReadingManner <https://w3id.org/dyad/id/manner/library>, <https://w3id.org/dyad/id/manner/first-hand>",
]


ORDERS = [
    ('"2024-01-01"^^xsd:date', '"2024-01-01"^^xsd:date'),
    ('"2024-01-02"^^xsd:date', '"2024-01-01"^^xsd:date'),
    ('"2024-01-01"^^xsd:date', '"2024-01-02"^^xsd:date'),
    ('"soon"^^xsd:date', '"2024-01-02"^^xsd:date'),
    ('"2024-01-01"^^xsd:date, "2025-01-01"^^xsd:date', '"2024-06-01"^^xsd:date'),
]


@pytest.fixture(scope="module")
def of_cases(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Check all broken values and all pairs of days in one run, each on a node of its own."""
    cases = {f"source/broken-{n}": f"a dyad:Source ; {statement}" for n, statement in enumerate(BROKEN)}
    for n, (first, second) in enumerate(ORDERS):
        cases[f"reading/order-{n}"] = f"a dyad:Reading ; dyad:validFrom {first} ; dyad:validUntil {second}"
    path = tmp_path_factory.mktemp("cases") / "cases.ttl"
    lines = (f"<{iri.ID}{key}> {stated} .\n" for key, stated in cases.items())
    path.write_text(PREFIXES + "".join(lines), encoding="utf-8")
    return both(union_of([path]), ontology)


def on_node(key: str, found: Both) -> Both:
    """Return what the two say of one node."""
    compiled, reference = ({finding for finding in one if finding[2] == iri.ID + key} for one in found)
    return compiled, reference


@pytest.mark.parametrize("number", range(len(BROKEN)), ids=lambda number: BROKEN[number])
def test_on_a_broken_value(number: int, of_cases: Both) -> None:
    compiled, reference = on_node(f"source/broken-{number}", of_cases)
    assert compiled == reference
    assert compiled


@pytest.mark.parametrize("number", range(len(ORDERS)), ids=lambda number: " and ".join(ORDERS[number]))
def test_on_the_order_of_two_days(number: int, of_cases: Both) -> None:
    compiled, reference = on_node(f"reading/order-{number}", of_cases)
    assert compiled == reference


def test_the_cases_say_nothing_of_other_nodes(of_cases: Both) -> None:
    keys = [f"source/broken-{n}" for n in range(len(BROKEN))] + [f"reading/order-{n}" for n in range(len(ORDERS))]
    compiled, reference = of_cases
    assert compiled == reference
    assert compiled == set().union(*(on_node(key, of_cases)[0] for key in keys))


def of_type(kind: str, *texts: str) -> list[Term]:
    return [Literal(text, datatype=NamedNode(iri.PREFIXES["xsd"] + kind)) for text in texts]


def tagged(*tags: str) -> list[Term]:
    return [Literal("a", language=tag) for tag in tags]


NAMED, OTHER, UNNAMED, PLAIN = NamedNode("x:a"), NamedNode("x:b"), BlankNode("b"), Literal("ab")
# constraint: values that keep it, what it wants, values that break it; None stands for all of them together
EDGES: list[tuple[str, list[Term], str, list[Term | None]]] = [
    ("minCount", [NAMED], "1", []),
    ("minCount", [], "1", [None]),
    ("maxCount", [NAMED], "1", []),
    ("maxCount", [NAMED, OTHER], "1", [None]),
    ("datatype", of_type("integer", "1", "-07", "+1"), "xsd:integer", [*of_type("integer", "1.0", "x", ""), PLAIN]),
    ("datatype", of_type("decimal", "1", "1.", ".5", "-0.5"), "xsd:decimal", [*of_type("decimal", "1e5", "."), NAMED]),
    ("datatype", of_type("boolean", "true", "0"), "xsd:boolean", [*of_type("boolean", "True", "2")]),
    ("datatype", of_type("date", "2024-02-29", "2024-01-01Z"), "xsd:date", [*of_type("date", "2023-02-29", "2024")]),
    ("class", [NAMED], "x:C", [OTHER, PLAIN]),
    ("nodeKind", [NAMED, OTHER], "sh:IRI", [PLAIN, UNNAMED]),
    ("nodeKind", [PLAIN, *tagged("en")], "sh:Literal", [NAMED, UNNAMED]),
    ("pattern", [NAMED, PLAIN], "a", [OTHER, UNNAMED]),
    ("notPattern", [OTHER], "a", [NAMED, PLAIN]),
    ("notIn", [OTHER, PLAIN], "x:a", [NAMED]),
    ("languageIn", tagged("en", "en-gb"), "en", [*tagged("eng", "ru"), PLAIN, NAMED]),
    ("uniqueLang", [*tagged("en", "ru"), PLAIN, Literal("b"), NAMED, OTHER], "true", []),
    ("uniqueLang", [*tagged("en"), Literal("b", language="en")], "true", [None]),
    ("uniqueLang", [*tagged("en"), Literal("b", language="en")], "false", []),
    ("minLength", [NAMED, Literal("abc")], "3", [PLAIN, UNNAMED]),
    (
        "minInclusive",
        of_type("decimal", "1.0", "2"),
        "1",
        [*of_type("decimal", "0.9", "NaN", "x"), Literal("2"), NAMED],
    ),
    ("maxInclusive", of_type("decimal", "1.0", "-2"), "1", [*of_type("decimal", "1.1", "NaN"), Literal("1"), NAMED]),
    ("minExclusive", of_type("decimal", "1.1"), "1", [*of_type("decimal", "1.0", "-2"), Literal("2"), NAMED]),
]


@pytest.mark.parametrize(("name", "keeping", "wanted", "breaking"), EDGES)
def test_a_constraint_is_met_up_to_its_edge(
    name: str, keeping: list[Term], wanted: str, breaking: list[Term | None]
) -> None:
    values = [*keeping, *(term for term in breaking if term is not None)]
    limit = iri.expand(wanted) if wanted[:3] in {"xsd", "sh:"} else wanted
    assert list(IN_OPTIONS[name](values, (limit,), lambda _: {NAMED})) == breaking


@pytest.mark.parametrize(("parameter", "wrong"), [("lessThan", ["2", "3", "NaN"]), ("lessThanOrEquals", ["3", "NaN"])])
def test_numbers_are_compared_as_days_are(parameter: str, wrong: list[str]) -> None:
    values, two = of_type("decimal", "1", "2", "3", "NaN"), of_type("decimal", "2.0")
    assert list(out_of_order(values, two, parameter)) == of_type("decimal", *wrong)


def test_a_constraint_that_is_not_compiled_falls_to_the_reference(tmp_path: Path) -> None:
    shutil.copytree(assets.ontology(), tmp_path / "ontology")
    shapes = tmp_path / "ontology" / "shapes" / "core.ttl"
    text = shapes.read_text(encoding="utf-8")
    name = "shape:FileName-property sh:path dyad:fileName ;"
    assert name in text
    shapes.write_text(text.replace(name, f"{name} sh:maxLength 3 ;"), encoding="utf-8")
    ontology = read_ontology(tmp_path / "ontology")
    assert unknown_constraints(ontology) == {"maxLength"}
    path = tmp_path / "file.ttl"
    path.write_text(f"{PREFIXES}<https://x.org/f> a dyad:SourceFile ; dyad:fileName 'long name' .\n", encoding="utf-8")
    rules = {f.rule for f in check_shapes(union_of([path]), ontology, {}, reference=False).findings}
    assert "FileName-property MaxLength" in rules
    with pytest.raises(TermUnknown, match="not compiled"):
        list(compiled_findings(union_of([path]), ontology, {}))


def test_a_difference_would_be_noticed(of_examples: Both) -> None:
    compiled, reference = of_examples
    assert compiled - {next(iter(compiled))} != reference


def test_the_check_asks_the_reference_when_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, asked = copy_small_seed(tmp_path / "data"), list[str]()

    def ask(*_: object) -> list[Violation]:
        asked.append("pySHACL")
        return []

    monkeypatch.setattr("kg.validation.reference.reference_findings", ask)
    for reference in (False, True):
        reports = check_all(Content(assets.ontology(), [data], reference=reference))
        assert next(r for r in reports if r.check == "shapes").outcome is CheckOutcome.CONFORMS
        assert asked == (["pySHACL"] if reference else [])


def test_what_no_shape_and_no_declaration_knows_is_a_finding(ontology: Ontology) -> None:
    unit = f"""@prefix : <{iri.PREFIXES["dyad"]}> . @prefix rdfs: <{iri.PREFIXES["rdfs"]}> .
<x:unit> a :Unit ; rdfs:label "a"@en, "b"@kk, "c"@ru ; :amuont 1 ; <x:mine> 2 . <x:other> a :Unite, <x:Mine> .
<x:both> a :Unit, <x:Mine> ; rdfs:label "a"@en, "b"@kk, "c"@ru .
"""
    data = Store()
    data.extend(parse(unit, format=RdfFormat.TURTLE))
    places = {"x:unit": (Path("u.ttl"), 2), "x:other": (Path("u.ttl"), 3)}
    report = check_shapes(data, ontology, places, reference=False)
    found = [(one.rule, one.node, one.value, one.path, one.line) for one in report.findings]
    assert found == [
        ("no-property", "x:unit", "dyad:amuont", *places["x:unit"]),
        ("no-shape", "x:other", None, *places["x:other"]),
    ]
    assert report.checked == 2
    assert all(one.message(language) for one in report.findings for language in ("en", "kk", "ru"))


EXTRA = "shape:Extra a sh:NodeShape ; sh:targetClass dyad:SourceFile ;"
PROPERTY = f"{EXTRA} sh:property shape:Extra-property . shape:Extra-property"
UNREAD = {
    "targetSubjectsOf": "shape:Extra a sh:NodeShape ; sh:targetSubjectsOf dyad:fileName ; sh:class dyad:SourceFile .",
    "class": f"{EXTRA} sh:class dyad:SourceFile .",
    "not": f"{EXTRA} sh:not [ sh:class dyad:Entity ] .",
    "alternativePath": f"{PROPERTY} sh:path [ sh:alternativePath ( dyad:fileName dyad:sha256 ) ] ; sh:minCount 1 .",
    "path": f"{PROPERTY} sh:path ( dyad:fileName dyad:sha256 ) ; sh:maxCount 1 .",
    "minCount": f"{EXTRA} sh:property [ sh:path dyad:fileName ; sh:minCount 1 ] .",
    "property": f"{EXTRA} sh:or ( [ sh:property shape:FileName-property ] [ sh:path dyad:sha256 ; sh:minCount 1 ] ) .",
}


@pytest.mark.parametrize("parameter", UNREAD)
def test_a_shape_that_is_not_read_is_named_and_leaves_tables_to_an_engine(parameter: str, tmp_path: Path) -> None:
    shutil.copytree(assets.ontology(), tmp_path / "ontology")
    with (tmp_path / "ontology" / "shapes" / "core.ttl").open("a", encoding="utf-8") as file:
        file.write(UNREAD[parameter] + "\n")
    changed = read_ontology(tmp_path / "ontology")
    assert parameter in unknown_constraints(changed)
    with pytest.raises(TermUnknown, match="not compiled"):
        list(compiled_findings(Store(), changed, {}))
    if unread(changed):
        assert not table_schema(changed, terms.Measurement).decided


def test_a_choice_is_decided_by_the_compiled_shapes_and_by_the_loader(ontology: Ontology) -> None:
    assert unknown_constraints(ontology) == set()
    assert all(table_schema(ontology, cls).decided for cls in ontology.subs(terms.Claim))
    text = (assets.ontology() / "shapes" / "plausible.ttl").read_text(encoding="utf-8")
    plausible = set(re.findall(r"^shape:(\w+)", text, re.MULTILINE))
    assert {"PlausibleFromNought", "PlausibleTrade"} <= plausible
    assert {choice.name.rsplit("#")[-1] for choice in table_schema(ontology, terms.TradeFlow).conditions} == {
        "WordsOfPassage",
        "ReportedBySide",
        "ShareWithinWhole",
        "UpperShareWithinWhole",
        *plausible,
    }
