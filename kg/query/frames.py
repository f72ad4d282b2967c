"""What a process writes for another through a pipe, in frames: the length of each, and its bytes.

A frame of no length ends a piece of work.
"""

from collections.abc import Callable
from io import FileIO, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_LENGTH: Final = 4


class FrameReader(RawIOBase):
    """What a process writes for one piece of work: it ends where that ends, or the process does."""

    def __init__(self, told: BinaryIO) -> None:
        self._told, self._left, self._is_over = told, 0, False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read some of a frame."""
        if not self._left and not self._is_over:
            self._left = int.from_bytes(self._told.read(_LENGTH))
            self._is_over = not self._left
        view = memoryview(buffer).cast("B")
        part = self._told.read(min(self._left, len(view)))
        view[: len(part)] = part
        self._is_over = not part
        self._left -= len(part)
        return len(part)


def read_frame(pipe: BinaryIO) -> bytes:
    """Read a frame; nothing where the other end is closed before its end."""
    length = int.from_bytes(pipe.read(_LENGTH))
    frame = pipe.read(length)
    return frame if len(frame) == length else b""


class FrameWriter(RawIOBase):
    """A pipe into which so many bytes go at most, in frames; `refuse` is called, and ends the process, at one more."""

    def __init__(self, pipe: FileIO, most: int, refuse: Callable[[], NoReturn]) -> None:
        self._pipe, self._left, self._refuse = pipe, most, refuse

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: "ReadableBuffer") -> int:
        """Write all of it."""
        view = memoryview(data).cast("B")
        self._left -= len(view)
        if self._left < 0:
            self._refuse()
        if len(view):
            write_frame(self._pipe, view)
        return len(view)


def _write_all(pipe: FileIO, data: "ReadableBuffer") -> None:
    view = memoryview(data)
    while view:
        view = view[pipe.write(view) :]


def write_frame(pipe: FileIO, data: "ReadableBuffer") -> None:
    """Write a frame, which may have no length."""
    view = memoryview(data)
    _write_all(pipe, len(view).to_bytes(_LENGTH))
    _write_all(pipe, view)
