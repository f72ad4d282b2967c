"""Turn the names that Eurostat gives to economies in its tables of trade into keys.

A name bears notes on what it included until a year or includes from one on: in the years that are read here they change
nothing, or the adaptor decides about them. A table may be in French, with names that nobody has translated.
"""

import re
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import english_names
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.iso_3166 import country_names
from kg.load.rows import Row

# English names that are not those in use elsewhere, without the notes on what they include.
_ENGLISH: Final = MappingProxyType(
    {
        "Belarus (Belorussia)": "BY",
        "Cocos Islands (or Keeling Islands)": "CC",
        "Congo, Democratic Republic of": "CD",
        "Côte d’Ivoire (Ivory Coast)": "CI",
        "Eswatini (Ngwane)": "SZ",
        "Ireland (Eire)": "IE",
        "Korea, Democratic People’s Republic of (North Korea)": "KP",
        "Korea, Republic of (South Korea)": "KR",
        "Kosovo": "XK",
        "Lao People’s Democratic Republic (Laos)": "LA",
        "Myanmar (Burma)": "MM",
        "Occupied Palestinian Territory (West Bank (incl. East Jerusalem) and Gaza Strip)": "PS",
        "Russian Federation (Russia)": "RU",
        "South Georgia and South Sandwich Islands": "GS",
        "St Kitts and Nevis": "KN",
        "St Lucia": "LC",
        "St Pierre and Miquelon": "PM",
        "St Vincent and the Grenadines": "VC",
        "Syrian Arab Republic (Syria)": "SY",
        "Virgin Islands, United States": "VI",
    }
)
_FRENCH: Final = MappingProxyType(
    {
        "Biélorussie (Belarus)": "BY",
        "Bolivie, Etat plurinational de": "BO",
        "Bonaire, Saint-Eustache et Saba": "BQ",
        "Congo, République démocratique du": "CD",
        "Corée, République de (Corée du Sud)": "KR",
        "Corée, République populaire démocratique de (Corée du Nord)": "KP",
        "Egypte": "EG",
        "Emirats arabes unis": "AE",
        "Equateur": "EC",
        "Erythrée": "ER",
        "Etats-Unis": "US",
        "Ethiopie": "ET",
        "Ile Bouvet": "BV",
        "Ile Christmas": "CX",
        "Ile Norfolk": "NF",
        "Iles Caïmans": "KY",
        "Iles Cocos (ou Iles Keeling)": "CC",
        "Iles Cook": "CK",
        "Iles Falkland (Malouines)": "FK",
        "Iles Féroé": "FO",
        "Iles Géorgie du Sud et Sandwich du Sud": "GS",
        "Iles Heard et McDonald": "HM",
        "Iles Mariannes du Nord": "MP",
        "Iles Marshall": "MH",
        "Iles Salomon": "SB",
        "Iles Turks-et-Caïcos": "TC",
        "Iles Vierges britanniques": "VG",
        "Iles Vierges des Etats-Unis": "VI",
        "Iles mineures éloignées des Etats-Unis": "UM",
        "Iran, République islamique d’": "IR",
        "Irlande (Eire)": "IE",
        "Micronésie, Etats fédérés de": "FM",
        "Moldavie, République de": "MD",
        "Monténégro (depuis 2007)": "ME",
        "Myanmar (Birmanie)": "MM",
        "Niué": "NU",
        "Russie, Fédération de": "RU",
        "République arabe syrienne (Syrie)": "SY",
        "République démocratique populaire lao (Laos)": "LA",
        "Saint-Christophe-et-Nevis": "KN",
        "Saint-Siège (Etat de la Cité du Vatican)": "VA",
        "Saint-Vincent-et-les-Grenadines": "VC",
        "Sainte-Hélène, Ascension et Tristan da Cunha": "SH",
        "Sint-Maarten (partie néerlandaise)": "SX",
        "Tanzanie, République unie de": "TZ",
        "Territoire palestinien occupé (Cisjordanie (incl. Jérusalem-Est) et bande de Gaza)": "PS",
        "Timor-Oriental": "TL",
        "Tokélaou": "TK",
        "Venezuela, République bolivarienne du": "VE",
    }
)
_NOTE: Final = re.compile(r" \(incl\. .*\)$")
_SPELL: Final = re.compile(r"([A-Z]{2})-([0-9]{2})/([0-9]{4})(?:->([0-9]{2})/([0-9]{4}))?")
# The union of the 27 members since February 2020 in any year, and the first full year of which it is the Union itself.
UNION_OF_27: Final = ("EU27", 2021)
_UNION: Final = re.compile(r"(?:European Union - 27 countries|Union européenne - 27 pays) \(([A-Z, ]+)\)")


@cache
def _keys() -> dict[str, str]:
    """Return the key of every country by its names; where French and English disagree, English is meant."""
    french = {name: key for key, name in country_names("fr").items()}
    return french | dict(_FRENCH) | english_names() | dict(_ENGLISH)


def eurostat_country(row: Row, column: str) -> str:
    """Return the key of the country that a cell names, whatever it once included; raise CellInvalid."""
    name = row.cells[column]
    key = _keys().get(name) or _keys().get(_NOTE.sub("", name))
    if key is None:
        problem, remedy = "Eurostat gives no country this name.", "Decide in the adaptor which one is meant."
        fault(CellInvalid, problem, remedy, row, column, name)
    return key


def union_members(name: str) -> frozenset[str]:
    """Return the keys of the members that the name of the Union of 27 lists, none for any other name."""
    found = _UNION.fullmatch(name)
    return frozenset(found[1].split(", ")) if found else frozenset()


def restricted_to(reporter: str, year: int) -> str:
    """Return the part of the Union to which what it reports of a year is narrowed, '' for none: see UNION_OF_27."""
    part, first = UNION_OF_27
    return f"union/{part}" if reporter == "EU" and year < first else ""


def membership_spells(name: str) -> Iterator[dict[str, str]]:
    """Yield the member, the first day and the day after the last of each spell that the name of a union lists.

    A spell is given by its first month and, where it has ended, its last one.
    """
    for member, month, year, last_month, last_year in _SPELL.findall(name):
        yield {
            columns.is_about: member,
            columns.valid_from: f"{year}-{month}-01",
            columns.valid_until: _next_month(last_year, last_month) if last_year else "",
        }


def _next_month(year: str, month: str) -> str:
    after = int(year) * 12 + int(month)
    return f"{after // 12}-{after % 12 + 1:02d}-01"


def whole_euros(row: Row, column: str) -> str:
    """Return the amount in a cell, which is in whole euros; raise CellInvalid for anything else."""
    printed = row.cells[column]
    if re.fullmatch("[0-9]+", printed) is None:
        fault(CellInvalid, "The value is no amount of whole euros.", "Get the file anew.", row, column, printed)
    return printed


def extracted_on(row: Row, column: str) -> str:
    """Return the day on which an extract was made, as the name that a cell holds says; raise CellInvalid."""
    name = row.cells[column]
    found = re.search("_(20[0-9]{2}-[0-9]{2}-[0-9]{2})T", name)
    if found is None:
        fault(CellInvalid, "The name of the extract has no day.", "Decide when it was made.", row, column, name)
    return found[1]
