"""Read the lists of owners and operators that Global Energy Monitor prints in one cell."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from kg.adapt.files import Raw
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

# What stands in the place of an owner without naming one: nobody in particular holds such a share.
NAMELESS: Final = frozenset(
    {
        *("23 Indigenous communities", "8 Indigenous Communities", "Former Eni Employees", "Other", "Other parties"),
        *("Others", "Private Investors", "Private investors", "Third Party", "Undisclosed", "Unknown"),
        *("natural person(s)", "other"),
        *("--", "B shares", "H shares", "Independent Third Party", "Individiuals", "Individuals", "others"),
        *("other unknown/mixed entity types", "small shareholder(s)", "unknown"),
    }
)
# Persons without a public post: they are nobody's business here.
PRIVATE: Final = frozenset(
    {
        "Dong Huayou (the equity has been pledged on January 30, 2011. Pledgee: Sinochem Group Corporation)",
        "Moncrief W A Jr",
        *("Gao Zhilin", "Geetarani Mohanty", "Hendro", "Hilal Al-Tuwairqi", "Lin Huiquan", "Lin Xingzheng"),
        *("Liu Shenghua", "Liu Zhenfeng", "Ma Tongchun", "Mr. John Wilson", "Muchri", "Pawan Goel"),
        *("Private Individual - Alexander Schukin", "Rusomir Kaloyanchev", "SN Mohanty", "Shi Zhonglin", "Su Zhenping"),
        *("Sukaimi Hendra Heng", "Suparmin Heng", "To Ngoc Hoang", "Turgay Ciner", "Wang Jinlong", "Wang Maorong"),
        *("Xue Feng", "Yang Xingtian", "Yin Chengguo", "Yu Kai", "Yu Yuangu", "Yuni Nur Has", "Zhang Bin"),
    }
)
_EIGHTH_DIVISION: Final = (
    "State-Owned Assets Supervision and Administration Commission of the Eighth Division of Xinjiang Production and "
    "Construction Corporation"
)
# Plainly a government, or a body of one; every other name is that of a firm.
_PUBLIC: Final = frozenset(
    {
        *("Agencia Nacional De Petroleo Gas e Biocombustives (Angola ANPG)", "Ansai County Government"),
        "Agence des participations de l'État",
        *("Croatian Pensions Insurance Institute", "Daning County Bureau of Industry and Information Technology"),
        *("Dubai Supply Authority", "Ethiopia Ministry of Mines and Petroleum", "Iran Ministry of Petroleum"),
        *("Iraq Ministry of Oil", "JOGMEC", "Kurdistan Regional Government", "Kurdistan Regional Government (KRG)"),
        *("Kuwait Investment Authority", "National Bank of the Republic of Kazakhstan"),
        *("Ministry of Land and Property Relations of the Republic of Bashkortostan", "North Slope Borough"),
        *("National Office of Hydrocarbons and Mines", "ONHYM", "Republic of Croatia"),
        *("Republic of Türkiye Ministry of Energy and Natural Resources", "Sudan Ministry of Energy and Mining"),
        *("Russian Federation Agency for State Property Management", "Workplace Safety and Insurance Board"),
        *("U.S. International Development Finance Corporation", "Wuqi County Government", "Zhidan County Government"),
        *("Anhui Coal Geology Bureau", "Changzhi County", "Chifeng City Economic and Information Commission"),
        "Assets Supervision and Administration Commission of Henan Provincial People's Government",
        "Datong City State-Owned Assets Supervision and Administration Commission",
        *("Daxing'anling Forestry Administration", "Department of Mines and Geology (Nepal)"),
        *("Dongzhang Village Committee of Nansong Township", "Egyptian Mineral Resources Authority"),
        *("Fugu State-Owned Assets Management Bureau", "Guizhou Coalfield Geology Bureau"),
        "Guizhou Geological Mineral Exploration and Development Bureau 106 Geological Team",
        "Inner Mongolia Autonomous Region Prison Administration",
        *("Inner Mongolia Coal Field Geological Bureau", "Inner Mongolia State-Owned Assets Management Committee"),
        *("Lueyang County Economic and Trade Bureau", "Ministry of Energy (Romania)", "Ministry of Energy (Ukraine)"),
        *("Ministry of Energy of Ukraine", "Ministry of Industries (Sri Lanka)", "Ministry of Justice of PRC"),
        *("Ministry of Metallurgical Industry (North Korea)", "Ministry of Trade and Industry"),
        *("National Service Project Organization", "People's Government of Sunjiazhuang Town"),
        *("Province of Balochistan", "Qian'an Municipal People's Government", "Shaanxi Province", "Shenmu County"),
        "Shandong Provincial People's Government State-owned Assets Supervision and Administration Commission",
        *("Shanyin County Bureau of Industry and Information Technology", "State Property Fund of Ukraine"),
        *("State of Gujarat", "State of Uttar Pradesh", "The People's Government of Sunjiacha Town", "Yu County"),
        _EIGHTH_DIVISION,
        "State-Owned Assets of the Municipal People's Government Supervision and Management Committee",
        "State-owned Assets Supervision and Administration Commission of Yunnan Province",
        "Tianjin Dongjiang Free Trade Port Area Management Committee",
        *(
            "Xinglonggou Village Committee",
            "Xinjiang Production and Construction Corps",
            "Xinzhou Coal Industry Bureau",
        ),
        *("Yongfeng Village Committee of Nansong Township", "Yu County Bureau of Industry and Information Technology"),
        "Yunnan Provincial Department of Finance",
    }
)
# Neither a firm nor a body of one state.
_ORGANISATIONS: Final = frozenset(
    {
        *("International Finance Corporation", "North Atlantic Treaty Organization", "Syrian Democratic Forces"),
        *("Jiangyin Changjiang Village Federation of Trade Unions", "Navajo Nation", "Trade Union Committee"),
        "Labor Union Committee of Xiaojiao Rolling Mill of Sanming Iron and Steel Works, Fujian Province",
        "Ministry of Fuel and Energy of Luhansk People's Republic",
        "Trade Union Committee of Henan Jiyuan Iron and Steel (Group)",
        "Trade Union Committee of Shiheng Special Steel Group",
        "Zhejiang Yuanli Metal Products Group Co Ltd Trade Union Committee",
    }
)
_UNSAID: Final = frozenset({"unknown", "nan"})
# Brackets of a Chinese keyboard stand for the others.
_OUTSIDE_BRACKETS: Final = re.compile(r";(?![^(\[（]*[)\]）])")
_PART: Final = re.compile(r"(?P<name>.*[^\s])\s*[(\[（](?P<share>[^()\[\]（）]*)%[)\]）]")
_WHOLE: Final = 100
_SHARE: Final = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Owner:
    """One entry of a list: the name as printed, the share in percent as printed or None, and its place from 1."""

    name: str
    share: str | None
    place: int

    @property
    def key(self) -> str:
        """Return the key of the one named: the same for the same name, and for no other spelling."""
        return gem_key(self.name)

    @property
    def table(self) -> str:
        """Return the class of the one named."""
        return class_of(self.name)

    @property
    def is_named(self) -> bool:
        """Tell whether the entry names someone whom claims may speak of."""
        return self.name not in NAMELESS | PRIVATE


def gem_key(name: str) -> str:
    """Return the key of what Global Energy Monitor knows by a name only."""
    return f"gem-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def class_of(name: str) -> str:
    """Return the class of an owner or operator."""
    if name in _PUBLIC or name.startswith("Government of "):
        return "PublicBody"
    return "Organisation" if name in _ORGANISATIONS else "Firm"


def split_names(row: Row, column: str) -> list[str]:
    """Split a cell at the semicolons outside brackets; raise CellInvalid for an entry without text."""
    parts = [part.strip() for part in _OUTSIDE_BRACKETS.split(row.cells[column])] if row.cells[column] else []
    if not all(parts):
        fault(CellInvalid, "An entry of the list is empty.", "Mend it in the adaptor.", row, column, row.cells[column])
    return parts


def read_owners(row: Row, column: str) -> Iterator[Owner]:
    """Yield the entries of a list of owners, such as `A [50.00%]; B [unknown %]` or `A (50%);B`.

    A share that is not printed, or printed as unknown or as no number, is None. Raises CellInvalid for any other
    share. One name may stand several times: as many claims.
    """
    for place, part in enumerate(split_names(row, column), start=1):
        match = _PART.fullmatch(part)
        name, share = (match["name"], match[columns.share].strip()) if match else (part, None)
        if share in _UNSAID:
            share = None
        if "%" in name or (share is not None and not _is_share(share)):
            fault(
                CellInvalid,
                "The share of an owner is no number up to 100.",
                "Decide in kg/adapt/owner_list.py.",
                row,
                column,
                part,
            )
        yield Owner(name, share, place)


def _is_share(text: str) -> bool:
    return _SHARE.fullmatch(text) is not None and Decimal(text) <= _WHOLE


def ownerships(row: Row, column: str, project: str, place: str) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each owner that a cell names, except for those of a share of 0 %.

    One who holds nothing owns nothing: the list keeps the name of a former owner, or of a share that rounds to nought.
    """
    for owner in read_owners(row, column):
        if owner.is_named and (owner.share is None or Decimal(owner.share) > 0):
            cells = {
                "key": f"{project}.{column}.{owner.place}",
                "has_owned_project": project,
                columns.has_owner: owner.key,
            }
            yield cells | {columns.share: owner.share or "", columns.was_derived_from: place}


def _named_rows(names: Callable[[Raw], Iterable[str]], table: str, raw: Raw) -> Iterator[dict[str, str]]:
    if table == "Organisation":
        yield {"key": "global-energy-monitor", "label_en": "Global Energy Monitor"}
    for name in sorted(set(names(raw)) - NAMELESS - PRIVATE):
        if class_of(name) == table:
            yield {"key": gem_key(name), "label_en": name}


def tables_of_named(
    names: Callable[[Raw], Iterable[str]],
) -> dict[str, Callable[[Raw], Iterator[dict[str, str]]]]:
    """Return what makes the tables of those whom raw files name: firms, public bodies, and other organisations.

    Each of them has a row, in the order of the names; the publisher is one of the organisations.
    """
    return {table: partial(_named_rows, names, table) for table in ("Firm", "PublicBody", "Organisation")}
