"""Time every shipped question on a build, with its defaults and with the arguments of its header's `seed:` line.

Run `python -m benchmarks.queries BUILD`. Each question is asked in a process of its own, on a store just opened; the
seconds are those of the processor, and the ratios to the median are what to look at. Then all are asked with their
defaults in this one process, each twice, which is how long a reader at work waits; with `--memory` of a store in memory
too, which takes minutes and gigabytes to load.
"""

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import NamedTemporaryFile

from kg.core import assets
from kg.core.graph import DefaultGraph, RdfFormat, Store, open_build
from kg.core.ontology import Ontology, read_ontology
from kg.query.answers import answer
from kg.query.header import Query
from kg.query.library import bind, read_queries


def ask(folder: Path, text: str, pipe: Connection) -> None:
    """Answer a query and send the seconds that it took and the number of its rows."""
    store = open_build(folder)
    start = time.process_time()
    rows = len(answer(store, text).rows)
    pipe.send((time.process_time() - start, rows))


def measured(folder: Path, text: str, limit: float) -> tuple[float, int | None]:
    """Ask in a process of its own; return the seconds and the rows, or the limit and None where it was reached."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=ask, args=(folder, text, sender))
    process.start()
    found: tuple[float, int | None] = receiver.recv() if receiver.poll(limit) else (limit, None)
    process.kill()
    process.join()
    return found


def asked(queries: dict[str, Query], ontology: Ontology) -> Iterator[tuple[str, str]]:
    """Yield what is asked, as it would be written after `kg ask`, and the text of the query."""
    for name, query in queries.items():
        for arguments in (query.seed, {}) if query.seed else ({},):
            settings = "".join(f" {parameter}={value}" for parameter, value in arguments.items())
            yield name + settings, bind(query, arguments, ontology)


def in_memory(store: Store) -> Store:
    """Load into memory what the default graph of a store on disk has: each statement once, as at two days."""
    made = Store()
    with NamedTemporaryFile(suffix=".nt") as file:
        store.dump(file, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        made.bulk_load(path=file.name, format=RdfFormat.N_TRIPLES)
    return made


def warm(store: Store, queries: dict[str, Query]) -> dict[str, tuple[float, int]]:
    """Ask each question twice with its defaults; return the milliseconds of the second time, and the rows."""
    found = {}
    for name, query in queries.items():
        answer(store, query.text)
        start = time.process_time()
        rows = len(answer(store, query.text).rows)
        found[name] = (1000 * (time.process_time() - start), rows)
    return found


def tell_warm(form: str, found: dict[str, tuple[float, int]]) -> None:
    """Print the 95th percentile of a thousand rows, at least one thousand, and the ten questions that are worst."""
    per_thousand = {name: taken / max(rows / 1000, 1) for name, (taken, rows) in found.items()}
    percentile, median = statistics.quantiles(per_thousand.values(), n=20)[-1], statistics.median(per_thousand.values())
    print(f"\nwarm, {form}, ms per thousand rows: 95th percentile {percentile:.0f}, median {median:.0f}")
    for name, value in sorted(per_thousand.items(), key=lambda one: -one[1])[:10]:
        taken, rows = found[name]
        print(f"{name:56} {taken:7.0f} ms {value:7.0f} ms/1000 {rows:8,} rows")


def main() -> None:
    """Print a line per question, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--limit", type=float, default=120, help="seconds after which a question is given up")
    parser.add_argument("--memory", action="store_true", help="measure a store in memory too")
    parsed = parser.parse_args()
    queries = read_queries(assets.queries())
    texts = dict(asked(queries, read_ontology(assets.ontology())))
    found = {name: measured(parsed.build, text, parsed.limit) for name, text in texts.items()}
    median = statistics.median(seconds for seconds, _ in found.values())
    print(f"{'question':56} seconds  to median     rows")
    for name, (seconds, rows) in sorted(found.items(), key=lambda one: -one[1][0]):
        count = "given up" if rows is None else f"{rows:,}"
        print(f"{name:56} {seconds:7.3f} {seconds / median:10.1f} {count:>8}")
    tell_warm("on disk", warm(open_build(parsed.build), queries))
    if parsed.memory:
        tell_warm("in memory", warm(in_memory(open_build(parsed.build)), queries))


if __name__ == "__main__":
    main()
