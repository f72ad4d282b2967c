"""Find the folders that ship with Dyad, in a checkout and in an installed wheel."""

from collections.abc import Sequence
from pathlib import Path

from kg.core.errors import ArgumentInvalid, AssetMissing
from kg.core.likeness import did_you_mean, nearest

_PACKAGE = Path(__file__).parents[1]


def folder(name: str) -> Path:
    """Return a folder that ships, as `ontology` or `data`; raise AssetMissing if neither place has it."""
    for candidate in (_PACKAGE / "_assets" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise AssetMissing(
        f"The folder {name}/ is missing.",
        remedy="Run from a complete checkout, or install the package again.",
        path=_PACKAGE / "_assets" / name,
    )


def ontology() -> Path:
    """Return the folder of the ontology, with its `shapes/`, `checks/` and `rules/`."""
    return folder("ontology")


def queries() -> Path:
    """Return the folder of the query files."""
    return folder("queries")


def projections() -> Path:
    """Return the folder of the queries that make networks of the claims."""
    return folder("projections")


def maps() -> Path:
    """Return the folder of the outlines of countries."""
    return folder("maps")


def errors_page() -> Path:
    """Return the page that explains each error."""
    return folder("docs") / "errors.md"


def packs(names: str = "") -> list[Path]:
    """Return the packs, folders of sources that a build takes only when asked: all, or those named in their order.

    Raises ArgumentInvalid for a name, out of several separated by commas, that no pack has.
    """
    found = {path.name: path for path in sorted((data() / "_packs").glob("[!._]*/")) if path.is_dir()}
    wanted = names.split(",") if names else list(found)
    for name in wanted:
        if name not in found:
            remedy = did_you_mean(nearest(name, found), f"Name any of: {', '.join(found)}.")
            raise ArgumentInvalid("There is no such pack.", remedy=remedy, value=name)
    return [found[name] for name in wanted]


def data() -> Path:
    """Return the folder of the shipped sources."""
    return folder("data")


def shipped(names: Sequence[str] = ()) -> list[Path]:
    """Return the folder of the shipped sources, or those of some of them; raise ArgumentInvalid for a name of none."""
    found = {path.parent.name: path.parent for path in sorted(data().glob("[!._]*/source.ttl"))}
    for name in names:
        if name not in found:
            remedy = did_you_mean(nearest(name, found), "`kg sources` lists those of a build.")
            raise ArgumentInvalid("No source that ships has this name.", remedy=remedy, value=name)
    return [found[name] for name in names] if names else [data()]
