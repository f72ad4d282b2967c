"""No command but `fetch`, `load`, `serve` and a question to a server connects, or opens what was not named to it."""

import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kg.cli.commands import _COMMANDS
from kg.core import assets
from kg.core.rdf_files import read_quads
from tests.offline import Watch, watching
from tests.running import kg

OWL = "http://www.w3.org/2002/07/owl#"
NAMED = "https://w3id.org/dyad/reasoned"  # the name under which the reasoner knows what it is given
PREFIXES = "".join(
    f"@prefix {name}: <{namespace}> .\n"
    for name, namespace in {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "dyad": "https://w3id.org/dyad/ontology#",
        "id": "https://w3id.org/dyad/id/",
        "owl": OWL,
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sh": "http://www.w3.org/ns/shacl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }.items()
)


def described(watch: Watch, more: str = "") -> Path:
    """Write a source of an invented organisation, and more into its description; return the folder of sources."""
    source = watch.folder / "data" / "axia"
    source.mkdir(parents=True)
    labels = '"Axia"@en, "Аксия"@kk, "Аксия"@ru'
    description = f"""{PREFIXES}<https://w3id.org/dyad/id/source/axia> a dyad:Source ; rdfs:label {labels} ;
    dcterms:license <https://w3id.org/dyad/id/licence/CC0-1.0> ; dcat:landingPage <https://axia.example/> ;
    dcterms:publisher <https://w3id.org/dyad/id/organisation/axia> ; dyad:retrievedOn "2026-01-01"^^xsd:date ;
    dyad:hasReadingManner <https://w3id.org/dyad/id/manner/compiled> ; dyad:minimumCount "Organisation 1" .
{more}"""
    (source / "source.ttl").write_text(description, encoding="utf-8")
    table = "key,label_en,label_kk,label_ru\naxia,Axia,Аксия,Аксия\n"
    (source / "Organisation.csv").write_text(table, encoding="utf-8")
    return source.parent


def imports(watch: Watch) -> str:
    """Import the server and the bait under the names that a reasoner follows."""
    told = "".join(
        f"; owl:{name} <{watch.server}/x.owl>, <{watch.bait.as_uri()}> " for name in ("imports", "priorVersion")
    )
    return f"<{NAMED}> a owl:Ontology {told}.\n[] a owl:Ontology {told}.\n"


def names_a_file(watch: Watch) -> str:
    """Describe a file of the source by a name that leads to the bait."""
    return (
        "<https://w3id.org/dyad/id/source/axia> dyad:hasFile <https://w3id.org/dyad/source/axia/x> .\n"
        "<https://w3id.org/dyad/source/axia/x> a dyad:SourceFile ; dyad:characterCount 9 ;\n"
        f'    dyad:fileName "../{watch.bait.parent.name}/{watch.bait.name}" ; dyad:sha256 "{"0" * 64}" .\n'
    )


def asks_a_server(watch: Watch) -> str:
    path = watch.folder / "x.rq"
    path.write_text(f"SELECT * {{ SERVICE <{watch.server}/sparql> {{ ?s ?p ?o }} }}", encoding="utf-8")
    return str(path)


Arguments = tuple[str, ...]
RUNS: dict[str, Callable[[Watch], Arguments]] = {
    "adapt": lambda w: ("adapt", "axia", str(w.folder), "--data", str(described(w, names_a_file(w)))),
    "ask": lambda _: ("ask", "turnover"),
    "build": lambda w: ("build", "--without-shipped", "--data", str(described(w)), "--out", "made"),
    "check": lambda w: ("check", str(described(w, imports(w)) / "axia" / "source.ttl")),
    "conflicts": lambda _: ("conflicts",),
    "explain": lambda _: ("explain", "query-invalid"),
    "export": lambda _: ("export", "--format", "gexf"),
    "find": lambda _: ("find", "axia"),
    "init": lambda _: ("init", "own"),
    "locate": lambda w: ("locate", str(described(w) / "axia" / "Organisation.csv"), "Axia"),
    "match": lambda w: ("match", "--without-shipped", "--data", str(described(w))),
    "mcp": lambda _: ("mcp",),
    "mirror": lambda _: ("mirror",),
    "network": lambda _: ("network", "people"),
    "new-source": lambda _: (
        *("new-source", "axia", "--label", "Axia", "--publisher", "Axia", "--licence", "CC0-1.0"),
        *("--address", "https://axia.example/", "--issued", "2026-01-01"),
    ),
    "query": lambda w: ("query", asks_a_server(w)),
    "show": lambda _: ("show", "XA"),
    "sources": lambda _: ("sources",),
    "targets": lambda _: ("targets",),
    "why": lambda _: ("why", "claim/turnover-2022"),
}

HOSTILE = ("adapt", "check", "query")


@pytest.fixture
def folder(world_build: Path, tmp_path: Path) -> Path:
    """Return a folder with the build of the invented world."""
    shutil.copytree(world_build, tmp_path / "run" / "build")
    return tmp_path / "run"


ONLINE = {"fetch", "load", "serve"}
"""What connects, or listens, to whom it is told."""


def test_every_command_that_stays_offline_has_a_run() -> None:
    assert {*_COMMANDS} - ONLINE <= {*RUNS}


@pytest.mark.parametrize("command", [name for name in RUNS if name in _COMMANDS])
def test_a_command_opens_nothing_that_was_not_named(command: str, folder: Path) -> None:
    with watching(folder) as watch:
        done = kg(folder, *RUNS[command](watch))
    assert watch.seen == [], done
    assert done.returncode == 0 or command in HOSTILE, done


@pytest.mark.parametrize("described_so", [imports, names_a_file])
def test_what_a_description_names_is_not_opened(described_so: Callable[[Watch], str], folder: Path) -> None:
    with watching(folder) as watch:
        data = described(watch, described_so(watch))
        done = kg(folder, "build", "--without-shipped", "--data", str(data), "--out", "made", "--text", str(data))
    assert watch.seen == [], done


FILES: dict[str, Callable[[Watch], str]] = {
    "imports.ttl": lambda w: PREFIXES + imports(w),
    "imports.trig": lambda w: f"{PREFIXES}<https://w3id.org/dyad/graph/ontology> {{ {imports(w)} }}",
    "imports.nq": lambda w: (
        f"<{NAMED}> <{OWL}imports> <{w.server}/x> <https://w3id.org/dyad/graph/ontology> .\n"
        f"<{NAMED}> <{OWL}imports> <{w.bait.as_uri()}> .\n"
    ),
    "imports.rdf": lambda w: (
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="{OWL}">'
        f'<owl:Ontology rdf:about="{NAMED}"><owl:imports rdf:resource="{w.bait.as_uri()}"/>'
        f'<owl:imports rdf:resource="{w.server}"/></owl:Ontology></rdf:RDF>'
    ),
    "imports.jsonld": lambda w: (
        f'{{"@id": "{NAMED}", "{OWL}imports": [{{"@id": "{w.server}"}}, {{"@id": "{w.bait.as_uri()}"}}]}}'
    ),
    "context.jsonld": lambda w: f'{{"@context": "{w.server}/context.jsonld", "@id": "x:x"}}',
    "context-file.jsonld": lambda w: f'{{"@context": "{w.bait.as_uri()}", "@id": "x:x"}}',
    "import-context.jsonld": lambda w: f'{{"@context": {{"@version": 1.1, "@import": "{w.server}"}}, "@id": "x:x"}}',
    "entity.rdf": lambda w: f'<!DOCTYPE x [<!ENTITY x SYSTEM "{w.bait.as_uri()}">]><x>&x;</x>',
    "parameter.rdf": lambda w: f'<!DOCTYPE x [<!ENTITY % x SYSTEM "{w.bait.as_uri()}"> %x;]><x/>',
    "dtd.rdf": lambda w: f'<!DOCTYPE x SYSTEM "{w.server}/x.dtd"><x/>',
    "dtd.gexf": lambda w: f'<!DOCTYPE gexf SYSTEM "{w.server}/x.dtd"><gexf/>',
    "entity.gexf": lambda w: f'<!DOCTYPE x [<!ENTITY x SYSTEM "{w.bait.as_uri()}">]><gexf>&x;</gexf>',
    "shape.ttl": lambda w: (
        f"{PREFIXES}id:x a sh:NodeShape ; sh:targetClass dyad:Country ; owl:imports <{w.server}> ;\n"
        f'    sh:sparql [ sh:select "SELECT $this {{ SERVICE <{w.server}> {{ $this ?p ?o }} }}" ] .\n'
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_names_is_not_opened(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    with watching(folder) as watch:
        (folder / name).write_text(FILES[name](watch), encoding="utf-8")
        done = kg(folder, "check", name, PATH=str(folder))
    assert watch.seen == [], done
    if name.startswith("imports"):
        assert f"owl:imports is not followed: name the file too, if {watch.bait.as_uri()} is to count" in done.stdout


def test_the_reasoner_is_told_of_no_ontology_that_it_would_follow(folder: Path) -> None:
    """The child in Java raises no event here: it must not meet the bait either."""
    with watching(folder) as watch:
        (folder / "x.ttl").write_text(PREFIXES + imports(watch) + "id:x a dyad:Country .\n", encoding="utf-8")
        done = kg(folder, "check", "x.ttl")
    assert watch.seen == [], done


@pytest.mark.parametrize(
    ("does", "seen"),
    [
        (lambda w: urllib.request.urlopen(w.server, timeout=5), "the server was reached"),  # noqa: S310
        (lambda w: socket.getaddrinfo("localhost", 80), "socket.getaddrinfo"),
        (lambda w: w.bait.read_bytes(), "the bait was opened"),
        (lambda w: read_quads(w.bait), "the bait was opened"),
        (lambda w: (assets.ontology().parent / "README.md").read_bytes(), "open "),
        (lambda w: subprocess.run(["cat", w.bait], check=True, capture_output=True), "the bait was opened"),
        (lambda w: subprocess.run(["true"], check=True), "subprocess.Popen true"),
    ],
)
def test_the_watch_notices(does: Callable[[Watch], object], seen: str, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    with watching(folder) as watch, suppress(OSError):
        does(watch)
    assert any(what.startswith(seen) for what in watch.seen), watch.seen
