"""The contract notices what breaks it."""

from collections.abc import Callable

import pytest

from kg.core.errors import FileUnreadable
from tests.fuzz.contract import is_clear, result


def refused() -> None:
    raise FileUnreadable("The file is empty.", remedy="Fill it.")


def broken() -> None:
    raise ZeroDivisionError


def test_a_clear_error_is_no_result_and_a_traceback_passes_through() -> None:
    assert result(lambda: 5) == 5
    assert result(refused) is None
    with pytest.raises(ZeroDivisionError):
        result(broken)


@pytest.mark.parametrize(
    "unclear",
    [
        lambda: FileUnreadable("", remedy="Fill it."),
        lambda: FileUnreadable("The file is empty.", remedy=" "),
    ],
)
def test_an_error_that_says_too_little_is_noticed(unclear: Callable[[], FileUnreadable]) -> None:
    with pytest.raises(AssertionError):
        is_clear(unclear())
