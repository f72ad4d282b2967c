"""The pages of questions: all by their topics, and each with a form, its answer, its SPARQL and downloads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any, Final

from kg.core import iri, terms
from kg.core.errors import ArgumentInvalid, ParameterInvalid, QueryUnknown
from kg.core.likeness import did_you_mean, nearest
from kg.names.resolve import all_meant
from kg.query.answers import Answer
from kg.query.asked import ParameterValue, in_words, values_of
from kg.query.formats import for_spreadsheet, write_answer
from kg.query.forms import ANSWER_FORMS, TABLE_FORMS
from kg.query.header import OPEN, Parameter, Query
from kg.query.labelled import label_answer
from kg.query.labelling import Labelling
from kg.query.library import DATATYPES, with_terms
from kg.serve.pages.answer_charts import answer_pictures
from kg.serve.pages.nearby import ASKED_AROUND
from kg.serve.pages.networks import network_download
from kg.serve.pages.site import Look
from kg.serve.pages.tables import page_table
from kg.unanswered import Asked, why_unanswered

_SPREADSHEETS: Final = frozenset({"csv", "tsv"})
_DYADS: Final = iri.mint("dyad", "")
_FEW: Final = 40  # concepts that a list offers
_INPUTS: Final = {"date": "date", "integer": "number"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form of a question: what it takes, its value, and what may be chosen, if that is a closed list."""

    name: str
    kind: str
    described: str
    value: str
    shown: str
    choices: tuple[tuple[str, str], ...]
    may_be_open: bool


def gather_questions(look: Look) -> dict[str, Any]:
    """Gather the page of all questions, by their topics."""
    return {"title": look.word("questions"), "topics": topics_of(look)}


def topics_of(look: Look) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the topics with their questions: what each asks, and its link."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question in look.site.questions.values():
        asks = question.question[look.language]
        found.setdefault(question.topic, []).append((asks, look.asked.link(f"/question/{question.name}")))
    labels = look.site.topics
    return [(labels[topic][look.language], found[topic]) for topic in labels if topic in found]


def gather_question(look: Look, name: str) -> dict[str, Any]:
    """Gather the page of a question and of its answer; raise QueryUnknown with the nearest.

    A value that means nothing leaves the form as it was filled, with what is wrong beside it.
    """
    question = find_question(look, name)
    try:
        given = _values(look, question)
    except ParameterInvalid as error:
        return _page(look, question, values_of(question, {}, look.ontology)) | {"error": error}
    return _answered(look, question, given, _page(look, question, given))


def find_question(look: Look, name: str) -> Query:
    """Return the question of a name; raise QueryUnknown with the nearest."""
    if name not in look.site.questions:
        remedy = did_you_mean(nearest(name, look.site.questions), look.word("questions"))
        raise QueryUnknown("No question has this name.", remedy=remedy, value=name)
    return look.site.questions[name]


def _values(look: Look, question: Query) -> list[ParameterValue]:
    names = {parameter.name for parameter in question.parameters}
    given = {name: value for name, value in look.asked.values.items() if name in names}
    if "language" in names and "language" not in given:
        given["language"] = look.language
    return values_of(question, given, look.ontology, partial(all_meant, look.names))


def answer_question(look: Look, name: str) -> Answer:
    """Answer a question with the values of an address, within limits; raise ParameterInvalid, LimitReached."""
    question = find_question(look, name)
    return _answer(look, question, _values(look, question))


def _answer(look: Look, question: Query, given: list[ParameterValue]) -> Answer:
    found = _found(look, question, given)
    asked = in_words(given, look.store, look.language)
    if found.rows:
        return replace(found, asked=asked)
    graph = look.graph
    where = Asked(graph.folder, look.asked.axes, graph.limits, look.ontology, look.language)
    return replace(found, asked=asked, notes=why_unanswered(question, given, where))


def _found(look: Look, question: Query, given: list[ParameterValue]) -> Answer:
    """Find what answers a question; on two days, where that is enough, in the part of the graph around its dyad."""
    asked = {value.parameter.name: value.term for value in given}
    dyads = [value.text for value in given if value.is_entity and value.text.startswith(_DYADS)]
    if look.gone and dyads and question.name in ASKED_AROUND:
        return look.around(dyads[0]).ask(question.name, **asked)
    return look.answer(with_terms(question, asked))


def _answered(look: Look, question: Query, given: list[ParameterValue], page: dict[str, Any]) -> dict[str, Any]:
    """Add the answer of a question to its page."""
    found = _answer(look, question, given)
    return page | {
        "table": page_table(look, found),
        "downloads": [*page["downloads"], *network_download(look, found, page["sparql"])],
        "pictures": answer_pictures(look, found, look.word("over time")),
        "in_words": found.asked,
        "notes": found.notes,
    }


def _page(look: Look, question: Query, given: list[ParameterValue]) -> dict[str, Any]:
    return {
        "title": question.question[look.language],
        "question": question,
        "topic": look.site.topics.get(question.topic, {}).get(look.language, ""),
        "fields": [*_fields(look, given)],
        "sparql": with_terms(question, {value.parameter.name: value.term for value in given}),
        "downloads": [(form, look.asked.again(format=form)) for form in TABLE_FORMS],
        "error": None,
        "table": None,
        "pictures": (),
        "in_words": (),
        "notes": (),
    }


def _fields(look: Look, given: list[ParameterValue]) -> Iterator[Field]:
    for value in given:
        parameter = value.parameter
        typed = look.asked.values.get(parameter.name)
        usual = "" if value.is_open else _written(value)
        yield Field(
            name=parameter.name,
            kind=_INPUTS.get(parameter.type, "text"),
            described=parameter.described[look.language],
            value=usual if typed is None else typed,
            shown="" if value.is_open or not value.is_entity else value.shown(look.store, look.language),
            choices=_choices(look, parameter),
            may_be_open=parameter.may_be_open,
        )


def _written(value: ParameterValue) -> str:
    """Write a value as a reader may give it back."""
    if not value.is_entity:
        return value.text
    return iri.key_of(value.text) if value.parameter.type == "Entity" else iri.own_key(value.text)


def _choices(look: Look, parameter: Parameter) -> tuple[tuple[str, str], ...]:
    """Return the concepts that a parameter may have, where they are a closed and short list."""
    if parameter.name == "language" and parameter.type == "string":
        return tuple((one, one) for one in ("en", "kk", "ru"))
    cls = iri.PREFIXES["dyad"] + parameter.type
    if parameter.type in DATATYPES or terms.Concept not in look.ontology.supers(cls):
        return ()
    found = [(iri.own_key(one.iri), look.names.label(one)) for one in look.names.few(look.ontology.subs(cls), _FEW)]
    open_one = [(OPEN, look.word("any"))] if parameter.may_be_open else []
    return (*open_one, *sorted(found, key=lambda one: one[1])) if found else ()


def question_file(look: Look, form: str, name: str) -> tuple[bytes, str, str]:
    """Write the answer of a question in a form, with its media type and the name of a file for it.

    Raises ArgumentInvalid for a form that is none of TABLE_FORMS.
    """
    if form not in TABLE_FORMS:
        remedy = did_you_mean(nearest(form, TABLE_FORMS), f"Choose one of: {', '.join(TABLE_FORMS)}.")
        raise ArgumentInvalid("Answers are not written in that form.", remedy=remedy, column="format", value=form)
    found = answer_question(look, name)
    if form != "json":
        found = label_answer(found, look.legend(found).labels, Labelling.BOTH)
    if form in _SPREADSHEETS:
        found = for_spreadsheet(found)
    out = BytesIO()
    write_answer(found, form, out)
    return out.getvalue(), ANSWER_FORMS[form].content_type, f"{name}.{form}"
