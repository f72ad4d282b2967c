"""The texts that sources were read from: where they lie, what they say, and which passage a fragment means."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kg.core import terms
from kg.core.errors import FileUnreadable
from kg.core.files import digest, find_file, read_bounded
from kg.core.graph import NamedNode, Store, matches, name_of, values

_FRAGMENT = re.compile(r"(.*)#char=([0-9]{1,18}),([0-9]{1,18})$")
_MOST_MARKS = 1000
_LARGEST = 100_000_000  # bytes, more than any library of articles
_MARKS = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS}}}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text: the IRI of the text, and the start and end in Unicode code points, end excluded."""

    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text that a source was read from, and where it was found, None if it is not at hand."""

    iri: str
    name: str
    sha256: str
    found: Path | None

    @property
    def is_the_one_read(self) -> bool:
        """Tell whether the text at hand is, byte for byte, the one that was read."""
        return self.found is not None and digest(self.found) == self.sha256


def passage(place: str) -> Passage | None:
    """Read a `#char=start,end` fragment IRI (RFC 5147), None if the IRI is no such place, or no text can be so long."""
    match = _FRAGMENT.match(place)
    return None if match is None else Passage(match[1], int(match[2]), int(match[3]))


def paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the lines of a text that a passage touches begin and end."""
    after = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if after < 0 else after


def read_text(path: Path) -> str:
    """Read a text as Unicode code points, its line ends untouched.

    Raises FileUnreadable, also for a text of more than 100 MB, and for one with so many marks on one letter that to
    normalise it takes for ever.
    """
    try:
        text = read_bounded(path, _LARGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable("The text is not readable UTF-8.", remedy=str(error), path=path) from error
    if any(all(map(unicodedata.combining, found[0])) for found in _MARKS.finditer(text)):
        raise FileUnreadable(
            "The text has a letter with more marks than any writing has.",
            remedy=f"Take marks out: {_MOST_MARKS} in a row are too many.",
            path=path,
        )
    return text


def _search(name: str, texts: Path | None) -> Path | None:
    """Find a text by its name: the path given, or a file of that name anywhere in the folder given."""
    if texts is None:
        return None
    if not texts.exists():
        raise FileUnreadable("The text is not there.", remedy="Name the file or the folder of texts.", path=texts)
    return find_file(name, texts)


def text_files(store: Store, texts: Path | None) -> list[TextFile]:
    """List the texts that the sources of a store were read from, found in `texts` where they are at hand.

    `texts` is a text or a folder of texts; raises FileUnreadable if it is given and not there, and SourceInvalid for
    a text whose name is not plain.
    """
    found = []
    for quad in matches(store, None, NamedNode(terms.characterCount)):
        name = name_of(quad.subject)
        file_name, sha256 = ("".join(values(store, name, p)[:1]) for p in (terms.fileName, terms.sha256))
        found.append(TextFile(name, file_name, sha256, _search(file_name, texts)))
    return sorted(found, key=lambda file: file.iri)
