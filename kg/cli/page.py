"""Lay a page out for a terminal, or as plain text where the output is no terminal."""

from collections.abc import Iterator
from decimal import Decimal

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from kg.cli.terminal import laid_out, width
from kg.core import iri
from kg.show.model import Card, CardGroup, Evidence, Page, Picture, Series, Spans
from kg.show.svg import axis
from kg.show.words import text
from kg.wording.numbers import figure

_BAR = 40
_STYLES = ("bold red", "bold yellow", "bold cyan", "bold green", "bold")


def as_text(page: Page) -> str:
    """Write a page; colours only in a terminal, whose width it takes; elsewhere no line is broken."""
    return laid_out(_parts(page), width())


def _parts(page: Page) -> Iterator[RenderableType]:
    yield Text.assemble((page.title, "bold"), f" · {page.as_of}" if page.as_of else "")
    if not page.groups:
        yield Text(page.note or text("nothing", page.language))
        return
    yield Text(" · ".join(f"{heading}: {count}" for heading, count in page.summary))
    note = [Text(f"\n{page.note}")] if page.note else []
    yield from () if page.findings else note
    for group in page.groups:
        yield from _group(page, group)
    yield from note if page.findings else ()
    yield Text(f"\n{text('sources', page.language)}", style="bold")
    for source in page.sources:
        yield _in(
            2,
            Text.assemble(
                (source.name, "bold"),
                "".join(
                    f"\n{line}"
                    for line in (source.address, " — ".join(filter(None, (source.licence, source.permits))))
                    if line
                ),
            ),
        )


def _in(columns: int, part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, columns))


def _group(page: Page, group: CardGroup) -> Iterator[RenderableType]:
    yield Text(f"\n━━ {group.heading}", style="bold")
    for line in group.lines:
        yield _in(3, Text(line))
    if group.picture:
        yield _in(3, _drawn(group.picture, page.language))
    for card in group.cards:
        yield from _card(page, card)


def _card(page: Page, card: Card) -> Iterator[RenderableType]:
    title = Text(f"\n{card.heading}", style=_STYLES[card.gravity])
    yield title.append(f"  {iri.key_of(card.name)}" if card.name else "", style="dim not bold")
    if card.sentence:
        yield _in(2, Text(card.sentence))
    for name, value in card.numbers:
        yield _in(2, Text(f"{name}: {value}"))
    if card.picture:
        yield _in(2, _drawn(card.picture, page.language))
    for evidence in card.evidence:
        yield from _evidence(page, evidence, 2)


def _evidence(page: Page, evidence: Evidence, columns: int) -> Iterator[RenderableType]:
    """Write a claim as evidence: who and when, what, in which words, and where."""
    who = Text.assemble("• ", (evidence.who, "bold"), f" · {evidence.day}" if evidence.day else "")
    yield _in(columns, who.append(f" · {evidence.note}" if evidence.note else "", style="cyan"))
    what = Text.assemble((evidence.value, "bold"), f"  {evidence.about}")
    lines = [what, *([Text(f"«{evidence.words}»", style="green")] if evidence.words else [])]
    if evidence.arithmetic:
        lines.append(Text(f"{page.arithmetic}: {evidence.arithmetic}"))
    where = [evidence.source.name if evidence.source else "", evidence.place_in_source, evidence.key]
    lines.append(Text(" · ".join(filter(None, where)), style="dim"))
    for line in lines:
        yield _in(columns + 2, line)
    for one in evidence.inputs:
        yield from _evidence(page, one, columns + 4)


def _drawn(picture: Picture, language: str) -> Text:
    """Draw a picture with letters."""
    return Text("\n".join(_series(picture, language) if isinstance(picture, Series) else _spans(picture)), no_wrap=True)


def _spans(picture: Spans) -> list[str]:
    """Draw what claims allow on one axis: an end with an arrow is open, `┊` is the value to hold them against."""
    low, high = axis(picture)

    def column(value: Decimal) -> int:
        return min(_BAR - 1, int((value - low) / (high - low) * _BAR))

    width = max(len(span.label) for span in picture.spans)
    lines = []
    for span in picture.spans:
        start, end = (0 if span.low is None else column(span.low), _BAR - 1 if span.high is None else column(span.high))
        bar = [" "] * start + ["█" if span.kind == 0 else "▒"] * (end - start + 1) + [" "] * (_BAR - 1 - end)
        if picture.line is not None and bar[column(picture.line)] == " ":
            bar[column(picture.line)] = "┊"
        ends = ("◄" if span.low is None else "│", "►" if span.high is None else "│")
        lines.append(f"{span.label.ljust(width)} {ends[0]}{''.join(bar)}{ends[1]}")
    return lines


def _series(picture: Series, language: str) -> list[str]:
    """Draw two series side by side, a line for each period and side."""
    top = max((value for side in picture.values for value in side if value is not None), default=Decimal(1)) or 1
    width = max(map(len, picture.periods), default=0)
    lines = [f"█ {picture.names[0]}   ▒ {picture.names[1]}   ({picture.unit})"]
    for index, period in enumerate(picture.periods):
        for side, mark in enumerate("█▒"):
            value = picture.values[side][index]
            bar = "" if value is None else mark * max(1, round(value / top * _BAR))
            written = "…" if value is None else figure(value, language)
            lines.append(f"{(period if side == 0 else '').rjust(width)} {bar} {written}")
    return lines
