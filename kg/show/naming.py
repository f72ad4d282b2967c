"""Name what an answer names: the labels of its IRIs and the addresses of its claims, by one look at a build."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.core import columns, iri
from kg.core.graph import Store, values
from kg.core.ontology import Ontology
from kg.rows.opened import Rows, look_at_rows
from kg.show.model import SourceNote
from kg.show.sources import ADDRESS, PUBLISHER, source_note
from kg.show.things import add_things, read_described
from kg.wording.labels import Label, read_label

_CLAIM, _SOURCE = iri.mint("claim", ""), iri.mint("source", "")


@dataclass(frozen=True, slots=True)
class Naming:
    """The labels of IRIs in a language, of those that something names, and where on the web one reads of them."""

    labels: Mapping[str, Label] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)


def name_all(folder: Path, ontology: Ontology, names: Iterable[str], language: str) -> Naming:
    """Name some IRIs in a language by what a build says of them.

    The address of a claim is that of its source, of a source its own. Raises BuildMissing, and BuildDamaged for rows
    that are not as they were written.
    """
    wanted = frozenset(names)
    if not wanted:
        return Naming()
    return look_at_rows(folder, None, lambda rows: _named(rows, ontology, wanted, language))


def _named(rows: Rows, ontology: Ontology, names: frozenset[str], language: str) -> Naming:
    known = read_described(rows, ontology)
    add_things(known, rows, ontology, names)
    found = {name: read_label(known, name, language) for name in names}
    sources = _sources(rows, {name for name in names if name.startswith(_CLAIM)})
    addresses = {name: _address(known, sources.get(name, name)) for name in names}
    return Naming(
        {name: label for name, label in found.items() if label is not None},
        {name: address for name, address in addresses.items() if address},
    )


def sources_behind(folder: Path, ontology: Ontology, names: Iterable[str], language: str) -> list[SourceNote]:
    """Return what a reader must know of the sources among some IRIs, and of those of the claims among them."""
    wanted = frozenset(names)

    def look(rows: Rows) -> list[SourceNote]:
        known = read_described(rows, ontology)
        claims = {name for name in wanted if name.startswith(_CLAIM)}
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
