"""What the `dyad.toml` of a project says: the defaults of all commands that run in its folder or below."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from kg.core.errors import ProjectInvalid
from kg.core.languages import LANGUAGES

SETTINGS: Final = "dyad.toml"
SHIPPED, CODES, NOTHING = "shipped", "codes", "nothing"
OF_CODES: Final = ("cldr-subdivisions", "country-pairs", "currencies", "iso-3166", "register")
"""The shipped sources that only say what countries, regions, currencies and pairs of countries there are."""
_DESCRIPTION: Final = "source.ttl"
_OF_TEXTS: Final = "characterCount"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project says of itself; `folder` is where its `dyad.toml` lies, and all paths are relative to it.

    It stands on all that ships, on the codes alone, on nothing, or on some of the shipped sources by their names.
    """

    folder: Path
    on_top_of: str | Sequence[str] = SHIPPED
    packs: Sequence[str] = ()
    data: Sequence[str] = ("data",)
    queries: Sequence[str] = ("queries",)
    texts: str = "texts"
    build: str = "build"
    language: str = "en"

    @property
    def sources(self) -> list[Path]:
        """Return those folders of data in which a source is described by now."""
        return [path for path in map(self.place, self.data) if any(path.glob(f"[!._]*/{_DESCRIPTION}"))]

    def place(self, name: str) -> Path:
        """Return a path of the project as it is written from the working folder."""
        return Path(os.path.relpath(self.folder / name))

    @property
    def shipped(self) -> Sequence[str]:
        """Return the names of the shipped sources on which the project stands, none where it is all or nothing."""
        if isinstance(self.on_top_of, str):
            return OF_CODES if self.on_top_of == CODES else ()
        return self.on_top_of

    def defaults(self) -> dict[str, Any]:
        """Return what the project sets by the names that the parameters of commands have."""
        described = "".join(p.read_text("utf-8", "replace") for f in self.sources for p in f.glob(f"*/{_DESCRIPTION}"))
        texts = self.place(self.texts)
        return {
            "data": self.sources,
            "queries": [path for path in map(self.place, self.queries) if any(path.glob("*.rq"))],
            "texts": texts if texts.exists() and _OF_TEXTS in described else None,
            "folder": self.place(self.build),
            "language": self.language,
            "without_shipped": self.on_top_of == NOTHING,
            "shipped": [*self.shipped],
            "packs": ",".join(self.packs) or None,
        }


def find_settings(folder: Path) -> Path | None:
    """Return the nearest `dyad.toml`, in a folder or above it, None if there is none."""
    folder = folder.resolve()
    return next((place / SETTINGS for place in (folder, *folder.parents) if (place / SETTINGS).is_file()), None)


def read_settings(path: Path) -> Settings:
    """Read a `dyad.toml`; raise ProjectInvalid for what is no TOML, an unknown key, and a value that does not fit."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ProjectInvalid("The file cannot be read as TOML.", remedy=f"Mend it: {error}.", path=path) from error
    known = {field.name.replace("_", "-"): field.name for field in fields(Settings) if field.name != "folder"}
    for key in said:
        if key not in known:
            raise _refused("There is no such key.", key, known, path)
    values: dict[str, Any] = {known[key]: _value(key, value, path) for key, value in said.items()}
    return Settings(path.parent, **values)


def _value(key: str, value: object, path: Path) -> str | tuple[str, ...]:
    """Return a value as its key takes it."""
    if key in {"packs", "data", "queries"} or (key == "on-top-of" and isinstance(value, list)):
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        raise ProjectInvalid(
            "The value is no list of texts.", remedy=f'Write {key} = ["…"].', path=path, column=key, value=str(value)
        )
    if not isinstance(value, str):
        raise ProjectInvalid(
            "The value is no text.", remedy=f'Write {key} = "…".', path=path, column=key, value=str(value)
        )
    choices = {"language": LANGUAGES, "on-top-of": (SHIPPED, CODES, NOTHING)}.get(key)
    if choices is not None and value not in choices:
        raise _refused(f"The value is none of those that {key} may have.", value, choices, path, key)
    return value


def _refused(
    problem: str, value: str, known: Mapping[str, str] | Sequence[str], path: Path, key: str | None = None
) -> ProjectInvalid:
    from kg.core.likeness import did_you_mean, nearest

    listed = f"It may be one of: {', '.join(known)}."
    remedy = " ".join(filter(None, [did_you_mean(nearest(value, known, 1), ""), listed]))
    return ProjectInvalid(problem, remedy=remedy, path=path, column=key, value=value)
