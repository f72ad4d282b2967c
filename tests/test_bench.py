"""The gate of the benchmarks lets no ratio grow by more than a third, and none go unmeasured."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.bench import ROOT, Cost, cases, judge, numbers_in
from benchmarks.engines import ENGINES, asked, milliseconds, told
from kg.core.errors import QueryInvalid

COMMITTED = {"slow : quick": 3.0}


@pytest.mark.parametrize(("seconds", "held"), [(1.0, True), (3.9, True), (4.1, False)])
def test_a_ratio_may_be_a_third_worse_and_no_more(seconds: float, held: bool) -> None:  # noqa: FBT001
    costs = {"slow": Cost(seconds, 1), "quick": Cost(1, 1)}
    ((line, is_held),) = judge(costs, COMMITTED)
    assert is_held is held
    assert line.endswith("held" if held else "WORSE")


def test_a_ratio_that_nobody_measured_is_not_held() -> None:
    assert list(judge({"slow": Cost(1, 1)}, COMMITTED)) == [(f"{'slow : quick':<40} not measured", False)]


def test_a_ratio_names_the_numbers_of_claims_that_it_needs() -> None:
    assert numbers_in("load 1,000,000 : load 100,000") == {100_000, 1_000_000}
    assert numbers_in("kg --help : import click") == set()


def test_every_committed_ratio_is_of_cases_that_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.bench.write_sources", lambda *_: None)
    named = {name for name, _ in cases([10_000, 100_000, 1_000_000], tmp_path)}
    committed = tomllib.loads((ROOT / "benchmarks" / "ratios.toml").read_text(encoding="utf-8"))["ratios"]
    assert committed
    assert {case for pair in committed for case in pair.split(" : ")} <= named


def test_an_engine_is_told_by_what_it_answers() -> None:
    assert told("some", [*range(1, 20), None]) == f"{'some':<16}     10.0     19.0     19.0           1"


@pytest.mark.parametrize("name", ["dyad-on-disk", "dyad-in-memory"])
def test_both_forms_of_the_store_are_asked(name: str, seed_build: Path) -> None:
    with ENGINES[name](seed_build) as ask:
        assert ask("SELECT * { VALUES ?x { 1 2 } }") == 2
        assert milliseconds(ask, "ASK { ?s ?p ?o }") is not None
        assert milliseconds(ask, "SELECT") is None


def test_what_an_engine_refuses_is_not_answered() -> None:
    def refuse(_: str) -> int:
        raise QueryInvalid("No.", remedy="Ask less.")

    assert milliseconds(refuse, "") is None


@pytest.mark.parametrize(("limit", "answers"), [(60, 5), (0, 3)])
def test_an_engine_that_lets_three_in_a_row_run_out_of_time_is_asked_no_more(
    limit: int, answers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.engines.LIMIT", limit)
    heard: list[str] = []
    found = asked(lambda text: len(heard.append(text) or heard), [*"abcde"])  # type: ignore[func-returns-value]
    assert len(found) - found.count(None) == answers
    assert {*heard} == {*"abcde"[:answers]}
