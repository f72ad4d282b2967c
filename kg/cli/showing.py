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
@build_folder
@language
def sources(folder: Path, language: str) -> None:
    """List the sources: publisher, licence, what they may be used for, age, and how much they hold."""
    from kg.graph import open_build
    from kg.sources import list_sources

    for index, line in enumerate(list_sources(open_build(folder), language)):
        if index:
            click.echo()
        click.secho(line.id, bold=True)
        click.echo(f"  {line.name}")
        click.echo(f"  publisher  {line.publisher}")
        click.echo(f"  licence    {line.licence} — {line.permits}")
        issued = f"issued {line.issued}, " if line.issued else ""
        click.echo(f"  vintage    {issued}retrieved {line.retrieved}, read {line.manner}")
        click.echo(f"  holds      {line.claims} claims, {line.entities} entities")
