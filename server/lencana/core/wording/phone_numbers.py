"""Telephone numbers as phishing writes them: in words, with letters for digits, in pieces, as a word on the keypad.

Dates, times, amounts, IP addresses and the numbers of orders are none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import re2

from lencana.core.brands.phones import is_one_of
from lencana.core.languages import by_languages
from lencana.core.wording.patterns.for_re2 import MATCHES_NOTHING, bytes_if_ascii
from lencana.core.wording.stranger_tables import joined, word_values

MIN_DIGITS = 7  # of a number that somebody can be asked to call; shorter ones are house numbers and years
MAX_GROUP_DIGITS = 15  # E.164 section 6.2
MAX_GROUPS = 48  # of a run of digits that are read: the first and the last
_MAX_PHONE_DIGITS = 13  # of a number after "order" or "receipt" that may be a telephone number after all
_MIN_GROUPED_DIGITS = 9  # of the same, if it has hyphens
_CHARS_BEFORE, _AMOUNT_CHARS = 40, 5  # before a number: where it is called an order's, where a currency stands
_MAX_URL_CHARS = 300  # before a number in a URL
_VANITY_CHARS = 16  # after a toll-free prefix
_MASK = "\x01"  # breaks a number, for it is neither a digit nor a separator

_TOLL_FREE = r"1?8(?:00|33|44|55|66|77|88)"
_TOLL_FREE_START, _TOLL_FREE_END = re.compile(_TOLL_FREE), re.compile(rf"{_TOLL_FREE}\)?$")
_VANITY = re.compile(
    rf"(?<![a-z0-9])(?:\+?1[- .]?)?\(?({_TOLL_FREE})\)?[- .]{{1,2}}(?=[a-z0-9-]*[a-z])([a-z0-9-]{{6,14}})"
)
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")  # ITU-T E.161

_LETTERS_AS_DIGITS = str.maketrans("oilszbg", "0115289")
_MIXED = re.compile(r"(?<![a-z0-9])(?=[a-z]*\d)[\doilszbg]+(?![a-z0-9])|(?<=[\d).-])[oilszb]{2,4}(?=[-.)])")
_LEET = {"e": "[e3]", "i": "[i1l]", "o": "[o0]", "s": "[s5]", "a": "[a4]", "t": "[t7]", "l": "[l1]"}
_HYPHEN_WORDS = "dash|hyphen|minus|dot|point|space|strich|guion|tiret|trattino|strip|then"
_SPOKEN_HYPHENS = re.compile(rf"(?<![a-z])(?:{_HYPHEN_WORDS})(?![a-z])")

_NUMBER = re.compile(r"(?<![a-z0-9\x01])[+(]{0,2}\d(?:[^a-z0-9\x01]{0,4}\d)+(?![a-z0-9\x01])")
_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,5}")
_URL_OR_ADDRESS = re.compile(r"://|@|\bwww\.")
_NO_PHONE = re.compile(
    r"\b(?:19|20)\d\d-\d\d-\d\d(?!\d)|\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d\b"  # dates
    r"|\b\d{1,2}:\d\d(?::\d\d)?\b"  # times
    r"|\b(?:19|20)\d\d ?- ?(?:19|20)\d\d\b"  # years
    r"|(?:[$€£¥₹]|\b(?:usd|eur|gbp|idr|rp|aud|cad|us))\.?[ ]?[$€£]?\d[\d.,]*"  # amounts
    r"|(?<![\d.,-])\d{1,3}(?:[.,]\d{3})*[.,]\d\d(?![\d.,-])|\b\d[\d.,]{0,20}+[ ]?(?:usd|eur|gbp|idr|[$€£])"
    r"|(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|\d?\d)(?![\d.])"  # IPv4
)


class PhoneNumber(NamedTuple):
    """A number and where it stands in the text. `groups` are its digits as they are written together."""

    groups: tuple[str, ...]
    start: int
    end: int

    def is_unlisted(self, phones: tuple[str, ...]) -> bool:
        """Is there a number in it besides the listed ones? In "888 221 1161 24/7" there is none: the rest is short."""
        groups = self.groups
        while sum(map(len, groups)) >= MIN_DIGITS:
            ends = (end for end in range(len(groups), 0, -1) if sum(map(len, groups[:end])) >= MIN_DIGITS)
            listed = next((end for end in ends if is_one_of("".join(groups[:end]), phones)), None)
            if listed is None:
                return True
            groups = groups[listed:]
        return False


def phone_numbers(plain: str) -> Iterator[PhoneNumber]:
    """Yield the numbers in plain text (`letters.plain_text`)."""
    for run in _runs().finditer(bytes_if_ascii(plain)):
        start, end = run.span()
        if not _may_be_number(plain[start:end]):
            continue
        if _is_in_url(plain, start, end):
            continue
        text = _with_others_masked(plain, start, end)
        if (vanity := _VANITY.match(plain[start : end + _VANITY_CHARS])) is not None:
            text = vanity[1] + vanity[2].replace("-", "").translate(_KEYPAD)
        for match in _NUMBER.finditer(_in_digits(text)):
            groups = _DIGITS.findall(match[0])
            if len(groups) > MAX_GROUPS:
                groups = groups[: MAX_GROUPS // 2] + groups[-MAX_GROUPS // 2 :]
            if sum(map(len, groups)) >= MIN_DIGITS and max(map(len, groups)) <= MAX_GROUP_DIGITS:
                yield PhoneNumber(tuple(groups), start, end)


def _may_be_number(run: str) -> bool:
    """Is it long enough, or has it letters, which may be worth any number of digits?"""
    if len(run) >= MIN_DIGITS and (sum(map(str.isdigit, run)) >= MIN_DIGITS or any(map(str.isalpha, run))):
        return True
    return _TOLL_FREE_END.search(run) is not None


def _is_in_url(plain: str, start: int, end: int) -> bool:
    """Is it within a URL or a mail address, which are one word?"""
    words = plain[max(0, start - _MAX_URL_CHARS) : start].split()
    is_one_word = bool(words) and not plain[start - 1].isspace()
    return plain[end : end + 1] == "@" or (is_one_word and _URL_OR_ADDRESS.search(words[-1]) is not None)


def _with_others_masked(plain: str, start: int, end: int) -> str:
    """The run with all that is no telephone number in it masked; what stands before tells amounts and ids."""
    before, run = plain[max(0, start - _CHARS_BEFORE) : start], plain[start:end]
    if (name := _ids().search(before)) is not None and (token := _TOKEN.match(name[1] + run)) is not None:
        masked = _masked_id(token[0])
        run = masked[len(name[1]) :] + run[len(token[0]) - len(name[1]) :]
    sign = before[-_AMOUNT_CHARS:]
    return _NO_PHONE.sub(lambda match: _MASK * len(match[0]), sign + run)[len(sign) :]


def _in_digits(text: str) -> str:
    text = _MIXED.sub(lambda match: match[0].translate(_LETTERS_AS_DIGITS), text)
    if not any(map(str.isalpha, text)):
        return text
    words, values = _number_words()
    return _SPOKEN_HYPHENS.sub("-", words.sub(lambda match: values(match[0]), text))


@by_languages
def _runs() -> "re2._Regexp":
    """Digits, number words and letters for digits in a row, with up to four other signs between."""
    words = "|".join(map(_leet, sorted(word_values(), key=len, reverse=True))) or MATCHES_NOTHING
    first = rf"(?:[a-z]*[0-9][0-9a-z]*|\b(?:(?:double|triple) )?(?:{words})\b)"
    other = rf"(?:[a-z]*[0-9][0-9a-z]*|(?:{words}|double|triple|[oilszb]{{2,4}}|{_HYPHEN_WORDS})\b)"
    return re2.compile(rf"[+(]{{0,2}}{first}(?:[^a-z0-9]{{1,4}}{other})*")


@by_languages
def _ids() -> "re2._Regexp":
    """What stands before the numbers of orders and the like; its group is how the number itself begins."""
    return re2.compile(
        rf"(?:\b(?:{joined('id')})(?: ?(?:id|no|nr|number|nomor|code|#))?[ .:#-]{{0,3}}|#[ ]?)((?:[a-z0-9]+-)*)$"
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


@by_languages
def _number_words() -> tuple[re.Pattern[str], _Values]:
    values = word_values()
    words = "|".join(map(_leet, sorted(values, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![a-z0-9])(?:(?:double|triple) )?(?:{words})(?![a-z0-9])"), _Values(values)


def _leet(word: str) -> str:
    return "".join(_LEET.get(char, char) for char in word)
