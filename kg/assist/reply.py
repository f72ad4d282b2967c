"""What a tool replies to an assistant: one of five outcomes, the answer as the command line prints it, and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg.core import errors

ANSWERED: Final = "answered"
NONE_KNOWN: Final = "none-known"
NOT_COVERED: Final = "not-covered"
REFUSED: Final = "refused"
FAILED: Final = "failed"
OUTCOMES: Final[Mapping[str, str]] = {
    ANSWERED: "`answer` holds what was asked for; `left_out` counts what it leaves out.",
    NONE_KNOWN: "The graph speaks of what was asked about, and holds nothing of this. That is no proof of absence.",
    NOT_COVERED: "The graph says nothing of what was asked about, so that its silence means nothing.",
    REFUSED: "What was asked cannot be understood: nothing was looked for. `error` says what to ask instead.",
    FAILED: "There is no answer, for want of time or for a fault: it is not known whether there is anything.",
}
"""What may come of a call, and what it means."""
_MISUSE: Final = (
    errors.ArgumentInvalid,
    errors.ParameterInvalid,
    errors.QueryInvalid,
    errors.QueryUnknown,
    errors.NameUnknown,
    errors.ClaimUnknown,
    errors.ClaimsIncomparable,
    errors.FindingUnknown,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a call.

    `answer` is, byte for byte, what `command` prints, as far as nothing is `left_out`. `asked` are the values with
    which a question was asked, in words, `claims` the evidence of the claims that the answer names, and `notes` say
    why there is nothing, or what numbers mean. `error` is there for what is refused or failed.
    """

    outcome: str
    answer: str = ""
    command: tuple[str, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    shown: int = 0
    left_out: int = 0
    notes: tuple[str, ...] = ()
    claims: tuple[Mapping[str, Any], ...] = ()
    error: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the reply as JSON has it, without what it does not say."""
        found = {"outcome": self.outcome, "meaning": OUTCOMES[self.outcome], "asked": {**self.asked}}
        rest = {"notes": [*self.notes], "claims": [*self.claims], "error": {**self.error}, "answer": self.answer}
        said = {name: value for name, value in (found | rest).items() if value}
        if self.outcome == ANSWERED:
            said |= {"shown": self.shown, "left_out": self.left_out, "command": [*self.command]}
        return said


def not_answered(error: errors.KgError, *, by_caller: bool = True) -> Reply:
    """Return the reply for an error: refused for misuse of the tool, unless it is none of the caller's; else failed."""
    refused = by_caller and isinstance(error, _MISUSE)
    told = {"kind": error.slug, "problem": error.problem, "remedy": error.remedy, "where": error.place}
    return Reply(REFUSED if refused else FAILED, error={name: text for name, text in told.items() if text})
