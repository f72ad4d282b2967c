"""Turn whatever the system, an engine or a fault of our own raises into an error that says what to do."""

import errno
import os
import traceback
from io import StringIO
from pathlib import Path
from typing import Final

from kg.core.errors import ArgumentInvalid, EngineFailed, FileUnreadable, KgError, ProgramFaulty, SystemRefused
from kg.core.visible import LONGEST_LINE, shortened

_REMEDIES: Final = {
    errno.ENOSPC: "Make room on that disk, or name another place.",
    errno.EDQUOT: "Make room within your quota, or name another place.",
    errno.EFBIG: "Raise the limit (`ulimit -f`), or name another place.",
    errno.EACCES: "Name a place that you may read or write, or ask for the right.",
    errno.EPERM: "Name a place that you may read or write, or ask for the right.",
    errno.EROFS: "Name a place that can be written.",
    errno.ENOENT: "Go to a folder that exists, and name files and folders that exist.",
    errno.ENOTDIR: "Name a folder where a file stands in the way.",
    errno.EISDIR: "Name a file: this is a folder.",
    errno.EEXIST: "Name another place: something stands there.",
    errno.ENAMETOOLONG: "Give a shorter name.",
    errno.ELOOP: "Mend the links, which lead in a circle.",
    errno.EMFILE: "Raise the limit of open files: `ulimit -n 1024`.",
    errno.ENFILE: "Close other programs: the system has no file left to open.",
    errno.ENOMEM: "Give the command more memory, or less data.",
    errno.EAGAIN: "Raise the limit of processes (`ulimit -u`), or try again.",
    errno.EIO: "Look after the disk or terminal, which answers no more.",
}
_OF_THE_SYSTEM: Final = "Do what the system says; if that cannot be, run `kg --debug …` and report what it shows."
_OF_MEMORY: Final = "Give the command more memory (`ulimit -v`), or less data."
_ENGINES: Final = frozenset({"duckdb", "_duckdb", "ibis", "pyarrow", "owlready2", "pyshacl", "pyo3_runtime"})
_PACKAGE: Final = Path(__file__).parents[1]


def _engine_of(error: BaseException) -> str:
    return type(error).__module__.partition(".")[0]


def is_failure(error: BaseException) -> bool:
    """Tell an error from what ends a program on purpose; a panic of an engine in Rust is one, though it hides it."""
    return isinstance(error, Exception) or _engine_of(error) in _ENGINES


def cause_of(error: BaseException) -> KgError | str:
    """Return an error as one of ours, or the text of one that the parser of the command line made."""
    if isinstance(error, KgError):
        return error
    return _of_the_parser(error) or _of_the_system(error) or _of_text(error) or _of_an_engine(error) or _of_ours(error)


def _of_the_parser(error: BaseException) -> str | None:
    """Write an error of the parser as it writes it, but for long arguments."""
    try:
        from click import ClickException
    except (ImportError, MemoryError, OSError):
        return None
    if not isinstance(error, ClickException):
        return None
    text = StringIO()
    error.show(text)
    return "\n".join(shortened(line, LONGEST_LINE) for line in text.getvalue().rstrip("\n").split("\n"))


def _of_the_system(error: BaseException) -> KgError | None:
    """Recognise what the operating system refused: a file, memory, depth, a library."""
    if isinstance(error, MemoryError):
        return SystemRefused("There is not enough memory.", remedy=_OF_MEMORY)
    if isinstance(error, RecursionError):
        return SystemRefused("The input is nested too deeply.", remedy="Give one with fewer levels.")
    if isinstance(error, EOFError) and "marshal" in str(error):
        return SystemRefused(
            "What Python keeps of a module is cut off, as by a full disk.",
            remedy="Remove the folders __pycache__ where Dyad and its libraries are installed.",
        )
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] != "kg":
        return SystemRefused(
            f"A library cannot be loaded: {error}", remedy="Give the command more memory, or install Dyad again."
        )
    if not isinstance(error, OSError) or error.errno is None:
        return None
    name = error.filename if isinstance(error.filename, str | bytes) else None
    return SystemRefused(
        f"The system refused: {error.strerror}.",
        remedy=_REMEDIES.get(error.errno, _OF_THE_SYSTEM),
        path=None if name is None else Path(os.fsdecode(name)),
    )


def _of_text(error: BaseException) -> KgError | None:
    """Recognise bytes that are no text, in an argument or in a file, and a name that no file can have."""
    if type(error) is ValueError and "embedded null" in str(error):
        return ArgumentInvalid("A name of a file holds the sign U+0000.", remedy="Leave it out.")
    if isinstance(error, UnicodeEncodeError):
        return ArgumentInvalid(
            "An argument holds bytes that are no text.",
            remedy="Write it in UTF-8.",
            value=error.object[error.start : error.end],
        )
    if isinstance(error, UnicodeDecodeError):
        return FileUnreadable("What was read is not UTF-8.", remedy=f"Save it as UTF-8 ({error.reason}).")
    return None


def _of_an_engine(error: BaseException) -> KgError | None:
    """Recognise what a library raised for what it was given; the store raises RuntimeErrors and bare OSErrors."""
    if _engine_of(error) not in _ENGINES and type(error) is not RuntimeError and not isinstance(error, OSError):
        return None
    return EngineFailed(
        f"An engine could not go on: {error}",
        remedy="Do what it says. If a build is damaged, run `kg build` again; if nothing helps, report what "
        "`kg --debug …` shows.",
    )


def _of_ours(error: BaseException) -> KgError:
    """Own up to a fault of the program, with the place in it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    return ProgramFaulty(
        f"This is a fault of Dyad: {type(error).__name__}: {error}",
        remedy="Please report it, with what `kg --debug …` shows.",
        path=Path(ours[-1].filename).relative_to(_PACKAGE.parent) if ours else None,
        line=ours[-1].lineno if ours else None,
    )
