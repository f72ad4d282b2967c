"""Say why a question has no answer: which value is the reason, what there is instead, which pack has it."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.core import iri, terms
from kg.core.errors import KgError
from kg.core.ontology import Ontology
from kg.names.opened import Names
from kg.names.pairs import unnamed_dyad
from kg.names.things import Thing
from kg.query.asked import ParameterValue, term_text
from kg.query.header import OPEN, Query
from kg.query.library import with_terms
from kg.query.matter import Matter, is_in_use, kinds_by_use, matter_of, missing_from
from kg.query.searched import RowCount, Searched, in_packs, is_thing
from kg.wording.asked import said

_TIME: Final = 2.0  # seconds for all that is asked again
_DAYS, _OTHERS, _SHOWN, _KINDS = 6, 6, 3, 6


def why_empty(question: Query, values: Sequence[ParameterValue], graph: Searched) -> tuple[str, ...]:
    """Return sentences that say why a question asked with some values has no answer in a graph.

    Each value is dropped, one at a time, and the question asked again: a limit of time bounds that. Where no value is
    the reason, what nobody says is told by the claims that name the thing asked about, and what a pack says of it by
    the rows of its tables.
    """
    asked = {value.parameter.name: value.term for value in values}
    again = _Again(question, asked, time.monotonic() + _TIME)
    matter = matter_of(with_terms(question, asked), graph.ontology)
    notes = [*_left_out(graph, again)]
    notes = notes or [*_by_values(values, graph, matter, again)]
    if not notes:
        notes = [*_by_things(values, graph, matter, again)]
        notes += in_packs(values, graph, matter)
        notes = notes or [*_unsaid(graph, matter)]
    if again.gave_up:
        notes.append(said("gave up", graph.language))
    return tuple(dict.fromkeys(notes)) or (said("why not", graph.language),)


def is_covered(question: Query, values: Sequence[ParameterValue], graph: Searched) -> bool:
    """Tell whether a graph speaks of what a question asks: its silence means nothing where it does not.

    It does if it has claims of all these kinds, says something of each thing that is named, has claims of the years
    of the days that are given, and if no pack that was left out has rows on these things.
    """
    matter = matter_of(with_terms(question, {one.parameter.name: one.term for one in values}), graph.ontology)
    things = [one.text for one in values if is_thing(one, graph.ontology)]
    days = [one.text for one in values if one.given and one.parameter.type == "date"]
    return (
        _has_kinds(graph, matter)
        and all(is_told_of(graph.names, thing) for thing in things)
        and _has_years(graph, matter, days)
        and not any(in_packs(values, graph, matter))
    )


def _has_kinds(graph: Searched, matter: Matter) -> bool:
    """Tell whether a graph has claims of each class, and of one of the indicators or relations, in question.

    Where it is about no claims, it is told whether anything has one of the properties.
    """
    counted = kinds_by_use(graph.store, matter)
    if not counted and not matter.classes:
        return any(is_in_use(graph.store, name) for name in matter.properties)
    subs = [graph.ontology.subs(cls) for cls in matter.narrow()]
    in_use = all(any(is_in_use(graph.store, sub) for sub in of_class) for of_class in subs)
    return in_use and (not counted or any(counted.values()))


def is_told_of(names: Names, name: str) -> bool:
    """Tell whether the claims of a graph say anything of a thing."""
    thing = names.of_iri(name)
    return thing is not None and bool(_counted(names, thing))


def _has_years(graph: Searched, matter: Matter, days: Sequence[str]) -> bool:
    """Tell whether some days lie in the years of which the claims in question speak, if these say when."""
    span = graph.names.years(_classes(matter, graph.ontology))
    return span is None or all(span[0] <= int(day[:4]) <= span[1] for day in days)


class _Again:
    """A question asked again with other values, until there is no time left."""

    def __init__(self, question: Query, asked: Mapping[str, str], deadline: float) -> None:
        self._question, self._asked, self._deadline = question, asked, deadline
        self.gave_up = False

    def rows(self, count: RowCount, other: Mapping[str, str] | None = None) -> int:
        """RowCount the rows with some other values; none where there is no time left, or it takes too much."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            self.gave_up = True
            return 0
        try:
            return count(with_terms(self._question, {**self._asked, **(other or {})}), left)
        except KgError:
            self.gave_up = True
            return 0


def _left_out(graph: Searched, again: _Again) -> Iterator[str]:
    """Tell how many rows there are without the days that leave claims out."""
    for option, count in graph.unrestricted.items():
        if found := again.rows(count):
            yield said("left out", graph.language, option, f"{found:,}")
            return


def _by_values(values: Sequence[ParameterValue], graph: Searched, matter: Matter, again: _Again) -> Iterator[str]:
    """Tell what another value of a parameter that names no thing would give."""
    for value in values:
        name = value.parameter.name
        if value.is_open or is_thing(value, graph.ontology):
            continue
        if value.parameter.may_be_open and (found := again.rows(graph.count, {name: OPEN})):
            yield said("opened", graph.language, name, f"{found:,}")
        elif value.term != (usual := value.parameter.default) and (found := again.rows(graph.count, {name: usual})):
            yield said("another", graph.language, name, term_text(usual), f"{found:,}")
        elif value.parameter.type == "date":
            yield from _on_other_days(value, values, graph, matter, again)


def _by_things(values: Sequence[ParameterValue], graph: Searched, matter: Matter, again: _Again) -> Iterator[str]:
    """Tell what there is of the things that were named."""
    for value in values:
        if is_thing(value, graph.ontology):
            yield from _of_thing(value, graph, matter, again)


def _on_other_days(
    value: ParameterValue, values: Sequence[ParameterValue], graph: Searched, matter: Matter, again: _Again
) -> Iterator[str]:
    """Tell the newest of some days on which there are rows."""
    for day in _days(values, graph, matter):
        term = f'"{day}"^^<{iri.PREFIXES["xsd"]}date>'
        if day != value.text and (found := again.rows(graph.count, {value.parameter.name: term})):
            parts = (value.parameter.name, day, f"{found:,}")
            if value.given:
                yield said("another", graph.language, *parts)
            else:
                yield said("default day", graph.language, value.text, *parts)
            return


def _days(values: Sequence[ParameterValue], graph: Searched, matter: Matter) -> list[str]:
    """Return some days in the years of which the claims in question speak, the newest first."""
    things = [thing for value in values if value.is_entity and (thing := graph.names.of_iri(value.text))]
    counts = [one for thing in things for one in graph.names.counts(thing) if one.last]
    spans = [(one.first, one.last) for one in counts if one.cls in _classes(matter, graph.ontology)]
    every = graph.names.years(_classes(matter, graph.ontology))
    spans = spans or [(one.first, one.last) for one in counts] or ([every] if every else [])
    if not spans:
        return []
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    step = max((last - first) // _DAYS, 1)
    return [f"{year:04}-07-01" for year in range(last, first - 1, -step)][:_DAYS]


def _classes(matter: Matter, ontology: Ontology) -> list[str]:
    """Return the classes of the claims in question, with their subclasses, as the index has them."""
    return sorted({iri.compress(sub) for cls in matter.narrow() for sub in ontology.subs(cls)})


def _of_thing(value: ParameterValue, graph: Searched, matter: Matter, again: _Again) -> Iterator[str]:
    """Tell what claims there are of a thing, and for which others of its class the question has an answer."""
    names, language, name = graph.names, graph.language, value.parameter.name
    yield what_there_is(names, value.text, certain=not again.gave_up)
    if value.parameter.may_be_open and (found := again.rows(graph.count, {name: OPEN})):
        yield said("opened", language, name, f"{found:,}")
        return
    candidates = names.telling(
        names.ontology.subs(iri.PREFIXES["dyad"] + value.parameter.type),
        _classes(matter, graph.ontology),
        [iri.own_key(one) for one in sorted(matter.indicators)],
        _OTHERS,
    )
    others = [one for one in candidates if one.iri != value.text]
    answered = [one for one in others if again.rows(graph.count, {name: f"<{one.iri}>"})][:_SHOWN]
    if answered:
        more = ", …" if len(others) > len(answered) else ""
        yield said("others", language, ", ".join(names.shown(one, segment=False) for one in answered) + more)


def what_there_is(names: Names, name: str, *, certain: bool = True) -> str:
    """Return a sentence on what the claims of a graph say of a thing, counted by indicator or class.

    It says that nobody says what was asked, if that is certain.
    """
    thing = names.of_iri(name)
    counted = _counted(names, thing) if thing else Counter[str]()
    label = f"{names.label(thing)} ({iri.own_key(thing.iri)})" if thing else unnamed_dyad(names, name)
    if not counted:
        return said("nobody", names.language, label)
    most = [f"{kind} {count:,}" for kind, count in counted.most_common(_KINDS)]
    more = ["…"] if len(counted) > _KINDS else []
    return said("instead" if certain else "there is", names.language, label, ", ".join(most + more))


def _counted(names: Names, thing: Thing) -> Counter[str]:
    """RowCount the claims that name a thing by what they are of, and the things that concern it by their class."""
    found = Counter[str]()
    for one in names.counts(thing):
        indicator = names.of_key(f"indicator/{one.indicator}") if one.indicator else []
        found[names.label(indicator[0]) if indicator else names.kind(one.cls)] += one.claims
    for predicate, things in names.links(thing, incoming=True):
        if predicate == terms.concernsDyad:
            found.update(names.kind(one.cls) for one in things)
    return found


def _unsaid(graph: Searched, matter: Matter) -> Iterator[str]:
    """Name the terms of a question that nothing in the graph has, else the kinds of claims with the fewest of them."""
    missing = missing_from(graph.store, matter, graph.ontology)
    counted = kinds_by_use(graph.store, matter)
    missing += [kind for kind, count in counted.items() if not count]
    if missing:
        yield said("unused", graph.language, ", ".join(map(iri.compress, missing)))
    elif counted:
        things = ((graph.names.of_iri(kind), count) for kind, count in counted.items())
        listed = [f"{graph.names.label(thing)} ({count:,})" for thing, count in things if thing]
        yield said("fewest", graph.language, ", ".join(listed[:_SHOWN]))
