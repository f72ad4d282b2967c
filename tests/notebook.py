"""Run the code of a notebook, cell after cell, and say what each shows: the little of Jupyter that its test needs."""

import ast
from typing import Any

Cell = dict[str, Any]


def shown_by(cells: list[Cell]) -> list[list[Cell]]:
    """Return the outputs of the code cells of a notebook, which are run one after another."""
    names: dict[str, object] = {}
    return [_outputs(_run("".join(cell["source"]), names)) for cell in cells if cell["cell_type"] == "code"]


def _run(source: str, names: dict[str, object]) -> object:
    """Run the lines of a cell, and return the value of the last where that is an expression."""
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)  # noqa: S102
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    exec(compile(ast.Module([last], []), "cell", "exec"), names)  # noqa: S102
    return None


def _outputs(value: object) -> list[Cell]:
    if value is None:
        return []
    data = {"text/plain": repr(value).splitlines(keepends=True)}
    if hasattr(value, "_repr_html_"):
        data = {"text/html": str(value._repr_html_()).splitlines(keepends=True), "text/plain": [type(value).__name__]}
    return [{"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}]
