"""A plug-in as others may write it: a question, a form of export and a rule of comparison of the firm Acme."""

from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq

from kg.compare.prepare.facts import Facts
from kg.core.concepts import Reason, Verdict
from kg.core.manifest import FLAT
from kg.export import Form

QUESTIONS = Path(__file__).parent / "queries"
PAIRS = Form("pairs", "tsv", "text/tab-separated-values", FLAT, "acme_dyad:write_pairs")


def write_pairs(flat: Path, out: Path) -> tuple[str, ...]:
    """Write the claims with what they are about, a line each."""
    rows = pq.read_table(flat, columns=["claim", "is_about"]).to_pylist()
    out.write_text("".join(f"{row['claim']}\t{row['is_about']}\n" for row in rows), encoding="utf-8")
    return ("Left out: all but the claims and what they are about.",)


def slipped_points(figures: ir.Table, _facts: Facts[ir.Table]) -> ir.Table:
    """Return the pairs of figures of one thing and time of which one is ten times the other: a point has slipped."""
    later = figures.view()
    same = [figures[name] == later[name] for name in ("subject", "indicator", "base_unit", "since", "until")]
    met = figures.join(later, [*same, figures.figure * 10 == later.figure])
    return met.select(
        first=figures.claim,
        second=later.claim,
        verdict=ibis.literal(Verdict.SUSPICIOUS),
        reasons=ibis.array([Reason.BOUNDS_APART]),
    )
