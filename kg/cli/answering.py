"""How an answer leaves `kg ask` and `kg query`: their options of form, and what is printed or written."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import click

from kg.cli.options import build_folder, language, spreadsheet, time_axes
from kg.cli.terminal import data_out, say, unstyled
from kg.core.errors import ArgumentInvalid
from kg.query.limits import Limits

if TYPE_CHECKING:
    from kg.core.time_axes import TimeAxes
    from kg.query.answers import Answer

FORMATS = ["table", "records", "csv", "tsv", "json", "parquet", "nt"]
FOR_PEOPLE = {"table", "records"}
_USUAL = Limits()

_Command: TypeAlias = Callable[..., None]
_OPTIONS: list[Callable[[_Command], _Command]] = [
    build_folder,
    time_axes,
    click.option("--endpoint", metavar="URL", help="SPARQL server to ask instead of the build."),
    click.option("--timeout", type=float, default=_USUAL.timeout, show_default=True, help="Seconds a query may take."),
    click.option("--memory", type=int, default=_USUAL.memory, show_default=True, help="Megabytes of memory."),
    click.option("--max-rows", type=int, default=_USUAL.rows, show_default=True, help="Rows an answer may have."),
    click.option("--max-size", type=int, help=f"Megabytes a server may send; {_USUAL.size} unless you say."),
    click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True),
    click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write instead of printing."),
    spreadsheet,
    language,
]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a query is answered, and how its answer is shown."""

    folder: Path
    axes: "TimeAxes"
    endpoint: str | None
    limits: Limits
    form: str
    safe: bool
    out: Path | None
    language: str


def answering(command: _Command) -> _Command:
    """Give a command the options of a way, and hand them to it as one value."""

    @wraps(command)
    def run(timeout: float, memory: int, max_rows: int, max_size: int | None, **values: Any) -> None:
        if max_size is not None and values["endpoint"] is None:
            raise ArgumentInvalid(
                "--max-size is for a server, and none is asked.", remedy="Leave it out, or give --endpoint too."
            )
        values["limits"] = Limits(timeout, memory, max_rows, _USUAL.size if max_size is None else max_size)
        way = Way(**{field.name: values.pop(field.name) for field in fields(Way)})
        command(way=way, **values)

    optioned: _Command = run
    for option in reversed(_OPTIONS):
        optioned = option(optioned)
    return optioned


def show(answer: "Answer", way: Way) -> None:
    """Print an answer, or write it to a file, which it replaces only when it is whole."""
    if way.out is not None:
        from kg.core.output import file_beside

        with file_beside(way.out) as partial, partial.open("wb") as file:
            _write(answer, way, file)
    elif way.form in FOR_PEOPLE:
        say(_laid_out(answer, way), end="")
    else:
        _write(answer, way, data_out())
    if not answer.rows:
        say("no rows", err=True)


def _laid_out(answer: "Answer", way: Way) -> str:
    from kg.cli.tables import render

    return render(answer, way.folder, way.language, records=way.form == "records")


def _write(answer: "Answer", way: Way, file: BinaryIO) -> None:
    if way.form in FOR_PEOPLE:
        file.write(unstyled(_laid_out(answer, way)).encode())
    else:
        from kg.query.formats import for_spreadsheet, write_answer

        write_answer(for_spreadsheet(answer) if way.safe else answer, way.form, file)
    file.flush()
