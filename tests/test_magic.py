"""A build asked in a cell of Jupyter, and from R: where these are installed, else it is said what was not tested."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kg import load_ipython_extension
from tests.running import KG

PAGE = Path(__file__).parents[1] / "docs" / "notebooks-and-r.md"


@pytest.fixture
def shell(seed_build: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    found = pytest.importorskip("IPython.core.interactiveshell", reason="NOT TESTED: IPython is not installed")
    monkeypatch.chdir(seed_build.parent)
    shell = found.InteractiveShell()
    shell.run_line_magic("load_ext", "kg")
    return shell


def test_a_cell_of_jupyter_asks_the_build(shell: Any) -> None:
    turnover = shell.run_line_magic("kg", "turnover dyad=KZ-RU --lang kk")
    assert [str(amount) for amount in turnover["amount"]] == ["30000000000", "28000000000"]
    assert "Арман Шаққалиев" in turnover["speaker_label"].tolist()
    query = "SELECT ?post ?holder { ?holder dyad:holdsPost ?post } ORDER BY ?post LIMIT 1"
    assert shell.run_cell_magic("kg", "--into posts", query) is None
    assert shell.user_ns["posts"].columns.tolist() == ["post", "post_label", "holder", "holder_label"]


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("turnovr", None, "Did you mean turnover?"),
        ("turnover dyd=KZ-RU", None, "Did you mean dyad?"),
        ("turnover --lnag kk", None, "Did you mean --lang?"),
        ("--into 7", "SELECT * { ?s ?p ?o }", "no name of a variable"),
        ("--build nowhere turnover", None, "no build here"),
        ("", "SELECT * { country:ZZ ?p ?o }", "Nothing in this graph is called country:ZZ"),
        ("'", None, "cannot be split"),
    ],
)
def test_a_mistake_in_a_cell_is_told_without_a_traceback(line: str, cell: str | None, said: str, shell: Any) -> None:
    from IPython.core.error import UsageError

    with pytest.raises(UsageError, match=re.escape(said)):
        shell.run_line_magic("kg", line) if cell is None else shell.run_cell_magic("kg", line, cell)


def test_the_magic_is_registered_by_its_name() -> None:
    class Shell:
        def register_magic_function(self, function: object, magic_kind: str, magic_name: str) -> None:
            self.given = (callable(function), magic_kind, magic_name)

    shell = Shell()
    load_ipython_extension(shell)
    assert shell.given == (True, "line_cell", "kg")


def test_the_recipe_for_r_runs(seed_build: Path, tmp_path: Path) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("NOT TESTED: Rscript is not installed (Debian: r-base-core)")
    code = re.findall(r"```r\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    recipe = tmp_path / "recipe.R"
    recipe.write_text("\n".join(code), encoding="utf-8")
    environment = {**os.environ, "PATH": f"{Path(KG).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["Rscript", str(recipe)],
        cwd=seed_build.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "28000000000" in done.stdout or "2.8e+10" in done.stdout
