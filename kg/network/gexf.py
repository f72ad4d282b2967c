"""Write a network as GEXF 1.3, in the form that Gephi, Gephi Lite, graphology and networkx read without a loss."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TextIO

from kg import __version__
from kg.core.errors import ExportImpossible
from kg.network.legend import description
from kg.network.look import channels
from kg.network.losses import loss
from kg.network.model import Attribute, AttributeValue, Edge, Network, Node
from kg.network.written import FIXED_OF_NODES, FileAttribute, file_columns, node_values, scalar
from kg.validation.gexf import RESERVED_BY_READERS

NAMESPACE = "http://gexf.net/1.3"
_XML_FORBIDS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_TO_ESCAPE = re.compile(f"[{''.join(_ESCAPES)}]")
_NOT_PLAIN = re.compile(f"{_TO_ESCAPE.pattern}|{_XML_FORBIDS.pattern}")
_LEAST_WEIGHT, _GREATEST_WEIGHT = 1.2e-38, 3.4e38  # Gephi holds weights in single precision

_DYNAMIC = """  <attributes class="edge" mode="dynamic">
    <attribute id="weight" title="Weight" type="double"/>
  </attributes>
"""


class Escaper:
    """Writes texts as XML attribute values, and counts the characters that XML cannot hold."""

    def __init__(self) -> None:
        self.removed = 0
        self.texts = 0
        self._named: dict[str, str] = {}

    def name(self, text: str) -> str:
        """Write a text of which there are few, as a kind; raise ExportImpossible for one that XML cannot hold."""
        if text not in self._named:
            _check_name(text)
            self._named[text] = self(text)
        return self._named[text]

    def __call__(self, text: str) -> str:
        """Remove what XML forbids and escape what it reads otherwise."""
        return text if _NOT_PLAIN.search(text) is None else self.escaped(text)

    def escaped(self, text: str) -> str:
        """Write a text that is not plain."""
        if _XML_FORBIDS.search(text) is not None:
            kept = _XML_FORBIDS.sub("", text)
            self.removed += len(text) - len(kept)
            self.texts += 1
            text = kept
        return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)

    def losses(self, language: str) -> tuple[str, ...]:
        """Say what was removed."""
        if not self.removed:
            return ()
        return (loss("characters", language, characters=self.removed, texts=self.texts),)


def save_gexf(network: Network, path: Path) -> tuple[str, ...]:
    """Write a network to a GEXF file, and return a line for what had to be left out."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return write_gexf(network, file)


def write_gexf(network: Network, file: TextIO) -> tuple[str, ...]:
    """Write a network to a text file, node by node and edge by edge; memory does not grow with the edges.

    The file is static but where edges have spells. It is as valid as its schema lets it be: colours, sizes and
    positions stand in the viz namespace, which the schema refuses and every reader expects. A default direction, which
    networkx needs and by which Gephi drops other edges, stands where all edges have it, and what networkx cannot read
    is said. Raises ExportImpossible for what Gephi would drop, merge or invent.
    """
    escape = Escaper()
    file.writelines(gexf_parts(network, escape))
    mixed = (loss("not for networkx", network.language),) if network.directed is None and network.edges else ()
    return (*escape.losses(network.language), *mixed)


def gexf_parts(network: Network, escape: Escaper) -> Iterator[str]:
    """Yield the text of the file: the head, each node, each edge, the end."""
    node_columns = file_columns((*FIXED_OF_NODES, *network.node_columns), RESERVED_BY_READERS)
    edge_columns = file_columns(network.edge_columns, RESERVED_BY_READERS)
    yield from _head(network, escape)
    yield from _declarations("node", node_columns, network.language, escape)
    yield from _declarations("edge", edge_columns, network.language, escape)
    if network.dynamic:
        yield _DYNAMIC
    yield f'  <nodes count="{len(network.nodes)}">\n'
    seen = set[str]()
    for node in network.nodes:
        _check_node(node, seen)
        yield _node(node, node_columns, network.language, escape)
    yield f'  </nodes>\n  <edges count="{len(network.edges)}">\n'
    keys = {node.iri: escape(node.key) for node in network.nodes}
    last = ("", "", "")
    for edge in network.edges:
        last = _check_edge(edge, keys, last, directed=network.directed)
        yield _edge(edge, keys, edge_columns, escape)
    yield "  </edges>\n</graph>\n</gexf>\n"


def _head(network: Network, escape: Escaper) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<gexf xmlns="{NAMESPACE}" xmlns:viz="{NAMESPACE}/viz" version="1.3">\n'
    yield f"<meta>\n  <creator>Dyad {escape(__version__)}</creator>\n"
    yield "  <keywords>claims, economic relations, sources</keywords>\n"
    yield f"  <description>{escape(' '.join(description(network)))}</description>\n</meta>\n"
    way = f' defaultedgetype="{_way(directed=network.directed)}"' if network.directed is not None else ""
    times = ' timeformat="date" timerepresentation="interval"' if network.dynamic else ""
    yield f'<graph mode="{"dynamic" if network.dynamic else "static"}" idtype="string"{way}{times}>\n'


def _declarations(cls: str, columns: Sequence[Attribute], language: str, escape: Escaper) -> Iterator[str]:
    yield f'  <attributes class="{cls}" mode="static">\n'
    for column in columns:
        title = escape(column.title(language))
        yield f'    <attribute id="{escape(column.name)}" title="{title}" type="{column.type}"/>\n'
    yield "  </attributes>\n"


def _node(node: Node, columns: Sequence[FileAttribute], language: str, escape: Escaper) -> str:
    key = escape(node.key)
    look = (
        f'<viz:size value="{node.size!r}"/><viz:position x="{node.x!r}" y="{node.y!r}" z="0.0"/>{_colour(node.colour)}'
    )
    values = _values(columns, node_values(node, columns), escape)
    return f'    <node id="{key}" label="{escape(node.label(language)) or key}">{values}{look}</node>\n'


def _edge(edge: Edge, keys: dict[str, str], columns: Sequence[FileAttribute], escape: Escaper) -> str:
    kind = escape.name(edge.kind)
    source, target = keys[edge.source], keys[edge.target]
    weight = "" if edge.weight is None else f' weight="{edge.weight!r}"'
    head = (
        f'id="{source}|{kind}|{target}" source="{source}" target="{target}" '
        f'type="{_way(directed=edge.directed)}" kind="{kind}" label="{escape(edge.label) or kind}"{weight}'
    )
    spells = f"<spells>{''.join(map(_spell, edge.spells))}</spells>" if edge.spells else ""
    own = edge.attributes
    values = _values(columns, [own.get(column.attribute) for column in columns], escape)
    if edge.spells:
        dated = "".join(
            f'<attvalue for="weight" value="{weight!r}"{_period(since, until)}/>'
            for since, until, weight in edge.spells
        )
        values = f"{values.removesuffix('</attvalues>') or '<attvalues>'}{dated}</attvalues>"
    return f"    <edge {head}>{values}{spells}{_colour(edge.colour)}</edge>\n"


def _way(*, directed: bool) -> str:
    return "directed" if directed else "undirected"


def _spell(spell: tuple[str | None, str | None, float]) -> str:
    return f"<spell{_period(spell[0], spell[1])}/>"


def _period(since: str | None, until: str | None) -> str:
    """Write a period; that of GEXF has both its days within."""
    last = until and (date.fromisoformat(until) - timedelta(days=1)).isoformat()
    return "".join(f' {name}="{day}"' for name, day in (("start", since), ("end", last)) if day)


@cache
def _colour(colour: str) -> str:
    red, green, blue = channels(colour)
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _values(columns: Sequence[Attribute], values: Sequence[AttributeValue], escape: Escaper) -> str:
    """Write the values of a node or edge; what is empty is no value."""
    lines = []
    for column, value in zip(columns, values, strict=True):
        if value is not None and (text := attribute_text(value, column.type)):
            written = text if _NOT_PLAIN.search(text) is None else escape.escaped(text)  # no call more for each of many
            lines.append(f'<attvalue for="{column.name}" value="{written}"/>')
    return f"<attvalues>{''.join(lines)}</attvalues>" if lines else ""


def attribute_text(value: AttributeValue, column_type: str) -> str:
    """Write a value in the lexical form of its column; nothing for an empty one, which readers skip."""
    if isinstance(value, str) and column_type == "string":
        return value
    if column_type == "liststring":
        items = [item for item in (value if isinstance(value, tuple) else (scalar(value),)) if item]
        return f"[{', '.join(map(_quoted, items))}]" if items else ""
    return scalar(value)


def _quoted(item: str) -> str:
    r"""Quote an item of a list, so that its commas and brackets are text."""
    if '"' not in item and "\\" not in item:
        return f'"{item}"'
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _check_node(node: Node, seen: set[str]) -> None:
    """Raise ExportImpossible for two nodes of one name, of which Gephi would keep one."""
    if node.key in seen:
        raise ExportImpossible("Two nodes have the same key.", remedy="Give each one node.", value=node.key)
    seen.add(node.key)
    _check_name(node.key)


def _check_edge(
    edge: Edge, nodes: dict[str, str], last: tuple[str, str, str], *, directed: bool | None
) -> tuple[str, str, str]:
    """Raise ExportImpossible for an edge that Gephi would invent a node for, drop, or add to the one before."""
    fault, own = None, (edge.source, edge.target, edge.kind)
    if edge.source not in nodes or edge.target not in nodes:
        fault = "An edge ends at a node that is not there."
    elif edge.weight is not None and not _LEAST_WEIGHT <= edge.weight <= _GREATEST_WEIGHT:
        fault = f"The weight {edge.weight} of an edge is no positive number that Gephi can hold."
    elif directed not in {None, edge.directed}:
        fault = "An edge has another direction than the network says of all, and Gephi would drop it."
    elif own == last:
        fault = "Two edges of one kind are between the same nodes, and Gephi would add them up."
    elif own < last:
        fault = "The edges are not in the order of their ends and kinds."
    if fault is not None:
        raise ExportImpossible(fault, remedy="Mend the network, or merge its edges.", value=edge.id)
    return own


def _check_name(name: str) -> None:
    """Raise ExportImpossible for a name that XML cannot hold, for it would become another."""
    if not name or _XML_FORBIDS.search(name) is not None:
        raise ExportImpossible(
            "A name is empty or holds a character that XML cannot hold.", remedy="Rename it.", value=repr(name)
        )
