"""Write a network as GEXF 1.3, in the form that Gephi, Gephi Lite and graphology read without a loss."""

import re
from collections.abc import Iterator, Mapping
from colorsys import hls_to_rgb
from datetime import date
from pathlib import Path
from typing import TextIO

from kg import __version__
from kg.core import iri
from kg.core.errors import ExportImpossible
from kg.network.describe import AttributeValue
from kg.network.gexf_columns import GexfColumn, attribute_text, choose_columns
from kg.network.network import Edge, Network, Node

NAMESPACE = "http://gexf.net/1.3"
_XML_FORBIDS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TO_ESCAPE = re.compile('[&<>"\t\n\r]')
_NOT_PLAIN = re.compile(f"{_TO_ESCAPE.pattern}|{_XML_FORBIDS.pattern}")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_LEAST_WEIGHT, _GREATEST_WEIGHT = 1.2e-38, 3.4e38  # Gephi holds weights in single precision
_GOLDEN = 0.6180339887498949
_NODE_COLUMNS = {"iri": GexfColumn("iri", "IRI", "string"), "class": GexfColumn("class", "class", "string")}
_EDGE_COLUMNS = {
    "claims": GexfColumn("claims", "claims", "liststring"),
    "claim_class": GexfColumn("claim_class", "class of claim", "string"),
}


class Escaper:
    """Writes texts as XML attribute values, and counts the characters that XML cannot hold."""

    def __init__(self) -> None:
        self.removed = 0
        self.texts = 0
        self._plain: set[str] = set()

    def __call__(self, text: str) -> str:
        """Remove what XML forbids and escape what it reads otherwise."""
        if text in self._plain:
            return text
        if _NOT_PLAIN.search(text) is None:
            self._plain.add(text)
            return text
        if _XML_FORBIDS.search(text) is not None:
            kept = _XML_FORBIDS.sub("", text)
            self.removed += len(text) - len(kept)
            self.texts += 1
            text = kept
        return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)


def save_gexf(network: Network, path: Path) -> tuple[str, ...]:
    """Write a network to a GEXF file; return a line for all that the network, or its file, had to leave out."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return network.losses + write_gexf(network, file)


def write_gexf(network: Network, file: TextIO, modified: date | None = None) -> tuple[str, ...]:
    """Write a network to a text file, node by node, and return a line for what had to be left out.

    The file is static, and as valid as its schema lets it be: colours stand in the viz namespace, which the schema
    refuses and every reader expects. The day of the last change is written only if it is given. Raises
    ExportImpossible, before a byte is written, for what Gephi would drop, merge or invent.
    """
    _check_nodes(network)
    _check_edges(network)
    escape = Escaper()
    for part in gexf_parts(network, modified, escape):
        file.write(part)
    if not escape.removed:
        return ()
    return (f"Removed: {escape.removed:,} characters of {escape.texts:,} texts, because XML cannot hold them.",)


def gexf_parts(network: Network, modified: date | None, escape: Escaper) -> Iterator[str]:
    """Yield the text of the file: the head, each node, each edge, the end."""
    node_columns = choose_columns((node.attributes for node in network.nodes), network.titles, _NODE_COLUMNS)
    edge_columns = choose_columns((edge.attributes for edge in network.edges), network.titles, _EDGE_COLUMNS)
    yield from _head(network, modified, escape)
    yield from _declarations("node", [*_NODE_COLUMNS.values(), *node_columns.values()], escape)
    yield from _declarations("edge", [*_EDGE_COLUMNS.values(), *edge_columns.values()], escape)
    colours = choose_colours({node.kind for node in network.nodes}, lightness=0.45)
    yield f'  <nodes count="{len(network.nodes)}">\n'
    for node in network.nodes:
        yield _node(node, node_columns, colours[node.kind], escape)
    colours = choose_colours({edge.kind for edge in network.edges}, lightness=0.65)
    yield f'  </nodes>\n  <edges count="{len(network.edges)}">\n'
    for edge in network.edges:
        yield _edge(edge, edge_columns, colours[edge.kind], escape)
    yield "  </edges>\n</graph>\n</gexf>\n"


def _head(network: Network, modified: date | None, escape: Escaper) -> Iterator[str]:
    day = "" if modified is None else f' lastmodifieddate="{modified.isoformat()}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<gexf xmlns="{NAMESPACE}" xmlns:viz="{NAMESPACE}/viz" version="1.3">\n'
    yield f"<meta{day}>\n  <creator>Dyad {escape(__version__)}</creator>\n"
    yield "  <keywords>claims, economic relations, sources</keywords>\n"
    yield (
        f"  <description>{len(network.nodes)} entities and {len(network.edges)} edges. An edge stands for one claim or "
        "more: claims lists them, the newest first. The weight is rounded for drawing; the exact value is an "
        "attribute.</description>\n</meta>\n"
    )
    yield '<graph mode="static" idtype="string">\n'


def _declarations(cls: str, columns: list[GexfColumn], escape: Escaper) -> Iterator[str]:
    yield f'  <attributes class="{cls}" mode="static">\n'
    for column in columns:
        yield f'    <attribute id="{escape(column.id)}" title="{escape(column.title)}" type="{column.type}"/>\n'
    yield "  </attributes>\n"


def _node(node: Node, columns: Mapping[str, GexfColumn], colour: str, escape: Escaper) -> str:
    key = escape(node.key)
    values = _values({"iri": node.iri, "class": node.kind}, node.attributes, columns, escape)
    return f'    <node id="{key}" label="{escape(node.label) or key}">{values}{colour}</node>\n'


def _edge(edge: Edge, columns: Mapping[str, GexfColumn], colour: str, escape: Escaper) -> str:
    kind = escape(edge.kind)
    head = (
        f'id="{escape(edge.id)}" source="{escape(iri.compress(edge.source))}" '
        f'target="{escape(iri.compress(edge.target))}" type="{"directed" if edge.directed else "undirected"}" '
        f'kind="{kind}" label="{escape(edge.label) or kind}"'
    )
    weight = "" if edge.weight is None else f' weight="{edge.weight!r}"'
    fixed = {"claims": attribute_text(edge.claims, "liststring"), "claim_class": edge.claim_class}
    values = _values(fixed, edge.attributes, columns, escape)
    return f"    <edge {head}{weight}>{values}{colour}</edge>\n"


def _values(
    fixed: Mapping[str, str],
    attributes: Mapping[str, AttributeValue],
    columns: Mapping[str, GexfColumn],
    escape: Escaper,
) -> str:
    """Write the values of a node or edge, those of fixed columns first; an empty text is no value."""
    texts = list(fixed.items())
    for name, value in attributes.items():
        column = columns[name]
        texts.append((column.id, attribute_text(value, column.type)))
    lines = [f'<attvalue for="{escape(name)}" value="{escape(text)}"/>' for name, text in texts if text]
    return f"<attvalues>{''.join(lines)}</attvalues>"


def choose_colours(kinds: set[str], lightness: float) -> dict[str, str]:
    """Choose an element of colour for each kind: hues as far apart as their number allows, in the order of names."""
    found = {}
    for number, kind in enumerate(sorted(kinds)):
        r, g, b = (round(255 * part) for part in hls_to_rgb(number * _GOLDEN % 1, lightness, 0.6))
        found[kind] = f'<viz:color r="{r}" g="{g}" b="{b}"/>'
    return found


def _check_nodes(network: Network) -> None:
    """Raise ExportImpossible for two nodes of one name, of which Gephi would keep one."""
    keys: set[str] = set()
    for node in network.nodes:
        if node.key in keys:
            raise ExportImpossible("Two nodes have the same key.", remedy="Give each one node.", value=node.key)
        keys.add(node.key)
        _check_name(node.key)


def _check_edges(network: Network) -> None:
    """Raise ExportImpossible for an edge that Gephi would invent a node for, drop, or add to another."""
    nodes = {node.iri for node in network.nodes}
    ids: set[str] = set()
    pairs: set[tuple[str, str, str]] = set()
    for edge in network.edges:
        fault = None
        pair = (edge.kind, edge.source, edge.target)
        back = (edge.kind, edge.target, edge.source)
        if edge.source not in nodes or edge.target not in nodes:
            fault = "An edge ends at a node that is not there."
        elif edge.weight is not None and not _LEAST_WEIGHT <= edge.weight <= _GREATEST_WEIGHT:
            fault = f"The weight {edge.weight} of an edge is no positive number that Gephi can hold."
        elif edge.id in ids:
            fault = "Two edges have the same identifier."
        elif pair in pairs or (not edge.directed and back in pairs):
            fault = "Two edges of one kind are between the same nodes, and Gephi would add them up."
        if fault is not None:
            raise ExportImpossible(fault, remedy="Mend the network, or merge its edges.", value=edge.id)
        _check_name(edge.id, edge.kind)
        ids.add(edge.id)
        pairs |= {pair} if edge.directed else {pair, back}


def _check_name(*names: str) -> None:
    """Raise ExportImpossible for a name that XML cannot hold, for it would become another."""
    for name in names:
        if not name or _XML_FORBIDS.search(name) is not None:
            raise ExportImpossible(
                "A name is empty or holds a character that XML cannot hold.", remedy="Rename it.", value=repr(name)
            )
