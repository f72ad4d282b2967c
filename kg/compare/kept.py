"""Keep what expressions compile to, beside the code that they are written in, where Python keeps its own.

Compiling takes longer than comparing does. What is kept is known by a digest of all that it is made of, so that it is
never mistaken for another; where the place cannot be written to, expressions are compiled each time.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeAlias

import duckdb

from kg import claim, figure
from kg.core import columns, concepts, iri, terms
from kg.core.errors import OutputUnwritable
from kg.core.output import file_beside
from kg.core.plugins import rules_digest

Queries: TypeAlias = list[list[str]]
"""Names with their queries, in the order in which they are to be run."""
_VERSIONS = (sys.version, version("ibis-framework"), version("sqlglot"), duckdb.__version__)


def kept(kind: str, inputs: object, compiled: Callable[[], Queries]) -> Queries:
    """Return what expressions of a kind compile to for some inputs, which their `repr` tells apart."""
    code = _digest(*_VERSIONS, *(path.read_bytes() for path in _code()))
    folder = Path(cache_from_source(__file__)).parent
    place = folder / f"{kind}.{code}.{_digest(rules_digest(), repr(inputs))}.json"
    with suppress(OSError, ValueError):
        return list(json.loads(place.read_bytes()))
    queries = compiled()
    with suppress(OSError, OutputUnwritable):
        _keep(place, queries, code)
    return queries


def _keep(place: Path, queries: Queries, code: str) -> None:
    """Write queries to their place, and remove those of other versions of the code."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with file_beside(place) as partial:
        partial.write_text(json.dumps(queries), encoding="utf-8")
    for old in place.parent.glob("*.json"):
        if f".{code}." not in old.name:
            old.unlink(missing_ok=True)


@cache
def _code() -> tuple[Path, ...]:
    own = sorted(Path(__file__).parent.rglob("*.py"))
    return (*own, *(Path(module.__file__ or "") for module in (claim, figure, columns, concepts, iri, terms)))


def _digest(*parts: str | bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
        found.update(b"\0")
    return found.hexdigest()[:16]
