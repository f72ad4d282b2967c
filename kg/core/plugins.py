"""What other packages add to Dyad: questions, forms of export and rules of comparison, found by their entry points."""

import hashlib
import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.core.errors import PluginFaulty

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

QUESTIONS: Final = "dyad.questions"
EXPORTS: Final = "dyad.export"
RULES: Final = "dyad.comparison"


@cache
def plugins(group: str) -> dict[str, Any]:
    """Return what installed packages offer in a group, by name; raise PluginFaulty for what cannot be had.

    It is imported here, for the first time, so that nobody waits for a plug-in that is not used.
    """
    from importlib.metadata import entry_points

    found: dict[str, Any] = {}
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        if point.name in found:
            raise _faulty(point, "Two plug-ins have one name.", "Uninstall one of them.")
        found[point.name] = _loaded(point)
    return found


def question_folders() -> list[Path]:
    """Return the folders of questions of other packages; raise PluginFaulty for one that is no folder."""
    folders = []
    for name, folder in plugins(QUESTIONS).items():
        if not isinstance(folder, Path) or not folder.is_dir():
            raise PluginFaulty(
                "The plug-in offers no folder of questions.",
                remedy="Let its entry point name a pathlib.Path of a folder.",
                value=name,
            )
        folders.append(folder)
    return folders


def comparison_rules() -> list[Callable[..., Any]]:
    """Return the rules of comparison of other packages; raise PluginFaulty for one that is no function."""
    for name, rule in plugins(RULES).items():
        if not callable(rule):
            remedy = "Let its entry point name a function of figures and facts."
            raise PluginFaulty("The plug-in offers no rule.", remedy=remedy, value=name)
    return [*plugins(RULES).values()]


def rules_digest() -> str:
    """Return a digest of the rules of other packages, by which builds differ: "" where there is none."""
    told = []
    for rule in comparison_rules():
        file = inspect.getsourcefile(inspect.unwrap(rule))
        told.append(f"{rule.__module__}:{rule.__qualname__} {'' if file is None else Path(file).read_text('utf-8')}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def _loaded(point: "EntryPoint") -> Any:
    try:
        return point.load()
    except (MemoryError, KeyboardInterrupt):
        raise
    except (Exception, SystemExit) as error:
        problem = f"The plug-in cannot be imported: {type(error).__name__}: {error}"
        raise _faulty(point, problem, "Mend it, or uninstall the package.") from error


def _faulty(point: "EntryPoint", problem: str, remedy: str) -> PluginFaulty:
    package = "" if point.dist is None else f" of {point.dist.name} {point.dist.version}"
    return PluginFaulty(problem, remedy=remedy, column=point.group, value=f"{point.name} = {point.value}{package}")
