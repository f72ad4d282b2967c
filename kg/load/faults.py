"""What is done with what is wrong: it stops the reading, or is handed over, and the rest is read all the same."""

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from kg.core.errors import Fault, FileUnreadable, KgError

_T = TypeVar("_T")

OnFault: TypeAlias = Callable[[KgError], None]
"""What is done with something that is wrong, before what comes after it is read."""


def stop(fault: KgError) -> None:
    """Stop at the first thing that is wrong."""
    raise fault


def hand_over(faults: Iterable[KgError], on_fault: OnFault) -> None:
    """Hand the faults of rows to `on_fault`, in the order of the rows."""
    for fault in sorted(faults, key=lambda fault: fault.line or 0):
        on_fault(fault)


def tried(on_fault: OnFault, make: Callable[[], _T], otherwise: _T) -> _T:
    """Return what is made, or something else where a fault was met on the way, which is handed over."""
    try:
        return make()
    except (Fault, FileUnreadable) as fault:
        on_fault(fault)
        return otherwise
