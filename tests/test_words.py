"""The quote gate: recorded words stand at their place in the text, and what is kept as said stands beside them."""

import hashlib
import re
from pathlib import Path

import pytest

from kg.core import iri
from kg.core.graph import RdfFormat, Store, parse
from kg.passages import is_cut, is_said_in, passages_like
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


# Each pair would be one text to who looks at letters and digits alone; the last five differ in what stands beside.
PAIRS = (
    (">30", "<30"),
    ("-4.4 %", "+4.4 %"),
    ("$30", "€30"),
    ("1,5", "1/5"),
    ("50,000", "50.000"),
    ("10²", "102"),
    ("30 %", "30 ‰"),
    ("30", "З0"),
    ("5 km²", "5 km"),
    ("3–5", "5"),
    ("50 000", "50"),
)
SENTENCES = {
    "en": "Trade was {}, they said.",
    "ru": "Товарооборот составил {}, сказали они.",
    "kk": "Тауар айналымы {}, деді олар.",
}


def claimed(folder: Path, text: str, words: str, start: int, more: str = "") -> list[str]:
    """Return the rules that are broken by a claim with words at a place of a text."""
    read = hashlib.sha256(text.encode()).hexdigest()
    described = READ.replace(hashlib.sha256(TEXT.encode()).hexdigest(), read)
    place = f"<x:text#char={start},{start + len(words)}>"
    said = f'<x:claim> prov:wasDerivedFrom {place} ; :words "{words}" {more} .'
    (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    store = Store()
    store.extend(parse(HEAD + described + said, format=RdfFormat.TURTLE))
    return [one.rule for one in check_words(store, folder, PLACES).findings]


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_texts_that_look_alike_are_told_apart(pair: tuple[str, str], language: str, tmp_path: Path) -> None:
    sentence = SENTENCES[language]
    start = sentence.index("{}")
    for there, words in (pair, pair[::-1]):
        text = sentence.format(there)
        assert claimed(tmp_path, text, there, start) == [], "the control: the words as they stand"
        within = there.find(words)
        assert claimed(tmp_path, text, words, start + max(within, 0)) == ["words-differ" if within < 0 else "words-cut"]
        assert all(one.differs or is_cut(text, one.start, one.end) for one in passages_like(text, words))


DENIED = {
    "en": ("It will not exceed 30.", "exceed 30"),
    "ru": ("Он не превысит 30.", "превысит 30"),
    "kk": ("Ол 30-дан көп емес.", "30-дан көп"),
}


@pytest.mark.parametrize("language", DENIED)
def test_words_without_the_denial_beside_them_are_cut(language: str, tmp_path: Path) -> None:
    text, words = DENIED[language]
    assert claimed(tmp_path, text, words, text.index(words)) == ["words-cut"]
    bare = re.sub("will not |не | емес", "", text)
    assert claimed(tmp_path, bare, words, bare.index(words)) == []


@pytest.mark.parametrize(
    ("there", "said", "stands"),
    [
        ("-4.4 %", "-4.4 %", True),
        ("−4.4 %", "-4.4 %", True),
        ("+4.4 %", "-4.4 %", False),
        ("−4.4 %", "4.4 %", False),
        ("fell by 4.4 %", "-4.4 %", True),
        (">30", "30", True),
        ("$30", "30", True),
        ("3–5", "3–5", True),
        ("3–5", "5", False),
        ("50,000", "50", False),
        ("150", "50", False),
        ("50,000", "50,000", True),
        ("30-дан", "30", True),
    ],
)
def test_what_is_kept_as_said_stands_there_whole_and_with_its_sign(there: str, said: str, *, stands: bool) -> None:
    assert is_said_in(f"It was {there} then.", said) is stands
