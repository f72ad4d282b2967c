"""Put Kazakh case endings to numbers and words: they follow the vowels and the last sound of what is read aloud."""

from decimal import Decimal

_BACK = "аоұыяё"
_FRONT = "әеөүіэ"
_NASAL = "мнң"
_VOICELESS = "пфкқтсшщхцчһ" + "бвгғд"
"""The letters after which an ending begins voiceless; those of the second group lose their voice at a word's end."""

_ONES = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_NOUGHT, _HUNDRED = "нөл", "жүз"
_POWERS = ("мың", "миллион", "миллиард", "триллион", "квадриллион")


def last_word(number: Decimal) -> str:
    """Return the last word of a number as it is read aloud: of 28 `сегіз`, of 30,000 `мың`, of 0.25 `бес`.

    A decimal fraction is read as so many tenths, hundredths and so on, of which the number comes last.
    """
    whole, _, fraction = f"{abs(number):f}".partition(".")
    return _last_word(int(fraction.rstrip("0") or "0") or int(whole))


def _last_word(number: int) -> str:
    """Return the last word of a whole number that is not negative."""
    if number == 0:
        return _NOUGHT
    thousands = -1
    while number % 1000 == 0:
        number, thousands = number // 1000, thousands + 1
    if thousands >= 0:
        return _POWERS[min(thousands, len(_POWERS) - 1)]
    if number % 10:
        return _ONES[number % 10]
    return _TENS[number // 10 % 10] if number % 100 else _HUNDRED


def ablative(word: str) -> str:
    """Return the ending for `from` that a word takes, as `астам` and `кем` ask for: `-тан` after `миллиард`."""
    first = "н" if word[-1] in _NASAL else "т" if word[-1] in _VOICELESS else "д"
    return f"{first}{_vowel(word)}н"


def dative(word: str) -> str:
    """Return the ending for `to` that a word takes, as `дейін` and `жуық` ask for: `-қа` after `миллиард`."""
    vowel = _vowel(word)
    voiced, voiceless = ("ғ", "қ") if vowel == "а" else ("г", "к")
    return (voiceless if word[-1] in _VOICELESS else voiced) + vowel


def attributive(word: str) -> str:
    """Return the ending for `that is in` that a word takes: `-дағы` after `қараша`."""
    vowel = _vowel(word)
    return ("т" if word[-1] in _VOICELESS else "д") + vowel + ("ғы" if vowel == "а" else "гі")


def _vowel(word: str) -> str:
    """Return the vowel of an ending: it goes with the last vowel of the word that is plainly back or front."""
    for letter in reversed(word.lower()):
        if letter in _BACK:
            return "а"
        if letter in _FRONT:
            return "е"
    return "а"
