"""Road checkpoints of Kazakhstan with the posts across the border: checkpoints, crossings, and what is said of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.core.romanise import romanised
from kg.load.cells import fault
from kg.load.country_codes import dyad_key
from kg.load.rows import Row

FILE: Final = "kz_road_checkpoints.csv"
_USED: Final = (
    "cgr_registry_id",
    "kz_post_ru",
    "kz_post_kk",
    "neighbour_post_ru",
    "neighbour_iso2",
    "lat_approx",
    "lon_approx",
    "source_list",
    "source_coords",
)
_NEIGHBOURS: Final = MappingProxyType({code: code for code in ("CN", "KG", "RU", "TM", "UZ")})
# The lists and the coordinates that were compared; another file gives a post of Aqtobe a place 900 km away.
_LISTS: Final = dict.fromkeys(("index-file:57026366020", "index-file:67184116376"))
_COORDINATES: Final = MappingProxyType({"": False, "index-file:70518918443": True})

# For keys alone, which must be Latin: names stay in the script in which they are printed.
_LATIN: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэёъь", [*"abvgdeziiklmnoprstufyee", "", ""], strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
)

# The list prints all names in Russian. Where that is not how a place writes its name, its English one is not known.
_ROMANISED: Final = ("KZ", "RU")


@dataclass(frozen=True, slots=True)
class Side:
    """The post of one side of a crossing: its key, its country, the country it faces, and the row that prints it."""

    key: str
    country: str
    facing: str
    row: Row


def _slug(name: str) -> str:
    """Write a Russian name in small Latin letters and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_LATIN)).strip("-")


def _number(row: Row) -> str:
    """Return the number of a post in the registry, nothing where none is printed."""
    number = row.cells["cgr_registry_id"]
    if re.fullmatch(r"([0-9]{18})?", number) is None:
        fault(
            CellInvalid,
            "The number is not one of the registry's.",
            "Print its eighteen digits, or nothing.",
            row,
            "cgr_registry_id",
            number,
        )
    return number


def _pairs(raw: Raw) -> Iterator[tuple[Side, Side]]:
    """Yield the two sides of every crossing, Kazakhstan's first."""
    lists, neighbours = raw.decisions(FILE, _LISTS), raw.decisions(FILE, _NEIGHBOURS)
    for row in raw.rows(FILE, _USED):
        for column in ("kz_post_ru", "neighbour_post_ru"):
            if not row.cells[column]:
                fault(CellInvalid, "The post has no name.", "Print both posts of the crossing.", row, column)
        meaning(row, "source_list", lists)
        country = meaning(row, "neighbour_iso2", neighbours)
        ours = f"kz-{_number(row) or _slug(row.cells['kz_post_ru'])}"
        theirs = f"{country.lower()}-{_slug(row.cells['neighbour_post_ru'])}"
        yield Side(ours, "KZ", country, row), Side(theirs, country, "KZ", row)


def _sides(raw: Raw) -> Iterator[Side]:
    for pair in _pairs(raw):
        yield from pair


def _coordinates(row: Row, known: Mapping[str, bool]) -> dict[str, str]:
    """Return the coordinates of a crossing, which their author calls approximate, if they are printed.

    They are given to neither post: eight of the nine that face Russia lie beyond the border on a coarse outline.
    """
    latitude, longitude = row.cells["lat_approx"], row.cells["lon_approx"]
    if not (bool(latitude) == bool(longitude) == meaning(row, "source_coords", known)):
        fault(
            CellInvalid,
            "The coordinates are not complete.",
            "Print latitude, longitude and their source, or none.",
            row,
            "lat_approx",
            latitude,
        )
    if not latitude:
        return {}
    return {"latitude": latitude, "longitude": longitude, "coordinate_accuracy": "approximate"}


def checkpoints(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Checkpoint table for every post of either side."""
    for side in _sides(raw):
        yield {
            "key": side.key,
            "label_en": _english(side),
            "label_kk": side.row.cells["kz_post_kk"] if side.country == "KZ" else "",
            "label_ru": _russian(side),
            "is_within": side.country,
        }


def _russian(side: Side) -> str:
    return side.row.cells["kz_post_ru" if side.country == "KZ" else "neighbour_post_ru"]


def _english(side: Side) -> str:
    """Return the name of a post in Latin letters, nothing where these are not made from its Russian name."""
    return romanised(_russian(side)) if side.country in _ROMANISED else ""


def crossings(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the BorderCrossing table for every pair of posts."""
    coordinates = raw.decisions(FILE, _COORDINATES)
    for ours, theirs in _pairs(raw):
        english = [_english(ours), _english(theirs)]
        yield {
            "key": f"{ours.key}_{theirs.key}",
            "label_en": " – ".join(english) if all(english) else "",
            "label_ru": f"{_russian(ours)} – {_russian(theirs)}",
            "has_checkpoint": f"{ours.key}|{theirs.key}",
            "concerns_dyad": dyad_key(ours.country, theirs.country),
            **_coordinates(ours.row, coordinates),
        }


def borders(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Relation table for every post: on whose border it lies."""
    for side in _sides(raw):
        yield {
            "key": f"{side.key}.border",
            "is_about_checkpoint": side.key,
            "is_related_to_country": side.facing,
            "was_derived_from": f"#row={side.row.line}",
        }


def kinds(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Classification table for every post: the list is one of road checkpoints."""
    for side in _sides(raw):
        yield {
            "key": f"{side.key}.kind",
            "is_about_checkpoint": side.key,
            "was_derived_from": f"#row={side.row.line}",
        }


TABLES = {"Checkpoint": checkpoints, "BorderCrossing": crossings, "Relation": borders, "Classification": kinds}
