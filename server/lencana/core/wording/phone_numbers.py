"""Telephone numbers as phishing writes them: in words, with letters for digits, in pieces, as a word on the keypad.

Dates, times, amounts, IP addresses and the numbers of orders are none.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lencana.core.brands.phones import is_one_of
from lencana.core.wording.stranger_tables import joined, word_values

MIN_DIGITS = 7  # of a number that somebody can be asked to call; shorter ones are house numbers and years
_MASK = "\x01"  # breaks a number, for it is neither a digit nor a separator
_LETTERS_AS_DIGITS = str.maketrans("oilszbg", "0115289")
_LEET = {"e": "[e3]", "i": "[i1l]", "o": "[o0]", "s": "[s5]", "a": "[a4]", "t": "[t7]", "l": "[l1]"}
_NO_PHONE = re.compile(
    r"\d{4}-\d\d-\d\d(?!\d)|\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d\b|\b\d{1,2}:\d\d(?::\d\d)?\b"  # dates, times
    r"|\b(?:19|20)\d\d ?- ?(?:19|20)\d\d\b"  # years
    r"|(?:[$€£¥₹]|\b(?:usd|eur|gbp|idr|rp|aud|cad|us))\.?[ ]?[$€£]?\d[\d.,]*"  # amounts
    r"|(?<![\d.,-])\d{1,3}(?:[.,]\d{3})*[.,]\d\d(?![\d.,-])|\b\d[\d.,]*[ ]?(?:usd|eur|gbp|idr|[$€£])"
    r"|(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|\d?\d)(?![\d.])"  # IPv4
    r"|https?://[^\s<>]+|\b[\w.+-]+@[\w.-]+"
)
_TOLL_FREE = r"1?8(?:00|33|44|55|66|77|88)"
_TOLL_FREE_START = re.compile(_TOLL_FREE)
_MAX_PHONE_DIGITS = 13  # of a number that is called; E.164 allows 15, which hardly any country uses
_MIN_GROUPED_DIGITS = 9  # of a number with hyphens after "order" or "receipt" that may be a telephone number
_RUN = re.compile(r"(?<![a-z0-9\x01])[+(]{0,2}\d(?:[^a-z0-9\x01]{0,4}\d)+(?![a-z0-9\x01])")
_MIXED = re.compile(r"(?<![a-z0-9])(?=[a-z]*\d)[\doilszbg]+(?![a-z0-9])|(?<=[\d).-])[oilszb]{2,4}(?=[-.)])")
_VANITY = re.compile(
    rf"(?<![a-z0-9])(?:\+?1[- .]?)?\(?({_TOLL_FREE})\)?[- .]{{1,2}}(?=[a-z0-9-]*[a-z])([a-z0-9-]{{6,14}})"
)
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")  # ITU-T E.161
_SPOKEN_HYPHENS = re.compile(
    r"(?<![a-z])(?:dash|hyphen|minus|dot|point|space|strich|guion|tiret|trattino|strip)(?![a-z])"
)
_DIGITS = re.compile(r"\d+")


class PhoneNumber(NamedTuple):
    """A number and where it stands in the text that `with_digits` returns. `groups` are its digits as written."""

    groups: tuple[str, ...]
    start: int
    end: int

    def is_unlisted(self, phones: tuple[str, ...]) -> bool:
        """Is there a number in it besides the listed ones? In "888 221 1161 24/7" there is none: the rest is short."""
        groups = self.groups
        while sum(map(len, groups)) >= MIN_DIGITS:
            listed = next((end for end in range(len(groups), 0, -1) if is_one_of("".join(groups[:end]), phones)), None)
            if listed is None:
                return True
            groups = groups[listed:]
        return False


def with_digits(plain: str) -> str:
    """Plain text with numbers in digits, and with what is no telephone number masked."""
    text = _ids().sub(lambda match: match[1] + _masked_id(match[2]), plain)
    text = _NO_PHONE.sub(lambda match: _MASK * len(match[0]), text)
    text = _VANITY.sub(lambda match: match[1] + match[2].replace("-", "").translate(_KEYPAD), text)
    text = _MIXED.sub(lambda match: match[0].translate(_LETTERS_AS_DIGITS), text)
    words, values = _number_words()
    text = words.sub(lambda match: values(match[0]), text)
    return _SPOKEN_HYPHENS.sub("-", text)


def phone_numbers(text: str) -> Iterator[PhoneNumber]:
    """Yield the numbers in a text from `with_digits`."""
    for match in _RUN.finditer(text):
        groups = tuple(_DIGITS.findall(match[0]))
        if sum(map(len, groups)) >= MIN_DIGITS and max(map(len, groups)) <= 15:
            yield PhoneNumber(groups, match.start(), match.end())


@cache
def _ids() -> re.Pattern[str]:
    """The numbers of orders and the like, after the word that says so."""
    return re.compile(
        rf"((?<![a-z])(?:{joined('id')})(?: ?(?:id|no|nr|number|nomor|code|#))?[ .:#-]{{0,3}}|#[ ]?)"
        r"((?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+){0,5})(?![a-z0-9-])"
    )


def _masked_id(token: str) -> str:
    """The token masked, unless it may be a telephone number after all: in groups, or as toll-free numbers begin."""
    digits = token.replace("-", "")
    is_short = digits.isdigit() and len(digits) <= _MAX_PHONE_DIGITS
    is_grouped = "-" in token and len(digits) >= _MIN_GROUPED_DIGITS
    may_be_phone = is_short and (is_grouped or len(digits) < MIN_DIGITS or _TOLL_FREE_START.match(token))
    return token if may_be_phone else _MASK * len(token)


class _Values:
    """The digits of a number word, which may be written with digits for letters (e1ght)."""

    def __init__(self, values: dict[str, str]) -> None:
        self._patterns = [(re.compile(_leet(word)), value) for word, value in values.items()]

    def __call__(self, text: str) -> str:
        times, _, word = text.rpartition(" ")
        value = next(value for pattern, value in self._patterns if pattern.fullmatch(word))
        return value * (3 if times.startswith("t") else 2) if times else value


@cache
def _number_words() -> tuple[re.Pattern[str], _Values]:
    values = word_values()
    words = "|".join(map(_leet, sorted(values, key=len, reverse=True)))
    return re.compile(rf"(?<![a-z0-9])(?:(?:double|triple) )?(?:{words})(?![a-z0-9])"), _Values(values)


def _leet(word: str) -> str:
    return "".join(_LEET.get(char, char) for char in word)
