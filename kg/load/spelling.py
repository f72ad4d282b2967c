"""Names as statistics offices spell them: what is one name in whatever capitals, marks and order of words."""

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import Final

from kg.core.likeness import skeleton

_WORD = re.compile(r"\w+")
_ISLANDS = re.compile(r"\bо-ва\b|\bо-в\b|\bострова\b")
SMALL_WORDS: Final = frozenset({"and", "of", "the", "и"})
_SHORT: Final = MappingProxyType(
    {"st": "saint", "is": "islands", "св": "святой", "rep": "republic", "респ": "республика"}
)

# Names of countries in use by statistics offices that neither ISO 3166-1 nor CLDR has. Two states are called Congo: a
# bare «Congo» is ISO's own name of CG, and the other one is never meant by it; nor is Korea any one of two.
ENGLISH: Final = MappingProxyType(
    {
        "Belorussia": "BY",
        "Britain": "GB",
        "Brunei": "BN",
        "Byelorussia": "BY",
        "Czech Republic": "CZ",
        "DR Congo": "CD",
        "Democratic Republic of the Congo": "CD",
        "East Timor": "TL",
        "GDR": "DDDE",
        "Holland": "NL",
        "Ivory Coast": "CI",
        "Kirghizia": "KG",
        "Kirgizia": "KG",
        "Kosovo": "XK",
        "Moldavia": "MD",
        "Palestine": "PS",
        "Republic of the Congo": "CG",
        "Russia": "RU",
        "Turkey": "TR",
        "Turkmenia": "TM",
        "USSR": "SUHH",
    }
)
# Russian names that statistics offices of several countries print and CLDR does not, without regard to capitals.
RUSSIAN: Final = MappingProxyType(
    {
        "бруней-даруссалам": "BN",
        "виргинские острова, сша": "VI",
        "гдр": "DDDE",
        "голландия": "NL",
        "гонконг": "HK",
        "конго": "CG",
        "лаосская народно-демократическая республика": "LA",
        "македония": "MK",
        "маршалловы острова": "MH",
        "мьянма": "MM",
        "объединенные арабские эмираты": "AE",
        "папуа-новая гвинея": "PG",
        "свазиленд": "SZ",
        "соединенные штаты америки": "US",
        "соломоновы острова": "SB",
        "ссср": "SUHH",
        "сша": "US",
        "тимор-лесте": "TL",
        "фарерские острова": "FO",
        "чешская республика": "CZ",
    }
)
OTHERS: Final = MappingProxyType(
    {
        "AE": ("UAE", "ОАЭ", "БАӘ", "Объединенные Арабские Эмираты"),
        "AM": ("Республика Армения",),
        "AZ": ("Азербайджанская Республика",),
        "BM": ("Бермуды",),
        "BN": ("Brunei Darussalam", "Бруней-Даруссалам"),
        "BY": ("Белоруссия", "Республика Беларусь"),
        "CD": ("Congo (Kinshasa)", "Congo DR", "Демократическая Республика Конго"),
        "CG": ("Congo (Brazzaville)", "Конго"),
        "CI": ("Кот-д'Ивуар",),
        "CN": ("China PR", "PR China", "PRC", "КНР", "ҚХР", "Китайская Народная Республика"),
        "CV": ("Cape Verde",),
        "CZ": ("Чешская Республика",),
        "DE": ("ФРГ",),
        "FM": ("Micronesia", "Микронезия, Федеративные Штаты"),
        "GB": ("UK", "Great Britain", "Англия", "Соединенное Королевство"),
        "HK": ("Hong Kong", "Hong Kong, China", "Гонконг"),
        "IR": ("Iran", "Иран, Исламская Республика"),
        "KG": ("Kyrgyz Republic", "Кыргызстан", "Киргизская Республика", "Кыргызская Республика"),
        "KM": ("Коморские Острова",),
        "KP": ("North Korea", "КНДР", "Корея, Народно-Демократическая Республика"),
        "KR": ("South Korea", "Южная Корея", "Корея, Республика", "Республика Корея"),
        "KZ": ("Qazaqstan", "Республика Казахстан", "Қазақстан Республикасы"),
        "LA": ("Laos", "Лаосская Народно-Демократическая Республика"),
        "MD": ("Moldova", "Молдавия", "Молдова, Республика", "Республика Молдова"),
        "MK": ("Macedonia", "Македония"),
        "MM": ("Burma", "Мьянма"),
        "MO": ("Macao", "Macau", "Макао"),
        "PS": ("Палестина, Государство",),
        "RU": ("Российская Федерация", "РФ", "Ресей Федерациясы"),
        "SC": ("Сейшелы",),
        "SY": ("Syria", "Сирийская Арабская Республика"),
        "SZ": ("Swaziland", "Свазиленд"),
        "TJ": ("Республика Таджикистан", "Тәжікстан Республикасы"),
        "TL": ("Тимор-Лесте",),
        "TM": ("Туркмения",),
        "TR": ("Türkiye",),
        "TW": ("Taiwan", "Taiwan, China", "Тайвань (Китай)"),
        "TZ": ("Tanzania", "Танзания, Объединенная Республика"),
        "US": ("USA", "United States of America", "США", "АҚШ", "Соединенные Штаты Америки"),
        "UZ": ("Республика Узбекистан", "Өзбекстан Республикасы"),
        "VA": ("Vatican", "Ватикан, Государство-Город"),
        "VE": ("Venezuela",),
        "VN": ("Viet Nam", "Vietnam"),
        "ZA": ("Южная Африка", "ЮАР"),
    }
)


@cache
def folded(name: str) -> str:
    """Return a name without what spellings differ in: capitals, accents, marks, small words, and the order of words."""
    plain = "".join(map(_bare, unicodedata.normalize("NFKC", name).casefold()))
    words = _WORD.findall(_ISLANDS.sub("остров", plain))
    return " ".join(sorted(_SHORT.get(word, word) for word in words if word not in SMALL_WORDS))


def called(name: str) -> str:
    """Return what all spellings of a name have in common: its words in order, without what keyboards differ in."""
    return " ".join(sorted(skeleton(folded(name)).split()))


def _bare(letter: str) -> str:
    """Return a Latin letter without its accents, and ё as е; other letters are what they are with their marks."""
    if letter == "ё":
        return "е"
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter
