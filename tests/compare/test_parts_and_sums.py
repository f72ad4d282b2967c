"""No part exceeds its whole, parts that cover a whole add up to it, and what is counted so far does not fall."""

import pytest

from tests.compare.cases import Told, cases, findings_of, named, place

# What is tried, and the reasons of all contradictions there are; then the claims.
PARTS = cases("""
nine months above the year: part-exceeds-whole
    stated 21 USD until=2024-10-01
    stated 20 USD

the last quarter above the year: part-exceeds-whole
    stated 21 USD from=2024-10-01
    stated 20 USD

half a year that begins before the year: none
    stated 21 USD from=2023-10-01 until=2024-04-01
    stated 20 USD

half a year that ends after the year: none
    stated 21 USD from=2024-10-01 until=2025-04-01
    stated 20 USD

nine months above the year by rounding alone: none
    stated 20000000000 USD until=2024-10-01 said=20_bn
    stated 19800000000 USD said=19.8_bn

nine months below the year: none
    stated 19 USD until=2024-10-01
    stated 20 USD

a month above its quarter: part-exceeds-whole
    stated 9 USD until=2024-02-01
    stated 7 USD until=2024-04-01

a year above three years: part-exceeds-whole
    stated 9 USD
    stated 7 USD from=2023-01-01 until=2026-01-01

nine months above more than the year: none
    stated 21 USD until=2024-10-01
    more-than 20 USD

more in nine months than up to so much in the year: part-exceeds-whole
    more-than 21 USD until=2024-10-01
    at-most 20 USD

growth in nine months above that of the year: none
    stated 9 percent indicator=goods-turnover-growth until=2024-10-01
    stated 5 percent indicator=goods-turnover-growth

students in a month above those of the year: none
    stated 900 student indicator=students until=2024-02-01
    stated 950 student indicator=students from=2023-01-01 until=2024-01-01

goods above goods and services: part-exceeds-whole
    stated 30 USD
    stated 28 USD indicator=goods-and-services-turnover

goods below goods and services: none
    stated 28 USD
    stated 30 USD indicator=goods-and-services-turnover

goods above trade of unsaid coverage: none
    stated 30 USD
    stated 28 USD indicator=foreign-trade-turnover

goods of last year above goods and services of this: none
    stated 30 USD from=2023-01-01 until=2024-01-01
    stated 28 USD indicator=goods-and-services-turnover

students of universities above all: part-exceeds-whole
    stated 60000 student indicator=university-students
    stated 50000 student indicator=students

students of universities above all learners: part-exceeds-whole
    stated 60000 student indicator=university-students
    stated 50000 student indicator=learners

students of universities beside more than some: none
    stated 60000 student indicator=university-students
    more-than 50000 student indicator=students

students of universities on one day, all on another: none
    stated 60000 student indicator=university-students from=- until=- on=2025-01-01
    stated 50000 student indicator=students from=- until=- on=2024-01-01

exports above the turnover of one reporter: part-exceeds-whole
    stated 30 USD FLOW reporter=XA
    stated 28 USD reporter=XA

exports of one side above the turnover of the other: none
    stated 30 USD FLOW reporter=XA
    stated 28 USD reporter=XB

a product above all products: part-exceeds-whole
    stated 30 USD FLOW reporter=XA product=grain
    stated 28 USD FLOW reporter=XA

a product above the one it is under: part-exceeds-whole
    stated 30 USD FLOW reporter=XA product=@-wheat
    stated 28 USD FLOW reporter=XA product=@-grain

a product above another: none
    stated 30 USD FLOW reporter=XA product=@-wheat
    stated 28 USD FLOW reporter=XA product=oil

a region above its country: part-exceeds-whole
    stated 30 company of=region/@-01 indicator=foreign-participation-firms
    stated 28 company of=country/@-A indicator=foreign-participation-firms

a place above the one in which a claim says that it lies: part-exceeds-whole
    class=dyad:Relation of=region/@-far kind=located-in to=country/XC indicator=- stage=-
    stated 30 company of=region/@-far indicator=foreign-participation-firms
    stated 28 company of=country/XC indicator=foreign-participation-firms

a region above another country: none
    stated 30 company of=region/@-01 indicator=foreign-participation-firms
    stated 28 company of=country/XB indicator=foreign-participation-firms

the trade of a region above that of its country: part-exceeds-whole
    stated 30 USD of=dyad/@-01
    stated 28 USD of=dyad/@-AB

a flow from a region above that from its country: part-exceeds-whole
    stated 30 USD FLOW reporter=XA part=region/@-01
    stated 28 USD FLOW reporter=XA

a restricted group above the group: part-exceeds-whole
    stated 3000 company indicator=foreign-participation-firms part=country/XB
    stated 1000 company indicator=foreign-participation-firms

a restricted group above another: none
    stated 3000 company indicator=foreign-participation-firms part=country/XB
    stated 1000 company indicator=foreign-participation-firms part=country/XC

two products planned above what all are planned to be: part-exceeds-whole
    stated 30 USD stage=target from=- until=2031-01-01 product=grain
    stated 28 USD stage=target from=- until=2031-01-01

a plan above what was done: none
    stated 30 USD stage=target from=- until=- product=grain
    stated 28 USD

what names its total, and is more: part-exceeds-whole
    stated 28 USD until=-
    stated 30 USD total=FIRST part=region/@-01

what names its total, and is less: none
    stated 30 USD until=-
    stated 28 USD total=FIRST part=region/@-01

a member above its umbrella: part-exceeds-whole
    class=dyad:Relation of=project/@ kind=part-of to=portfolio/@-one indicator=- stage=-
    stated 30 USD of=project/@ indicator=project-value stage=ongoing
    stated 28 USD of=portfolio/@-one indicator=project-value stage=ongoing

a member below its umbrella: none
    class=dyad:Relation of=project/@ kind=part-of to=portfolio/@-one indicator=- stage=-
    stated 28 USD of=project/@ indicator=project-value stage=ongoing
    stated 30 USD of=portfolio/@-one indicator=project-value stage=ongoing

valued free on board above valued on arrival: none
    stated 30 USD FLOW reporter=XA product=grain valuation=CIF
    stated 28 USD FLOW reporter=XA valuation=FOB

fewer completed so far than before: cumulative-falls
    stated 14 project of=portfolio/@-one indicator=project-count DONE on=2025-03-01
    stated 12 project of=portfolio/@-one indicator=project-count DONE on=2025-09-01

fewer completed so far, in thousands: none
    stated 14000 job of=portfolio/@-one indicator=jobs-created DONE on=2025-03-01 said=14_thousand
    stated 13800 job of=portfolio/@-one indicator=jobs-created DONE on=2025-09-01

more completed so far than before: none
    stated 12 project of=portfolio/@-one indicator=project-count DONE on=2025-03-01
    stated 14 project of=portfolio/@-one indicator=project-count DONE on=2025-09-01

fewer completed by a later day: cumulative-falls
    stated 14 project of=portfolio/@-one indicator=project-count stage=completed from=- until=2024-01-01
    stated 12 project of=portfolio/@-one indicator=project-count stage=completed from=- until=2025-01-01

fewer completed within a later year: none
    stated 14 project of=portfolio/@-one indicator=project-count stage=completed from=2023-01-01 until=2024-01-01
    stated 12 project of=portfolio/@-one indicator=project-count stage=completed

fewer under way than before: none
    stated 14 project of=portfolio/@-one indicator=project-count stage=ongoing from=- until=- on=2025-03-01
    stated 12 project of=portfolio/@-one indicator=project-count stage=ongoing from=- until=- on=2025-09-01

fewer completed of another portfolio: none
    stated 14 project of=portfolio/@-one indicator=project-count DONE on=2025-03-01
    stated 12 project of=portfolio/@-other indicator=project-count DONE on=2025-09-01

quarters that miss the year: sum-differs
    stated 100 USD source=@
    stated 20 USD source=@ until=2024-04-01
    stated 20 USD source=@ from=2024-04-01 until=2024-07-01
    stated 20 USD source=@ from=2024-07-01 until=2024-10-01
    stated 20 USD source=@ from=2024-10-01

quarters that make the year but for rounding: none
    stated 82 USD source=@
    stated 20 USD source=@ until=2024-04-01
    stated 20 USD source=@ from=2024-04-01 until=2024-07-01
    stated 20 USD source=@ from=2024-07-01 until=2024-10-01
    stated 20 USD source=@ from=2024-10-01

quarters of which one is not there: none
    stated 100 USD source=@
    stated 20 USD source=@ until=2024-04-01
    stated 20 USD source=@ from=2024-04-01 until=2024-07-01
    stated 20 USD source=@ from=2024-07-01 until=2024-10-01

quarters that are more than some: none
    stated 100 USD source=@
    more-than 20 USD source=@ until=2024-04-01
    stated 20 USD source=@ from=2024-04-01 until=2024-07-01
    stated 20 USD source=@ from=2024-07-01 until=2024-10-01
    stated 20 USD source=@ from=2024-10-01

quarters of more than some that are already too much: sum-differs
    stated 70 USD source=@
    more-than 20 USD source=@ until=2024-04-01
    stated 20 USD source=@ from=2024-04-01 until=2024-07-01
    stated 20 USD source=@ from=2024-07-01 until=2024-10-01
    stated 20 USD source=@ from=2024-10-01

halves of another publisher: sum-differs
    stated 100 USD
    stated 30 USD source=@ by=x until=2024-07-01
    stated 30 USD source=@ by=x from=2024-07-01

halves that another publisher gave at another time: sum-differs
    stated 100 USD on=2026-01-01 recorded=2026-01-01
    stated 30 USD source=@ by=x until=2024-07-01 on=2025-01-01 recorded=2025-01-01
    stated 30 USD source=@ by=x from=2024-07-01 on=2025-01-01 recorded=2025-01-01

halves of an earlier vintage of the publisher: none
    stated 100 USD mode=statistical by=x source=@ on=2026-01-01 recorded=2026-01-01
    stated 30 USD mode=statistical by=x source=@ on=2025-01-01 recorded=2025-01-01 until=2024-07-01
    stated 30 USD mode=statistical by=x source=@ on=2025-01-01 recorded=2025-01-01 from=2024-07-01

exports and imports that miss the turnover: sum-differs
    stated 100 USD reporter=XA source=@
    stated 60 USD FLOW reporter=XA source=@
    stated 30 USD BACK reporter=XA source=@

exports and imports of one reporter in two sources, that miss the turnover: sum-differs
    stated 100 USD reporter=XA
    stated 60 USD FLOW reporter=XA
    stated 30 USD BACK reporter=XA

exports and imports that make the turnover: none
    stated 90 USD reporter=XA source=@
    stated 60 USD FLOW reporter=XA source=@
    stated 30 USD BACK reporter=XA source=@

exports of one side and imports of the other: none
    stated 100 USD reporter=XA source=@
    stated 60 USD FLOW reporter=XA source=@
    stated 30 USD BACK reporter=XB source=@

exports and imports of goods beside the turnover of services too: none
    stated 100 USD indicator=goods-and-services-turnover reporter=XA source=@
    stated 60 USD FLOW reporter=XA source=@
    stated 30 USD BACK reporter=XA source=@

members that miss their union: sum-differs
    stated 100 company of=country/@-union indicator=foreign-participation-firms source=@
    stated 30 company of=country/@-M1 indicator=foreign-participation-firms source=@
    stated 30 company of=country/@-M2 indicator=foreign-participation-firms source=@

members that make their union: none
    stated 60 company of=country/@-union indicator=foreign-participation-firms source=@
    stated 30 company of=country/@-M1 indicator=foreign-participation-firms source=@
    stated 30 company of=country/@-M2 indicator=foreign-participation-firms source=@

members of which one is not there: none
    stated 100 company of=country/@-union indicator=foreign-participation-firms source=@
    stated 30 company of=country/@-M1 indicator=foreign-participation-firms source=@

flows to the members that miss the flow to the union: sum-differs
    stated 100 USD OUT destination=@-union reporter=XA source=@
    stated 30 USD OUT destination=@-M1 reporter=XA source=@ of=dyad/@-m1
    stated 30 USD OUT destination=@-M2 reporter=XA source=@ of=dyad/@-m2

owners who hold more than all: sum-differs
    class=dyad:Ownership owned=firm/@ owner=firm/y share=60 owning=direct source=@ indicator=- from=- until=-
    class=dyad:Ownership owned=firm/@ owner=firm/z share=50 owning=direct source=@ indicator=- from=- until=-

owners who hold more than all by rounding alone: none
    class=dyad:Ownership owned=firm/@ owner=firm/y share=33.4 owning=direct source=@ indicator=- from=- until=-
    class=dyad:Ownership owned=firm/@ owner=firm/z share=66.7 owning=direct source=@ indicator=- from=- until=-

partners who have all: none
    exactly 60 percent class=dyad:TradeFlow indicator=partner-share-of-exports origin=XA destination=XB entry=@ source=@
    exactly 40 percent class=dyad:TradeFlow indicator=partner-share-of-exports origin=XA destination=XC entry=@ source=@

partners who have more than all: sum-differs
    stated 60 percent class=dyad:TradeFlow indicator=partner-share-of-exports origin=XA destination=XB entry=@ source=@
    stated 50 percent class=dyad:TradeFlow indicator=partner-share-of-exports origin=XA destination=XC entry=@ source=@
""")


@pytest.fixture(scope="module")
def contradictions() -> Told:
    return {
        where: [row for row in rows if row["verdict"] == "contradiction"]
        for where, rows in findings_of(PARTS, "dyad:Comparison").items()
    }


@pytest.mark.parametrize("where", PARTS, ids=named(PARTS))
def test_a_whole_holds_its_parts(where: str, contradictions: Told) -> None:
    found = {reason for row in contradictions[where] for reason in row["reasons"]}
    assert found == PARTS[where].expected


def test_a_sum_names_all_its_parts(contradictions: Told) -> None:
    where = place(PARTS, "quarters that miss the year")
    (row,) = contradictions[where]
    claims = {row["first"], row["second"], *row["others"]}
    assert claims == {claim["claim"] for claim in PARTS[where].rows(where)}
    assert row["first"].endswith("-0")
    assert (row["gap"], row["least"], row["greatest"]) == (99.5 - 82, 99.5 - 82, 100.5 - 78)
