"""The few words of a page that no label of the ontology gives, in three languages."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "conflicts": {
        "en": "Where claims disagree",
        "kk": "Мәлімдемелер арасындағы қайшылықтар",
        "ru": "Где утверждения расходятся",
    },
    "comparisons": {
        "en": "Claims side by side",
        "kk": "Қатар қойылған мәлімдемелер",
        "ru": "Утверждения рядом",
    },
    "targets": {
        "en": "Targets, and what became of them",
        "kk": "Межелер және олардың орындалуы",
        "ru": "Цели и их выполнение",
    },
    "mirrors": {
        "en": "One flow, two reports",
        "kk": "Бір ағын, екі тараптың дерегі",
        "ru": "Один поток по данным двух сторон",
    },
    "other names": {"en": "other names", "kk": "басқа атаулары", "ru": "другие названия"},
    "no name known": {"en": "no name known", "kk": "белгілі атауы жоқ", "ru": "название неизвестно"},
    "claims": {"en": "Claims that name it", "kk": "Оны атайтын мәлімдемелер", "ru": "Утверждения, где это названо"},
    "questions": {
        "en": "Questions that take it",
        "kk": "Ол туралы қоюға болатын сұрақтар",
        "ru": "Вопросы, которые можно об этом задать",
    },
    "key": {"en": "key", "kk": "кілт", "ru": "ключ"},
    "name": {"en": "name", "kk": "атауы", "ru": "название"},
    "kind": {"en": "kind", "kk": "түрі", "ru": "вид"},
    "claim count": {"en": "claims", "kk": "мәлімдеме", "ru": "утверждений"},
    "source": {"en": "source", "kk": "дереккөз", "ru": "источник"},
    "vintage": {"en": "vintage", "kk": "шыққан күні", "ru": "выпуск"},
    "entities": {"en": "entities", "kk": "нысан", "ru": "сущностей"},
    "licence": {"en": "licence", "kk": "лицензиясы", "ru": "лицензия"},
    "pack": {"en": "pack", "kk": "жинақ", "ru": "пакет"},
    "publisher": {"en": "publisher", "kk": "баспагер", "ru": "издатель"},
    "more": {"en": "… {} more", "kk": "… тағы {}", "ru": "… ещё {}"},
    "contents": {"en": "Contents", "kk": "Мазмұны", "ru": "Содержание"},
    "sources": {"en": "Sources", "kk": "Дереккөздер", "ru": "Источники"},
    "nothing": {
        "en": "Nothing of the kind was found.",
        "kk": "Мұндай ештеңе табылмады.",
        "ru": "Ничего такого не найдено.",
    },
    "more dyads": {
        "en": "Dyads with smaller gaps that are not shown: {}. --dyad shows one, --all every one.",
        "kk": "Алшақтығы аздау, көрсетілмеген диадалар: {}. --dyad біреуін, --all бәрін көрсетеді.",
        "ru": "Не показаны диады с меньшим расхождением: {}. --dyad покажет одну, --all — все.",
    },
    "reported by": {"en": "as {} reports", "kk": "{} дерегі бойынша", "ru": "по данным: {}"},
    "taken as": {"en": "taken as {}", "kk": "{} деп алынды", "ru": "принято за {}"},
    "one side": {
        "en": "what one side alone reports of it",
        "kk": "бұл туралы бір ғана тараптың дерегі",
        "ru": "данные только одной стороны",
    },
    "third": {
        "en": "what a third party computes or reconciles: no side's report",
        "kk": "үшінші тараптың есебі немесе келістірген дерегі: екі тараптың да дерегі емес",
        "ru": "расчёт третьей стороны или согласованные ею данные: это не отчёт ни одной из сторон",
    },
    "months": {
        "en": "the months add up to {}",
        "kk": "айлардың қосындысы: {}",
        "ru": "сумма по месяцам: {}",
    },
    "quarters": {
        "en": "the quarters add up to {}",
        "kk": "тоқсандардың қосындысы: {}",
        "ru": "сумма по кварталам: {}",
    },
    "computed": {
        "en": "computed of what it reports of the parts: {}",
        "kk": "бөліктері туралы дерегінен есептелді: {}",
        "ru": "вычислено по его данным о частях: {}",
    },
    "also reported": {
        "en": "it reports another figure too: {}",
        "kk": "ол басқа мәнді де хабарлаған: {}",
        "ru": "сообщается и другое значение: {}",
    },
    "no mirror": {
        "en": "In this graph no flow between them is reported by both sides themselves.",
        "kk": "Бұл графта олардың арасындағы бірде-бір ағын туралы екі тарап та өз дерегін бермейді.",
        "ru": "В этом графе нет потока между ними, о котором обе стороны сообщали бы сами.",
    },
    "first said": {"en": "first said", "kk": "алғаш айтылды", "ru": "названа впервые"},
    "last said": {"en": "last said", "kk": "соңғы рет айтылды", "ru": "названа в последний раз"},
    "statements": {"en": "statements", "kk": "мәлімдемелер саны", "ru": "число утверждений"},
    "deadline": {"en": "deadline", "kk": "мерзімі", "ru": "срок"},
    "no deadline": {
        "en": "none; age in months",
        "kk": "жоқ; алғаш айтылғалы, ай",
        "ru": "нет; месяцев с первого упоминания",
    },
    "then": {"en": "value then", "kk": "бастапқы мәні", "ru": "первоначальное значение"},
    "now": {"en": "value now", "kk": "қазіргі мәні", "ru": "текущее значение"},
    "distance": {
        "en": "distance to the latest value",
        "kk": "соңғы мәнге дейінгі айырма",
        "ru": "разность с последним значением",
    },
    "more missed": {
        "en": "Other plans whose date has passed without a realised claim: {}. "
        "`kg ask missed-deadlines --set on={}` lists them.",
        "kk": "Мерзімі өтіп, орындалғаны хабарланбаған басқа жоспарлар: {}. "
        "Тізімін `kg ask missed-deadlines --set on={}` береді.",
        "ru": "Другие планы, срок которых прошёл без сообщения об исполнении: {}. "
        "Их перечислит `kg ask missed-deadlines --set on={}`.",
    },
    "missed": {
        "en": "the deadline has passed, and no realised value is reported",
        "kk": "мерзімі өтті, ал нақты мән хабарланбады",
        "ru": "срок прошёл, а фактическое значение не сообщено",
    },
    "no value": {"en": "no realised value", "kk": "нақты мәні жоқ", "ru": "нет фактического значения"},
}


def text(name: str, language: str) -> str:
    """Return a text of a page in a language."""
    return TEXTS[name][language]
