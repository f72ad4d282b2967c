"""Draw the pictures of a page as SVG: what claims allow on one axis, and two series side by side."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from kg.show.model import Picture, Series, Spans
from kg.wording.numbers import figure

WIDTH = 720
_LABELS = 290
_LONGEST = 44
_ROW = 24
_CHART = 200
_KINDS = ("one", "other")


class Markup(str):
    """A text that is markup already."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text to templates, which escape what has no such method."""
        return self


def draw(picture: Picture, language: str) -> Markup:
    """Draw a picture, with words and numbers in a language."""
    return _draw_spans(picture, language) if isinstance(picture, Spans) else _draw_series(picture, language)


def element(name: str, *content: str, **attributes: object) -> Markup:
    """Write an element: what is no markup is escaped, attributes too, `_` in their names standing for `-`."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(str(v))}"' for key, v in attributes.items())
    return Markup(f"<{name}{written}>{as_markup(content)}</{name}>")


def as_markup(parts: Iterable[str], between: str = "") -> Markup:
    """Join texts, escaping those that are no markup, with markup between them."""
    return Markup(between.join(part if isinstance(part, Markup) else escape(part) for part in parts))


def _text(x: float, y: float, written: str, anchor: str = "start") -> Markup:
    return element("text", written, x=round(x, 1), y=round(y, 1), text_anchor=anchor)


def axis(picture: Spans) -> tuple[Decimal, Decimal]:
    """Return the ends of an axis on which all ends that are not open have room."""
    ends = [end for span in picture.spans for end in (span.low, span.high) if end is not None]
    ends += [picture.line] if picture.line is not None else []
    low, high = min(ends, default=Decimal(0)), max(ends, default=Decimal(1))
    room = (high - low) / 8 or abs(high) / 8 or Decimal(1)
    return low - room, high + room


def _draw_spans(picture: Spans, language: str) -> Markup:
    low, high = axis(picture)

    def place(value: Decimal) -> float:
        return _LABELS + float((value - low) / (high - low)) * (WIDTH - _LABELS - 10)

    height = _ROW * len(picture.spans) + 30
    parts = []
    for index, span in enumerate(picture.spans):
        y = index * _ROW + 6
        start, end = (place(low if span.low is None else span.low), place(high if span.high is None else span.high))
        parts.append(_text(0, y + 12, span.label if len(span.label) <= _LONGEST else f"{span.label[:_LONGEST]}…"))
        kind = _KINDS[span.kind] + (" open" if None in {span.low, span.high} else "")
        width = round(max(end - start, 3), 1)
        bar = element("rect", element("title", span.label), x=round(start, 1), y=y, width=width, height=14, class_=kind)
        parts.append(element("a", bar, href=span.href, aria_label=span.label) if span.href else bar)
    bottom = height - 22
    parts.append(element("line", x1=_LABELS, y1=bottom, x2=WIDTH - 10, y2=bottom, class_="axis"))
    ends = [end for span in picture.spans for end in (span.low, span.high) if end is not None]
    marks = dict.fromkeys((min(ends), max(ends)) if ends else ())
    parts += [
        _text(min(place(value), WIDTH - 45), bottom + 16, str(figure(value, language)), "middle") for value in marks
    ]
    if picture.line is not None:
        x = round(place(picture.line), 1)
        parts.append(element("line", x1=x, y1=0, x2=x, y2=bottom, class_="line"))
    role = "graphics-document" if any(span.href for span in picture.spans) else "img"
    return _svg(parts, height, picture.unit, role)


def _draw_series(picture: Series, language: str) -> Markup:
    top = max((value for side in picture.values for value in side if value is not None), default=Decimal(1)) or 1
    step = (WIDTH - 20) / max(len(picture.periods), 1)
    parts = []
    for index, period in enumerate(picture.periods):
        for side, values in enumerate(picture.values):
            value = values[index]
            tall = 0.0 if value is None else float(value / top) * _CHART
            written = "…" if value is None else figure(value, language)
            title = element("title", f"{picture.names[side]}, {period}: {written}")
            parts.append(
                element(
                    "rect",
                    title,
                    x=round(10 + index * step + step * (0.1 + 0.4 * side), 1),
                    y=round(_CHART + 30 - tall, 1),
                    width=round(step * 0.38, 1),
                    height=round(tall, 1),
                    class_=_KINDS[side],
                )
            )
        if index % max(1, len(picture.periods) // 12) == 0:
            parts.append(_text(10 + (index + 0.5) * step, _CHART + 46, period, "middle"))
    parts.append(element("line", x1=10, y1=_CHART + 30, x2=WIDTH - 10, y2=_CHART + 30, class_="axis"))
    for side, name in enumerate(picture.names):
        parts.append(element("rect", x=10 + side * 340, y=4, width=12, height=12, class_=_KINDS[side]))
        parts.append(_text(28 + side * 340, 15, name))
    parts.append(_text(WIDTH - 10, 15, f"{figure(Decimal(top), language)} {picture.unit}", "end"))
    return _svg(parts, _CHART + 56, picture.unit)


def _svg(parts: list[Markup], height: int, unit: str, role: str = "img") -> Markup:
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {height}", role=role, aria_label=unit)
