"""`kg match`."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import build_folder, data_folders, spreadsheet
from kg.cli.terminal import hand_out, laid_out, say, unstyled, width
from kg.core.spreadsheet import inert
from kg.core.visible import visible

if TYPE_CHECKING:
    from kg.match.propose import Candidate

_LIKELY = 0.85


@click.command()
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help="Class to match, as Firm; may be repeated.  [default: all]",
)
@click.option(
    "--min-confidence",
    "least",
    type=click.FloatRange(0, 1, min_open=True),
    default=_LIKELY,
    show_default=True,
    help="Confidence from which a pair is proposed.",
)
@click.option("--within-sources", is_flag=True, help="Propose pairs of one source too, as spellings of a firm.")
@spreadsheet
@build_folder
@data_folders
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "sssom"]),
    help="csv: rows of a crosswalk, to be judged.  [default: table, csv with --out]",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write instead of printing.")
def match(
    classes: tuple[str, ...],
    least: float,
    within_sources: bool,
    folder: Path,
    data: list[Path],
    form: str | None,
    safe: bool,
    out: Path | None,
) -> None:
    """Propose pairs of entities of a build that may be one, of different sources and not yet judged.

    Nothing is joined. To judge, put rows of the format csv into the table Mapping of a crosswalk, as data/crosswalk,
    and write same, different or undecided into has_judgement. Within sources there are tens of thousands, most of them
    parts of projects: name the classes.
    """
    from kg.core import assets, iri
    from kg.match.entities import FAMILIES
    from kg.match.propose import propose

    wanted = [iri.expand(f"dyad:{name}") for name in classes] or FAMILIES
    found = propose(folder, assets.ontology(), least, wanted, within_sources=within_sources)
    form = form or ("table" if out is None else "csv")
    text = _written(found, form, data, inert if safe else str)
    if out is not None:
        from kg.core.output import file_beside

        with file_beside(out) as partial:
            partial.write_bytes(unstyled(text).encode() if form == "table" else text.encode())
    elif form == "table":
        say(text, end="")
    else:
        hand_out(text)
    say(f"{len(found)} candidates", err=True)


def _written(found: "list[Candidate]", form: str, data: list[Path], mark: Callable[[str], str]) -> str:
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.load.cell_text import key_writer
    from kg.match.formats import write_crosswalk, write_sssom

    text = io.StringIO()
    match form:
        case "csv":
            write_crosswalk(found, key_writer(data, read_ontology(assets.ontology())), text, mark)
        case "sssom":
            write_sssom(found, text, mark)
        case _:
            return _table(found)
    return text.getvalue()


def _table(found: "list[Candidate]") -> str:
    """Lay the candidates out for people: as wide as the terminal, in several lines where need be, else as they are."""
    from rich.table import Table

    from kg.match.formats import confidence_text, source_names

    rows = [
        (
            confidence_text(c.confidence),
            c.names[0],
            source_names(c.subject),
            c.names[1],
            source_names(c.object),
            ", ".join(c.reasons),
        )
        for c in found
    ]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("confidence", "name", "source", "other name", "other source", "reasons"):
        table.add_column(name, overflow="fold", no_wrap=name == "confidence")
    for row in rows:
        table.add_row(*map(visible, row))
    widest = sum(max(map(len, column)) + 2 for column in zip(*rows, strict=True)) + 80
    return laid_out([table], width(widest)) if rows else ""
