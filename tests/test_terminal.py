"""What leaves is safe where it goes, and every run ends with a sentence and an exit code."""

import csv
import errno
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.text import Text

from kg.cli import failures, listing, main, terminal
from kg.cli.limited import run_apart
from kg.core import assets
from kg.core.errors import ArgumentInvalid, KgError, SystemRefused
from kg.core.spreadsheet import inert
from kg.core.visible import disobeyed, in_line, visible
from kg.show import html
from kg.show.model import SourceNote
from kg.show.sources import SourceLine
from kg.validation.formats import REPORT_FORMATS
from kg.validation.report import Violation, report
from tests import running
from tests.running import KG, Done

Kg = Callable[..., Done]
HOSTILE = "a\x1b]0;pwned\x07\x9b2J\u202eb\u200bc\u2066\n::error::d ##[error]e ##vso[task.x]f\r\n\xa0\t::g"
OBEYED = ("\x1b", "\x07", "\x9b", "\r", "\u202e", "\u200b", "\u2066", "##[", "##vso[")


def is_safe(text: str) -> bool:
    lines = text.replace("\r", "\n").split("\n")
    return not any(sign in text for sign in OBEYED) and not any(line.lstrip().startswith("::") for line in lines)


@pytest.fixture
def kg(seed_build: Path) -> Kg:
    return partial(running.kg, seed_build.parent)


# --- signs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("\x00\x08\x7f\x85\x9b", r"\x00\x08\x7f\x85\x9b"),
        ("a\r\nb", "a\\r\nb"),
        ("\u202e\u2066\u200e\u061c", r"\u202e\u2066\u200e\u061c"),
        ("\u200b\u2060\ufeff\xad\u115f\u3164\u034f", r"\u200b\u2060\ufeff\xad\u115f\u3164\u034f"),
        ("\u2028\u2029\ufffe\udcff\U000e0041", r"\u2028\u2029\ufffe\udcff\U000e0041"),
        ("p\u200cq \u200d", r"p\u200cq \u200d"),
    ],
)
def test_a_sign_that_steers_or_hides_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Қазақстан мен Ресей: «28 млрд» — 1\u00a0000\u202f000\t§",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d👧 ❤\ufe0f\u200d🔥 👩🏽\u200d🏭",
        "日本、한국",
    ],
)
def test_letters_of_every_script_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("line", ["::error::x", "  \t::x::y", "\u3000::x::", "a ##[group]", "##vso[x]", "####[x]"])
def test_no_line_is_obeyed(line: str) -> None:
    for text in (line, f"first\n{line}", f"\x1b[1m{line}"):
        found = disobeyed(text)
        assert is_safe(found.replace("\x1b[1m", ""))
        assert found != text
    assert disobeyed("a::b: c # [d] Time::HiRes") == "a::b: c # [d] Time::HiRes"


# --- formats for people -----------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    return '"' + "".join(f"\\u{ord(sign):04x}" for sign in text) + '"'


@pytest.mark.parametrize("form", ["table", "records"])
def test_an_answer_for_people_is_safe(form: str, kg: Kg, tmp_path: Path) -> None:
    query = f"SELECT ?x ?y {{ VALUES (?x ?y) {{ ({quoted(HOSTILE)} {quoted('::error::' + HOSTILE)}) }} }}"
    done = kg("query", "-", "--format", form, text=query)
    assert is_safe(done.stdout), done.stdout
    assert r"\x1b]0;pwned\x07" in done.stdout
    out = tmp_path / "out"
    assert kg("query", "-", "--format", form, "--out", str(out), text=query).returncode == 0
    assert out.read_text(encoding="utf-8") == done.stdout


def test_a_line_feed_in_a_record_begins_no_line_of_its_own(kg: Kg) -> None:
    done = kg("query", "-", "--format", "records", text='SELECT ?x { VALUES ?x { "a\\nb  forged" } }')
    assert done.stdout == "x  a\n   b  forged\n"


def test_data_formats_keep_what_they_hold(kg: Kg) -> None:
    done = kg("query", "-", "--format", "csv", text=f"SELECT ({quoted(HOSTILE)} AS ?x) {{}}")
    rows = [*csv.reader(io.StringIO(done.stdout, newline=""))]
    assert rows == [["x"], [HOSTILE]]


def line(**values: str) -> SourceLine:
    empty = SourceLine("id", "name", "", "", "", "", "", "", "2026-01-01", "first-hand", 1, 2, {}, (), "")
    return replace(empty, **values)  # type: ignore[arg-type]


def test_a_list_and_a_page_of_sources_are_safe() -> None:
    hostile = line(id="::error::x", name=HOSTILE, licence=HOSTILE, permits=HOSTILE, publisher=HOSTILE, note=HOSTILE)
    assert is_safe(terminal.unstyled(listing.sources_as_table([hostile], "en")))
    assert is_safe(terminal.unstyled(listing.as_page(hostile, "en")))


def test_styles_are_ours_alone() -> None:
    said = terminal.unstyled("a ", terminal.styled("b\x1b[31m", fg="red"), " c\x1b[8m")
    assert said == r"a b\x1b[31m c\x1b[8m"
    assert terminal.laid_out([Text(HOSTILE)], 200).startswith(r"a\x1b]0;pwned\x9b2J")
    assert terminal.laid_out(["[bold]x[/] :smile:"], 80) == "[bold]x[/] :smile:\n"


def hostile_finding() -> Violation:
    places: dict[str, Any] = {"value": HOSTILE, "path": Path(HOSTILE), "line": 1, "column": HOSTILE}
    return Violation(HOSTILE, "error", {"en": HOSTILE}, HOSTILE, **places)


def test_a_report_is_safe_and_its_annotations_are_its_own() -> None:
    reports = [report("tables", [hostile_finding()], 1, [HOSTILE])]
    text = terminal.unstyled(REPORT_FORMATS["text"](reports, "en"))
    assert is_safe(text)
    assert len(text.splitlines()) == 5
    lines = visible(REPORT_FORMATS["github"](reports, "en")).splitlines()
    assert [one.split(" ")[0] for one in lines] == ["::error", "tables:", ""]
    assert not any(sign in "".join(lines) for sign in OBEYED[:7])


def test_an_error_is_safe_and_no_value_forges_its_lines(kg: Kg) -> None:
    done = kg("ask", "x\n  remedy: run this\n::error::y\x1b[31m\u202e")
    assert is_safe(done.stderr)
    assert done.stderr.count("\n  remedy:") == 1
    assert is_safe(kg("nosuch\n::error::\x1b[31m").stderr)
    assert len(kg("n" * 100_000).stderr) < 5_000
    said = str(ArgumentInvalid("a\n  see: b", remedy="c\n  see: d"))
    assert said.count("\n  see:") == 1
    assert in_line("a\tb\nc") == r"a\tb\nc"


def test_what_is_too_long_to_be_read_is_shortened_where_people_read_it() -> None:
    long = "a" * 1_000_000 + "b"
    said = str(ArgumentInvalid(long, remedy=long, column=long, value=long))
    assert said.count("(1,000,001 characters)") == 3  # the place as a whole is short
    found = Violation("rule", "error", {"en": long}, long, value=long, column=long)
    for form in ("text", "github"):
        assert len(REPORT_FORMATS[form]([report("tables", [found], 1, [long])], "en")) < 10_000
    assert long in REPORT_FORMATS["json"]([report("tables", [found], 1)], "en")


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "linked"), [("https://a.example/", True), ("javascript:alert(1)", False), (" data:text/html,x", False)]
)
def test_a_page_links_to_the_web_alone_and_holds_no_markup_of_a_source(address: str, linked: bool) -> None:  # noqa: FBT001
    markup = "</p><script>'\"&"
    found = "".join(html._sources((SourceNote(markup, markup, markup, markup, address, markup, markup),), "en"))
    assert (f'href="{address}"' in found, "href" in found) == (linked, linked)
    assert "<script" not in found


# --- spreadsheets -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "@sum", "-1+1", "-a", "\t=1", "\r=1", "\n", " =1", "＝1", "-1e5x", "-\n5"]
)
def test_a_cell_that_would_be_run_is_marked(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "-5", "-5.25", "-1e+5", "1-1", "'=1", "https://a.example/=", "Ә"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell


@pytest.mark.parametrize(("form", "row"), [("csv", "'=a,'@b,-5"), ("tsv", '"\'=a"@en\t"\'@b"\t-5')])
def test_an_answer_is_marked_where_that_is_asked_for(form: str, row: str, kg: Kg) -> None:
    query = 'SELECT ?x ?y ?z { VALUES (?x ?y ?z) { ("=a"@en "@b" -5) } }'
    assert kg("query", "-", "--format", form, "--safe", text=query).stdout.splitlines()[1] == row
    assert "'" not in kg("query", "-", "--format", form, text=query).stdout


def test_every_table_has_its_safe_form(kg: Kg, tmp_path: Path) -> None:
    assert kg("export", "--format", "csv", "--safe", "--out", str(tmp_path / "safe.csv")).returncode == 0
    assert ",'-дай," in (tmp_path / "safe.csv").read_text(encoding="utf-8")
    assert listing.as_csv([line(name="=a")], inert).splitlines()[1].startswith("id,'=a,")
    assert kg("sources", "--format", "csv", "--safe").returncode == 0
    for arguments in (("sources",), ("export", "--format", "nq"), ("ask", "turnover"), ("match",)):
        refused = kg(*arguments, "--safe")
        assert (refused.returncode, "--safe goes with" in refused.stderr) == (2, True)


# --- how a run ends ---------------------------------------------------------------------------------------------


def ended(patch: pytest.MonkeyPatch, *arguments: str) -> int:
    patch.setattr(sys, "argv", ["kg", *arguments])
    with pytest.raises(SystemExit) as error:
        main()
    assert isinstance(error.value.code, int)
    return error.value.code


@pytest.mark.parametrize(
    ("error", "slug", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "out.csv"), "system-refused", "Make room"),
        (PermissionError(errno.EACCES, "Permission denied", b"\xff"), "system-refused", r"\udcff"),
        (OSError("IO error: no such store"), "engine-failed", "no such store"),
        (MemoryError(), "system-refused", "memory"),
        (RecursionError(), "system-refused", "nested"),
        (ImportError("failed to map segment", name="pyarrow.lib"), "system-refused", "failed to map"),
        (ImportError("cannot import", name="kg.load"), "program-faulty", "report"),
        (RuntimeError("Corruption: bad block"), "engine-failed", "Corruption"),
        (UnicodeEncodeError("utf-8", "a\udcff", 1, 2, "surrogates"), "argument-invalid", r"«\udcff»"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "file-unreadable", "invalid start byte"),
        (ValueError("embedded null byte"), "argument-invalid", "U+0000"),
        (ValueError("x"), "program-faulty", "ValueError: x"),
        (NotImplementedError("x"), "program-faulty", "NotImplementedError: x"),
        (KeyError("x"), "program-faulty", "KeyError: 'x'"),
    ],
)
def test_whatever_is_raised_is_an_error_of_ours(error: Exception, slug: str, said: str) -> None:
    found = failures.cause_of(error)
    assert isinstance(found, KgError)
    assert (found.slug, found.exit_code) == (slug, 2)
    assert said in str(found)


def test_a_fault_of_the_program_is_owned_up_to_and_fails_a_test(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kg.show.sources", None)
    with pytest.raises(AssertionError, match=r"fault of Dyad(.|\n)*kg --debug(.|\n)*kg explain program-faulty"):
        kg("sources")


def test_a_traceback_is_shown_only_where_it_is_asked_for(kg: Kg) -> None:
    with pytest.raises(AssertionError, match=r"Traceback(.|\n)*QueryUnknown(.|\n)*error: No question has this name"):
        kg("--debug", "ask", "nosuch")
    assert "Traceback" not in kg("--debug", "ask", "--nosuch").stderr


@pytest.mark.parametrize("arguments", [("explain",), ("explain", "cell-invalid"), ("--version",), ("--help",)])
def test_an_output_that_cannot_be_written_is_an_error(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "out").touch()
    with open(os.open(tmp_path / "out", os.O_RDONLY), "w", encoding="utf-8") as unwritable:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdout", unwritable)
        assert ended(monkeypatch, *arguments) == 2
    assert "kg explain system-refused" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("explain",), ("--help",)])
def test_a_reader_that_has_gone_is_no_error(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as left:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdout", left)
        assert ended(monkeypatch, *arguments) == 0
    assert capsys.readouterr().err == ""


def test_a_closed_output_is_an_error_and_a_closed_error_output_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert ended(monkeypatch, "explain") == 2
    assert "Standard output is closed." in capsys.readouterr().err
    monkeypatch.setattr(sys, "stderr", None)
    assert ended(monkeypatch, "nosuch") == 2
    for stream in (sys.stdout, sys.stderr):
        stream.close()


def test_no_file_is_opened_in_the_place_of_a_closed_stream() -> None:
    script = "import os\nfrom kg.cli.ending import _open_streams\n_open_streams()\nprint(os.open(os.devnull, 0))"
    closed = ["sh", "-c", 'exec "$@" <&- 2>&-', "sh", sys.executable, "-c", script]
    done = subprocess.run(closed, capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 3


@pytest.mark.parametrize("asked", ["x", "bash_complete"])
def test_what_no_shell_asks_to_complete_is_refused(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_KG_COMPLETE", asked), ("COMP_CWORD", "x"), ("COMP_WORDS", "kg")):
        monkeypatch.setenv(name, value)
    assert ended(monkeypatch) == 2


def test_an_old_encoding_shows_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(written, "latin-1"))
    assert ended(monkeypatch, "explain", "қате") == 2
    assert rb"\u049b" in written.getvalue()


class Interrupted(io.RawIOBase):
    """Input on which a signal comes, and which makes an error of its own of that, as engines do."""

    def __init__(self, number: int) -> None:
        self.number = number

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        try:
            signal.raise_signal(self.number)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None
        raise AssertionError("not interrupted")


USUAL: dict[signal.Signals, Any] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
    signal.SIGHUP: signal.SIG_DFL,
}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let signals reach this process, as they do that of a user; workers of a test run are deaf to Ctrl-C."""
    before = {number: signal.signal(number, usual) for number, usual in USUAL.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", USUAL)
def test_a_signal_ends_a_run_silently_whatever_an_engine_makes_of_it(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Interrupted(number))))
    assert ended(monkeypatch, "query", "-") == 128 + number
    assert capsys.readouterr() == ("", "")
    assert signal.getsignal(number) is USUAL[number]


class Unwritten(io.RawIOBase):
    """Input that fails, and drops what complains as it goes, as a file does that an engine has not written out."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        class Complaint:
            def __del__(self) -> None:
                raise OSError(errno.EFBIG, "File too large")

        Complaint()
        raise OSError(errno.EIO, "Input/output error")


def test_what_complains_as_it_goes_is_not_heard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[object] = []
    listen = heard.append
    monkeypatch.setattr(sys, "unraisablehook", listen)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Unwritten())))
    assert ended(monkeypatch, "query", "-") == 2
    assert "Input/output error" in capsys.readouterr().err
    assert heard == []
    assert sys.unraisablehook is listen


@pytest.mark.parametrize("end", [lambda: os._exit(1), lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_a_library_that_ends_the_process_is_a_sentence(end: Callable[[], int]) -> None:
    with pytest.raises(SystemRefused, match="want of memory"):
        run_apart(end)


RUN_APART = """
import os, signal
from kg.cli.limited import run_apart
def waits():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    os.kill(os.getppid(), signal.SIGTERM)
    return signal.sigwait({signal.SIGTERM})
mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
print(run_apart(lambda: 1), run_apart(waits), signal.pthread_sigmask(signal.SIG_BLOCK, ()) == mask)
"""


def test_what_runs_apart_has_its_exit_code_and_the_signals_that_are_sent() -> None:
    command = [sys.executable, "-c", RUN_APART]  # of its own, for a thread of ours could get the signal
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", str(int(signal.SIGTERM)), "True"]


@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory so")
def test_little_memory_is_a_sentence_and_a_command_that_needs_less_runs(world_build: Path) -> None:
    script = 'ulimit -v 200000; "$0" conflicts --build "$1"; echo $?; "$0" explain file-unreadable >/dev/null; echo $?'
    done = subprocess.run(["bash", "-c", script, KG, str(world_build)], capture_output=True, text=True, check=False)
    assert done.stdout == "2\n0\n"
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["error:", "remedy:", "see:"]


@pytest.mark.parametrize("environment", [{"COLUMNS": "0"}, {"COLUMNS": "-3"}, {"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_odd_surroundings_change_no_answer(environment: dict[str, str], kg: Kg) -> None:
    assert kg("sources", **environment) == kg("sources")
    assert kg("--help", **environment).returncode == 0


# --- explain ----------------------------------------------------------------------------------------------------


def test_an_error_is_explained_by_the_name_that_its_message_ends_with(kg: Kg) -> None:
    slugs = kg("explain").stdout.split()
    page = assets.errors_page().read_text(encoding="utf-8")
    assert [f"## {slug}" for slug in slugs] == [one for one in page.splitlines() if one.startswith("## ")]
    told = kg("explain", slugs[-1]).stdout
    assert told.splitlines()[0] == slugs[-1]
    assert told.partition("\n")[2].strip() in page
    for slug in (*slugs[:-1], "quote-not-found"):
        assert "#" not in kg("explain", slug).stdout.replace("#char", "")
    unknown = kg("explain", "cell-invalit")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "cell-invalid" in unknown.stderr
