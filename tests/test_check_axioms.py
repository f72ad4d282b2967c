"""What is summed up by classes is judged as all of it would be, and all of it is judged where that may differ."""

import shutil
from pathlib import Path

import pytest

from kg.checks.axioms import Summed
from kg.checks.remembered import memory_in
from kg.checks.run import check_all
from kg.checks.tables import Content
from kg.core import assets, iri
from kg.core.ontology import RDF_TYPE, read_ontology
from kg.load.tables import open_sources
from kg.reason.axioms import read_axioms, tells_apart
from kg.rows.alike import Standing, of_classes
from kg.rows.of_tables import write_partitions
from kg.validation.graphs import statements
from kg.validation.report import CheckOutcome, Report
from kg.validation.stages import chosen_stages
from tests.yearbook import DESCRIPTION, SOURCE, write_yearbook

_DYAD, _XSD = iri.PREFIXES["dyad"], iri.PREFIXES["xsd"]
_PREFIXES = f"""@prefix dyad: <{_DYAD}> .
@prefix owl: <{iri.PREFIXES["owl"]}> .
@prefix rdfs: <{iri.PREFIXES["rdfs"]}> .
@prefix xsd: <{_XSD}> .
"""
NEVER = "dyad:Measurement rdfs:subClassOf [ owl:complementOf dyad:Claim ; a owl:Class ] ."
SMALL = """dyad:amount rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:decimal ;
    owl:withRestrictions ( [ xsd:maxInclusive 25.0 ] ) ] ."""
LARGE = SMALL.replace("25.0", "35.0")


def write(folder: Path, rows: str) -> Path:
    write_yearbook(folder, DESCRIPTION, Measurement=f"is_about_dyad,period,amount\n{rows}")
    return folder


def summed(data: Path, work: Path) -> list[str]:
    ontology = read_ontology(assets.ontology())
    loaded = open_sources([data], ontology)
    memory = memory_in(work, None, [data], assets.ontology())
    return Summed(loaded, write_partitions(loaded, work), ontology, memory, []).lines()


def consistency(data: Path, tmp_path: Path, axiom: str, cache: Path | None = None) -> Report:
    ontology = shutil.copytree(assets.ontology(), tmp_path / "ontology", dirs_exist_ok=True)
    with (ontology / "axioms.ttl").open("a", encoding="utf-8") as file:
        file.write(_PREFIXES + axiom)
    content = Content(ontology, [data], stages=chosen_stages("consistency", None), reference=True, cache=cache)
    (found,) = [one for one in check_all(content) if one.check == "consistency"]
    return found


def test_rows_of_the_same_classes_state_the_same(tmp_path: Path) -> None:
    one = summed(write(tmp_path / "one", "XA-XB,2020,20\n"), tmp_path / "1")
    many = summed(write(tmp_path / "many", "XA-XB,2020,20\nXA-XCHH,1990,30\n"), tmp_path / "2")
    assert one == many
    measurement = of_classes(f"{_DYAD}Measurement")
    stated = {line.split(" ", 2)[1][1:-1]: line.split(" ", 2)[2] for line in one if line.startswith(measurement)}
    assert stated[RDF_TYPE] == f"<{_DYAD}Measurement>"
    assert stated[f"{_DYAD}isAbout"] == of_classes(f"{_DYAD}Dyad")
    assert stated[f"{_DYAD}amount"] == f'"-0.5"^^<{_XSD}decimal>'
    write_yearbook(tmp_path / "none", SOURCE + " .")
    assert set(one) > set(summed(tmp_path / "none", tmp_path / "3"))


def test_whom_the_ontology_names_stands_for_itself() -> None:
    standing = Standing({"a": "x", "b": "x", "c": "x y"}, {"b"})
    assert standing.of("a") == of_classes("x") != standing.of("c") == of_classes("x y")
    assert standing.of("b") == "<b>"
    assert standing.of("d") is None
    assert [*standing.typed("c")] == [f"{of_classes('x y')} <{RDF_TYPE}> <{cls}>" for cls in "xy"]


def test_axioms_of_ours_tell_none_of_those_apart_that_are_alike(tmp_path: Path) -> None:
    def telling(axiom: str) -> bool:
        (tmp_path / "more.ttl").write_text(_PREFIXES + axiom, "utf-8")
        files = [*sorted(assets.ontology().glob("*.ttl")), tmp_path / "more.ttl"]
        return any(map(tells_apart, read_axioms([one.triple for one in statements(files)]).axioms))

    assert not telling("")
    assert not telling(NEVER)
    assert telling(SMALL)
    assert telling("dyad:amount a owl:FunctionalProperty .")
    assert telling("dyad:Measurement owl:hasKey ( dyad:amount ) .")


@pytest.mark.parametrize(
    ("axiom", "told", "by_all"),
    [("", set(), False), (SMALL, {"30"}, True), (LARGE, set(), True)],
)
def test_what_the_sum_does_not_decide_is_decided_by_all(
    tmp_path: Path, axiom: str, told: set[str], *, by_all: bool
) -> None:
    found = consistency(write(tmp_path / "data", "XA-XB,2020,20\nXA-XCHH,1990,30\n"), tmp_path, axiom)
    values = {(one.value or "").rpartition(":")[2] for one in found.findings}
    assert values >= told
    assert found.outcome is (CheckOutcome.VIOLATIONS if told else CheckOutcome.CONFORMS)
    assert ("HermiT: consistent" in found.notes) == (not told)
    assert (len(found.notes) > 1 or bool(found.findings)) == by_all


def test_by_other_axioms_the_sum_is_judged_again(tmp_path: Path) -> None:
    data, cache = write(tmp_path / "data", "XA-XB,2020,20\n"), tmp_path / "cache"
    sound = consistency(data, tmp_path, "", cache)
    assert (cache / "checked" / "consistency" / "summed.json").is_file()
    assert consistency(data, tmp_path, "", cache) == sound
    assert consistency(data, tmp_path, LARGE, cache).notes != sound.notes
