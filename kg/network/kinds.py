"""Name the kinds of edges, so that what must not be added up never has the same name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.core import iri
from kg.network.describe import local_key
from kg.network.ties import Topic

UNDIRECTED = "undirected"


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """The kind of an edge: a name for machines, the same in every language, and one for people."""

    name: str
    label: str


def name_kinds(topics: Collection[Topic], label: Callable[[str], str]) -> dict[Topic, EdgeKind]:
    """Name the kind of the ties on each topic: the key of its kind, and in brackets what narrows it.

    `goods-turnover` is the realised one, `goods-turnover (target)` another kind. The unit is named where claims of a
    kind count in several, and «undirected» where some of them have a direction, for Gephi adds up every two edges
    between the same nodes that share a name. `label` names things for people.
    """
    keys = short_names(part for topic in topics for part in topic.parts)
    units: dict[str, set[str | None]] = {}
    for topic in topics:
        units.setdefault(topic.kind, set()).add(topic.unit)
    parts = {topic: topic.parts if len(units[topic.kind]) > 1 else (topic.kind, *topic.narrowed) for topic in topics}
    directions: dict[tuple[str, ...], set[bool]] = {}
    for topic, own in parts.items():
        directions.setdefault(own, set()).add(topic.directed)
    found = {}
    for topic, own in parts.items():
        mixed = [UNDIRECTED] if not topic.directed and len(directions[own]) > 1 else []
        name = _bracketed([*(keys[part] for part in own), *mixed])
        found[topic] = EdgeKind(name, _bracketed([*map(label, own), *mixed]))
    return found


def _bracketed(parts: list[str]) -> str:
    return f"{parts[0]} ({', '.join(parts[1:])})" if parts[1:] else parts[0]


def short_names(names: Iterable[str]) -> Mapping[str, str]:
    """Shorten IRIs to their last part where that tells them apart, else to `segment/key`."""
    by_key: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        by_key.setdefault(local_key(name), []).append(name)
    return {name: key if len(own) == 1 else iri.compress(name) for key, own in by_key.items() for name in own}
