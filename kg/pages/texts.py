"""The few words of a page that no label of the ontology gives, in three languages."""

from typing import Final

TEXTS: Final = {
    "conflicts": ("Where claims disagree", "Мәлімдемелер қай жерде келіспейді", "Где утверждения расходятся"),
    "comparisons": ("Claims side by side", "Қатар қойылған мәлімдемелер", "Утверждения рядом"),
    "targets": ("Targets, and what became of them", "Межелер және олардың тағдыры", "Цели и что с ними стало"),
    "mirrors": ("One flow, two reports", "Бір ағын, екі есеп", "Один поток, два отчёта"),
    "as of": ("as of {}", "{} күнгі жағдай", "по состоянию на {}"),
    "contents": ("Contents", "Мазмұны", "Содержание"),
    "sources": ("Sources", "Дереккөздер", "Источники"),
    "nothing": ("Nothing of the kind was found.", "Мұндай ештеңе табылмады.", "Ничего такого не найдено."),
    "more dyads": (
        "Dyads with smaller gaps that are not shown: {}. --dyad shows one, --all every one.",
        "Алшақтығы аздау, көрсетілмеген диадалар: {}. --dyad біреуін, --all бәрін көрсетеді.",
        "Не показаны диады с меньшим разрывом: {}. --dyad покажет одну, --all — все.",
    ),
    "reported by": ("as {} reports", "{}: өз есебі", "по данным: {}"),
    "first said": ("first said", "алғаш айтылды", "названа впервые"),
    "last said": ("last said", "соңғы рет айтылды", "названа в последний раз"),
    "statements": ("statements", "мәлімдемелер саны", "число утверждений"),
    "deadline": ("deadline", "мерзімі", "срок"),
    "no deadline": ("none; age in months", "жоқ; жасы, ай", "нет; возраст в месяцах"),
    "then": ("value then", "сондағы мәні", "значение тогда"),
    "now": ("value now", "қазіргі мәні", "значение теперь"),
    "distance": ("distance to the latest value", "соңғы мәнге дейінгі айырма", "разность с последним значением"),
    "more missed": (
        ("Other plans whose date has passed without a realised claim: {}. "
        "`kg ask missed-deadlines --set on={}` lists them."),
        ("Мерзімі өтіп, орындалғаны хабарланбаған басқа жоспарлар: {}. "
        "Тізімін `kg ask missed-deadlines --set on={}` береді."),
        ("Другие планы, срок которых прошёл без сообщения об исполнении: {}. "
        "Их перечислит `kg ask missed-deadlines --set on={}`."),
    ),
    "missed": (
        "the deadline has passed, and no realised value is reported",
        "мерзімі өтті, ал нақты мән хабарланбады",
        "срок прошёл, а фактическое значение не сообщено",
    ),
    "no value": ("no realised value", "нақты мәні жоқ", "нет фактического значения"),
}  # fmt: skip
_LANGUAGES = ("en", "kk", "ru")


def text(name: str, language: str) -> str:
    """Return a text of a page in a language."""
    return TEXTS[name][_LANGUAGES.index(language)]
