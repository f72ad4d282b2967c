"""Keep a download that is not whole yet: the bytes so far, and what they are the beginning of."""

import gzip
import json
import zlib
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from pathlib import Path
from typing import Final

from kg.core.errors import DownloadFailed
from kg.core.files import check_regular

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """What a download is the beginning of: an address, the state of the file there, and how its bytes are encoded.

    `validator` is a strong ETag or the day of the last change, '' where the server gives neither.
    """

    address: str
    validator: str
    encoding: str


def origin_of(response: HTTPResponse, address: str) -> Origin:
    """Read from an answer what its body is."""
    etag = response.headers.get("ETag", "")
    validator = etag if etag.startswith('"') else response.headers.get("Last-Modified", "")
    return Origin(address, validator, response.headers.get("Content-Encoding", "").strip().lower())


def check_size(size: int, most: int, path: Path) -> None:
    """Raise DownloadFailed for a file that is too large."""
    if size > most:
        raise DownloadFailed(
            f"The file is larger than {most:,} bytes.", remedy="If that is right, raise --max-size.", path=path
        )


@dataclass(frozen=True, slots=True)
class PartialFile:
    """The beginning of the file `target`, which lies beside it together with its origin.

    Raises FileUnreadable where something else stands in the place of one of these files.
    """

    target: Path

    def __post_init__(self) -> None:
        for path in (self.target, self.drifted, self.path, self._decoded_path, self._origin_path):
            check_regular(path)

    @property
    def drifted(self) -> Path:
        """Return where another file than the described one is kept."""
        return self.target.with_name(f"{self.target.name}.drifted")

    @property
    def path(self) -> Path:
        """Return where the bytes lie."""
        return self.target.with_name(f"{self.target.name}.part")

    @property
    def _origin_path(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part.json")

    @property
    def _decoded_path(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part.decoded")

    @property
    def size(self) -> int:
        """Return the number of bytes so far."""
        return self.path.stat().st_size if self.path.exists() else 0

    def origin(self) -> Origin | None:
        """Return what the bytes are the beginning of, None where that is not known."""
        try:
            return Origin(**json.loads(self._origin_path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def begin(self, origin: Origin) -> None:
        """Forget the bytes so far and note where the next ones come from."""
        self.discard()
        self._origin_path.write_text(json.dumps(asdict(origin)), encoding="utf-8")

    def discard(self) -> None:
        """Remove whatever lies there."""
        for path in (self.path, self._decoded_path, self._origin_path):
            path.unlink(missing_ok=True)

    def headers(self, address: str) -> dict[str, str]:
        """Return the headers that ask an address for the rest, empty where it must be asked for the whole."""
        origin = self.origin()
        if origin is None or not self.size or not origin.validator or origin.address != address:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": origin.validator}

    def continues(self, response: HTTPResponse, address: str) -> bool:
        """Tell whether the body of an answer begins where the bytes so far end."""
        if response.status != HTTPStatus.PARTIAL_CONTENT:
            return False
        begins = response.headers.get("Content-Range", "").startswith(f"bytes {self.size}-")
        known = self.origin()
        return begins and known is not None and known.encoding == origin_of(response, address).encoding

    def versions(self, most: int) -> list[Path]:
        """Return the file as it came and, if the server gzipped it on the way, as it was before, the likelier last.

        A server says «Content-Encoding: gzip» both of a page that it packs to save time and of a file that is a .gz:
        which of the two the file is, only its digest can tell. Raises DownloadFailed if it unpacks to more than
        `most` bytes.
        """
        origin = self.origin()
        if not self.path.exists():
            return []
        if origin is None or origin.encoding not in {"gzip", "x-gzip"} or not self._decode(most):
            return [self.path]
        versions = [self.path, self._decoded_path]
        return versions[::-1] if self.target.suffix == ".gz" else versions

    def _decode(self, most: int) -> bool:
        """Unpack the bytes; return whether they are a whole gzip file."""
        try:
            with gzip.open(self.path) as packed, self._decoded_path.open("wb") as file:
                while piece := packed.read(_PIECE):
                    file.write(piece)
                    check_size(file.tell(), most, self.path)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return False
        return True
