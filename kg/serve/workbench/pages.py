"""What the pages of the workbench show: what a text finds, claims by facets, and the editor with an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from typing import Any, Final

from kg.core import columns, iri
from kg.core.errors import KgError
from kg.core.graph import Literal, NamedNode, Term
from kg.names.resolve import meant
from kg.query.answers import Answer
from kg.query.forms import TABLE_FORMS
from kg.query.labelled import iris_in
from kg.rows.opened import OpenedRow
from kg.serve.pages.networks import network_download
from kg.serve.pages.site import Look
from kg.serve.pages.tables import link_of
from kg.serve.workbench.facets import CLAIMS_SHOWN, FACETS, Chosen, FacetValue, Narrowed, narrow_claims, read_chosen
from kg.serve.workbench.results import AskedView, ResultTable, asked_view, drawable_of, result_table
from kg.show.lookup import QUESTION, Match, look_up

SHOWN_ROWS: Final = 1000
"""How many rows of an answer a page shows; a download has all."""
_FOUND: Final = 40
_MOST_ROWS: Final = 50_000
_START: Final = "start"
_XSD: Final = iri.PREFIXES["xsd"]
_SHOWN: Final = {
    columns.is_about: "about",
    columns.has_indicator: "indicator",
    columns.valid_from: "period_from",
    columns.valid_until: "period_until",
    columns.has_bound: "bound",
    columns.amount: "amount",
    columns.amount_to: columns.amount_to,
    columns.has_unit: "unit",
    columns.has_stage: "stage",
    columns.asserted_by: "speaker",
    "source": "source",
    "claim": "claim",
}
"""The columns of the table of claims, by the names that questions give them."""


# --- Search -------------------------------------------------------------------------------------------------------


def gather_search(look: Look) -> dict[str, Any]:
    """Gather what a text finds."""
    text = look.asked.values.get("q", "").strip()
    found = found_by(look, text, _FOUND)
    return {"title": look.word("search page"), "text": text, "found": [(one, link_to(look, one)) for one in found]}


def found_by(look: Look, text: str, most: int) -> list[Match]:
    """Return the things and questions that a text finds, as `kg find` does."""
    return [*islice(look_up(look.names, look.site.questions.values(), text, None), most)] if text else []


def link_to(look: Look, match: Match) -> str:
    """Write the link to what was found."""
    return look.asked.link(f"/question/{match.key}") if match.cls == QUESTION else look.asked.to_thing(match.key)


# --- Facets -------------------------------------------------------------------------------------------------------


def gather_facets(look: Look) -> dict[str, Any]:
    """Gather the claims that what is chosen in facets leaves, and how many each other choice would leave."""
    found, start = narrowed(look), _start(look)
    labels = look.labels(value.name for values in found.facets.values() for value in values if value.name)
    facets = [(facet, [_value(look, facet, value, labels) for value in found.facets[facet]]) for facet in FACETS]
    return {
        "title": look.word("claims page"),
        "claims": found.claims,
        "facets": facets,
        "chosen": {facet: look.asked.values.get(facet, "") for facet in FACETS},
        "table": answer_table(look, claims_answer(found.rows)),
        "first": min(start + 1, found.claims),
        "last": min(start + CLAIMS_SHOWN, found.claims),
        "next": _from(look, start + CLAIMS_SHOWN) if start + CLAIMS_SHOWN < found.claims else "",
        "previous": _from(look, start - CLAIMS_SHOWN) if start else "",
        "view": AskedView(axes={"by": "indicator"}),
        "downloads": [(form, look.asked.again(format=form, start="")) for form in ("csv", "json")],
    }


def narrowed(look: Look) -> Narrowed:
    """Narrow the claims by what an address chooses; raise ArgumentInvalid for a name of nothing."""
    return narrow_claims(look.rows, chosen_in(look), _start(look))


def chosen_in(look: Look) -> Chosen:
    """Read what an address chooses in facets."""
    return read_chosen(look.asked.values, lambda cls, text: meant(look.names, cls, text))


def _start(look: Look) -> int:
    text = look.asked.values.get(_START, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(f"{10**9}") else 0


def _from(look: Look, start: int) -> str:
    """Write the link to the page of the claims from one of them on."""
    return look.asked.again(start=str(start) if start > 0 else "")


def _value(look: Look, facet: str, value: FacetValue, labels: Mapping[str, str]) -> dict[str, Any]:
    changed = {facet: "" if value.is_chosen else value.value, _START: ""}
    return {
        "label": labels.get(value.name, value.value),
        "claims": value.claims,
        "is_chosen": value.is_chosen,
        "href": look.asked.again(**changed),
    }


def claims_answer(rows: Sequence[OpenedRow]) -> Answer:
    """Return rows of claims as an answer, under the names that questions give columns, without those that are empty."""
    shown = [column for column in _SHOWN if any(row[column] is not None for row in rows)]
    found = tuple(tuple(_term(name, row[name]) for name in shown) for row in rows)
    return Answer(tuple(_SHOWN[name] for name in shown), found, "table")


def _term(column: str, value: object) -> Term | None:
    match value:
        case None:
            return None
        case Decimal():
            return Literal(f"{value.normalize():f}", datatype=NamedNode(f"{_XSD}decimal"))
        case date():
            return Literal(value.isoformat(), datatype=NamedNode(f"{_XSD}date"))
    return NamedNode(iri.mint("source", str(value)) if column == "source" else str(value))


# --- The editor ---------------------------------------------------------------------------------------------------


def gather_editor(look: Look) -> dict[str, Any]:
    """Gather the editor with a query, which is not run."""
    given = look.asked.values
    example = look.site.questions.get(given.get("example", ""))
    query = given.get("query", "") if example is None else example.text
    return {"title": look.word("editor page"), "query": query, "examples": _examples(look), "answered": False}


def gather_results(look: Look, query: str) -> dict[str, Any]:
    """Gather the editor with a query, and its answer below, or why there is none."""
    gathered: dict[str, Any] = {"answered": True, "fault": None, "view": asked_view(query)}
    gathered["downloads"] = [(form, look.asked.link("/results", query=query, format=form)) for form in TABLE_FORMS]
    try:
        answer = answer_of_query(look, query)
        gathered["table"] = answer_table(look, answer)
        gathered["downloads"] += network_download(look, answer, query)
    except KgError as error:
        gathered["fault"] = error
    return gather_editor(look) | gathered | {"query": query}


def answer_of_query(look: Look, query: str) -> Answer:
    """Answer a query on the two days of a page, within limits."""
    return look.answer(query, _MOST_ROWS)


def answer_table(look: Look, answer: Answer) -> ResultTable:
    """Lay the first rows of an answer out, with what its views need."""
    shown = replace(answer, rows=answer.rows[:SHOWN_ROWS])
    labels = look.legend(shown).labels if iris_in(shown) else {}
    known = drawable_of(shown, look.rows, look.store, labels, lambda name: link_of(look, name))
    return result_table(shown, known, look.ontology, look.language, len(answer.rows))


def _examples(look: Look) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return by topic the questions that ship, each with a link to the editor with its query."""
    questions = sorted(look.site.questions.values(), key=lambda one: (one.topic, one.name))
    found = []
    for topic, some in groupby(questions, key=lambda one: one.topic):
        links = [(one.question[look.language], look.asked.link("/editor", example=one.name)) for one in some]
        found.append((look.site.topics.get(topic, {}).get(look.language, topic), links))
    return found
