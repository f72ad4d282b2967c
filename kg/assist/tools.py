"""What each tool does: as the command of its name, with the evidence of the claims that its answer names."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from kg.assist.desk import Desk
from kg.assist.reply import ANSWERED, NONE_KNOWN, NOT_COVERED, Reply, not_answered
from kg.core import assets
from kg.core.errors import ArgumentInvalid, QueryInvalid
from kg.core.graph import open_build
from kg.core.plugins import question_folders
from kg.names.opened import Names
from kg.names.resolve import naming_in
from kg.query.answers import TRUE
from kg.query.asked import in_words, values_of
from kg.query.constants import check_all_names
from kg.query.empty import is_told_of
from kg.query.header import OPEN
from kg.query.library import find_query, read_queries, with_terms
from kg.rows.opened import Rows, look_at_rows
from kg.show.cards import asked as asked_as
from kg.show.cards import dyad_asked
from kg.show.conflicts import conflicts_page
from kg.show.explain import explain, explain_finding
from kg.show.finding import is_finding
from kg.show.json import as_json, explained_as_json, finding_as_json
from kg.show.lookup import class_named, look_up, matches_as_json
from kg.show.mirrors import dyad_page
from kg.show.model import Page
from kg.show.targets import targets_page
from kg.unanswered import covers, why_nothing_meets, why_unanswered
from kg.wording.asked import said


def find(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Find things and questions by a text."""
    cls = given.get("class")
    classes = None if cls is None else desk.ontology.subs(class_named(desk.ontology, cls))
    questions = read_queries(assets.queries(), *question_folders()).values() if classes is None else ()
    names = Names(desk.folder, desk.ontology, desk.language)
    found = [*islice(look_up(names, questions, given["text"], classes), desk.limit + 1)]
    shown = found[: desk.limit]
    if not shown:
        return Reply(NONE_KNOWN, notes=(said("nothing called", desk.language, given["text"]),))
    command = ("kg", "find", given["text"], *(() if cls is None else ("--class", cls)))
    command += ("--lang", desk.language, "--limit", str(desk.limit), "--format", "json")
    more = (said("there is more", desk.language),) if len(found) > len(shown) else ()
    return Reply(ANSWERED, matches_as_json(shown), command, {}, len(shown), len(found) - len(shown), more)


def ask(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Ask a question that ships, with values for its parameters."""
    question = find_query(assets.queries(), given["question"], *question_folders())
    naming = naming_in(desk.folder, desk.ontology, desk.language)
    settings = {name: _as_text(name, value) for name, value in given.get("values", {}).items()}
    values = values_of(question, settings, desk.ontology, naming)
    asked = in_words(values, open_build(desk.folder), desk.language)
    try:
        answer = desk.answer(with_terms(question, {one.parameter.name: one.term for one in values if one.given}))
    except QueryInvalid as error:  # which is none of whoever asks
        return not_answered(error, by_caller=False)
    if answer.rows:
        words = [f"{name}={text}" for name, text in settings.items()]
        return desk.told(replace(answer, asked=asked), ("kg", "ask", question.name, *words))
    outcome = NONE_KNOWN if covers(question, values, desk.asked) else NOT_COVERED
    return Reply(outcome, asked=dict(asked), notes=why_unanswered(question, values, desk.asked))


def _as_text(name: str, value: Any) -> str:
    """Return the value of a parameter as a text; raise ArgumentInvalid."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ArgumentInvalid("The value is no text or number.", remedy="Give one.", column=name, value=str(value))
    return str(value)


def query(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Answer a query of one's own, each name of which the graph has."""
    text = given["sparql"]
    check_all_names(text, open_build(desk.folder))
    answer = desk.answer(text)
    if not answer.rows:
        return Reply(NONE_KNOWN, notes=why_nothing_meets(text, desk.asked))
    told = desk.told(answer, ("kg", "query", text))
    if answer.kind == "boolean" and answer.rows[0][0] != TRUE:
        return replace(told, notes=(*told.notes, said("no proof", desk.language)))
    return told


def why(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Explain a claim, or a finding with the claims that it rests on."""
    name = given["claim"]

    def look(rows: Rows) -> tuple[str, list[str]]:
        if is_finding(name):
            told = explain_finding(rows, desk.ontology, name, None, desk.language)
            return finding_as_json(told.finding, told.numbers, told.claims), [one.claim for one in told.claims]
        found = explain(rows, desk.ontology, name, None, desk.language)
        return explained_as_json(found), [found.claim]

    text, claims = look_at_rows(desk.folder, None, look)
    command = ("kg", "why", name, "--lang", desk.language, "--format", "json")
    return Reply(ANSWERED, text, command, {}, 1, 0, (), desk.cite(claims))


def conflicts(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Show the claims that contradict each other."""

    def page(rows: Rows, about: str) -> Page:
        return conflicts_page(rows, desk.ontology, about, (), desk.language)

    return _page(desk, given, "conflicts", page)


def targets(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Show what was announced and planned, and what became of it."""

    def page(rows: Rows, about: str) -> Page:
        return targets_page(rows, desk.ontology, about, given.get("on", ""), desk.language)

    return _page(desk, given, "targets", page)


def mirror(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Show what both sides report of the flows between them."""

    def page(rows: Rows, dyad: str) -> Page:
        return dyad_page(rows, desk.ontology, dyad, desk.language)

    return _page(desk, given, "mirror", page)


def _page(desk: Desk, given: Mapping[str, Any], name: str, make: Callable[[Rows, str], Page]) -> Reply:
    """Reply with a page about a dyad or anything else, as the command of a name writes it as JSON."""
    subject, page = look_at_rows(desk.folder, desk.axes, partial(_looked, desk, given, make))
    if desk.axes.as_known_on is not None:
        page = replace(page, day=desk.axes.as_known_on.isoformat())
    if not page.groups:
        names = Names(desk.folder, desk.ontology, desk.language)
        told_of = subject == OPEN or is_told_of(names, subject)
        return Reply(NONE_KNOWN if told_of else NOT_COVERED, notes=tuple(filter(None, (page.note,))))
    shown = page.findings[: desk.limit]
    left_out = page.findings[desk.limit :]
    unfound = {one.name for one in page.findings}
    cards = [card for group in page.groups for card in group.cards if card.name not in unfound]
    claims = [claim for one in shown for claim in one.rests_on]
    claims += [one.claim for card in cards[: desk.limit] for one in card.evidence]
    words = [word for option in ("dyad", "about", "on") if option in given for word in (f"--{option}", given[option])]
    command = ("kg", name, *words, *desk.options(), "--format", "json")
    text = as_json(replace(page, findings=shown))
    cited = desk.cite(dict.fromkeys(claims))
    return Reply(ANSWERED, text, command, {}, len(shown), len(left_out), (), cited)


def _looked(desk: Desk, given: Mapping[str, Any], make: Callable[[Rows, str], Page], rows: Rows) -> tuple[str, Page]:
    """Return what a page is about, as an IRI, and the page; raise ArgumentInvalid, NameUnknown, ParameterInvalid."""
    if "dyad" in given and "about" in given:
        raise ArgumentInvalid("Two things are named.", remedy="Give `dyad` or `about` alone.", column="about")
    if "dyad" in given:
        subject = dyad_asked(rows, desk.ontology, given["dyad"], desk.language)
    else:
        names = Names(rows.folder, desk.ontology, desk.language)
        subject = asked_as(names, "conflicts", "about", given.get("about", OPEN)) or OPEN
    return subject, make(rows, subject)
