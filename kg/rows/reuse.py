"""Take over from the last build what would come out the same: a part stays as long as what it was made of does."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.core.errors import BuildDamaged, BuildMissing, OutputUnwritable
from kg.core.graph import Store
from kg.core.manifest import STORE, Manifest, check_build, check_parts, content_digest, identity_of
from kg.core.output import link
from kg.load.folders import source_folders
from kg.load.keys import KeyIndex, Question

_LOOKUPS = ".lookups"
_INDEX = "index of keys"
OF_SOURCES = "source/"
"""How the names of sources begin among the inputs of a build."""
_DIGEST = 64  # signs
DYADS = "dyads.json"
_PAIRS = "named pairs"
_PACKED = "zstd"


@dataclass(frozen=True, slots=True)
class LastBuild:
    """A build that is there already and is whole: its folder, what its manifest says, and which folder it was."""

    folder: Path
    manifest: Manifest
    identity: tuple[int, int] | None

    def made_by(self, inputs: Mapping[str, str], *names: str) -> bool:
        """Tell whether some of the inputs, by their names, are those that the build was made of."""
        return all(self.manifest.inputs.get(name) == inputs[name] for name in names)

    def same(self, name: str, folder: Path) -> bool:
        """Tell whether a file of another build has the same bytes as this one's part."""
        part = self.manifest.parts.get(name)
        return part is not None and (folder / name).is_file() and content_digest(folder / name) == part.sha256


def last_build(folder: Path, *roots: str) -> LastBuild | None:
    """Return the build in a folder if every part is as it was written, or those that begin with some roots."""
    identity = identity_of(folder)
    try:
        manifest = check_build(folder, () if roots else None)
        check_parts(folder, manifest, [name for name in manifest.parts if name.startswith(roots)])
        return LastBuild(folder, manifest, identity)
    except (BuildMissing, BuildDamaged):
        return None


def inputs_of_sources(data: Sequence[Path]) -> dict[str, str]:
    """Return the digests of the sources in some folders, by the names that they have among the inputs of a build."""
    return {f"{OF_SOURCES}{folder.name}": content_digest(folder) for folder in source_folders(data)}


def part_key(*made_of: object) -> str:
    """Return a digest of what a part is made of."""
    return hashlib.sha256(json.dumps(made_of, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reuse:
    """The parts of a new build in `folder` that are known by what they are made of, in `keys` by their paths.

    `inputs` are the digests of all that the build is made of, and `last` is the one whose parts may be taken over.
    """

    folder: Path
    inputs: Mapping[str, str]
    last: LastBuild | None
    keys: dict[str, str] = field(default_factory=dict)
    dyads: dict[str, list[str]] = field(default_factory=dict)
    _before: dict[str, list[str]] = field(default_factory=dict)

    def take(self, key: str, *names: str) -> bool:
        """Take parts over from the last build if there they were made of the same, and tell whether they were.

        The first one stands for all in `keys`.
        """
        self.keys[names[0]] = key
        if self.last is None or self.last.manifest.keys.get(names[0]) != key:
            return False
        if not all(map(self.last.manifest.holds, names)):
            return False
        for name in names:
            link(self.last.folder / name, self.folder / name)
        return True

    def made_of(self, *names: str, **others: object) -> str:
        """Return a digest of inputs and of parts, which lie in the folder, by their names; and of whatever else."""
        digests = [(name, self.inputs.get(name) or content_digest(self.folder / name)) for name in names]
        return part_key(digests, others)

    def sound(self) -> set[str]:
        """Return the sources that were read without a fault for the last build, and are as they were."""
        found, last = set[str](), {} if self.last is None else self.last.manifest.keys
        for source in self._sources():
            known = last.get(_own_keys(source), "")
            if known.startswith(self._key(self.inputs[f"{OF_SOURCES}{source}"], {})):
                self.keys[_own_keys(source)] = known
                found.add(source)
        return found

    def keep_sound(self, keys: KeyIndex) -> None:
        """Let the next build take all sources whose keys were read for sound, for none had a fault."""
        for source in self._sources():
            own = keys.own_digest(source)
            if own and _own_keys(source) not in self.keys:
                self.keys[_own_keys(source)] = self._key(self.inputs[f"{OF_SOURCES}{source}"], {}) + own

    def _sources(self) -> list[str]:
        return [name.removeprefix(OF_SOURCES) for name in self.inputs if name.startswith(OF_SOURCES)]

    def took(self, name: str) -> bool:
        """Tell whether a part is made of the same as that of the last build."""
        return self.last is not None and self.last.manifest.keys.get(name) == self.keys[name]

    def fit(self, *inputs: str, parts: Iterable[str]) -> LastBuild | None:
        """Return the last build, if it has some parts, or folders of parts, and was made of the same inputs."""
        if self.last is None or not self.last.made_by(self.inputs, *inputs):
            return None
        return self.last if all(map(self.last.manifest.holds, parts)) else None

    @property
    def is_replaced(self) -> bool:
        """Tell whether another build took the place of the last one since, whose parts were taken over."""
        return self.last is not None and identity_of(self.last.folder) != self.last.identity

    def check_last(self) -> None:
        """Raise OutputUnwritable if another build took the place of the last one since, whose parts were taken over."""
        if self.last is not None and self.is_replaced:
            raise OutputUnwritable(
                "Another build was put into the folder meanwhile.",
                remedy="Run `kg build` again.",
                path=self.last.folder,
            )

    def open_store(self) -> Store | None:
        """Open the store of the last build for reading, if it has one."""
        if self.last is None or not self.last.manifest.holds(STORE):
            return None
        return Store.read_only(str(self.last.folder / STORE))

    def take_partition(self, name: str, own: str, keys: KeyIndex, *, of_named: bool = False) -> bool:
        """Take a partition over if its own files are the same, and what was looked up elsewhere is answered as it was.

        `own` is a digest of these files. What is `of_named` is made of what the rows of other tables name, so that the
        same index is not enough.
        """
        lookups = f"{name}{_LOOKUPS}"
        self.keys[_rows(name)] = own
        if self.last is None or not self.fit("kg", "ontology", parts=[name, lookups]) or not self.took(_rows(name)):
            return False
        same = self._note_index(keys) and (not of_named or self._note_pairs(keys))  # then each answer is as it was
        if same:
            self.dyads[name] = self._dyads_before()[name]
            keys.remember_dyads(self.dyads[name])
            return self.take(self.last.manifest.keys[name], name, lookups)
        answers = keys.answer(_read_questions(self.last.folder / lookups))
        taken = self.take(self._key(own, answers), name, lookups)
        if taken:
            self.dyads[name] = keys.remember(answers)
        return taken

    def keep_partition(self, name: str, own: str, noted: Mapping[Question, str], keys: KeyIndex) -> None:
        """Keep what was looked up elsewhere as a partition was made, beside it."""
        self._note_index(keys)
        self.dyads[name] = keys.remember(noted)
        _write_questions(noted, self.folder / f"{name}{_LOOKUPS}")
        self.keys[name] = self._key(own, noted)

    def keep_dyads(self) -> None:
        """Keep which dyads each table names, for they are asked for each time."""
        (self.folder / DYADS).write_text(json.dumps(self.dyads), "utf-8")

    def _dyads_before(self) -> dict[str, list[str]]:
        """Return which dyads each table of the last build named."""
        if self.last is None or not self.last.manifest.holds(DYADS):
            return {}
        if not self._before:
            self._before.update(json.loads((self.last.folder / DYADS).read_text("utf-8")))
        return self._before

    def _note_pairs(self, keys: KeyIndex) -> bool:
        """Tell whether the dyads that tables name are those of the last build."""
        self.keys[_PAIRS] = part_key(keys.named_pairs())
        return self.took(_PAIRS)

    def _note_index(self, keys: KeyIndex) -> bool:
        """Tell whether the index of keys is that of the last build."""
        if _INDEX not in self.keys:
            own = {source: self._own_digest(source, keys) for source in self._sources()}
            self.keys[_INDEX] = part_key(keys.digest(), own)
        return self.took(_INDEX)

    def _own_digest(self, source: str, keys: KeyIndex) -> str:
        """Return a digest of the keys that belong to a source, or of the whole source where these are not read."""
        known = self.keys.get(_own_keys(source), "")
        return known[_DIGEST:] or keys.own_digest(source) or self.inputs[f"{OF_SOURCES}{source}"]

    def _key(self, own: str, answers: Mapping[Question, str]) -> str:
        answered = _as_lines((*question, answer) for question, answer in answers.items())
        return part_key(self.inputs["kg"], self.inputs["ontology"], own, answered)


def _rows(name: str) -> str:
    """Name what is known of the files that the rows of a partition come from, as a digest."""
    return f"rows of {name}"


def _own_keys(source: str) -> str:
    """Name what is known of a source that has no fault by itself: what it is made of, and its keys, as digests."""
    return f"own keys of {source}"


def _as_lines(told: Iterable[Sequence[str]]) -> str:
    """Write questions as lines in order; no key and no name has a tab or a line break."""
    return "\n".join(sorted(map("\t".join, told)))


def _write_questions(asked: Iterable[Question], path: Path) -> None:
    import pyarrow as pa

    with pa.output_stream(path, compression=_PACKED) as file:
        file.write(_as_lines(asked).encode())


def _read_questions(path: Path) -> Iterator[Question]:
    """Yield the questions of a file."""
    import pyarrow as pa

    with pa.input_stream(path, compression=_PACKED) as file:
        lines = file.read().decode().split("\n")
    for line in filter(None, lines):
        kind, one, two, three = line.split("\t")
        yield kind, one, two, three
