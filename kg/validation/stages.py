"""The stages of a check: which there are, which were asked for, and why another is not checked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from kg.core.errors import ArgumentInvalid, KgError, NothingMatched
from kg.core.likeness import did_you_mean, nearest
from kg.validation.report import CheckOutcome, Report, Violation, not_checked
from kg.validation.stage_names import CHECK_STAGES
from kg.wording.notes import note

_T = TypeVar("_T")
_LEFT_OUT: Final = note("left out")
_NOT_NAMED: Final = note("not named")


@dataclass(frozen=True, slots=True)
class Stages:
    """Which stages were asked for: `only` those, where some are named, without those of `skip`."""

    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()

    def against(self, stage: str) -> str | None:
        """Say why a stage is not to be checked, None if it is."""
        if stage in self.skip:
            return _LEFT_OUT
        return _NOT_NAMED if self.only and stage not in self.only else None

    def run(self, stage: str, check: Callable[[], _T], otherwise: str | None = None) -> "_T | Report":
        """Run a stage that was asked for, guarded; else, or where `otherwise` is a reason, say it is not checked."""
        reason = self.against(stage) or otherwise
        return run_guarded(stage, check) if reason is None else not_checked(stage, reason)

    def left(self, stage: str, reason: str) -> Report:
        """Say that a stage is not checked, for a reason unless it was not asked for anyway."""
        return not_checked(stage, self.against(stage) or reason)


EVERY: Final = Stages()
"""All stages, none chosen among them."""


def chosen_stages(only: str | None, skip: str | None) -> Stages:
    """Read the names of stages, separated by commas; raise ArgumentInvalid for a name that none has."""
    asked = Stages(frozenset(_named("--only", only)), frozenset(_named("--skip", skip)))
    if asked.only and asked.only <= asked.skip:
        raise ArgumentInvalid(
            "Every stage that --only names is left out by --skip.", remedy="Leave one of the two out.", value=skip
        )
    return asked


def _named(option: str, names: str | None) -> Iterator[str]:
    for name in () if names is None else map(str.strip, names.split(",")):
        if name not in CHECK_STAGES:
            listed = f"The stages are: {', '.join(CHECK_STAGES)}."
            remedy = " ".join(filter(None, [did_you_mean(nearest(name, CHECK_STAGES), ""), listed]))
            raise ArgumentInvalid("There is no such stage of a check.", remedy=remedy, column=option, value=name)
        yield name


def run_guarded(check: str, run: Callable[[], _T]) -> _T | Report:
    """Return what a check returns, or a report that holds the error which ended it."""
    try:
        return run()
    except KgError as error:
        outcome = CheckOutcome.VIOLATIONS if error.exit_code == 1 else CheckOutcome.UNUSABLE
        outcome = CheckOutcome.NOTHING_MATCHED if isinstance(error, NothingMatched) else outcome
        return Report(check, outcome, (finding_of_error(error, check),), 0)


def finding_of_error(error: KgError, check: str) -> Violation:
    """Write an error as a finding of a check."""
    messages = {"en": f"{error.problem} {error.remedy}"}
    return Violation(error.slug, "error", messages, check, None, error.value, error.path, error.line, error.column)
