"""Candidates for identity: proposed by names, codes, countries and time, blocked without loss, and never applied."""

import csv
import io
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kg.building import build
from kg.cli.commands import cli
from kg.core import assets, iri
from kg.core.errors import ArgumentInvalid, KeyUnknown, OntologyInconsistent
from kg.core.graph import Store
from kg.core.ontology import read_ontology
from kg.load.cell_text import key_writer
from kg.match.entities import FAMILIES, Entity, EntityRows, read_entities
from kg.match.names import LEGAL_FORMS, Name, alike, prepare, script_of, similarity
from kg.match.propose import Candidate, propose, weigh
from kg.reason.consistency import clashes
from kg.reason.rules import derive, read_rules
from kg.rows.engine import engine
from kg.rows.partition import open_partitions
from tests.invented import store_of, write_build

ROOT = Path(__file__).parents[1]


def graph_of(source: str, statements: str) -> str:
    return f"<../graph/source/{source}> {{ {statements} }}\n"


def firm(key: str, labels: str, more: str = "") -> str:
    return f"<firm/{key}> a :Firm ; rdfs:label {labels} {more} .\n"


def reasoned(rest: str) -> Store:
    store = store_of("", rest)
    derive(store, read_rules(assets.ontology() / "rules"))
    return store


def entities_of(rest: str) -> list[Entity]:
    """Read the entities of a build of what some graphs state."""
    ontology = read_ontology(assets.ontology())
    with TemporaryDirectory() as folder, engine() as working:
        build = write_build(store_of("", rest), Path(folder) / "build")
        return read_entities(EntityRows(working, open_partitions(build, ontology), ontology), ())


def proposed(rest: str, least: float, classes: Iterable[str] = FAMILIES, *, within: bool = False) -> list[Candidate]:
    """Propose candidates of a build of what some graphs state."""
    with TemporaryDirectory() as folder:
        build = write_build(store_of("", rest), Path(folder) / "build")
        return propose(build, assets.ontology(), least, classes, within_sources=within)


def pairs(found: list[Candidate]) -> set[tuple[str, str]]:
    return {(iri.key_of(c.subject.iri), iri.key_of(c.object.iri)) for c in found}


def ready(text: str, left_out: frozenset[str] = frozenset()) -> Name:
    name = prepare(text, left_out)
    assert name is not None
    return name


# --- Names ----------------------------------------------------------------------------------------------------------

words = st.text("abcdeабвгдқү 12", min_size=1, max_size=12)
names = st.lists(words.map(prepare).filter(lambda name: name is not None), max_size=40)


@given(st.lists(words, min_size=2, max_size=2))
def test_likeness_is_symmetric_and_never_beyond_one(texts: list[str]) -> None:
    one, other = (prepare(text) for text in texts)
    if one is not None and other is not None:
        assert similarity(one, other) == similarity(other, one)
        assert 0 <= similarity(one, other) <= similarity(one, one) == 1


@given(names, st.sampled_from([0.3, 0.6, 0.85, 1.0]))
def test_blocking_loses_nothing_above_the_cutoff(found: list[Name], cutoff: float) -> None:
    everything = [(a, b) for a, b in combinations(range(len(found)), 2) if similarity(found[a], found[b]) >= cutoff]
    assert sorted(alike(found, cutoff)) == everything


def test_blocking_loses_nothing_across_its_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [ready(f"works of {a}{b} {'and sons' * c}") for a in "abcd" for b in "efg" for c in (0, 1)]
    whole = sorted(alike(found, 0.8))
    monkeypatch.setattr("kg.match.names._CHUNK", 5)
    assert sorted(alike(found, 0.8)) == whole
    assert 0 < len(whole) < len(found) * (len(found) - 1) / 2


def test_three_scripts_are_told_apart_and_each_compared_within() -> None:
    texts = {"LATIN": "Aqjol", "CYRILLIC": "Ақжол", "ARABIC": "اقجول"}
    assert {script: script_of(text) for script, text in texts.items()} == {script: script for script in texts}
    assert all(similarity(ready(text), ready(text)) == 1 for text in texts.values())
    assert all(similarity(ready(a), ready(b)) == 0 for a, b in combinations(texts.values(), 2))
    assert script_of("2024") is None
    assert prepare("2024") is None


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Arx, Ada", "ADA ARX", 1),
        ("Eno S.p.A.", "Eno S.P.A", 1),
        ("Unit 1 of Eno", "Unit 2 of Eno", 0),
        ("Eno", "Eno Neft", 6 / 11),
        ("Жаңажол", "Жанажол", 6 / 7),
    ],
)
def test_case_marks_and_order_make_no_other_name(one: str, other: str, likeness: float) -> None:
    assert similarity(ready(one), ready(other)) == pytest.approx(likeness)


def test_what_only_names_a_kind_is_left_out_unless_nothing_else_is_there() -> None:
    assert ready("PJSC Alfa", LEGAL_FORMS).text == "alfa"
    assert ready("PJSC", LEGAL_FORMS).text == "pjsc"
    assert ready("ТОО «Альфа»", LEGAL_FORMS).kinds == ("тоо",)


# --- Candidates -----------------------------------------------------------------------------------------------------

ALFA = graph_of("one", firm("alfa", '"Alfa Works"@en, "Альфа"@ru', "; :isBasedIn <country/XA>"))
OTHERS = graph_of(
    "two",
    firm("alfa-plc", '"Alfa Works plc"@en', "; :isBasedIn <country/XA>")
    + firm("alfa-abroad", '"Alfa Works"@en', "; :isBasedIn <country/XB>")
    + firm("alfa-cyrillic", '"Алфа Воркс"@kk')
    + firm("omega", '"Omega Shipping"@en'),
)


def test_candidates_are_alike_in_name_and_of_two_sources() -> None:
    found = proposed(ALFA + OTHERS, 0.85)
    assert pairs(found) == {("firm/alfa", "firm/alfa-plc")}
    assert found[0].confidence == 0.97
    assert found[0].justification == "composite-matching"
    assert found[0].reasons == ("names 1.00 alike", "form or kind named otherwise", "same country XA")
    within = proposed(ALFA + OTHERS, 0.75, within=True)
    assert ("firm/alfa-abroad", "firm/alfa-plc") in pairs(within)


def test_a_name_in_another_script_meets_only_a_recorded_variant() -> None:
    assert ("firm/alfa", "firm/alfa-cyrillic") not in pairs(proposed(ALFA + OTHERS, 0.6))
    variant = graph_of("one", '<firm/alfa> skos:altLabel "Алфа Воркс"@kk .')
    variant = variant.replace("skos:altLabel", "<http://www.w3.org/2004/02/skos/core#altLabel>")
    assert ("firm/alfa", "firm/alfa-cyrillic") in pairs(proposed(ALFA + OTHERS + variant, 0.9))


def test_a_shared_code_decides_and_a_different_one_excludes() -> None:
    alike_names = graph_of("one", firm("a", '"Eno"@en', '; :wikidataId "Q1"'))
    coded = graph_of("two", firm("b", '"Zzyzx"@en', '; :wikidataId "Q1"') + firm("c", '"Eno"@en', '; :wikidataId "Q2"'))
    found = proposed(alike_names + coded, 0.5)
    assert pairs(found) == {("firm/a", "firm/b")}
    assert (found[0].confidence, found[0].justification) == (1.0, "background-knowledge-based-matching")
    assert found[0].reasons == ("same wikidataId Q1",)


def holding(key: str, person: str, start: str, end: str) -> str:
    return (
        f'<person/{person}> a :Person ; rdfs:label "Ada Arx"@en . <post/{key}> a :Post ; rdfs:label "{key}"@en .\n'
        f"<claim/{key}> a :OfficeHolding ; :hasHolder <person/{person}> ; :hasPost <post/{key}> ;"
        f' :validFrom "{start}"^^x:date ; :validUntil "{end}"^^x:date ; :claimStatus <claim-status/accepted> .\n'
        f"<claim/{key}-of> a :Relation ; :isAbout <post/{key}> ; :isRelatedTo <country/XA> ;"
        " :hasRelationKind <relation/post-of> ; :claimStatus <claim-status/accepted> .\n"
    )


def test_time_in_office_and_the_country_of_posts_weigh() -> None:
    now = graph_of("one", holding("mayor", "p", "2020-01-01", "2024-01-01"))
    then = graph_of("two", holding("judge", "q", "2023-12-31", "2025-01-01"))
    later = graph_of("three", holding("envoy", "r", "2024-01-01", "2025-01-01"))
    found = proposed(now + then + later, 0.85)
    confidences = {pair: c.confidence for c in found for pair in pairs([c])}
    assert confidences == {("person/p", "person/q"): 1, ("person/q", "person/r"): 1, ("person/p", "person/r"): 0.9}
    assert found[0].reasons == ("names 1.00 alike", "same country XA", "in office at one time")
    assert found[2].reasons == ("names 1.00 alike", "same country XA", "in office at other times")


def test_only_members_of_one_family_are_compared() -> None:
    place = graph_of("two", '<settlement/alfa> a :Settlement ; rdfs:label "Alfa Works"@en .')
    body = graph_of("two", '<public-body/alfa> a :PublicBody ; rdfs:label "Alfa Works"@en .')
    stated = ALFA + place + body
    assert pairs(proposed(stated, 0.85)) == {("firm/alfa", "public-body/alfa")}
    assert proposed(stated, 0.85, [iri.expand("dyad:Firm")]) == []
    with pytest.raises(ArgumentInvalid, match="no such class"):
        proposed(stated, 0.85, [iri.expand("dyad:Frim")])


def test_comparison_is_symmetric_and_order_fixed() -> None:
    entities = entities_of(ALFA + OTHERS)
    assert all(weigh(a, b) == weigh(b, a) for a, b in combinations(entities, 2))
    assert brute_force(entities, 0.75) == pairs(proposed(ALFA + OTHERS, 0.75, within=True))
    found = proposed(OTHERS + ALFA, 0.5, within=True)
    assert found == proposed(ALFA + OTHERS, 0.5, within=True)
    assert [c.confidence for c in found] == sorted((c.confidence for c in found), reverse=True)
    assert len(found) > 2


def brute_force(entities: list[Entity], least: float) -> set[tuple[str, str]]:
    compared = (weigh(a, b) for a, b in combinations(entities, 2) if a.family == b.family)
    return pairs([c for c in compared if c is not None and c.confidence >= least])


# --- Judgements -----------------------------------------------------------------------------------------------------


def judged(*rows: tuple[str, str, str]) -> str:
    return graph_of(
        "crosswalk",
        "".join(
            f"<mapping/{a}-{b}-{judgement}> a :Mapping ; :hasSubject <firm/{a}> ; :hasObject <firm/{b}> ;"
            f" :hasJudgement <judgement/{judgement}> .\n"
            for a, b, judgement in rows
        ),
    )


TRIPLE = "".join(graph_of(key, firm(key, '"Alfa"@en')) for key in ("a", "b", "c"))


@pytest.mark.parametrize("judgement", ["same", "different", "undecided"])
def test_a_judged_pair_is_not_proposed_again_whatever_the_judgement(judgement: str) -> None:
    found = pairs(proposed(TRIPLE + judged(("b", "a", judgement)), 0.85))
    assert ("firm/a", "firm/b") not in found
    assert ("firm/b", "firm/c") in found


def test_what_follows_from_judgements_is_not_proposed_either() -> None:
    assert proposed(TRIPLE + judged(("a", "b", "same"), ("b", "c", "same")), 0.85) == []
    assert proposed(TRIPLE + judged(("a", "b", "same"), ("b", "c", "different")), 0.85) == []
    assert len(proposed(TRIPLE, 0.85)) == 3


def identities(store: Store) -> set[tuple[str, str]]:
    from kg.core.graph import select

    rows = select(store, "SELECT ?a ?b WHERE { ?a dyad:isIdentifiedWith ?b }")
    return {(str(row["a"])[-2], str(row["b"])[-2]) for row in rows}


def test_only_same_joins() -> None:
    assert identities(reasoned(TRIPLE + judged(("a", "b", "same"), ("b", "c", "undecided")))) == {
        ("a", "b"),
        ("b", "a"),
    }
    assert identities(reasoned(TRIPLE + judged(("a", "b", "different")))) == set()


def named_clashes(*rows: tuple[str, str, str]) -> list[str]:
    return [str(clash) for clash in clashes(store_of("", TRIPLE + judged(*rows)), assets.ontology() / "clashes")]


def test_a_chain_of_same_that_ends_in_different_is_a_clash_that_names_its_rows() -> None:
    (named,) = named_clashes(("a", "b", "same"), ("c", "b", "same"), ("a", "c", "different"))
    assert named.startswith("mapping/a-c-different dyad:hasJudgement judgement/different — ")
    assert named.endswith("implied judgement/same by mapping/a-b-same, mapping/c-b-same")
    assert named_clashes(("a", "b", "same"), ("b", "a", "different"))
    assert "being one entity" in named_clashes(("a", "a", "different"))[0]


def test_no_clash_without_a_contradiction() -> None:
    assert named_clashes(("a", "b", "same"), ("c", "b", "undecided"), ("a", "c", "different")) == []


def test_things_of_disjoint_classes_are_not_the_same() -> None:
    person = graph_of("two", '<person/p> a :Person ; rdfs:label "Alfa"@en .')
    mapping = judged(("a", "p", "same")).replace("<firm/p>", "<person/p>")
    found = clashes(store_of("", TRIPLE + person + mapping), assets.ontology() / "clashes")
    assert [str(clash) for clash in found] == [
        "mapping/a-p-same dyad:hasObject person/p — stated dyad:Person, implied dyad:Firm"
    ]


# --- A build with a crosswalk ---------------------------------------------------------------------------------------

SOURCE = (ROOT / "data" / "register" / "source.ttl").read_text(encoding="utf-8")
CROSSWALK = "crosswalk-of-test/Mapping.csv"
KEYED = f'<{iri.mint("source", "crosswalk-of-test")}> dyad:rowKey "Mapping has_subject has_object" .\n'
HEADER = "has_subject,has_object,has_judgement,has_justification,confidence\n"
TABLES = {
    "one/Organisation.csv": "key,label_en,label_kk,label_ru\ndyad,Dyad project,Dyad жобасы,Проект Dyad\n",
    "one/Firm.csv": "key,label_en\nalfa,Alfa Works\n",
    "one/Person.csv": "key,label_en\narx-ada,Ada Arx\n",
    "two/Firm.csv": "key,label_en\nalfa-plc,Alfa Works plc\nalfa-works,ALFA works\n",
    "two/Person.csv": "key,label_en\nada-arx,Ada Arx\n",
}


def write_sources(folder: Path, tables: dict[str, str]) -> Path:
    for name, text in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        lines = SOURCE.replace("id/source/register", f"id/source/{path.parent.name}").splitlines()
        description = "\n".join(line for line in lines if "minimumCount" not in line)
        path.with_name("source.ttl").write_text(
            f"{description}\n{KEYED if name == CROSSWALK else ''}", encoding="utf-8"
        )
    return folder


def built(folder: Path, out: Path) -> list[str]:
    done = build([folder], assets.ontology(), out)
    return (done.folder / "kg.nq").read_text(encoding="utf-8").splitlines()


def crosswalk(*rows: tuple[str, str, str]) -> dict[str, str]:
    lines = (f"{a},{b},{judgement},manual-mapping-curation,1\n" for a, b, judgement in rows)
    return {CROSSWALK: HEADER + "".join(lines)}


def test_merging_is_reversible(tmp_path: Path) -> None:
    same = crosswalk(("alfa", "alfa-plc", "same"), ("alfa-plc", "firm/alfa-works", "same"))
    joined = built(write_sources(tmp_path / "joined", TABLES | same), tmp_path / "a")
    apart = built(write_sources(tmp_path / "apart", TABLES | crosswalk()), tmp_path / "b")
    assert set(apart) <= set(joined)
    added = set(joined) - set(apart)
    own = {line for line in added if line.endswith(f"<{iri.source_graph('crosswalk-of-test')}> .")}
    derived = {line for line in added if line.endswith(f"<{iri.DERIVED_GRAPH}> .")}
    assert own | derived == added
    assert len(derived) == 6
    assert all("isIdentifiedWith" in line for line in derived)
    assert all(line.startswith(f"<{iri.ID}mapping/") for line in own)


def test_a_build_refuses_contradicting_judgements_and_names_the_row(tmp_path: Path) -> None:
    rows = crosswalk(
        ("alfa", "alfa-plc", "same"), ("alfa-plc", "alfa-works", "same"), ("alfa", "alfa-works", "different")
    )
    folder = write_sources(tmp_path / "data", TABLES | rows)
    with pytest.raises(OntologyInconsistent) as raised:
        built(folder, tmp_path / "out")
    assert raised.value.path == folder / "crosswalk-of-test" / "Mapping.csv"
    assert raised.value.line == 4
    assert str(raised.value.value).count("mapping/") == 3


# --- The command ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("match")
    built(write_sources(folder / "data", TABLES), folder / "build")
    return folder


def run(folder: Path, *options: str) -> Result:
    arguments = ["match", "--build", str(folder / "build"), "--data", str(folder / "data"), *options]
    return CliRunner().invoke(cli, arguments)


def test_the_table_shows_names_sources_reasons_and_confidence(folder: Path) -> None:
    done = run(folder)
    assert done.exit_code == 0, done.output
    assert "3 candidates" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split()[0] == "confidence"
    assert all(text in done.stdout for text in ("Alfa Works plc", "Ada Arx", "names 1.00 alike", "0.95", "one", "two"))
    assert len(lines) == 4
    assert run(folder, "--min-confidence", "0.93").stdout.count("\n") == 3
    assert "0 candidates" in run(folder, "--class", "Post").stderr


def test_rows_to_be_judged_are_undecided_and_load_as_they_are(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "Mapping.csv"
    assert run(folder, "--out", str(out)).exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["has_judgement"] for row in rows} == {"undecided"}
    cells = {cell for row in rows for cell in (row["has_subject"], row["has_object"])}
    assert {"firm/alfa", "firm/alfa-plc", "person/arx-ada", "person/ada-arx"} <= cells
    text = out.read_text(encoding="utf-8")
    again = write_sources(tmp_path / "data", TABLES | {CROSSWALK: text})
    lines = built(again, tmp_path / "build")
    assert not any("isIdentifiedWith>" in line and iri.DERIVED_GRAPH in line for line in lines)
    assert run(tmp_path).stderr.startswith("0 candidates")
    decided = TABLES | {CROSSWALK: text.replace("undecided", "same")}
    lines = built(write_sources(tmp_path / "data", decided), tmp_path / "build")
    assert any("isIdentifiedWith>" in line and iri.DERIVED_GRAPH in line for line in lines)


def test_sssom_has_its_metadata_and_its_own_headers(folder: Path) -> None:
    text = run(folder, "--format", "sssom").stdout
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert head[:2] == ["#curie_map:", f"#  dyadid: {iri.ID}"]
    assert any(line.startswith("#mapping_set_id: ") for line in head)
    assert any(line.startswith("#license: ") for line in head)
    rows = list(csv.DictReader(io.StringIO(text[text.index("subject_id") :]), dialect=csv.excel_tab))
    assert rows[0].keys() >= {"subject_id", "predicate_id", "object_id", "mapping_justification", "confidence"}
    assert {row["predicate_id"] for row in rows} == {"skos:closeMatch"}
    assert {row["mapping_justification"] for row in rows} == {"semapv:LexicalMatching"}
    assert all(row["subject_id"].startswith("dyadid:") for row in rows)


def test_every_justification_is_one_of_the_semantic_mapping_vocabulary() -> None:
    ontology = read_ontology(assets.ontology())
    names = [name for name, _ in ontology.individuals() if iri.key_of(name).startswith("justification/")]
    assert len(names) == 5
    for name in names:
        key = iri.key_of(name).partition("/")[2]
        expected = "https://w3id.org/semapv/vocab/" + key.title().replace("-", "")
        assert ontology.value(name, iri.PREFIXES["skos"] + "exactMatch") == expected


def test_a_hidden_key_that_no_table_gives_is_named(tmp_path: Path) -> None:
    key = key_writer([write_sources(tmp_path, TABLES)], read_ontology(assets.ontology()))
    assert key(iri.mint_hashed("person", "ada-arx")) == "person/ada-arx"
    assert key(iri.mint("firm", "alfa")) == "firm/alfa"
    with pytest.raises(KeyUnknown, match="person/"):
        key(iri.mint_hashed("person", "nobody"))
