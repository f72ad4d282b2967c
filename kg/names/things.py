"""What an index of names finds: things, the names by which they are called, and counts of what is said of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.core import iri


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the index: its number, `segment/key`, class, the number of what it is one with, and its claims."""

    id: int
    key: str
    cls: str
    canonical: int
    claims: int

    @property
    def iri(self) -> str:
        """Return the IRI."""
        return iri.expand(self.key)


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that is called by a text, or by nearly so: the name and its kind, and how near it comes, up to 1."""

    thing: Thing
    kind: str
    text: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims of a class, indicator and source name a thing, and the years of which they speak; 0 for none."""

    cls: str
    indicator: str
    source: str
    claims: int
    first: int
    last: int


def one_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """Return the first hit of each thing, things that are judged to be the same counting as one."""
    best: dict[int, Hit] = {}
    for hit in hits:
        best.setdefault(hit.thing.canonical, hit)
    return [*best.values()]
