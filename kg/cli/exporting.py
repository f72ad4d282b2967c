"""`kg export`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import build_folder, language, spreadsheet, time_axes
from kg.cli.progress import steps
from kg.cli.terminal import say, warn
from kg.export import FORMS
from kg.export import export as export_build

if TYPE_CHECKING:
    from kg.core.time_axes import TimeAxes

_OURS = "|".join(form.name for form in FORMS if form.name == form.extension)


@click.command()
@click.option(
    "--format",
    "form",
    metavar=f"[{_OURS}|…]",
    required=True,
    help="gexf is the network for Gephi; plug-ins add more.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: dyad.FORMAT]")
@spreadsheet
@build_folder
@time_axes
@language
def export(form: str, safe: bool, out: Path | None, folder: Path, axes: "TimeAxes", language: str) -> None:
    """Write the network, the whole graph, or the flat claims to a file.

    What a format cannot hold is listed on standard error, never dropped in silence.
    """
    from kg.core import assets
    from kg.restrict import restrict

    target = out or Path(f"dyad.{form}")
    with steps(lines=False, shown=bool(axes)) as progress:
        restriction = restrict(folder, assets.ontology(), axes)
        losses = export_build(restriction, f"{form}-safe" if safe else form, target, language, progress)
    for loss in losses:
        warn(loss)
    say(str(target))
