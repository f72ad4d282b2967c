"""Compose, expand and compress IRIs: how individuals and graphs are named, which queries of the engine follow."""

import hashlib
import re
from collections.abc import Callable
from typing import Final

from kg.core.errors import ArgumentInvalid

BASE: Final = "https://w3id.org/dyad/"
ID: Final = BASE + "id/"
CLAIM: Final = ID + "claim/"
"""What the IRI of a claim begins with."""
ONTOLOGY_GRAPH: Final = BASE + "graph/ontology"
DERIVED_GRAPH: Final = BASE + "graph/derived"
PROVENANCE_GRAPH: Final = BASE + "graph/provenance"
SOURCE_GRAPHS: Final = BASE + "graph/source/"

PREFIXES: Final = {
    "dyad": BASE + "ontology#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")

_NOT_IN_IRIS = re.compile('[\\x00-\\x20<>"{}|\\\\^`\\ud800-\\udfff]')


def is_plain_key(key: str) -> bool:
    """Tell whether a key can stand in an IRI as it is: ASCII letters, digits and `-._~`, the first no mark."""
    return _PLAIN_KEY.fullmatch(key) is not None


def mint(segment: str, key: str) -> str:
    """Name an individual by the key that an authority, or its table, gives it."""
    return f"{ID}{segment}/{key}"


def minting(segment: str, *scope: str) -> Callable[[str], str]:
    """Return the function that names individuals by the hashes of their keys, which belong to a scope if one is given.

    A hash is of 80 bits of SHA-256 over the parts, each preceded by its length, which keeps `("a", "bc")` and
    `("ab", "c")` apart. The recipe is part of the data: it must not change.
    """
    begun = hashlib.sha256("".join(map(_measured, (segment, *scope))).encode())

    def named(key: str) -> str:
        whole = begun.copy()
        whole.update(_measured(key).encode())
        return f"{ID}{segment}/{whole.hexdigest()[:20]}"

    return named


def _measured(part: str) -> str:
    return f"{len(part)}:{part}"


def mint_hashed(segment: str, *raw: str) -> str:
    """Name an individual by the hash of its raw key, the parts before the last being its scope."""
    return minting(segment, *raw[:-1])(raw[-1])


def source_graph(source: str) -> str:
    """Name the graph of a source."""
    return SOURCE_GRAPHS + source


def table_file(source: str, name: str) -> str:
    """Name a table of a source that is itself the file on which its claims rest."""
    return f"{BASE}source/{source}/{name}"


def key_of(individual: str) -> str:
    """Return `segment/key` of an individual's IRI, or the IRI unchanged if it is none of ours."""
    return individual.removeprefix(ID)


def own_key(individual: str) -> str:
    """Return the key of an individual of ours within its segment: what a cell of a table holds, `KZ` of a country."""
    return key_of(individual).partition("/")[2]


def compress(iri: str) -> str:
    """Shorten an IRI to a prefixed name, or to `segment/key` for an individual, else leave it."""
    if iri.startswith(ID):
        return key_of(iri)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def expand(name: str) -> str:
    """Undo `compress`; a full IRI stays as it is. Raise ArgumentInvalid for what no IRI can hold."""
    if _NOT_IN_IRIS.search(name) is not None:
        raise ArgumentInvalid(
            "The name holds a sign that no IRI can hold.",
            remedy="Take it out, or percent-encode it.",
            value=ascii(name),
        )
    if "://" in name:
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return ID + name
