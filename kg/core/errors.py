"""Every error that Dyad raises on purpose; `docs/errors.md` has a heading for each."""

import re
from copyreg import __newobj__  # type: ignore[attr-defined]
from pathlib import Path
from typing import ClassVar

from kg.core.visible import LONGEST_LINE, in_line, shortened

_HANGING = "\n" + " " * 10  # a line that a text brings along is no line of ours


class KgError(Exception):
    """Say what is wrong, where, and what to do about it.

    `path`, `line`, `column` and `value` name the place as far as it is known: a file, its line as an editor counts
    it, the column of a table and the text that stands there. `exit_code` is 1 for findings in the data and 2 for
    misuse and unusable input.
    """

    exit_code: ClassVar[int] = 2

    def __init__(
        self,
        problem: str,
        *,
        remedy: str,
        path: Path | None = None,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.path = path
        self.line = line
        self.column = column
        self.value = value

    def __reduce__(self) -> tuple[object, ...]:
        """Pass whole from one process to another: `pickle` would make it of its problem alone."""
        return __newobj__, (type(self), self.problem), vars(self)

    @property
    def slug(self) -> str:
        """Name the heading of `docs/errors.md` that explains this error."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def place(self) -> str:
        """Write the place as `path:line, column c, value «v»`, as far as it is known."""
        where = [] if self.path is None else [f"{self.path}" + ("" if self.line is None else f":{self.line}")]
        if self.path is None and self.line is not None:
            where.append(f"line {self.line}")
        if self.column is not None:
            where.append(f"column {shortened(self.column)}")
        if self.value is not None:
            where.append(f"value «{shortened(self.value)}»")
        return in_line(", ".join(where))

    def __str__(self) -> str:
        parts = {"where": self.place, "remedy": self.remedy, "see": f"kg explain {self.slug}"}
        lines = [self.problem, *(f"  {name + ':':<7} {text}" for name, text in parts.items() if text)]
        return "\n".join(shortened(line, LONGEST_LINE).replace("\n", _HANGING) for line in lines)


class Fault(KgError):
    """Report a fault in data that could be read."""

    exit_code: ClassVar[int] = 1


class AssetMissing(KgError):
    """A file that ships with Dyad is not where it should be."""


class FileUnreadable(KgError):
    """A file is missing, is not UTF-8, or is not in the syntax that it should have."""


class AdaptorFaulty(KgError):
    """The code that makes the tables of a source failed, or is none."""


class ArgumentInvalid(KgError):
    """A value given on the command line or to a function cannot be used."""


class PluginFaulty(KgError):
    """What another package adds to Dyad cannot be imported, or is not what it should be."""


class ProjectInvalid(KgError):
    """The `dyad.toml` of a project cannot be read, or says what no command understands."""


class SourceInvalid(Fault):
    """The description of a source lacks something that its tables need."""


class CountTooSmall(Fault):
    """A table has fewer rows than its source promises."""


class TableUnknown(Fault):
    """A table is not named for a class that can have rows."""


class ColumnUnknown(Fault):
    """A column is not a property of the class of its table."""


class ColumnMissing(Fault):
    """A table lacks a column that every row needs."""


class CellMissing(Fault):
    """A row lacks a value that its class requires."""


class CellInvalid(Fault):
    """A cell holds a value that its property does not allow."""


class CellCountWrong(Fault):
    """A row has more or fewer cells than its header."""


class NameMixed(Fault):
    """A name mixes letters of two scripts in one word."""


class KeyUnknown(Fault):
    """A cell names something that no table defines."""


class KeyAmbiguous(Fault):
    """A cell names several things at once."""


class KeyDuplicated(Fault):
    """Two rows of a table have the same key."""


class PatchInvalid(Fault):
    """A patch is incomplete or gives no reason."""


class PatchUnused(Fault):
    """A patch mends nothing."""


class TermUnknown(Fault):
    """The ontology does not declare what is asked of it."""


class OntologyFaulty(Fault):
    """The ontology breaks a rule of its own lint."""


class OntologyInconsistent(Fault):
    """Statements contradict the ontology."""


class ShapesViolated(Fault):
    """Data break the shapes."""


class QuoteNotFound(Fault):
    """The text of a source does not hold the recorded words at the recorded place."""


class SourceDrifted(Fault):
    """A publisher's file is no longer the one that was read."""


class NothingMatched(KgError):
    """No shape found anything to check, so that conforming would mean nothing."""


class ShapesInvalid(KgError):
    """Shapes say what no engine evaluates, or what would reach beyond the data."""


class JavaMissing(KgError):
    """Java is needed for HermiT and cannot be run."""


class ExtraMissing(KgError):
    """A library that only one command needs is not installed."""


class SystemRefused(KgError):
    """The operating system refused what a command needs: a file, memory, a library."""


class EngineFailed(KgError):
    """A library could not go on with what it was given."""


class ProgramFaulty(KgError):
    """Dyad itself is at fault."""


class BuildMissing(KgError):
    """There is no build to open."""


class BuildDamaged(KgError):
    """A part of a build is missing, or is not what was written."""


class BuildOutdated(KgError):
    """A build is of other sources than those that are checked."""


class BaselineInvalid(KgError):
    """A baseline cannot be read, or says what none says."""


class OutputUnwritable(KgError):
    """An output cannot be put where it is to be."""


class QueryUnknown(KgError):
    """No query of that name is shipped."""


class QueryInvalid(KgError):
    """A query cannot be parsed or evaluated."""


class LimitReached(KgError):
    """A query took more time, memory or rows than it may."""


class ParameterInvalid(KgError):
    """A parameter is not one of the query's, or its value does not fit."""


class EndpointFailed(KgError):
    """A SPARQL server did not answer as the protocol asks."""


class DownloadFailed(KgError):
    """A publisher's file could not be got.

    `retry_after` is the number of seconds after which another attempt may go well, None where none would.
    """

    retry_after: float | None = None


class ClaimUnknown(KgError):
    """No claim has that name."""


class NameUnknown(KgError):
    """Nothing, or several things, are called so."""


class FindingUnknown(KgError):
    """No finding has that name."""


class ClaimsIncomparable(KgError):
    """Two claims cannot be set side by side."""


class ExportImpossible(KgError):
    """The graph cannot be written in that form."""


class RuleInvalid(KgError):
    """A rule for the ontology lacks its problem, remedy, severity or query."""
