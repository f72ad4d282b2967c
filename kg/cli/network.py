"""`kg network`."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.narrowing import narrowing
from kg.cli.options import build_folder, language, time_axes
from kg.cli.terminal import hand_out, laid_out, say, warn, width
from kg.core.output import file_beside

if TYPE_CHECKING:
    from kg.core.time_axes import TimeAxes
    from kg.network.asked import NetworkRequest
    from kg.network.measures import MeasureRow

_TABLES = ("nodes", "pairs", "whole", "changes", "gravity", "advantages")
_SHOWN = 20
_SMALL, _LARGE, _DIGITS = 0.001, 10_000, 4


@click.command()
@click.argument("projection")
@click.option("--table", type=click.Choice(_TABLES), default="nodes", show_default=True, help="What to measure.")
@click.option("--kind", help="The kind of edges to measure.  [default: that of most edges]")
@click.option("--against", type=int, metavar="YEAR", help="With --table changes: the year before.")
@click.option(
    "--as-claims",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.nq",
    help="Write totals and shares of flows as derived claims.",
)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option("--limit", type=int, default=_SHOWN, show_default=True, help="Rows of the text; 0 for all.")
@narrowing
@build_folder
@time_axes
@language
def network(
    projection: str,
    table: str,
    kind: str | None,
    against: int | None,
    as_claims: Path | None,
    form: str,
    limit: int,
    asked: "Callable[[str], NetworkRequest]",
    narrowed: bool,
    folder: Path,
    axes: "TimeAxes",
    language: str,
) -> None:
    """Measure the network PROJECTION: strength, centrality, communities, brokers; dyads; the whole.

    PROJECTION is one of those of `kg export`, or a file of a query of your own. All edges are measured but those that
    the options leave out. The tables are of nodes, of pairs, of the whole, of changes since the year --against, of what
    a model of gravity leaves unexplained, and of comparative advantages, where flows are of products. What each figure
    is, with formula and source, says docs/network.md.
    """
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.network.asked import Where
    from kg.network.tables import claims_of_measures, measured_table

    if (against is None) == (table == "changes"):
        raise click.UsageError("--table changes and --against YEAR go together.")
    if as_claims is not None and (table, form) != ("nodes", "text"):
        raise click.UsageError("--as-claims writes claims and no table: --table and --format go without it.")
    where = Where(folder, read_ontology(assets.ontology()), language, axes)
    if as_claims is not None:
        lines, notes = claims_of_measures(where, asked(projection), kind)
        _write(lines, notes, as_claims)
        return
    rows, notes = measured_table(where, asked(projection), table, kind, against)
    for note in notes:
        warn(note)
    _show(rows, form, limit)


def _write(lines: "Sequence[str]", notes: "Sequence[str]", path: Path) -> None:
    """Write the claims to a file, and say what they are."""
    with file_beside(path) as beside:
        beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    for note in notes:
        warn(note)
    say(str(path))


def _show(rows: "Sequence[MeasureRow]", form: str, limit: int) -> None:
    """Print rows: as a table, the first of them, or all of them for a program."""
    if form == "json":
        hand_out(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    names = [*dict.fromkeys(name for row in rows for name in row)]
    if form == "csv":
        file = io.StringIO()
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        hand_out(file.getvalue())
        return
    shown = rows[:limit] if limit else rows
    _say_table(names, shown)
    if len(shown) < len(rows):
        say(f"{len(rows) - len(shown):,} more rows: --limit 0 shows all.", err=True)


def _say_table(names: Sequence[str], rows: "Sequence[MeasureRow]") -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        number = any(isinstance(row.get(name), int | float) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_written(row.get(name))) for name in names))
    say(laid_out([table], width()), end="")


def _written(value: str | float | None) -> str:
    """Write a figure for people, with as many digits as they can use."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) or abs(value) >= _LARGE:
        return f"{value:,.0f}"
    return f"{value:.{_DIGITS}g}" if value == 0 or abs(value) >= _SMALL else f"{value:.1e}"
