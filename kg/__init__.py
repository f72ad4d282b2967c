"""Dyad: who claimed which bounded number about two economies, in which words of which source.

`open` a build to ask it; `build` makes one, `check` says what is wrong with what it would be made of, `validate` judges
any RDF by any shapes. What is wrong with an argument is a `kg.core.errors.KgError`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import ask, build, check, find, open, validate  # noqa: A004

__all__ = ["ask", "build", "check", "find", "open", "validate"]
__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """Give Jupyter the magic `kg`: `%load_ext kg`."""
    import_module("kg.magic").register(shell)


def __getattr__(name: str) -> Any:
    """Fetch what programs call when they call it: the command line starts without the engines behind it."""
    if name in __all__:
        return getattr(import_module("kg.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
