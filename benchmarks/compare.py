"""Time and memory of comparing claims: invented ones, in numbers that grow tenfold, each in a process of its own.

Run `python benchmarks/compare.py`, with the numbers of claims if others than 10^4, 10^5 and 10^6 are wanted. Seconds
are of the clock and of the processors (there are two), the latter with what is needed to start; the last column is
the former over n log n beside that of the smallest number: above 1, the cost grows faster.
"""

import argparse
import math
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pyarrow.parquet as pq
from synthetic import facts_of, write_claims

from kg.compare.embedded import find_into


def compare(claims: int, path: Path) -> None:
    """Compare the claims of a file, and print the number of findings and the seconds."""
    facts = facts_of(claims)
    started = time.perf_counter()
    found = find_into(path, facts, path.parent)
    print(pq.read_metadata(found.findings).num_rows, time.perf_counter() - started)


def measure(claims: int, folder: Path) -> tuple[int, float, float, float]:
    """Compare so many claims in a fresh process; return findings, seconds, processor seconds, megabytes of memory."""
    path = folder / "claims.parquet"
    write_claims(claims, path)
    command = [sys.executable, __file__, str(claims), "--of", str(path)]
    read, write = os.pipe()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, write, 1)])
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read().split()
    _, status, used = os.wait4(process, 0)
    if status:
        sys.exit(f"comparing {claims} claims failed")
    return int(said[0]), float(said[1]), used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--of", type=Path, help="compare the claims of this file, and print no table")
    parsed = parser.parse_args()
    if parsed.of:
        compare(parsed.claims[0], parsed.of)
        return
    base = None
    print(f"{'claims':>10}{'findings':>11}{'seconds':>9}{'processor':>11}{'MB':>7}{'to n log n':>12}")
    with tempfile.TemporaryDirectory() as scratch:
        for claims in parsed.claims:
            findings, seconds, processor, memory = measure(claims, Path(scratch))
            cost = seconds / (claims * math.log(claims))
            base = base or cost
            figures = f"{claims:>10,}{findings:>11,}{seconds:>9.1f}{processor:>11.1f}{memory:>7.0f}"
            print(f"{figures}{cost / base:>12.2f}", flush=True)


if __name__ == "__main__":
    main()
