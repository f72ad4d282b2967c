"""`kg load`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import build_folder, make_graph
from kg.cli.progress import steps
from kg.cli.terminal import say, warn
from kg.core.errors import ArgumentInvalid
from kg.query.limits import Limits

if TYPE_CHECKING:
    from kg.query.exchange import Login
    from kg.send.target import Writer

_PASSWORD = "KG_PASSWORD"  # noqa: S105 (its name)
_PAGE = 40_000


@click.command()
@click.option("--endpoint", required=True, metavar="URL", help="SPARQL server to fill, where it answers queries.")
@click.option("--update", metavar="URL", help="Where it takes SPARQL updates.  [default: the same]")
@click.option("--graph-store", metavar="URL", help="Where it takes graphs by the Graph Store Protocol; faster.")
@click.option("--user", help=f"Name to log in with where it asks; the password is read from {_PASSWORD}.")
@click.option("--timeout", type=float, default=300, show_default=True, help="Seconds a request may take.")
@click.option("--max-size", type=int, default=256, show_default=True, help="Megabytes an answer may have.")
@click.option(
    "--page", type=click.IntRange(1), default=_PAGE, show_default=True, help="Statements to read back at once."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@build_folder
def load(
    endpoint: str,
    update: str | None,
    graph_store: str | None,
    user: str | None,
    timeout: float,
    max_size: int,
    page: int,
    dry_run: bool,
    folder: Path,
) -> None:
    """Load the graph into a SPARQL server, each source as a named graph.

    A graph that the server has already, as it is here, is left alone; another is emptied, sent, and read back to prove
    it. Interrupted, the same command goes on with the graph at which it was. Other graphs of the server stay as they
    are.
    """
    from kg.core.manifest import NQUADS, part
    from kg.send.sending import SAME, Server, plan, send

    if update and graph_store:
        raise ArgumentInvalid("Two ways to change the server are named.", remedy="Give --update or --graph-store.")
    make_graph(folder)
    limits = Limits(timeout=timeout, size=max_size)
    server, nquads = Server(endpoint, limits, page), part(folder, NQUADS)
    writer = _writer(update or endpoint, graph_store, limits, _login(user))
    with steps(lines=False) as progress:
        plans, others = plan(nquads, server, progress)
        for one in plans if dry_run else ():
            say(f"{one.state:10}  {one.here.count:>10,}  {one.graph}" + (f"  (now {one.there:,})" if one.there else ""))
        sent = 0
        for graph in () if dry_run else send(nquads, plans, writer, server, progress):
            say(graph, err=True)
            sent += 1
    there = sum(one.state == SAME for one in plans)
    total = sum(one.here.count for one in plans)
    if dry_run:
        say(f"{len(plans) - there:,} graphs to send, {there:,} there already; nothing was changed")
    else:
        say(f"{sent:,} graphs sent, {there:,} there already: {total:,} statements, each graph as it is here")
    if others:
        warn(f"left alone: {len(others):,} graphs of ours that this build has not, such as {others[0]}")


def _login(user: str | None) -> "Login | None":
    from kg.query.exchange import Login

    if user is None:
        return None
    if _PASSWORD not in os.environ:
        raise ArgumentInvalid("There is no password for this name.", remedy=f"Set {_PASSWORD}.", value=user)
    return Login(user, os.environ[_PASSWORD])


def _writer(update: str, graph_store: str | None, limits: Limits, login: "Login | None") -> "Writer":
    from kg.send.target import ByGraphStore, ByUpdate

    return ByUpdate(update, limits, login) if graph_store is None else ByGraphStore(graph_store, limits, login)
