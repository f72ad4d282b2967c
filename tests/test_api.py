"""What `import kg` gives: every example in its descriptions is run, and what it shows in a notebook is safe."""

import doctest
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import kg
from kg import api, session
from kg.core.errors import ArgumentInvalid, KgError, QueryUnknown
from kg.frame import KEYS, Frame
from kg.session import Graph
from kg.show.explain import Context, Explanation
from kg.show.model import Page
from tests.notebook import shown_by

DOCS = Path(__file__).parents[1] / "docs"
MARKUP = "</td><script>alert('&')</script>\x1b[31m"


@pytest.fixture(scope="module")
def folder(seed_build: Path, seed_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a build, the sources of which it is made, and the files of the page on validation."""
    folder = tmp_path_factory.mktemp("api")
    page = (DOCS / "validation.md").read_text(encoding="utf-8")
    shapes, people, *_ = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    for name, text in (("shapes", shapes), ("people", people)):
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
    (folder / "build").symlink_to(seed_build)
    shutil.copytree(seed_data, folder / "data", symlinks=True)
    return folder


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return kg.open(folder / "build")


def examples(module: object, names: dict[str, object]) -> list[doctest.DocTest]:
    found = doctest.DocTestFinder(exclude_empty=True).find(module, globs=names)
    return [one for one in found if one.examples]


def failures(tests: list[doctest.DocTest]) -> int:
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        return sum(runner.run(one).failed for one in tests)


def test_every_example_is_run_and_true(folder: Path, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    found = [*examples(api, {"kg": kg}), *examples(session, {"graph": graph})]
    assert failures(found) == 0
    public = {f"kg.api.{name}" for name in kg.__all__}
    public |= {f"kg.session.Graph.{name}" for name in vars(Graph) if not name.startswith("_")}
    assert public - {one.name for one in found} == set()


def test_the_page_shows_frames_as_they_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    page = (DOCS / "python.md").read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(page, {}, "docs/python.md", None, None)
    assert len(test.examples) > 10
    assert failures([test]) == 0


def test_the_notebook_shows_what_its_cells_give(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With DYAD_RENEW the notebook is written again."""
    monkeypatch.chdir(folder)
    path = DOCS / "dyad.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    found = shown_by(notebook["cells"])
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if os.environ.get("DYAD_RENEW"):
        for cell, outputs in zip(cells, found, strict=True):
            cell["outputs"] = outputs
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert [cell["outputs"] for cell in cells] == found
    assert sum(map(len, found)) == 4


def test_a_false_example_would_be_noticed() -> None:
    false = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "false", None, None)
    assert failures([false]) == 1


# --- answers ----------------------------------------------------------------------------------------------------


def test_frames_have_labels_in_the_language_asked_or_none(graph: Graph) -> None:
    ask = {language: graph.ask("turnover", dyad="KZ-RU", lang=language) for language in ("kk", "ru")}
    assert ask["kk"]["unit_label"].tolist() == ["АҚШ доллары"] * 2
    assert ask["ru"]["speaker_label"].tolist() == ["Арман Шаккалиев"] * 2
    assert ask["ru"]["speaker"].tolist() == ["person/b76e3fb0eed0363ac42e"] * 2
    plain = graph.ask("turnover", dyad="KZ-RU", labels=False)
    assert "unit_label" not in plain
    assert plain["unit"].tolist() == ["https://w3id.org/dyad/id/unit/USD"] * 2


def test_a_name_in_any_spelling_is_taken(graph: Graph) -> None:
    assert len(graph.ask("turnover", dyad="Russia-Kazakhstan")) == 2
    assert len(graph.claims(dyad="rus-kaz", indicator="goods turnover")) == 2


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 89),
        ({"indicator": "goods-turnover"}, 2),
        ({"indicator": "goods-turnover", "stage": "target"}, 1),
        ({"indicator": "goods-turnover", "year": 2024}, 1),
        ({"indicator": "goods-turnover", "year": 2025}, 0),
        ({"indicator": "goods-turnover", "country": "Ресей"}, 2),
        ({"indicator": "goods-turnover", "country": "CN"}, 0),
        ({"indicator": "goods-turnover", "country": "European Union"}, 0),
        ({"source": "kazinform-2025-11-12"}, 89),
    ],
)
def test_claims_are_chosen(wanted: dict[str, str], count: int, graph: Graph) -> None:
    assert len(graph.claims(**wanted)) == count  # type: ignore[arg-type]


def test_what_a_reader_wants_of_a_claim_comes_first(graph: Graph) -> None:
    found = graph.claims(dyad="KZ-RU", indicator="goods-turnover", stage="realised").iloc[0]
    assert [*found.index][:4] == ["class", "class_label", "is_about", "is_about_label"]
    within_thirty = {"amount", "has_bound_label", "has_unit_label", "valid_from", "asserted_by_label", "words_kk"}
    within_thirty |= {"asserted_as_label", "was_derived_from", "source_label", "licence", "source_address"}
    assert within_thirty <= {*[*found.index][:32]}
    assert (found["amount"], found["has_bound_label"], found["licence"]) == (
        28_000_000_000,
        "more than",
        "facts and short quotations",
    )


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"dyad": "Kazakhstann-Russia"}, "KZ-RU"),
        ({"indicator": "turnoverr"}, "turnover"),
        ({"stage": "realized"}, "realised"),
        ({"lang": "de"}, "en, kk or ru"),
    ],
)
def test_what_nothing_is_called_is_met_with_the_nearest(wanted: dict[str, str], said: str, graph: Graph) -> None:
    with pytest.raises(ArgumentInvalid, match=said):
        graph.claims(**wanted)  # type: ignore[arg-type]


def test_faults_of_a_program_are_errors_of_ours(folder: Path, graph: Graph) -> None:
    for fault in (
        lambda: graph.ask("turnovr"),
        lambda: kg.open(folder),
        lambda: kg.build(folder / "nosuch", out=folder),
    ):
        with pytest.raises(KgError):
            fault()
    with pytest.raises(QueryUnknown, match="turnover"):
        graph.ask("turnovr")
    with pytest.raises(AttributeError):
        kg.nosuch  # noqa: B018


# --- notebooks --------------------------------------------------------------------------------------------------


def is_safe(html: str) -> bool:
    return "<script" not in html and "\x1b" not in html


def test_a_frame_shows_numbers_and_links_and_no_markup_of_a_source() -> None:
    frame = Frame({MARKUP: [MARKUP], "who": ["country/XA"], "n": [1234567], "at": ["https://a.example/?a=1&b"]})
    frame.attrs[KEYS] = ["who"]
    html = frame._repr_html_()
    assert is_safe(html)
    assert '<a href="https://w3id.org/dyad/id/country/XA">country/XA</a>' in html
    assert '<td style="text-align:right;vertical-align:top">1,234,567</td>' in html
    assert '<a href="https://a.example/?a=1&amp;b">' in html
    assert "1 × 4" in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://a.example/\n"])
def test_no_other_address_is_a_link(address: str) -> None:
    assert "href" not in Frame({"at": [address]})._repr_html_()


def test_parts_of_a_frame_are_frames_that_know_their_keys(graph: Graph) -> None:
    part = graph.ask("turnover")[["unit", "amount"]].head(1)
    assert 'id/unit/USD">unit/USD</a>' in part._repr_html_()


def test_an_explanation_and_a_page_show_themselves_safely() -> None:
    around = Context(MARKUP, MARKUP, MARKUP)
    found = Explanation(
        MARKUP, MARKUP, MARKUP, MARKUP, around, MARKUP, MARKUP, ((MARKUP, MARKUP),), ((MARKUP, MARKUP),)
    )
    assert is_safe(found._repr_html_())
    page = Page(MARKUP, "en", "", (), ())._repr_html_()
    assert is_safe(page)
    assert page.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')


def test_a_profile_shows_what_kg_show_tells_and_no_markup_of_a_source(graph: Graph) -> None:
    html = graph.show("KZ", lang="ru")._repr_html_()
    assert "<b>Казахстан</b>" in html
    assert '<a href="https://w3id.org/dyad/id/country/KZ">' in html
    assert "kg ask" in html
    assert is_safe(replace(graph.show("KZ"), label=MARKUP, others=(MARKUP,), labels={MARKUP: MARKUP})._repr_html_())


def test_an_explanation_shows_its_words_and_its_source(graph: Graph) -> None:
    html = graph.why("kazinform-2025-11-12/turnover-2024")._repr_html_()
    assert "«Өткен жылы 28 млрд АҚШ долларынан асты»" in html
    assert '<a href="https://www.inform.kz/">' in html
