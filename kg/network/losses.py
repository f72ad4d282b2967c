"""What a network, its file or its measures leave out or change, in sentences of the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from kg.core.time_axes import TimeAxes

Words: TypeAlias = Mapping[str, str]
"""A sentence by language, with names in braces for what it is about."""

LOSSES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "edges": {
            "en": "Left out: {edges} edges of {claims} claims, because {reason}.",
            "kk": "Кірмеген қабырға: {edges}, ондағы мәлімдеме: {claims}; себебі: {reason}.",
            "ru": "Не вошло рёбер: {edges}, утверждений в них: {claims}; причина: {reason}.",
        },
        "no flow": {
            "en": "the weight is unknown, zero or negative: a gap is no flow",
            "kk": "салмағы белгісіз, нөл немесе теріс, ал деректің жоқтығы ағын емес",
            "ru": "вес неизвестен, равен нулю или отрицателен, а пробел в данных — не поток",
        },
        "elsewhere": {
            "en": "they are not of {thing}",
            "kk": "«{thing}» нысанына қатысы жоқ",
            "ru": "они не относятся к «{thing}»",
        },
        "lighter": {
            "en": "they weigh less than {least}",
            "kk": "салмағы {least} мәнінен аз",
            "ru": "их вес меньше {least}",
        },
        "insignificant": {
            "en": "the disparity filter finds them insignificant at the level of {level} at either end",
            "kk": "біркелкі еместік сүзгісі (disparity filter) {level} деңгейінде екі ұшында да мәнсіз деп табады",
            "ru": "фильтр неравномерности (disparity filter) на уровне {level} считает их незначимыми с обоих концов",
        },
        "far": {
            "en": "they are further than {steps} from {thing}",
            "kk": "«{thing}» түйінінен қашықтығы {steps} қадамнан көп",
            "ru": "число шагов до них от «{thing}» больше {steps}",
        },
        "heavier": {
            "en": "{most} heavier ones are drawn (--max-edges 0 draws all)",
            "kk": "салмағы артық {most} қабырға алынды (--max-edges 0 бәрін алады)",
            "ru": "взяты более тяжёлые, числом {most} (--max-edges 0 берёт все)",
        },
        "kinds": {
            "en": "Many kinds: {kinds} of edges, more than a reader tells apart; --indicator leaves one.",
            "kk": "Қабырғаның түрі көп: {kinds}, оқырман ажырата алатыннан артық; --indicator біреуін қалдырады.",
            "ru": "Видов рёбер много: {kinds}, больше, чем различит читатель; --indicator оставит один.",
        },
        "days": {
            "en": "Left out: {left_out} of {claims} claims, which {days}.",
            "kk": "Кірмеген мәлімдеме: {claims} ішінен {left_out}; себебі: {days}.",
            "ru": "Не вошло утверждений: {left_out} из {claims}; причина: {days}.",
        },
        "known": {
            "en": "were not known on {day}",
            "kk": "{day} күні белгісіз болған",
            "ru": "не были известны на {day}",
        },
        "valid": {"en": "do not hold on {day}", "kk": "{day} күні күшінде емес", "ru": "не действуют на {day}"},
        "or": {"en": " or ", "kk": " немесе ", "ru": " или "},
        "characters": {
            "en": "Removed: {characters} characters of {texts} texts, because XML cannot hold them.",
            "kk": "Жойылған таңба: {characters}, мәтін: {texts}; XML оларды сақтай алмайды.",
            "ru": "Удалено знаков: {characters}, текстов с ними: {texts}; XML не может их хранить.",
        },
        "not for networkx": {
            "en": "Not for networkx: some edges have a direction, others not, and it reads no such file; take graphml.",
            "kk": "networkx үшін емес: қабырғаның бірі бағытты, бірі бағытсыз, ондайды ол оқымайды; graphml алыңыз.",
            "ru": "Не для networkx: одни рёбра направлены, другие нет, таких файлов он не читает; возьмите graphml.",
        },
        "all directed": {
            "en": "Changed: all edges have a direction here, as no reader takes both; `directed` says which have none.",
            "kk": "Өзгертілген: мұнда бәрі бағытты, өйткені екеуін қатар ешкім оқымайды; бағытсызын `directed` айтады.",
            "ru": "Изменено: здесь направлены все рёбра, ведь вместе те и другие не читает никто; "
            "какие без направления, говорит `directed`.",
        },
        "nodes": {
            "en": "Left out: what is known of the {nodes} nodes but their labels: the table is one of edges.",
            "kk": "Кірмеген: {nodes} түйін туралы атауынан басқа мәлімет, өйткені бұл қабырғалар кестесі.",
            "ru": "Не вошло: сведения об узлах ({nodes}), кроме названий: это таблица рёбер.",
        },
        "measured": {
            "en": "Measured: {edges} edges{kind}{year}.",
            "kk": "Өлшенген қабырға: {edges}{kind}{year}.",
            "ru": "Измерено рёбер: {edges}{kind}{year}.",
        },
        "of kind": {"en": " of the kind {kind}", "kk": ", түрі {kind}", "ru": ", вид {kind}"},
        "of year": {"en": " of {year}", "kk": ", {year} жыл", "ru": ", {year} год"},
        "too large": {
            "en": "Betweenness and closeness were not measured: the network is too large for networkx. Narrow it, take "
            "a backbone, or run `pip install dyad-kg[networks]`.",
            "kk": "Аралық және жақындық өлшенбеді: желі networkx үшін тым үлкен. Тарылтыңыз, тірек желісін алыңыз "
            "немесе `pip install dyad-kg[networks]` орындаңыз.",
            "ru": "Посредничество и близость не измерены: сеть слишком велика для networkx. Сузьте её, возьмите остов "
            "или выполните `pip install dyad-kg[networks]`.",
        },
        "unsettled": {
            "en": "Eigenvector centrality was not measured: it does not settle in this network.",
            "kk": "Меншікті вектор бойынша орталықтық өлшенбеді: бұл желіде ол тұрақталмайды.",
            "ru": "Центральность по собственному вектору не измерена: в этой сети она не сходится.",
        },
    }
)


def loss(name: str, language: str, **about: str | float) -> str:
    """Say in a language what is left out or changed; whole numbers are written as the language writes them."""
    return LOSSES[name][language].format_map({key: _written(value, language) for key, value in about.items()})


def _written(value: str | float, language: str) -> str:
    if not isinstance(value, int):
        return str(value)
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", "\u00a0")


def days_said(axes: TimeAxes, language: str) -> str:
    """Say why two days leave claims out."""
    days = (("known", axes.as_known_on), ("valid", axes.valid_on))
    return LOSSES["or"][language].join(loss(name, language, day=str(day)) for name, day in days if day is not None)
