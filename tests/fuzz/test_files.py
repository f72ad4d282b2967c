"""Files to check, as strangers write them: read as they stand, or refused with a reason, in bounded time."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.rdf_files import read_quads
from kg.validation.gexf import check_gexf
from tests.fuzz.contract import examples, kept, mutated, result

GEXF = (Path(__file__).parents[1] / "gexf" / "faulty.gexf").read_bytes()
FILES = {
    "x.ttl": b'@prefix : <x:> .\n:s a :C ; :p "a"@en, 1.5, [ :q ( 1 2 ) ] .\n',
    "x.trig": b'@prefix : <x:> .\n:g { :s :p "a"^^:t . }\n',
    "x.nq": b'<x:s> <x:p> "a\\u0041"@en <x:g> .\n_:b <x:p> _:c .\n',
    "x.rdf": b'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY x "http://x/">]>\n<rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="x:"><e:C rdf:about="&x;s"><e:p>a</e:p></e:C>'
    b"</rdf:RDF>",
    "x.jsonld": b'{"@context": {"p": "x:p"}, "@id": "x:s", "p": [{"@value": "a", "@language": "en"}, {"@id": "x:o"}]}',
}
TOKENS = (
    *(b"[" * 500, b"(" * 500, b"<< " * 50, b"<a>" * 500, b'{"@graph":' * 200, b"&x;" * 50, b'<!ENTITY y "&x;&x;">'),
    *(b"<http://www.w3.org/2002/07/owl#imports> <file:///etc/passwd>", b'"@context": "http://127.0.0.1:9/",', b"]]>"),
    *(
        b'encoding="foo"',
        b'encoding="utf-16"',
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"1e999999999"',
        b"@en--rtl",
        b"<!DOCTYPE",
    ),
)


@examples(80)
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_a_file_of_any_bytes_is_read_or_refused(name: str, data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data.draw(mutated(FILES[name], TOKENS)))
    result(lambda: read_quads(path))


@examples(40)
@given(content=mutated(GEXF, TOKENS))
def test_a_network_of_any_bytes_is_read_or_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.gexf").write_bytes(content)
    result(lambda: list(check_gexf(tmp_path / "x.gexf")))


@pytest.mark.parametrize("path", kept("files"), ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    result(lambda: check_gexf(path) if path.suffix == ".gexf" else read_quads(path))
