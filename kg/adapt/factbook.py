"""Read the economies that files made of The World Factbook name: by ISO code, by the Factbook's own, or by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.load.country_codes import country_key
from kg.load.rows import Row

# Entries to which the makers of the files give no ISO code, by the Factbook's code (GEC), which is not ISO's: `rs` is
# Russia and `ri` Serbia. The Gaza Strip and the West Bank have an entry each, and one code of ISO. The European Union
# has one beside those of its members.
ENTRIES: Final[Mapping[str, str | None]] = MappingProxyType(
    {"ee": "EU", "gz": "PS", "kv": "XK", "ri": "RS", "we": "PS"}
)


def economy_of(row: Row, code: str, name: str, year: int, decided: Mapping[str, str | None]) -> str | None:
    """Return the key of the country or union that two cells give.

    It is the one decided for the cell called `name`, else that of the ISO code in the cell called `code`; a name
    without a code must be one that is in use. None stands for what is neither. Raises CellInvalid for a name or code
    that nobody knows, and for a state that had ended by then.
    """
    printed = row.cells[name]
    if printed in decided:
        return decided[printed]
    return country_key(row, code, year) if row.cells[code] else named_country(row, name, printed)
