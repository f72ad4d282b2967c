"""Take figures as their publisher prints them, not as a program writes the numbers that it made of them."""


def printed_figure(written: str) -> str:
    """Return a number without the «.0» that a program writes behind a whole one: it is no digit that was printed."""
    return written.removesuffix(".0")
