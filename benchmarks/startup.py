"""Compare the start of `kg` with that of its parts, and show where a build spends its time.

Run `python benchmarks/startup.py`. Figures are medians of several runs; the ratios are what to look at.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg import assets
from kg.build import build

RUNS = 9


def median(command: list[str]) -> float:
    """Return the median seconds of a command over several runs."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    """Print the two tables."""
    kg = str(Path(sys.executable).with_name("kg"))
    base = median([sys.executable, "-c", "import click"])
    print("start-up                       seconds   to click")
    for name, command in {
        "python -c 'import click'": [sys.executable, "-c", "import click"],
        "kg --help": [kg, "--help"],
        "python -c 'import rdflib'": [sys.executable, "-c", "import rdflib"],
        "python -c 'import pandas'": [sys.executable, "-c", "import pandas"],
    }.items():
        seconds = median(command)
        print(f"{name:28} {seconds:9.3f} {seconds / base:10.2f}")

    steps: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        built = build(
            [assets.data()],
            assets.ontology(),
            Path(folder) / "build",
            None,
            lambda step: steps.append((step, time.perf_counter())),
        )
        end = time.perf_counter()
    print(f"\nbuild of {built.statements} statements    seconds    of whole")
    for (step, begun), (_, ended) in zip(steps, [*steps[1:], ("", end)], strict=True):
        print(f"{step:28} {ended - begun:9.3f} {(ended - begun) / (end - start):10.0%}")


if __name__ == "__main__":
    main()
