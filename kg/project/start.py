"""Begin a project: write its `dyad.toml`, folders, page and workflow where none of them is yet."""

from pathlib import Path
from string import Template
from typing import Final

from kg import __version__
from kg.core.errors import OutputUnwritable
from kg.core.output import file_beside
from kg.project.settings import SETTINGS

_TEMPLATES: Final = Path(__file__).parent / "templates"
_WORKFLOW: Final = ".github/workflows/check.yml"
_FOLDERS: Final = ("data", "queries", "texts")


def start_project(folder: Path, on_top_of: str, language: str) -> list[str]:
    """Write the files of a new project into a folder, and return their names; raise OutputUnwritable for any there is.

    Nothing is written over, and nothing is written if something is there.
    """
    texts = {
        SETTINGS: _filled("dyad.toml", on_top_of=on_top_of, language=language),
        "README.md": _filled(f"README.{language}.md", name=folder.resolve().name),
        _WORKFLOW: _filled("check.yml", version=__version__),
        ".gitignore": "build/\n",
    } | {f"{name}/.gitkeep": "" for name in _FOLDERS}
    there = [name for name in texts if (folder / name).exists()]
    if there:
        raise OutputUnwritable(
            f"Files of a project are there already: {', '.join(there)}.",
            remedy="Name another folder, or move them away; nothing is written over.",
            path=folder,
        )
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with file_beside(folder / name) as partial:
            partial.write_text(text, encoding="utf-8")
    return list(texts)


def _filled(template: str, **values: str) -> str:
    return Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)
