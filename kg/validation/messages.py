"""What is wrong by each constraint of SHACL, in the three languages, for shapes that have no words of their own."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kg.core import iri
from kg.core.graph import Literal, NamedNode, Quad, Store, Term
from kg.validation.engine import ValidationResult
from kg.validation.vocabulary import SH

_EN: Final = {
    "And": "It meets not all of the shapes that it must.",
    "Class": "It must be of the class {class}.",
    "Closed": "The shape allows no such property here.",
    "Datatype": "The value must be a valid {datatype}.",
    "Disjoint": "No value may stand under {disjoint} too.",
    "Equals": "The values must be the same as those of {equals}.",
    "HasValue": "One of the values must be {hasValue}.",
    "In": "The value must be one of those listed.",
    "LanguageIn": "The text must be in one of the languages allowed.",
    "LessThan": "The value must be less than that of {lessThan}.",
    "LessThanOrEquals": "The value must be no more than that of {lessThanOrEquals}.",
    "MaxCount": "The number of values may be {maxCount} at most.",
    "MaxExclusive": "The value must be less than {maxExclusive}.",
    "MaxInclusive": "The value must be {maxInclusive} at most.",
    "MaxLength": "The text may have {maxLength} characters at most.",
    "MinCount": "The number of values must be {minCount} at least.",
    "MinExclusive": "The value must be more than {minExclusive}.",
    "MinInclusive": "The value must be {minInclusive} at least.",
    "MinLength": "The text must have {minLength} characters at least.",
    "Node": "It does not meet the shape {node}.",
    "NodeKind": "It must be of the kind {nodeKind}.",
    "Not": "It meets a shape that it must not meet.",
    "Or": "It meets none of the shapes of which it must meet one.",
    "Pattern": "The text must match {pattern}.",
    "QualifiedMaxCount": "Too many values meet the shape: {qualifiedMaxCount} may.",
    "QualifiedMinCount": "Too few values meet the shape: {qualifiedMinCount} must.",
    "UniqueLang": "There may be one text in each language.",
    "Xone": "It must meet exactly one of the shapes.",
    "": "It breaks the constraint of its shape.",
}
_RU: Final = {
    "And": "Узел соответствует не всем формам, которым должен.",
    "Class": "Узел должен принадлежать к классу {class}.",
    "Closed": "Форма не допускает здесь такого свойства.",
    "Datatype": "Значение должно быть допустимым {datatype}.",
    "Disjoint": "Значение не может стоять и в {disjoint}.",
    "Equals": "Значения должны совпадать со значениями {equals}.",
    "HasValue": "Среди значений должно быть {hasValue}.",
    "In": "Значение должно быть одним из перечисленных.",
    "LanguageIn": "Текст должен быть на одном из допустимых языков.",
    "LessThan": "Значение должно быть меньше значения {lessThan}.",
    "LessThanOrEquals": "Значение не должно превышать значения {lessThanOrEquals}.",
    "MaxCount": "Число значений не должно превышать {maxCount}.",
    "MaxExclusive": "Значение должно быть меньше {maxExclusive}.",
    "MaxInclusive": "Значение не должно превышать {maxInclusive}.",
    "MaxLength": "Длина текста в знаках не должна превышать {maxLength}.",
    "MinCount": "Число значений должно быть не меньше {minCount}.",
    "MinExclusive": "Значение должно быть больше {minExclusive}.",
    "MinInclusive": "Значение должно быть не меньше {minInclusive}.",
    "MinLength": "Длина текста в знаках должна быть не меньше {minLength}.",
    "Node": "Узел не соответствует форме {node}.",
    "NodeKind": "Узел должен быть вида {nodeKind}.",
    "Not": "Узел соответствует форме, которой не должен соответствовать.",
    "Or": "Узел не соответствует ни одной из форм, а должен хотя бы одной.",
    "Pattern": "Текст должен соответствовать образцу {pattern}.",
    "QualifiedMaxCount": "Слишком много значений соответствует форме: допускается {qualifiedMaxCount}.",
    "QualifiedMinCount": "Слишком мало значений соответствует форме: требуется {qualifiedMinCount}.",
    "UniqueLang": "На каждом языке может быть только один текст.",
    "Xone": "Узел должен соответствовать ровно одной из форм.",
    "": "Нарушено ограничение формы.",
}
_KK: Final = {
    "And": "Түйін сай болуға тиіс пішіндердің бәріне бірдей сай емес.",
    "Class": "Түйін {class} класына жатуға тиіс.",
    "Closed": "Пішін бұл жерде мұндай қасиетке жол бермейді.",
    "Datatype": "Мән жарамды {datatype} болуға тиіс.",
    "Disjoint": "Мән {disjoint} қасиетінде де тұра алмайды.",
    "Equals": "Мәндер {equals} мәндерімен бірдей болуға тиіс.",
    "HasValue": "Мәндердің арасында {hasValue} болуға тиіс.",
    "In": "Мән тізімдегілердің бірі болуға тиіс.",
    "LanguageIn": "Мәтін рұқсат етілген тілдердің бірінде болуға тиіс.",
    "LessThan": "Мән {lessThan} мәнінен кіші болуға тиіс.",
    "LessThanOrEquals": "Мән {lessThanOrEquals} мәнінен аспауға тиіс.",
    "MaxCount": "Мәндердің саны {maxCount} санынан аспауға тиіс.",
    "MaxExclusive": "Мән {maxExclusive} мәнінен кіші болуға тиіс.",
    "MaxInclusive": "Мән {maxInclusive} мәнінен аспауға тиіс.",
    "MaxLength": "Мәтіндегі таңбалар саны {maxLength} санынан аспауға тиіс.",
    "MinCount": "Мәндердің саны {minCount} санынан кем болмауға тиіс.",
    "MinExclusive": "Мән {minExclusive} мәнінен үлкен болуға тиіс.",
    "MinInclusive": "Мән {minInclusive} мәнінен кем болмауға тиіс.",
    "MinLength": "Мәтіндегі таңбалар саны {minLength} санынан кем болмауға тиіс.",
    "Node": "Түйін {node} пішініне сай емес.",
    "NodeKind": "Түйін {nodeKind} түрінде болуға тиіс.",
    "Not": "Түйін сай болмауға тиіс пішінге сай.",
    "Or": "Түйін пішіндердің кемінде біріне сай болуға тиіс, бірақ ешқайсысына сай емес.",
    "Pattern": "Мәтін {pattern} үлгісіне сай болуға тиіс.",
    "QualifiedMaxCount": "Пішінге сай мәндер тым көп: {qualifiedMaxCount} болуға рұқсат.",
    "QualifiedMinCount": "Пішінге сай мәндер тым аз: {qualifiedMinCount} қажет.",
    "UniqueLang": "Әр тілде тек бір мәтін бола алады.",
    "Xone": "Түйін пішіндердің дәл біреуіне ғана сай болуға тиіс.",
    "": "Пішіннің шектеуі бұзылған.",
}
_OURS: Final = {"en": _EN, "ru": _RU, "kk": _KK}
_GAP = re.compile(r"\\\{\\[?$]\w+\\\}")


def messages(shapes: Store, result: ValidationResult) -> dict[str, str]:
    """Return what is to be said of a result, by language: the words of the shape or its query, else our own."""
    own = [*_said(shapes, result.shape)]
    of_query = [quad.object for quad in _about(shapes, result.shape, "sparql")]
    templates = [*own, *(said for query in of_query for said in _said(shapes, query))]
    if result.constraint != "SPARQL" and own:
        found = {said.language or "en": said.value for said in own}
    elif result.said and (result.constraint == "SPARQL" or result.constraint not in _EN):
        found = {_language(said, templates): said.value for said in result.said}
    else:
        found = {}
    if not found:
        return _ours(shapes, result)
    return {"en": next(iter(found.values())), **found}


def _about(shapes: Store, node: Term | None, name: str) -> Iterable[Quad]:
    if node is None or isinstance(node, Literal):
        return ()
    return shapes.quads_for_pattern(node, NamedNode(SH + name), None)


def _said(shapes: Store, node: Term | None) -> Iterable[Literal]:
    return (quad.object for quad in _about(shapes, node, "message") if isinstance(quad.object, Literal))


def _language(said: Literal, templates: Iterable[Literal]) -> str:
    """Return the language of a message, of the template that it was made from where the engine does not say."""
    if said.language is not None:
        return said.language
    for template in templates:
        if re.fullmatch(_GAP.sub(".*", re.escape(template.value)), said.value, re.DOTALL):
            return template.language or "en"
    return "en"


def parameters(shapes: Store, shape: Term | None) -> dict[str, str]:
    """Return the parameters of a shape by their local names, as they are written for people."""
    if shape is None or isinstance(shape, Literal):
        return {}
    quads = shapes.quads_for_pattern(shape, None, None)
    return {
        quad.predicate.value.removeprefix(SH): iri.compress(quad.object.value)
        for quad in quads
        if isinstance(quad.object, NamedNode | Literal)
    }


def _ours(shapes: Store, result: ValidationResult) -> dict[str, str]:
    values = _Known(parameters(shapes, result.shape))
    return {language: texts.get(result.constraint, texts[""]).format_map(values) for language, texts in _OURS.items()}


class _Known(dict[str, str]):
    """Parameters by name; of one that is no name or value, dots."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(known)

    def __missing__(self, key: str) -> str:
        return "…"
