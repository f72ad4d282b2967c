"""The workbench in a real browser, over the invented world: what a reader does, by mouse and by keyboard."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from kg.serve.pages import shown
from tests.browsing import AXE, Reader, bundled, chromium, missing, reading
from tests.serve_here import Server, serving

TURNOVER = """#view: chart
SELECT ?period_from ?stage ?amount ?bound ?claim {
  VALUES ?key { "xa-gazette/turnover-2022" "xa-gazette/turnover-2023" "xa-gazette/target-again" }
  ?claim dyad:claimKey ?key ; dyad:hasStage ?stage ;
    dyad:amount ?amount ; dyad:hasBound ?bound ; dyad:validFrom ?period_from .
}"""
PLACES = """#view: map
SELECT ?name ?longitude ?latitude { VALUES (?name ?longitude ?latitude) { ("one" 51.0 51.2) ("two" 60.6 56.8) } }"""
NETWORK = """#view: network
SELECT ?source ?target { ?x dyad:hasFirstEconomy ?source ; dyad:hasSecondEconomy ?target }"""
LINE = """#view: timeline
SELECT ?valid_from ?valid_until ?claim { ?claim dyad:validFrom ?valid_from ; dyad:validUntil ?valid_until } LIMIT 9"""
VIEWS = (
    *("/", "/search?q=Axia", "/claims?dyad=XA-XB", "/editor", "/dyad/XA-XB", "/page/country/XA", "/questions"),
    *("/question/turnover?dyad=XA-XB", "/sources", f"/results?query={quote(TURNOVER)}"),
)
"""The ten main views."""


@pytest.fixture(scope="module")
def bundle() -> Path:
    return bundled()


@pytest.fixture(scope="module")
def server(world_build: Path) -> Iterator[Server]:
    with serving(world_build) as one:
        yield one


@pytest.fixture(scope="module")
def browser(bundle: Path, server: Server) -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def reader(browser: Browser, server: Server) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    with reading(context, f"http://127.0.0.1:{server.port}") as one:
        yield one
    context.close()


def results(query: str, **more: str) -> str:
    return f"/results?query={quote(query)}" + "".join(f"&{name}={value}" for name, value in more.items())


# --- Search and facets ---------------------------------------------------------------------------------------------


def test_a_misspelt_name_is_found_while_it_is_typed_and_chosen_by_keyboard(reader: Reader) -> None:
    page = reader.open("/search")
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("Axya")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Axia")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url("**/country/XA*")


def test_escape_closes_what_is_proposed(reader: Reader) -> None:
    page = reader.open("/search?lang=ru")
    field = page.get_by_role("combobox", name="Поиск")
    field.press_sequentially("Аксия")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_facet_narrows_the_claims_and_the_address_keeps_what_is_chosen(reader: Reader) -> None:
    page = reader.open("/claims")
    page.get_by_label("Dyad", exact=True).fill("Axia and Bexia")
    page.get_by_label("Dyad", exact=True).press("Enter")
    page.wait_for_url("**/claims?dyad=Axia+and+Bexia")
    whole = int(page.get_by_role("status").inner_text().split(":")[1].split("·")[0])
    page.get_by_role("complementary", name="Facets").get_by_role("link", name="target", exact=True).click()
    page.wait_for_url("**stage=target**")
    narrowed = int(page.get_by_role("status").inner_text().split(":")[1].split("·")[0])
    assert 0 < narrowed < whole
    rows = page.locator("[data-results] tbody tr")
    expect(rows).to_have_count(narrowed)


# --- The editor ----------------------------------------------------------------------------------------------------


def test_the_editor_completes_from_the_graph(reader: Reader) -> None:
    page = reader.open("/editor")
    page.locator(".cm-content").click()
    page.keyboard.type("SELECT * { ?x dyad:hasIndic", delay=15)
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("dyad:hasIndicator")
    page.wait_for_timeout(120)  # a completion that has just come is not taken yet
    page.keyboard.press("Enter")
    page.keyboard.type(" indicator:goods", delay=15)
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("indicator:goods-turnover")


def test_a_wrong_class_is_underlined_with_the_nearest_before_the_query_runs(reader: Reader) -> None:
    page = reader.open(f"/editor?query={quote('SELECT * { ?x a dyad:Mesurement }')}")
    wrong = page.locator(".cm-lintRange-error")
    expect(wrong).to_have_text("dyad:Mesurement")
    wrong.hover()
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("Did you mean dyad:Measurement")


def test_a_syntax_error_has_its_place(reader: Reader) -> None:
    page = reader.open(f"/editor?query={quote('SELECT * {' + chr(10) + '  ?x a a dyad:Claim }')}")
    wrong = page.locator(".cm-lintRange-error")
    expect(wrong).to_have_count(1)
    assert "?x a" in page.locator(".cm-line", has=wrong).inner_text()


def test_a_query_is_run_by_keyboard_and_the_address_keeps_it(reader: Reader) -> None:
    page = reader.open(f"/editor?query={quote('SELECT ?c { ?c a dyad:Country }')}")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-answer] tbody tr")).to_have_count(2)
    expect(page.locator("[data-answer]")).to_contain_text("Axia")
    assert "query=SELECT" in page.url


def test_a_query_that_is_refused_says_why_below(reader: Reader) -> None:
    page = reader.open(f"/editor?query={quote('SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }')}")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("SERVICE")
    reader.wrong = [one for one in reader.wrong if "status of 400" not in one]  # the browser notes the status itself


# --- Views of an answer --------------------------------------------------------------------------------------------


def test_a_bounded_number_is_an_interval_with_an_arrow_never_a_dot(reader: Reader) -> None:
    page = reader.open(results(TURNOVER))
    chart = page.locator("[data-pane] svg").last
    expect(chart.locator("g.rule line").first).to_be_attached()
    marks = chart.locator("a line")
    figures = page.locator("td[data-low]")
    assert marks.count() == figures.count() == 3
    expect(chart.locator("circle")).to_have_count(0)
    assert [figures.nth(place).get_attribute("data-high") for place in range(3)].count("") == 2  # more than 8 and 9 bn
    expect(chart.locator("g.dot path")).to_have_count(2)
    assert "/claim/" in str(marks.first.evaluate("mark => mark.parentNode.href.baseVal"))


def test_a_map_has_lines_without_fill_and_dashes_what_is_contested(reader: Reader) -> None:
    page = reader.open(results(PLACES, lang="ru"))
    expect(page.locator("[data-pane] circle")).to_have_count(2)
    fills = page.locator("[data-pane] path").evaluate_all("paths => paths.map(one => getComputedStyle(one).fill)")
    assert set(fills) == {"none"}
    expect(page.locator("[data-pane] figcaption")).to_contain_text("Пунктир — спорные границы")
    east = page.locator("[data-pane] circle").evaluate_all(
        "all => all.map(one => [+one.getAttribute('cx'), +one.getAttribute('cy')])"
    )
    assert east[0][0] < east[1][0]  # Oral lies west of Yekaterinburg
    assert east[0][1] > east[1][1]  # and south of it


def test_a_time_line_and_a_network_are_drawn(reader: Reader) -> None:
    page = reader.open(results(LINE))
    expect(page.locator("[data-pane] svg g.tick a line")).to_have_count(9)
    page = reader.open(results(NETWORK))
    expect(page.locator("[data-pane] .network[data-drawn=yes] canvas").first).to_be_attached()
    page.get_by_role("button", name="Chart").click()
    expect(page.locator("[data-pane]")).to_have_text("No column holds numbers, so there is no chart.")


def test_a_network_of_the_server_can_be_moved_about_in(reader: Reader) -> None:
    page = reader.open("/network/all?dyad=XA-XB")
    page.get_by_role("button", name="Move about in it").click()
    expect(page.locator("figure .network[data-drawn=yes] canvas").first).to_be_attached()


def test_a_table_is_sorted_and_filtered(reader: Reader) -> None:
    page = reader.open(results(TURNOVER.replace("#view: chart", "")))
    head = page.get_by_role("columnheader", name="amount")
    head.get_by_role("button").click()
    amounts = page.locator("td[data-low]")
    assert [amounts.nth(place).get_attribute("data-value") for place in range(3)] == [
        *("8000000000", "9000000000", "12000000000"),
    ]
    head.get_by_role("button").press("Enter")
    expect(amounts.first).to_have_attribute("data-value", "12000000000")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.get_by_label("Filter rows").fill("realised")
    expect(page.locator("tbody tr:visible")).to_have_count(2)
    expect(page.locator("[data-count]")).to_have_text("2 / 3")


# --- The two days, the keyboard, and no scripts --------------------------------------------------------------------


def test_a_slider_changes_the_page_by_its_address(reader: Reader) -> None:
    page = reader.open("/claims?dyad=XA-XB&valid-on=2023-06-30")
    slider = page.get_by_role("slider").last
    expect(slider).to_have_attribute("aria-valuetext", "2023-06-30")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**valid-on=2023-06-28**")
    assert "dyad=XA-XB" in page.url
    page.wait_for_selector("html[data-workbench=ready]", state="attached")


@pytest.mark.parametrize(("key", "end"), [("Home", "data-first"), ("End", "data-last")])
def test_a_slider_goes_from_the_first_day_of_the_graph_to_the_last(key: str, end: str, reader: Reader) -> None:
    page = reader.open("/claims?valid-on=2023-06-30")
    slider = page.get_by_role("slider").last
    slider.focus()
    page.keyboard.press(key)
    day = page.locator("input[type=date][name='valid-on']").get_attribute(end)
    assert day
    expect(slider).to_have_attribute("aria-valuetext", day)
    page.wait_for_url(f"**valid-on={day}**")
    page.wait_for_selector("html[data-workbench=ready]", state="attached")


def test_the_keyboard_reaches_everything_and_leaves_the_editor(reader: Reader) -> None:
    page = reader.open("/editor")
    seen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.classList[0] ?? document.activeElement.tagName"))
    assert seen[0] == "skip"
    assert seen.index("cm-content") < seen.index("SUMMARY")  # it is not held in the editor


def test_without_scripts_the_editor_answers_and_the_facets_are_links(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/editor")
    page.get_by_label("Query").fill("SELECT ?c { ?c a dyad:Country }")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("button", name="Chart")).to_be_hidden()
    page.goto(f"http://127.0.0.1:{server.port}/claims?stage=target")
    expect(page.locator("aside a[aria-current]")).to_have_text("target")
    context.close()


def test_without_a_bundle_a_page_says_so_once(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "workbench.js" in server.get("/editor?lang=en").text
    monkeypatch.setattr(shown, "BUNDLE", tmp_path / "none")
    page = server.get("/editor?lang=en&query=1").text
    assert "workbench.js" not in page
    assert page.count("make web") == 1


# --- What every view holds ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        missing("axe-core, which `make web` fetches where node is", "DYAD_REQUIRE_NODE")
    return AXE.read_text(encoding="utf-8")


def serious(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def test_axe_finds_no_serious_fault_in_the_ten_main_views(browser: Browser, server: Server, axe: str) -> None:
    found = {}
    for scheme, views in (("light", VIEWS), ("dark", VIEWS[-1:])):
        context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        for view in views:
            page.goto(f"http://127.0.0.1:{server.port}{view}")
            page.wait_for_selector("html[data-workbench=ready]", state="attached")
            found[view, scheme] = serious(page, axe)
        page.set_content("<main><img src='data:,'></main>")
        assert any(fault.startswith("image-alt") for fault in serious(page, axe))  # the control
        context.close()
    assert {view: faults for view, faults in found.items() if faults} == {}


def test_the_views_are_in_three_languages(server: Server) -> None:
    for view in VIEWS:
        texts = {server.get(f"{view}{'&' if '?' in view else '?'}lang={lang}").text for lang in ("kk", "ru", "en")}
        assert len(texts) == 3, view


def test_the_scripts_are_small(bundle: Path) -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in bundle.glob("*.js")}
    assert sum(sizes.values()) <= 600_000


def test_the_first_page_is_small(reader: Reader) -> None:
    sizes: dict[str, int] = {}
    reader.page.on("requestfinished", lambda one: sizes.update({one.url: one.sizes()["responseBodySize"]}))
    page = reader.open("/")
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 5  # the page, two sheets of style, and some scripts
    assert 2_000 < sum(sizes.values()) <= 60_000, sizes


def test_nothing_bundled_names_another_host_to_fetch_from(bundle: Path) -> None:
    lock = (bundle.parent / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "registry" not in lock
