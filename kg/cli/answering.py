"""How an answer leaves `kg ask` and `kg query`: their options of form, and what is printed or written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import click

from kg.cli.options import build_folder, language, pager, spreadsheet, time_axes
from kg.cli.terminal import data_out, is_terminal, knows_links, say, say_paged, unstyled, width
from kg.core import assets
from kg.core.errors import ArgumentInvalid, BuildMissing
from kg.query.forms import ANSWER_FORMS
from kg.query.labelling import Labelling
from kg.query.limits import Limits
from kg.wording.asked import said

if TYPE_CHECKING:
    from kg.cli.tables import LaidOut
    from kg.core.time_axes import TimeAxes
    from kg.query.answers import Answer
    from kg.show.naming import Legend

FOR_PEOPLE = ("table", "records")
FORMATS = (*FOR_PEOPLE, *ANSWER_FORMS)
_USUAL = Limits()
_SCREENFUL = 200
_LABELS = {"table": Labelling.ONLY, "records": Labelling.ONLY, "nt": Labelling.NONE}

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
    click.option(
        "--labels",
        "labelling",
        type=click.Choice([one.value for one in Labelling]),
        help="Labels beside the keys of things, alone, or none and the IRIs as they are. "
        "[default: only for table and records, none for nt, else both]",
    ),
    click.option(
        "--limit", type=click.IntRange(0), help=f"Rows to show, 0 for all; {_SCREENFUL} in a terminal, else all."
    ),
    pager,
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
    labelling: str | None
    limit: int | None
    pager: bool

    @property
    def labels(self) -> Labelling:
        """Return how IRIs stand in an answer of this form, unless the user says otherwise."""
        return Labelling(self.labelling) if self.labelling else _LABELS.get(self.form, Labelling.BOTH)

    @property
    def is_on_screen(self) -> bool:
        """Tell whether people read the answer in a terminal."""
        return self.form in FOR_PEOPLE and self.out is None and is_terminal()


def answering(command: _Command) -> _Command:
    """Give a command the options of a way, and hand them to it as one value."""

    @wraps(command)
    def run(timeout: float, memory: int, max_rows: int, max_size: int | None, **values: Any) -> None:
        if max_size is not None and values["endpoint"] is None:
            raise ArgumentInvalid(
                "--max-size is for a server, and none is asked.", remedy="Leave it out, or give --endpoint too."
            )
        if values["form"] == "nt" and values["labelling"] not in {None, "none"}:
            raise ArgumentInvalid("Triples have no labels beside them.", remedy="Leave --labels out, or choose csv.")
        values["limits"] = Limits(timeout, memory, max_rows, _USUAL.size if max_size is None else max_size)
        way = Way(**{field.name: values.pop(field.name) for field in fields(Way)})
        command(way=way, **values)

    optioned: _Command = run
    for option in reversed(_OPTIONS):
        optioned = option(optioned)
    return optioned


def show_answer(answer: "Answer", way: Way, about: "Sequence[tuple[str, str]]" = ()) -> None:
    """Print an answer, or write it to a file, which it replaces only when it is whole.

    `about` are the names and texts of what there is to say about it in a workbook, such as the question.
    """
    shown = _limited(answer, way)
    if way.out is not None:
        from kg.core.output import file_beside

        with file_beside(way.out) as partial, partial.open("wb") as file:
            _write(shown, way, file, about)
    elif way.form in FOR_PEOPLE:
        found = _laid_out(shown, way)
        say_paged(found.text, pager=way.pager)
        if found.left_out:
            say(said("columns left out", way.language, ", ".join(found.left_out)), err=True)
    elif way.form == "xlsx" and is_terminal():
        raise ArgumentInvalid("A workbook is no text for a terminal.", remedy="Name a file: --out answer.xlsx.")
    else:
        _write(shown, way, data_out(), about)
    if not answer.rows:
        say("\n".join([said("no rows", way.language), *answer.notes]), err=True)
    elif more := len(answer.rows) - len(shown.rows):
        say(said("more", way.language, f"{more:,}"), err=True)


def _limited(answer: "Answer", way: Way) -> "Answer":
    """Leave out the rows beyond the limit, which in a terminal is a few screens."""
    most = way.limit if way.limit is not None else _SCREENFUL if way.is_on_screen else 0
    return replace(answer, rows=answer.rows[:most]) if most and answer.kind != "boolean" else answer


def _naming(answer: "Answer", way: Way) -> "Legend":
    """Name what an answer names, by the build; where only a server is asked and there is no build, by nothing."""
    from kg.core.ontology import read_ontology
    from kg.query.labelled import iris_in
    from kg.show.naming import Legend, name_all

    if way.labels is Labelling.NONE and not (way.is_on_screen and knows_links()):
        return Legend()
    try:
        return name_all(way.folder, read_ontology(assets.ontology()), iris_in(answer), way.language)
    except BuildMissing:
        return Legend()


def _laid_out(answer: "Answer", way: Way) -> "LaidOut":
    """Lay an answer out for people: for the width of their terminal, or as wide as it is for a file or a pipe."""
    from kg.cli.tables import LaidOut, as_records, as_table
    from kg.core.ontology import read_ontology
    from kg.show.answer_table import columns_of

    ontology = read_ontology(assets.ontology())
    columns = columns_of(answer, _naming(answer, way), ontology, way.language, way.labels)
    if not answer.rows or not columns:
        return LaidOut("")
    return as_records(columns) if way.form == "records" else as_table(columns, width() if way.is_on_screen else None)


def _write(answer: "Answer", way: Way, file: BinaryIO, about: "Sequence[tuple[str, str]]") -> None:
    from kg.query.formats import for_spreadsheet, write_answer
    from kg.query.labelled import label_answer

    if way.form in FOR_PEOPLE:
        file.write(unstyled(_laid_out(answer, way).text).encode())
        file.flush()
        return
    labelled = label_answer(answer, _naming(answer, way).labels, way.labels)
    if way.form == "xlsx":
        from kg.query.workbook import write_workbook

        write_workbook(_headed(labelled, way.language), file, [*about, *_terms_of_use(answer, way)])
    else:
        write_answer(for_spreadsheet(labelled) if way.safe else labelled, way.form, file)
    file.flush()


def _headed(answer: "Answer", language: str) -> "Answer":
    """Head the columns of an answer in a language, as in a table; in English by the names of the query."""
    from kg.core.ontology import read_ontology
    from kg.wording.headings import heading

    if language == "en":
        return answer
    ontology = read_ontology(assets.ontology())
    return replace(answer, variables=tuple(heading(name, language, ontology) for name in answer.variables))


def _terms_of_use(answer: "Answer", way: Way) -> "list[tuple[str, str]]":
    """Say of each source on which an answer rests what it is called, who publishes it, and what it permits."""
    from kg.core.ontology import read_ontology
    from kg.query.labelled import iris_in
    from kg.show.naming import sources_behind

    try:
        found = sources_behind(way.folder, read_ontology(assets.ontology()), iris_in(answer), way.language)
    except BuildMissing:
        return []
    lines = ((one.name, one.publisher, one.day, one.licence, one.permits, one.address) for one in found)
    return [("source", " — ".join(filter(None, line))) for line in lines]
