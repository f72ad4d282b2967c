"""Pages: everything has one, in three languages, without a script, and nothing that the graph holds becomes markup."""

import json
import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.building import build
from kg.core import assets, iri
from kg.core.concepts import Unit
from kg.core.graph import Literal, NamedNode, Term, open_build
from kg.core.languages import LANGUAGES
from kg.query.library import read_queries
from kg.query.limits import Limits
from kg.serve.asked import PageRequest
from kg.serve.page_words import page_words
from kg.serve.pages import described
from kg.serve.pages.data import wanted_form
from kg.serve.pages.dyad_charts import measured_pictures
from kg.serve.pages.figures import Figures
from kg.serve.pages.routes import page_routes
from kg.serve.pages.site import Look, open_site
from kg.serve.pages.tables import Cell
from kg.serve.served import Served
from tests.seed import ARTICLE, copy_small_seed
from tests.yearbook import MEASUREMENT, write_yearbook

TURNOVER = f"{ARTICLE}/turnover-2024"
EVIL = "<script>alert(1)</script>"
QUESTIONS = read_queries(assets.queries())
VOID = {"meta", "link", "input", "br", "img", "hr"}


def open_pages(folder: Path, texts: Path | None = None) -> TestClient:
    return TestClient(Starlette(routes=page_routes(Served(folder), texts)), follow_redirects=False)


@pytest.fixture(scope="module")
def seed(seed_build: Path) -> Iterator[TestClient]:
    with open_pages(seed_build) as client:
        yield client


@pytest.fixture(scope="module")
def world(world_build: Path) -> Iterator[TestClient]:
    with open_pages(world_build) as client:
        yield client


class Read(HTMLParser):
    """Reads a page: its elements with attributes, its links, and its text; raises AssertionError where tags cross."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.elements if tag == "a" and "href" in attrs]

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def read(client: TestClient, address: str, status: int = 200) -> Read:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Read(answer.text)


ALL = (
    *("/", "/dyad/XA-XB", "/page/country/XA", "/page/indicator/goods-turnover", "/page/person/99e631fa3a759a7b9656"),
    *("/sources", "/page/source/xa-gazette", "/questions", "/question/turnover?dyad=XA-XB", "/networks"),
    *("/network/people?dyad=XA-XB", "/page/ontology", "/question/officials-on-day?dyad=XA-XB&on=2024-05-21"),
)


@pytest.mark.parametrize("address", ALL)
def test_every_page_is_whole_and_needs_neither_script_nor_style_of_its_own(address: str, world: TestClient) -> None:
    for language in LANGUAGES:
        page = read(world, f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert page.count("h1") == 1
        assert page.count("style") == 0
        for tag, attrs in page.elements:
            assert "style" not in attrs
            assert not [name for name in attrs if name.startswith("on")]
            if tag in {"link", "img", "script"}:
                assert (attrs.get("href") or attrs.get("src") or "").startswith("/")
        assert ("html", {"lang": language}) in page.elements


@pytest.mark.parametrize(
    ("thing", "line"),
    [
        ("firm/beta-rail", "60% Gamma Fund"),  # an ownership, which keeps its number in `share`
        ("project/plant", "between 130 and 131% sum of shares"),  # computed: 129.95 to 131.05
        ("project/plant", "participation Beta Rail"),  # without a number: its kind
    ],
)
def test_a_line_of_a_claim_has_its_number_wherever_its_class_keeps_it(thing: str, line: str, world: TestClient) -> None:
    assert line in " ".join(read(world, f"/page/{thing}").text.split())


def test_links_keep_the_language_and_the_days(seed: TestClient) -> None:
    page = read(seed, "/dyad/KZ-RU?lang=ru&valid-on=2025-11-12")
    ours = [link for link in page.links() if link.startswith("/") and "lang=kk" not in link and "lang=en" not in link]
    assert len(ours) > 20
    assert all("lang=ru" in link for link in ours)
    assert [link for link in ours if "valid-on=2025-11-12" not in link] == ["/dyad/KZ-RU?lang=ru"]  # any day
    assert "Казахстан–Россия" in page.text


def test_the_language_is_that_of_the_address_or_else_of_the_browser(seed: TestClient) -> None:
    asked = {"Accept-Language": "fr, kk;q=0.8, ru;q=0.9"}
    assert 'lang="ru"' in seed.get("/", headers=asked).text
    assert 'lang="kk"' in seed.get("/?lang=kk", headers=asked).text
    assert '<html lang="en">' in seed.get("/", headers={"Accept-Language": "fr, kk;q=0"}).text
    assert read(seed, "/?lang=fr", 400).text.count("en, kk, ru") == 1
    assert "2025-02-30" in read(seed, "/?valid-on=2025-02-30", 400).text


@pytest.mark.parametrize(
    ("language", "heading", "amount"),
    [
        ("en", "Turnover, by source", "more than 28"),
        ("kk", "Дереккөздер бойынша тауар айналымы", "28-ден астам"),
        ("ru", "Товарооборот по источникам", "более 28"),
    ],
)
def test_a_dyad_shows_turnover_targets_and_projects(language: str, heading: str, amount: str, seed: TestClient) -> None:
    page = read(seed, f"/dyad/KZ-RU?lang={language}")
    assert heading in page.text
    assert amount in page.text
    drawn = [attrs for tag, attrs in page.elements if tag == "svg" and attrs.get("class") == "chart"]
    assert len(drawn) >= 3  # turnover, targets, projects
    assert all(attrs.get("aria-label") for attrs in drawn)
    claims = [link for link in page.links() if link.startswith("/page/claim/")]
    assert len({seed.get(link).status_code for link in claims[:3]} | {200}) == 1
    assert page.count("details") >= 3


def test_a_dyad_has_one_address(seed: TestClient) -> None:
    for other in ("/dyad/RU-KZ", "/dyad/kz-ru", "/page/dyad/KZ-RU", "/id/dyad/KZ-RU"):
        answer = seed.get(other)
        assert (answer.status_code, answer.headers["location"]) == (303, "/dyad/KZ-RU")


def test_officials_are_shown_on_the_day_that_is_asked_for(world: TestClient) -> None:
    def officials(day: str) -> str:
        return read(world, f"/dyad/XA-XB?on={day}&word=trade").text.rpartition("Word in the post")[2]

    assert "Ada Arx" in officials("2024-05-21").partition("disagree")[0]
    assert "Ada Arx" not in officials("1990-01-01").partition("disagree")[0]


def test_disagreements_are_told_in_words_and_lead_to_both_sides(world: TestClient) -> None:
    page = read(world, "/dyad/XA-XB")
    findings = [link for link in page.links() if link.startswith("/finding/")]
    assert findings
    finding = read(world, findings[0])
    assert finding.count("article") >= 2
    assert len({link for link in finding.links() if link.startswith("/page/claim/")}) >= 2


def test_a_claim_shows_its_words_its_bound_its_source_and_how_to_cite_it(seed: TestClient) -> None:
    moved = seed.get(f"/page/claim/{TURNOVER}")
    assert moved.status_code == 303
    page = read(seed, moved.headers["location"])
    assert "Өткен жылы 28 млрд АҚШ долларынан асты" in page.text
    assert "more than 28 billion USD" in page.text
    assert "12 November 2025" in page.text
    assert ("rect", "one open") in [(tag, attrs.get("class")) for tag, attrs in page.elements]
    assert moved.headers["location"].removeprefix("/page/") in page.text.partition("How to cite")[2]


def test_words_stand_in_their_paragraph_where_the_text_is_at_hand(seed_build: Path, shared: Path) -> None:
    with open_pages(seed_build, shared) as client:
        page = client.get(client.get(f"/page/claim/{TURNOVER}").headers["location"]).text
    assert "<mark>Өткен жылы 28 млрд АҚШ долларынан асты</mark>" in page


def test_a_question_has_a_form_an_answer_its_sparql_and_downloads(seed: TestClient) -> None:
    page = read(seed, "/question/turnover?dyad=Ресей–Қазақстан")
    assert ("Ресей–Қазақстан") in [attrs.get("value") for tag, attrs in page.elements if tag == "input"]
    assert "SELECT DISTINCT ?period_from" in page.text
    assert page.count("table") == 1
    table = seed.get("/question/turnover?dyad=KZ-RU&format=csv")
    assert table.text.splitlines()[0].startswith("period_from,")
    assert table.headers["content-disposition"] == 'attachment; filename="turnover.csv"'
    assert json.loads(seed.get("/question/turnover?dyad=KZ-RU&format=json").text)["results"]["bindings"]
    assert seed.get("/question/turnover?format=xlsx").content.startswith(b"PK")
    assert "csv" in read(seed, "/question/turnover?format=csw", 400).text


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_page_whatever_columns_its_answer_lacks(name: str, seed: TestClient) -> None:
    answered = seed.get(f"/question/{name}?lang=ru")
    assert answered.status_code == 200
    assert escape(QUESTIONS[name].question["ru"]) in answered.text


def test_a_chart_names_who_said_a_figure_not_who_reports_what_stands_beside_it(seed_build: Path) -> None:
    look = Look(open_site(Served(seed_build)), PageRequest("/", language="en"))
    claim, speaker, reporter = (
        NamedNode(iri.mint(*one)) for one in (("claim", TURNOVER), ("country", "RU"), ("country", "KZ"))
    )
    row: dict[str, Term | None] = {"claim": claim, "unit": NamedNode(Unit.USD), "amount": Literal(28000000000)}

    def named(**others: NamedNode) -> tuple[str, ...]:
        (chart,) = measured_pictures(Figures(look), [row | others], "")
        return chart.series

    assert named(speaker=speaker, reporter=reporter) == ("Russia",)
    assert named(reporter=reporter) == ("as Kazakhstan reports",)
    assert named() == ()


def test_a_value_that_means_nothing_leaves_the_form_with_what_is_near(seed: TestClient) -> None:
    page = read(seed, "/question/turnover?dyad=KZ-RQ")
    assert "KZ-RU" in page.text
    assert "KZ-RQ" in [attrs.get("value") for tag, attrs in page.elements if tag == "input"]


def test_an_empty_answer_says_why(seed: TestClient) -> None:
    page = read(seed, "/question/mirrors?dyad=KZ-RU")
    assert "Kazakhstan–Russia" in page.text
    assert page.count("table") == 0


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/page/country/Kazahstan", "Kazakhstan"),
        ("/dyad/KZ-RQ", "Russia"),
        ("/dyad/KZ-KZ", "a dyad has two"),
        ("/question/turnovr", "turnover"),
        ("/page/source/kazinform-2025-11-13", ARTICLE),
        ("/finding/0123", "finding"),
        ("/data/country/ZZ.ttl", "ZZ"),
        ("/data/%F0%28.ttl", "No name is written so"),
        ("/page/claim/nothing", "claim"),
        ("/network/bordrs", "borders"),
        ("/nowhere/at/all", "begin at the start"),
    ],
)
def test_what_is_not_there_says_so_and_what_is_near(address: str, near: str, seed: TestClient) -> None:
    answer = seed.get(address)
    assert answer.status_code in {400, 404}
    assert near in Read(answer.text).text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json, text/html;q=0.5", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/turtle;q=0.2, text/html;q=0.1", "ttl"),
        ("image/png", "html"),
        ("text/turtle;q=none, text/html;q=0.1", "html"),
        ("", "html"),
    ],
)
def test_a_reader_gets_the_form_that_is_wanted(accept: str, form: str) -> None:
    assert wanted_form(accept) == form


def test_a_name_leads_to_its_page_or_its_data(seed: TestClient) -> None:
    def target(accept: str) -> str:
        answer = seed.get("/id/country/KZ", headers={"Accept": accept})
        assert answer.status_code == 303
        assert answer.headers["vary"] == "Accept"
        return answer.headers["location"]

    assert target("text/html") == "/page/country/KZ"
    assert target("text/turtle") == "/data/country/KZ.ttl"
    turtle = seed.get("/data/country/KZ.ttl")
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert '"Қазақстан"@kk' in turtle.text
    assert seed.get("/data/ontology.nt").text.count("<https://w3id.org/dyad/ontology#Claim>") > 5
    assert json.loads(seed.get("/data/country/KZ.jsonld").text)


def test_whatever_the_graph_states_something_of_has_a_page(
    seed: TestClient, seed_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {quad.subject.value for quad in open_build(seed_build) if isinstance(quad.subject, NamedNode)}
    one_of_a_kind = {name.removeprefix(iri.ID).partition("/")[0]: name for name in named if name.startswith(iri.ID)}
    assert {"claim", "scheme", "reading", "country"} <= one_of_a_kind.keys()
    for kind, name in one_of_a_kind.items():
        page = seed.get(f"/id/{iri.key_of(name)}", headers={"Accept": "text/html"}, follow_redirects=True)
        assert page.status_code == 200, (kind, name)
    units = {name for name in named if name.startswith(iri.mint("unit", ""))}
    monkeypatch.setattr(described, "_MOST", 10)
    listed = seed.get("/described/scheme/units?lang=en").text
    shown = len(re.findall('href="/page/unit/', listed))
    assert shown == 10 < len(units)
    assert f"{len(units) - shown} more" in listed
    assert seed.get("/described/reading/none").status_code == 404
    assert seed.get("/page/reading/%20%3Cx%3E").status_code == 400


def test_a_long_text_opens_at_a_click_and_is_whole(seed_build: Path) -> None:
    cell = open_site(Served(seed_build)).templates.get_template("parts.html").module.cell  # type: ignore[attr-defined]
    long = "word " * 60
    assert cell(Cell(long)).startswith("<details><summary>word")
    assert f"</summary>{long}</details>" in cell(Cell(long))
    assert cell(Cell("short")) == "short"
    assert cell(Cell(long, "/claim")) == f'<a href="/claim">{long}</a>'


def test_nothing_that_the_graph_holds_becomes_markup(tmp_path: Path) -> None:
    data = copy_small_seed(tmp_path / "data")
    names = f'{EVIL},А,А,\nXB,XB,XBB,"\'""&<i>",Б,Б,\n'
    country = f"key,iso_code,iso_alpha3,label_en,label_kk,label_ru,valid_until\nXA,XA,XAA,{names}"
    dyad = "key,has_first_economy,has_second_economy\nXA-XB,XA,XB\n"
    write_yearbook(
        data, Country=country, Dyad=dyad, Region="key,iso_code,official_name,is_within\n", Measurement=MEASUREMENT
    )
    build([data], assets.ontology(), tmp_path / "build")
    with open_pages(tmp_path / "build") as client:
        for address in (
            "/",
            "/dyad/XA-XB",
            "/page/country/XA",
            "/question/turnover?dyad=XA-XB",
            "/page/source/yearbook",
        ):
            page = read(client, address)
            assert [attrs for tag, attrs in page.elements if tag == "script" and "src" not in attrs] == [], address
            assert page.count("i") == 0, address
        assert EVIL in read(client, "/page/country/XA").text
        for address in (f"/page/country/{EVIL}", f"/question/turnover?dyad={EVIL}", f"/?lang={EVIL}", f"/{EVIL}"):
            assert EVIL not in client.get(address).text
        odd = client.get("/page/country/..%2f..%2f..%2fetc%2fpasswd")
        assert odd.status_code == 404


def test_an_answer_that_takes_too_long_is_an_error_and_is_not_kept(seed_build: Path) -> None:
    client = TestClient(Starlette(routes=page_routes(Served(seed_build, Limits(timeout=0.001)))))
    answers = [client.get("/question/turnover") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert "0.001" in answers[0].text


def test_a_build_that_is_gone_is_told_of(seed_build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    folder.symlink_to(seed_build)
    with open_pages(folder) as client:
        assert client.get("/page/country/KZ").text == client.get("/page/country/KZ").text
        folder.unlink()
        assert "kg build" in client.get("/page/country/KZ").text


def test_each_word_is_there_in_each_language_with_the_same_parts() -> None:
    for name, said in page_words().items():
        assert set(said) == set(LANGUAGES), name
        assert len({len(re.findall(r"\{\}", text)) for text in said.values()}) == 1, name
