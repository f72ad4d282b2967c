"""The tools of assistants: each call has one of five outcomes, the right one, and says what the command line says."""

import csv
import json
import sys
from collections import Counter
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from kg.assist.offered import Assistant
from kg.assist.reply import OUTCOMES, Reply
from kg.core import assets
from kg.query.library import read_queries
from kg.query.limits import Limits
from tests.running import KG
from tests.running import kg as run

ROOT: Final = Path(__file__).parent
QUESTIONS: Final = read_queries(assets.queries())
DYADS: Final = ("KZ-RU", "Russia and Kazakhstan", "Қазақстан–Ресей", "Россия и Казахстан", "rus-kaz")
UNHEARD: Final = ("NR-TV", "Nauru and Tuvalu", "Науру–Тувалу", "Науру и Тувалу")
"""A dyad of which the seed says nothing, by its key and in three languages."""
OF_DYADS: Final = [
    (one.name, name.name) for one in QUESTIONS.values() for name in one.parameters if name.type == "Dyad"
]
LONG: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def assistant(seed_build: Path) -> Assistant:
    return Assistant(seed_build, Limits(timeout=20))


@pytest.fixture(scope="module")
def over_the_world(world_build: Path) -> Assistant:
    return Assistant(world_build, Limits(timeout=20))


def reply(assistant: Assistant, tool: str, **given: Any) -> Reply:
    """Call a tool in this process, which spares a fork; whatever the schema refuses, `call` refuses itself."""
    return assistant.reply(assistant.tools[tool], given)


# --- three hundred questions --------------------------------------------------------------------------------------


def without(name: str, place: int) -> str:
    """Leave one letter out."""
    return name[:place] + name[place + 1 :]


def test_what_has_expected_rows_is_answered_with_so_many(assistant: Assistant) -> None:
    languages = cycle(("en", "kk", "ru"))
    wrong = []
    asked = [one for one in QUESTIONS.values() if "gem-" not in " ".join(one.seed.values())][::6]
    for question, language in zip(asked, languages, strict=False):
        with (ROOT / "queries" / f"{question.name}.seed.csv").open(encoding="utf-8", newline="") as file:
            expected = len([*csv.reader(file)]) - 1
        got = reply(assistant, "ask", question=question.name, values=question.seed, lang=language, limit=1000)
        right = {"answered"} if expected else {"none-known", "not-covered"}
        if got.outcome not in right or got.shown + got.left_out != expected or not (got.answer or got.notes):
            wrong.append((question.name, got))
    assert wrong == []
    assert len(asked) >= 12


def test_a_misspelt_question_is_refused_with_the_right_one(assistant: Assistant) -> None:
    names = [without(name, len(name) // 2) for name in QUESTIONS]
    names = [name for name in names if name not in QUESTIONS]
    replies = {name: assistant.call("ask", {"question": name}) for name in names[::4]}
    replies |= {name: reply(assistant, "ask", question=name) for name in names}
    assert {one.outcome for one in replies.values()} == {"refused"}
    meant = dict(zip([without(name, len(name) // 2) for name in QUESTIONS], QUESTIONS, strict=True))
    assert [name for name, one in replies.items() if meant[name] not in one.error["remedy"]] == []
    assert len(replies) >= 75


def test_a_parameter_that_is_none_and_a_value_that_does_not_fit_are_refused(assistant: Assistant) -> None:
    for name, question in QUESTIONS.items():
        got = reply(assistant, "ask", question=name, values={"dyadd": "KZ-RU"})
        assert got.outcome == "refused"
        assert all(one.name in got.error["remedy"] for one in question.parameters)
    misfits = {"date": "2025-13-01", "integer": "many", "string": "a\nb"}
    for question in QUESTIONS.values():
        for parameter in question.parameters:
            value = misfits.get(parameter.type, "Zzyzx qqq")
            got = reply(assistant, "ask", question=question.name, values={parameter.name: value})
            assert (got.outcome, got.error["kind"]) == ("refused", "parameter-invalid"), question.name
            break


@pytest.mark.parametrize("name", ["Kazakstan and Rusia", "Қазақстн пен Ресй", "Казахстн и Росия", "KZ-RQ"])
def test_a_misspelt_dyad_is_refused_with_the_nearest(name: str, assistant: Assistant) -> None:
    got = reply(assistant, "ask", question="turnover", values={"dyad": name})
    assert got.outcome == "refused"
    assert "KZ-RU" in got.error["remedy"]
    assert reply(assistant, "mirror", dyad=name).outcome == "refused"


def test_a_dyad_is_understood_in_three_languages(assistant: Assistant) -> None:
    for name in DYADS:
        got = reply(assistant, "ask", question="turnover", values={"dyad": name}, lang="ru")
        assert (got.outcome, got.shown, got.asked) == ("answered", 2, {"dyad": "Казахстан–Россия"})


def test_what_the_graph_says_nothing_of_is_not_covered(assistant: Assistant) -> None:
    asked = zip(OF_DYADS[::8], cycle(UNHEARD), cycle(("en", "kk", "ru")), strict=False)
    for (question, parameter), name, language in asked:
        got = reply(assistant, "ask", question=question, values={parameter: name}, lang=language)
        assert (got.outcome, got.answer) == ("not-covered", ""), question
        assert "NR-TV" in "".join(got.notes)
    for tool in ("conflicts", "targets", "mirror"):
        assert reply(assistant, tool, dyad="Науру–Тувалу", lang="kk").outcome == "not-covered"


def test_what_the_graph_has_nothing_of_though_it_speaks_of_it_is_none_known(assistant: Assistant) -> None:
    got = reply(assistant, "ask", question="unaccepted-claims")
    assert (got.outcome, got.answer) == ("none-known", "")
    assert reply(assistant, "mirror", dyad="KZ-RU").outcome == "none-known"
    pattern = "SELECT ?c { ?c dyad:hasUnit unit:USD ; dyad:hasIndicator indicator:students }"
    assert reply(assistant, "query", sparql=pattern).outcome in {"none-known", "refused"}
    assert reply(assistant, "find", text="qqqqzzzzxxx").outcome == "none-known"
    early = reply(assistant, "ask", question="turnover", values={"dyad": "KZ-RU"}, as_known_on="2001-01-01")
    assert early.outcome == "none-known"
    assert "--as-known-on 2001-01-01" in early.notes[0]


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_what_takes_too_long_fails_and_is_never_told_as_absence(language: str, seed_build: Path) -> None:
    hurried = Assistant(seed_build, Limits(timeout=0.3))
    got = hurried.call("query", {"sparql": LONG, "lang": language})
    assert (got.outcome, got.error["kind"], got.answer, got.notes) == ("failed", "limit-reached", "", ())
    few = Assistant(seed_build, Limits(rows=1))
    assert few.call("ask", {"question": "turnover", "values": {"dyad": "KZ-RU"}}).outcome == "failed"


def test_a_build_that_is_not_there_fails(tmp_path: Path) -> None:
    got = Assistant(tmp_path, Limits()).call("find", {"text": "KZ"})
    assert (got.outcome, got.error["kind"]) == ("failed", "build-missing")


def test_contradictory_claims_are_answered_with_both_sides(over_the_world: Assistant) -> None:
    got = reply(over_the_world, "conflicts", dyad="Бексия–Аксия", lang="kk")
    told = json.loads(got.answer)["findings"]
    apart = next(one for one in told if one["verdict"] == "contradiction")
    assert len(apart["claims"]) >= 2
    said = {one["key"]: one for one in got.claims}
    assert {apart["first"], apart["second"]} <= said.keys()
    assert all(said[apart[side]]["value"] and said[apart[side]]["speaker"] for side in ("first", "second"))


# --- names that the graph has not ---------------------------------------------------------------------------------

PLACES: Final = (
    "SELECT * {{ {} ?p ?o }}",
    "SELECT * {{ ?s {} ?o }}",
    "SELECT * {{ ?s ?p {} }}",
    "SELECT * {{ VALUES ?s {{ country:KZ {} }} ?s ?p ?o }}",
    "SELECT * {{ GRAPH {} {{ ?s ?p ?o }} }}",
    "ASK {{ ?s ?p ?o FILTER(?s = {}) }}",
    "DESCRIBE {}",
    "CONSTRUCT {{ ?s {} ?o }} WHERE {{ ?s a dyad:Country ; ?p ?o }}",
    'SELECT * {{ ?s ?p "1"^^{} }}',
    "SELECT ({}(1) AS ?x) {{ }}",
    "SELECT * {{ ?s dyad:isWithin/{}* ?o }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ ?s ?p {} }} }}",
)
UNKNOWN: Final = (
    *("country:ZZ", "dyad:hasIndicater", "indicator:turnover-of-goods", "<http://example.org/x>", "foaf:name"),
    *(
        "<https://w3id.org/dyad/id/country/ZZ>",
        "<urn:x>",
        "country:K\\-Z",
        "<KZ>",
        "<https://w3id.org/dyad/id/country/\\u005AZ>",
    ),
)


def test_no_name_that_the_graph_has_not_reaches_the_store(assistant: Assistant) -> None:
    passed = []
    for number, place in enumerate(PLACES):
        for name in UNKNOWN[number % 2 :: 2]:
            got = reply(assistant, "query", sparql=place.format(name))
            if got.outcome != "refused":
                passed.append((place.format(name), got.outcome))
    assert passed == []
    based = "BASE <https://w3id.org/dyad/id/country/> SELECT * { <KZ> ?p ?o }"
    assert reply(assistant, "query", sparql=based).outcome == "refused"
    assert reply(assistant, "query", sparql="SELECT ?l { country:KZ rdfs:label ?l }").outcome == "answered"


@pytest.mark.parametrize("text", ["DROP ALL", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SELECT", ""])
def test_what_is_no_query_of_the_graph_is_refused(text: str, assistant: Assistant) -> None:
    assert reply(assistant, "query", sparql=text).outcome == "refused"


# --- what a call gives ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("fnd", {}, "Did you mean find?"),
        ("find", {}, "name in Kazakh"),
        ("find", {"txt": "KZ"}, "Did you mean text?"),
        ("find", {"text": 7}, "JSON of the type string"),
        ("find", {"text": "KZ", "limit": 0}, "from 1 to 1000"),
        ("find", {"text": "KZ", "limit": True}, "type integer"),
        ("find", {"text": "KZ", "lang": "de"}, "en, kk, ru"),
        ("find", {"text": "KZ", "class": "Countri"}, "Country"),
        ("ask", {"question": "turnover", "values": {"dyad": ["KZ-RU"]}}, "Give one."),
        ("ask", {"question": "turnover", "as_known_on": "yesterday"}, "Write it as 2025-11-12."),
        ("conflicts", {"dyad": "KZ-RU", "about": "KZ"}, "alone"),
        ("why", {"claim": "kazinform-2025-11-12/turnover-2044"}, "turnover-2024"),
        ("why", {"claim": "finding/zz"}, "kg ask conflicts"),
    ],
)
def test_what_breaks_the_schema_is_refused_with_the_right_thing(
    tool: str, given: dict[str, Any], said: str, assistant: Assistant
) -> None:
    got = assistant.call(tool, given)
    assert got.outcome == "refused"
    assert said in got.error["remedy"]


def test_every_number_has_its_claim_bound_unit_period_speaker_and_words(assistant: Assistant) -> None:
    got = reply(assistant, "ask", question="turnover", values={"dyad": "KZ-RU"})
    amounts = [row["amount"] for row in csv.DictReader(got.answer.splitlines())]
    assert sorted(one["amount"] for one in got.claims) == sorted(amounts) == ["28000000000", "30000000000"]
    (realised,) = (one for one in got.claims if one["key"] == "kazinform-2025-11-12/turnover-2024")
    said = {name: realised[name] for name in ("bound", "unit", "stage", "valid_from", "valid_until", "words", "period")}
    assert said == {
        "bound": "bound/more-than",
        "unit": "unit/USD",
        "stage": "stage/realised",
        "valid_from": "2024-01-01",
        "valid_until": "2025-01-01",
        "period": "2024",
        "words": "Өткен жылы 28 млрд АҚШ долларынан асты",
    }
    assert realised["speaker"].startswith("Arman Shaqqaliev, Minister of Trade and Integration of Kazakhstan")
    assert realised["source"]["licence"] == "facts and short quotations"
    counted = reply(assistant, "query", sparql="SELECT (COUNT(*) AS ?n) { ?c a dyad:Country }")
    assert "computed by the question" in counted.notes[0]
    absent = reply(assistant, "query", sparql="ASK { country:KZ dyad:isWithin country:RU }")
    assert (absent.outcome, absent.notes[-1][:8]) == ("answered", "No means")


def test_what_is_cut_off_is_counted(assistant: Assistant) -> None:
    got = reply(assistant, "ask", question="turnover", values={"dyad": "KZ-RU"}, limit=1)
    assert (got.shown, got.left_out, len(got.claims), got.answer.count("\n")) == (1, 1, 1, 2)
    found = reply(assistant, "find", text="a", limit=3)
    assert (found.shown, found.left_out) == (3, 1)


CALLS: Final = (
    ("find", {"text": "Қазақстн", "class": "Country", "lang": "kk"}),
    ("ask", {"question": "turnover", "values": {"dyad": "Ресей–Қазақстан"}, "lang": "kk"}),
    ("ask", {"question": "turnover", "values": {"dyad": "KZ-RU"}, "limit": 1, "valid_on": "2024-06-30"}),
    ("why", {"claim": "kazinform-2025-11-12/turnover-2024", "lang": "ru"}),
    ("conflicts", {"dyad": "KZ-RU"}),
    ("targets", {"about": "KZ-RU", "on": "2026-01-01", "lang": "ru"}),
    ("query", {"sparql": "SELECT ?c { ?c a dyad:Dyad }", "limit": 2}),
)


def test_the_answers_are_those_of_the_command_line(assistant: Assistant, seed_build: Path) -> None:
    kg = partial(run, seed_build.parent)
    outcomes = Counter[str]()
    for tool, given in CALLS:
        got = reply(assistant, tool, **given)
        outcomes[got.outcome] += 1
        if got.outcome == "answered":
            done = kg(*got.command[1:], "--build", str(seed_build))
            assert (done.returncode, done.stdout.encode()) == (0, got.answer.encode()), tool
    assert outcomes["answered"] >= 5
    assert outcomes.keys() <= OUTCOMES.keys()


def test_a_client_of_the_protocol_is_served_over_stdio(seed_build: Path) -> None:
    served = StdioServerParameters(command=KG, args=["mcp", "--build", str(seed_build)])

    async def talk() -> tuple[Any, ...]:
        async with stdio_client(served, errlog=sys.__stderr__) as streams, ClientSession(*streams) as session:  # type: ignore[arg-type]
            begun = await session.initialize()
            tools = await session.list_tools()
            answer = await session.call_tool("ask", {"question": "turnover", "values": {"dyad": "KZ-RU"}, "limit": 1})
            refused = await session.call_tool("ask", {"question": "turnovr"})
            return begun, tools.tools, answer, refused

    begun, tools, answer, refused = anyio.run(talk)
    assert begun.server_info.name == "dyad"
    assert all(outcome in begun.instructions for outcome in OUTCOMES)
    assert [tool.name for tool in tools] == ["find", "ask", "why", "conflicts", "targets", "mirror", "query"]
    assert "turnover dyad: " in tools[1].description
    assert tools[1].input_schema["properties"]["values"]["properties"]["dyad"]["description"] == "Dyad, by key or name"
    assert answer.is_error is False
    assert answer.structured_content["left_out"] == 1
    assert answer.content[1].text == answer.structured_content["answer"]
    assert json.loads(answer.content[0].text)["outcome"] == "answered"
    assert (refused.is_error, refused.structured_content["outcome"]) == (True, "refused")
