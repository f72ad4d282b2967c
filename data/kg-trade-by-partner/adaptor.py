"""Kyrgyzstan's trade in goods by partner and year, as its statistics committee prints it in two tables.

A figure is taken as the workbooks show it, to one decimal of a thousand dollars; the cells hold up to three, and what a
program left behind them (1177.1000000000001). A dash stands for nothing and is no row of the file. A nought that is
shown, 0.0, is a figure that rounds to it. The cells of imports from 2019 on have a format that shows a nought as a dash
too: those are left out.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.adapt.country_names import russian_partner
from kg.adapt.decisions import meaning
from kg.adapt.figures import as_shown, figure_cells, flow_ends, printed_amount, printed_year
from kg.adapt.files import Raw
from kg.load.rows import Row

FILE: Final = "kg_trade_by_partner_1994_2023.csv"


class Book(NamedTuple):
    """A workbook: what it is of, the day on which it was last saved, and where it says what is not in the file."""

    exports: bool
    saved: str
    preliminary: str
    dashed_from: str


_NEVER: Final = "9999"
BOOKS: Final = MappingProxyType(
    {
        "export": Book(exports=True, saved="2024-10-01", preliminary=_NEVER, dashed_from=_NEVER),
        # The head of its last column is «2023 1», and the footnote 1 says «preliminary data».
        "import": Book(exports=False, saved="2024-03-02", preliminary="2023", dashed_from="2019"),
    }
)

# Russian names that only this source prints, by ISO code; None for what is left out, for it is no country.
PARTNERS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "Австралия и Океания": None,
        "Азия": None,
        "Америка": None,
        "Африка": None,
        "Всего": None,
        "ЕАЭС": None,
        "ЕС": None,
        "Европа": None,
        "СНГ": None,
        "ШОС": None,
        "Европейский союз (ЕС)": None,  # what no member is named for: it stands among the countries of Europe
        "Неопределенная страна": None,
        "Нидерландские Антильские острова": None,  # of 2012, when they were no more
        "Нормандские Острова": None,  # Guernsey and Jersey in one
        "ООН": None,
        "Багамские острова": "BS",
        "Бермудские острова": "BM",
        "Боствана": "BW",
        "Британско- Виргинские острова": "VG",
        "Британско-Виргинские острова": "VG",
        "Буве": "BV",
        "Буркино Фасо": "BF",
        "Великобритания (Соединенное Королевство)": "GB",
        "Восточное САМОА": "AS",
        "Гвинея - Бисау": "GW",
        "Заир": "CD",
        "Каймановы Острова": "KY",
        "Китай (Сар Гонконг)": "HK",
        "Кокосовые осторова": "CC",
        "Корея (КНДР)": "KP",
        "Коста Рика": "CR",
        "Котд Ивуар": "CI",
        "Котд'Ивуар": "CI",
        "Ливийская Арабская Джамахирия": "LY",
        "Макао (Макао)": "MO",
        "Республика Македония": "MK",
        "Сан Марино": "SM",
        "Сейшельские Острова": "SC",
        "Сьерра Леоне": "SL",
        "Тайвань. Китайская провинция": "TW",
        "ЦАР": "CF",
        "Эль-Сальвадор": "SV",
        "ЮАР": "ZA",
    }
)

_GRAIN: Final = Decimal("0.1")
_THOUSAND: Final = 3
_PRELIMINARY: Final = MappingProxyType(
    {
        "note_en": "Preliminary, by a footnote.",
        "note_kk": "Ескертпе бойынша, алдын ала дерек.",
        "note_ru": "Предварительные данные, по сноске.",
    }
)
_FINAL: Final = MappingProxyType(dict.fromkeys(_PRELIMINARY, ""))


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow of goods to or from a partner in a year."""
    books, partners = raw.decisions(FILE, BOOKS), raw.decisions(FILE, PARTNERS)
    used = ("flow", "year", "partner_ru", "value_kusd")
    # The names are told apart in Russian; the row is that of the workbook's sheet, and not the place given here.
    for row in raw.rows(FILE, used, ignored=("partner_ky", "partner_en", "row")):
        book, partner = meaning(row, "flow", books), russian_partner(row, "partner_ru", partners)
        year, amount = printed_year(row, "year"), printed_amount(row, "value_kusd")
        if partner is not None and not (amount == 0 and year >= book.dashed_from):
            yield flow_ends("KG", partner, exports=book.exports) | _cells(row, book, year, amount)


def _cells(row: Row, book: Book, year: str, amount: Decimal) -> dict[str, str]:
    """Return the cells of a claim that do not depend on the partner: its period, amount, vintage and place."""
    return {
        "period": year,
        **figure_cells(as_shown(amount, _GRAIN), _THOUSAND),
        "recorded_on": book.saved,
        **(_PRELIMINARY if year == book.preliminary else _FINAL),
        "was_derived_from": f"#row={row.line}",
    }


TABLES = {"TradeFlow": flows}
