"""Where statements stand in JSON-LD and RDF/XML: what is wrong is between «» in each text, and is found there."""

import json
import re
from pathlib import Path

import pytest

import kg

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
e:P sh:targetSubjectsOf e:p ; sh:property [ sh:path e:p ; sh:maxInclusive 5 ] .
e:Q sh:targetSubjectsOf e:q ; sh:property [ sh:path e:q ; sh:nodeKind sh:Literal ] .
e:T sh:targetSubjectsOf e:t ; sh:property [ sh:path e:t ; sh:languageIn ( "en" ) ] .
e:C sh:targetClass e:C ; sh:property [ sh:path e:least ; sh:minCount 1 ] .
"""
CONTEXT = (
    '"@vocab": "http://e.org/", "ex": "http://e.org/", "id": "@id", "P": "ex:p", "Q": {"@id": "q", "@type": "@id"}'
)
JSON_LD = {
    "a name of a context": '{"P": «9»}',
    "a name with a prefix": '{"ex:p": «9»}',
    "a value with its type": '{"p": «{"@type": "http://www.w3.org/2001/XMLSchema#integer", "@value": "9"}»}',
    "one of several in lists": '{"p": [1, [2, [«9»]]]}',
    "a set": '{"p": {"@set": [1, «9»]}}',
    "one within another": '{"p": 1, "in": {"p": 2, "in": {"p": «9»}}, "P": 4}',
    "what means nothing": '{"@context": {"x": null}, "x": 9, "p": null, "ex:p": [null, «9»], "@index": "9"}',
    "a name taken back": '{"@context": {"p": null}, "p": 9, "in": {"@context": null, "http://e.org/p": «9»}}',
    "names of an object": '{"in": {"@context": {"k": "ex:p"}, "k": «9»}, "k": 9}',
    "names of a property": '{"@context": {"in": {"@id": "in", "@context": {"k": "P"}}}, "in": {"k": «9»}, "k": 9}',
    "names of a type": '{"@context": {"T": {"@context": {"k": "P"}}}, "@type": "T", "in": {"k": 9}, "k": «9»}',
    "a reverse property": '«{"id": "ex:x", "@reverse": {"q": {"id": "ex:y"}}}»',
    "texts by language": '{"@context": {"t": {"@container": "@language"}}, "t": {"en": "a", "ru": [«"b"», «"c"»]}}',
    "a named node": '{"Q": «"ex:y"»}',
    "a node without a name": '{"q": «{"p": 1}»}',
    "within a list": '{"r": {"@list": [1, {"p": «9»}]}, "s": {"@list": []}}',
    "a list of a term": '{"@context": {"l": {"@id": "r", "@container": "@list"}}, "l": [1, {"p": «9»}], "p": 1}',
    "by an index": '{"@context": {"p": {"@container": "@index"}}, "p": {"a": 1, "b": «9»}}',
    "what is nested or included": '{"p": 1, "@nest": {"p": «9»}, "@included": [{"p": 2}, {"p": «10»}]}',
    "another graph comes last": '{"id": "ex:g", "@graph": [{"p": «9»}], "p": 1}',
    "escapes": '{"a\\"": "{", "\\u0050": «9»}',
    "a subject": '«{"@type": ["T", "C"], "p": 1}»',
}
RDF = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://e.org/" xmlns:e="http://e.org/">\n'
INTEGER = 'r:datatype="http://www.w3.org/2001/XMLSchema#integer"'
RDF_XML = {
    "a text": f"<r:Description><e:p {INTEGER}>1</e:p><p {INTEGER}>«9»</p></r:Description>",
    "an attribute": '«<r:Description e:p="9"/>»',
    "a resource": '<r:Description r:about="x:x"><e:q>a</e:q>«<e:q r:resource="x:y"/>»</r:Description>',
    "a node": f'<T><q>«<T r:about="x:y">»<p {INTEGER}>1</p></T></q></T>',
    "one within another": f"<T><p {INTEGER}>1</p><in><T><p {INTEGER}>«9»</p></T></in><p {INTEGER}>2</p></T>",
    "a node that is not named": f'<T>«<q r:parseType="Resource">»<p {INTEGER}>1</p></q></T>',
    "a property with attributes": '<T>«<q e:t="a"/>»</T>',
    "a list": f'<T>«<q r:parseType="Collection">»<T><p {INTEGER}>«9»</p></T><T/></q></T>',
    "a text with marks": f'<T><r r:parseType="Literal"><p><q/></p></r><p {INTEGER}>«9»</p></T>',
    "a statement with a name": f'<T xml:base="http://b.org/"><p r:ID="it" {INTEGER}>«9»</p></T>',
    "a language": '<T><t xml:lang="en">a &gt; b</t><t xml:lang="ru">«б &gt; &#171;q»</t></T>',
    "other namespaces": f'<T xmlns="http://other.org/"><p {INTEGER}>9</p><e:p {INTEGER}>«9»</e:p></T>',
    "a subject": '«<C\n  r:about="x:x" e:note="a > b">»<s/></C>',
}


def spans(written: str) -> tuple[str, list[tuple[int, int, int, int]]]:
    """Return a text without the signs around what is wrong in it, and line and column of where that begins and ends."""
    text, marks = "", list[tuple[int, int]]()
    for part in re.split("([«»])", written):
        if part in {"«", "»"}:
            marks.append((text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1))
        else:
            text += part
    return text, [(*start, *end) for start, end in zip(marks[::2], marks[1::2], strict=True)]


def found(folder: Path, name: str, written: str) -> None:
    """Hold the places of what is found to the signs."""
    text, expected = spans(written)
    (folder / name).write_text(text, "utf-8")
    (folder / "shapes.ttl").write_text(SHAPES, "utf-8")
    report = kg.validate(folder / name, folder / "shapes.ttl", allow_empty=["e:P", "e:Q", "e:T", "e:C"])
    places = {
        (one.line, one.start, one.end.line, one.end.column)
        for one in report.findings
        if one.rule != "shape-matched-nothing"
        and one.line is not None
        and one.start is not None
        and one.end is not None
    }
    assert sorted(places) == expected


@pytest.mark.parametrize("case", JSON_LD)
def test_what_is_wrong_in_json_ld(tmp_path: Path, case: str) -> None:
    found(tmp_path, "data.jsonld", f'{{"@context": {{{CONTEXT}}},\n  "@graph": [{JSON_LD[case]}]}}\n')


@pytest.mark.parametrize("case", RDF_XML)
def test_what_is_wrong_in_rdf_xml(tmp_path: Path, case: str) -> None:
    found(tmp_path, "data.rdf", f"{RDF}{RDF_XML[case]}\n</r:RDF>\n")


def test_a_property_that_is_counted_otherwise_has_the_line_of_its_subject(tmp_path: Path) -> None:
    data = {"@id": "x:it", "http://e.org/p": [9, {"@value": "x", "@language": "no tag"}]}
    (tmp_path / "data.jsonld").write_text("\n\n" + json.dumps(data), "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES.splitlines()[0] + SHAPES.splitlines()[1], "utf-8")
    (one,) = kg.validate(tmp_path / "data.jsonld", tmp_path / "shapes.ttl").findings
    assert (one.value, one.line, one.start) == ("9", 3, None)
