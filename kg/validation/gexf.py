"""Check a GEXF file against what Gephi's importer does with it: what it would drop, merge, invent or misread."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from kg.core.errors import NothingMatched
from kg.core.untrusted import walk_xml

RESERVED_BY_READERS = frozenset(
    (
        "id",
        "label",
        "type",
        "kind",
        "weight",
        "source",
        "target",
        "start",
        "end",
        "timeset",
        "interval",
        "color",
        "size",
        "x",
        "y",
        "z",
        "shape",
        "thickness",
    )
)
"""What readers of GEXF keep for themselves: an attribute of such a name goes unseen or means something else."""
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"([+-]?)0*([0-9]{1,19})")
_BOUNDLESS = frozenset({"inf", "infinity", "nan"})
_DATE = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9:]+)?)?")
_INTEGERS = {"byte": 7, "short": 15, "integer": 31, "long": 63, "biginteger": None}
_FLOATS = ("float", "double")
_SINGLE = (*_INTEGERS, *_FLOATS, "bigdecimal", "boolean", "char", "string")
_TYPES = frozenset((*_SINGLE, *(f"list{name}" for name in _SINGLE)))
_LEAST, _GREATEST = 1.4e-45, 3.4028234e38


Moment: TypeAlias = tuple[float, str]


@dataclass(slots=True)
class _Element:
    """The node or edge that is being read: what to call it, and the periods of its values by attribute."""

    cls: str
    name: str
    periods: dict[str, list[tuple[Moment, Moment]]] = field(default_factory=dict)


class _GexfReader:
    """Reads a file once, element by element, and collects problems."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.root = ""
        self.default_type = ""
        self.time_format = ""
        self.representation = "interval"
        self.declaring = ("", "")
        self.columns: dict[tuple[str, str], tuple[str, str]] = {}
        self.taken: set[tuple[str, str]] = set()
        self.nodes: set[str] = set()
        self.edges: set[str] = set()
        self.ends: list[tuple[str, str]] = []
        self.pairs: dict[tuple[str, str, str], str] = {}
        self.open: list[_Element] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Read the beginning of an element; names are compared without their namespaces, as Gephi does."""
        self.root = self.root or name.rpartition(":")[2]
        handlers: dict[str, Callable[[Mapping[str, str]], None]] = {
            "graph": self.graph,
            "attributes": self.block,
            "attribute": self.attribute,
            "node": self.node,
            "edge": self.edge,
            "attvalue": self.value,
            "spell": self.spell,
        }
        if (handler := handlers.get(name.rpartition(":")[2])) is not None:
            handler(attributes)

    def end(self, name: str) -> None:
        """Read the end of an element, of which only nodes and edges matter: the periods of their values are known."""
        if name.rpartition(":")[2] in {"node", "edge"}:
            element = self.open.pop()
            for own, periods in element.periods.items():
                self.periods(f"{element.name}, attribute «{own}»", sorted(periods))

    def graph(self, attributes: Mapping[str, str]) -> None:
        """Read what holds for the whole file."""
        self.default_type = attributes.get("defaultedgetype", "")
        self.time_format = attributes.get("timeformat", "")
        self.representation = attributes.get("timerepresentation", "interval")
        if self.default_type not in {"", "directed", "undirected"}:
            self.problem("graph", f"the default edge type «{self.default_type}» is not supported")
        if self.time_format == "integer":
            self.problem("graph", "the time format «integer» is ignored, and doubles are read")

    def block(self, attributes: Mapping[str, str]) -> None:
        """Read the beginning of a block of declarations."""
        self.declaring = (attributes.get("class", ""), attributes.get("mode", "static"))

    def attribute(self, attributes: Mapping[str, str]) -> None:
        """Read the declaration of an attribute."""
        cls, mode = self.declaring
        own, kind = attributes.get("id", ""), attributes.get("type", "")
        where = f"{cls} attribute «{own}»"
        if kind not in _TYPES:
            self.problem(where, f"the type «{kind}» is not known, and the column is ignored")
            return
        if (cls, own.casefold()) in self.taken:
            self.problem(where, "another column has this identifier, without regard to case, and this one is ignored")
            return
        if own.casefold() in RESERVED_BY_READERS and mode == "static":
            self.problem(where, "readers keep this identifier for themselves")
        self.taken.add((cls, own.casefold()))
        self.columns[cls, own] = (kind, mode)

    def node(self, attributes: Mapping[str, str]) -> None:
        """Read the beginning of a node."""
        own = attributes.get("id", "")
        where = f"node «{own}»"
        if not own:
            self.problem(where, "it has no identifier, and is ignored")
        if own in self.nodes:
            self.problem(where, "another node has this identifier, and its label is overwritten")
        if "pid" in attributes or any(element.cls == "node" for element in self.open):
            self.problem(where, "nodes within nodes are flattened")
        self.nodes.add(own)
        self.open.append(_Element("node", where))
        self.times(where, attributes)

    def edge(self, attributes: Mapping[str, str]) -> None:
        """Read the beginning of an edge."""
        own = attributes.get("id", "")
        source, target = attributes.get("source", ""), attributes.get("target", "")
        where = f"edge «{own or f'{source} {target}'}»"
        if own and own in self.edges:
            self.problem(where, "another edge has this identifier, and this one is ignored")
        self.edges.add(own)
        self.ends += [(where, source), (where, target)]
        self.direction(where, attributes)
        if "weight" in attributes:
            self.weight(where, attributes["weight"])
        self.open.append(_Element("edge", where))
        self.times(where, attributes)

    def direction(self, where: str, attributes: Mapping[str, str]) -> None:
        """Check the type of an edge, and whether another of its kind is between the same nodes."""
        kind = attributes.get("type", self.default_type)
        if kind not in {"directed", "undirected"}:
            self.problem(where, f"the type «{kind}» is not supported" if kind else "it has no type")
        elif self.default_type and kind != self.default_type:
            self.problem(where, f"it is {kind} where the default is {self.default_type}, and is ignored")
        ends = attributes.get("source", ""), attributes.get("target", "")
        pairs = {ends} if kind == "directed" else {ends, ends[::-1]}
        keys = [(attributes.get("kind", ""), *pair) for pair in sorted(pairs)]
        if (first := next((self.pairs[key] for key in keys if key in self.pairs), None)) is not None:
            self.problem(where, f"it is parallel to {first} and of the same kind, and their weights are added up")
        self.pairs |= dict.fromkeys(keys, where)

    def weight(self, where: str, text: str) -> None:
        """Check that Gephi keeps a weight."""
        if _NUMBER.fullmatch(text) is None and text.lstrip("+-").casefold() not in _BOUNDLESS:
            self.problem(where, f"the weight «{text}» is no number, and is ignored")
            return
        weight = float(text)
        if not math.isfinite(weight) or abs(weight) > _GREATEST:
            self.problem(where, f"the weight {text} is not finite in single precision")
        elif abs(weight) < _LEAST:
            self.problem(where, f"the weight {text} is zero, and the edge is ignored")
        elif weight < 0:
            self.problem(where, f"the weight {text} is negative")

    def value(self, attributes: Mapping[str, str]) -> None:
        """Read the value of an attribute of the node or edge that is open."""
        if not self.open:
            return
        element, own = self.open[-1], attributes.get("for", "")
        kind, mode = self.columns.get((element.cls, own), ("", ""))
        text = attributes.get("value", "")
        where = f"{element.name}, attribute «{own}»"
        if not kind:
            self.problem(where, "it is not declared, and the value is ignored")
        elif not fits(text, kind):
            self.problem(where, f"the value «{text}» is no {kind}")
        self.times(where, attributes)
        if mode == "dynamic" and ("start" in attributes or "end" in attributes):
            period = moment(attributes.get("start"), -math.inf), moment(attributes.get("end"), math.inf)
            element.periods.setdefault(own, []).append(period)

    def spell(self, attributes: Mapping[str, str]) -> None:
        """Read a period in which the node or edge that is open exists."""
        if self.open:
            self.times(f"{self.open[-1].name}, spell", attributes)

    def times(self, where: str, attributes: Mapping[str, str]) -> None:
        """Check that times are of the one representation that a file has, and are whole days where days are meant."""
        found = {"timestamp": ("timestamp", "timestamps"), "interval": ("start", "end", "intervals")}
        for representation, names in found.items():
            for name in (name for name in names if name in attributes):
                text = attributes[name]
                if representation != self.representation:
                    self.problem(where, f"«{name}» does not suit the {self.representation}s of the file")
                elif self.time_format in {"date", "datetime", "dateTime"} and not all(
                    _DATE.fullmatch(part) for part in re.split(r"[<>\[\](),; ]+", text) if part
                ):
                    self.problem(where, f"the time «{text}» is no whole date")

    def periods(self, where: str, periods: list[tuple[Moment, Moment]]) -> None:
        """Check that the periods of a value, in their order, are apart: both ends belong to a period."""
        last: Moment = (-math.inf, "")
        for number, (start, end) in enumerate(periods):
            if number and start <= last:
                self.problem(where, "a period overlaps another")
            last = max(last, end)

    def problem(self, where: str, what: str) -> None:
        """Note a problem."""
        self.problems.append(f"{where}: {what}")


def moment(text: str | None, bound: float) -> Moment:
    """Return a number or an ISO date as something to compare; the bound for an open end."""
    if not text:
        return (bound, "")
    return (float(text), "") if _NUMBER.fullmatch(text) else (0.0, text)


def fits(text: str, kind: str) -> bool:
    """Tell whether a text is a value of a type, as Gephi and graphology read it."""
    if kind.startswith("list"):
        return text.startswith("[") and text.endswith("]")
    if kind in _INTEGERS:
        return _is_integer(text, _INTEGERS[kind])
    if kind == "bigdecimal":
        return _NUMBER.fullmatch(text) is not None
    if kind in _FLOATS:
        return _NUMBER.fullmatch(text) is not None or text in {"NaN", "Infinity", "-Infinity"}
    return kind == "string" or (kind == "boolean" and text in {"true", "false"}) or (kind == "char" and len(text) == 1)


def _is_integer(text: str, bits: int | None) -> bool:
    """Tell whether a text is an integer within as many bits, or of any size; Python reads none of 5,000 digits."""
    if bits is None:
        return re.fullmatch(r"[+-]?[0-9]+", text) is not None
    read = _INTEGER.fullmatch(text)
    return read is not None and -(2**bits) <= int("".join(read.groups())) < 2**bits


def check_gexf(path: Path) -> list[str]:
    """Return the problems of a GEXF file, each with the node, edge or attribute that has it; none for a good file.

    The rules are those of Gephi's importer and of graphology in strict mode, whichever is stricter. Raises
    FileUnreadable as `walk_xml` does, and NothingMatched for a file that is no GEXF or in which there is no node.
    """
    reader = _GexfReader()
    walk_xml(path, reader.start, reader.end)
    for where, name in reader.ends:
        if name not in reader.nodes:
            reader.problem(where, f"the node «{name}» is not there, and is invented")
    if reader.root != "gexf" or not (reader.nodes or reader.problems):
        raise NothingMatched("The file is no GEXF with nodes.", remedy="Name a file of GEXF with a graph.", path=path)
    return reader.problems
