from pathlib import Path

import pytest

from kg.core.errors import BuildMissing
from kg.core.time_axes import TimeAxes, read_day
from kg.query.limits import Limits
from kg.serve.served import Served


def test_a_build_is_opened_once_for_each_pair_of_days_and_the_last_few_are_kept(seed_build: Path) -> None:
    served = Served(seed_build, Limits(timeout=5))
    days = [TimeAxes(None, read_day("valid-on", f"2025-01-0{day}")) for day in range(1, 6)]
    opened = [served.at(axes) for axes in days]
    assert served.at(days[4]) is opened[4]
    assert served.at(days[0]) is not opened[0]
    assert served.at(TimeAxes()).limits.timeout == 5


def test_what_is_no_build_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(BuildMissing):
        Served(tmp_path).at(TimeAxes())
