"""The notes of reports, in three languages: what was not checked and why, who judged, and what is told in part."""

from typing import Final

_UNCHECKED: Final = {"en": "NOT CHECKED: ", "ru": "НЕ ПРОВЕРЕНО: ", "kk": "ТЕКСЕРІЛМЕДІ: "}
_UNREAD: Final = {"en": "NOT READ: ", "ru": "НЕ ПРОЧИТАНО: ", "kk": "ОҚЫЛМАДЫ: "}
_UNVERIFIED: Final = {"en": "NOT VERIFIED: ", "ru": "НЕ СВЕРЕНО: ", "kk": "САЛЫСТЫРЫЛМАДЫ: "}
_UNTOLD: Final = {"en": "NOT TOLD: ", "ru": "НЕ ПОКАЗАНО: ", "kk": "КӨРСЕТІЛМЕДІ: "}
_PLAIN: Final = {"en": "", "ru": "", "kk": ""}


class Note(str):
    """A note of a report: in English as a text, and in the other languages when it is asked for.

    >>> read = note("left out")
    >>> read
    'left out by --skip'
    >>> read.said("ru")
    'пропущено из-за --skip'
    """

    words: dict[str, str]

    def said(self, language: str) -> str:
        """Return the note in a language."""
        return self.words[language]


def note(name: str, /, **values: object) -> Note:
    """Return a note by its name, filled with values."""
    return in_languages({language: text.format(**values) for language, text in _NOTES[name].items()})


def in_languages(words: dict[str, str]) -> Note:
    """Return a note by its words in each language."""
    made = Note(words["en"])
    made.words = words
    return made


def said_in(text: str, language: str) -> str:
    """Return a note in a language, another text as it is."""
    return text.said(language) if isinstance(text, Note) else text


def _note(begun: dict[str, str], en: str, ru: str, kk: str) -> dict[str, str]:
    return {"en": begun["en"] + en, "ru": begun["ru"] + ru, "kk": begun["kk"] + kk}


_NOTES: Final = {
    "left out": _note(_PLAIN, "left out by --skip", "пропущено из-за --skip", "--skip арқылы қалдырылды"),
    "not named": _note(_PLAIN, "not named by --only", "не названо в --only", "--only ішінде аталмаған"),
    "ontology ships": _note(
        _PLAIN,
        "the ontology ships, and is checked where it is written",
        "онтология поставляется готовой и проверяется там, где её пишут",
        "онтология дайын күйде беріледі, ол жазылатын жерінде тексеріледі",
    ),
    "no queries": _note(
        _PLAIN,
        "no folder of questions is named (--queries)",
        "папка вопросов не названа (--queries)",
        "сұрақтар қалтасы аталмаған (--queries)",
    ),
    "no data": _note(
        _PLAIN,
        "no folder of sources is named (--data)",
        "папка источников не названа (--data)",
        "дереккөздер қалтасы аталмаған (--data)",
    ),
    "tables unread": _note(
        _PLAIN,
        "the tables could not be read",
        "таблицы не удалось прочитать",
        "кестелерді оқу мүмкін болмады",
    ),
    "no level": _note(
        _PLAIN,
        "name from which verdict on: --contradictions {levels}",
        "назовите, начиная с какого вывода: --contradictions {levels}",
        "қай қорытындыдан бастап екенін атаңыз: --contradictions {levels}",
    ),
    "no goldens": _note(
        _PLAIN,
        "no folder of expected answers is named (--goldens)",
        "папка ожидаемых ответов не названа (--goldens)",
        "күтілетін жауаптар қалтасы аталмаған (--goldens)",
    ),
    "no amounts": _note(
        _PLAIN,
        "no table of amounts is among what is judged",
        "среди проверяемого нет таблицы с величинами",
        "тексерілетіндердің ішінде шамалар кестесі жоқ",
    ),
    "nothing met": _note(
        _PLAIN,
        "nothing of its kind is in what is checked",
        "в проверяемом нет ничего такого",
        "тексерілетіндердің ішінде мұндай ештеңе жоқ",
    ),
    "one by one": _note(
        _PLAIN,
        "the file has more than {megabytes} MB: its tables are judged one by one",
        "в файле больше {megabytes} МБ: таблицы проверяются по одной",
        "файл {megabytes} МБ-тан үлкен: кестелері бір-бірлеп тексеріледі",
    ),
    "large": _note(
        _UNCHECKED,
        "classes and properties that no shape knows, and names that nothing has: the file is large.",
        "классы и свойства, которых не знает ни одна форма, и имена, которых ни у чего нет: файл велик.",
        "ешбір пішін білмейтін кластар мен қасиеттер және ештеңеде жоқ атаулар: файл үлкен.",
    ),
    "faults untold": _note(
        _PLAIN,
        "{count:,} faults of the tables are not told: rows are judged without what is wrong in them",
        "ошибки таблиц не показаны, их {count:,}: строки проверены без того, что в них неверно",
        "кестелердің {count:,} қатесі көрсетілмеді: жолдар қате мәндерінсіз тексерілді",
    ),
    "most faults": _note(
        _UNCHECKED,
        "what comes after the first {count:,} faults",
        "всё после первых ошибок, которых {count:,}",
        "алғашқы {count:,} қатеден кейінгінің бәрі",
    ),
    "most results": _note(
        _UNTOLD,
        "what is found beyond {count:,} results; mend these, and check again.",
        "найденное сверх {count:,} замечаний; исправьте эти и проверьте снова.",
        "{count:,} мәселеден кейін табылғандар; осыларды түзетіп, қайта тексеріңіз.",
    ),
    "targets unsought": _note(
        _UNCHECKED,
        "whether the data name the {count:,} nodes that shapes target by name.",
        "названы ли в данных узлы, на которые формы указывают по имени, их {count:,}.",
        "пішіндер атымен нысанаға алған {count:,} түйін деректерде аталған ба.",
    ),
    "import unread": _note(
        _UNREAD,
        "owl:imports {name}, for nothing is fetched; name its file too if it is needed.",
        "owl:imports {name}: ничего не загружается; если он нужен, назовите и его файл.",
        "owl:imports {name}: ештеңе жүктелмейді; керек болса, файлын да атаңыз.",
    ),
    "import not followed": _note(
        _UNCHECKED,
        "owl:imports is not followed: name the file too, if {name} is to count",
        "owl:imports не раскрывается: назовите и файл, если нужно учесть {name}",
        "owl:imports ашылмайды: {name} ескерілсін десеңіз, файлын да атаңыз",
    ),
    "deactivated": _note(
        _UNCHECKED,
        "{name}, which its author deactivated.",
        "{name}: автор отключил эту форму.",
        "{name}: бұл пішінді авторы өшіріп қойған.",
    ),
    "slow engine": _note(
        _PLAIN,
        "pySHACL judged, which takes far longer: the package shacl has no wheel for this system.",
        "проверял pySHACL, что намного дольше: у пакета shacl нет сборки для этой системы.",
        "pySHACL тексерді, бұл әлдеқайда ұзақ: shacl пакетінің бұл жүйеге арналған жинағы жоқ.",
    ),
    "axioms aside": _note(
        _UNCHECKED,
        "{count} axioms in the data take no part, for those of the ontology judge them",
        "аксиомы в данных не участвуют, их {count}: данные судят по аксиомам онтологии",
        "деректердегі {count} аксиома ескерілмейді: деректер онтология аксиомаларымен тексеріледі",
    ),
    "undeclared properties": _note(
        _UNCHECKED,
        "what is said by properties that nothing declares: {names}",
        "сказанное через необъявленные свойства: {names}",
        "жарияланбаған қасиеттер арқылы айтылғандар: {names}",
    ),
    "taken as used": _note(
        _PLAIN,
        "Taken for what it is used as, for nothing declares it: {names}",
        "Принято за то, чем служит, ибо нигде не объявлено: {names}",
        "Еш жерде жарияланбағандықтан, қолданылуына қарай алынды: {names}",
    ),
    "datatypes unknown": _note(
        _PLAIN,
        "OWL 2 does not know these datatypes; their values are told apart, not ordered: {names}",
        "OWL 2 не знает этих типов данных; их значения различаются, но не упорядочены: {names}",
        "OWL 2 бұл деректер түрлерін білмейді; мәндері ажыратылады, бірақ реттелмейді: {names}",
    ),
    "reasoner not asked": _note(
        _UNCHECKED,
        "consistency by HermiT, which decides slowly on what ships too (--reference)",
        "непротиворечивость с HermiT, который долго решает и о поставляемом (--reference)",
        "HermiT арқылы қайшылықсыздық, ол дайын берілетінді де баяу шешеді (--reference)",
    ),
    "reasoner failed": _note(
        _UNCHECKED,
        "consistency by HermiT. {problem}",
        "непротиворечивость с HermiT. {problem}",
        "HermiT арқылы қайшылықсыздық. {problem}",
    ),
    "rows of claims": _note(
        _UNCHECKED,
        "rows of claims beyond the first of each table, on which nothing can be decided by classes alone",
        "строки утверждений после первых в каждой таблице: по одним классам о них решить нельзя",
        "әр кестенің алғашқыларынан кейінгі тұжырым жолдары: олар туралы тек кластары бойынша шешуге болмайды",
    ),
    "consistent": _note(_PLAIN, "HermiT: consistent", "HermiT: противоречий нет", "HermiT: қайшылық жоқ"),
    "inconsistent": _note(
        _PLAIN,
        "HermiT: inconsistent; {most} contradictions are told at most, mend them and check again",
        "HermiT: есть противоречия; показано не больше {most}, исправьте их и проверьте снова",
        "HermiT: қайшылық бар; ең көбі {most} көрсетіледі, оларды түзетіп, қайта тексеріңіз",
    ),
    "words unverified": _note(
        _UNVERIFIED,
        "the words of {count} claims, for {file} is not at hand (--text)",
        "слова утверждений, которых {count}: текста {file} нет под рукой (--text)",
        "{count} тұжырымның сөздері: {file} мәтіні қолда жоқ (--text)",
    ),
    "accepted": _note(
        _PLAIN,
        "{count:,} known findings are accepted",
        "известные замечания приняты, их {count:,}",
        "белгілі {count:,} мәселе қабылданды",
    ),
    "entries unseen": _note(
        _UNCHECKED,
        "{count:,} of its entries, for their checks were not made",
        "записи, которых {count:,}: их проверки не проводились",
        "{count:,} жазбасы: олардың тексерулері жүргізілмеді",
    ),
    "nothing accepted": _note(
        _PLAIN,
        "nothing of what it accepts was looked at",
        "ничего из принятого не проверялось",
        "қабылданғандардың ешқайсысы қаралмады",
    ),
}
