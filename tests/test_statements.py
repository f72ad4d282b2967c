"""Rows become statements: every value as the store would write it, and shortcuts as their queries conclude them."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core import iri
from kg.core.graph import Literal, Store, load_lines
from kg.load.header import Column
from kg.load.schema import Kind
from kg.rdf.statements import stating
from kg.rdf.term import term
from kg.rows.engine import put
from tests.stores import save_store
from tests.test_load import slot

TEXTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1)


def written(kind: Kind, values: pa.Array, language: str | None = None) -> list[Literal]:
    """Return values as the store reads what is stated of them."""
    store = Store()
    with stating() as engine:
        put(engine, "given", pa.table({"place": range(len(values)), "value": values}))
        said = term(Column("value", slot(kind), language), "value")
        found = engine.execute(f"SELECT '<x:' || place || '> <x:p> ' || {said} || ' .' FROM given ORDER BY place")  # noqa: S608
    load_lines(store, [line for (line,) in found])
    objects = {str(quad.subject): quad.object for quad in store}
    return [one for at in range(len(values)) if isinstance(one := objects[f"<x:{at}>"], Literal)]


@settings(max_examples=30)
@given(TEXTS)
def test_any_text_survives_as_a_literal(texts: list[str]) -> None:
    found = written(Kind.TAGGED, pa.array(texts), "kk")
    assert [(one.value, one.language) for one in found] == [(text, "kk") for text in texts]
    assert [one.value for one in written(Kind.TEXT, pa.array(texts))] == texts


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15)


@settings(max_examples=30)
@given(st.lists(NUMBERS, min_size=1))
def test_a_decimal_keeps_its_value_and_gets_the_form_that_the_store_keeps(numbers: list[Decimal]) -> None:
    found = written(Kind.DECIMAL, pa.array(numbers, pa.decimal128(36, 18)))
    assert [Decimal(one.value) for one in found] == numbers
    store = Store()
    load_lines(store, [f"<x:{at}> <x:p> {one} ." for at, one in enumerate(found)])
    assert {str(quad.object) for quad in store} == {str(one) for one in found}
    assert not [one for one in found if "." in one.value and one.value.endswith("0")]


SUBJECTS = [*(f"<{iri.ID}claim/{sign}0>" for sign in "0348bcf"), f"<{iri.ID}claim-status/a>", f"<{iri.ID}finding/a>"]
SUBJECTS += [f"<{iri.ID}dyad/a>", f"<{iri.ID}dyad/a-b>", "<http://a>", "<x:a>", "_:a"]
GRAPHS = [f"<{iri.DERIVED_GRAPH}>", "<x:g>", "<x:g-h>"]
OBJECTS = ['"a"', '"a"@en', '"a b"', "<x:a>", "<x:a-b>", "_:b"]
LINES = st.builds("{} <x:p> {} {} .".format, *map(st.sampled_from, (SUBJECTS, OBJECTS, GRAPHS)))


@settings(max_examples=25)
@given(st.lists(LINES, min_size=1))
def test_lines_come_back_once_each_and_sorted_and_what_is_stated_does_not_follow(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        count = save_store(lines, Path(folder) / "kg.nq", Path(folder) / "store")
        found = (Path(folder) / "kg.nq").read_text(encoding="utf-8").splitlines()
    said = {line.rsplit(" ", 2)[0] for line in lines if GRAPHS[0] not in line}
    kept = {line for line in lines if GRAPHS[0] not in line or line.rsplit(" ", 2)[0] not in said}
    assert found == sorted(kept)
    assert count == len(kept)
