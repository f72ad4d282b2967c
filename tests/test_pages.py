"""Pages of findings through the command line: what they say, what they rest on, and that they stand by themselves."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from kg.compare.embedded import compare_two
from kg.compare.prepare.facts import open_facts
from kg.core import assets, iri
from kg.core.graph import Literal, NamedNode, Store
from kg.core.manifest import DERIVED, FINDINGS, FLAT, KNOWN
from kg.core.ontology import Ontology, read_ontology
from kg.query.answers import answer
from kg.query.library import bind, find_query
from kg.rows.opened import Rows, open_rows
from kg.rows.read import rows_in
from kg.session import Graph
from kg.show import mirrors
from kg.show.conflicts import conflicts_page
from kg.show.evidence import read_claims
from kg.show.html import as_html
from kg.show.mirrors import dyad_page, mirrors_page
from kg.show.model import Card, CardGroup, Evidence, Page, Series, SourceNote, Span, Spans
from kg.show.svg import axis, draw
from kg.show.targets import targets_page
from kg.show.words import TEXTS
from kg.wording.days import written_day
from tests import running
from tests.running import Done

Kg = Callable[..., Done]
EVERYTHING = "UNDEF"
KEY = ("about", "indicator", "stage", "unit")
LATE = TEXTS["missed"]["en"]


@pytest.fixture
def kg(world_build: Path) -> Kg:
    """Return a function that runs `kg` beside the invented world's build, in this process."""
    return partial(running.kg, world_build.parent)


@pytest.fixture(scope="module")
def world_rows(world_build: Path) -> Iterator[Rows]:
    with open_rows(world_build) as rows:
        yield rows


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(assets.ontology())


def flowing(text: str) -> str:
    """Return a text without its line breaks, as one reads it."""
    return " ".join(text.split())


# --- In a terminal ---------------------------------------------------------------------------------------------------


def test_a_contradiction_is_shown_with_the_evidence_of_both_claims(kg: Kg) -> None:
    done = kg("conflicts", "--dyad", "XA-XB", "--verdict", "contradiction")
    page = flowing(done.stdout)
    assert done.returncode == 0
    assert "━━ Axia–Bexia · goods turnover Contradiction finding/" in page
    assert "more than 9 billion USD" in page
    assert "«more than 9 bn dollars in 2023»" in page
    assert "Gazette of XA, 21 May 2024 · page.txt#char=60,100 · xa-gazette/turnover-2023" in page
    assert "Statistics of XB, July 2024 · trade.csv#row=3 · xb-statistics/turnover-2023-by-xb" in page
    assert "gap: 300 million USD" in page
    assert "https://gazette.example/" in page.partition(" Sources ")[2]
    assert "CC0 1.0 — " in page.partition(" Sources ")[2]


def test_what_is_not_asked_for_is_not_shown(kg: Kg) -> None:
    unasked, everything = kg("conflicts").stdout, kg("conflicts", "--all").stdout
    assert "Not comparable" not in unasked
    assert "Contradiction" in unasked
    assert everything.index("Contradiction: 6") < everything.index("Not comparable: ")
    assert "Contradiction" not in kg("conflicts", "--verdict", "suspicious", "--verdict", "same").stdout
    assert kg("conflicts", "--about", "dyad/XA-XB").stdout == kg("conflicts", "--dyad", "XA-XB").stdout


@pytest.mark.parametrize("command", ["conflicts", "targets", "mirror"])
def test_a_page_tells_what_was_known_on_a_day(command: str, kg: Kg) -> None:
    then = kg(command, "--dyad", "XA-XB", "--as-known-on", "2024-06-30").stdout
    assert "as of 30 June 2024" in then
    assert "xb-statistics" not in then
    assert "xb-statistics" in kg(command, "--dyad", "XA-XB", "--as-known-on", "2024-07-30").stdout


@pytest.mark.parametrize("command", ["conflicts", "targets"])
def test_nothing_found_is_said(command: str, kg: Kg) -> None:
    done = kg(command, "--dyad", "East Axia–Bexia")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing of the kind was found." in done.stdout


@pytest.mark.parametrize("command", ["conflicts", "targets", "mirror"])
def test_plain_text_has_no_colour_and_no_line_is_broken(command: str, kg: Kg) -> None:
    text = kg(command).stdout
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) > 160
    assert not any(line.endswith(" ") for line in text.splitlines())


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", ("Қайшылық", "Дереккөздер", "алшақтық")), ("ru", ("Противоречие", "Источники", "расхождение"))],
)
def test_everything_is_in_the_language_asked_for(language: str, words: tuple[str, ...], kg: Kg) -> None:
    page = kg("conflicts", "--lang", language).stdout
    assert all(word in page for word in words)
    assert not re.search("Contradiction|Sources|as of|gap:", page)
    assert all(len(set(texts.values())) == 3 for texts in TEXTS.values())


def test_a_target_has_a_chronicle(kg: Kg) -> None:
    page = flowing(kg("targets", "--dyad", "XA-XB", "--on", "2026-02-01").stdout)
    target = page.partition("goods turnover · target")[2].partition("━━")[0]
    for part in (
        "first said: 20 May 2022",
        "value then: 12 billion USD",
        "last said: 20 May 2024",
        "statements: 2",
        "deadline: 31 December 2025",
        "the deadline has passed, and no realised value is reported",
        "20 May 2022 · first said",
        "20 May 2024 · given a deadline",
        "«12 bn dollars in 2025»",
        "distance to the latest value: ",
        "┊",
    ):
        assert part in target, part
    assert target.index("first said exactly") < target.index("given a deadline exactly")
    before = flowing(kg("targets", "--dyad", "XA-XB", "--on", "2025-02-01").stdout)
    assert "the deadline has passed" not in before.partition("goods turnover · target")[2].partition("━━")[0]


def test_a_target_without_a_deadline_has_an_age(kg: Kg) -> None:
    page = flowing(kg("targets", "--on", "2026-02-01").stdout)
    assert "deadline: none; age in months: 21" in page.partition("number of projects · planned")[2]


def test_plans_that_nobody_spoke_of_again_are_shown_or_counted(kg: Kg) -> None:
    of_dyad = flowing(kg("targets", "--dyad", "XA-XB", "--on", "2026-02-01").stdout)
    late = of_dyad.rpartition("━━ Axia–Bexia The deadline has passed, and no realised value is reported")[2]
    assert "planned ring road, 2023 «the ring road is due in 2023»" in late
    everything = flowing(kg("targets", "--on", "2026-02-01").stdout)
    assert "Other plans whose date has passed without a realised claim: 1." in everything
    assert "`kg ask missed-deadlines --set on=2026-02-01` lists them." in everything
    assert "Other plans" not in of_dyad + kg("targets", "--on", "2000-01-01").stdout


def test_a_mirror_pair_shows_both_rows_and_no_average(kg: Kg) -> None:
    page = flowing(kg("mirror", "--dyad", "XA-XB").stdout)
    for part in (
        "━━ Axia → Bexia · goods exports",
        "█ as Axia reports ▒ as Bexia reports (USD)",
        "ratio: 1.5",
        "exactly 3 billion USD",
        "exactly 4.5 billion USD",
        "annex.csv#row=310",
        "trade.csv#row=5",
        "The gap is beyond freight and insurance",
    ):
        assert part in page, part
    assert "3.75" not in page


def test_of_many_dyads_those_with_the_largest_gaps_are_shown(
    kg: Kg, world_rows: Rows, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kg("mirror", "--all").stdout == kg("mirror").stdout
    monkeypatch.setattr(mirrors, "_MOST", 0)
    page = mirrors.widest_page(world_rows, ontology, "en")
    assert page.groups == ()
    assert page.note.startswith("Dyads with smaller gaps that are not shown: 1.")


def test_what_a_third_party_computes_is_beside_the_pairs_of_a_dyad_and_no_side(kg: Kg) -> None:
    page = flowing(kg("mirror", "--dyad", "XA-XB").stdout)
    pairs, third = page.split("What a third party computes or reconciles: no side's report •")
    assert "derived claim" not in pairs
    assert "imports-by-xb-old" not in pairs
    assert "exactly 3 billion USD Axia → Bexia, trade flow by shares" in third
    assert "in its entry for Axia" in third
    assert "reports" not in third.replace("no side's report", "")


def test_a_dyad_of_which_no_two_sides_report_says_so(kg: Kg) -> None:
    assert (
        "no flow between them is reported by both sides themselves" in kg("mirror", "--dyad", "bexia, east axia").stdout
    )


# --- For programs -----------------------------------------------------------------------------------------------------


def findings_in(done: Done) -> list[dict[str, Any]]:
    assert done.returncode == 0
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def test_findings_come_as_json_with_claims_results_reasons_and_numbers(kg: Kg) -> None:
    conflicts = findings_in(kg("conflicts", "--dyad", "XA-XB", "--format", "json"))
    (count,) = [
        one
        for one in conflicts
        if "projects" in one["sentence"] and one["verdict"] == "contradiction" and one["gap"] == 1
    ]
    assert (count["kind"], count["reasons"], count["claims"]) == (
        "comparison",
        ["bounds-apart"],
        [count["first"], count["second"]],
    )
    (pair,) = findings_in(kg("mirror", "--dyad", "XA-XB", "--format", "json"))
    assert (pair["kind"], pair["verdict"], pair["reasons"]) == ("mirror-pair", None, ["beyond-freight"])
    assert (pair["gap"], pair["least"], pair["greatest"], pair["ratio"]) == (1500000000, -1500000000, -1500000000, 1.5)
    targets = findings_in(kg("targets", "--dyad", "XA-XB", "--format", "json"))
    assert {one["kind"] for one in targets} == {"target-change", "target-outcome"}
    assert {one["outcome"] for one in targets} >= {None, "not-yet-due", "not-reached-so-far", "undecided"}
    assert all((one["change"] is None) != (one["outcome"] is None) for one in targets)


def test_any_two_claims_come_as_json(kg: Kg) -> None:
    done = kg("conflicts", "--between", "exports-by-xa", "xb-statistics/imports-by-xb", "--format", "json")
    (one,) = findings_in(done)
    assert one["verdict"] == "not-comparable"
    assert "different-reporter" in one["reasons"]
    assert one["gap"] is None


# --- Any two claims --------------------------------------------------------------------------------------------------


def test_any_two_claims_can_be_set_side_by_side(kg: Kg) -> None:
    done = kg("conflicts", "--between", "exports-by-xa", "xb-statistics/imports-by-xb")
    assert done.returncode == 0
    assert "Not comparable" in done.stdout
    assert "different sides report them" in flowing(done.stdout)
    assert "trade.csv#row=5" in done.stdout
    turned = kg("conflicts", "--between", "imports-by-xb", "exports-by-xa")
    assert turned.stdout == done.stdout


def test_what_was_found_of_two_claims_is_found_of_them_alone(world_build: Path) -> None:
    facts = open_facts(read_ontology(assets.ontology()), world_build / KNOWN)
    derived = {row["claim"] for row in rows_in(world_build / DERIVED)}

    def alone(row: dict[str, Any]) -> list[dict[str, Any]]:
        chosen = [row["first"], row["second"]]
        return [*compare_two(world_build / FLAT, world_build / DERIVED, facts, chosen).findings.to_pylist()]

    found = [row for row in rows_in(world_build / FINDINGS) if row["class"] == "dyad:Comparison" and not row["others"]]
    of_derived = [row for row in found if not derived.isdisjoint({row["first"], row["second"]})]
    assert of_derived, "the world has no finding of a derived claim"
    for row in [*of_derived, *found[::4]]:
        assert alone(row) == [row]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("conflicts", "--between", "turnover-2023", "bridge"), "claims-incomparable"),
        (("conflicts", "--between", "turnover-2023", "turnover-2023"), "claims-incomparable"),
        (("conflicts", "--between", "turnover-2023", "nosuch"), "claim-unknown"),
        (("conflicts", "--dyad", "XA-XB", "--about", "country/XA"), "give one of DYAD, --dyad and --about"),
        (("conflicts", "--dyad", "two words"), "name-unknown"),
        (("targets", "--on", "2026-02-30"), "parameter-invalid"),
        (("mirror", "--build", "nowhere"), "build-missing"),
        (("why", "finding/nosuch"), "finding-unknown"),
        (("why", "finding/"), "finding-unknown"),
    ],
)
def test_a_mistake_is_answered_with_a_clear_error(arguments: tuple[str, ...], named: str, kg: Kg) -> None:
    done = kg(*arguments)
    assert done.returncode == 2
    assert named in done.stderr
    assert done.stdout == ""


# --- Why -------------------------------------------------------------------------------------------------------------


def test_why_shows_a_finding_with_its_reasons_and_both_claims(kg: Kg) -> None:
    page = kg("conflicts", "--verdict", "contradiction").stdout
    name = re.search(r"finding/\w+(?=\n(?:(?!finding/).)*gap: 300 million)", page, re.DOTALL)
    assert name is not None
    done = kg("why", name[0][:14])
    assert done.stdout.startswith("comparison: contradiction\n")
    assert "• no value satisfies both — The values that one claim allows all lie above" in done.stdout
    assert "gap: 300 million USD" in done.stdout
    assert "xa-gazette/turnover-2023\n" in done.stdout
    assert "xb-statistics/turnover-2023-by-xb\n" in done.stdout
    assert kg("why", iri.ID + name[0]).stdout == done.stdout
    assert "қайшылық" in kg("why", name[0], "--lang", "kk").stdout


def test_why_lists_what_was_found_about_a_claim(kg: Kg) -> None:
    text = kg("why", "turnover-2023").stdout
    found = re.findall(r"^  (.+)  finding/\w{20}$", text, re.MULTILINE)
    assert found[0] == "contradiction"
    assert 1 < len(found) <= 10
    assert "Ada Arx" in text.partition("finding/")[2]


def test_why_shows_the_arithmetic_of_a_derived_claim(kg: Kg) -> None:
    text = kg("why", "partner-firms").stdout
    assert text.startswith("derived claim")
    assert "  200 * 40 / 100 = 80\n" in text
    assert "  ← xa-gazette/firms: " in text
    assert "page.txt#char=" in text.partition("← xa-gazette/firms: ")[2].splitlines()[1]


def test_a_derived_claim_is_evidence_with_all_its_rows(world_rows: Rows, ontology: Ontology) -> None:
    claim = iri.mint("claim", "partner-firms")
    evidence = read_claims(world_rows, ontology, "en", [claim]).evidence(claim)
    assert evidence.arithmetic == "200 * 40 / 100 = 80"
    assert evidence.who == "derived claim"
    assert [one.key for one in evidence.inputs] == ["xa-gazette/firms", "xa-gazette/firms-share"]
    assert all(one.place for one in evidence.inputs)


# --- What the questions answer ----------------------------------------------------------------------------------------


def answered(store: Store, ontology: Ontology, question: str, column: str, **arguments: str) -> list[str]:
    """Return the values that a shipped question has in a column, row by row, without those that are unbound."""
    asked = answer(store, bind(find_query(assets.queries(), question), arguments, ontology))
    place = asked.variables.index(column)
    return [cell.value for cell in (row[place] for row in asked.rows) if isinstance(cell, NamedNode | Literal)]


@pytest.mark.parametrize("about", ["UNDEF", "dyad/XA-XB", "country/XA"])
def test_the_page_of_conflicts_tells_what_the_question_answers(
    about: str, world_rows: Rows, world: Store, ontology: Ontology
) -> None:
    for verdicts in ((), ("UNDEF",), ("same",), ("not-comparable",)):
        arguments = {"verdict": verdicts[0]} if verdicts else {}
        page = conflicts_page(world_rows, ontology, about, verdicts, "en")
        told = answered(world, ontology, "conflicts", "finding", about=about, **arguments)
        assert [finding.name for finding in page.findings] == list(dict.fromkeys(told))
        assert verdicts == ("same",) or about == "country/XA" or told


@pytest.mark.parametrize("dyad", ["XA-XB", "XA-01_XB"])
def test_the_page_of_mirrors_tells_what_the_question_answers(
    dyad: str, world_rows: Rows, world: Store, ontology: Ontology
) -> None:
    page = dyad_page(world_rows, ontology, dyad, "en")
    told = answered(world, ontology, "mirrors", "finding", dyad=dyad)
    assert [finding.name for finding in page.findings] == told
    assert bool(told) == (dyad != "XA-01_XB")
    columns = ("first_claim", "second_claim", "third_claim")
    said = [claim for column in columns for claim in answered(world, ontology, "mirrors", column, dyad=dyad)]
    shown = [one for group in page.groups for card in group.cards for one in card.evidence]
    assert {one.claim for one in shown if not one.arithmetic} == set(said)


def test_the_dyads_with_the_largest_gaps_are_those_of_the_question(
    world_rows: Rows, world: Store, ontology: Ontology
) -> None:
    shown = mirrors.widest_page(world_rows, ontology, "en")
    dyads = [finding.subjects[0] for finding in shown.findings]
    assert list(dict.fromkeys(dyads)) == answered(world, ontology, "mirror-gaps", "dyad")


@pytest.mark.parametrize("about", ["UNDEF", "dyad/XA-XB"])
@pytest.mark.parametrize("on", ["2023-06-01", "2026-02-01"])
def test_the_page_of_targets_tells_what_the_questions_answer(
    about: str, on: str, world_rows: Rows, world: Store, ontology: Ontology
) -> None:
    page = targets_page(world_rows, ontology, about, on, "en")
    chronicles = [group.cards[0] for group in page.groups if group.cards[0].picture]
    said = {one.claim for card in chronicles for one in card.evidence}
    assert set(answered(world, ontology, "target-history", "claim", about=about)) <= said
    names = (*KEY, "times")
    columns = [answered(world, ontology, "targets", name, about=about, on=on) for name in names]
    targets = list(dict.fromkeys(zip(*columns, strict=True)))
    assert len(targets) == len(chronicles) > 0
    for group, (*_, times) in zip(page.groups, targets, strict=False):
        assert f"statements: {times}" in group.lines
    late = set(answered(world, ontology, "missed-deadlines", "claim", on=on))
    missed = [not late.isdisjoint(one.claim for one in card.evidence) for card in chronicles]
    assert [LATE in group.lines for group in page.groups[: len(chronicles)]] == missed


# --- To send ---------------------------------------------------------------------------------------------------------


def parsed(html: str) -> etree._Element:
    """Parse a page strictly, for it is written so that it is well-formed XML too."""
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    return etree.fromstring(html)


def dependencies(page: etree._Element) -> list[str]:
    """Name what a page takes from elsewhere, and its links that lead nowhere within it."""
    names = {node.get("id") for node in page.iter()}
    found = [node.tag for node in page.iter("script", "link", "img", "iframe", "object", "embed", "base", "form")]
    found += [key for node in page.iter() for key in node.attrib if key in {"src", "style"} or key.startswith("on")]
    found += [text for node in page.iter("style") for text in re.findall(r"url\(|@import", node.text or "")]
    links = [node.get("href", "") for node in page.iter("a")]
    found += [link for link in links if not link.startswith("https://") and link.removeprefix("#") not in names]
    return found


@pytest.mark.parametrize("command", ["conflicts", "targets", "mirror"])
@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_a_page_to_send_stands_by_itself(command: str, language: str, kg: Kg, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    done = kg(command, "--format", "html", "--out", str(out), "--lang", language)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    html = out.read_text(encoding="utf-8")
    page = parsed(html)
    assert page.get("lang") == language
    assert dependencies(page) == []
    assert page.findtext("head/title") == page.findtext("body/h1")
    assert page.findall(".//svg")
    assert len(page.findall(".//article")) == sum(
        int(item.text.rpartition(" ")[2]) for item in page.findall(".//ul[@class='summary']/li")
    )
    assert len(page.findall(".//nav//li")) == len(page.findall(".//section"))
    assert written_day(date(2024, 7, 1), language) in (page.findtext(".//p[@class='day']") or "")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert kg(command, "--format", "html", "--lang", language).stdout == html


def test_dependencies_of_a_page_would_be_noticed() -> None:
    page = etree.fromstring('<html><style>@import "x"</style><img src="x"/><a href="#gone">x</a></html>')
    assert dependencies(page) == ["img", "src", "@import", "#gone"]


HOSTILE = '<script>alert("&")</script>'


def test_whatever_a_source_says_is_text() -> None:
    source = SourceNote("s", HOSTILE, HOSTILE, HOSTILE, "https://x.example/?a=1&b=<", HOSTILE, HOSTILE)
    evidence = Evidence(
        "c",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        source,
        None,
        None,
        Decimal(1),
        HOSTILE,
        (),
        HOSTILE,
    )
    spans = Spans(HOSTILE, (Span(HOSTILE, None, Decimal(1), 0),), Decimal(1))
    series = Series(HOSTILE, (HOSTILE, HOSTILE), (HOSTILE,), ((Decimal(1),), (None,)))
    card = Card(HOSTILE, "finding/<", HOSTILE, ((HOSTILE, HOSTILE),), ((HOSTILE, HOSTILE),), (evidence,), spans)
    group = CardGroup(HOSTILE, (HOSTILE,), (card,), series)
    page = Page(HOSTILE, "en", "2024-07-01", ((HOSTILE, 1),), (group,), HOSTILE)
    html = as_html(page)
    tree = parsed(html)
    assert list(tree.iter("script")) == []
    assert len(re.findall("alert", html)) == sum(
        (node.text or "").count("alert")
        + (node.tail or "").count("alert")
        + sum(v.count("alert") for v in node.values())
        for node in tree.iter()
    )


def test_an_open_end_reaches_the_edge_of_a_picture() -> None:
    spans = Spans("USD", (Span("a", None, Decimal(2), 0), Span("b", Decimal(4), None, 1)))
    low, high = axis(spans)
    assert low < Decimal(2)
    assert high > Decimal(4)
    rects = etree.fromstring(draw(spans, "en")).findall("rect")
    assert [rect.get("class") for rect in rects] == ["one open", "other open"]
    assert float(rects[0].get("x", "0")) + float(rects[0].get("width", "0")) < float(rects[1].get("x", "0"))
    assert axis(Spans("USD", (Span("a", Decimal(0), Decimal(0), 0),))) == (Decimal(-1), Decimal(1))
    assert axis(Spans("USD", (Span("a", None, None, 0),)))[0] < 1


# --- Everything that ships -------------------------------------------------------------------------------------------


def unproven(page: Page) -> list[str]:
    """Name the cards on a page that lack a claim, or a claim that lacks its place and its words or numbers."""
    return [
        card.name
        for group in page.groups
        for card in group.cards
        if len(card.evidence) < 2 or not all(map(is_proven, card.evidence))
    ]


def is_proven(evidence: Evidence) -> bool:
    if evidence.arithmetic:
        return len(evidence.inputs) > 0 and all(map(is_proven, evidence.inputs))
    return bool(evidence.place and evidence.source and evidence.value and evidence.who)


def test_no_verdict_stands_without_the_evidence_of_both_claims(shipped_build: Path, ontology: Ontology) -> None:
    with open_rows(shipped_build) as rows:
        every = conflicts_page(rows, ontology, EVERYTHING, (EVERYTHING,), "kk")
        flows = mirrors_page(rows, ontology, "en")
        stated = targets_page(rows, ontology, EVERYTHING, "", "ru")
    assert unproven(every) == unproven(flows) == []
    assert all(is_proven(one) for group in stated.groups for card in group.cards for one in card.evidence)
    shown = {finding.name for page in (every, flows) for finding in page.findings}
    found = Graph(shipped_build).findings()
    assert len(shown) == sum(found["class"].isin(["dyad:Comparison", "dyad:MirrorPair"]))


def test_a_card_without_a_place_would_be_noticed(world_rows: Rows, ontology: Ontology) -> None:
    page = conflicts_page(world_rows, ontology, EVERYTHING, (EVERYTHING,), "en")
    assert page.groups
    assert unproven(page) == []
    stated = ((group, card) for group in page.groups for card in group.cards)
    group, card = next((g, c) for g, c in stated if not any(evidence.arithmetic for evidence in c.evidence))
    for evidence in ((replace(card.evidence[0], place=""), card.evidence[1]), card.evidence[:1]):
        faulty = replace(page, groups=(replace(group, cards=(replace(card, evidence=evidence),)),))
        assert unproven(faulty) == [card.name]
