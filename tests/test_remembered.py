"""A check that takes over what is as it was tells what a check of everything tells, whatever has changed."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.asserted import sample
from kg.building import build
from kg.checks.remembered import cache_for, memory_in
from kg.checks.run import check_all
from kg.checks.tables import Content
from kg.core import assets, terms
from kg.core.graph import Literal, NamedNode
from kg.core.ontology import read_ontology
from kg.load.keys import KeyIndex
from kg.load.tables import open_sources
from kg.rows.of_tables import write_partitions
from kg.rows.reuse import Reuse
from kg.validation.across import PLAUSIBILITY
from kg.validation.report import Report
from kg.validation.stages import chosen_stages
from tests.running import kg
from tests.seed import copy_small_seed
from tests.test_fifty_faults import ARTICLE, IN_CELLS, Seeded, seed
from tests.yearbook import DESCRIPTION, write_yearbook

HARMLESS = [
    Seeded(f"{ARTICLE}/Person.csv", 2, "label_en", "Nariman Toregaliev", ""),
    Seeded(f"{ARTICLE}/Measurement.csv", 2, "amount", "31000000000", ""),
    Seeded(f"{ARTICLE}/Participation.csv", 3, "has_participant", "country/KZ", ""),
    Seeded(f"{ARTICLE}/Reading.csv", 2, "note_en", "It was read once more.", ""),
    Seeded("register/Region.csv", 3, "official_name", "Samara", ""),
]
CHANGES = [*IN_CELLS[::2], *HARMLESS]


def check(data: Path, cache: Path | None, only: str | None = None) -> list[Report]:
    return [*check_all(Content(assets.ontology(), [data], stages=chosen_stages(only, None), cache=cache))]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_small_seed(tmp_path_factory.mktemp("seed") / "data")


@settings(max_examples=2, deadline=None)
@given(steps=st.lists(st.lists(st.sampled_from(CHANGES), max_size=2, unique=True), min_size=2, max_size=2))
def test_whatever_has_changed_the_same_is_told(seeded: Path, steps: Sequence[Sequence[Seeded]]) -> None:
    with TemporaryDirectory() as folder:
        data, cache = Path(folder, "data"), Path(folder, "cache")
        for changes in steps:
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(seeded, data)
            for change in changes:
                seed(data, change)
            assert check(data, cache) == check(data, None)


JUDGED = ["shapes/entities", "shapes/claims", "words/claims", "consistency/identity", "consistency/summed"]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (HARMLESS[1], ["shapes/claims", "words/claims"]),
        (HARMLESS[2], ["shapes/claims", "words/claims"]),
        (HARMLESS[-1], [part for part in JUDGED if part != "consistency/summed"]),
    ],
)
def test_only_what_has_changed_is_judged_again(
    seeded: Path, tmp_path: Path, change: Seeded, again: Sequence[str]
) -> None:
    data, cache = shutil.copytree(seeded, tmp_path / "data"), tmp_path / "cache"

    def taken() -> set[str]:
        memory = memory_in(tmp_path / "work", cache, [data], assets.ontology())
        assert memory.reuse.last is not None
        return {name for name in memory.reuse.last.manifest.parts if name.startswith("checked/")}

    def inode(name: str) -> int:
        return (cache / name).stat().st_ino

    found = check(data, cache)
    judged = [f"checked/{part}.json" for part in JUDGED]
    assert taken() >= {f"checked/plausibility/{ARTICLE}.json", *judged}
    assert check(data, cache, "tables")[2] == found[2]
    assert taken() >= {f"checked/plausibility/{ARTICLE}.json", *judged}
    before = [*map(inode, judged)]
    seed(data, change)
    assert check(data, cache)[2:7] == found[2:7]
    after = zip(judged, before, map(inode, judged), strict=True)
    assert {name for name, one, other in after if one != other} == {f"checked/{part}.json" for part in again}


def test_a_fault_of_keys_is_told_each_time(seeded: Path, tmp_path: Path) -> None:
    data, cache = shutil.copytree(seeded, tmp_path / "data"), tmp_path / "cache"
    table = data / ARTICLE / "Attendance.csv"
    sound = check(data, cache, "tables")
    rows = table.read_text("utf-8")
    table.write_text(rows + rows.splitlines()[1] + "\n", "utf-8")
    for _ in range(2):
        found = [(one.rule, one.path, one.line) for one in check(data, cache, "tables")[2].findings]
        assert found == [("key-duplicated", table, rows.count("\n") + 1)]
    table.write_text(rows, "utf-8")
    assert check(data, cache, "tables") == sound


def test_keys_of_claims_of_another_source_count_for_what_may_name_them(tmp_path: Path) -> None:
    def digest(key: str) -> str:
        keys, reuse = KeyIndex(), Reuse(tmp_path, {"kg": "", "ontology": "", "source/one": "", "source/two": ""}, None)
        keys.add("claim", [key], terms.Measurement, "two")
        reuse.keep_partition("part", "", {}, keys)
        return reuse.keys["index of keys"]

    assert digest("a") == digest("a") != digest("b")


def test_a_finding_that_fails_nothing_is_told_again(tmp_path: Path) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"

    def told(amount: int) -> list[tuple[object, ...]]:
        rows = f"XA-XB,2020,20\nXA-XB,2021,{amount}\nXA-XB,2022,22\n"
        shutil.rmtree(data, ignore_errors=True)
        write_yearbook(data, DESCRIPTION, Measurement=f"is_about_dyad,period,amount\n{rows}")
        made, again = check(data, cache, PLAUSIBILITY), check(data, cache, PLAUSIBILITY)
        assert made == again
        return [(one.value, one.path and one.path.name, one.line) for one in made[3].findings]

    assert told(21000) == [("955 times more", "Measurement.csv", 3)]
    assert told(42000) == [("1,909 times more", "Measurement.csv", 3)]
    assert told(21) == []


def test_the_reasoner_is_told_of_the_first_rows_of_a_table(tmp_path: Path) -> None:
    rows = "".join(f"XA-XB,{1990 + year},{year + 1}\n" for year in range(30))
    write_yearbook(tmp_path / "data", DESCRIPTION, Measurement=f"is_about_dyad,period,amount\n{rows}")
    loaded = open_sources([tmp_path / "data"], read_ontology(assets.ontology()))
    found = sample(loaded, write_partitions(loaded, tmp_path))
    stated = [quad.object for quad in found.quads_for_pattern(None, NamedNode(terms.amount), None)]
    amounts = [int(amount.value) for amount in stated if isinstance(amount, Literal)]
    assert sorted(amounts) == [*range(1, 21)]


def test_a_damaged_cache_is_no_cache(seeded: Path, tmp_path: Path) -> None:
    found = check(seeded, tmp_path / "cache")
    spoilt = tmp_path / "cache" / "checked" / "shapes" / "claims.json"
    spoilt.write_text(spoilt.read_text("utf-8").replace("checked", "chucked"), "utf-8")
    assert check(seeded, tmp_path / "cache") == found
    (tmp_path / "file").write_text("", "utf-8")
    assert check(seeded, tmp_path / "file" / "cache") == found


@pytest.mark.parametrize("damaged", [False, True])
def test_a_first_check_takes_the_rows_of_a_build_by_the_same_code_unless_they_are_damaged(
    seeded: Path, tmp_path: Path, *, damaged: bool
) -> None:
    made, cache, table = tmp_path / "build", tmp_path / "cache", f"sources/{ARTICLE}/Measurement.parquet"
    build([seeded], assets.ontology(), made, rdf=False)
    if damaged:
        (made / table).write_bytes(bytes(len((made / table).read_bytes())))
    stages = chosen_stages("tables,shapes", None)
    found = [*check_all(Content(assets.ontology(), [seeded], stages=stages, rows=made, cache=cache))]
    assert found == [*check_all(Content(assets.ontology(), [seeded], stages=stages))]
    assert damaged != (cache / table).samefile(made / table)


def test_a_build_that_lies_there_is_not_believed_unless_it_is_named(seeded: Path, tmp_path: Path) -> None:
    build([seeded], assets.ontology(), tmp_path / "build", rdf=False)
    asked, table = ("check", "--without-shipped", "--data", str(seeded), "--only", "tables"), f"sources/{ARTICLE}"

    def taken(cache: Path, *more: str) -> bool:
        assert kg(tmp_path, *asked, *more, XDG_CACHE_HOME=str(cache)).returncode == 0
        (checked,) = cache.glob(f"dyad/check-*/{table}/Measurement.parquet")
        return checked.samefile(tmp_path / "build" / table / "Measurement.parquet")

    assert not taken(tmp_path / "unasked")
    assert taken(tmp_path / "named", "--build", "build")


def test_each_set_of_folders_has_its_own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    one, other, same = cache_for([tmp_path], []), cache_for([], [tmp_path]), cache_for([tmp_path / "."], [])
    assert one == same != other
    assert one is not None
    assert one.parent == tmp_path / "dyad"
