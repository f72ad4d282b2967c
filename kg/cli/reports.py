"""`--report FORM=FILE`: reports of a check written to files, beside the one that is printed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from kg.cli.terminal import unstyled
from kg.core.likeness import did_you_mean, nearest
from kg.validation.stage_names import REPORT_FORMS

if TYPE_CHECKING:
    from kg.validation.report import Report


class ReportFile(NamedTuple):
    """A form of reports, and the file that is to hold one."""

    form: str
    path: Path


def _parsed(_context: click.Context, _option: click.Parameter, given: Sequence[str]) -> list[ReportFile]:
    """Read what is given; refuse what names no form or no file, and a file for two reports."""
    found = list[ReportFile]()
    for text in given:
        form, _sign, path = text.partition("=")
        if form not in REPORT_FORMS or not path:
            otherwise = f"Write FORM=FILE, where FORM is one of: {', '.join(REPORT_FORMS)}."
            raise click.BadParameter(
                f"«{text}» names no form and file. {did_you_mean(nearest(form, REPORT_FORMS), otherwise)}"
            )
        if any(one.path == Path(path) for one in found):
            raise click.BadParameter(f"Two reports are to be in {path}: name a file for each.")
        found.append(ReportFile(form, Path(path)))
    return found


report_files = click.option(
    "--report",
    "report_files",
    multiple=True,
    metavar="FORM=FILE",
    callback=_parsed,
    help="Write a report to a file too, as --report sarif=kg.sarif; may be repeated.",
)


def write_reports(files: Sequence[ReportFile], reports: Sequence["Report"], language: str) -> None:
    """Write reports to files, each whole or not at all; raise OutputUnwritable where the system refuses."""
    from kg.core.output import file_beside
    from kg.validation.formats import REPORT_FORMATS

    for one in files:
        written = REPORT_FORMATS[one.form](reports, language)
        with file_beside(one.path) as partial:
            partial.write_text(unstyled(written) if one.form == "text" else written, encoding="utf-8")
