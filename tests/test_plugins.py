"""What other packages add is found by their entry points, runs where ours runs, and is named where it is faulty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.core import plugins
from kg.export import forms
from tests.compare.cases import cases, findings_of, place
from tests.running import kg

HERE = Path(__file__).parent / "plugin"
TENFOLD = cases("""
slipped:
    exactly 44 USD source=@s1
    exactly 440 USD source=@s2
kept:
    exactly 44 USD source=@s1
    exactly 45 USD source=@s2
""")


def forget() -> None:
    for cached in (plugins.plugins, forms):
        cached.cache_clear()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a package with plug-ins where Python finds it, as an installer would."""
    shutil.copytree(HERE, tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    forget()
    yield tmp_path / "site"
    monkeypatch.undo()
    forget()


def test_nothing_is_added_where_nothing_is_installed() -> None:
    assert plugins.question_folders() == []
    assert plugins.comparison_rules() == []
    assert plugins.rules_digest() == ""
    assert "pairs" not in forms()


@pytest.mark.usefixtures("installed")
def test_a_form_of_export_of_another_package_is_offered_and_written(world_build: Path, tmp_path: Path) -> None:
    done = kg(world_build.parent, "export", "--format", "pairs", "--out", str(tmp_path / "pairs.tsv"))
    assert done.returncode == 0
    assert "Left out: all but the claims" in done.stderr
    lines = (tmp_path / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    assert any(line.endswith("/dyad/XA-XB") for line in lines)


@pytest.mark.usefixtures("installed")
def test_a_question_of_another_package_is_asked(world_build: Path) -> None:
    done = kg(world_build.parent, "ask", "acme-claims", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 2


@pytest.mark.usefixtures("installed")
def test_a_rule_of_another_package_finds_what_ours_do_not_and_changes_the_build() -> None:
    found = findings_of(TENFOLD, "dyad:Comparison")
    verdicts = {name: [row["verdict"] for row in found[place(TENFOLD, name)]] for name in ("slipped", "kept")}
    assert verdicts == {"slipped": ["contradiction", "suspicious"], "kept": ["contradiction"]}
    assert plugins.rules_digest() != ""


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("[dyad.export]\npairs = acme_dyad:NOTHING\n", "acme_dyad:NOTHING of acme-dyad 1.0"),
        ("[dyad.export]\npairs = acme_nowhere:PAIRS\n", "acme_nowhere:PAIRS of acme-dyad 1.0"),
        ("[dyad.export]\nother = acme_dyad:QUESTIONS\n", "value «other»"),
        ("[dyad.questions]\nacme = acme_dyad:PAIRS\n", "value «acme»"),
    ],
)
def test_what_cannot_be_had_of_another_package_is_named(
    points: str, expected: str, installed: Path, world_build: Path
) -> None:
    (installed / "acme_dyad-1.0.dist-info" / "entry_points.txt").write_text(points, encoding="utf-8")
    assert kg(world_build.parent, "--help").returncode == 0
    command = ("ask", "turnover") if "questions" in points else ("export", "--format", "nq", "--out", "x.nq")
    done = kg(world_build.parent, *command)
    assert done.returncode == 2
    assert "plugin-faulty" in done.stderr
    assert expected in done.stderr
