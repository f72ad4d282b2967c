"""Questions that what ships leaves without an answer: each says why, and which pack has it."""

from pathlib import Path

import pytest

from tests.running import kg

EMPTY = {
    "flows-under-agreement": "The pack world-trade has 10 rows",
    "regions-touching": "The pack share-alike has 18 rows",
    "regions-touching-with-crossing": "The pack share-alike has 18 rows",
    "shared-events": "there are: goods exports",
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_shipped_question_that_ships_empty_says_why(name: str, shipped_build: Path) -> None:
    done = kg(shipped_build.parent, "ask", name)
    assert (done.returncode, done.stdout) == (0, "")
    assert EMPTY[name] in done.stderr
