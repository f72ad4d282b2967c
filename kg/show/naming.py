"""Name what an answer names: the labels of its IRIs and the addresses of its claims, by one look at a build."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from kg.core import columns, iri, terms
from kg.core.graph import Store, values
from kg.core.ontology import Ontology, column_name
from kg.load.header import column_of
from kg.load.opening import classes
from kg.rows.opened import Rows, look_at_rows
from kg.rows.partition import SUBJECT
from kg.show.model import SourceNote
from kg.show.sources import ADDRESS, PUBLISHER, source_note
from kg.show.things import add_things, read_described, slots_of
from kg.wording.labels import NAMING, ChosenLabel, choose_label, dyad_label, key_label, read_label

_ENDS: Final = (terms.hasFirstEconomy, terms.hasSecondEconomy)
_PATTERN: Final = "|".join(f"{column_name(one)}(_[a-z]+)?" for one in (*NAMING, *_ENDS))
_SOURCE = iri.mint("source", "")


@dataclass(frozen=True, slots=True)
class Legend:
    """The labels of IRIs in a language, of those that something names, and where on the web one reads of them."""

    labels: Mapping[str, ChosenLabel] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)


def name_all(folder: Path, ontology: Ontology, names: Iterable[str], language: str) -> Legend:
    """Name some IRIs in a language by what a build says of them.

    The address of a claim is that of its source, of a source its own. Raises BuildMissing, and BuildDamaged for rows
    that are not as they were written.
    """
    wanted = frozenset(names)
    if not wanted:
        return Legend()
    return look_at_rows(folder, None, lambda rows: _named(rows, ontology, wanted, language))


def _named(rows: Rows, ontology: Ontology, names: frozenset[str], language: str) -> Legend:
    known = read_described(rows, ontology)
    sources = _sources(rows, {name for name in names if name.startswith(iri.CLAIM)})
    addresses = {name: _address(known, sources.get(name, name)) for name in names}
    return Legend(
        _labels(_Named(rows, ontology, known, language), names),
        {name: address for name, address in addresses.items() if address},
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """Where names are looked up: the rows of a build, and what the ontology and the sources say of others."""

    rows: Rows
    ontology: Ontology
    known: Store
    language: str


def _labels(where: _Named, names: Iterable[str]) -> dict[str, ChosenLabel]:
    """Return the labels of those IRIs that something names, as `kg.wording.labels.read_label` chooses them."""
    stated = _stated(where, names)
    found: dict[str, ChosenLabel] = {}
    unnamed: dict[str, list[str]] = {}
    for name in names:
        own = choose_label([stated[name][rank] for rank in NAMING], where.language) if name in stated else None
        ends = [stated[name][end].get(None) for end in _ENDS] if name in stated else []
        if own is None and ends and all(ends):
            unnamed[name] = [end for end in ends if end is not None]
        elif (own := own or read_label(where.known, name, where.language)) is not None:
            found[name] = own
    if unnamed:
        economies = _labels(where, {end for ends in unnamed.values() for end in ends})
        found |= {
            name: dyad_label([economies.get(end) or key_label(end) for end in ends]) for name, ends in unnamed.items()
        }
    return found


_Stated: TypeAlias = dict[str, dict[str | None, str]]
"""What the properties of a thing say of it, by language, None being no language."""


def _stated(where: _Named, names: Iterable[str]) -> dict[str, _Stated]:
    """Read what names things, and the economies of dyads, from the partitions of the classes that they may be of."""
    segments = {iri.key_of(name).partition("/")[0] for name in names} - {"claim", "finding"}
    named = {stem: cls for stem, cls in classes(where.ontology).items() if where.ontology.segment(cls) in segments}
    slots = {stem: slots_of(where.ontology, cls) for stem, cls in named.items()}
    found: dict[str, _Stated] = {}
    for stem, row in where.rows.of_things([*named], names, _PATTERN):
        thing = found.setdefault(row.pop(SUBJECT), {predicate: {} for predicate in (*NAMING, *_ENDS)})
        for name, cell in row.items():
            if cell and (column := column_of(slots[stem], name)) is not None:
                texts = thing[column.slot.predicate]
                said = [*(cell if isinstance(cell, list) else [cell]), *filter(None, [texts.get(column.language)])]
                texts[column.language] = min(said)
    return found


def sources_behind(folder: Path, ontology: Ontology, names: Iterable[str], language: str) -> list[SourceNote]:
    """Return what a reader must know of the sources among some IRIs, and of those of the claims among them."""
    wanted = frozenset(names)

    def look(rows: Rows) -> list[SourceNote]:
        known = read_described(rows, ontology)
        claims = {name for name in wanted if name.startswith(iri.CLAIM)}
        sources = {name for name in wanted if name.startswith(_SOURCE)}.union(_sources(rows, claims).values())
        add_things(known, rows, ontology, {name for one in sources for name in values(known, one, PUBLISHER)})
        return [source_note(known, one, language) for one in sorted(sources)]

    return look_at_rows(folder, None, look) if wanted else []


def _sources(rows: Rows, claims: set[str]) -> dict[str, str]:
    """Return the sources of claims."""
    found = {row["claim"]: row[columns.had_primary_source] for row in rows.claims(claims)} if claims else {}
    return {claim: source for claim, source in found.items() if source is not None}


def _address(known: Store, name: str) -> str:
    return next(iter(values(known, name, ADDRESS)), "")
