"""Names of posts, and of Kazakhstan's and Russia's regions and checkpoints: in three languages, or known missing."""

import csv
from pathlib import Path

import pytest

from kg.core import terms
from kg.core.graph import Literal, NamedNode, Quad, Store
from kg.load.iso_3166 import regions
from kg.load.source import read_source
from kg.wording.labels import label, marked_label

DATA = Path(__file__).parents[2] / "data"
LABELS = ("label_en", "label_kk", "label_ru")
RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
# What has no name in a language, by class and column: nothing is invented for it.
UNNAMED = {
    ("Checkpoint", "label_kk"): {
        *("kz-231576795648000000", "kz-238239515479000000", "kz-238244498776000000", "kz-238311401124000000"),
        *("kz-238315711818000000", "kz-kondybai"),
        *("ru-ilek", "ru-isilkul", "ru-karauzek", "ru-kazanskoe", "ru-kulunda", "ru-orsk"),
    },
    ("Region", "label_kk"): {"RU-NIZ", "RU-ORL"},
    ("Post", "label_kk"): {
        *("ru-ambassador-to-the-holy-see", "ru-governor-of-nizhny-novgorod-oblast", "ru-governor-of-sevastopol"),
        *("ru-governor-of-the-city-of-sevastopol", "ru-head-of-the-republic-of-crimea", "ru-prime-minister-of-crimea"),
    },
    ("Post", "label_ru"): {
        *("ru-governor-of-sevastopol", "ru-governor-of-the-city-of-sevastopol"),
        *("ru-head-of-the-republic-of-crimea", "ru-prime-minister-of-crimea"),
    },
}


def named(cls: str) -> dict[tuple[str, str], set[str]]:
    """Return every label that a table of a class gives in the shipped sources, by key and column."""
    found: dict[tuple[str, str], set[str]] = {}
    rows = list(regions()) if cls == "Region" else []
    for path in sorted(DATA.glob(f"*/{cls}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    for row in rows:
        for column in LABELS:
            found.setdefault((row["key"], column), set()).update(filter(None, [row.get(column)]))
    return found


@pytest.mark.parametrize(("cls", "count"), [("Checkpoint", 77), ("Post", 642), ("Region", 107)])
def test_all_have_names_in_three_languages_but_for_those_named(cls: str, count: int) -> None:
    of_both = {at: labels for at, labels in named(cls).items() if cls == "Post" or _is_of_both(at[0])}
    assert len({key for key, _ in of_both}) == count
    missing: dict[tuple[str, str], set[str]] = {}
    for (key, column), labels in of_both.items():
        if not labels:
            missing.setdefault((cls, column), set()).add(key)
    assert missing == {at: keys for at, keys in UNNAMED.items() if at[0] == cls}


def _is_of_both(key: str) -> bool:
    return key[:3].upper() in ("KZ-", "RU-") or key in ("syrym", "tasqala")


@pytest.mark.parametrize("cls", ["Checkpoint", "Person", "Post", "Region", "Settlement"])
def test_no_two_sources_name_a_thing_apart_in_one_language(cls: str) -> None:
    assert [at for at, labels in named(cls).items() if len(labels) > 1] == []


def test_all_persons_have_an_english_name() -> None:
    found = named("Person")
    assert len({key for key, _ in found}) == 1_564
    assert [key for (key, column), labels in found.items() if column == "label_en" and not labels] == []
    assert found["Q4177075", "label_en"] == {"Mazhit Yessenbayev"}
    assert found["Q4177075", "label_kk"] == {"Мәжіт Төлеубекұлы Есенбаев"}


def test_capitals_have_names_in_three_languages() -> None:
    found = named("Settlement")
    assert found["RU.moscow", "label_kk"] == {"Мәскеу"}
    assert found["KZ.nur-sultan", "label_ru"] == {"Нур-Султан"}


def test_the_source_of_names_says_that_this_project_wrote_them() -> None:
    text = (DATA / "kz-ru-names" / "source.ttl").read_text(encoding="utf-8")
    assert read_source(DATA / "kz-ru-names").id == "kz-ru-names"
    assert "manner/compiled" in text
    assert "written by this project" in text


def test_a_name_in_another_language_says_in_which() -> None:
    store, ilek = Store(), "https://w3id.org/dyad/id/checkpoint/ru-ilek"
    store.add(Quad(NamedNode(ilek), RDFS_LABEL, Literal("Илек", language="ru")))
    assert [marked_label(store, ilek, language) for language in ("ru", "kk", "en")] == [
        "Илек",
        "Илек (ru)",
        "Илек (ru)",
    ]
    assert label(store, ilek, "kk") == "Илек"
    region = "https://w3id.org/dyad/id/region/KZ-27"
    store.add(Quad(NamedNode(region), NamedNode(terms.officialName), Literal("Batys Qazaqstan oblysy")))
    assert marked_label(store, region, "en") == "Batys Qazaqstan oblysy"
    assert marked_label(store, "https://w3id.org/dyad/id/region/XX-1", "en") == "region/XX-1"
