"""`kg export`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.narrowing import narrowing
from kg.cli.options import build_folder, language, spreadsheet, time_axes
from kg.cli.progress import steps
from kg.cli.terminal import say, warn
from kg.export import FORMS, export_network, find_form
from kg.export import export as export_build

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.core.time_axes import TimeAxes
    from kg.network.asked import NetworkRequest, Where

_OURS = "|".join(form.name for form in FORMS if form.name != "csv-safe")


@click.command()
@click.option("--format", "form", metavar=f"[{_OURS}|…]", help="Those up to html are of networks; plug-ins add more.")
@click.option(
    "--projection", metavar="NAME|FILE.rq", help="The network to write.  [default: all, for forms of networks]"
)
@click.option("--dynamic", is_flag=True, help="gexf: what held when, for the desktop.")
@click.option("--measures", is_flag=True, help="With what `kg network` measures, as attributes of nodes and edges.")
@click.option("--slices", is_flag=True, help="One file a year, from the first year with flows to the last.")
@narrowing
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: dyad.FORMAT]")
@spreadsheet
@build_folder
@time_axes
@language
def export(
    form: str | None,
    projection: str | None,
    dynamic: bool,
    measures: bool,
    slices: bool,
    asked: "Callable[[str], NetworkRequest]",
    narrowed: bool,
    safe: bool,
    out: Path | None,
    folder: Path,
    axes: "TimeAxes",
    language: str,
) -> None:
    """Write a network, the whole graph, or the flat claims to a file.

    A network is a projection, one of: agreements, all, borders, claims, dependence, disagreement, ownership, people,
    trade; or the rows of your own query that selects ?source and ?target. It is for Gephi unless --format says
    otherwise. What a file shows, and what it leaves out or changes, is said in a text beside it.
    """
    if form is None and projection is None:
        raise click.UsageError("Missing option '--format' or '--projection'.")
    form = form or "gexf"
    target = out or Path(f"{(projection and Path(projection).stem) or 'dyad'}.{find_form(form).extension.split()[-1]}")
    if find_form(form).reads is not None:
        if projection or narrowed or dynamic or measures or slices:
            raise click.UsageError(
                f"--format {form} is of no network: --projection and what narrows one go without it."
            )
        _export_part(f"{form}-safe" if safe else form, target, folder, axes, language)
        return
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.network.asked import Where

    where = Where(folder, read_ontology(assets.ontology()), language, axes)
    request = replace(asked(projection or "all"), dynamic=dynamic, measures=measures)
    _export_network(request, form, target, where, slices=slices)


def _export_part(form: str, target: Path, folder: Path, axes: "TimeAxes", language: str) -> None:
    from kg.core import assets
    from kg.restrict import restrict

    with steps(lines=False, shown=bool(axes)) as progress:
        restriction = restrict(folder, assets.ontology(), axes)
        losses = export_build(restriction, form, target, language, progress)
    for loss in losses:
        warn(loss)
    say(str(target))


def _export_network(asked: "NetworkRequest", form: str, target: Path, where: "Where", *, slices: bool) -> None:
    from kg.network.asked import years_of

    for one in years_of(where, asked) if slices else [asked]:
        out = target.with_stem(f"{target.stem}-{one.year}") if slices else target
        for loss in export_network(where, one, form, out):
            warn(loss)
        for file in find_form(form).files(out):
            say(str(file))
