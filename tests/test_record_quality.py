"""The quality of a record: its score follows from the columns beside it, as the page on it says."""

import re
from decimal import ROUND_HALF_UP, Decimal

from kg.core import iri
from kg.core.graph import Store
from kg.query.library import bind
from tests.engines import ask_oxigraph
from tests.invented import store_of
from tests.test_identity import ONTOLOGY, QUERIES, ask

CLAIM = (
    "<claim/{key}> a :Measurement ; :isAbout <dyad/XA-XB> ; :hasIndicator <indicator/goods-turnover> ; :amount 1.0 ;"
    " :claimStatus <claim-status/accepted> ; prov:hadPrimarySource <source/{key}> ; :assertedBy <person/{speaker}> ;"
    " prov:wasDerivedFrom <https://paper.example/> {more} .\n"
    "<source/{key}> dcterms:publisher <media-outlet/{publisher}> ; :hasReadingManner <manner/{manner}> .\n"
)


def told(key: str, publisher: str, speaker: str = "ada", manner: str = "second-hand", more: str = "") -> str:
    """Write a claim on the turnover with the description of its source."""
    text = CLAIM.format(key=key, publisher=publisher, speaker=speaker, manner=manner, more=more)
    return re.sub(r"(prov|dcterms):(\w+)", lambda name: f"<{iri.PREFIXES[name[1]]}{name[2]}>", text)


def scores(claims: str) -> tuple[str, ...]:
    (row,) = ask(store_of(claims), "record-quality", about="dyad/XA-XB")
    return tuple(row[name] for name in ("sources", "publishers", "speakers", "triangulation", "completeness", "score"))


def rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1), ROUND_HALF_UP)


def test_a_reader_can_redo_every_score_from_its_row(world: Store) -> None:
    query = QUERIES["record-quality"]
    answer = ask_oxigraph(world, bind(query, query.test, ONTOLOGY))
    assert len(answer.rows) > 20
    for row in answer.rows:
        at = {name: Decimal(c.text) for name, c in zip(answer.variables, row, strict=True) if c and c.kind == "number"}
        independence = 15 * (min(at["publishers"], Decimal(3)) - 1) + 10 * (min(at["speakers"], Decimal(2)) - 1)
        kept = sum(at[name] for name in ("with_words", "with_place", "with_period", "with_day", "in_capacity"))
        assert at["triangulation"] == rounded(independence + 10 * at["first_hand"] / at["claims"])
        assert at["completeness"] == rounded(10 * kept / at["claims"])
        assert at["score"] == at["triangulation"] + at["completeness"]


def test_sources_of_one_publisher_are_one_and_so_are_papers_that_quote_one_speaker() -> None:
    one = told("a", "gazette")
    assert scores(one) == ("1", "1", "1", "0", "0", "0")
    assert scores(one + told("b", "gazette")) == ("2", "1", "1", "0", "0", "0")
    assert scores(one + told("b", "herald")) == ("2", "2", "1", "15", "0", "15")
    assert scores(one + told("b", "herald", "bo")) == ("2", "2", "2", "25", "0", "25")
    four = one + told("b", "herald", "bo") + told("c", "mirror", "cyr") + told("d", "times")
    assert scores(four) == ("4", "4", "3", "40", "0", "40")


def test_a_source_that_was_read_and_a_claim_that_is_full_count_for_more() -> None:
    full = (
        '; :words "one"@en ; :validFrom "2024-01-01"^^x:date ; :assertedOn "2025-01-01"^^x:date ; :assertedAs <post/p>'
    )
    assert scores(told("a", "gazette", manner="first-hand")) == ("1", "1", "1", "10", "0", "10")
    assert scores(told("a", "gazette", more=full)) == ("1", "1", "1", "0", "40", "40")


def test_a_computed_claim_bears_nothing_out() -> None:
    computed = told("b", "herald", "bo").replace("a :Measurement", "a :DerivedClaim , :Measurement")
    assert scores(told("a", "gazette") + computed) == ("1", "1", "1", "0", "0", "0")
