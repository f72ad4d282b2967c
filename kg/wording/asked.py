"""What is said around the answer of a question, in three languages: what was asked, and why nothing answers."""

from collections.abc import Mapping
from typing import Final

_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "by default": {"en": "{} (by default)", "kk": "{} (әдепкі)", "ru": "{} (по умолчанию)"},
    "by default, for": {"en": "{} (by default: {})", "kk": "{} (әдепкі: {})", "ru": "{} (по умолчанию: {})"},
    "parameters": {
        "en": "Parameters, in this order:",
        "kk": "Параметрлер, осы ретпен:",
        "ru": "Параметры, по порядку:",
    },
    "no parameters": {"en": "It takes no parameters.", "kk": "Параметрі жоқ.", "ru": "Параметров нет."},
    "example": {"en": "For example:", "kk": "Мысалы:", "ru": "Например:"},
    "default": {"en": "by default {}", "kk": "әдепкі мәні: {}", "ru": "по умолчанию {}"},
    "may be open": {
        "en": "may be left open: UNDEF",
        "kk": "ашық қалдыруға болады: UNDEF",
        "ru": "можно оставить открытым: UNDEF",
    },
    "open": {"en": "open by default", "kk": "әдепкіде ашық", "ru": "по умолчанию открыт"},
    "one of": {"en": "one of: {}", "kk": "мыналардың бірі: {}", "ru": "одно из: {}"},
    "one of many": {"en": "one of {}, such as {}", "kk": "барлығы {}, мысалы {}", "ru": "всего {}, например {}"},
    "entities": {
        "en": "{} in this build; `kg find` looks for one",
        "kk": "бұл құрамада {}; `kg find` іздеп табады",
        "ru": "в этой сборке {}; найти: `kg find`",
    },
    "date": {"en": "day, YYYY-MM-DD", "kk": "күн, ЖЖЖЖ-АА-КК", "ru": "день, ГГГГ-ММ-ДД"},
    "integer": {"en": "whole number", "kk": "бүтін сан", "ru": "целое число"},
    "string": {"en": "text", "kk": "мәтін", "ru": "текст"},
    "needs pack": {"en": "needs the pack {}", "kk": "{} жинағы керек", "ru": "нужен пакет {}"},
    "help": {
        "en": "CAPITALS: what a question takes, in this order; in [brackets] what may be left open. "
        "`kg ask NAME --help` says more.",
        "kk": "БАС ӘРІППЕН: сұрақтың параметрлері, осы ретпен; [жақшада]: ашық қалдыруға болатындары. "
        "Толығырақ: `kg ask АТАУ --help`.",
        "ru": "ПРОПИСНЫМИ: что вопрос принимает, по порядку; в [скобках] то, что можно оставить открытым. "
        "Подробнее: `kg ask ИМЯ --help`.",
    },
    "no rows": {"en": "no rows", "kk": "жол жоқ", "ru": "строк нет"},
    "more": {
        "en": "… {} more: --limit 0",
        "kk": "… тағы {}: --limit 0",
        "ru": "… ещё {}: --limit 0",
    },
    "columns left out": {
        "en": "columns left out: {}; --format records or csv shows all",
        "kk": "сыймаған бағандар: {}; барлығын --format records немесе csv көрсетеді",
        "ru": "не поместились столбцы: {}; все покажет --format records или csv",
    },
    "nobody": {
        "en": "Nobody in this graph says anything of {}.",
        "kk": "Бұл графта {} туралы ешкім ештеңе айтпайды.",
        "ru": "В этом графе никто ничего не говорит о: {}.",
    },
    "instead": {
        "en": "Nobody in this graph says this of {}; there are: {}.",
        "kk": "Бұл графта {} туралы мұны ешкім айтпайды; бары: {}.",
        "ru": "В этом графе никто не говорит этого о: {}; есть: {}.",
    },
    "there is": {"en": "Of {} there are: {}.", "kk": "{} туралы бары: {}.", "ru": "О: {} есть: {}."},
    "others": {
        "en": "It has an answer for: {}.",
        "kk": "Мыналарға жауап бар: {}.",
        "ru": "Ответ есть для: {}.",
    },
    "left out": {
        "en": "{} leaves it out: without it there are {} rows.",
        "kk": "Мұны {} тыс қалдырады: онсыз {} жол бар.",
        "ru": "Это исключает {}: без него строк {}.",
    },
    "opened": {
        "en": "With {}=UNDEF there are {} rows.",
        "kk": "{}=UNDEF болса, {} жол бар.",
        "ru": "При {}=UNDEF строк {}.",
    },
    "default day": {
        "en": "The day asked about is {} by default; with {}={} there are {} rows.",
        "kk": "Сұралған күн әдепкіде {}; {}={} болса, {} жол бар.",
        "ru": "День по умолчанию — {}; при {}={} строк {}.",
    },
    "another": {
        "en": "With {}={} there are {} rows.",
        "kk": "{}={} болса, {} жол бар.",
        "ru": "При {}={} строк {}.",
    },
    "pack": {
        "en": "The pack {} has {} rows of it: `kg build --with-packs {}`.",
        "kk": "{} жинағында бұл туралы {} жол бар: `kg build --with-packs {}`.",
        "ru": "В пакете {} об этом строк {}: `kg build --with-packs {}`.",
    },
    "together": {
        "en": "The graph has each name of the query, but nothing meets all of its patterns together.",
        "kk": "Сұраудағы атаулардың бәрі графта бар, бірақ барлық үлгіге қатар сай келетін ештеңе жоқ.",
        "ru": "Каждое имя запроса в графе есть, но всем его шаблонам вместе не отвечает ничто.",
    },
    "unused": {
        "en": "Nothing in this graph has {}.",
        "kk": "Бұл графта {} еш жерде кездеспейді.",
        "ru": "В этом графе нигде нет {}.",
    },
    "fewest": {
        "en": "Nothing in this graph meets all of its patterns together; of what it asks for there is least of: {}.",
        "kk": "Бұл графта оның барлық шартына қатар сай келетін ештеңе жоқ; сұралғанның ең азы: {}.",
        "ru": "В этом графе ничто не отвечает всем его условиям вместе; из спрошенного меньше всего: {}.",
    },
    "gave up": {
        "en": "There was no time to ask with all other values.",
        "kk": "Басқа мәндердің бәрімен сұрап үлгеруге уақыт жетпеді.",
        "ru": "Спросить со всеми другими значениями не хватило времени.",
    },
    "computed": {
        "en": "The numbers are computed by the question over this graph: no claim of anybody's is one of them.",
        "kk": "Сандарды сұрақтың өзі осы граф бойынша есептейді: олардың ешқайсысы біреудің айтқан саны емес.",
        "ru": "Числа вычислены самим вопросом по этому графу: ни одно из них не является чьим-либо утверждением.",
    },
    "nothing called": {
        "en": "Nothing in this graph is called «{}» or nearly so.",
        "kk": "Бұл графта «{}» немесе соған жақын аталатын ештеңе жоқ.",
        "ru": "В этом графе ничто не называется «{}» или похоже.",
    },
    "there is more": {
        "en": "There is more than is shown.",
        "kk": "Көрсетілгеннен көбі бар.",
        "ru": "Есть больше, чем показано.",
    },
    "no proof": {
        "en": "No means that this graph does not have it, and not that it is not so.",
        "kk": "«Жоқ» деген жауап оның осы графта жоқ екенін білдіреді, шын мәнінде жоқ екенін емес.",
        "ru": "«Нет» означает, что этого нет в графе, а не что этого нет на самом деле.",
    },
    "why not": {
        "en": "Nothing in this graph meets all of its values together.",
        "kk": "Бұл графта оның барлық мәніне қатар сай келетін ештеңе жоқ.",
        "ru": "В этом графе ничто не отвечает всем его значениям вместе.",
    },
}


def said(name: str, language: str, *parts: object) -> str:
    """Return a text around an answer in a language, with its parts put in."""
    return _TEXTS[name][language].format(*parts)
