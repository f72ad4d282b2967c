"""All that is printed goes through here: texts for people made visible, data for programs as they are.

No other module of `kg` prints, but for the last words of `ending` where this one cannot be loaded. What a source, a
query or a server says cannot steer the terminal on which it is shown, nor give orders to the runner of workflows that
reads it.
"""

import io
import os
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kg.core.visible import disobeyed, visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

_LINKING = ("VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "WEZTERM_PANE", "ITERM_SESSION_ID")
"""What terminals that know links set, beside those that say so by their name."""
_LINKING_NAMES = {"vscode", "ghostty", "Hyper", "xterm-kitty", "alacritty", "foot", "xterm-ghostty"}
_WIDEST = 1 << 12  # where there is no terminal, no line is shortened


class Shown(str):
    """Text that is visible already, and may hold styles of our own."""

    __slots__ = ()


def _joined(parts: Iterable[str]) -> str:
    return disobeyed("".join(part if isinstance(part, Shown) else visible(part) for part in parts))


def unstyled(*parts: str) -> str:
    """Join texts as they are shown, without styles: for a file that people read."""
    return click.unstyle(_joined(parts))


def styled(text: str, **style: Any) -> Shown:
    """Give a text a style of `click.style`, as a part of what is said."""
    return Shown(click.style(visible(text), **style))


def say(*parts: str, end: str = "\n", err: bool = False) -> None:
    """Print texts for people, on standard error if `err`; styles show in a terminal only, unless NO_COLOR is set."""
    click.echo(_joined([*parts, end]), nl=False, err=err, color=None if _is_coloured() else False)


def _is_coloured() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def prompted(question: str, usual: str | None = None) -> str:
    """Ask whoever sits at the terminal, and return the answer; `usual` is what an empty one means, if it may be."""
    answer: str = click.prompt(visible(question), default=usual, err=True, show_default=bool(usual))
    return answer


def warn(text: str) -> None:
    """Print a text on standard error in the colour of warnings."""
    say(styled(text, fg="yellow"), err=True)


def order(text: str) -> None:
    """Print lines that a runner of workflows is to obey; whoever wrote them has escaped the data in them."""
    click.echo(visible(text), nl=False)


def data_out() -> BinaryIO:
    """Return standard output for the bytes of a data format, which leave as they are."""
    sys.stdout.flush()
    return sys.stdout.buffer


def hand_out(text: str) -> None:
    """Write a text of a data format to standard output as it is, in UTF-8."""
    data_out().write(text.encode())


def is_terminal() -> bool:
    """Tell whether standard output is a terminal."""
    return sys.stdout.isatty()


def width(otherwise: int = _WIDEST) -> int:
    """Return the columns of the terminal on standard output, `otherwise` where it is none."""
    return max(shutil.get_terminal_size().columns, 1) if is_terminal() else otherwise


def knows_links() -> bool:
    """Tell whether standard output is a terminal that makes links of addresses; FORCE_HYPERLINK decides if set."""
    if not is_terminal() or (forced := os.environ.get("FORCE_HYPERLINK")) is not None:
        return is_terminal() and forced not in {"", "0"}
    named = {os.environ.get("TERM"), os.environ.get("TERM_PROGRAM")}
    return not _LINKING_NAMES.isdisjoint(named) or any(os.environ.get(name) for name in _LINKING)


def say_paged(*parts: str, pager: bool = True) -> None:
    """Print texts for people, through their pager where they are longer than the screen of a terminal."""
    text = _joined(parts)
    if not pager or not is_terminal() or text.count("\n") < shutil.get_terminal_size().lines:
        say(*parts, end="")
        return
    click.echo_via_pager(text.removesuffix("\n"), color=None if _is_coloured() else False)


class _Visible:
    """A part of a page whose signs are made visible after it is laid out."""

    def __init__(self, part: "RenderableType") -> None:
        self._part = part

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.segment import Segment

        for text, style, _ in console.render(self._part, options):
            yield Segment(visible(text), style)


def laid_out(parts: "Iterable[RenderableType]", columns: int, *, styles: bool = True) -> Shown:
    """Lay parts of a page out in lines of some columns; styles, if wanted, only for a terminal."""
    from rich.console import Console

    buffer, styles = io.StringIO(), styles and is_terminal()
    console = Console(
        file=buffer,
        width=columns,
        force_terminal=styles,
        color_system="auto" if styles else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for part in parts:
        console.print(_Visible(part))
    return Shown("".join(line.rstrip() + "\n" for line in buffer.getvalue().split("\n")[:-1]))


def progress_console() -> "Console | None":
    """Return the console on standard error on which progress moves, None where that is no terminal."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console

    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def say_above(console: "Console", text: str) -> None:
    """Print a text above the progress that moves on a console."""
    console.print(visible(text))
