"""Open the index of names of a build; one that was made without it gets it when it is first asked for."""

import sqlite3
from pathlib import Path

from kg.core.errors import OutputUnwritable
from kg.core.manifest import NAMES, Manifest, check_build, check_ontology, check_replaceable, seal_with
from kg.core.ontology import Ontology
from kg.core.output import folder_beside, link, scratch


def open_index(folder: Path, ontology: Ontology) -> sqlite3.Connection:
    """Open the index of names of a build for reading; it is made first where the build has none.

    Where the build cannot be changed the index is made for this once. Raises BuildMissing, and BuildDamaged for a build
    by another ontology.
    """
    manifest = check_build(folder)
    if not manifest.holds(NAMES):
        check_ontology(manifest, folder, ontology.folder)
        try:
            _add_index(folder, manifest, ontology)
        except OutputUnwritable:
            return _index_in_memory(folder, ontology)
    return sqlite3.connect(f"{(folder / NAMES).absolute().as_uri()}?immutable=1", uri=True)


def _add_index(folder: Path, manifest: Manifest, ontology: Ontology) -> None:
    with folder_beside(folder, check_replaceable) as work:
        for name in manifest.parts:
            link(folder / name, work / name)
        _write(folder, work, ontology)
        seal_with(work, manifest, NAMES)


def _index_in_memory(folder: Path, ontology: Ontology) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    with scratch() as beside:
        _write(folder, beside, ontology)
        written = sqlite3.connect(beside / NAMES)
        written.backup(index)
        written.close()
    return index


def _write(folder: Path, out: Path, ontology: Ontology) -> None:
    from kg.names.gathered import gather_names
    from kg.names.index import write_names
    from kg.rows.engine import engine
    from kg.rows.partition import open_partitions

    with engine() as working:
        write_names(gather_names(folder, working, open_partitions(folder, ontology), ontology), out / NAMES)
