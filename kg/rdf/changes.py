"""Find what a build says otherwise than the last one did: the subjects whose statements may differ."""

from collections.abc import Iterator
from pathlib import Path

from kg.core.manifest import DERIVED, ENDS, FINDINGS
from kg.finding import claims_of, finding_of, supersession
from kg.rdf.publish import CONCLUDED, subject_of
from kg.rows.descriptions import DESCRIPTION, read_lines
from kg.rows.engine import Engine, rows_of
from kg.rows.partition import LINE, SOURCES, SUBJECT
from kg.rows.read import rows_in
from kg.rows.reuse import LastBuild

_CLAIM = "claim"


def changed_subjects(last: LastBuild, folder: Path, engine: Engine, *, labels: bool) -> set[str]:
    """Return the subjects that have not the same rows and lines in the last build and in a new one in a folder.

    With `labels` those of entities may differ, which stand in the sentences of findings.
    """
    tables = dict.fromkeys(_parts(last, folder, f"{SOURCES}/*/*.parquet"), SUBJECT)
    tables |= dict.fromkeys((ENDS, DERIVED), _CLAIM)
    found = set[str]()
    for name, key in tables.items():
        if not last.same(name, folder):
            found |= _of_rows(engine, key, last.folder / name, folder / name)
    for name in (*_parts(last, folder, f"{SOURCES}/*/{DESCRIPTION}"), CONCLUDED):
        if not last.same(name, folder):
            found |= {subject_of(line) for line in _lines(last.folder / name) ^ _lines(folder / name)}
    return found | set(_of_findings(last.folder / FINDINGS, folder / FINDINGS, found, every=labels))


def _parts(last: LastBuild, folder: Path, pattern: str) -> list[str]:
    """Name the parts that lie in either build by a pattern."""
    found = {path.relative_to(place).as_posix() for place in (last.folder, folder) for path in place.glob(pattern)}
    return sorted(found)


def _of_rows(engine: Engine, key: str, old: Path, new: Path) -> set[str]:
    """Return the keys of the rows that are in one of two tables only; rows of other columns are other rows.

    On which line of its file a row stands makes no difference.
    """
    import pyarrow.parquet as pq

    there = [path for path in (old, new) if path.is_file()]
    columns = [*map(pq.read_schema, there)]
    if len(there) == 1 or columns[0] != columns[1]:
        selects = [f"SELECT {key} FROM {rows_of(path)}" for path in there]
    else:
        rows = f"SELECT * EXCLUDE ({LINE})" if LINE in columns[0].names else "SELECT *"
        one, other = (f"({rows} FROM {rows_of(path)})" for path in there)
        selects = [f"SELECT {key} FROM ({one} EXCEPT {other})", f"SELECT {key} FROM ({other} EXCEPT {one})"]
    return {name for (name,) in engine.execute(" UNION ".join(selects))}


def _lines(path: Path) -> set[str]:
    return set(read_lines(path)) if path.is_file() else set()


def _of_findings(old: Path, new: Path, touched: set[str], *, every: bool) -> Iterator[str]:
    """Yield the findings that are in one of two tables only, or rest on a claim that is touched; or every one.

    With a finding by which one claim supersedes another goes the later claim, which says so.
    """
    both = [{finding_of(row): row for row in rows_in(path)} for path in (old, new)]
    for name, row in (both[0] | both[1]).items():
        if every or both[0].get(name) != both[1].get(name) or not touched.isdisjoint(claims_of(row)):
            yield name
            yield from (supersession(row) or ())[:1]
