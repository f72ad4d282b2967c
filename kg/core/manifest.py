"""The manifest of a build: what it was made of, and the files that it is, so that damage and other things are noticed.

`build.json` is the same for the same inputs. The engine writes other bytes each time: the files of its store are
listed apart, in `store.json`.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType
from typing import Any, TypeVar

from kg import __version__
from kg.core.errors import ArgumentInvalid, BuildDamaged, BuildMissing
from kg.core.files import CODE
from kg.core.plugins import rules_digest

NQUADS = "kg.nq"
STORE = "store"
FLAT = "claims.parquet"
FINDINGS = "findings.parquet"
DERIVED = "derived.parquet"
ENDS = "ends.parquet"
NAMES = "names.sqlite"
"""The index of what things are called."""
KNOWN = "known"
"""The folder of what is known of entities: what follows, and the facts that a comparison needs."""
MANIFEST = "build.json"
_STORE_FILES = "store.json"
_FORMAT = "dyad-build/3"
_PLAIN = re.compile(r"(\w[\w.-]{0,99}/){0,2}\w[\w.-]{0,99}", re.ASCII)
_NAMED = 5
_LIBRARIES = ("babel", "duckdb", "ibis-framework", "pyarrow", "pycountry", "pyoxigraph")
_AGAIN = "Run `kg build` again."
_NONE: Mapping[str, Any] = MappingProxyType({})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a build: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made of, and the files that it is.

    `format` names the form of the build, `version` the Dyad that made it. `inputs` are digests of all that it was made
    of, `counts` say how much it holds, `notes` what was not verified, and `parts` are the files by their paths in the
    folder. `keys` are digests of what some parts were made of, by their paths.
    """

    format: str
    version: str
    inputs: Mapping[str, str]
    parts: Mapping[str, Part]
    counts: Mapping[str, int] = field(default_factory=dict)  # older forms have none
    notes: Sequence[str] = ()
    keys: Mapping[str, str] = field(default_factory=dict)

    def holds(self, name: str) -> bool:
        """Tell whether a build has a part, or a folder of parts."""
        return any(part == name or part.startswith(f"{name}/") for part in self.parts)


def content_digest(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder that of a list of its files, without hidden ones and code."""
    if path.is_dir():
        files = sorted(file.relative_to(path) for file in path.rglob("[!.]*") if file.is_file())
        # An adaptor makes tables, and a build is made of them: its change is none of the build's inputs.
        read = [file for file in files if CODE.isdisjoint(file.parts)]
        listed = "".join(f"{content_digest(path / file)}  {file.as_posix()}\n" for file in read)
        return hashlib.sha256(listed.encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_digest() -> str:
    """Return a digest of this Dyad, and of the libraries and rules of others that decide what it writes."""
    from importlib.metadata import version

    own = Path(__file__).parents[1]
    files = sorted(path for kind in ("py", "rq") for path in own.rglob(f"*.{kind}") if "_assets" not in path.parts)
    listed = [f"{content_digest(path)}  {path.relative_to(own).as_posix()}\n" for path in files]
    listed += [f"{name} {version(name)}\n" for name in _LIBRARIES] + [sys.version, rules_digest()]
    return hashlib.sha256("".join(listed).encode()).hexdigest()


def seal(
    folder: Path,
    inputs: Mapping[str, str],
    counts: Mapping[str, int] = _NONE,
    notes: Sequence[str] = (),
    keys: Mapping[str, str] = _NONE,
) -> Manifest:
    """Write the manifest of a build that is whole in its folder, and return it."""
    names = sorted(_files(folder) - {MANIFEST, _STORE_FILES})
    parts = {name: Part((folder / name).stat().st_size, content_digest(folder / name)) for name in names}
    made_of, known = (dict(sorted(digests.items())) for digests in (inputs, keys))
    sealed = Manifest(_FORMAT, __version__, made_of, parts, dict(sorted(counts.items())), list(notes), known)
    return _list_parts(folder, sealed)


def seal_with(folder: Path, manifest: Manifest, name: str) -> Manifest:
    """Write the manifest of a build that is as another, with one part more, and return it."""
    added = Part((folder / name).stat().st_size, content_digest(folder / name))
    return _list_parts(folder, replace(manifest, parts=dict(sorted({**manifest.parts, name: added}.items()))))


def _list_parts(folder: Path, sealed: Manifest) -> Manifest:
    """Write what a manifest says, the files of the store apart, and return what is said of the others."""
    store = {name: part for name, part in sealed.parts.items() if name.startswith(f"{STORE}/")}
    listed = replace(sealed, parts={name: part for name, part in sealed.parts.items() if name not in store})
    _write(folder / _STORE_FILES, {"parts": {name: asdict(part) for name, part in store.items()}})
    _write(folder / MANIFEST, asdict(listed))
    return listed


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a build; raise BuildMissing where there is none, BuildDamaged for one that is none."""
    if not (folder / MANIFEST).is_file():
        raise BuildMissing("There is no build here.", remedy="Run `kg build` first, or name its folder.", path=folder)
    manifest, store = (_read(folder / name) for name in (MANIFEST, _STORE_FILES))
    try:
        listed = {**manifest.pop("parts"), **store["parts"]}
        found = Manifest(**manifest, parts={name: Part(**part) for name, part in listed.items()})
    except (TypeError, KeyError, AttributeError):
        found = None
    if found is None or not _is_sound(found):
        raise BuildDamaged("The list of parts is none.", remedy=_AGAIN, path=folder / MANIFEST)
    return found


def _is_sound(found: Manifest) -> bool:
    """Tell whether a list names parts that lie in the build, and counts and notes that are such."""
    return (
        all(_PLAIN.fullmatch(name) and isinstance(part.size, int) for name, part in found.parts.items())
        and isinstance(found.inputs, dict)
        and isinstance(found.keys, dict)
        and isinstance(found.counts, dict)
        and all(isinstance(count, int) for count in found.counts.values())
        and isinstance(found.notes, list | tuple)
        and all(isinstance(note, str) for note in found.notes)
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8") if path.is_file() else "")
    except (OSError, ValueError, RecursionError) as error:
        raise BuildDamaged(f"The list of parts cannot be read: {error}.", remedy=_AGAIN, path=path) from error
    if not isinstance(found, dict):
        raise BuildDamaged("The list of parts is none.", remedy=_AGAIN, path=path)
    return found


def check_build(folder: Path, whole: Iterable[str] | None = ()) -> Manifest:
    """Check that each part of a build has its size, and that those named in `whole`, or all for None, have its digest.

    Raises BuildMissing, and BuildDamaged for the first part that is not as it was written.
    """
    return unless_replaced(folder, lambda: _checked(folder, whole))


def part(folder: Path, name: str) -> Path:
    """Return the path of a part of a build that is to be read from end to end, checked as `check_build` does."""
    check_build(folder, [name])
    return folder / name


def check_ontology(manifest: Manifest, folder: Path, ontology: Path) -> None:
    """Raise BuildDamaged for a build in a folder that was made by another ontology than that of a folder."""
    if manifest.inputs.get("ontology", "") not in {"", content_digest(ontology)}:
        raise BuildDamaged("The build was made by another ontology.", remedy=_AGAIN, path=folder)


def _checked(folder: Path, whole: Iterable[str] | None) -> Manifest:
    manifest = read_manifest(folder)
    if manifest.format != _FORMAT:
        raise BuildDamaged(
            f"The build has the form {manifest.format}, and this Dyad reads {_FORMAT}.", remedy=_AGAIN, path=folder
        )
    for name, written in manifest.parts.items():
        size = _size(f"{folder}{os.sep}{name}")
        if size is None:
            raise BuildDamaged("A part of the build is missing.", remedy=_AGAIN, path=folder / name)
        if size != written.size:
            problem = f"A part of the build has {size:,} bytes where {written.size:,} were written."
            raise BuildDamaged(problem, remedy=_AGAIN, path=folder / name)
    check_parts(folder, manifest, manifest.parts if whole is None else whole)
    return manifest


def _size(file: str) -> int | None:
    """Return the size of a file, None for what is none: every command asks it of each of many hundred parts."""
    try:
        status = os.lstat(file)
    except OSError:
        return None
    return status.st_size if S_ISREG(status.st_mode) else None


def check_parts(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Raise BuildDamaged for the first of some parts of a build that is not there or has not its digest."""
    for name in names:
        if name not in manifest.parts:
            raise BuildDamaged("The build has no such part.", remedy=_AGAIN, path=folder / name)
        if content_digest(folder / name) != manifest.parts[name].sha256:
            raise BuildDamaged("A part of the build is not what was written.", remedy=_AGAIN, path=folder / name)


def unless_replaced(folder: Path, look: Callable[[], _T]) -> _T:
    """Look into a build; where another has taken its place meanwhile, look into that."""
    while True:
        before = identity_of(folder)
        try:
            found = look()
        except (BuildDamaged, BuildMissing):
            if identity_of(folder) == before:
                raise
        else:
            if identity_of(folder) == before:
                return found


def identity_of(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another that takes its place, None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def check_replaceable(folder: Path) -> None:
    """Raise ArgumentInvalid for a folder that holds what no build wrote; one that is empty or not there is fine."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        parts = read_manifest(folder).parts
    except (BuildMissing, BuildDamaged):
        parts = {}
    known = {MANIFEST, _STORE_FILES, *parts} if parts else set()
    others = sorted(_files(folder) - known)
    if others:
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        raise ArgumentInvalid(
            "The output folder holds other things than a build: " + ", ".join(others[:_NAMED]) + more + ".",
            remedy="Move them away, or name another folder.",
            path=folder,
        )


def _files(folder: Path) -> set[str]:
    """Name all that lies in a folder by its path in it: files, links, and folders in which nothing is."""
    found = set()
    for place, folders, files in os.walk(folder):
        names = [*files, *(name for name in folders if Path(place, name).is_symlink())]
        if not folders and not files:
            names.append("")
        found |= {Path(place, name).relative_to(folder).as_posix() for name in names}
    return found
