"""Sources are listed with what they hold, how old they are, and what they may be used for."""

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner

from kg.cli.listing import as_table
from kg.cli.showing import sources
from kg.errors import ArgumentInvalid
from kg.graph import RdfFormat, Store, parse
from kg.show.sources import FileLine, SourceLine, find_line, list_sources

HEAD = """@base <https://w3id.org/dyad/id/> . @prefix : <https://w3id.org/dyad/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<../graph/ontology> {
<licence/open> a :Licence ; rdfs:label "Open"@en , "Открытая"@ru ; :permitsUse "Use it."@en , "Используйте."@ru .
<licence/alike> a :Licence ; rdfs:label "Alike"@en , "Та же"@ru ; :permitsUse "Share alike."@en .
}
<../graph/provenance> {
<source/axia> a :Source ; rdfs:label "Axian flows"@en , "Потоки Аксии"@ru ; dct:publisher <organisation/office> ;
  dct:license <licence/alike> ; dct:issued "2026-01-01" ; :retrievedOn "2026-02-01" ; skos:note "Rounded."@en ;
  :hasFile <../source/axia/b> , <../source/axia/a> .
<../source/axia/a> :fileName "a.csv" ; :sha256 "aa" ; dcat:downloadURL <https://example.org/a> .
<../source/axia/b> :fileName "b.csv" ; :sha256 "bb" .
<source/bexia> a :Source ; rdfs:label "Bexia"@en ; dct:license <licence/open> ; :retrievedOn "2026-03-01" .
<source/empty> a :Source ; rdfs:label "Nothing"@en ; dct:license <licence/open> ; :retrievedOn "2026-04-01" .
}
<../graph/source/axia> { <country/XA> a :Country . <organisation/office> a :PublicBody ; rdfs:label "Office"@en . %s }
<../graph/source/bexia> { <country/XB> a :Country . <claim/other> a :Quotation ; :claimKey "bexia/other" . }
<../graph/derived> { <country/XA> a :Territory . <claim/d> a :DerivedClaim ; :claimKey "axia/d" . }
"""


def store_with(flows: int) -> Store:
    """Make a graph of three invented sources, the first of them with some flows."""
    said = " ".join(f'<claim/{n}> a :TradeFlow ; :claimKey "axia/{n}" .' for n in range(flows))
    store = Store()
    store.extend(parse(HEAD % said, format=RdfFormat.TRIG))
    return store


@pytest.fixture
def packs(tmp_path: Path) -> list[Path]:
    (tmp_path / "alike" / "axia").mkdir(parents=True)
    return [tmp_path / "alike"]


@pytest.fixture
def lines(packs: list[Path]) -> list[SourceLine]:
    return list_sources(store_with(1200), "en", packs)


def test_what_a_source_holds_is_counted_in_its_own_graph(lines: list[SourceLine]) -> None:
    held = {line.id: (line.claims, line.entities, line.rows) for line in lines}
    assert held == {
        "axia": (1200, 2, {"Country": 1, "PublicBody": 1, "TradeFlow": 1200}),
        "bexia": (1, 1, {"Country": 1, "Quotation": 1}),
        "empty": (0, 0, {}),
    }


def test_a_source_has_its_terms_days_files_and_pack(lines: list[SourceLine]) -> None:
    axia, bexia, _ = lines
    assert (axia.name, axia.publisher, axia.licence, axia.permits) == (
        "Axian flows",
        "Office",
        "Alike",
        "Share alike.",
    )
    assert (axia.pack, bexia.pack) == ("alike", "")
    assert (axia.vintage, bexia.vintage) == ("2026-01-01", "2026-03-01")
    assert axia.files == (FileLine("a.csv", "aa", "https://example.org/a"), FileLine("b.csv", "bb", ""))
    assert axia.note == "Rounded."


def test_names_and_terms_come_in_the_language_asked_for_or_another() -> None:
    axia, bexia, _ = list_sources(store_with(1), "ru")
    assert (axia.name, axia.licence, axia.permits) == ("Потоки Аксии", "Та же", "Share alike.")
    assert bexia.permits == "Используйте."


def test_a_source_that_is_not_there_is_named(lines: list[SourceLine]) -> None:
    assert find_line(lines, "bexia").id == "bexia"
    with pytest.raises(ArgumentInvalid, match="no such source") as caught:
        find_line(lines, "cexia")
    assert "axia, bexia, empty" in caught.value.remedy


class Counted:
    """A store that counts the statements that are taken out of it one by one."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.taken = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)

    def quads_for_pattern(self, *pattern: Any) -> Iterator[object]:
        for quad in self.store.quads_for_pattern(*pattern):
            self.taken += 1
            yield quad


def test_claims_are_counted_by_the_engine() -> None:
    few, many = Counted(store_with(1)), Counted(store_with(500))
    for store in (few, many):
        list_sources(cast("Store", store), "en")
    assert 0 < few.taken == many.taken


def test_a_source_takes_a_line_and_a_licence_its_key(lines: list[SourceLine]) -> None:
    assert as_table(lines, "en") == (
        "source  vintage     claims  entities  licence  pack   publisher\n"
        "axia    2026-01-01   1,200         2  Alike    alike  Office\n"
        "bexia   2026-03-01       1         1  Open\n"
        "empty   2026-04-01       0         0  Open\n"
        "\n"
        "Alike: Share alike.\n"
        "Open: Use it.\n"
    )
    assert "pack" not in as_table(lines[1:], "en")


def test_a_narrow_terminal_cuts_names_and_never_a_line_in_two(
    lines: list[SourceLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((60, 24)))
    long = [replace(line, publisher="An office with a name that takes room") for line in lines]
    table = click.unstyle(as_table(long, "en")).partition("\n\n")[0].splitlines()
    assert [line.partition(" ")[0] for line in table] == ["source", "axia", "bexia", "empty"]
    assert "1,200" in table[1]
    assert "An off" in table[1]
    assert table[1].endswith("…")
    assert max(map(len, table)) <= 60


# --- the command --------------------------------------------------------------------------------------------------


def run(build: Path, *arguments: str) -> str:
    done = CliRunner().invoke(sources, [*arguments, "--build", str(build)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_source_is_shown_in_full(seed_build: Path) -> None:
    page = run(seed_build, "kazinform-2025-11-12")
    for part in (
        "Kazinform news agency\n",
        "facts and short quotations — Use the facts",
        "retrieved  23 November 2026, read",
        "Measurement  18\n",
        "file  kazinform-2025-11-12.kk.txt\n",
        "note  The article's text",
    ):
        assert part in page
    assert "pack" not in page


def test_the_formats_say_the_same(seed_build: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(seed_build, "--format", "csv"))))
    objects = json.loads(run(seed_build, "--format", "json"))
    assert [row["id"] for row in rows] == [item["id"] for item in objects]
    for row, item in zip(rows, objects, strict=True):
        assert {name: str(item[name]) for name in row} == row
        assert item["claims"] + item["entities"] == sum(item["rows"].values())
    assert {row["id"]: row["claims"] for row in rows}["kazinform-2025-11-12"] == "75"
    (one,) = json.loads(run(seed_build, "register", "--format", "json", "--lang", "ru"))
    assert one["name"] == "Реестр проекта Dyad"
