"""Write a page as one HTML file that needs nothing else: to send, to print, to keep."""

from collections.abc import Iterator
from pathlib import Path

from kg.core import iri
from kg.show.model import Card, CardGroup, Evidence, Page, SourceNote
from kg.show.svg import Markup, as_markup, draw, element
from kg.show.words import text

_BREAK = Markup("<br/>")


def as_html(page: Page) -> str:
    """Write a page."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    head = (Markup('<meta charset="utf-8"/>'), element("title", page.title), element("style", Markup(style)))
    body = [
        element("h1", page.title),
        element("p", page.as_of, class_="day"),
        *_summary(page),
        *([] if page.findings else _note(page)),
        *(_group(page, group, number) for number, group in enumerate(page.groups, 1)),
        *(_note(page) if page.findings else []),
        *_sources(page.sources, page.language),
    ]
    html = element("html", element("head", *head), element("body", as_markup(body, "\n")), lang=page.language)
    return f"<!DOCTYPE html>\n{html}\n"


def _note(page: Page) -> list[Markup]:
    """Write the note of a page, which stands first where there is no finding to read before it."""
    return [element("p", page.note)] if page.note else []


def _summary(page: Page) -> list[Markup]:
    """Write how many of each result there are, and the contents."""
    if not page.groups:
        return [element("p", text("nothing", page.language))]
    counts = [element("li", f"{heading}: {count}") for heading, count in page.summary]
    links = [
        element("li", element("a", group.heading, href=f"#g{number}")) for number, group in enumerate(page.groups, 1)
    ]
    title = element("h2", text("contents", page.language))
    return [element("ul", *counts, class_="summary"), element("nav", title, element("ol", *links))]


def _group(page: Page, group: CardGroup, number: int) -> Markup:
    parts = [element("h2", group.heading)]
    if group.lines:
        parts.append(element("ul", *(element("li", line) for line in group.lines)))
    if group.picture:
        parts.append(element("figure", draw(group.picture, page.language)))
    return element("section", *parts, *(_card(page, card) for card in group.cards), id=f"g{number}")


def _card(page: Page, card: Card) -> Markup:
    """Write a card: its result, its sentence, its numbers and reasons, its picture and its evidence."""
    return element("article", *_parts_of(page, card))


def _parts_of(page: Page, card: Card) -> Iterator[Markup]:
    yield element("h3", card.heading)
    if card.sentence:
        yield element("p", card.sentence)
    if listed := [*(element("li", f"{name}: {value}") for name, value in card.numbers), *map(_reason, card.reasons)]:
        yield element("ul", *listed, class_="reasons")
    if card.picture:
        yield element("figure", draw(card.picture, page.language))
    yield element("div", *(_evidence(page, one) for one in card.evidence), class_="evidence")
    if card.name:
        yield element("p", element("code", iri.key_of(card.name)), class_="name")


def _reason(reason: tuple[str, str]) -> Markup:
    """Write a reason, and why it is one."""
    name, why = reason
    return element("li", name, " — ", element("span", why, class_="why")) if why else element("li", name)


def _evidence(page: Page, evidence: Evidence) -> Markup:
    """Write a claim as evidence, and the claims that a derived one is computed from."""
    return element("div", *_parts_of_claim(page, evidence), class_="claim")


def _parts_of_claim(page: Page, evidence: Evidence) -> Iterator[Markup]:
    note = element("span", evidence.note, class_="note") if evidence.note else ""
    day = f" · {evidence.day}" if evidence.day else ""
    yield element("p", element("b", evidence.who), day, " ", note)
    yield element("p", element("b", evidence.value), " ", evidence.about, class_="value")
    if evidence.words:
        yield element("blockquote", f"«{evidence.words}»")
    if evidence.arithmetic:
        yield element("p", page.arithmetic, ": ", element("code", evidence.arithmetic))
    yield element("p", _where(evidence), class_="where")
    for one in evidence.inputs:
        yield _evidence(page, one)


def _where(evidence: Evidence) -> Markup:
    """Write the source and the place in it, and the key of the claim, as `kg why` takes it."""
    found = []
    if evidence.source is not None:
        found.append(element("a", evidence.source.name, href=f"#s-{evidence.source.id}"))
    if evidence.place_in_source:
        found.append(element("code", evidence.place_in_source))
    return as_markup([*found, element("code", evidence.key)], " · ")


def web_link(address: str) -> str:
    """Link to an address of the web; any other, which a browser might run, is a text."""
    return element("a", address, href=address) if address.startswith(("https://", "http://")) else address


def _sources(sources: tuple[SourceNote, ...], language: str) -> list[Markup]:
    """Write the sources with the terms on which they may be used."""
    if not sources:
        return []
    items = [element("li", as_markup(_lines_of(source), _BREAK), id=f"s-{source.id}") for source in sources]
    return [element("h2", text("sources", language)), element("ol", as_markup(items, "\n"), class_="sources")]


def _lines_of(source: SourceNote) -> Iterator[str]:
    """Yield the lines on a source: its name, who published it and when, its address, and what it may be used for."""
    yield element("b", source.name)
    what = ", ".join(part for part in (source.publisher, source.day) if part)
    address = web_link(source.address)
    terms_of_use = " — ".join(part for part in (source.licence, source.permits) if part)
    lines = [line for line in (what, address, terms_of_use) if line]
    yield from lines or [""]
