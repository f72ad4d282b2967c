"""An invented world in which everything that the engine can find is found at least once."""

from tests.claims import Row, claim

_CLAIMS = """
turnover-more      | more-than 28 USD source=a by=minister on=2025-03-01
turnover-exactly   | exactly 27 USD source=b by=president on=2025-03-02
turnover-rouble    | exactly 2000 RUB source=c by=premier on=2025-03-03
turnover-about     | about 28.5 USD source=d by=minister on=2025-03-01
turnover-rounded   | exactly 28.49 USD source=e by=envoy on=2025-03-04
turnover-as-dollar | exactly 24.3 USD source=c by=premier on=2025-03-03 converted=turnover-rouble
turnover-both      | exactly 40 USD source=d by=envoy on=2025-03-02 indicator=goods-and-services-turnover
turnover-before    | exactly 26 USD source=d by=envoy on=2025-03-02 from=2023-01-01 until=2024-01-01
turnover-sometime  | exactly 26 USD source=e by=envoy on=2025-03-02 from=- until=-
turnover-counted   | exactly 27.123456789 USD source=f mode=statistical
turnover-again     | exactly 27.123456789 USD source=g mode=statistical of=dyad/@-again
target-first       | at-least 30 USD source=a by=minister on=2023-01-01 stage=target from=- until=-
target-by-2025     | exactly 30 USD source=b by=minister on=2024-06-01 stage=target from=- until=2026-01-01
target-by-2026     | exactly 35 USD source=b by=minister on=2024-09-01 stage=target from=- until=2027-01-01
target-repeated    | at-least 30 USD source=c by=envoy on=2023-03-01 stage=target from=- until=-
target-less        | less-than 30 USD source=c by=minister on=2025-09-01 stage=target from=- until=-
projects-headline  | at-most 30 USD source=a mode=headline of=portfolio/@-one indicator=project-value stage=planned
projects-body      | more-than 30 USD source=a by=minister of=portfolio/@-one indicator=project-value stage=planned
projects-other     | exactly 30.8 USD source=b by=minister of=portfolio/@-other indicator=project-value stage=planned
projects-done      | exactly 4.4 USD source=a by=minister of=portfolio/@-one indicator=project-value stage=completed
projects-ongoing   | exactly 4.4 USD source=b by=minister of=portfolio/@-one indicator=project-value stage=ongoing
jobs-more          | more-than 30 job source=a by=minister of=portfolio/@-one indicator=jobs-created
jobs-fewer         | more-than 23 job source=b by=minister of=portfolio/@-other indicator=jobs-created
border-miles       | exactly 4660 mile source=a by=minister indicator=land-border-length from=- until=-
border-km          | about 7500 km source=b by=envoy indicator=land-border-length from=- until=-
border-range       | between 7400..7600 km source=b by=president indicator=land-border-length from=2020-01-01 until=-
part-of-it         | exactly 5 USD source=b by=president on=2025-03-02 total=turnover-exactly part=region/XA-01
share-all          | class=dyad:Ownership owned=firm/x owner=firm/y share=60 owning=direct source=a from=- until=-
share-less         | class=dyad:Ownership owned=firm/x owner=firm/y share=50.5 owning=direct source=b from=- until=-
turnover-bare      | stated 28 USD said=28 source=f by=agency on=2025-03-05
turnover-unstated  | stated 27.4 USD said=27.4 source=f by=agency on=2025-03-05 indicator=foreign-trade-turnover
turnover-tenge     | exactly 28 KZT source=f by=agency on=2025-03-05
turnover-revised   | exactly 31 USD source=h by=office mode=statistical on=2025-02-01
turnover-corrected | exactly 33 USD source=h by=office mode=statistical on=2025-04-01
rate               | exactly 0.0121 USD of=unit/RUB indicator=exchange-rate by=bank source=bank
target-sooner      | exactly 35 USD source=b by=minister on=2024-12-01 stage=target from=- until=2026-06-01
students-wanted    | exactly 50 student source=a by=rector indicator=students stage=target on=2022-01-01 from=- \
    until=2023-01-01
students-floor     | at-least 55 student source=b by=dean indicator=students stage=target on=2022-01-01 from=- \
    until=2023-01-01
students-ceiling   | at-most 45 student source=c by=mayor indicator=students stage=target on=2022-01-01 from=- \
    until=2023-01-01
students-more      | exactly 55 student source=d by=envoy indicator=students from=2022-09-01 until=2023-01-01
students-fewer     | exactly 40 student source=d by=envoy indicator=students from=2023-09-01 until=2024-01-01
projects-of-dyad   | exactly 30 USD source=b by=president on=2025-03-02 indicator=project-value stage=planned
jobs-share         | exactly 5 percent source=b by=minister of=portfolio/@-other indicator=jobs-created
count-one          | exactly 14 project source=e by=chair of=portfolio/@-one indicator=project-count stage=planned \
    from=- until=-
count-other        | exactly 30 project source=f by=chair of=portfolio/@-other indicator=project-count stage=planned \
    from=- until=-
value-one          | exactly 7 USD source=e by=chair of=portfolio/@-one indicator=project-value stage=planned from=- \
    until=-
value-other        | exactly 7 USD source=f by=chair of=portfolio/@-other indicator=project-value stage=planned \
    from=- until=-
done-so-far        | exactly 14 project source=a by=chair of=portfolio/@-one indicator=project-count stage=completed \
    from=- until=2024-06-01
done-later         | exactly 10 project source=a by=chair of=portfolio/@-one indicator=project-count stage=completed \
    from=- until=2025-01-01
half-one           | exactly 11 USD source=h mode=statistical from=2015-01-01 until=2015-07-01
half-two           | exactly 12 USD source=h mode=statistical from=2015-07-01 until=2016-01-01
halves             | exactly 24 USD source=h mode=statistical from=2015-01-01 until=2016-01-01
growth             | about 50 percent source=k by=minister indicator=goods-turnover-growth from=2019-01-01 \
    until=2025-01-01
level              | exactly 30000 USD source=k by=minister
sold-common        | exactly 100 USD source=a mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XA from=2024-01-01 until=2025-01-01 valuation=FOB
bought-common      | exactly 109 USD source=b mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XB from=2024-01-01 until=2025-01-01 valuation=CIF
sold-high          | exactly 100 USD source=a mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XA from=2022-01-01 until=2023-01-01 valuation=FOB basis=origin
bought-high        | exactly 115 USD source=b mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XB from=2022-01-01 until=2023-01-01 valuation=CIF basis=consignment
sold-beyond        | exactly 100 USD source=a mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XA from=2021-01-01 until=2022-01-01 valuation=FOB
bought-beyond      | exactly 130 USD source=b mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XB from=2021-01-01 until=2022-01-01 valuation=CIF
sold-less          | exactly 130 USD source=a mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XA from=2020-01-01 until=2021-01-01
bought-less        | exactly 100 USD source=b mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XB from=2020-01-01 until=2021-01-01
sold-equal         | exactly 100 USD source=a mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XA from=2019-01-01 until=2020-01-01
bought-equal       | exactly 100 USD source=b mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XB from=2019-01-01 until=2020-01-01
sold-unproven      | more-than 90 USD source=a mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XA from=2018-01-01 until=2019-01-01
bought-unproven    | exactly 100 USD source=b mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XB from=2018-01-01 until=2019-01-01
sold-rounded       | stated 28.7 USD source=a mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XA from=2017-01-01 until=2018-01-01 said=28.7
bought-rounded     | stated 29 USD source=b mode=statistical indicator=goods-exports origin=XA destination=XB \
    reporter=XB from=2017-01-01 until=2018-01-01 said=29
exports-before     | exactly 0 USD source=a mode=statistical origin=XB destination=XA reporter=XB
imports-before     | exactly 3 USD source=b mode=statistical origin=XB destination=XA reporter=XA
told-there         | exactly 7 USD source=a by=envoy indicator=goods-exports origin=XA destination=XB reporter=XA \
    valuation=FOB
told-back          | exactly 8 USD source=b by=mayor indicator=goods-exports origin=XB destination=XA reporter=XB \
    valuation=CIF
told-of-oil        | exactly 5 USD source=c by=dean indicator=goods-exports origin=XA destination=XB reporter=XB \
    product=oil basis=origin
told-of-consigned  | exactly 6 USD source=d by=rector indicator=goods-exports origin=XA destination=XB reporter=XA \
    basis=consignment
told-reconciled    | exactly 9 USD source=e by=clerk indicator=goods-exports origin=XA destination=XB quality=reconciled
share-in-entry     | stated 10 percent source=k mode=statistical indicator=partner-share-of-exports origin=XA \
    destination=XB entry=XA recorded=2025-01-01
total-in-entry     | stated 90000 USD source=k mode=statistical indicator=total-exports of=country/XA \
    recorded=2025-01-01
works              | class=dyad:StageReport undertaking=project/w stage=ongoing source=a indicator=- until=2026-01-01
works-done         | class=dyad:StageReport undertaking=project/w stage=completed source=b indicator=- until=2024-01-02
works-under-way    | class=dyad:StageReport undertaking=project/w stage=ongoing source=c indicator=- until=2024-01-02
works-again        | class=dyad:StageReport undertaking=project/w stage=ongoing source=c indicator=- from=2024-06-01 \
    until=2024-06-02
works-on           | class=dyad:Relation kind=modernises of=project/w to=checkpoint/@ source=a indicator=-
closed             | class=dyad:Occurrence of=checkpoint/@-again stage=suspended source=b indicator=- until=-
member             | class=dyad:Relation kind=part-of of=dyad/@ to=region/big source=a indicator=-
withdrawn          | exactly 1 USD source=b status=withdrawn
"""


def world(where: str = "XA-XB") -> list[Row]:
    """Return the claims of the world, by the names above."""
    lines = (line.split("|", 1) for line in _CLAIMS.strip().splitlines())
    return [claim(key.strip(), text, where) for key, text in lines]
