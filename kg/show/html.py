"""Write a page as one HTML file that needs nothing else: to send, to print, to keep."""

from html import escape
from pathlib import Path

from kg.core import iri
from kg.show.model import Card, CardGroup, Evidence, Page, SourceNote
from kg.show.svg import draw, element
from kg.show.words import text


def as_html(page: Page) -> str:
    """Write a page."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"/><title>{escape(page.title)}</title>' + element("style", style)
    body = [
        element("h1", escape(page.title)),
        element("p", escape(page.as_of), class_="day"),
        *_summary(page),
        *([] if page.findings else _note(page)),
        *(_group(page, group, number) for number, group in enumerate(page.groups, 1)),
        *(_note(page) if page.findings else []),
        *_sources(page.sources, page.language),
    ]
    html = element("html", element("head", head) + element("body", "\n".join(body)), lang=page.language)
    return f"<!DOCTYPE html>\n{html}\n"


def _note(page: Page) -> list[str]:
    """Write the note of a page, which stands first where there is no finding to read before it."""
    return [element("p", escape(page.note))] if page.note else []


def _summary(page: Page) -> list[str]:
    """Write how many of each result there are, and the contents."""
    if not page.groups:
        return [element("p", escape(text("nothing", page.language)))]
    counts = "".join(element("li", escape(f"{heading}: {count}")) for heading, count in page.summary)
    links = "".join(
        element("li", element("a", escape(group.heading), href=f"#g{number}"))
        for number, group in enumerate(page.groups, 1)
    )
    title = element("h2", escape(text("contents", page.language)))
    return [element("ul", counts, class_="summary"), element("nav", title + element("ol", links))]


def _group(page: Page, group: CardGroup, number: int) -> str:
    lines = "".join(element("li", escape(line)) for line in group.lines)
    picture = element("figure", draw(group.picture, page.language)) if group.picture else ""
    content = element("h2", escape(group.heading)) + (element("ul", lines) if lines else "") + picture
    return element("section", content + "".join(_card(page, card) for card in group.cards), id=f"g{number}")


def _card(page: Page, card: Card) -> str:
    """Write a card: its result, its sentence, its numbers and reasons, its picture and its evidence."""
    numbers = "".join(element("li", escape(f"{name}: {value}")) for name, value in card.numbers)
    reasons = "".join(
        element("li", escape(name) + (f" — {element('span', escape(why), class_='why')}" if why else ""))
        for name, why in card.reasons
    )
    parts = [
        element("h3", escape(card.heading)),
        element("p", escape(card.sentence)) if card.sentence else "",
        element("ul", numbers + reasons, class_="reasons") if numbers + reasons else "",
        element("figure", draw(card.picture, page.language)) if card.picture else "",
        element("div", "".join(_evidence(page, one) for one in card.evidence), class_="evidence"),
        element("p", element("code", escape(iri.key_of(card.name))), class_="name") if card.name else "",
    ]
    return element("article", "".join(parts))


def _evidence(page: Page, evidence: Evidence) -> str:
    """Write a claim as evidence, and the claims that a derived one is computed from."""
    who = element("b", escape(evidence.who)) + escape(f" · {evidence.day}" if evidence.day else "")
    note = element("span", escape(evidence.note), class_="note") if evidence.note else ""
    parts = [
        element("p", f"{who} {note}"),
        element("p", element("b", escape(evidence.value)) + " " + escape(evidence.about), class_="value"),
        element("blockquote", escape(f"«{evidence.words}»")) if evidence.words else "",
        element("p", f"{escape(page.arithmetic)}: {element('code', escape(evidence.arithmetic))}")
        if evidence.arithmetic
        else "",
        element("p", _where(evidence), class_="where"),
        *(_evidence(page, one) for one in evidence.inputs),
    ]
    return element("div", "".join(parts), class_="claim")


def _where(evidence: Evidence) -> str:
    """Write the source and the place in it, and the key of the claim, as `kg why` takes it."""
    found = []
    if evidence.source is not None:
        found.append(element("a", escape(evidence.source.name), href=f"#s-{evidence.source.id}"))
    if evidence.place_in_source:
        found.append(element("code", escape(evidence.place_in_source)))
    return " · ".join([*found, element("code", escape(evidence.key))])


def _link(address: str) -> str:
    """Link to an address of the web; any other, which a browser might run, is a text."""
    web = address.startswith(("https://", "http://"))
    return element("a", escape(address), href=address) if web else escape(address)


def _sources(sources: tuple[SourceNote, ...], language: str) -> list[str]:
    """Write the sources with the terms on which they may be used."""
    if not sources:
        return []
    items = []
    for source in sources:
        what = ", ".join(escape(part) for part in (source.publisher, source.day) if part)
        address = _link(source.address) if source.address else ""
        terms_of_use = escape(" — ".join(part for part in (source.licence, source.permits) if part))
        lines = "<br/>".join(part for part in (what, address, terms_of_use) if part)
        items.append(element("li", f"{element('b', escape(source.name))}<br/>{lines}", id=f"s-{source.id}"))
    return [element("h2", escape(text("sources", language))), element("ol", "\n".join(items), class_="sources")]
