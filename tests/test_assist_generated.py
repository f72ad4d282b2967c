"""Generated calls of the tools of assistants, in three languages: no outcome is wrong, and no unknown IRI is asked."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

import pytest

from kg.assist import desk
from kg.assist.offered import Assistant
from kg.core import assets, iri, terms
from kg.core.graph import NamedNode, Store, open_build
from kg.core.ontology import read_ontology
from kg.names.opened import Names
from kg.query.answers import Answer
from kg.query.apart import answer_apart
from kg.query.limits import Limits
from tests.test_assist import PLACES, UNKNOWN, reply, without

LANGUAGES: Final = ("en", "kk", "ru")
QUIET: Final = ("NR", "TV", "PW", "KI", "FM", "MH", "WS", "TO", "VU", "SB", "KM", "ST")
"""Countries of which the seed says nothing."""
HEARD: Final = ("KZ", "RU", "CN", "DE", "UZ", "FR", "IT", "TR", "JP", "BR", "EG", "MX", "CA", "NO", "GR", "ES")
QUESTIONS: Final = ("turnover", "students", "borders-disagree", "loans")
EARLY: Final = ("1995-01-01", "2001-06-30", "2010-12-31")
PATTERNS: Final = (
    "?a ?b ?c . ?d ?e ?f . ?g ?h ?i",
    "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l",
    "?a ?b ?c . ?d ?b ?f . ?g ?h ?i",
)
FORMS: Final = (
    "SELECT (COUNT(*) AS ?n) {{ {} }}",
    "SELECT * {{ {} }} ORDER BY ?a",
    "ASK {{ {} FILTER(CONCAT(STR(?c), STR(?i)) = '?') }}",
)
IRI: Final = re.compile(rf"<({re.escape(iri.ID)}[^<>\s]*[^<>\s/])>")


@dataclass(frozen=True)
class Call:
    """A call of a tool, the one outcome that is right, and what a refusal or an answer has to name."""

    tool: str
    given: dict[str, Any]
    right: str
    names: str = ""


@pytest.fixture(scope="module")
def seed_store(seed_build: Path) -> Store:
    return open_build(seed_build)


@pytest.fixture(scope="module")
def called(seed_build: Path) -> dict[tuple[str, str], str]:
    """Return what countries are called, by code and language."""
    ontology = read_ontology(assets.ontology())
    found = {}
    for language in LANGUAGES:
        names = Names(seed_build, ontology, language)
        for code in (*QUIET, *HEARD):
            (thing,) = names.of_key(f"country/{code}")
            found[code, language] = names.label(thing)
    return found


def found_by_name(called: dict[tuple[str, str], str]) -> Iterator[Call]:
    for (code, language), name in called.items():
        yield Call("find", {"text": name, "class": "Country", "lang": language}, "answered", f"country/{code}")


def misspelt(called: dict[tuple[str, str], str]) -> Iterator[Call]:
    questions = cycle(QUESTIONS[:2])
    for (code, language), name in islice(called.items(), 0, None, 2):
        if code not in {"KZ", "RU"} and len(name) > 4:
            pair = f"{without(name, len(name) // 2)} – {without(called['KZ', language], 3)}"
            yield Call("ask", {"question": next(questions), "values": {"dyad": pair}, "lang": language}, "refused")


def absent(called: dict[tuple[str, str], str]) -> Iterator[Call]:
    tools, languages = cycle(("ask", "mirror", "conflicts", "targets", "ask")), cycle(LANGUAGES)
    pairs = [(one, other) for place, one in enumerate(QUIET) for other in QUIET[place + 1 :]]
    for one, other in islice(pairs, 60):
        tool, language = next(tools), next(languages)
        dyad = f"{called[one, language]} – {called[other, language]}"
        given = {"question": "turnover", "values": {"dyad": dyad}} if tool == "ask" else {"dyad": dyad}
        yield Call(tool, {**given, "lang": language}, "not-covered", "-".join(sorted((one, other))))


def none_known(called: dict[tuple[str, str], str]) -> Iterator[Call]:
    for day in EARLY:
        for language in LANGUAGES:
            dyad = f"{called['RU', language]} – {called['KZ', language]}"
            given = {"lang": language, "as_known_on": day}
            yield Call("ask", {"question": "turnover", "values": {"dyad": dyad}, **given}, "none-known", day)
            for tool in ("conflicts", "targets"):
                yield Call(tool, {"dyad": dyad, **given}, "none-known", "KZ-RU")


def unknown_names() -> Iterator[Call]:
    for place in PLACES:
        for name, language in zip(UNKNOWN, cycle(LANGUAGES), strict=False):
            yield Call("query", {"sparql": place.format(name), "lang": language}, "refused")


def wrong(assistant: Assistant, calls: list[Call]) -> list[tuple[Call, str]]:
    """Return the calls whose outcome is not the right one, or which do not name what they have to."""
    found = []
    for call in calls:
        got = reply(assistant, call.tool, **call.given)
        told = " ".join((got.answer, *got.notes, str(got.error or "")))
        is_silent = got.outcome == "answered" or not got.answer
        if got.outcome != call.right or call.names not in told or not is_silent:
            found.append((call, f"{got.outcome}: {told[:200]}"))
    return found


def test_no_generated_call_has_a_wrong_outcome_and_no_unknown_iri_reaches_the_store(
    seed_build: Path, seed_store: Store, called: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noting(store: Any, sparql: str, limits: Limits) -> Answer:
        asked.append(sparql)
        return answer_apart(store, sparql, limits)

    monkeypatch.setattr(desk, "answer_apart", noting)
    generated = [*found_by_name(called), *misspelt(called), *absent(called), *none_known(called), *unknown_names()]
    counted = Counter(call.right for call in generated)
    assert counted.total() >= 300
    assert min(counted[right] for right in ("answered", "none-known", "not-covered", "refused")) >= 25
    assistant = Assistant(seed_build, Limits(timeout=20))
    assert wrong(assistant, generated) == []
    assert len(asked) >= 25
    assert [text for text in asked if not all(is_known(seed_store, name) for name in IRI.findall(text))] == []


def is_known(store: Store, name: str) -> bool:
    """Tell whether a graph has a name; a dyad needs no row of its own, for its key says of which economies it is."""
    segment, _, key = iri.key_of(name).partition("/")
    if segment == terms.Dyad.rpartition("#")[2].lower():
        return all(is_known(store, iri.mint("country", code)) for code in key.split("-"))
    return any(store.quads_for_pattern(NamedNode(name), None, None))


def test_a_name_that_the_graph_has_not_would_be_noticed(seed_store: Store) -> None:
    assert is_known(seed_store, iri.mint("dyad", "NR-TV"))
    assert is_known(seed_store, iri.mint("country", "KZ"))
    assert not is_known(seed_store, iri.mint("country", "ZZ"))
    assert not is_known(seed_store, iri.mint("dyad", "KZ-ZZ"))


def test_a_wrong_outcome_would_be_noticed(seed_build: Path) -> None:
    assistant = Assistant(seed_build, Limits(timeout=20))
    text = "SELECT ?l { country:KZ rdfs:label ?l }"
    assert wrong(assistant, [Call("query", {"sparql": text}, "answered", "Қазақстан")]) == []
    assert len(wrong(assistant, [Call("query", {"sparql": text}, "refused")])) == 1
    assert len(wrong(assistant, [Call("query", {"sparql": text}, "answered", "Марс")])) == 1


def test_what_takes_too_long_fails_in_each_language_and_tells_of_no_absence(seed_build: Path) -> None:
    hurried = Assistant(seed_build, Limits(timeout=0.2))
    for place, form in enumerate(FORMS):
        for pattern, language in zip(PATTERNS, LANGUAGES[place:] + LANGUAGES[:place], strict=True):
            got = reply(hurried, "query", sparql=form.format(pattern), lang=language)
            assert (got.outcome, got.answer, got.notes) == ("failed", "", ()), (form, pattern)
            assert got.error["kind"] == "limit-reached"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dyad", ["XA-XB", "XB-XA", "Bexia and Axia", "Аксия – Бексия"])
def test_claims_that_contradict_each_other_are_answered_in_each_language(
    dyad: str, language: str, world_build: Path
) -> None:
    got = reply(Assistant(world_build, Limits(timeout=20)), "conflicts", dyad=dyad, lang=language)
    assert got.outcome == "answered"
    assert '"verdict": "contradiction"' in got.answer
    assert len(got.claims) >= 2
