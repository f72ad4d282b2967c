"""Numbers, bounds, units, days and periods as people of each language write them, and words that must not come back."""

import random
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale

from kg.building import build
from kg.core import assets, columns, iri, terms
from kg.core.graph import Literal, NamedNode, Store, matches, name_of
from kg.core.languages import LANGUAGES
from kg.core.ontology import Ontology, read_ontology
from kg.rows.opened import open_rows
from kg.show.claim_named import find_claim
from kg.show.evidence import read_claims
from kg.tell.sentences import Phrases
from kg.wording.bounds import PATTERNS, UnitWords, bounded
from kg.wording.days import as_of, last_day, period, short_period, written_day
from kg.wording.kazakh import ablative, attributive, dative, last_word
from kg.wording.labels import label
from kg.wording.numbers import figure, significant_ends
from kg.wording.units import CountedForms, counted_forms, is_sign, plural_category, read_forms
from tests.seed import copy_small_seed


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(assets.ontology())


@pytest.fixture(scope="module")
def phrases(ontology: Ontology) -> Mapping[str, Phrases]:
    """Return what writes in each language, with the units of the ontology."""
    store, forms = ontology.terms, counted_forms(ontology.terms)
    currencies = frozenset({iri.mint("unit", "USD"), iri.mint("unit", "KZT")})
    return {
        language: Phrases(language, lambda name, of: label(store, name, of), currencies, forms)
        for language in LANGUAGES
    }


def plain(text: str) -> str:
    """Return a text with common spaces for those that do not break."""
    return text.replace("\u00a0", " ")


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


# --- Kazakh endings --------------------------------------------------------------------------------------------------

ENDINGS = """
0             | -ден | -ге
1             | -ден | -ге
2             | -ден | -ге
3             | -тен | -ке
4             | -тен | -ке
5             | -тен | -ке
6             | -дан | -ға
7             | -ден | -ге
8             | -ден | -ге
9             | -дан | -ға
10            | -нан | -ға
20            | -дан | -ға
30            | -дан | -ға
40            | -тан | -қа
50            | -ден | -ге
60            | -тан | -қа
70            | -тен | -ке
80            | -нен | -ге
90            | -нан | -ға
100           | -ден | -ге
1000          | -нан | -ға
1000000       | -нан | -ға
1000000000    | -тан | -қа
1000000000000 | -нан | -ға
"""
BY_LAST_WORD = {int(number): (one, other) for number, one, other in rows(ENDINGS)}


def endings(number: Decimal) -> tuple[str, str]:
    word = last_word(number)
    return f"-{ablative(word)}", f"-{dative(word)}"


def expected(number: int) -> tuple[str, str]:
    """Look up the endings of a number by what stands before its noughts: they are those of its last word."""
    digits = str(number)
    noughts = len(digits) - len(digits.rstrip("0")) if number else 0
    if noughts < 2:
        return BY_LAST_WORD[int(digits[-1 - noughts :])]
    return BY_LAST_WORD[10 ** (2 if noughts == 2 else noughts // 3 * 3)]


@pytest.mark.parametrize("number", sorted(BY_LAST_WORD))
def test_an_ending_follows_the_last_word(number: int) -> None:
    assert endings(Decimal(number)) == BY_LAST_WORD[number]


def test_the_endings_of_many_numbers_are_those_of_their_last_words() -> None:
    numbers = [*range(2_000), *(10**power for power in range(14))]
    some = random.Random(9)  # noqa: S311 — the same numbers every time
    numbers += [some.randrange(10 ** some.randint(1, 13)) * 10 ** some.randint(0, 2) for _ in range(3_000)]
    wrong = [number for number in numbers if endings(Decimal(number)) != expected(number)]
    assert wrong == []


def test_a_wrong_ending_would_be_noticed() -> None:
    assert (f"-{ablative('миллиард')}", f"-{dative('миллиард')}") != BY_LAST_WORD[10**6]
    assert expected(21) != expected(30)


@pytest.mark.parametrize(
    ("number", "word"),
    rows("""
0.3      | үш
1.5      | бес
28.70    | жеті
28.75    | бес
0.05     | бес
12.40    | төрт
2.25     | бес
1.20     | екі
-30      | отыз
100000   | мың
40100    | жүз
"""),
)
def test_a_fraction_is_read_to_its_end(number: str, word: str) -> None:
    assert last_word(Decimal(number)) == word


@pytest.mark.parametrize(
    ("word", "from_", "to", "in_"),
    rows("""
пайыз     | дан | ға | дағы
жоба      | дан | ға | дағы
мектеп    | тен | ке | тегі
елу       | ден | ге | дегі
қараша    | дан | ға | дағы
қыркүйек  | тен | ке | тегі
желтоқсан | нан | ға | дағы
маусым    | нан | ға | дағы
сәуір     | ден | ге | дегі
шілде     | ден | ге | дегі
"""),
)
def test_words_take_endings_by_their_vowels_and_last_sound(word: str, from_: str, to: str, in_: str) -> None:
    assert (ablative(word), dative(word), attributive(word)) == (from_, to, in_)


# --- Bounds, units and numbers ---------------------------------------------------------------------------------------

SAID = """
stated    | 28000000000 | USD  | 28 billion USD           | 28 млрд USD             | 28 млрд USD
exactly   | 28000000000 | USD  | exactly 28 billion USD   | дәл 28 млрд USD         | ровно 28 млрд USD
about     | 28500000000 | USD  | about 28.5 billion USD   | шамамен 28,5 млрд USD   | около 28,5 млрд USD
nearly    | 30000000000 | USD  | nearly 30 billion USD    | 30 млрд-қа жуық USD     | почти 30 млрд USD
more-than | 28000000000 | USD  | more than 28 billion USD | 28 млрд-тан астам USD   | более 28 млрд USD
at-least  | 28000000000 | USD  | at least 28 billion USD  | кемінде 28 млрд USD     | не менее 28 млрд USD
less-than | 30000000000 | USD  | less than 30 billion USD | 30 млрд-тан кем USD     | менее 30 млрд USD
at-most   | 30000000000 | USD  | at most 30 billion USD   | 30 млрд-қа дейін USD    | до 30 млрд USD
more-than | 2000000     | KZT  | more than 2 million KZT  | 2 млн-нан астам KZT     | более 2 млн KZT
at-most   | 2e12        | KZT  | at most 2 trillion KZT   | 2 трлн-ға дейін KZT     | до 2 трлн KZT
between   | 2e10 3e10   | USD  | between 20 and 30 billion USD          | 20–30 млрд USD аралығында       | от 20 до 30 млрд USD
between   | 9e8 1.2e9   | USD  | between 900 and 1,200 million USD | 900–1 200 млн USD аралығында | от 900 до 1 200 млн USD
between   | 2.56296e10 2.5632e10 | USD | between 25,629.6 and 25,632 million USD | 25 629,6–25 632 млн USD аралығында | от 25 629,6 до 25 632 млн USD
between   | 1234567 2e9 | USD | between 1,234,567 and 2,000,000,000 USD | 1 234 567–2 000 000 000 USD аралығында | от 1 234 567 до 2 000 000 000 USD
between   | 0 2e9 | USD | between 0 and 2 billion USD | 0–2 млрд USD аралығында | от 0 до 2 млрд USD
stated    | 3e10 3.08e10 | USD | 30–30.8 billion USD      | 30–30,8 млрд USD        | 30–30,8 млрд USD
stated    | 0       | project | 0 projects               | 0 жоба                  | 0 проектов
stated    | 1       | project | 1 project                | 1 жоба                  | 1 проект
stated    | 2       | project | 2 projects               | 2 жоба                  | 2 проекта
stated    | 5       | project | 5 projects               | 5 жоба                  | 5 проектов
stated    | 11      | project | 11 projects              | 11 жоба                 | 11 проектов
stated    | 21      | project | 21 projects              | 21 жоба                 | 21 проект
stated    | 30      | project | 30 projects              | 30 жоба                 | 30 проектов
stated    | 30.0    | project | 30 projects              | 30 жоба                 | 30 проектов
stated    | 1.5     | project | 1.5 projects             | 1,5 жоба                | 1,5 проекта
exactly   | 22      | project | exactly 22 projects      | дәл 22 жоба             | ровно 22 проекта
nearly    | 22      | project | nearly 22 projects       | 22-ге жуық жоба         | почти 22 проекта
more-than | 30      | project | more than 30 projects    | 30-дан астам жоба       | более 30 проектов
more-than | 1       | project | more than 1 project      | 1-ден астам жоба        | более 1 проекта
more-than | 21      | project | more than 21 projects    | 21-ден астам жоба       | более 21 проекта
more-than | 22      | project | more than 22 projects    | 22-ден астам жоба       | более 22 проектов
more-than | 1.5     | project | more than 1.5 projects   | 1,5-тен астам жоба      | более 1,5 проекта
about     | 5       | project | about 5 projects         | шамамен 5 жоба          | около 5 проектов
at-most   | 30      | project | at most 30 projects      | 30-ға дейін жоба        | до 30 проектов
at-most   | 50      | project | at most 50 projects      | 50-ге дейін жоба        | до 50 проектов
less-than | 50      | project | less than 50 projects    | 50-ден кем жоба         | менее 50 проектов
at-least  | 1       | project | at least 1 project       | кемінде 1 жоба          | не менее 1 проекта
between   | 20 30   | project | between 20 and 30 projects | 20–30 жоба аралығында | от 20 до 30 проектов
between   | 20 21   | project | between 20 and 21 projects | 20–21 жоба аралығында | от 20 до 21 проекта
more-than | 23000   | job     | more than 23,000 jobs    | 23 000-нан астам жұмыс орны | более 23 000 рабочих мест
more-than | 101     | job     | more than 101 jobs       | 101-ден астам жұмыс орны | более 101 рабочего места
stated    | 2       | job     | 2 jobs                   | 2 жұмыс орны            | 2 рабочих места
stated    | 3       | young-person | 3 young people      | 3 жас адам              | 3 молодых человека
about     | 1300    | young-person | about 1,300 young people | шамамен 1 300 жас адам | около 1 300 молодых людей
stated    | 70000   | student | 70,000 students          | 70 000 студент          | 70 000 студентов
more-than | 1000000 | student | more than 1 million students | 1 млн-нан астам студент | более 1 млн студентов
stated    | 1       | company | 1 company                | 1 компания              | 1 компания
stated    | 20      | year    | 20 years                 | 20 жыл                  | 20 лет
more-than | 21      | year    | more than 21 years       | 21-ден астам жыл        | более 21 года
stated    | 5       | occurrence | 5 times               | 5 рет                   | 5 раз
stated    | 21      | edition | No. 21                   | № 21                    | № 21
stated    | 7644    | km      | 7,644 kilometres         | 7 644 километр          | 7 644 километра
stated    | 4       | percent | 4%                       | 4 %                     | 4 %
more-than | 40      | percent | more than 40%            | 40 %-дан астам          | более 40 %
at-most   | 4.5     | percent | at most 4.5%             | 4,5 %-ға дейін          | до 4,5 %
between   | 20 30   | percent | between 20 and 30%       | 20–30 % аралығында      | от 20 до 30 %
stated    | 1       | barrel-per-day | 1 barrel per day  | тәулігіне 1 баррель     | 1 баррель в сутки
more-than | 500000  | barrel-per-day | more than 500,000 barrels per day | тәулігіне 500 000-нан астам баррель | более 500 000 баррелей в сутки
stated    | 53000000000 | cubic-metre-per-year | 53 billion cubic metres per year | жылына 53 млрд текше метр | 53 млрд кубических метров в год
"""  # noqa: E501 — a table is read across


@pytest.mark.parametrize("row", rows(SAID), ids=lambda row: " ".join(row[:3]))
def test_an_amount_is_written_as_people_write_it(row: list[str], phrases: Mapping[str, Phrases]) -> None:
    bound, amounts, unit, *texts = row
    numbers = [Decimal(one) for one in amounts.split()]
    names = iri.mint("unit", unit), iri.mint("bound", bound)
    assert [plain(phrases[language].amount(numbers, *names)) for language in LANGUAGES] == texts


def test_every_bound_has_a_pattern_in_every_language(ontology: Ontology) -> None:
    bounds = {iri.key_of(name).partition("/")[2] for name, cls in ontology.individuals() if cls == terms.Bound}
    assert {language: set(patterns) for language, patterns in PATTERNS.items()} == dict.fromkeys(LANGUAGES, bounds)


def test_a_bound_of_ones_own_is_named_before_its_amount(phrases: Mapping[str, Phrases]) -> None:
    own = Phrases("en", lambda name, language: "roughly" if name.endswith("roughly") else name, frozenset())
    assert own.amount([Decimal(5)], None, iri.mint("bound", "roughly")) == "roughly 5"
    assert phrases["kk"].amount([Decimal(5)], None, None) == "5"


@pytest.mark.parametrize(
    ("arithmetic", "told"),
    [
        ("1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 = 78",) * 2,
        ("(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13) / 2 = 45.5", "(1 + … + 13) / 2 = 45.5"),
    ],
)
def test_a_sum_of_more_terms_than_a_year_has_months_is_told_by_its_ends(
    arithmetic: str, told: str, phrases: Mapping[str, Phrases]
) -> None:
    row = dict.fromkeys((columns.has_reporter, columns.asserted_by, columns.had_primary_source))
    assert phrases["en"].speaker(row | {columns.arithmetic: arithmetic}) == f"derived claim ({told})"


def test_the_ends_of_a_range_have_as_many_digits_as_tell_them_apart() -> None:
    def told(*ends: str) -> str:
        return bounded("between", significant_ends([Decimal(end) for end in ends]), UnitWords("USD"), "en")

    assert told("6489123456", "6489234567") == "between 6,489.1 and 6,489.2 million USD"
    assert told("13040600000", "13041800000") == "between 13.041 and 13.042 billion USD"
    assert told("18517344500", "18517344700") == "between 18,517.344 and 18,517.345 million USD"
    assert told("5348300000", "5349500000") == "between 5.348 and 5.35 billion USD", "four digits tell these apart"
    assert told("0", "0.00001") == "between 0 and 0.00001 USD"
    assert significant_ends([Decimal(7), Decimal(7)]) == [7, 7]


def test_a_unit_without_forms_has_its_name(phrases: Mapping[str, Phrases]) -> None:
    assert bounded("more-than", [Decimal(3)], UnitWords("локоть"), "ru") == "более 3 локоть"
    assert bounded("more-than", [Decimal(3)], UnitWords("локоть", ELL), "ru") == "более 3 локтей"
    assert bounded("stated", [Decimal(3)], UnitWords(""), "kk") == "3"
    assert phrases["ru"].unit(iri.mint("unit", "project")) == "проект"


ELL = read_forms("one: локоть; few: локтя; many: локтей; other: локтя", "ru")


@pytest.mark.parametrize(
    ("number", "form"), rows("1 | локоть \n 2 | локтя \n 5 | локтей \n 0.5 | локтя \n 111 | локтей")
)
def test_a_number_asks_for_a_form(number: str, form: str) -> None:
    assert ELL.of(Decimal(number)) == f"{{0}} {form}"


def test_a_form_that_is_missing_is_that_of_all_others() -> None:
    assert CountedForms("ru", {"other": "экю"}).of(Decimal(21)) == "{0} экю"
    assert [plural_category(Decimal(one), "ru") for one in ("-1", "1.0", "1e6")] == ["one", "one", "many"]


@pytest.mark.parametrize(("form", "answer"), [("{0}%", True), ("{0} ‰", True), ("{0} km", False), ("№ {0}", False)])
def test_a_sign_is_told_from_a_word(form: str, answer: bool) -> None:  # noqa: FBT001
    assert is_sign(form) is answer


def test_a_number_is_written_in_words_only_where_that_loses_nothing() -> None:
    assert str(figure(Decimal("4378000000"), "en")) == "4.378 billion"
    assert plain(str(figure(Decimal("4378250000"), "ru"))) == "4 378 250 000"
    assert plain(str(figure(Decimal("-1234.50"), "kk"))) == "-1 234,5"


def lacking(store: Store) -> list[str]:
    """Name the units of a store, each with the languages and categories of which it lacks a form."""
    units = {name_of(quad.subject) for quad in matches(store, None, TYPE, NamedNode(terms.Unit))}
    currencies = {name_of(quad.subject) for quad in matches(store, None, NamedNode(terms.currency))}
    forms = counted_forms(store)
    return sorted(
        f"{iri.key_of(unit)} {language} {category}"
        for unit in units - currencies
        for language in LANGUAGES
        for category in categories(forms.get((unit, language)), language)
    )


TYPE = NamedNode(iri.PREFIXES["rdf"] + "type")


def categories(forms: CountedForms | None, language: str) -> Iterable[str]:
    """Return the categories that a unit lacks; one that never changes needs but one form."""
    if forms is None:
        return ["other"]
    return [] if len(forms.forms) == 1 else {*Locale(language).plural_form.tags, "other"} - set(forms.forms)


def test_every_unit_that_is_no_currency_has_its_forms(ontology: Ontology) -> None:
    assert lacking(ontology.terms) == []


def test_a_unit_that_lacks_a_form_would_be_noticed() -> None:
    store, unit = Store(), NamedNode(iri.mint("unit", "ell"))
    for text, language in (("one: ell; other: ells", "en"), ("one: локоть; many: локтей; other: локтя", "ru")):
        add(store, unit, NamedNode(terms.countedForm), Literal(text, language=language))
    add(store, unit, TYPE, NamedNode(terms.Unit))
    assert lacking(store) == ["unit/ell kk other", "unit/ell ru few"]


def add(store: Store, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
    from pyoxigraph import Quad

    store.add(Quad(subject, predicate, value))


CLOTH = """@prefix : <https://w3id.org/dyad/ontology#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/dyad/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/dyad/id/source/cloth> a :Source ; rdfs:label "Invented cloth"@en ;
    dct:publisher <https://w3id.org/dyad/id/media-outlet/kazinform> ; dcat:landingPage <https://cloth.example/> ;
    dct:license <https://w3id.org/dyad/id/licence/CC0-1.0> ; :retrievedOn "2026-01-01"^^xsd:date ;
    :hasReadingManner <https://w3id.org/dyad/id/manner/compiled> ;
    :rowValue "Measurement has_attribution_mode statistical", "Measurement claim_status accepted" .
"""
ELL_TABLE = """key,label_en,label_kk,label_ru,counted_form_en,counted_form_ru
ell,ell,кез,локоть,one: ell; other: ells,one: локоть; few: локтя; many: локтей; other: локтя
"""
CLOTH_TABLE = """key,is_about_country,has_indicator,has_stage,has_bound,amount,has_unit,was_derived_from
c,XA,cloth-made,realised,more-than,21,ell,https://cloth.example/page
"""


def test_a_unit_of_ones_own_is_counted_in_its_own_forms(tmp_path: Path) -> None:
    seed, own = copy_small_seed(tmp_path / "seed"), tmp_path / "own" / "cloth"
    own.mkdir(parents=True)
    country = "key,iso_code,label_en,label_kk,label_ru\nXA,XA,Axia,Аксия,Аксия\n"
    indicator = "key,label_en,label_kk,label_ru\ncloth-made,cloth made,тоқылған мата,выделка сукна\n"
    tables = {"Indicator": indicator, "Unit": ELL_TABLE, "Measurement": CLOTH_TABLE, "Country": country}
    for name, text in {"source.ttl": CLOTH, **{f"{name}.csv": text for name, text in tables.items()}}.items():
        (own / name).write_text(text, encoding="utf-8")
    built, ontology = build([seed, own.parent], assets.ontology(), tmp_path / "build"), read_ontology(assets.ontology())
    with open_rows(built.folder) as rows:
        claim = find_claim(rows, "cloth/c")
        read = [read_claims(rows, ontology, language, [claim]) for language in LANGUAGES]
    values = [reading.evidence(claim).value for reading in read]
    assert values == ["more than 21 ells", "21-ден астам кез", "более 21 локтя"]


# --- Days and periods ------------------------------------------------------------------------------------------------

DAYS = """
2030-12-31 | 31 December 2030  | 2030 жылғы 31 желтоқсан  | 31 декабря 2030 года
2025-11-02 | 2 November 2025   | 2025 жылғы 2 қараша      | 2 ноября 2025 года
"""
AS_OF = """
2025-11-12 | as of 12 November 2025 | 2025 жылғы 12 қарашадағы жағдай бойынша  | на 12 ноября 2025 года
2024-09-01 | as of 1 September 2024 | 2024 жылғы 1 қыркүйектегі жағдай бойынша | на 1 сентября 2024 года
2024-04-30 | as of 30 April 2024    | 2024 жылғы 30 сәуірдегі жағдай бойынша   | на 30 апреля 2024 года
"""
PERIODS = """
2023-01-01 | 2024-01-01 | 2023                  | 2023 жыл              | 2023 год
2022-01-01 | 2024-01-01 | 2022–2023             | 2022–2023 жылдар      | 2022–2023 годы
2024-03-01 | 2024-04-01 | March 2024            | 2024 жылғы наурыз     | март 2024 года
2024-12-01 | 2025-01-01 | December 2024         | 2024 жылғы желтоқсан  | декабрь 2024 года
2024-05-20 | 2024-05-21 | 20 May 2024           | 2024 жылғы 20 мамыр   | 20 мая 2024 года
2025-01-01 | 2025-10-01 | 1 January 2025 – 30 September 2025 | 2025 жылғы 1 қаңтар – 2025 жылғы 30 қыркүйек | 1 января 2025 года – 30 сентября 2025 года
           | 2031-01-01 | until 31 December 2030 | 2030 жылғы 31 желтоқсанға дейін | по 31 декабря 2030 года
2024-03-01 |            | from 1 March 2024     | 2024 жылғы 1 наурыздан бастап | с 1 марта 2024 года
2024-09-02 |            | from 2 September 2024 | 2024 жылғы 2 қыркүйектен бастап | со 2 сентября 2024 года
           |            |                       |                       |
"""  # noqa: E501 — a table is read across


@pytest.mark.parametrize(("day", "en", "kk", "ru"), rows(DAYS))
def test_a_day_is_written_out(day: str, en: str, kk: str, ru: str) -> None:
    assert [written_day(date.fromisoformat(day), language) for language in LANGUAGES] == [en, kk, ru]


@pytest.mark.parametrize(("day", "en", "kk", "ru"), rows(AS_OF))
def test_a_page_says_of_which_day_it_tells(day: str, en: str, kk: str, ru: str) -> None:
    assert [as_of(date.fromisoformat(day), language) for language in LANGUAGES] == [en, kk, ru]


@pytest.mark.parametrize(("since", "until", "en", "kk", "ru"), rows(PERIODS))
def test_a_period_is_written_up_to_its_last_day(since: str, until: str, en: str, kk: str, ru: str) -> None:
    first, after = (date.fromisoformat(end) if end else None for end in (since, until))
    assert [period(first, after, language) for language in LANGUAGES] == [en, kk, ru]


def test_years_stand_bare_in_tables() -> None:
    year, until = date(2023, 1, 1), date(2024, 1, 1)
    assert {short_period(year, until, language) for language in LANGUAGES} == {"2023"}
    assert short_period(None, until, "ru") == period(None, until, "ru") == "по 31 декабря 2023 года"
    assert last_day(until) == date(2023, 12, 31)


# --- Words that were struck ------------------------------------------------------------------------------------------

STRUCK = {
    "kk": r"шекпен|айна (жұбы|алшақтығы)|Ең көбі бір|аударылған|үміткер|міндеттел|айналдыр|оқылым|оқылу|есеп беруші|"
    r"әрекет етуші|отаршыл|барған іс-шара|\bжақ(тың|пен|та|тағы)?\b|\bжағы(нда)?\b|\b\w+ не (?!туралы|болғанын)",
    "ru": r"зеркальный разрыв|начинани|действующее лицо|колонизатор|из (первых|вторых) рук|зонтичн|дайджест|\bимеет\b|"
    r"с какой границей|о которой речь|разрывом",
}
ASKING = re.compile(r"\b(не (деді|айтылды|келді|хабарлайды|бойынша|дейді))\b")


def struck(text: str, language: str) -> list[str]:
    """Return the words of a text that were struck, for they mislead or no speaker would say them."""
    return [match[0] for match in re.finditer(STRUCK[language], ASKING.sub("", text))]


def said(language: str) -> list[str]:
    """Return what the ontology, its shapes and the questions say in a language."""
    files = [*assets.ontology().rglob("*.ttl")]
    written = [text for file in files for text in re.findall(rf'"([^"]*)"@{language}\b', read(file))]
    asked = [line for file in assets.queries().glob("*.rq") for line in read(file).splitlines()]
    return written + [line for line in asked if line.startswith(f"#+ question@{language}: ")]


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", sorted(STRUCK))
def test_no_word_that_was_struck_comes_back(language: str) -> None:
    texts = said(language)
    assert len(texts) > 300
    assert {text: struck(text, language) for text in texts if struck(text, language)} == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "Диаданың тауар айналымын кім, қандай шекпен айтты?"),
        ("kk", "Бағалау базисін FOB не CIF деп көрсетіңіз."),
        ("kk", "Екі жақтың қай өңірлері шектеседі?"),
        ("ru", "У каких диад самый большой зеркальный разрыв?"),
        ("ru", "имеет файл"),
    ],
)
def test_a_struck_word_would_be_noticed(language: str, text: str) -> None:
    assert struck(text, language)
