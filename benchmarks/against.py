"""Set builds of the same sources, by this Dyad and by an earlier commit of it, side by side.

Run `python -m benchmarks.against COMMIT` where nothing is uncommitted. Both build what shipped at that commit; of a
source that is refused today this one takes today's. They run in the environment at hand, one after another; told are
processor seconds and the most memory, and the ratio of each to that of the earlier commit.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench import ROOT, Cost, cost

_CODE = "import sys; from kg.cli import main; sys.exit(main())"
_ASK = ("ask", "turnover", "--set", "dyad=KZ-RU")
_DAYS = ("2024-06-30", "2026-06-01")
_MENDED = ("country-pairs", "gem-oil-pipelines")
"""Sources that were otherwise at 1c13dcc: dyads that only follow from a rule by now, and a unit that was wrong."""
_CELL = ",30000000000,30 млрд,", ",31000000000,31 млрд,"
_PAGES = ("conflicts", "targets", "mirror", "export --format csv --out claims.csv")


def kg(code: Path, *arguments: str) -> Cost:
    """Return what a command of the Dyad in a folder costs."""
    return cost(["/usr/bin/env", f"PYTHONPATH={code}", sys.executable, "-P", "-c", _CODE, *arguments])


def tell(what: str, one: Cost, other: Cost) -> None:
    """Print what two commands cost, and the ratios."""
    of_time, of_memory = one.seconds / other.seconds, one.megabytes / other.megabytes
    print(f"{what:<32}{one.seconds:8.1f} {other.seconds:8.1f} s {of_time:6.3f}", end="")
    print(f"{one.megabytes:8.0f} {other.megabytes:8.0f} MB {of_memory:6.2f}", flush=True)


def size(files: list[Path]) -> float:
    """Return the size of some files in megabytes."""
    return sum(file.stat().st_size for file in files if file.is_file()) / 1_000_000


def clone(commit: str, folder: Path) -> Path:
    """Check a commit out into a folder."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "checkout", "--quiet", commit], check=True)
    return folder


def same_sources(new: Path, old: Path) -> Path:
    """Return a folder of the sources of an earlier commit, as today's rules take them."""
    folder = new / "same"
    folder.mkdir()
    for source in sorted((old / "data").iterdir()):
        if source.name[0].isalnum():
            today = new / "data" / source.name
            (folder / source.name).symlink_to(today if source.name in _MENDED else source)
    return folder


def main(commit: str) -> None:
    """Print the table."""
    with TemporaryDirectory() as scratch:
        new, old = clone("HEAD", Path(scratch) / "new"), clone(commit, Path(scratch) / "old")
        build, rows = new / "build", new / "rows"
        data = ("build", "--without-shipped", "--data", str(same_sources(new, old)), "--out")
        kg(new, *data, str(new / "warm"), "--no-rdf")  # compiles the comparison, which is kept
        theirs = kg(old, "build", "--out", str(old / "build"))
        tell("whole build", kg(new, *data, str(build)), theirs)
        tell("whole build, no RDF", kg(new, *data, str(rows), "--no-rdf"), theirs)
        tell("nothing changed", kg(new, *data, str(build)), theirs)
        for day in _DAYS:
            ours, before = (
                kg(code, *_ASK, "--as-known-on", day, "--build", str(code / "build")) for code in (new, old)
            )
            tell(f"a question as known on {day}", ours, before)
        for page in _PAGES:
            command = page.replace(" claims", f" {new}/claims").split()
            whole, part = (
                kg(new, *command, *days, "--build", str(build)) for days in ([], ["--as-known-on", _DAYS[0]])
            )
            tell(f"{command[0]} under a day / without", part, whole)
        table = old / "data" / "kazinform-2025-11-12" / "Measurement.csv"
        table.write_text(table.read_text(encoding="utf-8").replace(*_CELL, 1), encoding="utf-8")
        tell("one cell changed", kg(new, *data, str(build)), theirs)
        of_store = size([*(build / "store").iterdir()]) / size([build / "kg.nq"])
        print(f"store / kg.nq {of_store:.2f}; partitions {size([*build.glob('sources/*/*.parquet')]):.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
