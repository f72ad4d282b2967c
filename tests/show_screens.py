"""Run commands one after another as a terminal shows them, at several widths; `tests/test_screens.py` starts this."""

import fcntl
import os
import shlex
import struct
import sys
import termios
from contextlib import suppress

from kg.cli import main

HEIGHT = 1000
MARK = "\x1e"
"""What parts the screens."""


def show(folder: str, columns: int, command: str) -> None:
    """Run a command in a folder on a screen of some columns."""
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, columns, 0, 0))
    os.chdir(folder)
    sys.argv = ["kg", *shlex.split(command)]
    with suppress(SystemExit):
        main()
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(1, MARK.encode())


if __name__ == "__main__":
    for line in sys.argv[1:]:
        place, width, asked = line.split("\t")
        show(place, int(width), asked)
