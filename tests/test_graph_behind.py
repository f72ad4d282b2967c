"""A file of RDF is checked with the graph that it speaks of behind it."""

import json
from pathlib import Path

from tests.running import Done, kg

HEAD = """@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix country: <https://w3id.org/dyad/id/country/> .
@prefix region: <https://w3id.org/dyad/id/region/> .
"""
REGION = 'region:XA-{} a dyad:Region ; dyad:isoCode "XA-{}" ; dyad:officialName "Invented" ;\n    dyad:isWithin {} .\n'


def checked(folder: Path, written: str, *options: str) -> tuple[Done, list[tuple[object, ...]]]:
    """Check a file, and return what is found: rule, value, line and sign."""
    (folder / "data.ttl").write_text(HEAD + written, "utf-8")
    done = kg(folder, "check", "data.ttl", "--format", "json", "--skip", "consistency", *options)
    found = [one for stage in json.loads(done.stdout) for one in stage["findings"]]
    return done, [(one["rule"], one["value"], one["line"], one["start"]) for one in found]


def test_what_the_graph_has_is_known_and_what_it_has_not_is_told(tmp_path: Path) -> None:
    written = REGION.format("A", "A", "country:KZ") + REGION.format("B", "B", "country:KZZ")
    done, found = checked(tmp_path, written)
    assert done.returncode == 1
    assert ("key-unknown", "country/KZZ", 7, 19) in found
    assert not [one for one in found if "Class" in str(one[0])], "what follows from an unknown name is told too"
    (remedy,) = {one["message"] for one in json.loads(done.stdout)[0]["findings"] if one["value"] == "country/KZZ"}
    assert "country/KZ" in remedy


def test_the_graph_is_left_out_on_demand_and_sources_are_chosen(tmp_path: Path) -> None:
    written = REGION.format("A", "A", "country:KZ")
    done, found = checked(tmp_path, written)
    assert (done.returncode, found) == (0, [])
    for left_out in ("--alone", "--without-shipped"):
        done, found = checked(tmp_path, written, left_out)
        assert (done.returncode, found) == (1, [("WithinTerritory-property Class", "country/KZ", 5, 19)])


def test_what_the_file_does_not_say_itself_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(
        "<http://e.org/s> <http://e.org/p> <https://w3id.org/dyad/id/country/KZ> .", "utf-8"
    )
    done = kg(tmp_path, "check", "other.ttl", "--only", "shapes")
    assert done.returncode == 3, "what stands behind a file counts as checked"


def test_alone_goes_with_files(tmp_path: Path) -> None:
    done = kg(tmp_path, "check", "--alone")
    assert done.returncode == 2
    assert "--alone goes with FILES" in done.stderr
