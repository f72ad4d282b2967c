"""Show an explanation, a profile or a page where a notebook shows HTML: all of it escaped, links to the web alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.core import iri
from kg.core.visible import visible
from kg.show.entity import profile_parts
from kg.show.html import as_html, web_link
from kg.show.svg import Markup, as_markup, element

if TYPE_CHECKING:
    from kg.show.entity import Profile
    from kg.show.explain import Explanation
    from kg.show.model import Page

_FRAME: Final = "width:100%;height:36rem;border:1px solid #cfd6dd"
_NAME: Final = "text-align:right;vertical-align:top;color:#55606b"
_VALUE: Final = "text-align:left;vertical-align:top"


def framed(page: "Page") -> Markup:
    """Write a page as a frame of its own, so that its style does not become that of the notebook."""
    return Markup(visible(element("iframe", srcdoc=as_html(page), style=_FRAME, sandbox="allow-popups")))


def explanation_block(found: "Explanation") -> Markup:
    """Write an explanation: the words or the arithmetic first, then what is stated, the source, and the findings."""
    return Markup(visible(element("div", *_parts(found))))


def profile_block(shown: "Profile") -> Markup:
    """Write what is known of a thing as `kg show` does: its names and ties, what claims say of it, who asks for it."""
    title = (element("b", shown.label), f" {shown.kind} ", element("a", element("code", shown.key), href=shown.iri))
    written = [element("p", *title)]
    for heading, pairs, more in profile_parts(shown):
        written += [element("p", element("b", heading)), _pairs([*pairs]), element("p", more)]
    for one in shown.questions:
        written.append(element("p", element("code", one.command), " ", one.question))
    return Markup(visible(element("div", *written)))


def _parts(found: "Explanation") -> Iterator[Markup]:
    yield element("p", element("b", found.kind), " ", element("code", found.key))
    yield from _words(found)
    if found.place:
        yield element("p", web_link(found.place))
    if found.arithmetic is not None:
        yield element("p", element("code", found.arithmetic))
    if found.inputs:
        inputs = (f"{one.key}: {one.value}" for one in found.inputs)
        yield element("ul", *(element("li", one) for one in inputs))
    yield _pairs([*found.statements, *found.source])
    for told in found.findings:
        yield element("p", element("b", told.heading), " ", element("code", iri.key_of(told.name)), " ", told.sentence)
    if found.found > len(found.findings):
        yield element("p", f"… +{found.found - len(found.findings)}")


def _words(found: "Explanation") -> Iterator[Markup]:
    """Yield the words of a claim in their context, and why there is none."""
    if found.context is not None:
        around = found.context
        parts = (around.before, element("mark", around.words), around.after)
        yield element("blockquote", *parts)
    elif found.words is not None:
        yield element("blockquote", f"«{found.words}»")
    if found.doubt is not None:
        yield element("p", found.doubt)


def _pairs(pairs: list[tuple[str, str]]) -> Markup:
    """Write names and values as a table of two columns."""
    rows = (
        element("tr", element("td", name, style=_NAME), element("td", web_link(value), style=_VALUE))
        for name, value in pairs
    )
    return element("table", as_markup(rows))
