"""Do what pages show, in one process, with the `kg` that Python finds; `tests/test_wheel.py` starts it with a wheel."""

import json
import os
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path

from kg.cli import main
from kg.core import assets


def walk(page: str, folder: Path) -> list[str]:
    """Write the text and the tables that a page shows, run its commands, and name those that print something else."""
    differing, own = [], folder / "forum"
    for language, block in re.findall(r"^```(text|csv|console)\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        if language == "text":
            (folder / "article.txt").write_text(block, encoding="utf-8")
        elif language == "csv":
            table = "Measurement" if "is_about_dyad" in block else "StudentFlow"
            (own / "data" / "forum-2025" / f"{table}.csv").write_text(block, encoding="utf-8")
        for part in re.split(r"^\$ kg ", block, flags=re.MULTILINE)[1:] if language == "console" else ():
            command, _, shown = part.partition("\n")
            printed = kg(own if own.exists() else folder, *shlex.split(command))
            if re.fullmatch(re.escape(shown).replace("…", ".*"), printed) is None:
                differing.append(f"{command}\n{printed}")
    return differing


def kg(folder: Path, *arguments: str) -> str:
    """Run `kg` in a folder, and return what it printed, with the traceback if there is one."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    os.chdir(folder)
    sys.argv = ["kg", *arguments]
    with redirect_stdout(out), redirect_stderr(err), suppress(SystemExit):
        main()
    printed, told = (_written(stream) for stream in (out, err))
    return printed + told if "Traceback" in told else printed


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


if __name__ == "__main__":
    walked = zip(sys.argv[1::2], sys.argv[2::2], strict=True)
    found = [walk(Path(page).read_text(encoding="utf-8"), Path(folder)) for page, folder in [*walked]]
    json.dump({"ontology": str(assets.ontology()), "differing": found}, sys.stdout)
