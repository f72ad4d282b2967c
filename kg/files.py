"""Open the files that are named: regular ones only."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from kg.errors import FileUnreadable


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for its bytes; raise FileUnreadable for what is none, without waiting for it."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        raise FileUnreadable("The file cannot be read.", remedy=_remedy(path, error), path=path) from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise FileUnreadable(
            "This is no regular file, but a folder, a pipe or a device.", remedy="Put a file in its place.", path=path
        )
    return os.fdopen(number, "rb")


def _remedy(path: Path, error: Exception) -> str:
    if path.is_symlink() and not path.exists():
        return "The link leads to nothing: mend or remove it."
    return f"Mend the cause: {getattr(error, 'strerror', None) or error}."
