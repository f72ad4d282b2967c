"""A SPARQL server is validated as a file of what it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import BNode, Dataset, Literal, URIRef

import kg as dyad
from kg.core.errors import EndpointFailed, LimitReached
from kg.query import whole
from kg.query.limits import Limits
from tests.running import kg
from tests.serving import sparql_server

E = "http://e.org/"
SHAPES = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<{E}S> sh:targetSubjectsOf <{E}age> ; sh:property [ sh:path <{E}age> ; sh:minInclusive 0 ] .
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serve two people, one in a graph of its own, and nodes without names."""
    people, unnamed, empty = Dataset(default_union=True), Dataset(default_union=True), Dataset(default_union=True)
    people.add((URIRef(f"{E}ada"), URIRef(f"{E}age"), Literal(-5)))
    people.graph(URIRef(f"{E}g")).add((URIRef(f"{E}bek"), URIRef(f"{E}age"), Literal(40)))
    people.graph(URIRef(f"{E}h")).add((URIRef(f"{E}bek"), URIRef(f"{E}age"), Literal(40)))
    for age in (1, 2):
        unnamed.add((BNode(), URIRef(f"{E}age"), Literal(age)))
    with sparql_server({"people": people, "unnamed": unnamed, "empty": empty}) as address:
        yield address


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    """Write the shapes."""
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    return tmp_path / "shapes.ttl"


def test_what_a_server_says_is_validated(server: str, shapes: Path) -> None:
    report = dyad.validate(f"{server}/people", shapes)
    assert report.checked == 2, "not all graphs are read"
    assert [(one.node, one.value, one.path, one.line) for one in report.findings] == [(f"{E}ada", "-5", None, None)]


def test_the_command_takes_an_address(server: str, shapes: Path) -> None:
    done = kg(shapes.parent, "check", "--shapes", "shapes.ttl", "--data", f"{server}/people")
    assert done.returncode == 1
    assert "ada «-5»" in done.stdout
    for refused, said in (
        (("--shapes", "shapes.ttl", "--data", f"{server}/people", "--limit", "1"), "The server has 2 statements"),
        (("--shapes", "shapes.ttl", "--data", f"{server}/nowhere"), "404"),
        (("--data", f"{server}/people"), "is a server: add --shapes"),
        (("--ontology", "shapes.ttl", "--data", f"{server}/people"), "is a server: add --shapes"),
    ):
        done = kg(shapes.parent, "check", *refused)
        assert (done.returncode, said in done.stdout + done.stderr) == (2, True), refused
    assert kg(shapes.parent, "check", "--shapes", "shapes.ttl", "--data", f"{server}/empty").returncode == 3


def test_pages_are_one_whole(server: str) -> None:
    found = [str(one.subject) for one in whole.statements_served(f"{server}/people", Limits(), page=1)]
    assert found == [f"<{E}ada>", f"<{E}bek>"]
    with pytest.raises(LimitReached):
        [*whole.statements_served(f"{server}/people", Limits(rows=1))]


def test_nodes_without_names_are_on_one_page(server: str) -> None:
    assert len([*whole.statements_served(f"{server}/unnamed", Limits())]) == 2
    with pytest.raises(EndpointFailed, match="nodes without names"):
        [*whole.statements_served(f"{server}/unnamed", Limits(), page=1)]
