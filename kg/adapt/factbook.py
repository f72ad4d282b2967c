"""Read the economies that files made of The World Factbook name: by ISO code, by the Factbook's own, or by name."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.load.country_codes import country_key
from kg.load.rows import Row

# Entries to which the makers of the files give no ISO code, by the Factbook's code (GEC), which is not ISO's: `rs` is
# Russia and `ri` Serbia. The European Union has one beside those of its members.
ENTRIES: Final[Mapping[str, str | None]] = MappingProxyType(
    {"ee": "EU", "gz": "PS", "kv": "XK", "ri": "RS", "we": "PS"}
)

# The Gaza Strip and the West Bank have an entry each, and one code of ISO, that of both together.
PARTS: Final = frozenset({"gz", "we"})


def of_wholes(printed: Iterable[tuple[str, dict[str, str]]], same: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows made of entries, but of the two parts of Palestine only what both entries print alike.

    `printed` holds the Factbook's code of the entry and the row made of it; two rows print alike if they agree in the
    columns `same`. What one part alone prints may be a figure of that part, and is none of the whole.
    """
    rows = list(printed)
    entries: dict[tuple[str, ...], set[str]] = {}
    for entry, row in rows:
        entries.setdefault(tuple(row[name] for name in same), set()).add(entry)
    for entry, row in rows:
        if entry not in PARTS or entries[tuple(row[name] for name in same)] >= PARTS:
            yield row


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
