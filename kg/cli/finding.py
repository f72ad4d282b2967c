"""`kg find` and `kg show`."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import build_folder, language, pager
from kg.cli.terminal import hand_out, laid_out, say, say_paged, styled, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.show.lookup import Match


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--class", "cls", metavar="CLASS", help="Find things of this class alone: Country, Firm, Indicator …")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Lines to show; 0 for all.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@build_folder
@language
def find(text: tuple[str, ...], cls: str | None, limit: int, form: str, folder: Path, language: str) -> None:
    """Find things, concepts, sources and questions by TEXT: a key, a code, or a name in any of three languages.

    What is called TEXT comes first, then what begins with it, holds it, or is called nearly so; of these what more
    claims speak of. Exit code 1 if nothing is found.
    """
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.names.opened import Names
    from kg.query.library import read_queries
    from kg.show.lookup import class_named, look_up

    ontology, wanted = read_ontology(assets.ontology()), " ".join(text)
    classes = None if cls is None else ontology.subs(class_named(ontology, cls))
    questions = read_queries(assets.queries()).values() if classes is None else ()
    found = look_up(Names(folder, ontology, language), questions, wanted, classes)
    matches = [*found] if limit == 0 else [*islice(found, limit + 1)]
    shown = matches[:limit] if limit else matches
    if form == "json":
        from kg.show.lookup import matches_as_json

        hand_out(matches_as_json(shown))
    elif form == "csv":
        from kg.show.lookup import matches_as_csv

        hand_out(matches_as_csv(shown))
    else:
        _print_matches(shown, language)
    if len(matches) > len(shown):
        say("… there is more: --limit 0 shows all", err=True)
    if not matches:
        say(f"nothing is called «{wanted}» or nearly so", err=True)
        raise SystemExit(1)


def _print_matches(matches: "Sequence[Match]", language: str) -> None:
    """Print what was found: the key, the label, the other name that fits, the kind, and how many claims there are."""
    from decimal import Decimal

    from rich.table import Table
    from rich.text import Text

    from kg.show.words import text
    from kg.wording.numbers import losslessly

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(text("key", language), no_wrap=True)  # whole, to be copied
    for name in ("name", "kind"):
        table.add_column(text(name, language), overflow="fold")
    table.add_column(text("claim count", language), justify="right", no_wrap=True)
    for one in matches:
        called = f"{one.label} («{one.name}»)" if one.name else one.label
        table.add_row(
            *map(Text, (one.key, called, one.kind, losslessly(Decimal(one.claims), language) if one.claims else ""))
        )
    if matches:
        say(laid_out([table], width()), end="")


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pager
@build_folder
@language
def show(name: tuple[str, ...], form: str, pager: bool, folder: Path, language: str) -> None:
    """Show what is known of NAME: what it is called and belongs to, what claims say of it, and who asks for it.

    NAME is a key, a code, or a name in any of three languages, of an entity, concept, dyad or source.
    """
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.names.opened import Names
    from kg.query.library import read_queries
    from kg.show.entity import as_lines, profile, profile_as_json
    from kg.show.lookup import thing_called

    names = Names(folder, read_ontology(assets.ontology()), language)
    shown = profile(names, thing_called(names, " ".join(name)), read_queries(assets.queries()).values())
    if form == "json":
        hand_out(profile_as_json(shown))
        return
    say_paged(styled(shown.title, bold=True), "\n", *(f"{line}\n" for line in as_lines(shown, width())), pager=pager)
