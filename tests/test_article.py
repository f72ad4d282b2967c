"""What a reader of the article may ask: the graph answers, or holds nothing, for the article does not say."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.core import iri
from kg.core.graph import NamedNode, Store, matches, open_build
from tests.engines import ask_oxigraph

HEAD = """BASE <https://w3id.org/dyad/id/>
PREFIX dyad: <https://w3id.org/dyad/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
IMPLIED = "; dyad:implied ?implied"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the article: the class of the claims that answer it, their pattern, and the answers."""

    question: str
    cls: str
    pattern: str
    answers: set[tuple[str, ...]]


def asked(question: str, cls: str, pattern: str, *answers: str) -> Asked:
    """Describe a question: each answer holds its cells between bars, and no answer is not said."""
    return Asked(question, cls, pattern, {tuple(cell.strip() for cell in answer.split("|")) for answer in answers})


SERIES = "event-series/kz-ru-interregional-forum"
EXHIBITION = "dyad:isAbout <event/exhibition-of-colleges-2025>"
FIGURE = "dyad:hasBound ?bound ; dyad:amount ?amount ; dyad:hasUnit ?unit"
WORKS = "project/syrym-modernisation"

QUESTIONS = (
    asked(
        "In which region does Oral lie?",
        "Relation",
        f"dyad:isAbout <settlement/oral> ; dyad:hasRelationKind <relation/located-in> ; dyad:isRelatedTo ?in {IMPLIED}",
        "region/KZ-27 | true",
    ),
    asked(
        "On which day was the exhibition?",
        "Occurrence",
        f"{EXHIBITION} ; dyad:timeAsSaid ?said ; dyad:validFrom ?day {IMPLIED}",
        "бүгінгі | 2025-11-12 | true",
    ),
    asked(
        "How long did the exhibition last?",
        "Occurrence",
        f"{EXHIBITION} ; dyad:validUntil ?end . FILTER(?end > '2025-11-13'^^xsd:date)",
    ),
    asked(
        "Which enterprises show what they have achieved?",
        "Participation",
        f"dyad:hasUndertaking <event/exhibition-of-colleges-2025> ; dyad:hasParticipant ?who {IMPLIED}",
        "group/kz-technology-enterprises | true",
    ),
    asked("How many enterprises exhibit?", "Measurement", f"{EXHIBITION} ; dyad:hasUnit <unit/company> ; {FIGURE}"),
    asked(
        "Is the list of fields at the exhibition closed?",
        "Classification",
        f"{EXHIBITION} ; skos:note ?note",
        "The list is open: «секілді» is such as.",
    ),
    asked(
        "What part of those at the exhibition is young?",
        "Measurement",
        f"{EXHIBITION} ; dyad:hasIndicator <indicator/young-participants-share> ; {FIGURE} {IMPLIED}",
        "bound/more-than | 50 | unit/percent | true",
    ),
    asked(
        "How many colleges take part, and how many of the region?",
        "Measurement",
        "dyad:hasIndicator <indicator/participating-colleges> ; dyad:isRestrictedTo ?of ; dyad:amount ?amount",
        "country/KZ | 14",
        "region/KZ-27 | 4",
    ),
    asked(
        "How many colleges has the region?",
        "Measurement",
        f"dyad:isAbout <group/colleges-of-west-kazakhstan> ; {FIGURE}",
    ),
    asked(
        "By what are the colleges linked with enterprises?",
        "Relation",
        "dyad:isAbout <group/colleges-of-west-kazakhstan> ; dyad:words ?said . FILTER(CONTAINS(?said, 'дуальды'))",
        "өңірдегі барлық колледж ірі кәсіпорындармен дуальды оқыту арқылы тікелей байланыста",
    ),
    asked(
        "When is the forum held?",
        "Occurrence",
        "dyad:isAbout <event/kz-ru-forum-21> ; dyad:timeAsSaid ?said ; dyad:validFrom ?from ; dyad:validUntil ?until",
        "биылғы | 2025-01-01 | 2026-01-01",
    ),
    asked(
        "Of which series is the forum of 2006?",
        "Relation",
        f"dyad:isAbout <event/kz-ru-forum-3> ; dyad:hasRelationKind ?kind ; dyad:isRelatedTo ?of {IMPLIED}",
        f"relation/edition-of | {SERIES} | true",
    ),
    asked(
        "Whose forum was that of 2006?",
        "Participation",
        "dyad:hasUndertaking <event/kz-ru-forum-3> ; dyad:hasParticipant ?party ; dyad:hasRole <role/party>",
        "country/KZ",
        "country/RU",
    ),
    asked("Since which year is the forum held?", "Occurrence", f"dyad:isAbout <{SERIES}> ; dyad:validFrom ?from"),
    asked(
        "For how many years is the forum held?",
        "Measurement",
        f"dyad:isAbout <{SERIES}> ; dyad:hasIndicator <indicator/years-held> ; {FIGURE}",
        "bound/more-than | 20 | unit/year",
    ),
    asked(
        "When is the Year of Working Professions?",
        "Occurrence",
        "dyad:isAbout <event/year-of-working-professions> ; dyad:validFrom ?from",
    ),
    asked("Who came to the forum?", "Attendance", "dyad:hasEvent <event/kz-ru-forum-21> ; dyad:hasAttendee ?who"),
    asked(
        "What is the proof that ties are growing?",
        "Measurement",
        f"dyad:isEvidenceFor ?shown_claim . ?shown_claim dyad:words ?shown . ?claim dyad:isAbout ?about ; {FIGURE}",
        "Екі мемлекеттің арасында экономикалық және сауда байланысы артып келеді | dyad/KZ-27_RU | bound/more-than "
        "| 2000000000 | unit/USD",
    ),
    asked(
        "Where is it called the proof, and by whom?",
        "Quotation",
        "dyad:words 'Оған дәлел'@kk ; dyad:assertedAs ?post",
        "post/akim-of-west-kazakhstan-region",
    ),
    asked(
        "How many Russian companies are there?",
        "Measurement",
        "dyad:isAbout <dyad/KZ-27_RU> ; dyad:hasUnit <unit/company>",
    ),
    asked(
        "Does the region border on Russia?",
        "Relation",
        f"dyad:isAbout <region/KZ-27> ; dyad:hasRelationKind <relation/on-border-with> ; dyad:isRelatedTo ?o {IMPLIED}",
        "country/RU | true",
    ),
    asked(
        "Of which state is the Head of State?",
        "Relation",
        "dyad:isAbout <post/kz-head-of-state> ; dyad:hasRelationKind ?kind ; dyad:isRelatedTo ?state",
        "relation/post-of | country/KZ",
    ),
    asked("Who is the Head of State?", "OfficeHolding", "dyad:hasPost <post/kz-head-of-state> ; dyad:hasHolder ?who"),
    asked(
        "Of which country is Shaqqaliev a minister?",
        "Relation",
        "dyad:isAbout <post/kz-minister-of-trade-and-integration> ; dyad:isRelatedTo ?state",
        "country/KZ",
    ),
    asked("What do the works on Syrym cost?", "Measurement", f"dyad:isAbout <{WORKS}> ; {FIGURE}"),
    asked(
        "When do the works on Syrym end?",
        "StageReport",
        f"dyad:hasUndertaking <{WORKS}> ; dyad:hasStage <stage/completed> ; dyad:validFrom ?day",
    ),
    asked(
        "Who carries out the works on Syrym?",
        "Participation",
        f"dyad:hasUndertaking <{WORKS}> ; dyad:hasParticipant ?who",
    ),
    asked("In which region is Tasqala?", "Relation", "dyad:isAbout <checkpoint/tasqala> ; dyad:isRelatedTo ?in"),
    asked(
        "What is expected of the works on Syrym?",
        "Quotation",
        f"dyad:isAbout <{WORKS}> ; dyad:hasStage <stage/forecast> ; dyad:words ?words",
        "логистикалық тиімділікті арттырып қана қоймай",
        "екі ел арасындағы байланыстарды одан әрі нығайтуға",
        "сауда ағынын арттыруға",
        "өңіріміздің әлеуметтік-экономикалық дамуына жаңа серпін береді",
    ),
    asked(
        "What is expected of the planned projects beside jobs?",
        "Quotation",
        "dyad:isAbout <portfolio/kz-ru-planned-projects> ; dyad:hasStage ?stage ; dyad:words ?words",
        "stage/forecast | Бұл салықтық түсімді молайтып",
    ),
    asked(
        "Of which projects are the 14 that are completed?",
        "Relation",
        "dyad:isAbout <portfolio/kz-ru-completed-projects> ; dyad:hasRelationKind ?kind ; dyad:isRelatedTo ?of",
        "relation/part-of | portfolio/kz-ru-joint-projects",
    ),
    asked(
        "How many projects in education are there?",
        "Measurement",
        f"dyad:isAbout <portfolio/kz-ru-education-projects> ; {FIGURE}",
    ),
    asked(
        "By which day is the turnover to reach 30 bn dollars?",
        "Measurement",
        "dyad:hasStage <stage/target> ; dyad:validUntil ?until",
    ),
    asked(
        "When did the entrepreneurs meet at the latest?",
        "Occurrence",
        "dyad:isAbout <event/entrepreneurs-discussion> ; dyad:timeAsSaid ?said ; dyad:validUntil ?until",
        "бұдан бұрын | 2025-11-13",
    ),
    asked("And at the earliest?", "Occurrence", "dyad:isAbout <event/entrepreneurs-discussion> ; dyad:validFrom ?from"),
    asked(
        "What did the entrepreneurs discuss?",
        "Classification",
        "dyad:isAbout <event/entrepreneurs-discussion> ; dyad:isClassifiedAs ?topic",
        "category/interregional-cooperation",
    ),
)


@pytest.fixture(scope="module")
def store(seed_build: Path) -> Store:
    return open_build(seed_build)


def answers(store: Store, question: Asked) -> set[frozenset[str]]:
    """Ask a question and return the cells of its rows, without the claims, names of the graph as their keys."""
    found = ask_oxigraph(store, f"{HEAD}SELECT * WHERE {{ ?claim a dyad:{question.cls} ; {question.pattern} }}")
    kept = [place for place, name in enumerate(found.variables) if not name.endswith("claim")]
    rows = set()
    for row in found.rows:
        cells = [row[place] for place in kept]
        rows.add(frozenset(iri.key_of(cell.text) for cell in cells if cell is not None))
    return rows


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.question for question in QUESTIONS])
def test_the_graph_answers_what_the_article_says_and_nothing_more(question: Asked, store: Store) -> None:
    assert answers(store, question) == {frozenset(answer) for answer in question.answers}


def test_what_is_not_said_is_asked_of_things_that_are_there(store: Store) -> None:
    """Show that no answer is empty because a name is misspelt."""
    named = set(re.findall("<([a-z-]+/[^>]+)>", " ".join(question.pattern for question in QUESTIONS)))
    assert len(named) > 25
    assert [name for name in sorted(named) if not any(matches(store, NamedNode(iri.expand(name)), None))] == []
    assert sum(not question.answers for question in QUESTIONS) == 15
