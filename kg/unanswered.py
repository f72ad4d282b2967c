"""Say why a question, or a query of one's own, found nothing in a build: it is asked again with less said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kg.core import assets
from kg.core.graph import Store, open_build
from kg.core.ontology import Ontology
from kg.core.time_axes import TimeAxes
from kg.names.opened import Names
from kg.query.apart import answer_apart
from kg.query.asked import ParameterValue
from kg.query.constants import unused
from kg.query.empty import is_covered, why_empty
from kg.query.header import Query
from kg.query.limits import Limits
from kg.query.reads import predicates_read
from kg.query.searched import RowCount, Searched
from kg.restrict import restrict
from kg.wording.asked import said

_AGAIN = 2.0  # seconds for a query that is asked again


@dataclass(frozen=True, slots=True)
class Asked:
    """Where something was asked: the folder of a build, without the claims that two days exclude, within limits."""

    folder: Path
    axes: TimeAxes
    limits: Limits
    ontology: Ontology
    language: str = "en"


def why_unanswered(question: Query, values: Sequence[ParameterValue], asked: Asked) -> tuple[str, ...]:
    """Return sentences that say why a question has no answer in a build, as `why_empty` does."""
    return why_empty(question, values, _searched(asked))


def covers(question: Query, values: Sequence[ParameterValue], asked: Asked) -> bool:
    """Tell whether a build speaks of what a question asks, as `is_covered` does."""
    return is_covered(question, values, _searched(asked))


def _searched(asked: Asked) -> Searched:
    names = Names(asked.folder, asked.ontology, asked.language)
    return Searched(open_build(asked.folder), names, _count(asked), _unrestricted(asked), assets.packs())


def why_nothing_meets(query: str, asked: Asked) -> tuple[str, ...]:
    """Return sentences that say why a query of one's own has no answer in a build.

    They name what the graph has not, and how many rows there are without the days that leave claims out.
    """
    notes = []
    for option, count in _unrestricted(asked).items():
        if found := count(query, _AGAIN):
            notes.append(said("left out", asked.language, option, f"{found:,}"))
            break
    missing = [one.text for one in unused(query, open_build(asked.folder))]
    notes += [said("unused", asked.language, text) for text in missing]
    return tuple(notes) or (said("together", asked.language),)


def _unrestricted(asked: Asked) -> dict[str, RowCount]:
    """Return how to count the rows without each of the days, and without both, by the options that set them."""
    days = {"valid_on": asked.axes.valid_on, "as_known_on": asked.axes.as_known_on}
    given = {f"--{name.replace('_', '-')} {day}": name for name, day in days.items() if day}
    found = {text: _count(replace(asked, axes=replace(asked.axes, **{name: None}))) for text, name in given.items()}
    if len(given) > 1:
        found[", ".join(given)] = _count(replace(asked, axes=TimeAxes()))
    return found


def _count(asked: Asked) -> RowCount:
    stores: list[Store] = []  # what a restriction has read serves all that is asked with other values

    def count(text: str, seconds: float) -> int:
        limits = replace(asked.limits, timeout=min(asked.limits.timeout, seconds))
        if not asked.axes:
            return len(answer_apart(partial(open_build, asked.folder), text, limits).rows)
        if not stores:
            stores.append(restrict(asked.folder, asked.ontology.folder, asked.axes).store(read=predicates_read(text)))
        return len(answer_apart(lambda: stores[0], text, limits).rows)

    return count
