"""Refugees of one country in another, as the refugee agency of the United Nations counts them each year."""

from collections.abc import Iterator
from typing import Final

from kg.adapt import unhcr
from kg.adapt.files import Raw

NO_COUNTRY: Final = unhcr.NO_COUNTRY


def refugees(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Stock table for each figure above zero of two countries."""
    yield from unhcr.stocks(raw, "refugees")


TABLES = {"Stock": refugees}
