"""What is measured of rows: tables as claims, checked, and what follows from them, without RDF.

Run `python -m benchmarks.rows STAGE SOURCES FOLDER`. `load` writes partitions, all claims and the facts into the
folder; `compare` finds all that follows from these.
"""

import pickle
import sys
from pathlib import Path

from kg.asserted import gather
from kg.building import check_asserted, passed
from kg.compare.embedded import find_into
from kg.compare.prepare.facts import read_facts
from kg.core import assets
from kg.core.graph import load_lines
from kg.core.manifest import FLAT
from kg.core.ontology import read_ontology
from kg.load.tables import open_sources
from kg.rdf.publish import ontology_lines
from kg.rows.claims import write_flat
from kg.rows.of_tables import write_partitions

FACTS = "facts.pickle"


def load(sources: Path, folder: Path) -> None:
    """Load, write and check what the sources say."""
    ontology = read_ontology(assets.ontology())
    loaded = open_sources([sources], ontology)
    partitions = write_partitions(loaded, folder)
    write_flat(partitions, folder / FLAT)
    asserted = gather(loaded, partitions)
    for report in check_asserted(asserted, ontology, None):
        passed(report)
    load_lines(asserted.store, ontology_lines(ontology))
    (folder / FACTS).write_bytes(pickle.dumps(read_facts(ontology, asserted.store)))


def compare(_: Path, folder: Path) -> None:
    """Find all that follows from what was loaded."""
    find_into(folder / FLAT, pickle.loads((folder / FACTS).read_bytes()), folder)  # noqa: S301 - our own


if __name__ == "__main__":
    {"load": load, "compare": compare}[sys.argv[1]](*map(Path, sys.argv[2:]))
