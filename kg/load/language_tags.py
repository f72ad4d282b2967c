"""Which tags of languages texts may have: those of BCP 47 whose language ISO 639 knows, by its shortest code."""

from functools import cache

from kg.core.graph import Literal
from kg.core.languages import LANGUAGES

_SHORT, _LONG = 2, 3  # letters of a code


@cache
def is_language_tag(text: str) -> bool:
    """Tell whether a text is the tag of a language, in small letters, as the store keeps it: `kk`, `zh-hant`.

    `eng` is none, for English is `en`, nor is `kz`, which is a country.
    """
    if text in LANGUAGES:
        return True
    try:
        known = Literal("", language=text).language == text
    except ValueError:
        return False
    return known and _is_of_iso_639(text.partition("-")[0])


def _is_of_iso_639(code: str) -> bool:
    import pycountry

    if len(code) == _SHORT:
        return pycountry.languages.get(alpha_2=code) is not None
    language = pycountry.languages.get(alpha_3=code) if len(code) == _LONG else None
    return language is not None and not hasattr(language, "alpha_2")
