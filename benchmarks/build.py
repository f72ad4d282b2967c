"""Time and memory of a build: of the seed, of what ships, and with every pack, each per statement beside the seed's.

Run `python benchmarks/build.py`; it takes some minutes. A build whose cost grows faster than its statements shows a
ratio well above 1 in the last column.
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = ("country-pairs", "iso-3166", "kazinform-2025-11-12", "register")


def measure(arguments: list[str], out: Path) -> tuple[int, int, float, float]:
    """Build in a process of its own; return its claims, statements, seconds and megabytes of memory."""
    command = [str(Path(sys.executable).with_name("kg")), "build", *arguments, "--out", str(out)]
    started = time.perf_counter()
    read, write = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, write, 1), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read()
    _, status, used = os.wait4(process, 0)
    if status:
        sys.exit(f"kg build {' '.join(arguments)} failed")
    claims, statements = map(int, re.findall(r"(\d+) claims of \d+ sources, (\d+) statements", said)[0])
    return claims, statements, time.perf_counter() - started, used.ru_maxrss / 1000


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        seed = Path(scratch) / "seed"
        seed.mkdir()
        for name in SEED:
            (seed / name).symlink_to(ROOT / "data" / name)
        cases = {"seed": ["--without-shipped", "--data", str(seed)], "shipped": [], "with packs": ["--with-packs"]}
        base = None
        print(f"{'build':<12}{'claims':>10}{'statements':>12}{'seconds':>9}{'MB':>7}{'time per statement':>20}")
        for name, arguments in cases.items():
            claims, statements, seconds, memory = measure(arguments, Path(scratch) / "build")
            cost = seconds / statements
            base = base or cost
            print(
                f"{name:<12}{claims:>10,}{statements:>12,}{seconds:>9.1f}{memory:>7.0f}{cost / base:>20.2f}", flush=True
            )


if __name__ == "__main__":
    main()
