"""What ships: enough of every kind, under terms that allow it, small enough, and every table promised."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg.core import assets, iri, terms
from kg.core.graph import FLAT, Store, open_build, select
from kg.core.languages import LANGUAGES
from kg.core.ontology import Ontology, read_ontology
from kg.core.rdf_files import read_quads
from kg.load.source import Source, read_source
from kg.query.prefixes import with_prefixes
from tests.invented import store_of

PERMISSIVE = {
    *("CC0-1.0", "PDDL-1.0", "CC-BY-4.0", "CC-BY-3.0-IGO", "MIT", "Unicode-3.0", "LGPL-2.1", "facts-and-quotations"),
    *("Etalab-2.0", "IMF-data"),
}
FOLDERS = [assets.data(), *assets.packs()]
SOURCES = [read_source(path.parent) for folder in FOLDERS for path in sorted(folder.glob("[!._]*/source.ttl"))]
KINDS = {
    "country": "?it a dyad:Country . VALUES ?it { <{id}country/KZ> <{id}country/RU> }",
    "region": "?it a dyad:Region ; dyad:isWithin <{id}country/{code}>",
    "firm": "?it a dyad:Firm ; dyad:isBasedIn <{id}country/{code}> . ?ownership dyad:hasOwner ?it",
    "project": "?it a dyad:Project ; dyad:concernsDyad <{id}dyad/KZ-RU>",
    "checkpoint": "?crossing dyad:concernsDyad <{id}dyad/KZ-RU> ; dyad:hasCheckpoint ?it . "
    "?it dyad:isWithin <{id}country/{code}>",
    "official": "?it a dyad:Official ; dyad:holdsPost ?post . "
    "?of dyad:isAbout ?post ; dyad:isRelatedTo <{id}country/{code}>",
    "agreement": "?it a dyad:Agreement ; dyad:concernsDyad <{id}dyad/KZ-RU>",
    "trade flow": "?it a dyad:TradeFlow ; dyad:isAbout <{id}dyad/KZ-RU> ; dyad:hasReporter <{id}country/{code}>",
}


def count(store: Store, pattern: str, code: str) -> int:
    text = pattern.replace("{id}", iri.ID).replace("{code}", code)
    (row,) = select(store, f"SELECT (COUNT(DISTINCT ?it) AS ?n) WHERE {{ {text} }}")
    return int(row["n"].value)


def licence(source: Source) -> str:
    return str(source.values[iri.PREFIXES["dcterms"] + "license"]).rpartition("/")[2]


@pytest.mark.parametrize("code", ["KZ", "RU"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_there_for_both_sides_of_the_flagship(kind: str, code: str, shipped_build: Path) -> None:
    store = open_build(shipped_build)
    assert count(store, KINDS[kind], code) > 0
    assert count(store, KINDS[kind].replace("KZ-RU", "XA-XB"), "XA") == (2 if kind == "country" else 0)


LABELLED = (terms.Country, terms.Group, terms.Venue, terms.Concept)
"""The classes of which everything that ships is named in three languages; a user's own may have one."""


def badly_labelled(store: Store, ontology: Ontology) -> set[str]:
    """Name the things of some classes that lack a label in one of the languages."""
    classes = " ".join(f"<{cls}>" for cls in sorted({cls for wanted in LABELLED for cls in ontology.subs(wanted)}))
    has_all = " ".join(
        f'FILTER EXISTS {{ ?it rdfs:label ?{one} FILTER (LANG(?{one}) = "{one}") }}' for one in LANGUAGES
    )
    every = f"SELECT DISTINCT ?it WHERE {{ VALUES ?class {{ {classes} }} ?it a ?class "
    named, all_of_them = (select(store, with_prefixes(f"{every}{more} }}")) for more in (has_all, ""))
    return {row["it"].value for row in all_of_them} - {row["it"].value for row in named}


def test_what_ships_is_named_in_three_languages(shipped_build: Path) -> None:
    assert badly_labelled(open_build(shipped_build), read_ontology(assets.ontology())) == set()


def test_a_country_or_concept_without_a_label_would_be_noticed() -> None:
    labels = {"XA": "'Axia'@en, 'Аксия'@ru, 'Аксия'@kk", "XB": "'Bexia'@en, 'Бексия'@ru", "XC": "'C'@en, 'C'@kk"}
    said = [f"<country/{key}> a :Country ; rdfs:label {label} ." for key, label in labels.items()]
    store = store_of(" ".join([*said, "<stage/x> a :Stage ; rdfs:label 'x'@en . <firm/x> a :Firm ."]))
    found = badly_labelled(store, read_ontology(assets.ontology()))
    assert found == {iri.expand(key) for key in ("country/XB", "country/XC", "stage/x")}


def test_there_are_claims_enough_of_sources_enough(shipped_build: Path) -> None:
    of_source = Counter(pq.read_table(shipped_build / FLAT, columns=["source"])["source"].to_pylist())
    assert of_source.total() >= 30_000
    assert len(of_source) >= 10


def wrongly_licensed(sources: list[Source]) -> list[str]:
    """Name the sources whose licence their place does not allow: it is permissive, or a notice stands by."""
    data = assets.data()
    return [
        source.id
        for source in sources
        if licence(source) not in PERMISSIVE
        and (source.folder.parent == data or not (source.folder.parent / "NOTICE.md").is_file())
    ]


def test_what_ships_by_default_is_permissive_and_a_pack_has_its_notice(tmp_path: Path) -> None:
    assert wrongly_licensed(SOURCES) == []
    assert {licence(source) for source in SOURCES if source.folder.parent.name == "share-alike"} == {"ODbL-1.0"}
    assert all((pack / "NOTICE.md").is_file() for pack in assets.packs())
    folder = tmp_path / "register"
    folder.mkdir()
    description = (assets.data() / "register" / "source.ttl").read_text(encoding="utf-8")
    (folder / "source.ttl").write_text(description.replace("licence/CC0-1.0", "licence/ODbL-1.0"), encoding="utf-8")
    assert wrongly_licensed([read_source(folder)]) == ["register"]


def test_what_ships_stays_small() -> None:
    sizes = {path: path.stat().st_size for path in assets.data().rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 55_000_000
    assert sum(size for path, size in sizes.items() if "_packs" not in path.parts) < 30_000_000


def unpromised(sources: list[Source]) -> list[str]:
    """Name the tables whose number of rows their source does not promise."""
    tables = [(s, t.stem) for s in sources for t in s.folder.glob("*.csv") if t.name != "patches.csv"]
    return [f"{source.id}/{table}" for source, table in tables if table not in source.minimum_counts]


def test_every_table_is_promised(tmp_path: Path) -> None:
    assert unpromised(SOURCES) == []
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "source.ttl").write_bytes((assets.data() / "register" / "source.ttl").read_bytes())
    (folder / "Venue.csv").write_text("key\n", encoding="utf-8")
    assert unpromised([read_source(folder)]) == ["register/Venue"]


def test_every_raw_file_is_described_by_its_digest_and_an_address_or_a_note() -> None:
    for source in SOURCES:
        quads = read_quads(source.description)
        notes = [q for q in quads if q.predicate.value == iri.PREFIXES["skos"] + "note"]
        addressed = {q.subject.value for q in quads if q.predicate.value.endswith("downloadURL")}  # type: ignore[union-attr]
        missing = [file.name for file in source.files if file.iri not in addressed]
        assert not missing or notes, f"{source.id}: {missing} have no address, and no note says how to get them"
        assert all(q.predicate.value != terms.hasFile or q.subject.value == source.iri for q in quads)  # type: ignore[union-attr]
