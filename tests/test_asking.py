"""`kg ask` and `kg query` with what cannot be asked: a sentence each, and limits that are kept."""

from pathlib import Path

import pytest

import kg as library
from kg.core.errors import LimitReached
from kg.core.graph import NQUADS, STORE
from kg.core.manifest import seal
from kg.query.limits import Limits
from tests.running import Done, kg
from tests.stores import save_store
from tests.test_apart import ENDLESS, LARGE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small build, large enough for queries without an end."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "build").mkdir()
    lines = sorted(f'<x:{n}> <x:p> "{n}" <x:g> .' for n in range(200))
    save_store(lines, folder / "build" / NQUADS, folder / "build" / STORE)
    seal(folder / "build", {})
    return folder


def refused(done: Done, slug: str, *said: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    for part in (slug, *said):
        assert part in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("SELECT".encode("utf-16"), ("not UTF-8", ".rq:1")),
        ("ASK {\n} # caf\N{LATIN SMALL LETTER E WITH ACUTE}".encode("latin-1"), ("not UTF-8", ".rq:2")),
        (b"#" * 10_000_001, ("longer than 10 MB",)),
    ],
    ids=["UTF-16", "Latin-1", "long"],
)
def test_a_file_that_is_no_query_is_refused(content: bytes, said: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "my.rq").write_bytes(content)
    refused(kg(tmp_path, "query", "my.rq"), "file-unreadable", *said)


@pytest.mark.parametrize("file", [".", "nosuch.rq", "", "a\udcff.rq"])
def test_a_file_that_is_not_there_is_named(file: str, tmp_path: Path) -> None:
    refused(kg(tmp_path, "query", file), "file-unreadable", "cannot be read")


def test_a_file_without_end_is_not_read_to_it(tmp_path: Path) -> None:
    refused(kg(tmp_path, "query", "/dev/zero"), "file-unreadable", "longer than 10 MB")


def test_a_query_may_begin_with_the_mark_of_notepad(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "my.rq").write_text("ASK { }", encoding="utf-8-sig")
    assert kg(folder, "query", str(tmp_path / "my.rq"), "--format", "csv").stdout.split() == ["answer", "true"]


@pytest.mark.parametrize(
    "options",
    [
        *(("--timeout", value) for value in ("nan", "-1", "0", "inf", "1e9")),
        ("--memory", "0"),
        ("--max-rows", "-5"),
        ("--max-size", "5"),
        ("--max-size", "0", "--endpoint", "http://127.0.0.1:9/"),
    ],
    ids=" ".join,
)
def test_an_impossible_limit_is_refused(options: tuple[str, ...], folder: Path) -> None:
    refused(kg(folder, "query", "-", *options, text="ASK { }"), "argument-invalid")


@pytest.mark.parametrize(
    ("query", "options", "said"),
    [
        (ENDLESS, ("--timeout", "0.2"), "more than 0.2 s"),
        (LARGE, ("--memory", "20"), "more than 20 MB"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", ("--max-rows", "9"), "more than 9 rows"),
        (f"SELECT * {{ FILTER({'(' * 10_000}1{')' * 10_000}) }}", (), "nested too deeply"),
    ],
)
def test_a_limit_is_kept(query: str, options: tuple[str, ...], said: str, folder: Path) -> None:
    refused(kg(folder, "query", "-", *options, text=query), "limit-reached", said)


def test_a_graph_in_python_keeps_limits(folder: Path) -> None:
    graph = library.open(folder / "build", limits=Limits(timeout=0.2))
    assert len(graph.query("SELECT * { ?s ?p ?o }", labels=False)) == 200
    with pytest.raises(LimitReached):
        graph.query(ENDLESS)


@pytest.mark.parametrize(
    ("arguments", "slug"),
    [
        (("turnover", "--set", "dyad=http://x/\udcff", "--sparql"), "parameter-invalid"),
        (("turnover", "--set", "\udcff=KZ-RU"), "parameter-invalid"),
        (("\udcff",), "query-unknown"),
        (("--set", "dyad=KZ-RU"), "argument-invalid"),
        (("--sparql",), "argument-invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], slug: str, folder: Path) -> None:
    refused(kg(folder, "ask", *arguments), slug)


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ('"1e999999999"^^xsd:decimal', "1e999999999"),
        (f'"{"9" * 5000}"^^xsd:integer', "9" * 5000),
        (f'"{"9" * 39}"^^xsd:integer', "9" * 39),
        ('"NaN"^^xsd:decimal', "NaN"),
        (f'"-12{"3" * 36}"^^xsd:integer', "-12," + ",".join(["333"] * 12)),
        ('"1234567890123456789.012345678901234567"^^xsd:decimal', "1,234,567,890,123,456,789.012345678901234567"),
    ],
)
@pytest.mark.parametrize("form", ["table", "records"])
def test_a_number_is_shown_whole_or_as_it_is_written(term: str, shown: str, form: str, folder: Path) -> None:
    done = kg(folder, "query", "-", "--format", form, text=f"SELECT ({term} AS ?x) {{ }}")
    assert (done.returncode, done.stdout.split()) == (0, ["x", shown])


def test_rows_without_a_value_are_no_error(folder: Path) -> None:
    assert kg(folder, "query", "-", "--format", "records", text="SELECT ?x { }").returncode == 0
