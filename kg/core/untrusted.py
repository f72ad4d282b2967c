"""Open the files of strangers, and bound what they could lead a parser into before it sees them."""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from kg.core.errors import FileUnreadable
from kg.core.files import open_regular, read_bounded
from kg.core.positions import Point

_CHUNK = 2**20

_LONGEST = 16_000_000
_LONG_TEXT = 2**16
_DEEPEST_TERM = 1000

_MOST_OPEN = 1000
_LONGEST_ENTITY = 200
_TOO_LONG = ("A statement is too long.", f"Write {_LONGEST:,} bytes at most from one statement or tag to the next.")
_ENCODINGS = frozenset({"utf-8", "utf-16", "iso-8859-1", "us-ascii"})

_LARGEST_JSON = 2**27
_DEEPEST_JSON = 100
_MOST_NAMES = 250


class LineReader:
    """Hands a file to a parser line by line, so that one knows on which line it reads; a byte order mark is left out.

    A parser begins an unfinished text anew with every line, so that one that is long is handed over in larger parts.
    The bytes without a statement are bounded, and terms within terms, for the parser's own stack has no bound.
    """

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self._path = path
        self._read = self._waiting = self._nested = 0
        self.line = 0
        if file.read(len(BOM_UTF8)) != BOM_UTF8:
            file.seek(0)

    def read(self, size: int) -> bytes:
        """Return the next line or a part of it; raise FileUnreadable for a statement that is too long or too deep."""
        part = self._file.readline(size) if self._waiting < _LONG_TEXT else self._file.read(size)
        self._waiting += len(part)
        self._nested += part.count(b"<<")
        self._read += part.count(b"\n")
        self.line = self._read if part.endswith(b"\n") else self._read + 1
        if self._nested > _DEEPEST_TERM:
            remedy = f"Write `<<` no more than {_DEEPEST_TERM} times in one statement."
            raise self._refuse("Statements about statements are nested too deeply.", remedy)
        if self._waiting > _LONGEST:
            raise self._refuse(*_TOO_LONG)
        return part

    def _refuse(self, problem: str, remedy: str) -> FileUnreadable:
        return FileUnreadable(problem, remedy=remedy, path=self._path, line=self.line)

    def met(self) -> None:
        """Take note that a statement has been met."""
        self._waiting = self._nested = 0


class _Xml:
    """Bounds what a file of XML declares and keeps open, and hands its elements on."""

    def __init__(self, path: Path, start: "_Start", end: "_End") -> None:
        self._path = path
        self._on_start = start
        self._on_end = end
        self._open: list[int] = []
        self._size = self._met = 0
        self._parser = parser = expat.ParserCreate()
        parser.XmlDeclHandler = self._declaration
        parser.EntityDeclHandler = self._entity
        parser.AttlistDeclHandler = self._defaults
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def read(self, file: BinaryIO) -> None:
        """Read a file; raise FileUnreadable for what is beyond the bounds or no well-formed XML."""
        read = 0
        try:
            while chunk := file.read(_CHUNK):
                self._parser.Parse(chunk)
                read += len(chunk)
                if read - self._met > _LONGEST:
                    raise self._refuse(*_TOO_LONG)
            self._parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise FileUnreadable(
                "The file is no well-formed XML.", remedy=f"Mend it: {error}.", path=self._path, line=error.lineno
            ) from error

    @property
    def point(self) -> Point:
        """Return at which sign of the file the parser is."""
        return Point(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _refuse(self, problem: str, remedy: str, value: str | None = None) -> FileUnreadable:
        line = self._parser.CurrentLineNumber
        return FileUnreadable(problem, remedy=remedy, path=self._path, line=line, value=value)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise self._refuse("The file is in an encoding that is not read.", "Save it as UTF-8.", encoding)

    def _entity(self, name: str, is_parameter: int, value: str | None, *_: object) -> None:
        """Let through what stands for a namespace: short, and made of no other entity."""
        if is_parameter or value is None or "&" in value or len(value) > _LONGEST_ENTITY:
            raise self._refuse("The file declares an entity that is no short text.", "Write out what it means.", name)

    def _defaults(self, element: str, *_: object) -> None:
        raise self._refuse("The file declares attributes that it does not write.", "Write them out.", element)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._met = self._parser.CurrentByteIndex
        self._open.append(1 + len(attributes))
        self._size += self._open[-1]
        if self._size > _MOST_OPEN:
            raise self._refuse(
                "Elements are nested too deeply, or have too many attributes.",
                f"Keep to {_MOST_OPEN} elements and attributes that are open at once.",
            )
        self._on_start(name, attributes)

    def _end(self, name: str) -> None:
        self._met = self._parser.CurrentByteIndex
        self._size -= self._open.pop()
        self._on_end(name)


_Start = Callable[[str, Mapping[str, str]], object]
_End = Callable[[str], object]
_StartAt = Callable[[str, Mapping[str, str], Point], object]
_EndAt = Callable[[str, Point], object]


def walk_xml(path: Path, start: _Start = lambda *_: None, end: _End = lambda _: None) -> None:
    """Read a file of XML once, and hand on the beginning and the end of each element.

    Raises FileUnreadable, with the line, for a file that cannot be read, is no well-formed XML, or is made to exhaust
    a reader: with entities made of others or of files, with more than 1,000 elements and attributes open at once, or
    with more than 16 MB from one tag to the next.
    """
    with open_regular(path) as file:
        _Xml(path, start, end).read(file)


def walk_xml_at(path: Path, start: "_StartAt", end: "_EndAt") -> None:
    """Read a file of XML as `walk_xml` does, and hand on also at which sign of the file each tag begins."""
    xml = _Xml(path, lambda name, attributes: start(name, attributes, xml.point), lambda name: end(name, xml.point))
    with open_regular(path) as file:
        xml.read(file)


def check_json(path: Path) -> None:
    """Read a file of JSON-LD; raise FileUnreadable where its parser would take time or memory without measure.

    It copies its contexts for every object, so that names in contexts, depth and size are bounded.
    """
    try:
        value = json.loads(read_bounded(path, _LARGEST_JSON), object_pairs_hook=_once, parse_int=str, parse_float=str)
    except RecursionError as error:
        raise _too_deep(path) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise FileUnreadable("The file is no valid JSON.", remedy=f"Mend it: {error}.", path=path, line=line) from error
    names = sum(_names(part, path) for part in _objects(value, path))
    if names > _MOST_NAMES:
        raise FileUnreadable(
            "The contexts define too many names.", remedy=f"Define no more than {_MOST_NAMES}.", path=path
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its members, none of which may stand twice."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _too_deep(path: Path) -> FileUnreadable:
    return FileUnreadable(
        "Objects and lists are nested too deeply.", remedy=f"Nest no more than {_DEEPEST_JSON}.", path=path
    )


def _objects(value: object, path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a value, level by level."""
    level: list[object] = [value]
    for _ in range(_DEEPEST_JSON):
        objects = [part for part in level if isinstance(part, dict)]
        yield from objects
        lists = [part for part in level if isinstance(part, list)]
        parts = (part for whole in (*(o.values() for o in objects), *lists) for part in whole)
        level = [part for part in parts if isinstance(part, dict | list)]
        if not level:
            return
    raise _too_deep(path)


def _names(part: dict[str, Any], path: Path) -> int:
    """Count the names that the context of an object defines."""
    context = part.get("@context")
    return sum(len(one) for one in (context if isinstance(context, list) else [context]) if isinstance(one, dict))
