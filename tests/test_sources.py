"""Sources are listed with what they hold, how old they are, and what they may be used for."""

import csv
import io
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli.listing import sources_as_table
from kg.cli.why import sources
from kg.core import assets, iri, terms
from kg.core.errors import ArgumentInvalid
from kg.core.graph import RdfFormat, Store, name_of, open_build, parse, select
from kg.core.ontology import read_ontology
from kg.rows.opened import open_rows
from kg.show.sources import SourceLine, find_line, list_sources
from kg.wording.labels import text_in
from tests.seed import ARTICLE

HELD = """
SELECT ?graph ?class (COUNT(DISTINCT ?thing) AS ?things)
WHERE { GRAPH ?graph { ?thing a ?class } } GROUP BY ?graph ?class
"""
LICENCE = """
@prefix : <https://w3id.org/dyad/ontology#> .
<https://x.example/open> :permitsUse "Use it."@en , "Используйте."@ru .
<https://x.example/closed> :permitsUse "Сұраңыз."@kk .
"""


def line(name: str, claims: int, entities: int, licence: str, permits: str, **more: str) -> SourceLine:
    """Return a source that is invented."""
    days = {"issued": "", "retrieved": "2026-03-01"}
    texts = {"address": "", "publisher": "", "pack": "", "manner": "", "note": ""} | days | more
    return SourceLine(
        id=name,
        name=name,
        licence=licence,
        permits=permits,
        claims=claims,
        entities=entities,
        rows={},
        files=(),
        **texts,
    )


@pytest.fixture
def lines() -> list[SourceLine]:
    return [
        line("axia", 1200, 2, "Alike", "Share alike.", publisher="Office", pack="alike", issued="2026-01-01"),
        line("bexia", 1, 1, "Open", "Use it."),
        line("empty", 0, 0, "Open", "Use it.", retrieved="2026-04-01"),
    ]


@pytest.fixture(scope="module")
def of_seed(seed_build: Path) -> list[SourceLine]:
    with open_rows(seed_build) as rows:
        return list_sources(rows, read_ontology(assets.ontology()), "en")


def test_a_source_holds_what_its_own_graph_states(of_seed: list[SourceLine], seed_build: Path) -> None:
    held: dict[str, dict[str, int]] = {line.id: {} for line in of_seed}
    for row in select(open_build(seed_build), HELD):
        graph, cls = name_of(row["graph"]), iri.compress(name_of(row["class"])).removeprefix("dyad:")
        if graph.startswith(iri.SOURCE_GRAPHS):
            held[graph.removeprefix(iri.SOURCE_GRAPHS)][cls] = int(row["things"].value)
    assert {line.id: line.rows for line in of_seed} == held
    assert all(line.claims + line.entities == sum(line.rows.values()) for line in of_seed)
    assert find_line(of_seed, "iso-3166").claims == 0
    assert find_line(of_seed, ARTICLE).claims == 89


def test_a_source_has_its_terms_days_and_files(of_seed: list[SourceLine]) -> None:
    article = find_line(of_seed, ARTICLE)
    assert (article.publisher, article.licence) == ("Kazinform news agency", "facts and short quotations")
    assert article.permits.startswith("Use the facts")
    assert (article.issued, article.vintage, article.retrieved) == ("2025-11-12", "2025-11-12", "2026-11-23")
    assert [file.name for file in article.files] == [f"{ARTICLE}.kk.txt"]
    assert article.note.startswith("The article's text is not passed on")


def test_a_pack_is_named_for_its_folder(seed_build: Path, tmp_path: Path) -> None:
    (tmp_path / "alike" / "register").mkdir(parents=True)
    with open_rows(seed_build) as rows:
        lines = list_sources(rows, read_ontology(assets.ontology()), "en", [tmp_path / "alike"])
    assert {line.id: line.pack for line in lines} == {ARTICLE: "", "iso-3166": "", "register": "alike"}


def test_terms_come_in_the_language_asked_for_or_in_english_or_another() -> None:
    store = Store()
    store.extend(parse(LICENCE, format=RdfFormat.TURTLE))
    opened, closed = (f"https://x.example/{name}" for name in ("open", "closed"))
    assert [text_in(store, opened, terms.permitsUse, one) for one in ("ru", "kk")] == ["Используйте.", "Use it."]
    assert text_in(store, closed, terms.permitsUse, "ru") == "Сұраңыз."
    assert text_in(store, closed, terms.words, "ru") == ""


def test_a_source_that_is_not_there_is_named(lines: list[SourceLine]) -> None:
    assert find_line(lines, "bexia").id == "bexia"
    with pytest.raises(ArgumentInvalid, match="no such source") as caught:
        find_line(lines, "cexia")
    assert caught.value.remedy == "Did you mean bexia or axia?"
    with pytest.raises(ArgumentInvalid, match="no such source") as caught:
        find_line(lines, "ZZZZ")
    assert caught.value.remedy == "Name one of: axia, bexia, empty."


def test_a_source_takes_a_line_and_a_licence_its_key(lines: list[SourceLine]) -> None:
    assert sources_as_table(lines, "en") == (
        "source  vintage     claims  entities  licence  pack   publisher\n"
        "axia    2026-01-01   1,200         2  Alike    alike  Office\n"
        "bexia   2026-03-01       1         1  Open\n"
        "empty   2026-04-01       0         0  Open\n"
        "\n"
        "Alike: Share alike.\n"
        "Open: Use it.\n"
    )
    assert "pack" not in sources_as_table(lines[1:], "en")


def test_a_narrow_terminal_cuts_names_and_never_a_line_in_two(
    lines: list[SourceLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((60, 24)))
    long = [replace(line, publisher="An office with a name that takes room") for line in lines]
    table = click.unstyle(sources_as_table(long, "en")).partition("\n\n")[0].splitlines()
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
        "Measurement  19\n",
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
    assert {row["id"]: row["claims"] for row in rows}["kazinform-2025-11-12"] == "89"
    (one,) = json.loads(run(seed_build, "register", "--format", "json", "--lang", "ru"))
    assert one["name"] == "Реестр проекта Dyad"
