"""A rebuild without a claim loses that claim's findings and no other line of what was found."""

import re
from pathlib import Path

import pytest

from kg.building import build
from kg.core import assets, iri, terms
from kg.core.graph import NQUADS
from tests.seed import ARTICLE, copy_small_seed

REPORT = "trend-2025-11-12"
_RESTS_ON = (terms.restsOn, terms.isComputedFrom)


def found_in(folder: Path) -> dict[str, set[str]]:
    """Return the statements of each finding and derived claim in a build."""
    lines: dict[str, set[str]] = {}
    for line in (folder / NQUADS).read_text(encoding="utf-8").splitlines():
        subject = line.partition(" ")[0]
        if line.endswith(f"<{iri.DERIVED_GRAPH}> ."):
            lines.setdefault(subject, set()).add(line)
    kinds = (f"<{terms.Finding}>", f"<{terms.DerivedClaim}>")
    return {name: stated for name, stated in lines.items() if any(kind in line for kind in kinds for line in stated)}


def claim_of(folder: Path, key: str) -> str:
    text = (folder / NQUADS).read_text(encoding="utf-8")
    found = re.search(rf'^(<[^>]+>) <{re.escape(terms.claimKey)}> "{re.escape(key)}"', text, re.MULTILINE)
    assert found is not None
    return found[1]


def resting_on(found: dict[str, set[str]], claim: str) -> set[str]:
    """Return what rests on a claim, and on what rests on it."""
    gone: set[str] = set()
    reached = {claim}
    while reached:
        reached = {
            name
            for name, stated in found.items()
            if name not in gone
            and any(line.split(" ")[1].strip("<>") in _RESTS_ON and line.split(" ")[2] in reached for line in stated)
        }
        gone |= reached
    return gone


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the article and another report of the same speech."""
    folder = copy_small_seed(tmp_path_factory.mktemp("rebuild") / "data")
    (folder / REPORT).symlink_to(assets.data() / REPORT, target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def whole(data: Path) -> Path:
    return build([data], assets.ontology(), data.parent / "whole").folder


def without(data: Path, key: str) -> None:
    """Take a row of the article's measurements away, and one off the count that the source promises."""
    table, description = (data / ARTICLE / name for name in ("Measurement.csv", "source.ttl"))
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(row for row in rows if not row.startswith(f"{key},")), encoding="utf-8")
    promised = re.sub(
        r'"Measurement (\d+)"', lambda n: f'"Measurement {int(n[1]) - 1}"', description.read_text("utf-8")
    )
    description.write_text(promised, encoding="utf-8")


@pytest.mark.parametrize("key", ["turnover-2024", "planned-projects-count", "russian-share-of-foreign-firms"])
def test_without_a_claim_exactly_its_findings_are_gone(key: str, data: Path, whole: Path, tmp_path: Path) -> None:
    before = found_in(whole)
    gone = resting_on(before, claim_of(whole, f"{ARTICLE}/{key}"))
    fewer = copy_small_seed(tmp_path / "data")
    (fewer / REPORT).symlink_to(assets.data() / REPORT, target_is_directory=True)
    without(fewer, key)
    after = found_in(build([fewer], assets.ontology(), tmp_path / "build").folder)
    assert gone
    assert after == {name: stated for name, stated in before.items() if name not in gone}


def test_a_finding_names_claims_of_the_build_and_no_others(whole: Path) -> None:
    text = (whole / NQUADS).read_text(encoding="utf-8")
    claims = set(re.findall(rf"^(<[^>]+>) <{re.escape(terms.claimKey)}> ", text, re.MULTILINE))
    found = found_in(whole)
    named = {
        line.split(" ")[2]
        for stated in found.values()
        for line in stated
        if line.split(" ")[1].strip("<>") in _RESTS_ON
    }
    assert len(named) > 20
    assert named <= claims


def test_sources_in_folders_of_their_own_give_the_same(data: Path, whole: Path, tmp_path: Path) -> None:
    folders = []
    for source in sorted(data.iterdir(), reverse=True):
        (tmp_path / source.name).mkdir()
        (tmp_path / source.name / source.name).symlink_to(source.resolve(), target_is_directory=True)
        folders.append(tmp_path / source.name)
    split = build(folders, assets.ontology(), tmp_path / "build").folder
    assert (split / NQUADS).read_bytes() == (whole / NQUADS).read_bytes()
    assert (split / "findings.parquet").read_bytes() == (whole / "findings.parquet").read_bytes()
