"""Find where the statement stands that a result is about: file, line and column, by reading the files once more."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from kg.core.files import open_regular
from kg.core.graph import BlankNode, Literal, NamedNode, RdfFormat, Term, Triple
from kg.core.json_ld_positions import json_ld_places
from kg.core.ontology import RDF_FIRST, RDF_REST, RDF_TYPE
from kg.core.positions import Lines, NamedPlace, Place, Point, TextSpan, ValueKind, statement_places
from kg.core.rdf_files import SYNTAXES, stream_quads
from kg.core.rdf_xml_positions import rdf_xml_places
from kg.validation.by_line import BY_LINE, LinesAbout, line_starts
from kg.validation.engine import ValidationResult
from kg.validation.graphs import statements

_BY_NAMES: Final[dict[RdfFormat, Callable[[Path, str], Iterable[NamedPlace]]]] = {
    RdfFormat.JSON_LD: lambda _, text: json_ld_places(text),
    RdfFormat.RDF_XML: rdf_xml_places,
}
_OF_LISTS: Final = frozenset((RDF_FIRST, RDF_REST))
_NAME = re.compile(r"<([^<>]*)>")


class TextPlace(NamedTuple):
    """A part of a file of RDF. Where only the line is known, `start` has no column (0), and there is no end.

    Of a file of which not even that is known the line is 0.
    """

    path: Path
    start: Point
    end: Point | None = None


class _Mark(NamedTuple):
    """A statement as it is met: in which file it is the how-manieth of those that no list consists of.

    `start` is the byte at which its line begins in a file of a statement a line, where that is known.
    """

    subject: Term
    property: NamedNode
    value: Term
    path: Path
    number: int
    line: int
    start: int | None = None


def _mark(triple: Triple, path: Path, number: int, line: int, start: int | None = None) -> _Mark:
    return _Mark(triple.subject, triple.predicate, triple.object, path, number, line, start)


class _Chosen(NamedTuple):
    """The statement that a result is about, and whether its subject or its value is to be mended."""

    mark: _Mark
    is_subject: bool


def addresses(
    results: Sequence[ValidationResult], files: Iterable[Path], most: Sequence[int | None]
) -> list[TextPlace | None]:
    """Return where each result is to be mended, None where no file says; `most` is how many values each may have.

    That is the value that is wrong; of one that is missing, the subject; of one too many, the first that is.
    """
    with ExitStack() as opened:
        about, counted = _marked(results, files, opened)
        chosen = [_choose(result, about, limit) for result, limit in zip(results, most, strict=True)]
    wanted = defaultdict[Path, dict[int, _Mark]](dict)
    for one in chosen:
        if one is not None:
            wanted[one.mark.path][one.mark.number] = one.mark
    found = {path: _spans(path, needed, counted[path]) for path, needed in wanted.items()}
    return [None if one is None else found[one.mark.path].get((one.mark.number, one.is_subject)) for one in chosen]


_About = Callable[[Term], list["_Mark"]]


def _marked(
    results: Iterable[ValidationResult], files: Iterable[Path], opened: ExitStack
) -> tuple[_About, dict[Path, int]]:
    """Return what tells the statements about a node of results, and how many each file has.

    Those that lists consist of are not among them. A file of a statement a line is read where nodes are stated, and
    nowhere else: it is open meanwhile.
    """
    due = {result.focus for result in results}
    due |= {result.value for result in results if result.value is not None and (result.path or "").startswith("^")}
    whole, by_line = [*files], list[LinesAbout]()
    order = {path: number for number, path in enumerate(whole)}
    if not any(isinstance(node, BlankNode) for node in due):
        by_line = [opened.enter_context(LinesAbout(due, path)) for path in whole if path.suffix.lower() in BY_LINE]
        whole = [path for path in whole if path.suffix.lower() not in BY_LINE]
    marks, counted = defaultdict[Term, list[_Mark]](list), defaultdict[Path, int](int)
    for triple, path, _, line in statements(whole if due else ()):
        if _is_of_list(triple):
            continue
        if triple.subject in due:
            marks[triple.subject].append(_mark(triple, path, counted[path], line))
        counted[path] += 1

    def about(node: Term) -> list[_Mark]:
        found = [*marks.get(node, ())]
        for lines in by_line:
            found += [_mark(triple, lines.path, line, line, start) for triple, line, start in lines.of(node)]
        return sorted(found, key=lambda mark: order[mark.path])

    return about, counted


def _choose(result: ValidationResult, about: _About, most: int | None) -> _Chosen | None:
    """Choose the statement to mend: one with the value, else one with the property, else the first of the node."""
    own, path = about(result.focus), result.path or ""
    if path.startswith("^") and result.value is not None:
        own = [mark for mark in about(result.value) if mark.value == result.focus] or own
    if not own:
        return None
    first = _NAME.search(path or f"<{RDF_TYPE}>" * (result.constraint == "Class"))
    along = [mark for mark in own if first is not None and mark.property.value == first[1]]
    exact = [mark for mark in along if result.value in {mark.value, None} or mark.value == result.focus]
    if most is not None and len(along) > most:
        return _Chosen(along[most], is_subject=False)
    for found in (exact, along):
        if found:
            return _Chosen(found[0], is_subject=False)
    return _Chosen(own[0], is_subject=True)


class _Text(NamedTuple):
    """A text of a file: where its lines begin, and how many there are before it."""

    path: Path
    text: str
    lines: Lines
    before: int = 0

    def address(self, span: TextSpan) -> TextPlace:
        """Return where a part of the text is."""
        start, end = (self.lines.point(offset) for offset in span)
        return TextPlace(
            self.path, Point(start.line + self.before, start.column), Point(end.line + self.before, end.column)
        )

    def first_line(self, subject: Term) -> TextPlace:
        """Return the first line in which a node is named by its IRI or the last part of it, as an object or a tag."""
        name = subject.value if isinstance(subject, NamedNode) else str(subject)
        for said in (f'"{name}"', f"'{name}'", f'{re.split("[/#:]", name)[-1]}"'):
            if (offset := self.text.find(said)) >= 0:
                return TextPlace(self.path, Point(self.lines.point(offset).line, 0))
        return TextPlace(self.path, Point(0, 0))

    def spans(self, number: int, mark: _Mark, place: Place) -> "_Spans":
        """Return where the subject and the value of a statement are; nothing where the text says something else."""
        if not _agree(self.text[place.value.start : place.value.end], mark.value):
            return {}
        return {(number, True): self.address(place.subject), (number, False): self.address(place.value)}


_Spans = dict[tuple[int, bool], TextPlace]
_Named = tuple[str, ValueKind]


def _spans(path: Path, needed: dict[int, _Mark], count: int) -> _Spans:
    """Return where statements of a file stand, by their numbers: their subjects (True) and their values (False)."""
    suffix = path.suffix.lower()
    if (reader := _BY_NAMES.get(SYNTAXES[suffix])) is not None:
        found = _by_names(path, needed, reader)
    else:
        found = _by_line(path, needed) if suffix in BY_LINE else _in_text(path, needed, count)
    for number, mark in needed.items():
        for is_subject in (True, False):
            found.setdefault((number, is_subject), TextPlace(path, Point(mark.line, 0)))
    return found


def _by_line(path: Path, needed: dict[int, _Mark]) -> _Spans:
    """Find statements in a file that has one a line."""
    found, starts = _Spans(), line_starts((mark.line for mark in needed.values() if mark.start is None), path)
    with open_regular(path) as file:
        for number, mark in needed.items():
            file.seek(starts[mark.line] if mark.start is None else mark.start)
            text = _Text(path, file.readline().decode("utf-8", "replace"), Lines([0]), mark.line - 1)
            for place in islice(statement_places(text.text), 1):
                found.update(text.spans(number, mark, place))
    return found


def _in_text(path: Path, needed: dict[int, _Mark], count: int) -> _Spans:
    """Find statements in a file that writes them over several lines; nothing where they are not all met."""
    with open_regular(path) as file:
        written = file.read().decode("utf-8-sig")
    found, text, met = _Spans(), _Text(path, written, Lines.of(written)), 0
    for met, place in enumerate(statement_places(written), 1):
        if (mark := needed.get(met - 1)) is not None:
            found.update(text.spans(met - 1, mark, place))
    return found if met == count else {}


def _by_names(path: Path, needed: dict[int, _Mark], reader: Callable[[Path, str], Iterable[NamedPlace]]) -> _Spans:
    """Find statements in a file that is read by its names: the first with a property is the first place that has it.

    A property is left out of which the file has more or fewer places than the parser made statements.
    """
    with open_regular(path) as file:
        written = file.read().decode("utf-8-sig", "replace")
    text, places = _Text(path, written, Lines.of(written)), defaultdict[_Named, list[NamedPlace]](list)
    for place in reader(path, written):
        places[place.property, place.kind].append(place)
    found = _Spans()
    for name, numbers in _numbers_by_name(path).items():
        met = [*zip(numbers, places[name], strict=False)] if len(numbers) == len(places[name]) else []
        for number, place in met:
            if number in needed:
                found[number, True], found[number, False] = text.address(place.subject), text.address(place.value)
    for number, mark in needed.items():
        if (number, True) not in found:
            found[number, True] = found[number, False] = text.first_line(mark.subject)
    return found


def _numbers_by_name(path: Path) -> dict[_Named, list[int]]:
    """Return the numbers of the statements of a file by their property and what their value is."""
    numbers = defaultdict[_Named, list[int]](list)
    for number, triple in enumerate(_outside_lists(path)):
        numbers[triple.predicate.value, _kind_of(triple.object)].append(number)
    return numbers


def _outside_lists(path: Path) -> Iterator[Triple]:
    """Yield the statements of a file, but those that lists consist of."""
    for quad, _ in stream_quads(path):
        if not _is_of_list(quad.triple):
            yield quad.triple


def _is_of_list(triple: Triple) -> bool:
    return triple.predicate.value in _OF_LISTS and isinstance(triple.subject, BlankNode)


def _kind_of(value: Term) -> ValueKind:
    if isinstance(value, NamedNode):
        return ValueKind.IRI
    return ValueKind.BLANK if isinstance(value, BlankNode) else ValueKind.LITERAL


def _agree(written: str, value: Term) -> bool:
    """Tell whether what is written may mean a value: a node in brackets, a text in marks, a name with its last sign."""
    if isinstance(value, BlankNode):
        return written[0] in "[(_"
    if isinstance(value, Literal):
        return written[0] not in "<[(_"
    return written == "a" or written[0] == "(" or written.endswith((":", ">")) or written[-1] == str(value)[-2]
