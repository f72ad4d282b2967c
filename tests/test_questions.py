"""Questions for people: listed by topic, explained, asked with arguments, and never silent."""

import json
import re
import shlex
from pathlib import Path

import pytest

import kg as library
from kg.core import assets
from kg.core.errors import ParameterInvalid, QueryInvalid
from kg.core.graph import QueryResultsFormat, parse_query_results
from kg.frame import EmptyAnswer
from kg.query.asked import read_arguments
from kg.query.header import read_query
from kg.query.library import find_query, read_queries, read_topics
from tests.running import kg

OWN = """#+ question@en: Whose claims are these?
#+ parameter dyad: Dyad, the dyad asked about
SELECT DISTINCT ?speaker
WHERE {
  VALUES ?dyad { pair:KZ-RU }
  ?claim dyad:isAbout ?dyad ; dyad:assertedBy ?speaker .
}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "speakers.rq").write_text(OWN, encoding="utf-8")
    return tmp_path / "queries"


def test_every_question_stands_under_a_topic_that_is_declared() -> None:
    topics = read_topics(assets.queries())
    assert {query.topic for query in read_queries(assets.queries()).values()} == topics.keys() - {"own"}
    for labels in topics.values():
        assert len({*labels.values()}) == 3


@pytest.mark.parametrize(("language", "heading"), [("en", "Trade"), ("kk", "Сауда"), ("ru", "Торговля")])
def test_the_list_fits_a_terminal_and_has_each_question_once(language: str, heading: str, tmp_path: Path) -> None:
    lines = kg(tmp_path, "ask", "--lang", language).stdout.splitlines()
    assert lines[0] == heading
    assert max(map(len, lines)) <= 80
    named = [line.split()[0] for line in lines if re.match(r"  [a-z]", line)]
    assert sorted(named) == sorted(read_queries(assets.queries()))
    assert "  flows-under-agreement DYAD  (" in "\n".join(lines)
    assert "  stage-totals [ON] [DYAD]" in lines


def test_help_of_a_question_has_types_defaults_and_values(seed_build: Path) -> None:
    said = kg(seed_build.parent, "ask", "loans", "--help").stdout
    for part in (
        "loans COUNTRY [STAGE]",
        "Who lends to whom",
        "by default Kazakhstan (KZ)",
        "open by default",
        "one of 17",
    ):
        assert part in said
    said = kg(seed_build.parent, "ask", "conflicts", "-h", "--lang", "ru").stdout
    assert "contradiction (противоречие)" in said
    assert "Параметры" in said


def test_help_of_the_command_itself_stays(tmp_path: Path) -> None:
    assert "Usage: " in kg(tmp_path, "ask", "--help").stdout


@pytest.mark.parametrize("name", ["turnover", "office-holders", "officials-on-day", "evidence", "valid-at-known-on"])
def test_the_example_of_a_question_runs(name: str, seed_build: Path) -> None:
    said = kg(seed_build.parent, "ask", name, "--help").stdout.splitlines()
    example = shlex.split(said[-1])
    assert example[:3] == ["kg", "ask", name]
    done = kg(seed_build.parent, *example[1:], "--sparql")
    assert (done.returncode, done.stderr) == (0, "")


def test_values_come_in_order_or_by_name() -> None:
    query = find_query(assets.queries(), "officials-on-day")
    wanted = {"dyad": "KZ-RU", "word": "trade", "on": "2020-01-01"}
    assert read_arguments(query, ["KZ-RU", "trade", "2020-01-01"]) == wanted
    assert read_arguments(query, ["on=2020-01-01", "KZ-RU"], ["word=trade"]) == wanted
    assert read_arguments(query, ["trade", "2020-01-01"], ["dyad=KZ-RU"]) == wanted


@pytest.mark.parametrize(
    ("words", "settings"),
    [(["a", "b", "c", "d"], []), (["dyad=a"], ["dyad=b"]), (["dyad="], []), ([], ["nothing"]), (["a"] * 3, ["on=b"])],
)
def test_values_that_fit_no_parameter_are_refused(words: list[str], settings: list[str]) -> None:
    with pytest.raises(ParameterInvalid):
        read_arguments(find_query(assets.queries(), "officials-on-day"), words, settings)


def test_what_was_asked_is_said_beside_an_answer(seed_build: Path) -> None:
    done = kg(seed_build.parent, "ask", "turnover", "--format", "json")
    assert done.stderr == "dyad: Kazakhstan–Russia (by default)\n"
    assert json.loads(done.stdout)["head"]["asked"] == {"dyad": "Kazakhstan–Russia (by default)"}
    done = kg(seed_build.parent, "ask", "turnover", "Russia-Kazakhstan", "--lang", "kk")
    assert "dyad: Қазақстан–Ресей\n" in done.stderr


def test_an_empty_answer_says_what_there_is_and_which_pack_has_it(seed_build: Path) -> None:
    done = kg(seed_build.parent, "ask", "flows-under-agreement", "--format", "json")
    assert done.returncode == 0
    assert "goods turnover" in done.stderr
    assert "The pack world-trade has 10 rows of it: `kg build --with-packs world-trade`." in done.stderr
    notes = json.loads(done.stdout)["head"]["notes"]
    assert [note for note in notes if "pack world-trade" in note]
    parse_query_results(done.stdout.encode(), QueryResultsFormat.JSON)  # the head of W3C results may have more members
    full = kg(seed_build.parent, "ask", "turnover", "--format", "json")
    assert "notes" not in json.loads(full.stdout)["head"]


def test_an_empty_answer_names_the_value_that_is_the_reason(seed_build: Path) -> None:
    done = kg(seed_build.parent, "ask", "projects-by-stage", "stage=cancelled", "dyad=KZ-RU")
    assert "no rows" in done.stderr
    assert "With stage=UNDEF there are " in done.stderr
    done = kg(seed_build.parent, "ask", "turnover", "--as-known-on", "1999-01-01")
    assert "--as-known-on 1999-01-01 leaves it out: without it there are 2 rows." in done.stderr


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        (("works-planned", "1700"), ["With year=2026 there are 1 rows."]),
        (("agreements-to-projects", "0"), ["Nothing in this graph has dyad:"]),
        (("quotations", "text=zzzz"), ["With text=UNDEF there are "]),
        (("officials-on-day", "KZ-RU", "zzzz"), ["Nobody in this graph says this of Kazakhstan–Russia (KZ-RU); "]),
        (("targets", "KZ-CN"), ["Nobody in this graph", "With about=UNDEF there are "]),
    ],
)
def test_a_reason_is_given_that_is_one(words: tuple[str, ...], notes: list[str], seed_build: Path) -> None:
    done = kg(seed_build.parent, "ask", *words, "--format", "json")
    said = json.loads(done.stdout)["head"]["notes"]
    assert len(said) == len(notes)
    for note, beginning in zip(said, notes, strict=True):
        assert note.startswith(beginning)


def test_a_dyad_that_no_row_names_is_called_by_its_two_sides(seed_build: Path) -> None:
    done = kg(seed_build.parent, "ask", "turnover", "Kosovo-Kazakhstan", "--lang", "ru")
    assert "dyad: Казахстан–Косово\nстрок нет\n" in done.stderr
    assert "ничего не говорит о: Казахстан–Косово (KZ-XK)." in done.stderr


def test_python_warns_of_an_empty_answer(seed_build: Path) -> None:
    graph = library.open(seed_build)
    with pytest.warns(EmptyAnswer, match="The pack world-trade"):
        frame = graph.ask("flows-under-agreement")
    assert frame.attrs["asked"] == {"dyad": "Kazakhstan–Russia (by default)"}
    assert frame.attrs["notes"]
    with pytest.warns(EmptyAnswer, match="nothing meets all"):
        graph.query("SELECT * { ?c a dyad:Quotation ; dyad:amount ?x }")
    with pytest.raises(QueryInvalid, match="dyad:amuont"):
        graph.query("SELECT * { ?c dyad:amuont ?x }")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("asks", "turnover"), "Did you mean kg ask"),
        (("conflcts",), "Did you mean kg conflicts"),
        (("turnover", "KZ-RU"), "Did you mean kg ask turnover"),
        (("ask", "товарооборот"), "Did you mean press-against-statistics, stated-growth or turnover?"),
        (("fetch", "baci"), "Did you mean baci-2022-2023?"),
    ],
)
def test_a_word_that_names_no_command_question_or_source_is_met_with_the_right_one(
    words: tuple[str, ...], meant: str, tmp_path: Path
) -> None:
    done = kg(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert meant in done.stderr


def test_a_query_is_taken_as_such(seed_build: Path) -> None:
    done = kg(
        seed_build.parent, "query", "SELECT ?l { country:KZ rdfs:label ?l FILTER(LANG(?l) = 'en') }", "--format", "csv"
    )
    assert done.stdout.split() == ["l", "Kazakhstan"]
    refused = kg(seed_build.parent, "query", "SELECT * { ?s dyad:isAbot ?o }")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Did you mean dyad:isAbout" in refused.stderr
    warned = kg(seed_build.parent, "query", "SELECT * { ?s rdfs:labell ?o }")
    assert (
        "warning: line 1, column 15: nothing in this graph has rdfs:labell. Did you mean rdfs:label?" in warned.stderr
    )
    assert kg(seed_build.parent, "query", "SELECTT * { }").stderr.startswith("error: The query is not valid SPARQL.")


def test_what_is_printed_runs_as_pasted(seed_build: Path, own: Path) -> None:
    printed = kg(seed_build.parent, "ask", "speakers", "--queries", str(own), "--sparql").stdout
    assert "PREFIX pair: <https://w3id.org/dyad/id/dyad/>" in printed
    assert (
        read_query(assets.queries() / "turnover.rq").text == kg(seed_build.parent, "ask", "turnover", "--sparql").stdout
    )


def test_questions_of_ones_own_are_listed_helped_and_asked(seed_build: Path, own: Path) -> None:
    listed = kg(seed_build.parent, "ask", "--queries", str(own)).stdout
    assert "Questions of your own\n  speakers DYAD\n      Whose claims are these?" in listed
    assert "dyad  dyad" in kg(seed_build.parent, "ask", "speakers", "--queries", str(own), "--help").stdout
    done = kg(seed_build.parent, "ask", "speakers", "kz-ru", "--queries", str(own), "--format", "csv", "--lang", "kk")
    assert done.returncode == 0
    assert "Арман Шаққалиев" in done.stdout
    assert kg(seed_build.parent, "ask", "speakers").returncode == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [("turnover", OWN), ("mine", "SELECT * { }"), ("mine", OWN.replace("#+ parameter dyad", "#+ parameter pair"))],
)
def test_a_question_of_ones_own_that_is_none_is_refused(name: str, text: str, own: Path) -> None:
    (own / f"{name}.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryInvalid):
        read_queries(assets.queries(), own)
