"""Lay sources out: a line each with a key to their licences, one in full, CSV, JSON."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from datetime import date

from babel.numbers import format_decimal
from rich.table import Table
from rich.text import Text

from kg.cli.terminal import Shown, laid_out, width
from kg.core.visible import visible
from kg.show.sources import SourceLine
from kg.show.words import text
from kg.wording.days import written_day

_NESTED = frozenset({"rows", "files"})


def sources_as_table(lines: Sequence[SourceLine], language: str) -> str:
    """Write a line for each source, then what each of their licences permits.

    In a terminal, names that are too long for one line are cut with an ellipsis, licences and publishers first.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("source", "vintage"):
        table.add_column(text(name, language), no_wrap=True)
    for name in ("claim count", "entities"):
        table.add_column(text(name, language), no_wrap=True, justify="right")
    names = ["licence", *(["pack"] if any(line.pack for line in lines) else []), "publisher"]
    for name in names:
        table.add_column(text(name, language))
    for line in lines:
        numbers = (format_decimal(number, locale=language) for number in (line.claims, line.entities))
        texts = (Text(str(getattr(line, name)), no_wrap=True, overflow="ellipsis") for name in names)
        table.add_row(Text(line.id), Text(line.vintage), *numbers, *texts)
    permits = {line.licence: line.permits for line in lines}
    key = "".join(f"{licence}: {permits[licence]}\n" for licence in sorted(permits))
    return Shown(f"{laid_out([table], width())}\n{visible(key)}")


def as_page(line: SourceLine, language: str) -> str:
    """Write everything about one source, a line for each thing; what is not known is left out."""
    pairs = [
        ("publisher", line.publisher),
        ("address", line.address),
        ("licence", f"{line.licence} — {line.permits}"),
        ("pack", line.pack),
        ("issued", _day(line.issued, language)),
        ("retrieved", f"{_day(line.retrieved, language)}, read {line.manner}"),
        *((name, format_decimal(number, locale=language)) for name, number in line.rows.items()),
        *(("file", " ".join(filter(None, (file.name, file.address)))) for file in line.files),
        ("note", line.note),
    ]
    width = max(len(name) for name, _ in pairs)
    return f"{line.id}\n{line.name}\n\n" + "".join(f"  {name.rjust(width)}  {text}\n" for name, text in pairs if text)


def _day(day: str, language: str) -> str:
    return written_day(date.fromisoformat(day), language) if day else ""


def as_csv(lines: Sequence[SourceLine], mark: Callable[[str], str] = str) -> str:
    """Write a row for each source, without what has parts; `mark` changes the text of each cell."""
    buffer = io.StringIO()
    names = [field.name for field in fields(SourceLine) if field.name not in _NESTED]
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([mark(str(getattr(line, name))) for name in names] for line in lines)
    return buffer.getvalue()


def sources_as_json(lines: Sequence[SourceLine]) -> str:
    """Write a list of the sources with all that is known about them."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2) + "\n"
