"""Export a build: the forms in which it can be written, and the one entry to all of them."""

from collections.abc import Mapping
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
    from kg.asserted import Progress
    from kg.network.network import Network
    from kg.restrict import Restriction

Losses: TypeAlias = tuple[str, ...]
"""A line for each thing that a form cannot hold."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a build can be written: its name, the extension of its files, and its media type.

    `reads` is the part of a build that it is made from, read from end to end, None for the network of the claims.
    `writer` names, as an entry point does, the function that makes the file of it, and returns what that cannot hold:
    it is imported when there is something to write, for the command names the forms before.
    """

    name: str
    extension: str
    media_type: str
    reads: str | None
    writer: str

    def write(self, made_from: "Path | Network", out: Path) -> Losses:
        """Write a file in this form, and return what it cannot hold."""
        losses: Losses = resolve_name(self.writer)(made_from, out)
        return losses


FORMS: Final = (
    Form("gexf", "gexf", "application/gexf+xml", None, "kg.network.gexf:save_gexf"),
    Form("nq", "nq", "application/n-quads", NQUADS, "kg.rdf.dumps:copy_nquads"),
    Form("trig", "trig", "application/trig", NQUADS, "kg.rdf.dumps:write_trig"),
    Form("ttl", "ttl", "text/turtle", NQUADS, "kg.rdf.dumps:write_turtle"),
    Form("jsonld", "jsonld", "application/ld+json", NQUADS, "kg.rdf.dumps:write_jsonld"),
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


def export(restriction: "Restriction", form: str, out: Path, language: str, progress: "Progress") -> Losses:
    """Write what two days leave of a build to a file in one of the forms; return a line for each thing left out.

    Raises ExportImpossible for an unknown form, OutputUnwritable for a place that cannot be written to, BuildMissing
    where there is no build, and BuildDamaged for a part that is not as it was written.
    """
    if form not in forms():
        remedy = did_you_mean(nearest(form, forms()), f"Choose one of: {', '.join(forms())}.")
        raise ExportImpossible("The graph cannot be written in that form.", remedy=remedy, value=form)
    chosen = forms()[form]
    if restriction.gone:
        progress(f"leaving out {restriction.left_out:,} of {restriction.claims:,} claims")
    with file_beside(out) as beside:
        if chosen.reads is None:
            losses = chosen.write(restriction.network(language), beside)
        else:
            with restriction.part(chosen.reads) as part:
                losses = chosen.write(part, beside)
    if not restriction.axes:
        return losses
    left_out = f"Left out: {restriction.left_out:,} of {restriction.claims:,} claims, which {restriction.axes}."
    return (left_out, *losses)
