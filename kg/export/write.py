"""Export a build: the one entry to all forms."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from kg import iri
from kg.errors import ExportImpossible
from kg.export.gexf import write_gexf
from kg.export.network import read_network
from kg.export.serialise import write_csv, write_jsonld, write_nquads, write_trig, write_turtle
from kg.graph import FLAT, NQUADS, STORE, NamedNode, Store, nquads_of, open_build
from kg.ontology import Ontology
from kg.output import file_beside
from kg.spreadsheet import inert

Writer: TypeAlias = Callable[[Path, Path, str, Store | None], tuple[str, ...]]


def export(build: Path, form: str, out: Path, language: str, store: Store | None = None) -> tuple[str, ...]:
    """Write a build to a file in one of `FORMS`; return a line for each thing that the form cannot hold.

    `store` takes the place of the store of the build, for a form that is made from it. The file takes its place whole,
    once it is written. Raises ExportImpossible for an unknown form and for a place that cannot be written to,
    BuildMissing where there is no build.
    """
    if form not in FORMS:
        raise ExportImpossible(
            "The graph cannot be written in that form.", remedy=f"Choose one of: {', '.join(FORMS)}.", value=form
        )
    try:
        with file_beside(out) as partial:
            return FORMS[form](build, partial, language, store)
    except OSError as error:
        raise ExportImpossible(
            "The file cannot be written.", remedy=error.strerror or "Name another.", path=out
        ) from error


def declarations(store: Store, folder: Path) -> Ontology:
    """Take the ontology's terms from the graph of a build, so that its own edge declarations are obeyed."""
    terms = Store()
    terms.extend(store.quads_for_pattern(None, None, None, NamedNode(iri.ONTOLOGY_GRAPH)))
    return Ontology(folder, terms, Store())


def _gexf(build: Path, out: Path, language: str, store: Store | None) -> tuple[str, ...]:
    store = open_build(build) if store is None else store
    network = read_network(store, declarations(store, build), language)
    with out.open("w", encoding="utf-8", newline="\n") as file:
        return network.losses + write_gexf(network, file)


def _from_nquads(write: Callable[[Path, Path], tuple[str, ...]]) -> Writer:
    """Make a writer of the graph as it is, for which the language does not matter."""
    return lambda build, out, *_: write(nquads_of(build), out)


FORMS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "gexf": _gexf,
        "nq": _from_nquads(write_nquads),
        "trig": _from_nquads(write_trig),
        "ttl": _from_nquads(write_turtle),
        "jsonld": _from_nquads(write_jsonld),
        "csv": lambda build, out, *_: write_csv(build / FLAT, out),
        "csv-safe": lambda build, out, *_: write_csv(build / FLAT, out, inert),
    }
)
READS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(FORMS, NQUADS) | {"gexf": STORE, "csv": FLAT, "csv-safe": FLAT}
)
"""The part of a build from which each form is made."""
