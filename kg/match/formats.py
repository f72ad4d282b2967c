"""Write candidates: as rows of a crosswalk, ready to be judged, or as a set of mappings in SSSOM."""

import csv
from collections.abc import Callable, Sequence
from typing import TextIO

from kg.core import iri
from kg.core.concepts import Judgement
from kg.match.entities import Entity
from kg.match.propose import Candidate

_PREFIX = "dyadid:"
_SSSOM_HEAD = f"""#curie_map:
#  {_PREFIX} {iri.ID}
#mapping_set_id: {iri.BASE}mapping/candidates
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_tool: kg match
"""

_CROSSWALK = ("has_subject", "has_object", "has_judgement", "has_justification", "confidence", "note_en")
_SSSOM = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"),
    *("subject_source", "object_source", "confidence", "comment"),
)


def confidence_text(confidence: float) -> str:
    """Write a confidence as tables do: 0.9, 1."""
    return f"{confidence:.2f}".rstrip("0").rstrip(".")


def source_names(entity: Entity) -> str:
    """Name the sources of an entity."""
    return ", ".join(sorted(graph.removeprefix(iri.SOURCE_GRAPHS) for graph in entity.sources))


def crosswalk_row(candidate: Candidate, key: Callable[[str], str]) -> dict[str, str]:
    """Return a candidate as an undecided row of the table Mapping; `key` writes an individual as a cell does."""
    return {
        "has_subject": key(candidate.subject.iri),
        "has_object": key(candidate.object.iri),
        "has_judgement": iri.own_key(Judgement.UNDECIDED),
        "has_justification": candidate.justification,
        "confidence": confidence_text(candidate.confidence),
        "note_en": f"{' / '.join(candidate.names)}: {', '.join(candidate.reasons)}.",
    }


def sssom_row(candidate: Candidate) -> dict[str, str]:
    """Return a candidate in the slots of SSSOM; a close match, for nobody has judged that it is an exact one."""
    subject, target = candidate.subject, candidate.object
    return {
        "subject_id": _curie(subject.iri),
        "subject_label": candidate.names[0],
        "predicate_id": "skos:closeMatch",
        "object_id": _curie(target.iri),
        "object_label": candidate.names[1],
        "mapping_justification": "semapv:" + candidate.justification.title().replace("-", ""),
        "subject_source": _curie(iri.mint("source", min(subject.sources).removeprefix(iri.SOURCE_GRAPHS))),
        "object_source": _curie(iri.mint("source", min(target.sources).removeprefix(iri.SOURCE_GRAPHS))),
        "confidence": confidence_text(candidate.confidence),
        "comment": ", ".join(candidate.reasons),
    }


def _curie(individual: str) -> str:
    return individual.replace(iri.ID, _PREFIX, 1)


def write_crosswalk(
    found: Sequence[Candidate], key: Callable[[str], str], file: TextIO, mark: Callable[[str], str] = str
) -> None:
    """Write candidates as the table Mapping of a crosswalk; `mark` changes the text of each cell."""
    rows = [crosswalk_row(candidate, key) for candidate in found]
    _write(rows, _CROSSWALK, csv.excel, file, mark)


def write_sssom(found: Sequence[Candidate], file: TextIO, mark: Callable[[str], str] = str) -> None:
    """Write candidates as a set of mappings in SSSOM/TSV, with its metadata before it, as `write_crosswalk` does."""
    file.write(_SSSOM_HEAD)
    _write([sssom_row(candidate) for candidate in found], _SSSOM, csv.excel_tab, file, mark)


def _write(
    rows: Sequence[dict[str, str]],
    header: Sequence[str],
    dialect: type[csv.Dialect],
    file: TextIO,
    mark: Callable[[str], str],
) -> None:
    writer = csv.DictWriter(file, header, dialect=dialect, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: mark(text) for name, text in row.items()} for row in rows)
