"""What was checked before and is as it was: tables without a fault, and stages that conformed, by their makings.

A cache is a folder like that of a build: partitions, with the answers that they were given, and the reports of stages.
The partitions of a build serve a first check, which has no cache.
Each is known by a digest of all that it was made of, the code among it, so that a check with it tells what one without
it would. What had a fault is not kept.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from kg.core.errors import ArgumentInvalid, OutputUnwritable
from kg.core.languages import LANGUAGES
from kg.core.manifest import check_replaceable, code_digest, content_digest, seal
from kg.core.output import default_cache, folder_beside, link
from kg.rows.partition import SOURCES, Partition, first_rows_digest
from kg.rows.reuse import DYADS, Reuse, inputs_of_sources, last_build, part_key
from kg.validation.report import CheckOutcome, Report, Violation
from kg.wording.notes import in_languages, said_in

_CHECKED: Final = "checked"
_DIGESTS: Final = "digests.json"
_LONG: Final = 16


@dataclass(frozen=True, slots=True)
class Memory:
    """What a check takes over from the last one of the same folders, and leaves for the next.

    `digests` are those of rows, each beside what the rows are made of; `before` are those of the last check.
    """

    reuse: Reuse
    cache: Path | None
    before: Mapping[str, Sequence[str]] = field(default_factory=dict)
    digests: dict[str, Sequence[str]] = field(default_factory=dict)

    def digest(self, one: Partition, first: int | None = None) -> str:
        """Return a digest of the rows of a partition, or of the first ones: as it was if they are made of the same."""
        name, key = f"{first or 'all'} of {one.path}", self.reuse.keys.get(one.path, "")
        known_key, found = self.before.get(name, ("", ""))
        if not key or key != known_key:
            found = content_digest(one.file) if first is None else first_rows_digest(one, first)
        self.digests[name] = [key, found]
        return found

    def stage(self, stage: str, made_of: Sequence[object], check: Callable[[], Report]) -> Report:
        """Return the report of a stage: as it was if that conformed and was of the same, else made now."""
        return self.parts(stage, {"": made_of}, lambda _: {"": check()})[""]

    def parts(
        self,
        stage: str,
        made_of: Mapping[str, Sequence[object]],
        check: Callable[[Collection[str]], Mapping[str, Report]],
    ) -> Mapping[str, Report]:
        """Return the reports of the parts of a stage, each as one of a stage; those that are due are made together."""
        taken = [part for part in made_of if self.reuse.take(part_key(stage, *made_of[part]), _named(stage, part))]
        found = {part: _read(stage, self.reuse.folder / _named(stage, part)) for part in taken}
        due = made_of.keys() - found.keys()
        for part, made in check(due).items() if due else ():
            found[part] = made
            if made.outcome is CheckOutcome.CONFORMS and not any(map(_is_of_file, made.findings)):
                _write(made, self.reuse.folder / _named(stage, part))
        return {part: found[part] for part in made_of if part in found}

    def carry(self, stage: str, made_of: Mapping[str, Sequence[object]]) -> None:
        """Leave what is known of the parts of a stage that is not checked this time for the next."""
        for part, one in made_of.items():
            self.reuse.take(part_key(stage, *one), _named(stage, part))

    def keep(self) -> None:
        """Put what was found right into the cache, unless it is there; one that cannot be written is left alone."""
        last = self.reuse.last
        self.reuse.keys[_DIGESTS] = part_key(self.digests)
        unchanged = last is not None and last.manifest.keys == self.reuse.keys
        if self.cache is None or unchanged or self.reuse.is_replaced:
            return
        with suppress(OutputUnwritable, ArgumentInvalid, OSError):
            self.cache.parent.mkdir(parents=True, exist_ok=True)
            (self.reuse.folder / _DIGESTS).write_text(json.dumps(self.digests), "utf-8")
            with folder_beside(self.cache, check_replaceable) as work:
                for path in self.reuse.folder.rglob("*"):
                    if path.is_file():
                        link(path, work / path.relative_to(self.reuse.folder))
                seal(work, self.reuse.inputs, keys=self.reuse.keys)


def cache_for(data: Sequence[Path], known: Sequence[Path]) -> Path | None:
    """Return the folder in the user's cache for checks of some folders of sources, None where there is no home."""
    named = json.dumps([[str(path.resolve()) for path in paths] for paths in (data, known)])
    with suppress(ArgumentInvalid):
        return default_cache() / f"check-{hashlib.sha256(named.encode()).hexdigest()[:_LONG]}"
    return None


def memory_in(
    work: Path, cache: Path | None, data: Sequence[Path], ontology: Path, build: Path | None = None
) -> Memory:
    """Return what is remembered of the last check of some folders of sources; `work` is where this one is made.

    Where there was none by this code and ontology, the partitions of a build by them do: their rows had no fault.
    """
    inputs = inputs_of_sources(data) | {"kg": code_digest(), "ontology": content_digest(ontology)}
    last = None if cache is None else last_build(cache)
    if cache and build and not (last and last.made_by(inputs, "kg", "ontology")):
        last = last_build(build, SOURCES, DYADS) or last
    known = last is not None and last.manifest.holds(_DIGESTS)
    before = json.loads((last.folder / _DIGESTS).read_text("utf-8")) if last is not None and known else {}
    return Memory(Reuse(work, inputs, last), cache, before)


def _named(stage: str, part: str) -> str:
    """Name the file of a report."""
    return f"{_CHECKED}/{stage}{part and '/'}{part}.json"


def _read(stage: str, path: Path) -> Report:
    said = json.loads(path.read_text("utf-8"))
    findings = (Violation(**{**one, "path": one["path"] and Path(one["path"])}) for one in said["findings"])
    return Report(
        stage, CheckOutcome.CONFORMS, tuple(findings), said["checked"], tuple(map(in_languages, said["notes"]))
    )


def _write(made: Report, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    notes = [{language: said_in(one, language) for language in LANGUAGES} for one in made.notes]
    said = {"checked": made.checked, "notes": notes, "findings": [*map(asdict, made.findings)]}
    path.write_text(json.dumps(said, default=str), "utf-8")


def _is_of_file(finding: Violation) -> bool:
    """Tell whether a finding has what an engine found, or a place in a line, which are not kept."""
    return finding.result is not None or finding.end is not None


def has_java() -> bool:
    """Tell whether the reasoner can be run: what it decided is not what was decided without it."""
    return shutil.which("java") is not None
