"""`kg serve`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception

import click

from kg.cli.options import build_folder, make_graph, texts
from kg.cli.terminal import say
from kg.query.limits import Limits

_PORT = 8080
_TIMEOUT = 30
_MEMORY = 2_000
_USUAL = Limits()


@click.command()
@build_folder
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; others than loopback too.")
@click.option("--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="Port; 0 for any free.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Name by which others ask for the server.")
@click.option("--base", metavar="URL", help="Address of the server as others see it, as behind a proxy.")
@click.option("--proxy", metavar="ADDRESS", help="Proxy in front of the server, which is believed who it is that asks.")
@texts
@click.option("--timeout", type=float, default=_TIMEOUT, show_default=True, help="Seconds a query may take.")
@click.option("--memory", type=int, default=min(_MEMORY, _USUAL.memory), help="Megabytes of memory of a query.")
@click.option("--max-rows", type=int, default=_USUAL.rows, show_default=True, help="Rows an answer may have.")
@click.option("--max-size", type=int, default=_USUAL.size, show_default=True, help="Megabytes an answer may have.")
@click.option("--workers", type=int, help="Processes that answer at once; by default as many as there are processors.")
@click.option("--rate", type=float, help="Requests a second from one address; by default 50, on loopback any number.")
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False), help="File for a line of each request.")
def serve(
    folder: Path,
    host: str,
    port: int,
    names: tuple[str, ...],
    base: str | None,
    proxy: str | None,
    texts: Path | None,
    timeout: float,
    memory: int,
    max_rows: int,
    max_size: int,
    workers: int | None,
    rate: float | None,
    log: Path | None,
) -> None:
    """Serve the build over HTTP: an endpoint for SPARQL, and pages on everything.

    It listens on this machine alone unless --host says otherwise, and only reads.
    """
    from kg.serve.app import make_app
    from kg.serve.listening import listen, opened
    from kg.serve.metrics import Tell
    from kg.serve.rules import rules_for
    from kg.serve.served import Served

    make_graph(folder)
    rules = rules_for(host, names, workers=workers, rate=rate, base=base)
    served = Served(folder, Limits(timeout, memory, max_rows, max_size))
    with opened(host, port) as listening, _lines_of(log) as line:
        app = make_app(served, rules, Tell(line, _tell_fault), texts)
        place = f"[{host}]" if ":" in host else host
        say(f"Serving {folder} at http://{place}:{listening.getsockname()[1]}/ (queries at /sparql). Ctrl-C ends it.")
        listen(app, listening, proxy)


@contextmanager
def _lines_of(path: Path | None) -> Iterator[Callable[[str], None]]:
    """Yield what writes a line to the end of a file, if there is one."""
    if path is None:
        yield lambda _: None
        return
    with path.open("a", encoding="utf-8", buffering=1) as file:
        yield lambda line: file.writelines((line, "\n"))


def _tell_fault(error: Exception) -> None:
    """Say on standard error what went wrong in a request, with its traceback: whoever runs the server may report it."""
    from kg.cli.failures import cause_of

    say(f"error: {cause_of(error)}", "\n", "".join(format_exception(error)), err=True)
