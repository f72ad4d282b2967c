"""Write answers as files: the result formats of SPARQL 1.1, typed Parquet, and N-Triples."""

import json
from dataclasses import replace
from typing import Any, BinaryIO

from kg.core.errors import ArgumentInvalid, LimitReached
from kg.core.graph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Term, parse_query_results
from kg.core.spreadsheet import inert
from kg.query.answers import TRUE, Answer
from kg.query.forms import ANSWER_FORMS
from kg.query.typed import to_arrow


def write_answer(answer: Answer, form: str, file: BinaryIO) -> None:
    """Write an answer in one of ANSWER_FORMS.

    A graph is a table of subject, predicate and object in all but `nt`, a boolean a table of one cell in all but
    `json`. Raises ArgumentInvalid for an unknown format, and for `nt` of what is no graph, and
    LimitReached for a term nested too deeply.
    """
    if form not in ANSWER_FORMS:
        raise ArgumentInvalid(
            "Answers cannot be written in that format.",
            remedy=f"Choose one of {', '.join(ANSWER_FORMS)}.",
            value=form,
        )
    try:
        ANSWER_FORMS[form].write(answer, file)
    except RecursionError as error:
        raise LimitReached(
            "A triple within a triple is nested too deeply.", remedy="Ask for its parts: SUBJECT(?t), OBJECT(?t)."
        ) from error


def for_spreadsheet(answer: Answer) -> Answer:
    """Return an answer whose texts no spreadsheet runs, for the formats `csv` and `tsv`."""
    rows = tuple(tuple(_inert(term) for term in row) for row in answer.rows)
    return replace(answer, rows=rows)


def _inert(term: Term | None) -> Term | None:
    if not isinstance(term, Literal) or (text := inert(term.value)) == term.value:
        return term
    if term.language:
        return Literal(text, language=term.language, direction=term.direction)
    return Literal(text, datatype=term.datatype)


def write_json_answer(answer: Answer, file: BinaryIO) -> None:
    """Write SPARQL 1.1 Query Results JSON; its head also has what was asked, and why there is no row."""
    document: dict[str, Any] = _json_table(answer)
    if answer.kind == "boolean":
        document = {"head": {}, "boolean": answer.rows[0][0] == TRUE}
    if answer.asked:
        document["head"]["asked"] = dict(answer.asked)
    if answer.notes:
        document["head"]["notes"] = answer.notes
    file.write(_as_json(document))


def write_csv_answer(answer: Answer, file: BinaryIO) -> None:
    """Write SPARQL 1.1 Query Results CSV: plain values, without their types."""
    _solutions(answer).serialize(file, QueryResultsFormat.CSV)


def write_tsv_answer(answer: Answer, file: BinaryIO) -> None:
    """Write SPARQL 1.1 Query Results TSV: terms as SPARQL spells them."""
    _solutions(answer).serialize(file, QueryResultsFormat.TSV)


def write_parquet_answer(answer: Answer, file: BinaryIO) -> None:
    """Write Parquet with the types of `to_arrow`; the same answer gives the same bytes."""
    from pyarrow import parquet

    parquet.write_table(to_arrow(answer), file)


def write_nt_answer(answer: Answer, file: BinaryIO) -> None:
    """Write the triples of a graph as N-Triples, in their order."""
    if answer.kind != "graph":
        raise ArgumentInvalid(
            "Only a graph can be written as N-Triples.",
            remedy="Begin the query with CONSTRUCT or DESCRIBE.",
            value="nt",
        )
    file.writelines(f"{subject} {predicate} {object_} .\n".encode() for subject, predicate, object_ in answer.rows)


def _solutions(answer: Answer) -> QuerySolutions:
    """Turn an answer back into solutions, which the engine can write; JSON is the one form that loses nothing."""
    solutions = parse_query_results(_as_json(_json_table(answer)), QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 (the text just made is that of a table)
    return solutions


def _json_table(answer: Answer) -> dict[str, Any]:
    """Describe the rows of an answer of any kind as SPARQL 1.1 Query Results JSON does."""
    bindings = [
        {variable: _json_term(term) for variable, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return {"head": {"vars": answer.variables}, "results": {"bindings": bindings}}


def _as_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _json_term(term: Term) -> dict[str, object]:
    """Describe a term as the JSON results do; strings have no datatype."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    described: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        described["xml:lang"] = term.language
        if term.direction:
            described["its:dir"] = term.direction.value
    elif term != Literal(term.value):
        described["datatype"] = term.datatype.value
    return described
