"""An invented world in which everything that the engine can find is found at least once."""

from tests.compare.invented import Row, claim

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
exports            | exactly 100 USD source=a mode=statistical origin=XA destination=XB reporter=XA valuation=FOB
imports            | exactly 109 USD source=b mode=statistical origin=XA destination=XB reporter=XB valuation=CIF
exports-before     | exactly 0 USD source=a mode=statistical origin=XB destination=XA reporter=XB
imports-before     | exactly 3 USD source=b mode=statistical origin=XB destination=XA reporter=XA
works              | class=dyad:StageReport undertaking=project/w stage=ongoing source=a indicator=- until=2026-01-01
works-done         | class=dyad:StageReport undertaking=project/w stage=completed source=b indicator=- until=2024-01-02
works-under-way    | class=dyad:StageReport undertaking=project/w stage=ongoing source=c indicator=- until=2024-01-02
works-on           | class=dyad:Relation kind=modernises of=project/w to=checkpoint/@ source=a indicator=-
closed             | class=dyad:Occurrence of=checkpoint/@-again stage=suspended source=b indicator=- until=-
member             | class=dyad:Relation kind=part-of of=dyad/@ to=region/big source=a indicator=-
withdrawn          | exactly 1 USD source=b status=withdrawn
"""


def world(where: str = "XA-XB") -> list[Row]:
    """Return the claims of the world, by the names above."""
    lines = (line.split("|", 1) for line in _CLAIMS.strip().splitlines())
    return [claim(key.strip(), text, where) for key, text in lines]
