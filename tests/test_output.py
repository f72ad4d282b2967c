"""An output is put in place whole, takes the place of nothing but its like, and leaves nothing beside."""

import errno
import fcntl
import os
import re
import shutil
import socket
import stat
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from kg.core import output
from kg.core.errors import OutputUnwritable
from kg.core.output import file_beside, folder_beside, make_folder, scratch


def write(path: Path, text: str = "new") -> None:
    with file_beside(path) as partial:
        partial.write_text(text, encoding="utf-8")


def fill(path: Path) -> None:
    with folder_beside(path, lambda _: None) as partial:
        (partial / "inner").mkdir()
        (partial / "inner" / "file").write_text("new", encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def identity(path: Path) -> tuple[int, ...]:
    """What a file is, without when it was last read: to look at a link changes that by itself."""
    found = os.lstat(path)
    return found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns


# --- what may be replaced ---------------------------------------------------------------------------------------


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, chdir(path.parent):
        made.bind(path.name)


def a_link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


NO_FILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (os.mkfifo, "is a pipe"),
    "socket": (a_socket, "is a socket"),
    "link to a pipe": (a_link_to_a_pipe, "is a pipe"),
    "link to itself": (lambda path: path.symlink_to(path), "Too many levels"),
}


@pytest.mark.parametrize("kind", NO_FILE)
@pytest.mark.parametrize("put", [write, fill, make_folder])
def test_what_is_neither_a_file_nor_a_folder_is_never_replaced(
    kind: str, put: Callable[[Path], None], tmp_path: Path
) -> None:
    make, problem = NO_FILE[kind]
    make(tmp_path / "x")
    before = identity(tmp_path / "x"), names(tmp_path)
    with pytest.raises(OutputUnwritable, match=problem) as raised:
        put(tmp_path / "x")
    assert raised.value.path == tmp_path / "x"
    assert (identity(tmp_path / "x"), names(tmp_path)) == before


def test_a_folder_is_no_file_and_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old", encoding="utf-8")
    with pytest.raises(OutputUnwritable, match="is a folder, and only a file"):
        write(tmp_path / "folder")
    with pytest.raises(OutputUnwritable, match="is a file, and only a folder"):
        fill(tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("put", [write, fill])
@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("missing/below/x", "not there: of it there is {}"),
        ("link/x", "not there: of it there is {}"),
        ("file/x", "Not a directory"),
        ("x" * 250, "File name too long"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_place_that_cannot_be_is_named(place: str, problem: str, put: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(OutputUnwritable, match=re.escape(problem.format(tmp_path))):
        put(tmp_path / place)
    assert names(tmp_path) == ["file", "link"]


def test_the_folder_in_which_the_command_runs_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    with chdir(tmp_path / "here"):
        for place in (Path(), Path(".."), tmp_path):
            with pytest.raises(OutputUnwritable, match="runs in the folder"):
                fill(place)
        with pytest.raises(OutputUnwritable, match="is a folder"):
            write(Path())


@pytest.mark.parametrize("put", [write, fill])
def test_a_link_stays_and_its_target_is_replaced_in_its_mode(put: Callable[[Path], None], tmp_path: Path) -> None:
    target, folder = tmp_path / "there" / "target", tmp_path / "there"
    folder.mkdir()
    target.touch() if put is write else target.mkdir()
    target.chmod(0o750)
    (tmp_path / "link").symlink_to("there/target")
    put(tmp_path / "link")
    assert (tmp_path / "link").readlink() == Path("there/target")
    assert stat.S_IMODE(target.stat().st_mode) == 0o750
    assert "new" in [path.read_text(encoding="utf-8") for path in [target, target / "inner" / "file"] if path.is_file()]
    assert (names(folder), names(tmp_path)) == (["target"], ["link", "there"])


def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text(encoding="utf-8") == "new"


def test_what_must_not_be_replaced_is_looked_for_before_and_after(tmp_path: Path) -> None:
    def check(folder: Path) -> None:
        if (folder / "thesis.txt").exists():
            raise PermissionError("years of work")

    fill(tmp_path / "x")
    with pytest.raises(OutputUnwritable, match="years of work"), folder_beside(tmp_path / "x", check):
        (tmp_path / "x" / "thesis.txt").touch()
    with pytest.raises(OutputUnwritable, match="years of work"), folder_beside(tmp_path / "x", check):
        pytest.fail("the block must not begin")
    assert (names(tmp_path), names(tmp_path / "x")) == (["x"], ["inner", "thesis.txt"])


# --- the disk ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("put", [write, fill])
def test_all_is_on_the_disk_before_it_is_in_place_and_then_its_folder(
    put: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, bool]] = []

    def note(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        synced.append((path.name.partition(".partial")[0], (tmp_path / "x").exists()))

    monkeypatch.setattr(os, "fsync", note)
    put(tmp_path / "x")
    inner = ["file", "inner"] if put is fill else []
    assert [name for name, _ in synced][: len(inner)] == inner
    assert [there for _, there in synced] == [False] * (len(inner) + 1) + [True]
    assert synced[-1][0] == tmp_path.name


@pytest.mark.parametrize("put", [write, fill])
@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), OSError(errno.ENOSPC, "No space left")])
def test_a_disk_that_fails_leaves_the_old(
    put: Callable[[Path], None], error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "x")
    before = os.lstat(tmp_path / "x").st_ino

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputUnwritable, match=error.strerror) as raised:
        put(tmp_path / "x")
    assert raised.value.path == tmp_path / "x"
    assert (os.lstat(tmp_path / "x").st_ino, names(tmp_path)) == (before, ["x"])


def test_an_error_about_an_input_or_a_closed_pipe_is_not_the_outputs(tmp_path: Path) -> None:
    for error in (FileNotFoundError(errno.ENOENT, "gone", "/elsewhere/input"), BrokenPipeError(errno.EPIPE, "closed")):
        with pytest.raises(type(error)), file_beside(tmp_path / "x"):
            raise error
    with pytest.raises(OutputUnwritable), file_beside(tmp_path / "x") as partial:
        raise PermissionError(errno.EACCES, "forbidden", str(partial))
    with pytest.raises(OutputUnwritable), file_beside(tmp_path / "x") as partial:
        raise OSError(errno.EXDEV, "apart", "/elsewhere/input", None, str(partial))
    assert names(tmp_path) == []


def test_an_interrupt_while_what_is_left_is_removed_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove, came = shutil.rmtree, list[Path]()

    def interrupted(path: Path, **options: Any) -> None:
        came.append(path)
        if len(came) == 1:
            raise KeyboardInterrupt
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", interrupted)
    fill(tmp_path / "x")
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "x")
    assert names(tmp_path) == ["x"]


def test_a_folder_takes_its_place_where_the_system_cannot_exchange_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
    fill(tmp_path / "x")
    (tmp_path / "x" / "old").touch()
    fill(tmp_path / "x")
    assert (names(tmp_path), names(tmp_path / "x")) == (["x"], ["inner"])


def test_a_folder_that_is_there_is_kept_as_it_is(tmp_path: Path) -> None:
    for _ in range(2):
        make_folder(tmp_path / "x")
        (tmp_path / "x" / "mine").touch()
    assert names(tmp_path / "x") == ["mine"]


# --- what killed runs left --------------------------------------------------------------------------------------

HERE = "-".join(output._machine())
HOST, RUN = output._machine()
RANDOM = "0123abcd"


def left(place: Path, machine: str = HERE, kind: Callable[[Path], object] = Path.mkdir) -> Path:
    """Make what a run on some machine would have left beside a place."""
    path = place.with_name(f".{place.name}.{machine}.{RANDOM}.partial")
    kind(path)
    return path


@pytest.mark.parametrize("machine", [HERE, f"{HOST}-00000000", f"00000000-{RUN}"])
@pytest.mark.parametrize("kind", [Path.mkdir, Path.touch])
@pytest.mark.parametrize("name", ["x", "b[1]", "*", "a b", "қ"])
def test_what_a_killed_run_left_is_removed(
    machine: str, kind: Callable[[Path], object], name: str, tmp_path: Path
) -> None:
    left(tmp_path / name, machine, kind)
    fill(tmp_path / name)
    assert names(tmp_path) == [name]


def test_what_a_writer_leaves_has_the_name_that_is_looked_for(tmp_path: Path) -> None:
    with file_beside(tmp_path / "x") as partial:
        pass
    partial.touch()
    write(tmp_path / "x")
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("kind", [Path.mkdir, Path.touch])
def test_what_a_running_process_writes_is_left_alone(kind: Callable[[Path], object], tmp_path: Path) -> None:
    other = left(tmp_path / "x", HERE, kind)
    descriptor = os.open(other, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    write(tmp_path / "x")
    assert other.exists()
    os.close(descriptor)
    write(tmp_path / "x")
    assert not other.exists()


def test_a_writer_keeps_others_from_taking_its_work_for_left(tmp_path: Path) -> None:
    with folder_beside(tmp_path / "x", lambda _: None) as partial:
        write(tmp_path / "x")
        assert partial.exists()
        (tmp_path / "x").unlink()
    with file_beside(tmp_path / "y") as partial:
        write(tmp_path / "y", "theirs")
        partial.write_text("ours", encoding="utf-8")
    assert (tmp_path / "y").read_text(encoding="utf-8") == "ours"


@pytest.mark.parametrize(
    "name",
    [
        f".x.00000000-00000000.{RANDOM}.partial",
        ".x.99999999999999999999.partial",
        ".x.1.partial",
        f".x.y.{HERE}.{RANDOM}.partial",
        f".y.{HERE}.{RANDOM}.partial",
        f".x.{HERE}.{RANDOM}.old",
        f".x.{HERE}.{RANDOM}.partial.txt",
    ],
)
def test_what_another_machine_or_somebody_else_made_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    write(tmp_path / "x")
    assert names(tmp_path) == sorted(["x", name])


def test_what_another_user_left_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = left(tmp_path / "x")
    with monkeypatch.context() as another:
        another.setattr(os, "getuid", lambda: theirs.stat().st_uid + 1)
        write(tmp_path / "x")
    assert theirs.exists()
    write(tmp_path / "x")
    assert not theirs.exists()


def test_no_link_and_no_pipe_is_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").touch()
    links = [left(tmp_path / "x", HERE, lambda path: path.symlink_to(mine))]
    links.append(left(tmp_path / "y", HERE, lambda path: path.symlink_to(mine / "thesis.txt")))
    links.append(left(tmp_path / "pipe", HERE, os.mkfifo))
    holding = left(tmp_path / "z")
    (holding / "link").symlink_to(mine)
    for name in ("x", "y", "z", "pipe"):
        write(tmp_path / name)
    assert [os.path.lexists(link) for link in links] == [True, True, True]
    assert not holding.exists()
    assert names(mine) == ["thesis.txt"]


def test_scratch_is_private_and_that_of_killed_runs_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left(tmp_path / "kg")
    (tmp_path / "kg-other").mkdir()
    with scratch() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert names(tmp_path) == sorted([folder.name, "kg-other"])
        with scratch() as another:
            assert folder.exists()
            assert another != folder
    assert names(tmp_path) == ["kg-other"]


def test_what_is_taken_for_left_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, lock = list[Path](), fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        if not came:
            came.extend(path for path in tmp_path.iterdir() if path.name.endswith(".partial"))
            shutil.rmtree(came[0])
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    with folder_beside(tmp_path / "x", lambda _: None) as partial:
        assert partial not in came
        (partial / "a").write_text("whole", encoding="utf-8")
    assert came
    assert (tmp_path / "x" / "a").read_text(encoding="utf-8") == "whole"
