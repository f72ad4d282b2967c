"""The child that answers a query: as this process would, and ended by limits, a crash, or its parent's end."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO, FileIO
from pathlib import Path
from typing import BinaryIO

import pytest

from kg.core import errors
from kg.core.errors import ArgumentInvalid, BuildMissing, LimitReached, QueryInvalid
from kg.core.graph import (
    NQUADS,
    STORE,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    evaluate,
    open_build,
)
from kg.core.manifest import seal
from kg.query import within
from kg.query.answers import answer
from kg.query.apart import answer_apart, apart
from kg.query.child import Child
from kg.query.formats import write_answer
from kg.query.frames import write_frame
from kg.query.limits import Limits
from tests.stores import save_store
from tests.test_answers import Listener, listener

__all__ = ["listener"]

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f"
AWKWARD = """SELECT * { VALUES (?a ?b) {
  ("a\\n\\"\\u0001" "a"@en) (UNDEF "a"@ar--rtl) (<x:a> <<( <x:a> <x:b> "c" )>>) (1.50 "x"^^<x:t>) } }"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: the system is no Linux")


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a store in memory, large enough for queries without an end."""
    store = Store()
    store.extend(Quad(NamedNode(f"x:{n}"), NamedNode("x:p"), Literal(f"{n}"), NamedNode("x:g")) for n in range(200))
    return store


def ended(store: Store, query: str, limits: Limits) -> str:
    with pytest.raises(LimitReached) as caught:
        answer_apart(lambda: store, query, limits)
    return str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        AWKWARD,
        "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s",
        "SELECT * {}",
        "SELECT * { ?s ?p 'none' }",
        "ASK { ?s ?p '7' }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { <x:a> <x:b> <<( <x:a> <x:b> 'c' )>> } WHERE { }",
        "DESCRIBE <x:nothing>",
    ],
)
def test_a_child_answers_as_this_process_does(store: Store, query: str) -> None:
    assert answer_apart(lambda: store, query, Limits()) == answer(store, query)


def test_a_child_opens_a_store_on_disk_anew(tmp_path: Path) -> None:
    save_store(["<x:s> <x:p> <x:o> <x:g> ."], tmp_path / NQUADS, tmp_path / STORE)
    seal(tmp_path, {})
    assert len(answer_apart(partial(open_build, tmp_path), "SELECT * { ?s ?p ?o }", Limits()).rows) == 1
    with pytest.raises(BuildMissing) as caught:
        answer_apart(partial(open_build, tmp_path / "none"), "SELECT * { ?s ?p ?o }", Limits())
    assert caught.value.path == tmp_path / "none"


def test_errors_of_a_child_are_those_of_this_process(store: Store) -> None:
    for query in ("SELECT * { ?s ?p", "LOAD <x:a>", "SELECT * { SERVICE <x:a> { } }", "SELECT * FROM <x:g> { }"):
        with pytest.raises(QueryInvalid) as there:
            answer_apart(lambda: store, query, Limits())
        with pytest.raises(QueryInvalid) as here:
            answer(store, query)
        assert str(there.value) == str(here.value)


def test_an_error_passes_whole_from_one_process_to_another() -> None:
    error = errors.CellInvalid("a", remedy="b", path=Path("c"), line=4, column="d", value="e")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), vars(copy), str(copy)) == (type(error), vars(error), str(error))


# --- Limits -----------------------------------------------------------------------------------------------------


def test_time_ends_a_query(store: Store) -> None:
    message = ended(store, ENDLESS, Limits(timeout=0.2))
    assert "more than 0.2 s" in message
    assert "--timeout" in message


def test_time_ends_a_query_that_the_engine_only_plans(store: Store) -> None:
    pattern = " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(2000))
    assert "more than 0.2 s" in ended(store, f"SELECT * {{ {pattern} }}", Limits(timeout=0.2))


def test_memory_ends_a_query(store: Store) -> None:
    message = ended(store, LARGE, Limits(memory=20))
    assert "more than 20 MB" in message
    assert "--memory" in message


def test_an_answer_is_no_larger_than_the_memory() -> None:
    """The parent holds what the child sends, which a small child may go on sending."""

    def pour(out: BinaryIO) -> None:
        part = bytes(100_000)
        for _ in range(300):
            out.write(part)

    assert apart(pour, lambda body: len(body.read()), Limits(memory=30)) == 30_000_000
    with pytest.raises(LimitReached, match="more than 29 MB"):
        apart(pour, lambda body: len(body.read()), Limits(memory=29))


@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?a ?b ?f }"])
def test_rows_end_a_query(store: Store, form: str) -> None:
    message = ended(store, f"{form} {{ ?a ?b ?c . ?d ?e ?f }}", Limits(rows=10))
    assert "more than 10 rows" in message
    assert "--max-rows" in message


def test_an_answer_may_have_all_the_rows_that_it_may(store: Store) -> None:
    assert len(answer_apart(lambda: store, "SELECT * { ?s ?p ?o }", Limits(rows=200)).rows) == 200
    assert "more than 199 rows" in ended(store, "SELECT * { ?s ?p ?o }", Limits(rows=199))


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ FILTER({'(' * 10_000}1{')' * 10_000}) }}",
        f"SELECT * {{ {'{' * 100_000}{'}' * 100_000} }}",
        f"SELECT * {{ FILTER({'!' * 100_000}1) }}",
        f"SELECT * {{ ?s ^{'(' * 100_000}<x:p>{')' * 100_000} ?o }}",
        f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 20_000)} }}",
    ],
    ids=["brackets", "groups", "not", "paths", "union"],
)
def test_a_crash_of_the_engine_is_a_sentence(store: Store, query: str) -> None:
    assert "nested too deeply" in ended(store, query, Limits())


def nested(depth: int) -> str:
    return f"SELECT ({'<<( <x:a> <x:b> ' * depth}'c'{' )>>' * depth} AS ?t) {{ }}"


def test_what_this_process_could_not_read_breaks_the_child_first(store: Store) -> None:
    assert "nested too deeply" in ended(store, nested(5_000), Limits())


def test_a_term_nested_too_deeply_to_be_written_is_an_error(store: Store) -> None:
    found = answer_apart(lambda: store, nested(600), Limits())
    with pytest.raises(LimitReached, match="nested"):
        write_answer(found, "csv", BytesIO())


@pytest.mark.parametrize(("number", "said"), [(signal.SIGABRT, "want of memory"), (signal.SIGKILL, "signal 9")])
def test_a_child_that_a_signal_ends_is_a_sentence(number: signal.Signals, said: str) -> None:
    with pytest.raises(LimitReached, match=said):
        apart(lambda _: os.kill(os.getpid(), number), lambda body: body.read(), Limits())


def test_want_of_memory_in_python_is_a_sentence() -> None:
    def fail(_: BinaryIO) -> None:
        raise MemoryError

    with pytest.raises(LimitReached, match="memory"):
        apart(fail, lambda body: body.read(), Limits())


@pytest.mark.parametrize(
    "wrong", [{"timeout": float("nan")}, {"timeout": -1.0}, {"timeout": float("inf")}, {"memory": 0}, {"rows": -1}]
)
def test_limits_that_bound_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ArgumentInvalid):
        Limits(**wrong)  # type: ignore[arg-type]


# --- The network ------------------------------------------------------------------------------------------------


def visiting(url: str) -> Callable[[BinaryIO], None]:
    """Let the engine follow SERVICE, which no guard refuses here."""

    def visit(out: BinaryIO) -> None:
        rows = evaluate(Store(), f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}")
        assert isinstance(rows, QuerySolutions)
        rows.serialize(out, QueryResultsFormat.JSON)

    return visit


@linux
def test_a_child_without_the_guard_reaches_no_server(listener: Listener) -> None:
    apart(visiting(listener.url), lambda body: body.read(), Limits())
    assert listener.visits == []
    apart(visiting(listener.url), lambda body: body.read(), Limits(), online=True)
    assert listener.visits == ["127.0.0.1"]


# --- The end ----------------------------------------------------------------------------------------------------


def children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()


def runs(process: str) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def waited(condition: Callable[[], object]) -> bool:
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


@linux
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_the_end_of_a_command_is_that_of_its_child(number: signal.Signals, code: int, tmp_path: Path) -> None:
    lines = [f"<x:{n}> <x:p> <x:o> <x:g> ." for n in range(200)]
    (tmp_path / "build").mkdir()
    save_store(sorted(lines), tmp_path / "build" / NQUADS, tmp_path / "build" / STORE)
    seal(tmp_path / "build", {})
    (tmp_path / "endless.rq").write_text(ENDLESS, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("kg")), "query", "endless.rq"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert waited(lambda: children(running.pid))
        (child,) = children(running.pid)
        running.send_signal(number)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err.strip()) == (code, b"", b"")
    assert waited(lambda: not runs(child))


def test_the_time_of_what_is_done_ends_no_process_that_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(out: FileIO, body: bytes) -> None:
        time.sleep(0.3)
        write_frame(out, body)

    def echo(wanted: bytes, out: BinaryIO) -> None:
        out.write(wanted)

    monkeypatch.setattr(within, "write_frame", slowly)
    child = Child(lambda: echo, Limits())
    try:
        for wanted in (b"one", b"two"):
            assert child.do(wanted, lambda body: body.read(), seconds=0.2) == wanted
    finally:
        child.end()
