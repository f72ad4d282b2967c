"""By our shapes the fast engine finds what pySHACL finds, and rows are refused as both do; nothing goes unread."""

import re
import shutil
from pathlib import Path
from typing import TypeAlias

import pytest

from kg.checks.run import check_all
from kg.checks.tables import Content
from kg.core import assets, iri, terms
from kg.core.errors import ShapesInvalid
from kg.core.graph import RdfFormat, Store, parse
from kg.core.ontology import Ontology, read_ontology
from kg.core.rdf_files import union_of
from kg.load.schema import table_schema
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
"""What the fast shapes and what pySHACL says."""


def both(data: Store, ontology: Ontology) -> Both:
    fast, reference = (check_shapes(data, ontology, {}, reference=which) for which in (False, True))
    return said(fast), said(reference)


@pytest.fixture(scope="module")
def of_examples(ontology: Ontology) -> Both:
    return both(union_of([*(HERE / "shapes").glob("cast*.ttl"), *EXAMPLES]), ontology)


def test_on_every_faulty_example(of_examples: Both) -> None:
    fast, reference = of_examples
    assert fast == reference
    assert len(reference) > 400


def test_on_the_invented_world(world: Store, ontology: Ontology) -> None:
    data = Store()
    data.extend(q for q in world if str(q.graph_name) not in {f"<{iri.ONTOLOGY_GRAPH}>", f"<{iri.DERIVED_GRAPH}>"})
    fast, reference = both(data, ontology)
    assert fast == reference == set()


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
    fast, reference = ({finding for finding in one if finding[2] == iri.ID + key} for one in found)
    return fast, reference


@pytest.mark.parametrize("number", range(len(BROKEN)), ids=lambda number: BROKEN[number])
def test_on_a_broken_value(number: int, of_cases: Both) -> None:
    fast, reference = on_node(f"source/broken-{number}", of_cases)
    assert fast == reference
    assert fast


@pytest.mark.parametrize("number", range(len(ORDERS)), ids=lambda number: " and ".join(ORDERS[number]))
def test_on_the_order_of_two_days(number: int, of_cases: Both) -> None:
    fast, reference = on_node(f"reading/order-{number}", of_cases)
    assert fast == reference


def test_the_cases_say_nothing_of_other_nodes(of_cases: Both) -> None:
    keys = [f"source/broken-{n}" for n in range(len(BROKEN))] + [f"reading/order-{n}" for n in range(len(ORDERS))]
    fast, reference = of_cases
    assert fast == reference
    assert fast == set().union(*(on_node(key, of_cases)[0] for key in keys))


def test_a_difference_would_be_noticed(of_examples: Both) -> None:
    fast, reference = of_examples
    assert fast - {next(iter(fast))} != reference


def test_the_check_asks_the_reference_when_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, asked = copy_small_seed(tmp_path / "data"), list[str]()

    def ask(*_: object) -> list[Violation]:
        asked.append("pySHACL")
        return []

    monkeypatch.setattr("kg.validation.pyshacl_engine.reference_results", ask)
    for reference in (False, True):
        reports = check_all(Content(assets.ontology(), [data], reference=reference))
        assert next(r for r in reports if r.check == "shapes").outcome is CheckOutcome.CONFORMS
        assert {*asked} == ({"pySHACL"} if reference else set())


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
    "targetSubjectsOf": (
        "shape:Extra a sh:NodeShape ; sh:targetSubjectsOf dyad:fileName ; sh:class dyad:Unit .",
        ["Extra Class"],
    ),
    "targetNode": (
        "shape:Extra a sh:NodeShape ; sh:targetNode <https://x.org/f> ; sh:class dyad:Unit .",
        ["Extra Class"],
    ),
    "class": (f"{EXTRA} sh:class dyad:Unit .", ["Extra Class"]),
    "not": (f"{EXTRA} sh:not [ sh:class dyad:SourceFile ] .", ["Extra Not"]),
    "alternativePath": (
        f"{PROPERTY} sh:path [ sh:alternativePath ( dyad:note dyad:arithmetic ) ] ; sh:minCount 1 .",
        ["Extra-property MinCount"],
    ),
    "path": (f"{PROPERTY} sh:path ( dyad:note dyad:arithmetic ) ; sh:minCount 1 .", ["Extra-property MinCount"]),
    "minCount": (f"{EXTRA} sh:property [ sh:path dyad:note ; sh:minCount 1 ] .", ["Extra dyad:note MinCount"]),
    "property": (f"{EXTRA} sh:or ( [ sh:property shape:Note-property ] [ sh:path dyad:note ; sh:minCount 1 ] ) .", []),
}


def with_shapes(folder: Path, added: str) -> Ontology:
    shutil.copytree(assets.ontology(), folder / "ontology")
    with (folder / "ontology" / "shapes" / "core.ttl").open("a", encoding="utf-8") as file:
        file.write(added + "\n")
    return read_ontology(folder / "ontology")


FILES = f"{PREFIXES}<https://x.org/f> a dyad:SourceFile ; dyad:fileName 'f' ."


def test_what_no_row_is_judged_by_an_engine_judges(tmp_path: Path) -> None:
    """Each shape has a name of its own, so that all are judged in one run, and each says what it must."""
    added = "\n".join(re.sub(r"\bExtra\b", name, text) for name, (text, _) in UNREAD.items())
    changed, path = with_shapes(tmp_path, added), tmp_path / "file.ttl"
    assert not table_schema(changed, terms.Measurement).decided
    path.write_text(FILES, encoding="utf-8")
    expected = sorted(rule.replace("Extra", name) for name, (_, rules) in UNREAD.items() for rule in rules)
    for reference in (False, True):
        found = said(check_shapes(union_of([path]), changed, {}, reference=reference))
        assert (
            sorted(rule for rule in (str(one[0]) for one in found) if rule.split("-")[0].split()[0] in UNREAD)
            == expected
        )


@pytest.mark.parametrize(
    ("added", "value"),
    [
        (
            "shape:Extra a sh:NodeShape ; sh:targetClass dyad:SourceFile ; sh:minCuont 1 .",
            "https://w3id.org/dyad/shape#Extra",
        ),
        ("shape:Extra sh:path dyad:fileName ; sh:minCount 1 .", "https://w3id.org/dyad/shape#Extra"),
    ],
)
@pytest.mark.parametrize("reference", [False, True])
def test_what_nobody_evaluates_is_an_error_by_name(added: str, value: str, reference: bool, tmp_path: Path) -> None:  # noqa: FBT001
    with pytest.raises(ShapesInvalid, match="Nobody evaluates") as raised:
        check_shapes(Store(), with_shapes(tmp_path, added), {}, reference=reference)
    assert raised.value.exit_code == 2
    assert raised.value.value == value
    assert raised.value.path == tmp_path / "ontology" / "shapes" / "core.ttl"
    assert raised.value.line


ON_AMOUNTS = "shape:Extra a sh:NodeShape ; sh:targetClass dyad:Measurement ; sh:property"
OTHERWISE = {
    "a second shape on a path": (f"{ON_AMOUNTS} shape:E-p . shape:E-p sh:path dyad:amount ; sh:minCount 2 .", False),
    "what the first says already": (f"{ON_AMOUNTS} shape:A-p . shape:A-p sh:path dyad:amount ; sh:minCount 0 .", True),
    "a wider class": (f"{ON_AMOUNTS} shape:A-p . shape:A-p sh:path dyad:isAbout ; sh:class dyad:Entity .", True),
    "another class": (f"{ON_AMOUNTS} shape:A-p . shape:A-p sh:path dyad:isAbout ; sh:class dyad:Dyad .", False),
    "two classes": (
        f"{ON_AMOUNTS} shape:Z-p . shape:Z-p sh:path dyad:isAbout ; sh:class dyad:Dyad, dyad:Place .",
        False,
    ),
    "a warning": (
        f"{ON_AMOUNTS} shape:Z-p . shape:Z-p sh:path dyad:amount ; sh:minInclusive 9 ; sh:severity sh:Info .",
        False,
    ),
    "switched off": (
        f"{ON_AMOUNTS} shape:Z-p . shape:Z-p sh:path dyad:amount ; sh:minInclusive 9 ; sh:deactivated true .",
        True,
    ),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_rows_decide_what_they_are_asked_whole_and_no_more(case: str, tmp_path: Path) -> None:
    added, decided = OTHERWISE[case]
    schema = table_schema(with_shapes(tmp_path, added), terms.Measurement)
    assert schema.decided == decided or "switched off" in case
    assert schema.slots["amount"].least is None


def test_a_choice_is_decided_by_the_loader(ontology: Ontology) -> None:
    assert all(table_schema(ontology, cls).decided for cls in ontology.subs(terms.Claim))
    text = (assets.ontology() / "shapes" / "plausible.ttl").read_text(encoding="utf-8")
    plausible = set(re.findall(r"^shape:(\w+)", text, re.MULTILINE))
    assert "PlausibleTrade" in plausible
    text = (assets.ontology() / "shapes" / "measured.ttl").read_text(encoding="utf-8")
    measured = set(re.findall(r"^shape:(\w+-property) ", text, re.MULTILINE))
    assert {"InMoney-property", "MeasuredOfDyad-property", "AtLeast0-property", "Undirected-property"} <= measured
    assert {choice.name.rsplit("#")[-1] for choice in table_schema(ontology, terms.TradeFlow).conditions} == {
        "WordsOfPassage",
        "ReportedBySide",
        "ShareWithinWhole",
        "UpperShareWithinWhole",
        "RealisedByRecord",
        *plausible,
        *measured,
    }
