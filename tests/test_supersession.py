"""A publisher's later figure supersedes its earlier one: a statement between the two, told by `kg why` of either."""

import re
from pathlib import Path

import pytest

from kg.compare.embedded import compare_all
from kg.core import iri, terms
from kg.tell.lines import supersession_lines
from tests.claims import flat
from tests.compare.cases import facts_of
from tests.compare.world import world
from tests.running import kg
from tests.yearbook import DESCRIPTION, write_yearbook

LATER, EARLIER = (iri.mint("claim", name) for name in ("turnover-corrected", "turnover-revised"))
TWICE = "is_about_dyad,period,amount,recorded_on\nXA-XB,2029,12.50,2031-01-01\nXA-XB,2029,14.50,2031-02-01\n"


def test_the_later_figure_supersedes_the_earlier_one_and_contradicts_it_never() -> None:
    rows = compare_all(flat(world()), facts_of()).findings.to_pylist()
    line = f"<{LATER}> <{terms.supersedes}> <{EARLIER}> <{iri.DERIVED_GRAPH}> ."
    assert list(supersession_lines(rows, lambda _: True)) == [line]
    assert list(supersession_lines(rows, lambda name: name == EARLIER)) == []
    assert [row["verdict"] for row in rows if {row["first"], row["second"]} == {LATER, EARLIER}] == ["compatible"]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a yearbook that gives one figure in two vintages."""
    folder = tmp_path_factory.mktemp("twice")
    keyed = DESCRIPTION.replace("is_about_dyad period", "is_about_dyad period recorded_on")
    write_yearbook(folder / "data", keyed, Measurement=TWICE)
    done = kg(folder, "build", "--without-shipped", "--data", "data", "--no-rdf")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("XA-XB.2029.2031-02-01", " supersedes yearbook/XA-XB.2029.2031-01-01"),
        ("XA-XB.2029.2031-01-01", " superseded yearbook/XA-XB.2029.2031-02-01"),
    ],
)
def test_why_tells_of_either_claim(claim: str, told: str, build: Path) -> None:
    assert told in re.sub(" +", " ", kg(build, "why", claim).stdout)
