"""Read the countries that files made of The World Factbook name: by ISO code, by the Factbook's own, or by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.load.codes import country_key
from kg.load.raw.country_names import named_country
from kg.load.rows import Row

# Entries to which the makers of the files give no ISO code, by the Factbook's code (GEC), which is not ISO's: `rs` is
# Russia and `ri` Serbia. None stands for an entry that is no country: the European Union, whose members have their own.
# The Gaza Strip and the West Bank have an entry each, and one code of ISO.
ENTRIES: Final[Mapping[str, str | None]] = MappingProxyType(
    {"ee": None, "gz": "PS", "kv": "XK", "ri": "RS", "we": "PS"}
)


def country_of(row: Row, code: str, name: str, year: int, decided: Mapping[str, str | None]) -> str | None:
    """Return the key of the country that two cells give: as decided for the one called `name`, else by its ISO code.

    A name without a code must be one that is in use. None stands for what is no country. Raises CellInvalid for a name
    or code of which nobody knows a country, and for a state that had ended by then.
    """
    printed = row.cells[name]
    if printed in decided:
        return decided[printed]
    return country_key(row, code, year) if row.cells[code] else named_country(row, name, printed)
