"""`kg why` and `kg sources`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import build_folder, language, texts

if TYPE_CHECKING:
    from kg.explain import Explanation


@click.command()
@click.argument("claim")
@texts
@build_folder
@language
def why(claim: str, texts: Path | None, folder: Path, language: str) -> None:
    """Show the words that CLAIM rests on, who said them in which post, and their source.

    CLAIM is its IRI, the beginning of its hash, or its key, such as kazinform-2025-11-12/turnover-2024.
    """
    from kg.explain import explain
    from kg.graph import open_build

    _print(explain(open_build(folder), claim, texts, language))


def _print(found: "Explanation") -> None:
    """Print an explanation: the words first, for they are the evidence."""
    click.secho(f"{found.kind}  {found.key}", bold=True)
    click.echo(found.claim)
    if found.words is not None:
        click.echo()
        if found.context is None:
            click.echo(f"  «{click.style(found.words, fg='green')}»")
        else:
            context = found.context
            click.echo(f"  {context.before}[{click.style(context.words, fg='green', bold=True)}]{context.after}")
    if found.doubt is not None:
        click.secho(f"  ({found.doubt})", fg="yellow")
    click.echo(f"  {found.place}")
    for pairs in (found.statements, found.source):
        click.echo()
        width = max(len(name) for name, _ in pairs)
        for name, value in pairs:
            click.echo(f"  {name.rjust(width)}  {value}")


@click.command()
@click.argument("source", required=False)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@build_folder
@language
def sources(source: str | None, form: str, folder: Path, language: str) -> None:
    """List the sources: licence, age, how much they hold, and what they may be used for; or show SOURCE in full."""
    from kg import assets
    from kg.cli import listing
    from kg.graph import open_build
    from kg.sources import find_line, list_sources

    lines = list_sources(open_build(folder), language, assets.packs())
    if source is not None:
        lines = [find_line(lines, source)]
    if form == "csv":
        click.echo(listing.as_csv(lines), nl=False)
    elif form == "json":
        click.echo(listing.as_json(lines), nl=False)
    elif source is not None:
        click.echo(listing.as_page(lines[0], language), nl=False)
    else:
        click.echo(listing.as_table(lines, language), nl=False)
