"""TOTA, the Texts of Trade Agreements: days on which agreements were signed and entered into force."""

from types import MappingProxyType
from typing import Final

from kg.adapt.agreements import dated, once, period_of_date, step
from kg.adapt.files import Raw

_DATES: Final = MappingProxyType({"Signature": "signed", "Force": "in-force"})


def steps(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the AgreementStep table for each step of an agreement; titles enter the table of agreements."""
    used = ("manyID", "treatyID", "Begin", *_DATES)
    return once(
        step(row, kind, when)
        for row in dated(raw.rows("agreements_TOTA.csv", used, ignored=("Title", "totaID")), _DATES)
        for column, kind in _DATES.items()
        if (when := period_of_date(row, column))
    )


TABLES = {"AgreementStep": steps}
