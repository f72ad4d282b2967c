"""Axioms of OWL 2 in words, in the three languages: what is told to people of a contradiction."""

from collections.abc import Iterable, Mapping
from typing import Final

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Term, Triple
from kg.reason.expressions import RDFS, XSD, Construct, Operand

_ORDER: Final = ("en", "ru", "kk")
_OF_WHICH: Final = 2  # the part that says which values are counted
Labels = Mapping[tuple[Term, str], str]

_AND: Final = {"en": " and ", "ru": " и ", "kk": " және "}
_OR: Final = {"en": " or ", "ru": " или ", "kk": " не "}
_SIGNS: Final = {"minInclusive": "≥", "maxInclusive": "≤", "minExclusive": ">", "maxExclusive": "<"}
_JOINED: Final = {"ObjectIntersectionOf": _AND, "DataIntersectionOf": _AND, "ObjectUnionOf": _OR, "DataUnionOf": _OR}

# By the name of a construct without `Object` or `Data`; {0} is its first part, {all} are all, {rest} all but the first.
_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "SubClassOf": ("Every {0} is {1}.", "Всё, что есть {0}, есть и {1}.", "{0} болғанның бәрі {1} болады."),
    "EquivalentClasses": (
        "{0} is the same as {1}.",
        "{0} — то же самое, что {1}.",
        "{0} мен {1} — бір нәрсе.",
    ),
    "DisjointClasses": (
        "Nothing is two of these at once: {all}.",
        "Ничто не может быть сразу двумя из этого: {all}.",
        "Ештеңе бұлардың екеуі бірдей бола алмайды: {all}.",
    ),
    "DisjointUnion": (
        "Every {0} is exactly one of these: {rest}.",
        "Всё, что есть {0}, есть ровно одно из этого: {rest}.",
        "{0} болғанның бәрі бұлардың дәл біреуі болады: {rest}.",
    ),
    "SubPropertyOf": (
        "Where {0} holds, {1} holds too.",
        "Где верно {0}, там верно и {1}.",
        "{0} дұрыс жерде {1} да дұрыс.",
    ),
    "EquivalentProperties": (
        "{0} and {1} mean the same.",
        "{0} и {1} означают одно и то же.",
        "{0} мен {1} бір мағынаны білдіреді.",
    ),
    "InverseProperties": (
        "{0} and {1} are the same the other way round.",
        "{0} и {1} — одно и то же в обратную сторону.",
        "{0} мен {1} — кері бағыттағы бір байланыс.",
    ),
    "DisjointProperties": (
        "No two of these hold between the same: {all}.",
        "Никакие два из этих свойств не верны между одними и теми же: {all}.",
        "Бұл қасиеттердің ешқандай екеуі бір жұпқа бірдей тән бола алмайды: {all}.",
    ),
    "PropertyDomain": (
        "Whatever has {0} is {1}.",
        "Всё, у чего есть {0}, есть {1}.",
        "{0} қасиеті бар нәрсенің бәрі {1} болады.",
    ),
    "PropertyRange": (
        "Every value of {0} is {1}.",
        "Каждое значение {0} есть {1}.",
        "{0} қасиетінің әр мәні {1} болады.",
    ),
    "FunctionalProperty": (
        "Nothing has more than one value of {0}.",
        "Ни у чего нет больше одного значения {0}.",
        "Ештеңеде {0} қасиетінің бірден көп мәні болмайды.",
    ),
    "InverseFunctionalProperty": (
        "No two things have the same value of {0}.",
        "У двух разных вещей не бывает одного значения {0}.",
        "Екі бөлек нәрседе {0} қасиетінің бір мәні болмайды.",
    ),
    "TransitiveProperty": (
        "{0} of {0} is {0} again.",
        "{0} через {0} есть снова {0}.",
        "{0} арқылы {0} — тағы да {0}.",
    ),
    "SymmetricProperty": (
        "{0} holds both ways.",
        "{0} верно в обе стороны.",
        "{0} екі жаққа бірдей дұрыс.",
    ),
    "AsymmetricProperty": (
        "{0} never holds both ways.",
        "{0} никогда не верно в обе стороны.",
        "{0} ешқашан екі жаққа бірдей дұрыс болмайды.",
    ),
    "ReflexiveProperty": (
        "Everything has itself as a value of {0}.",
        "Всё имеет само себя значением {0}.",
        "Әр нәрсенің {0} мәні — өзі.",
    ),
    "IrreflexiveProperty": (
        "Nothing has itself as a value of {0}.",
        "Ничто не имеет само себя значением {0}.",
        "Ештеңенің {0} мәні өзі бола алмайды.",
    ),
    "HasKey": (
        "No two of {0} have the same values of {1} {2}.",
        "Нет двух {0} с одинаковыми значениями {1} {2}.",
        "{1} {2} мәндері бірдей екі {0} болмайды.",
    ),
    "DatatypeDefinition": ("{0} means {1}.", "{0} означает {1}.", "{0} дегеніміз — {1}."),
    "ClassAssertion": ("{1} is {0}.", "{1} есть {0}.", "{1} — {0}."),
    "PropertyAssertion": ("{1} has {0}: {2}.", "{1}: {0} — {2}.", "{1}: {0} — {2}."),
    "NegativePropertyAssertion": (
        "{1} has not {0}: {2}.",
        "{1}: {0} — не {2}.",
        "{1}: {0} — {2} емес.",
    ),
    "SameIndividual": (
        "These are one and the same: {all}.",
        "Это одно и то же: {all}.",
        "Бұлар — бір нәрсе: {all}.",
    ),
    "DifferentIndividuals": (
        "Each of these is another one: {all}.",
        "Всё это разные вещи: {all}.",
        "Бұлардың бәрі — бөлек нәрселер: {all}.",
    ),
    "ComplementOf": ("what is not {0}", "всё, что не {0}", "{0} емес нәрсе"),
    "OneOf": ("one of: {all}", "одно из: {all}", "мыналардың бірі: {all}"),
    "SomeValuesFrom": (
        "what has a {0} that is {1}",
        "то, у чего есть {0}, которое есть {1}",
        "{0} мәні {1} болатын нәрсе",
    ),
    "AllValuesFrom": (
        "what has no {0} but {1}",
        "то, у чего всякое {0} есть {1}",
        "әр {0} мәні {1} болатын нәрсе",
    ),
    "HasValue": ("what has {0}: {1}", "то, у чего {0} — {1}", "{0} мәні {1} болатын нәрсе"),
    "HasSelf": ("what has itself as {0}", "то, у чего {0} — оно само", "{0} мәні өзі болатын нәрсе"),
    "MinCardinality": (
        "what has at least {0} of {1}{of}",
        "то, у чего не меньше {0} значений {1}{of}",
        "{1} мәні кемінде {0} болатын нәрсе{of}",
    ),
    "MaxCardinality": (
        "what has at most {0} of {1}{of}",
        "то, у чего не больше {0} значений {1}{of}",
        "{1} мәні {0}-ден аспайтын нәрсе{of}",
    ),
    "ExactCardinality": (
        "what has exactly {0} of {1}{of}",
        "то, у чего ровно {0} значений {1}{of}",
        "{1} мәні дәл {0} болатын нәрсе{of}",
    ),
    "InverseOf": ("{0} the other way round", "{0} в обратную сторону", "{0} кері бағытта"),
    "PropertyChain": ("{chain}", "{chain}", "{chain}"),
}


def labels_of(triples: Iterable[Triple]) -> Labels:
    """Return what names are called in each language, the first of several labels."""
    found = dict[tuple[Term, str], str]()
    for triple in triples:
        if triple.predicate.value == f"{RDFS}label" and isinstance(triple.object, Literal):
            found.setdefault((triple.subject, triple.object.language or ""), triple.object.value)
    return found


def axiom_in_words(content: Construct, labels: Labels) -> dict[str, str]:
    """Write an axiom as a sentence in each language."""
    return {language: _Speaker(language, labels).say(content) for language in _ORDER}


class _Speaker:
    """Writes constructs in a language."""

    def __init__(self, language: str, labels: Labels) -> None:
        self.language = language
        self.labels = labels

    def say(self, part: Operand) -> str:
        """Write a construct, a name, a value or a number."""
        if not isinstance(part, Construct):
            return self._name(part)
        if part.name == "DatatypeRestriction":
            return self._facets(part)
        said = [self.say(one) for one in part.parts]
        joint = _JOINED.get(part.name)
        if joint is not None or not part.name:
            return (joint or _AND)[self.language].join(said)
        name = part.name.replace("Object", "").replace("Data", "") if part.name != "DatatypeDefinition" else part.name
        template = _WORDS[name][_ORDER.index(self.language)]
        of = f" ({said[2]})" if name.endswith("Cardinality") and len(said) > _OF_WHICH else ""
        lists = {"all": ", ".join(said), "rest": ", ".join(said[1:]), "chain": " → ".join(said), "of": of}
        return template.format(*said, **lists)

    def _facets(self, part: Construct) -> str:
        said = [self.say(part.parts[0])]
        pairs = zip(part.parts[1::2], part.parts[2::2], strict=True)
        for facet, value in pairs:
            name = facet.value.removeprefix(XSD) if isinstance(facet, NamedNode) else str(facet)
            said.append(f"{_SIGNS.get(name, name)} {self.say(value)}")
        return " ".join(said)

    def _name(self, part: Term | int) -> str:
        if isinstance(part, Literal):
            return f"“{part.value}”" if part.datatype.value == f"{XSD}string" or part.language else part.value
        if not isinstance(part, NamedNode):
            return str(part)
        label = self.labels.get((part, self.language))
        return f"«{label or short_name(part.value)}»"


def short_name(name: str) -> str:
    """Return a name as one of ours is written, else its last part, by which people know it."""
    compressed = iri.compress(name)
    return compressed if compressed != name else name.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]
