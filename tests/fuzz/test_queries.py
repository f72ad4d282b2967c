"""Queries as strangers write them: answered from this store, within limits, or refused; nothing else is reached."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.graph import Store, load_lines
from kg.query.apart import answer_apart
from kg.query.limits import Limits
from tests.fuzz.contract import examples, hostile, kept, mutated, result

QUERY = b"""PREFIX : <x:>
SELECT ?s (COUNT(*) AS ?n) WHERE { ?s :p/:q* ?o . OPTIONAL { ?s :r "a"@en } FILTER(?n > 1.5 && REGEX(?o, "^a")) }
GROUP BY ?s ORDER BY DESC(?n) LIMIT 5
"""
TOKENS = (
    *(b"SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }", b"SERVICE SILENT ", b"FROM <file:///etc/passwd> ", b"LOAD <x:y>"),
    *(b"GRAPH ?g { ", b" UNION ", b" MINUS ", b"VALUES ?v { 1 UNDEF } ", b"BIND(1/0 AS ?z) ", b"CONSTRUCT ", b"ASK "),
    *(
        b"(" * 200,
        b"{" * 200,
        b"!" * 200,
        b"\\u0053",
        b"\\U0010FFFF",
        b"<< ?a ?b ?c >>",
        b"'''",
        b'"""',
        b"1e999999999",
    ),
    *(b"?s ?p ?o . " * 30, b"STRDT('x', 1) ", b"IRI('\xc2\xa0') ", b"DESCRIBE ", b"\xcc\x80", b"e:a\xc2\xb7b"),
)


@cache
def store() -> Store:
    made = Store()
    load_lines(made, [f'<x:{n}> <x:p> "{n}" <x:g> .' for n in range(20)])
    return made


def asked(text: str) -> None:
    """Ask within two seconds; what takes longer, or breaks the engine, is a clear error too."""
    result(lambda: answer_apart(store, text, Limits(timeout=2, memory=300, rows=1000)))


@examples(40)
@given(content=mutated(QUERY, TOKENS))
def test_a_query_is_answered_or_refused(content: bytes) -> None:
    asked(content.decode("utf-8", "replace"))


@examples(20)
@given(parts=st.lists(st.one_of(hostile, st.sampled_from(TOKENS).map(lambda token: token.decode())), max_size=8))
def test_any_words_are_answered_or_refused(parts: list[str]) -> None:
    asked(" ".join(parts))


@pytest.mark.parametrize("path", kept("queries"), ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    asked(path.read_text(encoding="utf-8"))
