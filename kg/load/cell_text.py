"""Write an individual as a cell does: undo the naming of those whose IRIs hide their keys."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kg.core import iri, terms
from kg.core.errors import KeyUnknown
from kg.core.ontology import Ontology
from kg.load.complete import KEY
from kg.load.rows import read_rows


def key_writer(data: Sequence[Path], ontology: Ontology) -> Callable[[str], str]:
    """Return a function that writes an individual's IRI as `segment/key`, as a cell of a table does.

    Where the IRI is a hash, as of persons, the key is found in the tables of some folders of sources; the function
    raises KeyUnknown where none of them has it.
    """
    segments = ontology.segments(terms.Entity)
    hashed = {s: cls for s, cls in segments.items() if ontology.inherited(cls, terms.iriKey) == ["hash"]}
    keys = {
        iri.mint_hashed(segment, row.cells[KEY]): f"{segment}/{row.cells[KEY]}"
        for segment, cls in hashed.items()
        for folder in data
        for path in sorted(folder.glob(f"*/{iri.compress(cls).removeprefix('dyad:')}.csv"))
        for row in read_rows(path)[1]
        if KEY in row.cells
    }

    def key(individual: str) -> str:
        written = iri.key_of(individual)
        if written.partition("/")[0] not in hashed:
            return written
        if individual not in keys:
            raise KeyUnknown(
                "No table gives the key of this entity, whose IRI is a hash of it.",
                remedy="Name with --data the folders of sources that the build was made of.",
                value=written,
            )
        return keys[individual]

    return key
