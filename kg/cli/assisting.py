"""`kg mcp`."""

from pathlib import Path

import click

from kg.cli.options import build_folder, make_graph
from kg.query.limits import Limits

_USUAL = Limits(timeout=30)


@click.command()
@click.option("--timeout", type=float, default=_USUAL.timeout, show_default=True, help="Seconds a query may take.")
@click.option("--memory", type=int, default=_USUAL.memory, show_default=True, help="Megabytes of memory.")
@click.option("--max-rows", type=int, default=_USUAL.rows, show_default=True, help="Rows an answer may have.")
@build_folder
def mcp(timeout: float, memory: int, max_rows: int, folder: Path) -> None:
    """Offer the build to an assistant, by the Model Context Protocol over standard input and output.

    Its tools are find, ask, why, conflicts, targets, mirror and query. Each reply says what came of the call: answered,
    none-known, not-covered, refused or failed; and each claim in it comes with its words, speaker and source. It runs
    until the input ends.
    """
    from kg.assist.offered import Assistant
    from kg.assist.server import talk

    make_graph(folder)
    talk(Assistant(folder, Limits(timeout, memory, max_rows)))
