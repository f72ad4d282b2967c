"""Give a build that was made without RDF its graph and its store, when these are first asked for."""

from collections.abc import Callable
from pathlib import Path

from kg.core.graph import Store, open_build
from kg.core.manifest import NQUADS, STORE, Manifest, check_build, check_ontology, check_replaceable, seal
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import folder_beside, link
from kg.rdf.fill import save
from kg.rdf.publish import open_known, publication, read_names
from kg.rdf.statements import stating
from kg.rows.partition import open_partitions


def open_graph(folder: Path, ontology_folder: Path, progress: Callable[[str], object] = lambda _: None) -> Store:
    """Open the graph of a build for reading, as `open_build` does; it is made first where the build has none."""
    publish(folder, ontology_folder, progress)
    return open_build(folder)


def publish(folder: Path, ontology_folder: Path, progress: Callable[[str], object] = lambda _: None) -> Manifest:
    """Write the graph of a build and its store into its folder, unless they are there, and return its manifest.

    Raises BuildMissing, and BuildDamaged for rows that are not as they were written, or were by another ontology.
    """
    manifest = check_build(folder)
    if manifest.holds(NQUADS) and manifest.holds(STORE):
        return manifest
    manifest = check_build(folder, None)
    check_ontology(manifest, folder, ontology_folder)
    progress("making the graph")
    ontology = read_ontology(ontology_folder)
    with folder_beside(folder, check_replaceable) as work:
        for name in manifest.parts:
            link(folder / name, work / name)
        statements = _save(work, ontology, all_graphs=manifest.inputs.get("all_graphs") == str(True))
        counts = {**manifest.counts, "statements": statements}
        return seal(work, manifest.inputs, counts, manifest.notes, manifest.keys)


def _save(folder: Path, ontology: Ontology, *, all_graphs: bool) -> int:
    with stating() as engine:
        partitions = open_partitions(folder, ontology)
        about = open_known(folder, ontology)
        published = publication(engine, folder, partitions, about, read_names(engine, partitions, about, folder))
        return save(published, folder, all_graphs=all_graphs)
