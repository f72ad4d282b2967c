"""`kg conflicts`, `kg targets` and `kg mirror`: pages of findings, to read here or to send."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import build_folder, language, pager, time_axes
from kg.cli.terminal import hand_out, say, say_paged, unstyled
from kg.core import iri
from kg.core.concepts import Verdict
from kg.query.header import OPEN

if TYPE_CHECKING:
    from kg.core.ontology import Ontology
    from kg.core.time_axes import TimeAxes
    from kg.rows.opened import Rows
    from kg.show.model import Page

_VERDICTS = sorted(iri.own_key(value) for name, value in vars(Verdict).items() if name.isupper())
_OPTIONS: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
    build_folder,
    click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True),
    click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write instead of printing."),
    pager,
    language,
    time_axes,
]
_asked = click.argument("asked", metavar="[DYAD]", required=False)
_dyad = click.option("--dyad", help="Dyad to show alone: KZ-RU, kaz-rus, 'Russia and Kazakhstan'; the same as DYAD.")
_about = click.option("--about", help="Anything else to show alone, by key or name: KZ, 'Abai Region'.")


def _paged(command: "Callable[..., Page]") -> Callable[..., None]:
    """Open the build for a command that makes a page, and print the page or write it to a file."""

    @wraps(command)
    def run(
        folder: Path, form: str, out: Path | None, pager: bool, language: str, axes: "TimeAxes", **values: Any
    ) -> None:
        from kg.core import assets
        from kg.core.ontology import read_ontology
        from kg.rows.opened import look_at_rows
        from kg.wording.asked import said

        ontology = read_ontology(assets.ontology())

        def look(axes: "TimeAxes | None") -> "Page":
            return look_at_rows(folder, axes, lambda rows: command(rows, ontology, language=language, **values))

        page = look(axes)
        if axes and not page.groups and (left_out := look(None)).groups:
            say(said("left out", language, _days(axes), len(left_out.findings)), err=True)
        if axes.as_known_on is not None:
            page = replace(page, day=axes.as_known_on.isoformat())
        _show(page, form, out, pager=pager)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def _days(axes: "TimeAxes") -> str:
    """Write the options that leave claims out."""
    days = {"--valid-on": axes.valid_on, "--as-known-on": axes.as_known_on}
    return ", ".join(f"{option} {day}" for option, day in days.items() if day)


def _show(page: "Page", form: str, out: Path | None, *, pager: bool) -> None:
    if form == "html":
        from kg.show.html import as_html

        text = as_html(page)
    elif form == "json":
        from kg.show.json import as_json

        text = as_json(page)
    else:
        from kg.cli.page import as_text

        text = as_text(page)
        if out is None:
            say_paged(text, pager=pager)
            return
        text = unstyled(text)
    if out is None:
        hand_out(text)
        return
    from kg.core.output import file_beside

    with file_beside(out) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")


def _subject(rows: "Rows", ontology: "Ontology", language: str, asked: tuple[str | None, ...]) -> str:
    """Name what is to be shown alone, a dyad or, last, anything; raise BadParameter where two things are."""
    given = [text for text in asked if text]
    if len(given) > 1:
        raise click.BadParameter("give one of DYAD, --dyad and --about")
    if not given or asked[-1]:
        return given[0] if given else OPEN
    from kg.show.cards import dyad_asked

    return dyad_asked(rows, ontology, given[0], language)


@click.command()
@_asked
@_dyad
@_about
@click.option("--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="Verdict to show; repeatable.")
@click.option("--all", "everything", is_flag=True, help="Show every verdict, also that claims agree or do not compare.")
@click.option("--between", nargs=2, metavar="CLAIM CLAIM", help="Compare these two claims, named as for `kg why`.")
@_paged
def conflicts(
    rows: "Rows",
    ontology: "Ontology",
    language: str,
    asked: str | None,
    dyad: str | None,
    about: str | None,
    verdicts: tuple[str, ...],
    everything: bool,
    between: tuple[str, str] | None,
) -> "Page":
    """Show the claims that contradict each other or look suspicious side by side, with the evidence of both."""
    from kg.show.conflicts import between_page, conflicts_page

    if between is not None:
        return between_page(rows, ontology, between, language)
    wanted = (OPEN,) if everything else verdicts
    return conflicts_page(rows, ontology, _subject(rows, ontology, language, (asked, dyad, about)), wanted, language)


@click.command()
@_asked
@_dyad
@_about
@click.option("--on", default="", metavar="DATE", help="Day as of which ages and deadlines count.")
@_paged
def targets(
    rows: "Rows",
    ontology: "Ontology",
    language: str,
    asked: str | None,
    dyad: str | None,
    about: str | None,
    on: str,
) -> "Page":
    """Show what was announced and planned, when it was said again or moved, and how near realised values come."""
    from kg.show.targets import targets_page

    return targets_page(rows, ontology, _subject(rows, ontology, language, (asked, dyad, about)), on, language)


@click.command()
@_asked
@_dyad
@click.option("--all", "everything", is_flag=True, help="Show every dyad, not only those with the largest gaps.")
@_paged
def mirror(
    rows: "Rows", ontology: "Ontology", language: str, asked: str | None, dyad: str | None, everything: bool
) -> "Page":
    """Show what both sides of a flow report of it, period by period, both values as reported."""
    from kg.show.mirrors import dyad_page, mirrors_page, widest_page

    alone = _subject(rows, ontology, language, (asked, dyad, None))
    if alone != OPEN:
        return dyad_page(rows, ontology, alone, language)
    return mirrors_page(rows, ontology, language) if everything else widest_page(rows, ontology, language)
