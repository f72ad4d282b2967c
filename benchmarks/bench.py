"""Measure what Dyad costs, each case in a process of its own, and hold its ratios to those that are committed.

Run `make bench`, or `python -m benchmarks.bench` with the numbers of claims if others than 10^4, 10^5 and 10^6 are
wanted; 10^7 take a quarter of an hour. Seconds are of the processors. A ratio, which says more than they on a machine
that others use too, may be up to a third worse than the committed one of `ratios.toml`.
"""

import argparse
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines import here
from benchmarks.synthetic import write_sources

ROOT = Path(__file__).parents[1]
SEED = ("country-pairs", "iso-3166", "kazinform-2025-11-12", "register")
WORSE = 4 / 3
ASK = "ask seed by"
"""How the cases begin that print what they measured: the milliseconds in which an engine answers the questions."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost: seconds of the processors, and megabytes of memory at its peak."""

    seconds: float
    megabytes: float


def cost(command: list[str], *, shown: bool = False) -> Cost:
    """Run a command in a process of its own, silently or not, and return what it cost; exit if it fails."""
    silent = [] if shown else [(os.POSIX_SPAWN_OPEN, output, os.devnull, os.O_WRONLY, 0) for output in (1, 2)]
    _, status, used = os.wait4(os.posix_spawn(command[0], command, os.environ, file_actions=silent), 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def cases(claims: list[int], scratch: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each case with its command, in an order in which what one writes is there for the next."""
    kg = str(Path(sys.executable).with_name("kg"))
    yield "import click", [sys.executable, "-c", "import click"]
    yield "kg --help", [kg, "--help"]
    seed, built = scratch / "seed", scratch / "build"
    seed.mkdir()
    for name in SEED:
        (seed / name).symlink_to(ROOT / "data" / name)
    yield "build seed", [kg, "build", "--without-shipped", "--data", str(seed), "--out", str(scratch / "small")]
    yield "build shipped", [kg, "build", "--out", str(built)]
    yield "ask all questions", _module("queries", str(built))
    for engine in here():
        yield f"{ASK} {engine}", _module("engines", str(scratch / "small"), engine)
    for writer in ("networkx", "dyad"):
        yield f"gexf by {writer}", _module("export", writer)
    for number in claims:
        sources, rows = scratch / f"sources-{number}", scratch / f"rows-{number}"
        write_sources(number, sources)
        yield f"read {number:,}", _module("read", str(sources))
        for stage in ("load", "compare"):
            yield f"{stage} {number:,}", _module("rows", stage, str(sources), str(rows))


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{name}", *arguments]


def judge(costs: Mapping[str, Cost], committed: Mapping[str, float]) -> Iterator[tuple[str, bool]]:
    """Yield a line for each committed ratio of two cases, written `case : other`, and whether it is held."""
    for pair, most in committed.items():
        one, other = pair.split(" : ")
        if one not in costs or other not in costs:
            yield f"{pair:<40} not measured", False
            continue
        ratio = costs[one].seconds / costs[other].seconds
        held = ratio <= most * WORSE
        yield f"{pair:<40}{ratio:9.2f}{most:11.2f}  {'held' if held else 'WORSE'}", held


def numbers_in(pair: str) -> set[int]:
    """Return the numbers of claims that the name of a ratio has: of others than were asked for nothing is judged."""
    return {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", pair)}


def main() -> None:
    """Print the table and the ratios; exit with 1 if one is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    claims, costs = parser.parse_args().claims, dict[str, Cost]()
    print(f"{'case':<40}{'seconds':>9}{'megabytes':>11}")
    with tempfile.TemporaryDirectory() as scratch:
        for name, command in cases(claims, Path(scratch)):
            costs[name] = cost(command, shown=name.startswith(ASK))
            print(f"{name:<40}{costs[name].seconds:9.2f}{costs[name].megabytes:11.0f}", flush=True)
    committed = tomllib.loads((ROOT / "benchmarks" / "ratios.toml").read_text(encoding="utf-8"))["ratios"]
    committed = {pair: most for pair, most in committed.items() if numbers_in(pair) <= {*claims}}
    print(f"\n{'ratio of seconds':<40}{'measured':>9}{'committed':>11}")
    held = True
    for line, is_held in judge(costs, committed):
        print(line)
        held = held and is_held
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
