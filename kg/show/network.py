"""Write the picture of a network to a file: SVG, PNG, or one page of HTML that needs nothing else."""

from pathlib import Path

from kg.core.errors import ExportImpossible
from kg.network.legend import description, legend_word
from kg.network.model import Network
from kg.show.network_svg import draw_network
from kg.show.svg import Markup, as_markup, element

_SHARP = 2
_DRAWN = 5_000
_STYLE = "body{font:15px/1.45 sans-serif;max-width:1400px;margin:1em auto;padding:0 1em}svg{width:100%;height:auto}"


def save_svg(network: Network, path: Path) -> tuple[str, ...]:
    """Write the picture of a network as SVG."""
    _check(network)
    path.write_text(f"{draw_network(network)}\n", encoding="utf-8", newline="\n")
    return ()


def save_png(network: Network, path: Path) -> tuple[str, ...]:
    """Write the picture of a network as PNG; raise ExportImpossible where what draws it is not installed."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise ExportImpossible(
            "What draws PNG is not installed.", remedy="Run `pip install resvg-py`; or take svg.", value="png"
        ) from error
    _check(network)
    path.write_bytes(bytes(svg_to_bytes(svg_string=str(draw_network(network)), zoom=_SHARP)))
    return ()


def save_html(network: Network, path: Path) -> tuple[str, ...]:
    """Write a page with the picture of a network, its legend, and what it leaves out."""
    _check(network)
    language = network.language
    title = network.about.said(language)
    left_out = [element("li", loss) for loss in network.losses or [legend_word("nothing", language)]]
    body = [
        element("h1", title),
        element("p", " ".join(description(network))),
        element("figure", draw_network(network), style="margin:0"),
        element("h2", legend_word("sources", language)),
        element("ul", *(element("li", labels.get(language, "")) for labels in network.about.sources)),
        element("h2", legend_word("left out", language)),
        element("ul", *left_out),
    ]
    head = (Markup('<meta charset="utf-8"/>'), element("title", title), element("style", Markup(_STYLE)))
    page = element("html", element("head", *head), element("body", as_markup(body, "\n")), lang=language)
    path.write_text(f"<!DOCTYPE html>\n{page}\n", encoding="utf-8", newline="\n")
    return ()


def _check(network: Network) -> None:
    """Raise ExportImpossible for a network of which no picture could be read."""
    if len(network.edges) > _DRAWN:
        raise ExportImpossible(
            f"A picture of {len(network.edges):,} edges cannot be read.",
            remedy="Narrow it: --backbone, --min-weight, --max-edges 500.",
        )
