"""Find the folders of sources in folders, and see that nothing in them is passed over."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.core.errors import ArgumentInvalid, SourceInvalid, TableUnknown
from kg.core.files import CODE, check_links
from kg.core.likeness import did_you_mean, nearest
from kg.load.faults import OnFault, stop
from kg.load.source import DESCRIPTION, Source, read_source


def read_sources(data: Sequence[Path], on_fault: OnFault = stop) -> list[Source]:
    """Read the description of every source in folders of sources, in the order of their names, as `source_folders`."""
    return [read_source(folder, on_fault) for folder in source_folders(data)]


def source_folders(data: Sequence[Path]) -> list[Path]:
    """Find the folder of every source in folders of sources, in the order of their names; a source may be named itself.

    Raises ArgumentInvalid for a folder without sources, FileUnreadable for a link in it that leads to nothing, and
    SourceInvalid for two sources of one name.
    """
    found: dict[str, Path] = {}
    for folder in data:
        check_links(folder)
        sources = sorted(path for path in folder.glob("*/") if not path.name.startswith((".", "_")))
        if folder.joinpath(DESCRIPTION).is_file():
            sources = [folder]
        if not any(source.joinpath(DESCRIPTION).is_file() for source in sources):
            raise ArgumentInvalid(
                "The folder holds no source.",
                remedy=f"Begin one by `kg new-source`, or name a folder of folders with {DESCRIPTION}.",
                path=folder,
            )
        for source in sources:
            if source.name in found:
                raise SourceInvalid("Another source has this name.", remedy="Rename one folder.", path=source)
            found[source.name] = source
    return [found[name] for name in sorted(found)]


def find_source(name: str, data: Sequence[Path]) -> Path:
    """Find the folder of a source by its name in folders of sources; raise ArgumentInvalid."""
    found = {
        path.parent.name: path.parent for folder in reversed(data) for path in folder.glob(f"[!._]*/{DESCRIPTION}")
    }
    if name not in found:
        listed = f"Name one of: {', '.join(sorted(found))}; --data adds a folder of sources."
        raise ArgumentInvalid("There is no such source.", remedy=did_you_mean(nearest(name, found), listed), value=name)
    return found[name]


def check_files(folder: Path, described: Iterable[str] = ()) -> None:
    """Raise TableUnknown for a file that is no table, page about the source or adaptor: nothing is passed over.

    Files that are described as tables may have any name.
    Raises FileUnreadable for a link that leads to nothing.
    """
    check_links(folder)
    for path in sorted(folder.iterdir()):
        page = path.suffix in {".md", ".txt"} or path.stem in {"LICENSE", "NOTICE"}
        known = path.name == DESCRIPTION or path.name in CODE or path.name.startswith(".")
        if not (known or page or path.suffix == ".csv" or path.name in described):
            raise TableUnknown(
                "The file is no table.", remedy="Save tables as .csv, and keep raw files elsewhere.", path=path
            )
