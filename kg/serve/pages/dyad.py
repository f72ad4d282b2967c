"""The page of a dyad: what is said between two economies, each part drawn of the answer of a question that ships."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.core import iri, terms
from kg.core.errors import NameUnknown
from kg.names.resolve import meant
from kg.query.answers import Answer
from kg.query.asked import term_text
from kg.query.empty import what_there_is
from kg.serve.pages.dyad_charts import (
    PageChart,
    agreement_picture,
    map_picture,
    measured_pictures,
    mirror_pictures,
    stage_picture,
    target_picture,
)
from kg.serve.pages.figures import Figures, cell_text
from kg.serve.pages.moved import Moved
from kg.serve.pages.site import Look
from kg.serve.pages.tables import PageTable, answer_records, page_table
from kg.show.outlines import CREDIT

_FEW: Final = 60  # rows that a section shows; its question has all
_LANGUAGE: Final = '"{}"'


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its heading, what to know of it, its charts, its table, and the question that answers it."""

    id: str
    heading: str
    told: str
    pictures: Sequence[PageChart]
    table: PageTable
    question: str
    credit: str = ""


def gather_dyad(look: Look, key: str) -> dict[str, Any]:
    """Gather the page of a dyad; raise NameUnknown for what is none, and Moved for another way to name one."""
    dyad = _dyad(look, key)
    day = _officials_asked(look)
    answers = look.around(dyad).ask_all(_asked(look, dyad, day))
    sections = [one for one in _sections(look, answers, dyad) if one.table.total]
    officials = _officials(look, answers["officials-on-day"], dyad, day)
    conflicts = _conflicts(look, answers["conflicts"], dyad)
    some = sections or officials["table"].total or conflicts
    return {
        "title": look.label(dyad),
        "dyad": dyad,
        "economies": _economies(look, dyad),
        "sections": sections,
        "officials": officials,
        "conflicts": conflicts,
        "instead": "" if some else what_there_is(look.names, dyad, certain=False),
    }


def _dyad(look: Look, key: str) -> str:
    try:
        dyad = meant(look.names, terms.Dyad, key)
    except ValueError as error:
        raise NameUnknown("No dyad is called so.", remedy=f"{error}", value=key) from error
    if iri.own_key(dyad) != key:
        raise Moved(look.asked.link(f"/{iri.key_of(dyad)}"))
    return dyad


def _economies(look: Look, dyad: str) -> list[tuple[str, str]]:
    """Return the two economies with the links of their pages."""
    thing = look.names.of_iri(dyad)
    ends = (terms.hasFirstEconomy, terms.hasSecondEconomy)
    found = [one for end in ends for one in (look.names.linked(thing, end) if thing else [])]
    return [(look.names.label(one), look.asked.to_thing(one.iri)) for one in found]


def _asked(look: Look, dyad: str, day: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the questions of the page with the values of their parameters, those first that take longest."""
    name, language = f"<{dyad}>", _LANGUAGE.format(look.language)
    arguments = {one: look.argument("officials-on-day", one, value) for one, value in day.items()}
    return {
        "mirrors": {"dyad": name, "language": language},
        "officials-on-day": {"dyad": name, **arguments},
        "turnover": {"dyad": name},
        "targets": {"about": name},
        "target-history": {"about": name},
        "conflicts": {"about": name, "language": language},
        "projects-by-stage": {"dyad": name},
        "crossings-by-region-pair": {"dyad": name},
        "agreement-steps": {"dyad": name},
    }


def _sections(look: Look, answers: Mapping[str, Answer], dyad: str) -> Iterator[Section]:
    figures, turnover = Figures(look), answers["turnover"]
    title = look.word("turnover")
    yield _section(
        look, "turnover", turnover, [*measured_pictures(figures, answer_records(turnover), title)], dyad=dyad
    )
    mirrors = answers["mirrors"]
    yield _section(look, "mirrors", mirrors, [*mirror_pictures(figures, answer_records(mirrors))], dyad=dyad)
    targets, history = answers["targets"], answers["target-history"]
    drawn = target_picture(figures, answer_records(history), answer_records(targets), look.word("targets"))
    yield _section(look, "targets", targets, [drawn], about=dyad)
    projects = answers["projects-by-stage"]
    drawn = stage_picture(figures, answer_records(projects), look.word("projects"))
    yield _section(look, "projects-by-stage", projects, [drawn], dyad=dyad)
    crossings = answers["crossings-by-region-pair"]
    drawn = map_picture(look, answer_records(crossings), look.word("map"))
    yield _section(look, "crossings-by-region-pair", crossings, [drawn], dyad=dyad)
    steps = answers["agreement-steps"]
    drawn = agreement_picture(figures, answer_records(steps), look.word("agreements"))
    yield _section(look, "agreement-steps", steps, [drawn], dyad=dyad)


_WORDS: Final = {"projects-by-stage": "projects", "crossings-by-region-pair": "map", "agreement-steps": "agreements"}
_WITHOUT: Final = {
    "turnover": ("words", "restricted_to", "post"),
    "mirrors": ("sentence", "first_place", "second_place"),
}


def _section(look: Look, question: str, found: Answer, pictures: Sequence[PageChart | None], **asked: str) -> Section:
    word = _WORDS.get(question, question)
    drawn = [picture for picture in pictures if picture is not None]
    return Section(
        id=word,
        heading=look.word(word),
        told=drawn[0].told if drawn else "",
        pictures=drawn,
        table=page_table(look, found, _FEW, _WITHOUT.get(question, ())),
        question=look.asked.link(f"/question/{question}", **{name: iri.own_key(one) for name, one in asked.items()}),
        credit=CREDIT[look.language] if word == "map" and drawn else "",
    )


def _officials_asked(look: Look) -> dict[str, str]:
    """Return the word in a post and the day that are asked for, or what the question asks by default."""
    question = look.site.questions["officials-on-day"]
    usual = {parameter.name: term_text(parameter.default, question.text) for parameter in question.parameters}
    wanted = {name: look.asked.values.get(name) or usual[name] for name in ("word", "on")}
    if look.asked.axes.valid_on and "on" not in look.asked.values:
        wanted["on"] = str(look.asked.axes.valid_on)
    return wanted


def _officials(look: Look, found: Answer, dyad: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return who held which posts of the two countries on a day, and what the form on the page is filled with."""
    link = look.asked.link("/question/officials-on-day", dyad=iri.own_key(dyad), **asked)
    return {"table": page_table(look, found, 200), "question": link, **asked}


def _conflicts(look: Look, found: Answer, dyad: str) -> dict[str, Any]:
    """Return in words where claims about the dyad disagree."""
    told = [
        {
            "verdict": look.label(cell_text(row, "verdict")),
            "sentence": cell_text(row, "sentence"),
            "finding": look.asked.to_thing(cell_text(row, "finding")),
        }
        for row in answer_records(found)
    ]
    link = look.asked.link("/question/conflicts", about=iri.own_key(dyad))
    return {"told": told, "question": link} if told else {}
