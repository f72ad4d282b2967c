"""The commands that are used most, as their screens look at 80, 100 and 160 columns: files in `tests/screens` to read.

`DYAD_RENEW=1 pytest tests/test_screens.py` writes them again; read what `git diff` then says.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.terminal import _LINKING
from tests.show_screens import MARK

FOLDER = Path(__file__).with_name("screens")
WIDTHS = (80, 100, 160)
COMMANDS = {
    "questions": ("seed", "ask"),
    "help": ("seed", "ask turnover --help"),
    "turnover": ("seed", "ask turnover KZ-RU"),
    "turnover-ru": ("seed", "ask turnover KZ-RU --lang ru"),
    "who-said-what": ("seed", "ask who-said-what"),
    "mirrors": ("world", "ask mirrors XA-XB --limit 5"),
    "query": ("seed", "query 'SELECT * { ?claim a dyad:Quotation ; dyad:words ?words ; dyad:assertedBy ?speaker }'"),
    "why": ("seed", "why kazinform-2025-11-12/turnover-2024"),
    "conflicts": ("world", "conflicts --dyad XA-XB"),
    "targets": ("world", "targets --dyad XA-XB"),
    "sources": ("seed", "sources"),
}
STYLE = re.compile(r"\x1b\[[\d;]*m")
LINK = re.compile(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\")


def screens(lines: list[tuple[Path, int, str]], **environment: str) -> list[str]:
    """Return what a terminal shows of commands in folders at some widths, without styles."""
    known = {
        name: value
        for name, value in os.environ.items()
        if name not in {*_LINKING, "TERM_PROGRAM", "NO_COLOR", "COLUMNS", "LINES"}
    }
    known |= {"TERM": "xterm-256color", "PAGER": "cat", "PYTHONPATH": str(Path(__file__).parents[1])} | environment
    leader, follower = os.openpty()
    asked = [f"{folder}\t{width}\t{command}" for folder, width, command in lines]
    command = [sys.executable, "-m", "tests.show_screens", *asked]
    with subprocess.Popen(command, env=known, stdin=follower, stdout=follower, stderr=follower):
        os.close(follower)
        shown = _all_of(leader)
    os.close(leader)
    return STYLE.sub("", shown.replace("\r\n", "\n")).split(MARK)[:-1]


def _all_of(leader: int) -> str:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # what a terminal says when nobody is left
            part = b""
        if not part:
            return b"".join(parts).decode()
        parts.append(part)


@pytest.fixture(scope="module")
def folders(seed_build: Path, world_build: Path) -> dict[str, Path]:
    return {"seed": seed_build.parent, "world": world_build.parent}


@pytest.fixture(scope="module")
def pager(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a pager that says so when it is used."""
    path = tmp_path_factory.mktemp("pager") / "pager"
    path.write_text("#!/bin/sh\necho PAGED; cat\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def differing(folders: dict[str, Path], commands: dict[str, tuple[str, str]], kept: Path) -> list[str]:
    """Name the screens that are not as they are kept; with DYAD_RENEW they are kept as they are."""
    wanted = [(name, width) for name in commands for width in WIDTHS]
    lines = [(folders[commands[name][0]], width, commands[name][1]) for name, width in wanted]
    found = []
    for (name, width), screen in zip(wanted, screens(lines), strict=True):
        path = kept / f"{name}.{width}.txt"
        if os.environ.get("DYAD_RENEW"):
            path.write_text(screen, encoding="utf-8")
        if not path.exists() or path.read_text(encoding="utf-8") != screen:
            found.append(path.name)
    return found


def test_the_screens_are_as_they_are_kept(folders: dict[str, Path]) -> None:
    assert differing(folders, COMMANDS, FOLDER) == []
    assert {path.name.partition(".")[0] for path in FOLDER.iterdir()} == {*COMMANDS}


def test_another_screen_would_be_noticed(folders: dict[str, Path], tmp_path: Path) -> None:
    for width in WIDTHS:
        (tmp_path / f"why.{width}.txt").write_text("another", encoding="utf-8")
    if not os.environ.get("DYAD_RENEW"):
        assert differing(folders, {"why": COMMANDS["why"]}, tmp_path) == ["why.80.txt", "why.100.txt", "why.160.txt"]


def test_a_claim_leads_to_its_source_where_a_terminal_knows_links(folders: dict[str, Path]) -> None:
    line = (folders["seed"], 200, "ask turnover KZ-RU")
    linked, plain = screens([line], FORCE_HYPERLINK="1"), screens([line])
    assert "https://www.inform.kz/" in LINK.findall(linked[0])
    assert "\x1b]8" not in plain[0]
    assert LINK.sub("", linked[0]) == plain[0]


def test_what_is_longer_than_the_screen_goes_through_the_pager(folders: dict[str, Path], pager: str) -> None:
    long = "query 'SELECT * { VALUES ?x {" + " 1" * 1200 + " } }'"
    lines = [(folders["seed"], 80, f"{long} --limit 1100"), (folders["seed"], 80, f"{long} --limit 1100 --no-pager")]
    paged, plain = screens(lines, PAGER=pager)
    assert paged.startswith("PAGED\n")
    assert not plain.startswith("PAGED\n")
    assert paged.endswith("… 100 more: --limit 0\n")


def test_pages_longer_than_the_screen_go_through_the_pager_too(folders: dict[str, Path], pager: str) -> None:
    why = "why turnover-2023"
    commands = ("conflicts", "targets", "mirror", why, "sources", "show XA", f"{why} --no-pager")
    shown = screens([(folders["world"], 80, command) for command in commands], PAGER=pager, LINES="3")
    assert [screen.startswith("PAGED\n") for screen in shown] == [*[True] * 6, False]
    assert shown[3].removeprefix("PAGED\n") == shown[6]


def test_a_terminal_gets_two_hundred_rows_unless_more_are_wanted(folders: dict[str, Path]) -> None:
    long = "query 'SELECT * { VALUES ?x {" + " 1" * 300 + " } }'"
    few, every = screens([(folders["seed"], 80, long), (folders["seed"], 80, f"{long} --limit 0")])
    assert (few.count("\n1"), every.count("\n1")) == (200, 300)
    assert few.endswith("… 100 more: --limit 0\n")
