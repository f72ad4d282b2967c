"""International organisations in which a country or the European Union participates, as The World Factbook lists them.

The list is of organisations «in which the subject country is a member or participates in some other way»: it vouches
for no more. What it adds in brackets, such as «associate», stands as the words of the claim.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import country_key
from kg.load.rows import Row

FILE: Final = "igo_participation_history.csv"
LAST: Final = "2026-05-17"

# Entries without a code of ISO, by the Factbook's own code.
ENTRIES: Final[Mapping[str, str | None]] = MappingProxyType({"ee": "EU", "kv": "XK", "ri": "RS", "sv": None})

# What is printed among the organisations and is none: parts of a note, and that there are none.
NO_ORGANISATION: Final = dict.fromkeys(
    ("2021", "Kinmen", "Penghu", "and Matsu", "as of December 2021", "before 15 August", "none")
)
# Organisations that one entry lists twice, by its code and what is printed: under another name, or as both a member and
# one that has only signed.
LISTED_TWICE: Final = dict.fromkeys(
    (
        ("DMA", "Commonwealth of Nations", ""),
        ("SOM", "OPCW", "signatory"),
        ("TUN", "ICCt", "signatory"),
        ("UZB", "EEU", "observer"),
    )
)

# Other spellings of an organisation: the usual one, and what else the spelling says.
SPELLINGS: Final = MappingProxyType(
    {
        "Australian Group": ("Australia Group", ""),
        "EITI (compliant country)": ("EITI", ""),
        "Francophonie": ("OIF", ""),
        "G- 9": ("G-9", ""),
        "ICCT": ("ICCt", ""),
        "MIUSMA": ("MINUSMA", ""),
        "OECD (Enhanced Engagement": ("OECD", "Enhanced Engagement"),
        "UNSC": ("UN Security Council", ""),
        "WBG": ("World Bank Group", ""),
        "WTO (Taipei, China);": ("WTO", "Taipei, China"),
    }
)

# What is printed in brackets: the words of the claim, or None for what is left out.
QUALIFIERS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "2024": "",  # part of a note
        # Those who participate are associations in the country, not the country.
        "NGOs": None,
        "national committees": None,
        # Cuba is listed where it does not participate.
        "excluded from formal participation since 1962": None,
        # Seats for two years, which stay listed for many.
        "non-permanent": None,
        "temporary": None,
    }
    | {
        words: words
        for words in (
            "Chinese Taipei", "Taipei, China", "accession candidate", "associate", "associate member",
            "associate observer", "associated member", "candidate", "candidate country", "candidates",
            "compliant country", "cooperating state", "correspondent", "de facto member", "dialogue member",
            "dialogue partner", "enhanced engagement", "implementing country", "nonregional member",
            "nonregional members", "observer", "partner", "partners", "pending member", "permanent", "regional",
            "sectoral dialogue partner", "signatory", "subbureau", "subscriber", "suspended", "temporarily suspended",
        )
    }
)  # fmt: skip

# Names of organisations whose abbreviation is known to all readers of the Factbook, in three languages.
NAMES: Final = MappingProxyType(
    {
        "ADB": ("Asian Development Bank", "Азия даму банкі", "Азиатский банк развития"),
        "AIIB": ("Asian Infrastructure Investment Bank", "Азия инфрақұрылымдық инвестициялар банкі",
                 "Азиатский банк инфраструктурных инвестиций"),
        "APEC": ("Asia-Pacific Economic Cooperation", "Азия-Тынық мұхиты экономикалық ынтымақтастығы",
                 "Азиатско-Тихоокеанское экономическое сотрудничество"),
        "ASEAN": ("Association of Southeast Asian Nations", "Оңтүстік-Шығыс Азия мемлекеттерінің қауымдастығы",
                  "Ассоциация государств Юго-Восточной Азии"),
        "AU": ("African Union", "Африка одағы", "Африканский союз"),
        "BIS": ("Bank for International Settlements", "Халықаралық есеп айырысу банкі",
                "Банк международных расчётов"),
        "BRICS": ("BRICS", "БРИКС", "БРИКС"),
        "BSEC": ("Organization of the Black Sea Economic Cooperation", "Қара теңіз экономикалық ынтымақтастық ұйымы",
                 "Организация Черноморского экономического сотрудничества"),
        "CE": ("Council of Europe", "Еуропа Кеңесі", "Совет Европы"),
        "CICA": ("Conference on Interaction and Confidence-Building Measures in Asia",
                 "Азиядағы өзара іс-қимыл және сенім шаралары кеңесі",
                 "Совещание по взаимодействию и мерам доверия в Азии"),
        "CIS": ("Commonwealth of Independent States", "Тәуелсіз Мемлекеттер Достастығы",
                "Содружество Независимых Государств"),
        "CSTO": ("Collective Security Treaty Organization", "Ұжымдық қауіпсіздік туралы шарт ұйымы",
                 "Организация Договора о коллективной безопасности"),
        "EAEC": ("Eurasian Economic Community", "Еуразиялық экономикалық қоғамдастық",
                 "Евразийское экономическое сообщество"),
        "EAEU": ("Eurasian Economic Union", "Еуразиялық экономикалық одақ", "Евразийский экономический союз"),
        "EBRD": ("European Bank for Reconstruction and Development", "Еуропа қайта құру және даму банкі",
                 "Европейский банк реконструкции и развития"),
        "ECO": ("Economic Cooperation Organization", "Экономикалық ынтымақтастық ұйымы",
                "Организация экономического сотрудничества"),
        "EU": ("European Union", "Еуропалық одақ", "Европейский союз"),
        "FAO": ("Food and Agriculture Organization of the United Nations",
                "БҰҰ Азық-түлік және ауыл шаруашылығы ұйымы",
                "Продовольственная и сельскохозяйственная организация ООН"),
        "G-20": ("G20", "G20", "Группа двадцати"),
        "IAEA": ("International Atomic Energy Agency", "Атом энергиясы жөніндегі халықаралық агенттік",
                 "Международное агентство по атомной энергии"),
        "IBRD": ("International Bank for Reconstruction and Development", "Халықаралық қайта құру және даму банкі",
                 "Международный банк реконструкции и развития"),
        "ICAO": ("International Civil Aviation Organization", "Халықаралық азаматтық авиация ұйымы",
                 "Международная организация гражданской авиации"),
        "IDB": ("Islamic Development Bank", "Ислам даму банкі", "Исламский банк развития"),
        "ILO": ("International Labour Organization", "Халықаралық еңбек ұйымы", "Международная организация труда"),
        "IMF": ("International Monetary Fund", "Халықаралық валюта қоры", "Международный валютный фонд"),
        "IOM": ("International Organization for Migration", "Халықаралық көші-қон ұйымы",
                "Международная организация по миграции"),
        "Interpol": ("Interpol", "Интерпол", "Интерпол"),
        "NATO": ("North Atlantic Treaty Organization", "Солтүстік Атлантика шарты ұйымы",
                 "Организация Североатлантического договора"),
        "OECD": ("Organisation for Economic Co-operation and Development",
                 "Экономикалық ынтымақтастық және даму ұйымы",
                 "Организация экономического сотрудничества и развития"),
        "OIC": ("Organisation of Islamic Cooperation", "Ислам ынтымақтастығы ұйымы",
                "Организация исламского сотрудничества"),
        "OPEC": ("Organization of the Petroleum Exporting Countries", "Мұнай экспорттаушы елдер ұйымы",
                 "Организация стран — экспортёров нефти"),
        "OSCE": ("Organization for Security and Co-operation in Europe",
                 "Еуропадағы қауіпсіздік және ынтымақтастық ұйымы",
                 "Организация по безопасности и сотрудничеству в Европе"),
        "SCO": ("Shanghai Cooperation Organisation", "Шанхай ынтымақтастық ұйымы",
                "Шанхайская организация сотрудничества"),
        "UN": ("United Nations", "Біріккен Ұлттар Ұйымы", "Организация Объединённых Наций"),
        "UNESCO": ("UNESCO", "ЮНЕСКО", "ЮНЕСКО"),
        "WCO": ("World Customs Organization", "Дүниежүзілік кеден ұйымы", "Всемирная таможенная организация"),
        "WHO": ("World Health Organization", "Дүниежүзілік денсаулық сақтау ұйымы",
                "Всемирная организация здравоохранения"),
        "WTO": ("World Trade Organization", "Дүниежүзілік сауда ұйымы", "Всемирная торговая организация"),
    }
)  # fmt: skip


def organisations(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Organisation table for each organisation in which somebody participates."""
    names = raw.decisions(FILE, NAMES)
    for printed in sorted({organisation for _, _, organisation, _ in _participations(raw)}):
        en, kk, ru = names.get(printed, (printed, "", ""))
        alternative = printed if printed != en else ""
        yield {"key": _key(printed), "label_en": en, "label_kk": kk, "label_ru": ru, "alt_label_en": alternative}


def participations(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Relation table for each participation, from the first day it is seen until after the last."""
    for row, entry, organisation, words in _participations(raw):
        first, last = (_day(row, column) for column in ("first_seen", "last_seen"))
        yield {
            "is_about": entry,
            "has_relation_kind": "observer-of" if words == "observer" else "participates-in",
            "is_related_to_organisation": _key(organisation),
            "words_en": words,
            "valid_from": first.isoformat(),
            "valid_until": "" if last.isoformat() == LAST else (last + timedelta(days=1)).isoformat(),
            "was_derived_from": f"#row={row.line}",
        }


def _participations(raw: Raw) -> Iterator[tuple[Row, str, str, str]]:
    """Yield what is taken: the row, who participates, the organisation in its usual spelling, and what is said."""
    entries, none = raw.decisions(FILE, ENTRIES), raw.decisions(FILE, NO_ORGANISATION)
    twice = raw.decisions(FILE, LISTED_TWICE)
    spellings, qualifiers = raw.decisions(FILE, SPELLINGS), raw.decisions(FILE, QUALIFIERS)
    used = ("gec", "iso3", "organisation", "qualifier", "first_seen", "last_seen")
    for row in raw.rows(FILE, used, ("commit_last_seen",)):  # the day says which state it is
        printed, qualifier = row.cells["organisation"], row.cells["qualifier"]
        entry = _entry(row, entries)
        if printed in none or (row.cells["iso3"], printed, qualifier) in twice:
            continue
        organisation, words = spellings.get(printed, (printed, ""))
        said = meaning(row, "qualifier", qualifiers) if qualifier else words
        if said is not None and entry is not None:
            yield row, entry, organisation, said


def _entry(row: Row, entries: Mapping[str, str | None]) -> str | None:
    return country_key(row, "iso3", int(LAST[:4])) if row.cells["iso3"] else meaning(row, "gec", entries)


def _day(row: Row, column: str) -> date:
    try:
        day = date.fromisoformat(row.cells[column])
    except ValueError:
        day = date.max
    if day.isoformat() > LAST:
        problem = f"The value is no day until {LAST}."
        fault(CellInvalid, problem, "Get the file that was read.", row, column, row.cells[column])
    return day


def _key(organisation: str) -> str:
    """Return the key of an organisation: its abbreviation in small letters."""
    return "igo-" + re.sub("[^a-z0-9]+", "-", organisation.casefold())


TABLES = {"Organisation": organisations, "Relation": participations}
