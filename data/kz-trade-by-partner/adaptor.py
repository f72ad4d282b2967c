"""Kazakhstan's trade in goods by partner and year, as its statistics bureau prints it in five yearly books.

A figure is taken as the books show it, to one decimal of a thousand dollars. Their cells hold up to five, but these are
no finer knowledge: figures of trade within the Economic Union are typed to one decimal, and what was added up from both
kinds differs in the digits that are not shown (Kyrgyzstan's turnover of 2019). What is left out, and why:

- groups of countries, and the total: only pairs of economies are in scope;
- a year that a later book prints again, where the figure is the same to the digit: the first book has said it.

A cell that shows «0,0» is «an insignificant quantity» by the legend of the book: less than what would be shown as 0.1.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.adapt.country_names import russian_partner
from kg.adapt.decisions import meaning
from kg.adapt.figures import as_shown, flow_ends, printed_amount, printed_year
from kg.adapt.files import Raw
from kg.load.country_codes import dyad_key
from kg.load.rows import Row

FILE: Final = "kz_trade_by_partner_2018_2023.csv"
TURNOVER, EXPORT, IMPORT = "turnover_kusd", "export_kusd", "import_kusd"

# The day of each book: that on which it was last saved, as the file itself says. The book of 2023 says on its cover
# that it was published on this day; the others bear no date.
BOOKS: Final = MappingProxyType(
    {
        "Основные показатели внешней торговли_2019.xls": "2020-08-13",
        "Основные показатели внешней торговли_2020.xls": "2021-07-28",
        "Основные показатели внешней торговли_2021.xls": "2022-07-22",
        "Основные показатели внешней торговли по странам_2022.xls": "2023-07-28",
        "Основные показатели внешней торговли по странам_2023.xls": "2024-07-25",
    }
)

# Names that are not those in common use today, by ISO code; None for groups of countries, which are left out.
PARTNERS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "Австралия и Океания": None,
        "Азия": None,
        "Америка": None,
        "Африка": None,
        "Всего": None,
        "Всего\nв том числе": None,
        "Европа": None,
        "Остальные страны мира": None,
        "Страны ЕАЭС": None,
        "Страны ЕС": None,
        "Страны СНГ": None,
        "Страны вне ЕАЭС": None,
        "Страны вне ЕС": None,
        "Аландские Острова": "AX",
        "Ангилья (Брит.)": "AI",
        "Бермуды": "BM",
        "Ватикан, Государство-Город": "VA",
        "Виргинские Острова (Брит.)": "VG",
        "Виргинские Острова (США)": "VI",
        "Гибралтар (Брит.)": "GI",
        "Гуам (США)": "GU",
        "Гуам (Сша)": "GU",
        "Демократическая Республика Конго": "CD",
        "Ирак, Республика Ирак": "IQ",
        "Иран, Исламская Республика": "IR",
        "Каймановы Острова (Брит.)": "KY",
        "Кокосовые (Килинг) Острова": "CC",
        "Коморские Острова": "KM",
        "Коморские острова": "KM",
        "Корея, Народно-Демократическая Республика": "KP",
        "Корея, народно-Демократическая Республика": "KP",
        "Кот-Д'Ивуар": "CI",
        "Кыргызстан": "KG",
        "Макао": "MO",
        "Малые Тихоокеан. Отдаленные остроа США": "UM",
        "Малые Тихоокеан. отдален. острова США": "UM",
        "Малые Тихоокеан.отдален.ост-ва С.Ш.": "UM",
        "Микронезия, Федеративные Штаты": "FM",
        "Молдова, Республика": "MD",
        "Остров Мэн": "IM",
        "Остров Рождества": "CX",
        "Остров Святой Елены": "SH",
        "Острова Кука (Н.Зел.)": "CK",
        "Острова Теркс И Кайкос": "TC",
        "Острова Теркс и Кайкос": "TC",
        "Палестина, Государство": "PS",
        "Питкерн": "PN",
        "Республика Латвия": "LV",
        "Самоа, Независимое Государство": "WS",
        "Северные Марианские Острова": "MP",
        "Северные Марианские острова": "MP",
        "Сейшелы": "SC",
        "Сирийская Арабская Республика": "SY",
        "Соединенное Королевство": "GB",
        "Тайвань (Китай)": "TW",
        "Танзания, Объединенная Республика": "TZ",
        "Фолклендские Острова (Мальвинские)": "FK",
        "Французкие южные территории": "TF",
        "Черногория (Монтенегро)": "ME",
        "Южн.Джорджия И Южн.Сандвич.Острова": "GS",
        "Южная Африка": "ZA",
    }
)

_GRAIN: Final = Decimal("0.1")
_THOUSAND: Final = 3


class Figure(NamedTuple):
    """A figure of a row: the partner whose it is, and the cells of a claim that do not depend on its direction."""

    partner: str
    cells: dict[str, str]


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow of goods to or from a partner in each book that says it anew."""
    for column in (EXPORT, IMPORT):
        for partner, cells in _figures(raw, column):
            yield flow_ends("KZ", partner, exports=column == EXPORT) | cells


def turnovers(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for the turnover with each partner in each book that says it anew."""
    for partner, cells in _figures(raw, TURNOVER):
        yield {"is_about_dyad": dyad_key("KZ", partner), **cells}


def _figures(raw: Raw, column: str) -> Iterator[Figure]:
    """Yield the figures of one column by the day of their book, each as often as it changes."""
    books, partners = raw.decisions(FILE, BOOKS), raw.decisions(FILE, PARTNERS)
    said: dict[tuple[str, str], str] = {}
    used, ignored = ("file", "year", "partner_ru", column), {TURNOVER, EXPORT, IMPORT} - {column}
    # The row gives the place; the sheet and its row, where the same stands in the book, are left to the raw file.
    rows = raw.rows(FILE, used, ("sheet", "row", *ignored))
    for day, row in sorted(((meaning(row, "file", books), row) for row in rows), key=lambda dated: dated[0]):
        partner, year, figure = (
            russian_partner(row, "partner_ru", partners),
            printed_year(row, "year"),
            _shown(row, column),
        )
        if partner is not None and figure and said.get((partner, year)) != figure:
            said[(partner, year)] = figure
            yield Figure(partner, _cells(figure, year, day, row))


def _cells(said: str, year: str, day: str, row: Row) -> dict[str, str]:
    """Return the cells of a claim that one figure gives: its period, bound, amount and place."""
    insignificant = Decimal(said) == 0
    amount = (_GRAIN / 2 if insignificant else Decimal(said)).scaleb(_THOUSAND)
    return {
        "period": year,
        "has_bound": "less-than" if insignificant else "stated",
        "amount": format(amount, ".0f"),
        "amount_as_said": said,
        "recorded_on": day,
        "was_derived_from": f"#row={row.line}",
    }


def _shown(row: Row, column: str) -> str:
    """Return a figure as its book shows it, '' for an empty cell; raise CellInvalid for what is no amount."""
    return as_shown(printed_amount(row, column), _GRAIN) if row.cells[column] else ""


TABLES = {"TradeFlow": flows, "Measurement": turnovers}
