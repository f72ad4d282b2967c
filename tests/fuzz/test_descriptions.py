"""Descriptions of sources as strangers write them: read as they stand, or refused with a reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core import assets
from kg.core.ontology import read_ontology
from kg.load.tables import open_sources
from tests.fuzz.contract import examples, hostile, kept, mutated, result
from tests.yearbook import DESCRIPTION, write_yearbook

ONTOLOGY = read_ontology(assets.ontology())
PREDICATES = (
    *(
        "dcterms:issued",
        "dcterms:isued",
        "dcterms:modified",
        "dcterms:title",
        "rdfs:label",
        "rdfs:comment",
        "rdfs:lable",
    ),
    *("dyad:retrievedOn", "dyad:rowKey", "dyad:rowValue", "dyad:minimumCount", "dyad:characterCount", "dyad:fileName"),
    *("dyad:hasFile", "dcat:landingPage", "dcterms:license", "dcterms:publisher", "dcat:downloadURL", "a"),
)
TYPES = ("", "@en", "@kk", "@en--rtl", "^^xsd:date", "^^xsd:integer", "^^xsd:decimal", "^^xsd:boolean", "^^<x:y>")
TOKENS = (
    b"<<( ",
    b" )>>",
    b"[ ",
    b" ]",
    b"( ",
    b" )",
    b'VERSION "1.2"\n',
    b" ; ",
    b" . ",
    b"@prefix : <x:> .\n",
    b"^^",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the yearbook, whose description a test writes anew."""
    return write_yearbook(tmp_path_factory.mktemp("fuzz") / "data")


def described(folder: Path, content: bytes) -> None:
    """Read a source with a description; it is well, or a clear error."""
    (folder / "source.ttl").write_bytes(content)
    result(lambda: open_sources([folder.parent], ONTOLOGY))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04X}" if c in "\n\r\x00" else c for c in escaped) + '"'


objects = st.one_of(
    st.builds("{}{}".format, hostile.map(_literal), st.sampled_from(TYPES)),
    st.sampled_from(("[]", "()", "5", "1e400", "true", "<x:y>", "<>", "<file:///etc/passwd>", "<javascript:alert(1)>")),
)


@examples(60)
@given(predicate=st.sampled_from(PREDICATES), value=objects, subject=st.sampled_from(("source", "file", "other")))
def test_a_statement_is_read_or_refused(folder: Path, predicate: str, value: str, subject: str) -> None:
    subjects = {
        "source": "<https://w3id.org/dyad/id/source/yearbook>",
        "file": '<https://w3id.org/dyad/source/yearbook/t.txt> a dyad:SourceFile ; dyad:sha256 "%s" ;' % ("0" * 64),
        "other": "<https://example.org/x>",
    }
    text = f"{DESCRIPTION}\n{subjects[subject]} {predicate} {value} .\n"
    described(folder, text.encode("utf-8", "surrogatepass"))


@examples(60)
@given(content=mutated(DESCRIPTION.encode(), TOKENS))
def test_a_file_of_any_bytes_is_read_or_refused(folder: Path, content: bytes) -> None:
    described(folder, content)


@pytest.mark.parametrize("path", kept("descriptions"), ids=lambda path: path.name)
def test_what_was_found_stays_mended(folder: Path, path: Path) -> None:
    described(folder, path.read_bytes())
