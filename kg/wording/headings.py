"""Head the columns of an answer in the reader's language: by the ontology, a table of words, and how names are made."""

from collections.abc import Mapping
from typing import Final

from kg.core import iri
from kg.core.ontology import Ontology, column_name

_WORDS: Final[Mapping[str, tuple[str, str]]] = {  # in Kazakh and in Russian
    "age_months": ("жасы, ай", "возраст, месяцев"),
    "also": ("басқа атауы", "другое название"),
    "as_of": ("қай күнгі", "по состоянию на"),
    "base": ("базасы", "база"),
    "basis": ("негізі", "основание"),
    "began_on": ("басталған күні", "дата начала"),
    "borrower": ("қарыз алушы", "заёмщик"),
    "capacity": ("қуаты", "мощность"),
    "claims": ("мәлімдеме саны", "число утверждений"),
    "code": ("коды", "код"),
    "code_now": ("қазіргі коды", "нынешний код"),
    "completeness": ("толықтығы", "полнота"),
    "count": ("саны", "количество"),
    "crossing": ("өткел", "переход"),
    "crossings": ("өткел саны", "число переходов"),
    "day": ("күні", "день"),
    "days": ("күн саны", "число дней"),
    "days_silent": ("үнсіз өткен күн саны", "дней молчания"),
    "days_since_heard": ("соңғы мәлімдемеден бері, күн", "дней с последнего утверждения"),
    "days_since_period": ("соңғы уақыт аралығынан бері, күн", "дней с последнего периода"),
    "deadline": ("мерзімі", "срок"),
    "denial": ("теріске шығаратын мәлімдеме", "опровергающее утверждение"),
    "denied_by": ("теріске шығаратын дереккөз", "опровергающий источник"),
    "denied_from": ("теріске шығару (бастап)", "опровержение (с)"),
    "denied_party": ("теріске шығарудағы тарап", "сторона в опровержении"),
    "denied_step": ("теріске шығарудағы рәсім", "этап в опровержении"),
    "difference": ("айырма", "разность"),
    "disbursed": ("берілгені", "выдано"),
    "dyads": ("диада саны", "число диад"),
    "earlier": ("ертерегі", "более раннее"),
    "earlier_number": ("ертерегінің нөмірі", "номер более раннего"),
    "earlier_year": ("ертерегінің жылы", "год более раннего"),
    "exists": ("болған уақыты", "время существования"),
    "export_share": ("экспорттағы үлесі", "доля в экспорте"),
    "exports": ("экспорт", "экспорт"),
    "facing": ("қарсысындағы бекет", "пункт напротив"),
    "firms": ("компания саны", "число компаний"),
    "first": ("бірінші мәні", "первое значение"),
    "first_greatest": ("бастапқы мәні (көп дегенде)", "первоначальное значение (не более)"),
    "first_hand": ("тікелей дереккөзден", "из первых рук"),
    "first_least": ("бастапқы мәні (кемінде)", "первоначальное значение (не менее)"),
    "first_official": ("лауазымды тұлға 1", "должностное лицо 1"),
    "first_recorded": ("алғаш тіркелген күні", "дата первой записи"),
    "first_stated": ("алғаш айтылды", "названа впервые"),
    "flows": ("ағын саны", "число потоков"),
    "from": ("басталуы", "начало"),
    "gap_percent": ("алшақтық, %", "расхождение, %"),
    "graph": ("атаулы граф", "именованный граф"),
    "greatest": ("ең үлкені", "наибольшее"),
    "growth": ("өсім", "рост"),
    "held": ("өткізілген уақыты", "время проведения"),
    "import_share": ("импорттағы үлесі", "доля в импорте"),
    "imports": ("импорт", "импорт"),
    "in_capacity": ("лауазымымен", "с должностью"),
    "in_force": ("күшінде болған уақыты", "в силе"),
    "inexact": ("нақтылануы бар мәлімдеме саны", "число утверждений с оговоркой"),
    "input": ("бастапқы мәлімдеме", "исходное утверждение"),
    "input_amount": ("бастапқы мөлшері", "исходная величина"),
    "input_bound": ("бастапқы санның нақтылануы", "оговорка к исходному числу"),
    "institution": ("мекеме", "учреждение"),
    "judge": ("кім пайымдаған", "кто вынес суждение"),
    "key": ("кілт", "ключ"),
    "kind": ("түрі", "вид"),
    "label": ("атауы", "название"),
    "landing_page": ("дереккөз беті", "страница источника"),
    "language": ("тілі", "язык"),
    "larger": ("үлкен ағын", "больший поток"),
    "larger_origin": ("үлкен ағын қайдан", "откуда больший поток"),
    "largest_gap": ("ең үлкен алшақтық", "наибольшее расхождение"),
    "largest_ratio": ("ең үлкен арақатынас", "наибольшее соотношение"),
    "last": ("соңғы мәні", "последнее значение"),
    "last_heard": ("соңғы мәлімделген күні", "дата последнего утверждения"),
    "last_recorded": ("соңғы тіркелген күні", "дата последней записи"),
    "last_stated": ("соңғы рет айтылды", "названа в последний раз"),
    "later": ("кейінгісі", "более позднее"),
    "later_number": ("кейінгісінің нөмірі", "номер более позднего"),
    "later_year": ("кейінгісінің жылы", "год более позднего"),
    "least": ("ең кішісі", "наименьшее"),
    "lender": ("қарыз беруші", "кредитор"),
    "level": ("деңгейі", "уровень"),
    "links": ("байланыс саны", "число связей"),
    "loan": ("қарыз", "заём"),
    "longer": ("ұзынырағы", "большая длина"),
    "longer_side": ("ұзынырақ дейтін тарап", "сторона с большей длиной"),
    "member": ("құрамдас бөлігі", "входит в состав"),
    "mode": ("сөздің берілу тәсілі", "способ передачи речи"),
    "months_between": ("арадағы ай саны", "месяцев между ними"),
    "neighbour": ("көрші", "сосед"),
    "number": ("нөмірі", "номер"),
    "object": ("нысаны", "объект"),
    "official": ("ресми дерек", "официальные данные"),
    "official_lower": ("ресми дерек (кемінде)", "официальные данные (не менее)"),
    "official_upper": ("ресми дерек (көп дегенде)", "официальные данные (не более)"),
    "on": ("күні", "дата"),
    "operator": ("оператор", "оператор"),
    "other": ("екіншісі", "другое"),
    "other_claim": ("басқа мәлімдеме", "другое утверждение"),
    "other_source": ("басқа дереккөз", "другой источник"),
    "out_of": ("жалпы саннан", "из общего числа"),
    "owner_side": ("иесінің елі", "страна владельца"),
    "partner": ("серіктес", "партнёр"),
    "partner_firms_least": ("серіктес компаниялары (кемінде)", "компаний партнёра (не менее)"),
    "passport": ("паспорт", "паспорт"),
    "period": ("уақыт аралығы", "период"),
    "place_implied": ("орны астарлап айтылған", "место подразумевается"),
    "plan": ("жоспар", "план"),
    "planned": ("жоспарланған уақыты", "запланировано"),
    "portfolio": ("портфель", "портфель"),
    "principal": ("қарыз сомасы", "сумма займа"),
    "project_side": ("жобаның елі", "страна проекта"),
    "publishers": ("баспагер саны", "число издателей"),
    "reached": ("жеткен кезеңі", "достигнутая стадия"),
    "repaid": ("қайтарылғаны", "погашено"),
    "scope": ("қамтуы", "охват"),
    "score": ("балы", "балл"),
    "second": ("екінші мәні", "второе значение"),
    "second_official": ("лауазымды тұлға 2", "должностное лицо 2"),
    "series": ("сериясы", "серия"),
    "shorter": ("қысқарағы", "меньшая длина"),
    "shorter_side": ("қысқарақ дейтін тарап", "сторона с меньшей длиной"),
    "side": ("тарап", "сторона"),
    "signed": ("қол қойылған уақыты", "время подписания"),
    "signed_on": ("қол қойылған күні", "дата подписания"),
    "signing": ("қол қою туралы мәлімдеме", "утверждение о подписании"),
    "since": ("басталуы", "начало"),
    "smaller": ("кіші ағын", "меньший поток"),
    "sources": ("дереккөз саны", "число источников"),
    "speakers": ("сөйлеуші саны", "число говорящих"),
    "stated_base": ("мәлімделген база", "заявленная база"),
    "status": ("мәртебесі", "статус"),
    "step": ("рәсімі", "этап"),
    "steps": ("нөмірлер айырмасы", "разность номеров"),
    "subject": ("субъектісі", "субъект"),
    "successor": ("мұрагері", "преемник"),
    "successor_code": ("мұрагерінің коды", "код преемника"),
    "sum": ("қосындысы", "сумма"),
    "target": ("межесі", "цель"),
    "terms": ("кіру тәртібі", "порядок въезда"),
    "third_amount": ("мөлшері (үшінші тарап)", "величина (третья сторона)"),
    "third_claim": ("мәлімдеме (үшінші тарап)", "утверждение (третья сторона)"),
    "third_speaker": ("үшінші тарап", "третья сторона"),
    "times": ("неше рет айтылды", "сколько раз названа"),
    "total": ("жалпы мөлшері", "итог"),
    "total_exports": ("жалпы экспорт", "весь экспорт"),
    "total_imports": ("жалпы импорт", "весь импорт"),
    "trade": ("сауда", "торговля"),
    "triangulation": ("дереккөздердің тәуелсіздігі", "независимость источников"),
    "undertakings": ("бастама саны", "число проектов, мероприятий и соглашений"),
    "until": ("аяқталуы", "окончание"),
    "value": ("мәні", "значение"),
    "value_per_project": ("бір жобаға шаққандағы мәні", "значение на один проект"),
    "with_day": ("күні көрсетілгені", "с датой"),
    "with_period": ("уақыт аралығы көрсетілгені", "с периодом"),
    "with_place": ("орны көрсетілгені", "с местом"),
    "with_words": ("дәл сөзі бары", "с дословным текстом"),
    "works": ("жұмыстар", "работы"),
    "years": ("жылдар айырмасы", "разность лет"),
    "years_without": ("өткізілмеген жыл саны", "лет без проведения"),
}
_LAST: Final[Mapping[str, tuple[str, str]]] = {  # what the last word of a name says of the rest
    "from": ("бастап", "с"),
    "until": ("дейін", "до"),
    "to": ("дейін", "до"),
    "least": ("кемінде", "не менее"),
    "greatest": ("көп дегенде", "не более"),
    "most": ("көп дегенде", "не более"),
}
_NUMBERED: Final = {"first": "1", "second": "2"}
_PLACES: Final = {"kk": 0, "ru": 1}


def heading(name: str, language: str, ontology: Ontology) -> str:
    """Return what stands above a column that a query calls `name`.

    In English that is its name; in Kazakh and Russian its words, where all of them are known, else its name too.
    """
    known = _known(name, language, ontology) if language in _PLACES else None
    return known or name.replace("_", " ")


def _known(name: str, language: str, ontology: Ontology) -> str | None:
    """Head a column by a word of its own, by the term it is called after, or by its parts; None where one is unknown.

    `first_post` is "post 1", and `share_claim` "share (claim)": neither asks a word to agree with another in gender.
    """
    if name in _WORDS:
        return _WORDS[name][_PLACES[language]]
    if (term := _called(ontology, language, name)) is not None:
        return term
    first, _, rest = name.partition("_")
    if first in _NUMBERED and rest and (numbered := _known(rest, language, ontology)):
        return f"{numbered} {_NUMBERED[first]}"
    rest, _, last = name.rpartition("_")
    told = _known(rest, language, ontology) if rest else None
    tail = _LAST[last][_PLACES[language]] if last in _LAST else told and _known(last, language, ontology)
    return f"{told} ({tail})" if told and tail else None


def _called(ontology: Ontology, language: str, name: str) -> str | None:
    """Return the label of the class or property that a column is called after: `stage`, `has_stage`, `hasStage`."""
    first, *others = column_name(name).split("_")
    ending = "".join(part.capitalize() for part in others)
    cls = first.capitalize() + ending
    written = (cls, first + ending, f"has{cls}", f"is{cls}")
    return next(filter(None, (ontology.label(iri.PREFIXES["dyad"] + one, language) for one in written)), None)
