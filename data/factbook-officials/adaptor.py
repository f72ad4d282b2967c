"""Chiefs of state and heads of government, as The World Factbook listed them from 2015 to 2026.

A line names a title, a person and the day, month or year since which the person holds the post. The two headings are
taken as two posts of each country, whatever the title; it stands in the words of the claim. Deputies and those who
represent a chief of state are none, and left out with all lines that are no title and name.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import country_key
from kg.load.iso_3166 import countries
from kg.load.periods import read_period
from kg.load.rows import Row

FILE: Final = "officials_history.csv"
LAST: Final = "2026-05-17"

# Entries without a code of ISO, by the Factbook's own: British bases on Cyprus and Svalbard alone have none.
ENTRIES: Final[Mapping[str, str | None]] = MappingProxyType(
    {"ax": None, "cc": "CW", "dx": None, "kv": "XK", "ri": "RS", "sk": "SX", "sv": None}
)

# The headings of those at the head, and of ambassadors from and to the United States, who are left for later.
HEADINGS: Final = MappingProxyType(
    {
        "chief of state": "chief-of-state",
        "head of government": "head-of-government",
        "ambassador of the US": None,
        "ambassador to the US": None,
    }
)
_POSTS: Final = MappingProxyType(
    {
        "chief-of-state": {"en": "Chief of state", "kk": "Мемлекет басшысы", "ru": "Глава государства"},
        "head-of-government": {"en": "Head of government", "kk": "Үкімет басшысы", "ru": "Глава правительства"},
    }
)

# The name that the register gives to what is no country of ISO 3166-1.
_KOSOVO: Final = {"label_en": "Kosovo", "label_kk": "Косово", "label_ru": "Косово"}

# Titles of those who are at the head; longer ones first, since some begin like others.
_TITLES: Final = (
    "President of the Islamic Republic of Afghanistan", "President of the Swiss Confederation",
    "President of the Government of Spain (prime minister-equivalent)",
    "President of the Government (Prime Minister-equivalent)", "President of the Government or Acting Prime Minister",
    "President of the Government or Prime Minister", "President of the Government", "President of the Republic",
    "President of Council of Ministers", "President of French Polynesia", "President of Territorial Council",
    "President of the Territorial Assembly", "President of China", "President",
    "Prime Minister and Foreign Minister", "Prime Minister and Minister of Interior", "Prime Minister", "Premier",
    "Chairman of the Cabinet of Ministers", "Chairman of the Council of Ministers",
    "Chairperson of the Council of Ministers", "Head of Government (Prime Minister)", "Taoiseach (Prime Minister)",
    "Taoiseach", "Chancellor", "Sultan and Prime Minister", "Sultan and Prime", "Sultan", "King and Prime Minister",
    "King", "Queen of Australia", "Queen", "Amir", "Emperor", "Grand Duke", "Pope", "Supreme Leader", "Prince",
    "Crown Prince and Prime Minister", "Chief Minister", "Chief Executive", "Minister of State", "Governor",
    "Administrator",
)  # fmt: skip
_FOR_A_TIME: Final = "(?:GNU |CNSP )?(?:Acting |Caretaker |Executive |Interim |Transition |Transitional )?"
_LINE: Final = re.compile(rf"{_FOR_A_TIME}({'|'.join(map(re.escape, _TITLES))}) (.+)", re.IGNORECASE)
# What makes a line one of deputies, of several persons, of those to come, or of a story.
_NO_NAME: Final = re.compile(
    r"[;:\d]|[(]|\b(and|or|aka|also|formerly|caretaker|resigned|elected|Council|Commission|Assembly|Minister"
    r"|President|Presidents|General of)\b|^(of|-)\b"
)
_PARTY: Final = re.compile(r" \([^)]*\)$")
# Under «chief of state» a prime minister stands beside the one who is.
_BESIDE: Final = frozenset({"Prime Minister"})

# Lines that are wrong on their face: by code and text.
SLIPS: Final = dict.fromkeys(
    (
        # A chairman of the cabinet under the president, split in the wrong place; another line of his is right.
        ("KGZ", "President Adylbek KASYMALIYEV"),
        # The prime minister of the other Congo, with the day on which he took office there.
        ("COD", "Prime Minister Anatole Collinet MAKOSSO"),
    )
)

# Persons at the head of several entries, by the name that is printed in all of them.
SHARED: Final = dict.fromkeys(
    (
        "Barack H. OBAMA", "CHARLES III", "Donald J. TRUMP", "ELIZABETH II", "Emmanuel MACRON",
        "FREDERIK X of Denmark", "Farzian ZAINAL", "Francois HOLLANDE", "Joseph R. BIDEN Jr.", "Joseph R. BIDEN, Jr.",
        "MARGRETHE II of Denmark", "Ms. Farzian ZAINAL", "Natasha GRIGGS", "Sarah VANDENBROEK",
        "WILLEM-ALEXANDER of the Netherlands", "XI Jinping",
    )
)  # fmt: skip


class Holding(NamedTuple):
    """A line that names who is at the head: its row, the country, the heading, and the name as printed."""

    row: Row
    country: str
    heading: str
    name: str
    shared: bool

    @property
    def post(self) -> str:
        """Return the key of the post."""
        return f"{self.country.lower()}-{self.heading}"

    @property
    def person(self) -> str:
        """Return the key of the person, who is the same where an entry prints the same name."""
        plain = "".join(c for c in unicodedata.normalize("NFKD", self.name.casefold()) if not unicodedata.combining(c))
        slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")
        return f"factbook-{slug}" if self.shared else f"factbook-{self.country.lower()}-{slug}"


def posts(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Post table for each heading of each country under which somebody is named."""
    names = {country["key"]: country for country in countries()} | {"XK": _KOSOVO}
    for holding in _first(raw, "post"):
        name, heading = names[holding.country], _POSTS[holding.heading]
        labels = {f"label_{language}": f"{of} ({name[f'label_{language}']})" for language, of in heading.items()}
        yield {"key": holding.post, **labels}


def states_of_posts(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Relation table for the country of each post."""
    for holding in _first(raw, "post"):
        yield {
            "is_about_post": holding.post,
            "is_related_to_country": holding.country,
            "was_derived_from": f"#row={holding.row.line}",
        }


def persons(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Person table for each name that an entry prints."""
    for holding in _first(raw, "person"):
        yield {"key": holding.person, "label_en": holding.name}


def holdings(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the OfficeHolding table for each line, as long as it vouches for."""
    for holding in _holdings(raw):
        row = holding.row
        yield {
            "key": f"{holding.post}.{row.line}",
            "has_holder": holding.person,
            "has_post": holding.post,
            **_period(row),
            "words_en": row.cells["person_with_title"],
            "was_derived_from": f"#row={row.line}",
        }


def _first(raw: Raw, key: str) -> Iterator[Holding]:
    """Yield the first line of each post or person."""
    known: dict[str, Holding] = {}
    for holding in _holdings(raw):
        known.setdefault(getattr(holding, key), holding)
    yield from known.values()


def _holdings(raw: Raw) -> Iterator[Holding]:
    entries, headings = raw.decisions(FILE, ENTRIES), raw.decisions(FILE, HEADINGS)
    slips, shared = raw.decisions(FILE, SLIPS), raw.decisions(FILE, SHARED)
    used = ("gec", "iso3", "role", "person_with_title", "since", "first_seen", "last_seen")
    for row in raw.rows(FILE, used, ("commit_last_seen",)):  # the day says which state it is
        heading = meaning(row, "role", headings)
        if heading is None:
            continue
        country, name = _country(row, entries), _name(row, heading)
        slip = (row.cells["iso3"], row.cells["person_with_title"]) in slips
        if country and name and not slip:
            yield Holding(row, country, heading, name, name in shared)


def _country(row: Row, entries: Mapping[str, str | None]) -> str | None:
    return country_key(row, "iso3", int(LAST[:4])) if row.cells["iso3"] else meaning(row, "gec", entries)


def _name(row: Row, heading: str) -> str | None:
    """Return the name of who is at the head, None for a line that is no title and name of one."""
    line = _LINE.fullmatch(row.cells["person_with_title"])
    if line is None or (heading == "chief-of-state" and line[1] in _BESIDE):
        return None
    name = _PARTY.sub("", line[2])
    return name if name.lstrip("'")[:1].isupper() and _NO_NAME.search(name) is None else None


def _period(row: Row) -> dict[str, str]:
    """Return the time for which a line vouches, and the day it names where it is a month or year.

    A month or year since which somebody is in office vouches for what follows it.
    """
    since, last = row.cells["since"], row.cells["last_seen"]
    try:
        first, after = read_period(since)
        seen, until = date.fromisoformat(row.cells["first_seen"]), date.fromisoformat(last) + timedelta(days=1)
    except ValueError:
        fault(CellInvalid, "The value is no year, month or day.", "Get the file that was read.", row, "since", since)
    whole = len(since) == len("2019-03-20")
    return {
        "valid_from": (first if whole else min(after, seen)).isoformat(),
        "valid_until": "" if last == LAST else until.isoformat(),
        "time_as_said_en": "" if whole else f"since {since}",
    }


TABLES = {"Post": posts, "Person": persons, "OfficeHolding": holdings, "Relation": states_of_posts}
