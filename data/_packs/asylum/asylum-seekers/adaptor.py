"""People of one country who ask for asylum in another, as the United Nations count them each year."""

from collections.abc import Iterator
from typing import Final

from kg.adapt import unhcr
from kg.adapt.files import Raw

NO_COUNTRY: Final = unhcr.NO_COUNTRY


def asylum_seekers(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Stock table for each figure above zero of two countries."""
    yield from unhcr.stocks(raw, "asylum_seekers")


TABLES = {"Stock": asylum_seekers}
