"""Pairs of reports that people who follow the relations have judged: the engine gives the verdicts that they gave."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kg.core.graph import FINDINGS, FLAT

# The keys of two claims, the verdict and the reasons that matter.
GOLD = """
kazinform-2025-11-12/students-kz-in-ru trend-2025-11-12/students-kz-in-ru compatible bounds-nested
kazinform-2025-11-12/young-russians-in-kz trend-2025-11-12/russians-in-kz compatible bounds-meet
kazinform-2025-11-12/planned-projects-value trend-2025-11-12/planned-value compatible bounds-nested
kazinform-2025-11-12/planned-projects-count trend-2025-11-12/planned-count contradiction bounds-apart
kazinform-2025-11-12/planned-projects-jobs trend-2025-11-12/planned-jobs suspicious same-speaker
kazinform-2025-11-12/completed-projects-value trend-2025-11-12/under-way-value suspicious identical-amount
kazinform-2025-11-12/completed-projects-count astana-times-2024-11-28/implemented-count not-comparable scope-unknown
kazinform-2025-11-12/completed-projects-value astana-times-2024-11-28/implemented-value not-comparable scope-unknown
kazinform-2025-11-12/headline-project-value kazinform-2025-11-12/planned-projects-value contradiction one-source
astana-times-2024-11/turnover-2023 trend-2024-11-27/turnover-2023 compatible by-rounding
astana-times-2024-11/turnover-2023 zakonkz-2024-11/turnover-2023 contradiction bounds-apart
trend-2024-11-27/turnover-2023 zakonkz-2024-11/turnover-2023 compatible bounds-meet
jibek-joly-2023-04-12/turnover-2022 caliber-2023/turnover-2022-in-dollars contradiction converted
jibek-joly-2023-04-12/turnover-2022 caliber-2023/turnover-2022 compatible at-stated-rate
vestnik-kavkaza-2023-02-10/students-kz-in-ru inforos-2025-07-24/students-kz-in-ru not-comparable different-period
kazinform-2025-11-12/syrym-works-began kaztag-2025-01-17/syrym-closed compatible complementary
""".strip()
Comparisons = Mapping[frozenset[str | None], Mapping[str, Any]]


@pytest.fixture(scope="module")
def comparisons(shipped_build: Path) -> Comparisons:
    rows = pq.read_table(shipped_build / FINDINGS).to_pylist()
    claims = pq.read_table(shipped_build / FLAT, columns=["claim", "claim_key"]).to_pylist()
    keys = {row["claim"]: row["claim_key"] for row in claims}
    return {frozenset({keys.get(row["first"]), keys.get(row["second"])}): row for row in rows if row["verdict"]}


@pytest.mark.parametrize("line", GOLD.splitlines(), ids=lambda line: " ".join(line.split(" ")[:2]))
def test_a_pair_has_the_verdict_of_those_who_know(line: str, comparisons: Comparisons) -> None:
    one, other, verdict, reason = line.split(" ")
    row = comparisons[frozenset({one, other})]
    assert row["verdict"] == verdict
    assert reason in row["reasons"]
