"""The quote gate: recorded words stand at their place in the text, and what is kept as said stands beside them."""

import hashlib
from pathlib import Path

import pytest

from kg.core import iri
from kg.core.graph import RdfFormat, Store, parse
from kg.validation.quotes import check_words
from kg.validation.report import CheckOutcome, Places, Report

TEXT = "One line.\nThey sold 5 per cent\nof it to us, −7 as well.\nThe end"
HEAD = f"@prefix : <{iri.PREFIXES['dyad']}> . @prefix prov: <{iri.PREFIXES['prov']}> .\n"
READ = f'<x:text> :characterCount 9 ; :fileName "a.txt" ; :sha256 "{hashlib.sha256(TEXT.encode()).hexdigest()}" .\n'
PLACES: Places = {"x:claim": (Path("t.csv"), 7), "x:text": (Path("source.ttl"), 3)}


def check(folder: Path, said: str, text: str = TEXT) -> Report:
    """Check what is said against a text in a folder."""
    (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    store = Store()
    store.extend(parse(HEAD + READ + said, format=RdfFormat.TURTLE))
    return check_words(store, folder, PLACES)


def said_at(words: str, more: str = "", start: int | None = None, end: int | None = None) -> str:
    """State a claim with words of the text, at their place unless another is given."""
    start = TEXT.index(words) if start is None else start
    place = f"<x:text#char={start},{start + len(words) if end is None else end}>"
    return f'<x:claim> prov:wasDerivedFrom {place} ; :words "{words}"@en {more} .'


@pytest.mark.parametrize(
    ("said", "rule", "value"),
    [
        (said_at("sold 5 per cent"), None, None),
        (said_at("The end"), None, None),
        (said_at("The end", end=len(TEXT) + 1), "words-differ", "The end"),
        (said_at("sold", start=TEXT.index("sold") + 1), "words-differ", "sold"),
        (said_at("sold", end=TEXT.index("sold") + 3), "words-differ", "sold"),
        ("<x:claim> prov:wasDerivedFrom <x:text#char=0,3> .", "words-missing", ""),
        *((said_at("sold", f'; :{name} "5 per cent"'), None, None) for name in ("amountAsSaid", "boundAsSaid")),
        *((said_at("sold", f'; :{name} "to us"'), "not-as-said", "to us") for name in ("amountAsSaid", "timeAsSaid")),
        (said_at("sold", '; :boundAsSaid "line"'), "not-as-said", "line"),
        (said_at("sold", '; :amountAsSaid "-5"'), None, None),
        (f"<x:s> :coversPassage <x:text#char=0,{len(TEXT)}> .", None, None),
        (f"<x:s> :coversPassage <x:text#char=0,{len(TEXT) + 1}> .", "passage-outside", f"#char=0,{len(TEXT) + 1}"),
        ("<x:s> :coversPassage <x:text#char=5,5> .", "passage-outside", "#char=5,5"),
        ("<x:s> :coversPassage <x:other#char=5,5> .", None, None),
    ],
)
def test_words_stand_at_their_place_and_what_is_as_said_in_their_lines(
    said: str, rule: str | None, value: str | None, tmp_path: Path
) -> None:
    found = check(tmp_path, said).findings
    assert [(one.rule, one.value) for one in found] == ([] if rule is None else [(rule, value)])
    assert all((one.path, one.line) == PLACES.get(one.node, (None, None)) for one in found)


def test_a_passage_of_several_lines_has_all_of_them_beside_it(tmp_path: Path) -> None:
    said = said_at("cent\nof").replace("\n", "\\n").replace('"cent\\nof"', '"""cent\nof"""')
    for word, count in (("They", 0), ("as well", 0), ("line", 1), ("end", 1)):
        found = check(tmp_path, said.replace(" .", f' ; :amountAsSaid "{word}" .')).findings
        assert [one.rule for one in found] == ["not-as-said"] * count, word


def test_a_text_that_is_not_the_one_read_comes_before_what_follows_from_it(tmp_path: Path) -> None:
    found = check(tmp_path, said_at("sold"), f"Oh. {TEXT}").findings
    assert [(one.rule, one.is_cause, one.path) for one in found] == [
        ("text-changed", True, Path("source.ttl")),
        ("words-differ", False, Path("t.csv")),
    ]


def test_claims_are_counted_where_their_text_is_at_hand_and_noted_where_it_is_not(tmp_path: Path) -> None:
    other = '<x:b> :characterCount 9 ; :fileName "b.txt" . <x:c> prov:wasDerivedFrom <x:b#char=0,1>, <x:b#char=0,2> .'
    note = "NOT VERIFIED: the words of {} claims, for {} is not at hand (--text)"
    found = check(tmp_path, said_at("sold") + other)
    assert (found.outcome, found.checked, found.notes) == (CheckOutcome.CONFORMS, 1, (note.format(2, "b.txt"),))
    store = Store()
    store.extend(parse(HEAD + READ + said_at("sold"), format=RdfFormat.TURTLE))
    (tmp_path / "none").mkdir()
    for texts, outcome in ((None, CheckOutcome.CONFORMS), (tmp_path / "none", CheckOutcome.NOTHING_MATCHED)):
        found = check_words(store, texts, PLACES)
        assert (found.outcome, found.checked, found.notes) == (outcome, 0, (note.format(1, "a.txt"),))
