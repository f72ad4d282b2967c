"""Put labels beside the IRIs of an answer, and short keys in their place: answers for people and their tables."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Term
from kg.query.answers import Answer
from kg.query.labelling import Labelling
from kg.wording.labels import ChosenLabel

Labels: TypeAlias = Mapping[str, ChosenLabel]
_TOLD_BY_HASH = frozenset({"claim", "finding", "reading"})
_LETTERS = 8
LABEL = "_label"
"""What the name of a column of labels ends with."""


def iris_in(answer: Answer) -> set[str]:
    """Return the IRIs that stand in the cells of an answer."""
    return {term.value for row in answer.rows for term in row if isinstance(term, NamedNode)}


def key_columns(answer: Answer) -> list[str]:
    """Name the columns of an answer in which an IRI stands."""
    named = zip(answer.variables, _columns(answer), strict=True)
    return [name for name, column in named if any(isinstance(term, NamedNode) for term in column)]


def label_answer(answer: Answer, labels: Labels, labelling: Labelling) -> Answer:
    """Return an answer in which IRIs of ours are short keys, and beside each column of IRIs stands one of labels.

    A column in which nothing has a label gets none beside it, nor one whose labels the query itself gives under that
    name. With `ONLY` a label stands in the place of the key. With `NONE` the answer stays as it is.
    """
    if labelling is Labelling.NONE or not iris_in(answer):
        return answer
    variables: list[str] = []
    columns: list[list[Term | None]] = []
    for name, column in zip(answer.variables, _columns(answer), strict=True):
        labelled: list[Term | None] = [_label(term, labels) for term in column]
        keys = [_key(term) for term in column]
        named, beside = any(labelled), f"{name}{LABEL}"
        if labelling is Labelling.ONLY:
            keys = [label or key for label, key in zip(labelled, keys, strict=True)]
        variables.append(name)
        columns.append(keys)
        if named and labelling is Labelling.BOTH and beside not in answer.variables:
            variables.append(beside)
            columns.append(labelled)
    return replace(answer, variables=tuple(variables), rows=tuple(zip(*columns, strict=True)), kind="table")


def short_key(name: str) -> str:
    """Shorten an IRI of ours to `segment/key`, a term of ours to `dyad:Term`; one of others stays whole."""
    return iri.compress(name) if name.startswith((iri.ID, iri.PREFIXES["dyad"])) else name


def short_hash(key: str) -> str:
    """Shorten the key of what has no name, such as a claim, which is told by the first letters of its hash."""
    segment, _, own = key.partition("/")
    return own[:_LETTERS] if segment in _TOLD_BY_HASH else key


def _columns(answer: Answer) -> Iterator[list[Term | None]]:
    return ([row[place] for row in answer.rows] for place in range(len(answer.variables)))


def _key(term: Term | None) -> Term | None:
    return Literal(short_key(term.value)) if isinstance(term, NamedNode) else term


def _label(term: Term | None, labels: Labels) -> Literal | None:
    found = labels.get(term.value) if isinstance(term, NamedNode) else None
    return None if found is None else Literal(found.text, language=found.language)
