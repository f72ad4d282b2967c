"""Export a build: the one entry to all forms."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from kg import assets, iri
from kg.errors import ExportImpossible
from kg.graph import FLAT, NQUADS, STORE, NamedNode, Store, open_build
from kg.manifest import part
from kg.network.gexf import write_gexf
from kg.network.network import read_network
from kg.ontology import Ontology
from kg.output import file_beside
from kg.rdf.dumps import write_csv, write_jsonld, write_nquads, write_trig, write_turtle
from kg.spreadsheet import inert

Written: TypeAlias = Path | Store
"""What a form is made from: a part of a build that is read from end to end, or its store."""


def export(build: Path, form: str, out: Path, language: str) -> tuple[str, ...]:
    """Write a build to a file in one of `FORMS`; return a line for each thing that the form cannot hold.

    Raises ExportImpossible for an unknown form, OutputUnwritable for a place that cannot be written to, BuildMissing
    where there is no build, and BuildDamaged for a part that is not as it was written.
    """
    if form not in FORMS:
        raise ExportImpossible(
            "The graph cannot be written in that form.", remedy=f"Choose one of: {', '.join(FORMS)}.", value=form
        )
    read = READS[form]
    return export_part(open_build(build) if read == STORE else part(build, read), form, out, language)


def export_part(written: Written, form: str, out: Path, language: str) -> tuple[str, ...]:
    """Write to a file, as `export` does, what takes the place of the part of a build that the form is made from."""
    with file_beside(out) as beside:
        return FORMS[form](written, beside, language)


def declarations(store: Store, folder: Path) -> Ontology:
    """Take the ontology's terms from the graph of a build, so that its own edge declarations are obeyed."""
    terms = Store()
    terms.extend(store.quads_for_pattern(None, None, None, NamedNode(iri.ONTOLOGY_GRAPH)))
    return Ontology(folder, terms, Store())


def _gexf(store: Store, out: Path, language: str) -> tuple[str, ...]:
    network = read_network(store, declarations(store, assets.ontology()), language)
    with out.open("w", encoding="utf-8", newline="\n") as file:
        return network.losses + write_gexf(network, file)


def _in_any_language(write: Callable[[Path, Path], tuple[str, ...]]) -> Callable[..., tuple[str, ...]]:
    """Make a writer of a form in which the language does not matter."""
    return lambda written, out, _: write(written, out)


FORMS: Final[Mapping[str, Callable[..., tuple[str, ...]]]] = MappingProxyType(
    {
        "gexf": _gexf,
        "nq": _in_any_language(write_nquads),
        "trig": _in_any_language(write_trig),
        "ttl": _in_any_language(write_turtle),
        "jsonld": _in_any_language(write_jsonld),
        "csv": _in_any_language(write_csv),
        "csv-safe": _in_any_language(partial(write_csv, mark=inert)),
    }
)
READS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(FORMS, NQUADS) | {"gexf": STORE, "csv": FLAT, "csv-safe": FLAT}
)
"""The part of a build from which each form is made."""
