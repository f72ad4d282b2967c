"""Figures and claims of all kinds, made by chance, and what the rules over a table make of them in any engine."""

import random
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from kg import claim
from kg.claim import AMOUNT, Bound, digits_of, grain_of
from kg.compare.prepare.claims import COLUMNS
from kg.compare.prepare.facts import read_facts
from kg.core import assets
from kg.core.graph import Store
from kg.core.ontology import read_ontology
from kg.figure import read_figures, with_figures

Row: TypeAlias = dict[str, Any]
Run: TypeAlias = Callable[[ir.Table, pa.Table], list[Row]]
"""Computes an expression over a table, and returns its rows in the order of `number`."""
ONTOLOGY = read_ontology(assets.ontology())
FIGURES = read_figures(ONTOLOGY)
_LEAST = Decimal("0.000000001")


@cache
def bounds() -> dict[str, Bound]:
    """Return the bounds of the ontology by their keys."""
    rows = read_facts(ONTOLOGY, Store()).bounds.to_pylist()
    return {row.pop("bound").rpartition("/")[2]: Bound(**row) for row in rows}


WORDS = (
    "",
    "",
    "",
    "млрд",
    "млн",
    "мың",
    "тыс.",
    "миллиард",
    "bn",
    "million",
    "%",
    "долларов",
    "теңге",
    "more",
    "—",
    "!",
)
SEPARATORS = ("", "", " ", ",", "\u00a0", "\u202f", "'", "’")
JUNK = ("", "words", "...", "млрд 5", ",5", "5.", "1.2.3", "1,234,567.8", "2024", "0", "00", "٣٠", "10 000 000", "№ 3")


def rows_of(seed: int, count: int) -> list[Row]:
    """Make claims with figures of many sizes, said in many ways, right and wrong."""
    rand = random.Random(seed)  # noqa: S311
    return [_row(rand, place) for place in range(count)]


def _row(rand: random.Random, place: int) -> Row:
    amount = _amount(rand)
    top = amount + abs(_amount(rand)) if rand.random() < 0.3 else None
    percent = rand.choice(["0.000001", "0.5", "2", "5", "10", "33.3333", "99"])
    return {
        "number": place,
        "key": rand.choice(sorted(bounds())),
        "amount": amount,
        "amount_to": top,
        "amount_as_said": _said(rand, amount),
        "tolerance": None if rand.random() < 0.2 else (Decimal(percent) / 100).quantize(Decimal("0.000001")),
        "least_tolerance": rand.choice([None, Decimal("0.5"), Decimal(1), _LEAST, Decimal(1000)]),
    }


def _amount(rand: random.Random) -> Decimal:
    digits = rand.randrange(10 ** rand.randint(0, 7))
    return Decimal(digits).scaleb(rand.randint(-9, 9)) * rand.choice([1, 1, 1, -1])


def _said(rand: random.Random, amount: Decimal) -> str | None:
    if rand.random() < 0.1:
        return rand.choice([None, *JUNK])
    scaled = abs(amount).scaleb(-rand.choice([0, 0, 3, 6, 9])).normalize()
    whole, _, part = f"{scaled:f}".partition(".")
    separator = rand.choice(SEPARATORS)
    grouped = f"{int(whole):,}".replace(",", separator)
    part += "0" * rand.choice([0, 0, 0, 1, 2])
    text = grouped + (rand.choice(".,") + part if part else "")
    before = rand.choice(["", "", "в 2024 году ", "in 2024, 12 ", "1–", "3 to 4, or ", "5 "])
    parts = (
        rand.choice(("", "-", "около ", "шамамен ")),
        before,
        text,
        " ",
        rand.choice(WORDS),
        rand.choice(("", " 7")),
    )
    return "".join(parts).strip()


_FLAGS = {name: pa.bool_() for name in Bound.__slots__}
_KINDS = {
    "number": pa.int64(),
    "amount": pa.decimal128(36, 18),
    "amount_to": pa.decimal128(36, 18),
    "amount_as_said": pa.string(),
    "tolerance": pa.decimal128(7, 6),
    "least_tolerance": pa.decimal128(28, 9),
}


def grains_and_intervals(rows: list[Row], run: Run) -> list[Row]:
    """Return what rows allow, as the expressions over a table have it."""
    flagged = [row | {name: getattr(bounds()[row["key"]], name) for name in _FLAGS} for row in rows]
    table = pa.Table.from_pylist(flagged, pa.schema(list((_KINDS | _FLAGS).items())))
    given_ = ibis.table(ibis.Schema.from_pyarrow(table.schema), name="given")
    counted = given_.mutate(
        figure=given_.amount.cast(AMOUNT),
        upper=ibis.coalesce(given_.amount_to, given_.amount).cast(AMOUNT),
        grain=grain_of(digits_of(given_.amount), given_.amount_as_said),
    )
    found = claim.with_intervals(counted).select("number", "low", "high", "low_open", "high_open", "grain")
    return run(found, table)


def embedded(expression: ir.Table, table: pa.Table) -> list[Row]:
    with duckdb.connect() as engine:
        engine.register("given", table)
        rows: list[Row] = engine.sql(str(ibis.to_sql(expression, dialect="duckdb"))).to_arrow_table().to_pylist()
    return sorted(rows, key=lambda row: row["number"])


def claims_of(seed: int, count: int = 1000) -> list[Row]:
    """Make claims of the classes that have a number and of one that has none, with any of their cells filled."""
    rand = random.Random(seed)  # noqa: S311
    classes = sorted({cls for figure in FIGURES for cls in figure.classes})
    return [_claim(rand, place, [*classes, "dyad:Relation"]) for place in range(count)]


def _claim(rand: random.Random, place: int, classes: list[str]) -> Row:
    row: Row = {"number": place, "class": rand.choice(classes)}
    for name, kind in COLUMNS.items():
        if name not in row and rand.random() < 0.7:
            row[name] = f"{name}-{rand.randrange(9)}" if kind == "string" else None
            if kind.startswith("decimal"):
                row[name] = _amount(rand)
    return row


def figured(rows: list[Row], run: Run) -> list[Row]:
    kinds = {"number": "int64"} | COLUMNS
    schema = pa.schema([(name, ibis.dtype(kind).to_pyarrow()) for name, kind in kinds.items()])
    table = pa.Table.from_pylist(rows, schema)
    return run(with_figures(ibis.table(kinds, name="given"), FIGURES), table)
