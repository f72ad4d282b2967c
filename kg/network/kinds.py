"""Name the kinds of edges, so that what must not be added up never has the same name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg import iri
from kg.graph import Store
from kg.labels import label
from kg.network.describe import local_key
from kg.network.ties import Tie

UNDIRECTED = "undirected"


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of an edge: a name for machines, the same in every language, and one for people."""

    name: str
    label: str


def name_kinds(ties: Sequence[Tie], store: Store, language: str) -> list[Kind]:
    """Name the kind of each tie: the key of its kind, and in brackets what narrows it.

    `goods-turnover` is the realised one, `goods-turnover (target)` another kind. The unit is named where claims of a
    kind count in several, and «undirected» where some of them have a direction, for Gephi adds up every two edges
    between the same nodes that share a name.
    """
    keys = short_names({name for tie in ties for name in (tie.kind, *tie.narrowed, *filter(None, [tie.unit]))})
    units: dict[str, set[str | None]] = {}
    for tie in ties:
        units.setdefault(tie.kind, set()).add(tie.unit)
    parts = [_parts(tie, several=len(units[tie.kind]) > 1) for tie in ties]
    directions: dict[tuple[str, ...], set[bool]] = {}
    for tie, own in zip(ties, parts, strict=True):
        directions.setdefault(own, set()).add(tie.directed)
    labels = {name: label(store, name, language) for name in {name for own in parts for name in own}}
    return [
        Kind(
            *(
                _bracketed([names[p] for p in own], mixed=not tie.directed and len(directions[own]) > 1)
                for names in (keys, labels)
            )
        )
        for tie, own in zip(ties, parts, strict=True)
    ]


def _parts(tie: Tie, *, several: bool) -> tuple[str, ...]:
    return (tie.kind, *tie.narrowed, *([tie.unit] if several and tie.unit else []))


def _bracketed(parts: list[str], *, mixed: bool) -> str:
    rest = [*parts[1:], *([UNDIRECTED] if mixed else [])]
    return f"{parts[0]} ({', '.join(rest)})" if rest else parts[0]


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Shorten IRIs to their last part where that tells them apart, else to `segment/key`."""
    by_key: dict[str, list[str]] = {}
    for name in sorted(names):
        by_key.setdefault(local_key(name), []).append(name)
    return {name: key if len(own) == 1 else iri.compress(name) for key, own in by_key.items() for name in own}
