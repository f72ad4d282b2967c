"""The crosswalk that ships: pairs of known entities, each once, without contradiction, each join taken back."""

import csv
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg.core import assets, iri, terms
from kg.core.concepts import Judgement
from kg.core.graph import NamedNode, Quad, Store, name_of
from kg.match.names import LEGAL_FORMS, prepare
from kg.reason import identity
from kg.reason.consistency import clashes
from kg.reason.identity import MOST_NAMES, contradictions, crowds
from kg.reason.rules import derive, read_rules
from tests.invented import store_of

ROWS = list(csv.DictReader((assets.data() / "crosswalk" / "Mapping.csv").read_text(encoding="utf-8").splitlines()))
SEGMENTS = {
    "Firm": "firm",
    "PublicBody": "public-body",
    "Agreement": "agreement",
    "Event": "event",
    "Post": "post",
    "Checkpoint": "checkpoint",
}
RULES = [rule for rule in read_rules(assets.ontology() / "rules") if rule.name == "identified-with"]

Row = dict[str, str]


def joined(rows: list[Row]) -> Store:
    """Return what some rows of the crosswalk say and what follows from them."""
    mappings = (
        f"<mapping/{place}> a :Mapping ; :hasSubject <{row['has_subject']}> ; :hasObject <{row['has_object']}> ;"
        f" :hasJudgement <judgement/{row['has_judgement']}> .\n"
        for place, row in enumerate(rows)
    )
    store = store_of("", f"<../graph/source/crosswalk> {{ {''.join(mappings)} }}\n")
    derive(store, RULES)
    return store


def links(store: Store) -> set[tuple[str, str]]:
    """Return the pairs that are identified."""
    quads = store.quads_for_pattern(None, NamedNode(terms.isIdentifiedWith), None)
    return {(iri.key_of(name_of(quad.subject)), iri.key_of(name_of(quad.object))) for quad in quads}


@pytest.fixture(scope="module")
def whole() -> set[tuple[str, str]]:
    return links(joined(ROWS))


def tables(data: Path) -> set[str]:
    """Return the entities that the tables of all that ships give."""
    return {
        f"{SEGMENTS[path.stem]}/{row['key']}"
        for path in data.glob("*/*.csv")
        if path.stem in SEGMENTS
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if "key" in row
    }


def test_every_row_judges_a_pair_of_one_kind_that_tables_give_and_no_pair_twice() -> None:
    pairs = [(row["has_subject"], row["has_object"]) for row in ROWS]
    assert {key for pair in pairs for key in pair} - tables(assets.data()) == set()
    assert all(one.partition("/")[0] == other.partition("/")[0] and one != other for one, other in pairs)
    assert [pair for pair, count in Counter(map(frozenset, pairs)).items() if count > 1] == []
    assert {row["has_judgement"] for row in ROWS} == {"same", "different", "undecided"}


def names_of_one_text() -> list[list[str]]:
    """Return the firms of Global Energy Monitor by names that differ at most in legal form, case and marks."""
    groups: dict[tuple[object, ...], dict[str, str]] = {}
    for path in assets.data().glob("gem-*/Firm.csv"):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if name := prepare(row["label_en"], LEGAL_FORMS):
                groups.setdefault((name.script, name.numbers, name.text), {})[f"firm/{row['key']}"] = name.written
    return [sorted(group) for group in groups.values() if len(group) > 1]


def unjudged(rows: list[Row], groups: list[list[str]]) -> set[tuple[str, str]]:
    """Return pairs of a group that no row judges, nor one of a name that is the same as either."""
    one: dict[str, str] = {key: key for row in rows for key in (row["has_subject"], row["has_object"])}
    for row in rows:
        if row["has_judgement"] == "same":
            kept, gone = one[row["has_subject"]], one[row["has_object"]]
            one.update({key: kept for key in one if one[key] == gone})
    judged = {frozenset((one[row["has_subject"]], one[row["has_object"]])) for row in rows}
    pairs = {pair for group in groups for pair in combinations(group, 2)}
    ends = {pair: frozenset(one.get(key, key) for key in pair) for pair in pairs}
    return {pair for pair in pairs if len(ends[pair]) > 1 and ends[pair] not in judged}


def test_no_two_firms_differ_by_their_legal_form_without_a_judgement() -> None:
    groups = names_of_one_text()
    assert len(groups) > 500
    assert unjudged(ROWS, groups) == set()
    without = [row for row in ROWS if row["has_object"] != "firm/gem-8a5d74da0a3b"]  # SECI SA, which is SECI
    assert ("firm/gem-4048312d47e1", "firm/gem-8a5d74da0a3b") in unjudged(without, groups)


def test_no_judgement_contradicts_the_others() -> None:
    assert contradictions(joined(ROWS)) == []
    gazprom = {"has_subject": "firm/gem-ebcd9a123b6c", "has_object": "firm/gem-55822d922577", "has_judgement": "same"}
    assert len(contradictions(joined([*ROWS, gazprom]))) == 1


def test_a_contradiction_is_told_by_a_shortest_chain_and_by_first_names() -> None:
    same = ("a b", "b c", "c d", "a d")
    rows = [f"<mapping/{n}> :hasSubject <firm/{pair[0]}> ; :hasObject <firm/{pair[2]}>" for n, pair in enumerate(same)]
    rows = [f"{row} ; :hasJudgement <judgement/same> .\n" for row in rows]
    rows += ["<mapping/not> :hasSubject <firm/a> , <firm/z> ; :hasObject <firm/d> , <firm/y> ; "]
    rows += [":hasJudgement <judgement/different> . <mapping/half> :hasSubject <firm/a> ; "]
    rows += [":hasJudgement <judgement/different> ."]
    found = contradictions(store_of("".join(rows)))
    assert [(iri.key_of(name), [iri.key_of(one) for one in chain]) for name, chain in found] == [
        ("mapping/not", ["mapping/3"])
    ]


def chain(length: int, store: Store | None = None) -> Store:
    """Return judgements that give one entity so many names, one after another."""
    store = Store() if store is None else store
    judged, subject, target = (NamedNode(name) for name in (terms.hasJudgement, terms.hasSubject, terms.hasObject))
    for place in range(length - 1):
        mapping = NamedNode(iri.mint("mapping", f"{place:06}"))
        store.add(Quad(mapping, judged, NamedNode(Judgement.SAME)))
        store.add(Quad(mapping, subject, NamedNode(iri.mint("firm", str(place)))))
        store.add(Quad(mapping, target, NamedNode(iri.mint("firm", str(place + 1)))))
    return store


def test_a_crowd_of_names_is_a_fault_before_all_are_joined_to_all() -> None:
    assert crowds(chain(MOST_NAMES)) == []
    first = iri.mint("mapping", "000000")
    assert crowds(chain(MOST_NAMES + 1)) == [first]
    (clash,) = clashes(chain(MOST_NAMES + 1), assets.ontology() / "clashes")
    assert (clash.subject, clash.implied) == (first, f"one of more than {MOST_NAMES} names of one entity")
    assert crowds(joined(ROWS)) == []


def test_a_long_chain_is_walked_once_from_end_to_end() -> None:
    class Counted(dict[str, dict[str, str]]):
        asked = 0

        def get(self, *arguments: Any) -> Any:
            self.asked += 1
            return super().get(*arguments)

    way = Counted({str(n): {str(n + step): f"m{min(n, n + step)}" for step in (-1, 1)} for n in range(3000)})
    assert identity._chain(way, "0", "2999") == [f"m{n}" for n in range(2999)]
    assert way.asked <= 3000


def test_undecided_pairs_are_not_joined(whole: set[tuple[str, str]]) -> None:
    undecided = {(row["has_subject"], row["has_object"]) for row in ROWS if row["has_judgement"] == "undecided"}
    assert undecided
    assert not undecided & whole


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        # A pair of its own.
        (("checkpoint/syrym", "checkpoint/kz-238247045484000000"), 2),
        # One of four spellings of Lukoil: its links to the other three, in both directions.
        (("firm/gem-dfb2ccaf7e85", "firm/gem-713a2bfb4607"), 6),
    ],
)
def test_a_row_taken_out_takes_back_its_joins_and_no_other(
    row: tuple[str, str], lost: int, whole: set[tuple[str, str]]
) -> None:
    left = links(joined([other for other in ROWS if (other["has_subject"], other["has_object"]) != row]))
    assert left < whole
    assert len(whole - left) == lost
    assert all(row[1] in pair for pair in whole - left)
