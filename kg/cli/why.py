"""`kg why` and `kg sources`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import build_folder, language, pager, spreadsheet, texts
from kg.cli.terminal import hand_out, say, say_paged, styled, width
from kg.core import iri
from kg.core.spreadsheet import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.names.opened import Names
    from kg.show.explain import Explanation
    from kg.show.model import Finding

_THINGS = 3


@click.command()
@click.argument("name", metavar="CLAIM")
@texts
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pager
@build_folder
@language
def why(name: str, texts: Path | None, form: str, pager: bool, folder: Path, language: str) -> None:
    """Show the words that CLAIM rests on, who said them in which post, their source, and what was found about it.

    CLAIM is its IRI, the beginning of its hash, or its key, such as kazinform-2025-11-12/turnover-2024. A finding,
    written finding/ and the beginning of its hash, is shown with its reasons and both of its claims. What is known of
    an entity `kg show` tells.
    """
    from kg.core import assets
    from kg.core.errors import ClaimUnknown
    from kg.core.ontology import read_ontology
    from kg.names.opened import Names
    from kg.rows.opened import look_at_rows
    from kg.show.explain import explain, explain_finding
    from kg.show.finding import is_finding
    from kg.show.json import explained_as_json, finding_as_json

    ontology = read_ontology(assets.ontology())
    if not is_finding(name):
        names = Names(folder, ontology, language)
        try:
            found = look_at_rows(folder, None, lambda rows: explain(rows, ontology, name, texts, language))
        except ClaimUnknown as error:
            error.remedy = _things_called(names, name) or error.remedy
            raise
        if form == "json":
            hand_out(explained_as_json(found))
            return
        say_paged(*_explained(found), *_findings(found), pager=pager)
        if "/" not in name and (things := _things_called(names, name)):
            say(things, err=True)
        return
    told = look_at_rows(folder, None, lambda rows: explain_finding(rows, ontology, name, texts, language))
    if form == "json":
        hand_out(finding_as_json(told.finding, told.numbers, told.claims))
        return
    parts = [*_finding(told.finding, told.numbers)]
    for claim in told.claims:
        parts += ["\n", *_explained(claim)]
    say_paged(*parts, pager=pager)


def _things_called(names: "Names", name: str) -> str:
    """Say how the things are shown that are called by a text, '' if none is; none of them is a claim."""
    from kg.names.exact import things_named

    shown = [f"`kg show {thing.key}` ({names.label(thing)})" for thing in things_named(names, name)[:_THINGS]]
    return f"What is known of a thing, which is no claim, {' or '.join(shown)} shows." if shown else ""


def _explained(found: "Explanation") -> "Iterator[str]":
    """Yield the texts of an explanation: the words, or the arithmetic, first, for they are the evidence."""
    from kg.show.entity import aligned

    yield from (styled(f"{found.kind}  {found.key}", bold=True), f"\n{found.claim}\n")
    yield from _words(found)
    if found.place:
        yield f"  {found.place}\n"
    if found.arithmetic is not None:
        yield from (styled(f"\n  {found.arithmetic}", fg="green"), "\n")
    for part in found.inputs:
        yield f"  ← {part.key}: {part.value}\n    {part.place}\n"
    for pairs in filter(None, (found.statements, found.source)):
        yield "\n"
        yield from (f"{line}\n" for line in aligned(pairs, width()))


def _words(found: "Explanation") -> "Iterator[str]":
    """Yield the words of a claim in their context, and why there is none."""
    if found.context is not None:
        context = found.context
        yield from (f"\n  {context.before}[", styled(context.words, fg="green", bold=True), f"]{context.after}\n")
    elif found.words is not None:
        yield from ("\n  «", styled(found.words, fg="green"), "»\n")
    if found.doubt is not None:
        yield from (styled(f"  ({found.doubt})", fg="yellow"), "\n")


def _findings(found: "Explanation") -> "Iterator[str]":
    """Yield what was found about a claim, and how much more there is."""
    for told in found.findings:
        yield from ("\n  ", styled(told.heading, bold=True), f"  {iri.key_of(told.name)}\n  {told.sentence}\n")
    if found.found > len(found.findings):
        yield f"\n  … +{found.found - len(found.findings)}\n"


def _finding(finding: "Finding", numbers: "Iterable[tuple[str, str]]") -> "Iterator[str]":
    """Yield a finding: its sentence, why it is so, and its numbers."""
    yield styled(f"{finding.kind}: {', '.join(finding.results)}" if finding.results else finding.kind, bold=True)
    yield f"\n{finding.name}\n\n  {finding.sentence}\n\n"
    for name, definition in finding.reasons:
        yield f"  • {name}" + (f" — {definition}\n" if definition else "\n")
    for name, number in numbers:
        yield f"  {name}: {number}\n"


@click.command()
@click.argument("source", required=False)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@spreadsheet
@pager
@build_folder
@language
def sources(source: str | None, form: str, safe: bool, pager: bool, folder: Path, language: str) -> None:
    """List the sources: licence, age, how much they hold, and what they may be used for; or show SOURCE in full."""
    from kg.cli import listing
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.rows.opened import look_at_rows
    from kg.show.sources import find_line, list_sources

    ontology = read_ontology(assets.ontology())
    lines = look_at_rows(folder, None, lambda rows: list_sources(rows, ontology, language, assets.packs()))
    if source is not None:
        lines = [find_line(lines, source)]
    if form == "csv":
        hand_out(listing.as_csv(lines, inert if safe else str))
    elif form == "json":
        hand_out(listing.sources_as_json(lines))
    elif source is not None:
        say_paged(listing.as_page(lines[0], language), pager=pager)
    else:
        say_paged(listing.sources_as_table(lines, language), pager=pager)
