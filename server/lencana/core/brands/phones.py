"""Telephone numbers as lists and messages write them, compared by their digits (E.164)."""

import re
from collections.abc import Iterable

MIN_DIGITS, MAX_DIGITS = 3, 15  # 188 is a short code; E.164 section 6.2 allows 15
MAX_PHONE_CHARS = 40  # of a number as it is written
_MIN_NATIONAL_DIGITS = 9  # of a number without its country code: anybody can have one that ends in 1500888
_MAX_COUNTRY_CODE_DIGITS = 3  # E.164 section 6.2.1
_PHONE = re.compile(r"\+?[0-9 ().\-/]+", re.ASCII)


def is_phone(text: str) -> bool:
    """Is it a telephone number as people write them: digits, perhaps a + in front, and blanks, brackets, hyphens?"""
    return (
        len(text) <= MAX_PHONE_CHARS
        and _PHONE.fullmatch(text) is not None
        and text == text.strip()
        and MIN_DIGITS <= len(digits_of(text)) <= MAX_DIGITS
    )


def digits_of(text: str) -> str:
    """The digits of a number, without the 00 or the trunk prefix in brackets: "+44 (0)20 7946 0000" → 442079460000.

    Digits of any script count: a message may write them in full width.
    """
    digits = "".join(str(int(char)) for char in text.replace("(0)", "") if char.isdecimal())
    return digits.removeprefix("00")


def is_one_of(number: str, phones: Iterable[str]) -> bool:
    """Is the number of a message a listed one? Either may lack the country code: 021-29278888 is +62 21 29278888."""
    digits = digits_of(number)
    return bool(digits) and any(_same(digits, digits_of(phone)) for phone in phones)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
    missing = len(long) - len(short)
    is_whole = len(short) >= _MIN_NATIONAL_DIGITS and missing <= _MAX_COUNTRY_CODE_DIGITS
    return is_whole and long.endswith(short)
