"""A file of a statement a line is looked through by its bytes as its parser would read it, however it is written."""

from pathlib import Path

import pytest

import kg
from kg.core.errors import FileUnreadable
from kg.core.graph import NamedNode
from kg.validation.by_line import LinesAbout, line_starts, named_in, statements_with

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
KNOWS = NamedNode("http://example.org/knows")
KIND, C, G = str(TYPE), "<http://example.org/C>", "<http://example.org/graph>"
LINES = [
    f"<http://example.org/a> {KIND} {C} .",
    f"# <http://example.org/no> {KIND} {C} .",
    f"#<http://example.org/no> {KIND} {C} .",
    f"\t <http://example.org/\\u0062>\t{KIND} {C}. # as it is",
    f"<http://example.org/c>{KIND}{C}.\r",
    f"_:d {KIND} {C} {G} .",
    "",
    f"<http://example.org/a> {KNOWS} {KIND} {G} .",
    f"{KIND} {KNOWS} <http://example.org/a> .",
    f'<http://example.org/a> {KNOWS} "{KNOWS} <http://example.org/no> ."@en .',
]


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    (tmp_path / "odd.nq").write_text("\n".join(LINES), "utf-8", newline="")
    return tmp_path / "odd.nq"


def test_the_statements_of_a_predicate_are_those_of_the_parser(odd: Path) -> None:
    typed, known = statements_with([TYPE, KNOWS], odd)
    assert [subject for subject, _ in typed.ends] == [
        b"<http://example.org/a>",
        b"<http://example.org/b>",
        b"<http://example.org/c>",
        b"_:d",
    ]
    assert {value for _, value in typed.ends} == {b"<http://example.org/C>"}
    assert known.ends == [
        (b"<http://example.org/a>", b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"),
        (b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", b"<http://example.org/a>"),
        (b"<http://example.org/a>", b'"<http://example.org/knows> <http://example.org/no> ."@en'),
    ]


def test_the_statements_about_a_node_are_found_with_their_lines(odd: Path) -> None:
    with LinesAbout([NamedNode("http://example.org/a"), NamedNode("http://example.org/no")], odd) as lines:
        assert [one.line for one in lines.of(NamedNode("http://example.org/a"))] == [1, 8, 10]
        assert [*lines.of(NamedNode("http://example.org/no"))] == []


def test_what_is_written_plainly_is_read_at_once_and_the_same(tmp_path: Path) -> None:
    nodes = [f"http://example.org/{number}" for number in range(6000)]  # more than is looked at at once
    text = "".join(f"<{node}> <{TYPE.value}> <http://example.org/C> .\n\n" for node in nodes)
    path = tmp_path / "plain.nt"
    path.write_text(text, "utf-8")
    ends = [end for said in statements_with([TYPE], path) for end in said.ends]
    assert ends == [(f"<{node}>".encode(), b"<http://example.org/C>") for node in nodes]
    last = NamedNode(nodes[-1])
    with LinesAbout([last], path) as lines:
        assert [(one.line, text[one.start :].split()[0]) for one in lines.of(last)] == [(11_999, f"<{nodes[-1]}>")]
    starts = line_starts([1, 11_999], path)
    assert [text[start:].split()[0] for start in starts.values()] == [f"<{nodes[0]}>", f"<{nodes[-1]}>"]
    assert named_in([last, NamedNode("http://example.org/no")], path) == {last}


@pytest.mark.parametrize("reference", [False, True])
def test_a_line_that_breaks_off_is_told_by_its_number(tmp_path: Path, *, reference: bool) -> None:
    data, shapes = tmp_path / "data.nt", tmp_path / "shapes.ttl"
    data.write_text(
        f"<http://example.org/a> {KNOWS} <http://example.org/b> .\n<http://example.org/a> {KIND} <", "utf-8"
    )
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:knows ; sh:minCount 1 ] .",
        "utf-8",
    )
    with pytest.raises(FileUnreadable, match="not valid N-Triples") as error:
        kg.validate(data, shapes, reference=reference)
    assert error.value.line == 2
