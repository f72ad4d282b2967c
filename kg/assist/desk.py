"""What every tool works with: a build within limits, in a language, as two days leave it."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from kg.assist.cited import claims_in, evidence_of
from kg.assist.reply import ANSWERED, Reply
from kg.core.errors import LimitReached
from kg.core.graph import Literal, Store, open_build
from kg.core.ontology import Ontology
from kg.core.time_axes import TimeAxes
from kg.query.answers import Answer
from kg.query.apart import answer_apart
from kg.query.formats import write_answer
from kg.query.labelled import iris_in, label_answer
from kg.query.labelling import Labelling
from kg.query.limits import Limits
from kg.query.reads import predicates_read
from kg.restrict import restrict
from kg.show.naming import name_all
from kg.unanswered import Asked
from kg.wording.asked import said

_LONGEST: Final = 200_000  # letters of an answer


@dataclass(frozen=True, slots=True)
class Desk:
    """A build in a folder, the limits of a call, the two days, the reader's language, and how many rows are shown."""

    folder: Path
    ontology: Ontology
    limits: Limits
    axes: TimeAxes
    language: str
    limit: int

    @property
    def asked(self) -> Asked:
        """Return where something is asked, for what says why nothing was found."""
        return Asked(self.folder, self.axes, self.limits, self.ontology, self.language)

    def answer(self, sparql: str) -> Answer:
        """Answer a query within the limits; raise what `answer_apart` does."""
        if not self.axes:
            return answer_apart(partial(open_build, self.folder), sparql, self.limits)
        store = self._restricted(sparql)
        return answer_apart(lambda: store, sparql, self.limits)

    def _restricted(self, sparql: str) -> Store:
        return restrict(self.folder, self.ontology.folder, self.axes).store(read=predicates_read(sparql))

    def cite(self, claims: Iterable[str]) -> tuple[dict[str, Any], ...]:
        """Return the evidence of some claims."""
        return evidence_of(self.folder, self.axes, self.ontology, self.language, [*claims])

    def told(self, answer: Answer, command: tuple[str, ...]) -> Reply:
        """Reply with an answer that has rows: as `command` prints it with --format csv, with the claims it names.

        Raises LimitReached for a row that is longer than a reply may be.
        """
        shown = replace(answer, rows=answer.rows[: self.limit])
        text = self._written(shown)
        while len(text) > _LONGEST and len(shown.rows) > 1:
            shown = replace(shown, rows=shown.rows[: len(shown.rows) // 2])
            text = self._written(shown)
        if len(text) > _LONGEST:
            raise LimitReached(f"One row has more than {_LONGEST:,} letters.", remedy="Ask for less, in fewer columns.")
        claims = self.cite(claims_in(shown))
        ours = () if claims or not _has_numbers(shown) else (said("computed", self.language),)
        limit = ("--limit", f"{len(shown.rows)}")
        left_out = len(answer.rows) - len(shown.rows)
        asked = dict(answer.asked)
        command = (*command, *self.options(), "--format", "csv", *(limit if left_out else ()))
        return Reply(ANSWERED, text, command, asked, len(shown.rows), left_out, ours, claims)

    def _written(self, answer: Answer) -> str:
        labels = name_all(self.folder, self.ontology, iris_in(answer), self.language).labels
        out = io.BytesIO()
        write_answer(label_answer(answer, labels, Labelling.BOTH), "csv", out)
        return out.getvalue().decode()

    def options(self) -> tuple[str, ...]:
        """Return the options of a command that asks in the same language, on the same days."""
        days = {"--as-known-on": self.axes.as_known_on, "--valid-on": self.axes.valid_on}
        given = [(name, day.isoformat()) for name, day in days.items() if day is not None]
        return ("--lang", self.language, *(word for pair in given for word in pair))


def _has_numbers(answer: Answer) -> bool:
    """Tell whether a number stands in an answer."""
    kinds = {term.datatype.value.rpartition("#")[2] for row in answer.rows for term in row if isinstance(term, Literal)}
    return not kinds.isdisjoint({"decimal", "integer", "double"})
