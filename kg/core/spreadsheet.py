"""Write cells so that a spreadsheet takes them for texts: data that a stranger wrote may be formulas."""

import re

_RUN = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")


def inert(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run; negative numbers stay as they are."""
    return f"'{cell}" if _RUN.match(cell) and not _NUMBER.match(cell) else cell
