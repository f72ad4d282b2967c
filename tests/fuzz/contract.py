"""What holds of every input: a clear error or a correct result; never a traceback, a crash, a hang or a silent loss."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kg.core.errors import KgError

_T = TypeVar("_T")
CORPUS = Path(__file__).with_name("corpus")
"""What once broke the contract, or nearly did, in a folder for each kind of input: it is tried in every run."""


def examples(count: int) -> settings:
    """Return how often to try: in the short form `count` times, in the long one (`make fuzz`) as often as it says."""
    shortly = settings.default is None or settings.default.derandomize
    return settings(
        max_examples=count if shortly else settings.default.max_examples,  # type: ignore[union-attr]
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
    )


def kept(kind: str) -> list[Path]:
    """Return the inputs of a kind in the corpus."""
    found = sorted(path for path in (CORPUS / kind).iterdir() if path.is_file())
    assert found
    return found


def result(run: Callable[[], _T]) -> _T | None:
    """Return what a call returns, None where it ends in a clear error; every other error passes through."""
    try:
        return run()
    except KgError as error:
        is_clear(error)
        return None


def is_clear(error: KgError) -> None:
    """Hold an error to what every error says: what is wrong and what to do. How it is shown is the terminal's."""
    assert error.problem.strip()
    assert error.remedy.strip()
    assert error.exit_code in {1, 2}


# --- Hostile texts ------------------------------------------------------------------------------------------------

_SIGNS = (
    *("\x00", "\x07", "\x1b]0;x\x07", "\x1b[2J", "\x7f", "\x85", "\u200b", "\u200d", "\u202e", "\u2028", "\u2066"),
    *("\ufeff", "\ufffe", "\uffff", "\U000e0041", "\u00ad", "\u0301", "\n::error::x\n", "\r\n", "\t", "\u00a0"),
    *('"', "'", "<", ">", "\\", "|", ",", ";", "#", "&amp;", "<script>", "=cmd()", "@x", "%0A", "${x}", "{{x}}"),
)
_NUMBERS = (
    *("0", "-0", "-1", "1e5", "1e400", "1e999999999", "NaN", "Infinity", "-inf", "٣", "1_000", "1 000", "0x1f", "½"),
    *("9" * 5_000, "0." + "0" * 400 + "1", "1.", ".5", "+5", "1,5", "²", "12.50", "30"),
)
_DAYS = (
    *(
        "9999-12-31",
        "0000-01-01",
        "-0005-01-01",
        "12025-01-01",
        "2025-02-30",
        "2025-13-01",
        "2025-11-12Z",
        "2024-02-29",
    ),
    *("2029", "2029-12", "2029-Q4", "9999", "0001", "2029/2030", "2029-01-01/2029-12-31", "today"),
)
_NAMES = (
    *("..", "../secret.txt", "/etc/passwd", "**", "a/b", "", ".", "XA-XB", "XB-XA", "dyad/XA-XB", "dyad/", "/", "XA"),
    *("country/XA", "Ааa", "Αcme", "é", "e\u0301", "constructor", "x" * 300, "https://w3id.org/dyad/id/country/XA"),
)
hostile = st.one_of(
    st.sampled_from((*_SIGNS, *_NUMBERS, *_DAYS, *_NAMES)),
    st.builds(
        "{}{}{}".format, st.sampled_from(("a", "12", "")), st.sampled_from(_SIGNS), st.sampled_from(("b", "3", ""))
    ),
    st.text(max_size=12),
)
"""Texts of the kinds that break programs: signs that steer, numbers that are none, days that are none, odd names."""


@st.composite
def mutated(draw: st.DrawFn, original: bytes, tokens: tuple[bytes, ...] = ()) -> bytes:
    """Draw a file with one to three places deleted, doubled, cut off, or replaced by something hostile."""
    changed = original
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(changed)))
        end = min(len(changed), start + draw(st.sampled_from((0, 1, 2, 7, 40))))
        put = draw(
            st.one_of(
                st.just(b""),
                st.just(changed[start:end] * 2),
                st.binary(max_size=4),
                st.sampled_from((*tokens, b"\xff\xfe", b"\x00")),
                hostile.map(lambda text: text.encode("utf-8", "surrogatepass")),
            )
        )
        changed = changed[:start] + put + (b"" if draw(st.integers(0, 15)) == 0 else changed[end:])
    return changed
