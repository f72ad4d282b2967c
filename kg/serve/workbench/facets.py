"""Facets over claims: how many of each dyad, indicator, stage, speaker, source and year, under what is chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final, TypeAlias

from kg.core import iri, terms
from kg.core.errors import ArgumentInvalid
from kg.rows.opened import OpenedRow, Rows

FACETS: Final[Mapping[str, str]] = {
    "dyad": terms.Dyad,
    "indicator": terms.Indicator,
    "stage": terms.Stage,
    "speaker": terms.Agent,
    "source": terms.Source,
    "year": "",
}
"""The facets in the order in which a page has them, each with the class of what it may be; a year has none."""
CLAIMS_SHOWN: Final = 50
"""How many claims a page shows."""
_SHOWN: Final = 15
_ALL: Final = "all"
_SOURCE: Final = "source"
_DIGITS: Final = 4

Chosen: TypeAlias = dict[str, str | int | None]
"""What is chosen in each facet, None for nothing: the IRI of a thing, the key of a source, a year."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: what an address gives for it, its IRI, '' for a year, its claims, and if it is chosen."""

    value: str
    name: str
    claims: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is left of the claims: how many, the values of each facet, and the rows of a page of them."""

    claims: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    rows: tuple[OpenedRow, ...]


@cache
def _query(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def read_chosen(given: Mapping[str, str], named: Callable[[str, str], str]) -> Chosen:
    """Read what an address chooses in each facet; `named` gives the IRI that a class and a text mean.

    Raises ArgumentInvalid for a name of nothing, and for what is no year.
    """
    found: Chosen = dict.fromkeys(FACETS)
    for facet, cls in FACETS.items():
        text = given.get(facet, "").strip()
        if text:
            found[facet] = _read_one(facet, cls, text, named)
    return found


def _read_one(facet: str, cls: str, text: str, named: Callable[[str, str], str]) -> str | int:
    if not cls:
        return _year(text)
    try:
        name = named(cls, text)
    except ValueError as error:
        raise ArgumentInvalid("Nothing has this name.", remedy=f"{error}", column=facet, value=text) from error
    return iri.own_key(name) if facet == _SOURCE else name


def _year(text: str) -> int:
    """Read a year; raise ArgumentInvalid."""
    if len(text) == _DIGITS and text.isascii() and text.isdigit() and int(text):
        return int(text)
    raise ArgumentInvalid("This is no year.", remedy="Write four digits: 2024.", column="year", value=text)


def narrow_claims(rows: Rows, chosen: Chosen, start: int = 0) -> Narrowed:
    """Count the claims under what is chosen, and return those of a page of them, from one of them on."""
    counted = rows.ask(_query("facets"), **chosen, most=_SHOWN)
    found = {facet: [*some] for facet, some in groupby(counted, key=lambda row: row["facet"])}
    fitting = _query("fitting")
    ((since,),) = (row.values() for row in rows.ask(fitting + _query("since"), **chosen, most=start + CLAIMS_SHOWN))
    claims = rows.ask(fitting + _query("claims"), **chosen, most=CLAIMS_SHOWN, start=start, since=since)
    return Narrowed(
        claims=found[_ALL][0]["claims"],
        facets={facet: tuple(_value(facet, row, chosen) for row in found.get(facet, ())) for facet in FACETS},
        rows=tuple(claims),
    )


def _value(facet: str, row: OpenedRow, chosen: Chosen) -> FacetValue:
    value = row["value"]
    name = iri.mint(_SOURCE, value) if facet == _SOURCE else value if FACETS[facet] else ""
    return FacetValue(
        value=_given(facet, name) if name else value,
        name=name,
        claims=row["claims"],
        is_chosen=value == str(chosen[facet]),
    )


def _given(facet: str, name: str) -> str:
    """Write what an address gives for a thing: its key, of a speaker with the segment, for there are several kinds."""
    return iri.key_of(name) if facet == "speaker" else iri.own_key(name)
