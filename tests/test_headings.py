"""Columns have headings in the reader's language: every column of every question that ships, and any name of terms."""

from collections.abc import Iterable

import pytest

from kg.core import assets
from kg.core.graph import QuerySolutions, Store
from kg.core.ontology import Ontology, read_ontology
from kg.query.library import read_queries
from kg.wording.headings import _WORDS, _called, _known, heading


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(assets.ontology())


def columns(queries: Iterable[str]) -> set[str]:
    """Return what queries select, and what the column of a period is called, which is made of two."""
    names: set[str] = set()
    for query in queries:
        solutions = Store().query(query)
        assert isinstance(solutions, QuerySolutions)
        selected = [variable.value for variable in solutions.variables]
        ends = [name.removesuffix("until") for name in selected if name.endswith("_until")]
        names.update(selected, (end.removesuffix("_") for end in ends if f"{end}from" in selected))
    return names


def without_heading(names: Iterable[str], language: str, ontology: Ontology) -> list[str]:
    return sorted(name for name in names if _known(name, language, ontology) is None)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_column_of_every_question_that_ships_has_a_heading(language: str, ontology: Ontology) -> None:
    names = columns(query.text for query in read_queries(assets.queries()).values())
    assert without_heading(names, language, ontology) == []
    assert without_heading({f"{name}_key" for name in names}, language, ontology) == []


def test_a_column_without_a_heading_would_be_noticed(ontology: Ontology) -> None:
    names = columns(["SELECT ?claim ?blob ?blob_from ?blob_until { ?claim ?blob ?blob_from, ?blob_until }"])
    assert without_heading(names, "ru", ontology) == ["blob", "blob_from", "blob_until"]


def test_no_heading_is_written_twice(ontology: Ontology) -> None:
    """What the ontology calls a column needs no word of its own."""
    same = [
        name for name, words in _WORDS.items() if words == tuple(_called(ontology, one, name) for one in ("kk", "ru"))
    ]
    assert same == []


@pytest.mark.parametrize(
    ("name", "kk", "ru"),
    [
        ("indicator", "көрсеткіш", "показатель"),
        ("speaker", "сөйлеуші", "говорящий"),
        ("hasStage", "кезеңі", "стадия"),
        ("recordedOn", "тіркелген күні", "дата записи"),
        ("first_post", "лауазым 1", "должность 1"),
        ("second_reporter", "дерек беруші тарап 2", "отчитывающаяся сторона 2"),
        ("export_share_claim", "экспорттағы үлесі (мәлімдеме)", "доля в экспорте (утверждение)"),
        ("signed_until", "қол қойылған уақыты (дейін)", "время подписания (до)"),
        ("amount_to", "мөлшерінің жоғарғы шегі", "верхняя величина"),
        ("gap_least", "алшақтық (кемінде)", "расхождение (не менее)"),
        ("first_least", "бастапқы мәні (кемінде)", "первоначальное значение (не менее)"),
        ("my_own_thing", "my own thing", "my own thing"),
        ("first_blob", "first blob", "first blob"),
        ("blob_claim", "blob claim", "blob claim"),
        ("claim_blob", "claim blob", "claim blob"),
        ("first_hand_key", "тікелей дереккөзден (кілт)", "из первых рук (ключ)"),
        ("second_official", "лауазымды тұлға 2", "должностное лицо 2"),
        ("_", " ", " "),
    ],
)
def test_a_column_is_called_by_its_words_or_as_it_is(name: str, kk: str, ru: str, ontology: Ontology) -> None:
    assert [heading(name, one, ontology) for one in ("kk", "ru", "en")] == [kk, ru, name.replace("_", " ")]
