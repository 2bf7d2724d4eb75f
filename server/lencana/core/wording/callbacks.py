"""Does a text ask to call a number, beside the bait of callback phishing: a charge, a refund, an account in danger?"""

from collections.abc import Iterable, Sequence
from functools import cache

import re2

from lencana.core.wording.phone_numbers import PhoneNumber, phone_numbers, with_digits
from lencana.core.wording.stranger_tables import in_lines, joined, pattern

CHARS_TO_CALL = 400  # between a number and the request to call, if no other number is nearer
CHARS_BESIDE_CALL = 80  # so near that it does not matter whether a listed number is nearer still


def asks_to_call(text: str, labels: Sequence[str], dialled: Iterable[str], phones: tuple[str, ...]) -> bool:
    """Return whether a message asks to call a number that is none of `phones`, and gives an alarming reason.

    All in plain text (`letters.plain_text`): `text` is what the message says, `labels` are subject, display name and
    descriptions of images, and `dialled` the numbers of its tel: links.
    """
    everything = "\n".join((*labels, text))
    if not has_lure(everything):
        return False
    if any(number.is_unlisted(phones) for each in dialled for number in phone_numbers(each)):
        return True
    invites = is_invitation(everything)
    if not invites and not _may_ask(everything):
        return False
    in_labels = [number for label in labels for number in phone_numbers(with_digits(label))]
    in_text = with_digits(everything)
    numbers = list(phone_numbers(in_text))
    if not any(number.is_unlisted(phones) for number in numbers):
        return False
    if invites or (any(number.is_unlisted(phones) for number in in_labels) and _may_call(everything)):
        return True
    return _is_called_for(in_text, numbers, phones)


def has_lure(plain: str) -> bool:
    """Return whether the text speaks of money that leaves, or of an account in danger."""
    return _in_lure().search(plain) is not None


def is_invitation(plain: str) -> bool:
    """Return whether the text is one in which others' words stand by design: an invitation, a shared file, a note."""
    return pattern("invitation").search(plain) is not None


def _may_ask(plain: str) -> bool:
    return _may_call(plain) or pattern("beside_number").search(plain) is not None


def _may_call(plain: str) -> bool:
    return pattern("call").search(plain) is not None


def _is_called_for(text: str, numbers: list[PhoneNumber], phones: tuple[str, ...]) -> bool:
    """Is an unlisted number the one that a request to call means: beside it, or the nearest?"""
    forbidden = [match.end() for match in pattern("never_call").finditer(text)]
    unlisted = [number for number in numbers if number.is_unlisted(phones)]
    for match in pattern("call").finditer(text):
        if match.end() in forbidden:
            continue
        gaps = [_gap(match.start(), match.end(), number) for number in numbers]
        nearest = min(gaps)
        for number in unlisted:
            gap = _gap(match.start(), match.end(), number)
            if gap <= CHARS_BESIDE_CALL or (gap == nearest and gap <= CHARS_TO_CALL):
                return True
    return any(_beside().search(text[max(0, number.start - 60) : number.start]) for number in unlisted)


def _gap(start: int, end: int, number: PhoneNumber) -> int:
    return max(number.start - end, start - number.end, 0)


@cache
def _beside() -> "re2._Regexp":
    """A word for what the number is for, then at most a few more words in the same line, then the number."""
    return re2.compile(rf"\b(?:{in_lines(joined('beside_number'))})\b[^\n.;]{{0,30}}$")


@cache
def _in_lure() -> "re2._Regexp":
    """Amounts begin or end with signs, where no word ends."""
    return re2.compile(rf"(?:\b|[^a-z0-9])(?:{in_lines(joined('lure'))})")
