"""The notes of reports are there in three languages, from the stage that makes them to each form of the report."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from kg.checks.run import check_all
from kg.checks.tables import Content
from kg.core import assets
from kg.core.languages import LANGUAGES
from kg.validation.formats import REPORT_FORMATS
from kg.wording import notes
from tests.offline import ROOT
from tests.yearbook import DESCRIPTION, write_yearbook

CYRILLIC, LOUD = re.compile("[а-яәғқңөұүһі]", re.IGNORECASE), ("NOT ", "НЕ ", "ТЕКСЕРІЛМЕДІ")
CODE = sorted((ROOT / "kg").rglob("*.py"))


def fields(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", notes._NOTES)
def test_a_note_says_the_same_in_each_language(name: str) -> None:
    words = notes._NOTES[name]
    assert words.keys() == set(LANGUAGES)
    assert len({frozenset(fields(text)) for text in words.values()}) == 1
    assert len({text.partition(":")[0].isupper() for text in words.values()}) == 1
    assert not CYRILLIC.search(words["en"])
    assert all(CYRILLIC.search(words[language]) for language in ("ru", "kk"))


def noted(source: str) -> Iterator[str]:
    """Yield the names of the notes that some code asks for."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "note":
            yield from (str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant))


def test_each_note_is_told_and_no_other() -> None:
    told = {name for path in CODE for name in noted(path.read_text("utf-8"))}
    assert told == notes._NOTES.keys()
    assert {*noted('note("x", count=1)')} == {"x"}


def test_no_report_is_given_a_note_in_english_alone() -> None:
    loud = re.compile(r'f?"NOT (CHECKED|TOLD|READ|VERIFIED)')
    assert [path.name for path in CODE if loud.search(path.read_text("utf-8"))] == ["notes.py"]


@pytest.mark.parametrize("form", [form for form in REPORT_FORMATS if form != "turtle"])
def test_each_form_has_the_notes_of_its_language(tmp_path: Path, form: str) -> None:
    rows = "is_about_dyad,period,amount\nXA-XB,2020,20\n"
    write_yearbook(tmp_path / "data", DESCRIPTION, Measurement=rows)
    content = Content(assets.ontology(), [tmp_path / "data"], cache=tmp_path / "cache")
    for reports in ([*check_all(content)], [*check_all(content)]):  # the second time from what is remembered
        for language in LANGUAGES:
            written = REPORT_FORMATS[form](reports, language)
            for told in ("reasoner not asked", "no goldens", "ontology ships"):
                wanted = notes.note(told).said(language)
                assert wanted in written or json.dumps(wanted)[1:-1] in written


def test_what_is_no_note_is_said_as_it_is() -> None:
    assert notes.said_in("A note of a plug-in.", "kk") == "A note of a plug-in."
    assert notes.said_in(notes.note("most faults", count=1000), "kk").startswith("ТЕКСЕРІЛМЕДІ: алғашқы 1,000")
