"""Export a build: the forms in which it can be written, and the one entry to all of them."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from pkgutil import resolve_name
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.core.errors import ExportImpossible, PluginFaulty
from kg.core.likeness import did_you_mean, nearest
from kg.core.manifest import FLAT, NQUADS
from kg.core.output import file_beside
from kg.core.plugins import EXPORTS, plugins

if TYPE_CHECKING:
    from kg.core.progress import Progress
    from kg.network.asked import NetworkRequest, Where
    from kg.network.model import Network
    from kg.restrict import Restriction

Losses: TypeAlias = tuple[str, ...]
"""A line for each thing that a form cannot hold."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a build can be written: its name, the extension of its files, and its media type.

    `reads` is the part of a build that it is made from, read from end to end, None for a network of the claims.
    `writer` names, as an entry point does, the function that makes the file of it, and returns what that cannot hold:
    it is imported when there is something to write, for the command names the forms before. A form of several files
    has an extension for each, separated by blanks, and its writer a place for each.
    """

    name: str
    extension: str
    media_type: str
    reads: str | None
    writer: str

    def write(self, made_from: "Path | Network", *outs: Path) -> Losses:
        """Write the files of this form, and return what they cannot hold."""
        losses: Losses = resolve_name(self.writer)(made_from, *outs)
        return losses

    def files(self, out: Path) -> list[Path]:
        """Name the files that are written where one is asked for."""
        extensions = self.extension.split()
        return [out] if len(extensions) == 1 else [out.with_suffix(f".{extension}") for extension in extensions]


FORMS: Final = (
    Form("gexf", "gexf", "application/gexf+xml", None, "kg.network.gexf:save_gexf"),
    Form("graphml", "graphml", "application/graphml+xml", None, "kg.network.graphml:save_graphml"),
    Form("gephi", "nodes.csv edges.csv", "text/csv", None, "kg.network.as_csv:save_for_gephi"),
    Form("neo4j", "nodes.csv edges.csv", "text/csv", None, "kg.network.as_csv:save_for_neo4j"),
    Form("cytoscape", "cyjs", "application/json", None, "kg.network.as_json:save_cytoscape"),
    Form("node-link", "json", "application/json", None, "kg.network.as_json:save_node_link"),
    Form("parquet", "parquet", "application/vnd.apache.parquet", None, "kg.network.as_parquet:save_parquet"),
    Form("svg", "svg", "image/svg+xml", None, "kg.show.network:save_svg"),
    Form("png", "png", "image/png", None, "kg.show.network:save_png"),
    Form("html", "html", "text/html", None, "kg.show.network:save_html"),
    Form("nq", "nq", "application/n-quads", NQUADS, "kg.rdf.dumps:copy_nquads"),
    Form("trig", "trig", "application/trig", NQUADS, "kg.rdf.dumps:write_trig"),
    Form("ttl", "ttl", "text/turtle", NQUADS, "kg.rdf.dumps:write_turtle"),
    Form("jsonld", "jsonld", "application/ld+json", NQUADS, "kg.rdf.dumps:write_jsonld"),
    Form("qleverfile", "Qleverfile", "text/plain", NQUADS, "kg.rdf.qlever:write_qleverfile"),
    Form("csv", "csv", "text/csv", FLAT, "kg.rows.as_csv:write_csv"),
    Form("csv-safe", "csv", "text/csv", FLAT, "kg.rows.as_csv:write_safe_csv"),
)


@cache
def forms() -> Mapping[str, Form]:
    """Return the forms by name, ours and those of other packages.

    A form of another name than its extension is a variant of the one that is named by it. Raises PluginFaulty.
    """
    found = {form.name: form for form in FORMS}
    for name, form in plugins(EXPORTS).items():
        if not isinstance(form, Form) or form.name in found:
            raise PluginFaulty(
                "The plug-in offers no form of export, or one whose name is taken.",
                remedy="Let its entry point name a kg.export.Form with a name of its own.",
                value=name,
            )
        found[form.name] = form
    return MappingProxyType(found)


def find_form(name: str, *, of_networks: bool = False) -> Form:
    """Return a form by its name; raise ExportImpossible with the nearest of those there are, or are of networks."""
    known = {own: form for own, form in forms().items() if form.reads is None or not of_networks}
    if name not in known:
        remedy = did_you_mean(nearest(name, known), f"Choose one of: {', '.join(known)}.")
        what = "A network" if of_networks else "The graph"
        raise ExportImpossible(f"{what} cannot be written in that form.", remedy=remedy, value=name)
    return known[name]


def export(restriction: "Restriction", form: str, out: Path, language: str, progress: "Progress") -> Losses:
    """Write what two days leave of a build to a file in one of the forms; return a line for each thing left out.

    Raises ExportImpossible for an unknown form, OutputUnwritable for a place that cannot be written to, BuildMissing
    where there is no build, and BuildDamaged for a part that is not as it was written.
    """
    chosen = find_form(form)
    if restriction.gone:
        progress(f"leaving out {restriction.left_out:,} of {restriction.claims:,} claims")
    if chosen.reads is None:
        from kg.core.ontology import read_ontology
        from kg.network.asked import NetworkRequest, Where

        ontology = read_ontology(restriction.ontology_folder)
        where = Where(restriction.folder, ontology, language, restriction.axes)
        return export_network(where, NetworkRequest(), form, out)
    with file_beside(out) as beside, restriction.part(chosen.reads) as part:
        losses = chosen.write(part, beside)
    if not restriction.axes:
        return losses
    left_out = f"Left out: {restriction.left_out:,} of {restriction.claims:,} claims, which {restriction.axes}."
    return (left_out, *losses)


def export_network(where: "Where", asked: "NetworkRequest", form: str, out: Path) -> Losses:
    """Write the network that a build has for what is asked, and beside it what it shows and what it leaves out.

    None of its files is put in place before all are whole. Raises what `asked_network` does, and as `export`.
    """
    from kg.network.legend import write_legend
    from kg.network.tables import asked_network

    chosen = find_form(form, of_networks=True)
    with ExitStack() as beside, asked_network(where, asked) as network:
        places = [beside.enter_context(file_beside(file)) for file in chosen.files(out)]
        losses = (*network.losses, *chosen.write(network, *places))
        write_legend(network, losses, beside.enter_context(file_beside(legend_of(out))))
    return losses


def legend_of(out: Path) -> Path:
    """Name the file that says what a network shows and leaves out, beside its own."""
    return out.with_name(f"{out.name}.txt")
