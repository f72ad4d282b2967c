"""Write how QLever makes an index of a build and serves it."""

from pathlib import Path
from typing import Final

from kg.core.manifest import NQUADS

_SETTINGS: Final = f"""\
# Qleverfile, for the command line of QLever (https://github.com/ad-freiburg/qlever-control).
# Where {NQUADS} lies beside it: qlever index, qlever start.
# A token for what only its owner may do goes into [server] as ACCESS_TOKEN.

[data]
NAME        = dyad
DESCRIPTION = Dyad: who claimed which bounded number about two economies, in which words of which source
FORMAT      = nq

[index]
INPUT_FILES     = {NQUADS}
CAT_INPUT_FILES = cat ${{INPUT_FILES}}
SETTINGS_JSON   = {{ "ascii-prefixes-only": false, "num-triples-per-batch": 1000000 }}

[server]
PORT               = 7019
MEMORY_FOR_QUERIES = 5G
CACHE_MAX_SIZE     = 2G
TIMEOUT            = 60s

[runtime]
SYSTEM = docker
IMAGE  = docker.io/adfreiburg/qlever:latest

[ui]
UI_CONFIG = default
"""


def write_qleverfile(_nquads: Path, path: Path) -> tuple[str, ...]:
    """Write a Qleverfile for the statements of a build, and say that these go beside it."""
    path.write_text(_SETTINGS, encoding="utf-8", newline="\n")
    return (f"Left out: the statements themselves. `kg export --format nq --out {NQUADS}` puts them beside it.",)
