"""Open the files that are named: regular ones only, and none by a name that leads out of its folder."""

import hashlib
import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.core.errors import FileUnreadable, SourceInvalid

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ADAPTOR: Final = "adaptor.py"
CODE: Final = frozenset({ADAPTOR, "__pycache__"})
"""What lies beside the tables of a source and is code: no build reads it, and none depends on it."""
_LONGEST: Final = 200  # bytes of a part of a name, with room for what a download in progress adds to it
_NOT_IN_NAMES: Final = frozenset('\\:*?"<>|')


def is_server(address: str) -> bool:
    """Tell whether data are named by the address of a server, and not by that of a file."""
    return address.startswith(("http://", "https://"))


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for its bytes; raise FileUnreadable for what is none, without waiting for it.

    So does reading, where the file becomes shorter meanwhile.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        raise FileUnreadable("The file cannot be read.", remedy=_remedy(path, error), path=path) from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise FileUnreadable(
            "This is no regular file, but a folder, a pipe or a device.", remedy="Put a file in its place.", path=path
        )
    return BufferedReader(_Whole(path, number))


class _Whole(FileIO):
    """A file that ends no sooner than it did when it was opened: half a cell at its end would pass for a whole one."""

    def __init__(self, path: Path, number: int) -> None:
        super().__init__(number, "rb")
        self._path = path
        self._size = os.fstat(number).st_size

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        """Read a part; raise FileUnreadable where the file has become shorter."""
        read = super().readinto(buffer)
        if not read and self.tell() < self._size:
            raise FileUnreadable(
                "The file became shorter while it was read.", remedy="Wait until it is written.", path=self._path
            )
        return read


def check_regular(path: Path) -> None:
    """Raise FileUnreadable for what stands in the place of a file that is to be written, and is none."""
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        raise FileUnreadable(
            "This is no regular file, but a folder, a pipe, a device or a link.", remedy="Move it away.", path=path
        )


def read_bounded(path: Path, most: int) -> bytes:
    """Read a regular file that is to have no more than `most` bytes; raise FileUnreadable."""
    with open_regular(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise FileUnreadable(
            f"The file is too large: {most:,} bytes are read.", remedy="Give a smaller one, or divide it.", path=path
        )
    return data


def _remedy(path: Path, error: Exception) -> str:
    if path.is_symlink() and not path.exists():
        return "The link leads to nothing: mend or remove it."
    return f"Mend the cause: {getattr(error, 'strerror', None) or error}."


def digest(path: Path) -> str:
    """Return the SHA-256 digest of a file in lower-case hexadecimal; raise FileUnreadable."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_name(name: str, description: Path | None = None) -> None:
    """Raise SourceInvalid for a name that is not plain: one that leads out of its folder, or that no folder may hold.

    Parts are separated by `/`. `description` is the file that gives the name.
    """
    for part in name.split("/"):
        if (
            part.startswith(".")
            or not part
            or not part.isprintable()
            or _NOT_IN_NAMES & {*part}
            or len(part.encode()) > _LONGEST
        ):
            raise SourceInvalid(
                "The file name leads elsewhere, or is none that every system can hold.",
                remedy="Give a plain name, such as flows.csv.",
                path=description,
                column="dyad:fileName",
                value=name,
            )


def find_file(name: str, place: Path) -> Path | None:
    """Find a file by its name: the path given, or the first of that name anywhere in the folder given, else None.

    Raises SourceInvalid for a name that is not plain, and FileUnreadable for a link that leads out of the folder.
    """
    check_name(name)
    if not place.is_dir():
        return place if place.name == name else None
    named = (Path(root, name) for root, _, _ in os.walk(place))
    found = min((path for path in named if os.path.lexists(path)), default=None)
    if found is not None and not found.resolve().is_relative_to(place.resolve()):
        raise FileUnreadable(
            "The file is a link that leads out of the folder.", remedy="Put the file itself there.", path=found
        )
    return found


def check_links(folder: Path) -> None:
    """Raise FileUnreadable for a link in a folder that leads to nothing: a file is missing there."""
    for path in sorted(folder.glob("*")):
        if path.is_symlink() and not path.exists():
            raise FileUnreadable("The link leads to nothing.", remedy="Mend or remove it.", path=path)
