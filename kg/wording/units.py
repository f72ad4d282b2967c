"""Name a unit after a number: in the form that the number asks for, by the plural categories of Unicode CLDR."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.core import terms
from kg.core.graph import Literal, NamedNode, Store, matches, name_of

_FORM = re.compile(r"(\w+): ([^;]+)")
_NUMBER = "{0}"
_REST = "other"
_GENITIVE: Final = {"ru": {"one": "other", "few": "many"}}
"""Where a bound governs the genitive: which form serves, for the genitive of a counted noun is that of fractions in
the singular and that of many in the plural."""


@dataclass(frozen=True, slots=True)
class CountedForms:
    """The forms of a unit in one language, by plural category; `{0}` in a form is where the number stands in it."""

    language: str
    forms: Mapping[str, str]

    def of(self, amount: Decimal, *, genitive: bool = False) -> str:
        """Return the form that a number asks for, as a pattern in which `{0}` stands for the number."""
        category = plural_category(amount, self.language)
        if genitive:
            category = _GENITIVE.get(self.language, {}).get(category, category)
        form = self.forms.get(category) or self.forms[_REST]
        return form if _NUMBER in form else f"{_NUMBER} {form}"


def plural_category(amount: Decimal, language: str) -> str:
    """Return the category of a number as it is written, without superfluous zeros."""
    from babel import Locale

    return str(Locale(language).plural_form(Decimal(f"{abs(amount).normalize():f}")))


def read_forms(text: str, language: str) -> CountedForms:
    """Read the counted forms of a unit, as `one: project; other: projects`, which the shapes hold to this pattern."""
    return CountedForms(language, {category: form.strip() for category, form in _FORM.findall(text)})


def is_sign(form: str) -> bool:
    """Tell whether a form is no word but a sign after the number, such as `%`, which nothing comes between."""
    before, _, after = form.partition(_NUMBER)
    return not before and bool(after.strip()) and not any(letter.isalpha() for letter in after)


def counted_forms(store: Store) -> dict[tuple[str, str], CountedForms]:
    """Read the counted forms that a store holds, by unit and language."""
    found = {}
    for quad in matches(store, None, NamedNode(terms.countedForm)):
        if isinstance(quad.object, Literal) and quad.object.language is not None:
            language = quad.object.language
            found[name_of(quad.subject), language] = read_forms(quad.object.value, language)
    return found
