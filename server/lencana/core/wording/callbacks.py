"""Does a text ask to call a number, beside the bait of callback phishing: a charge, a refund, an account in danger?"""

import re
from bisect import bisect
from collections.abc import Iterable

import re2

from lencana.core.languages import by_languages
from lencana.core.wording.patterns.for_re2 import across_line_breaks
from lencana.core.wording.phone_numbers import PhoneNumber, phone_numbers
from lencana.core.wording.stranger_tables import bounded, in_other_letters, joined, pattern

CHARS_TO_CALL = 400  # between a number and the request to call, if no other number is nearer
CHARS_OF_LABEL = 60  # before a number, in which a word says what it is for
_END_OF_SENTENCE = re.compile(r"[\n.;?!]")
NEIGHBOURS = 8  # numbers before a request to call, and after it, that are looked at
CHARS_BESIDE_CALL = 80  # so near that it does not matter whether a listed number is nearer still


def asks_to_call(plain: str, label_chars: int, dialled: Iterable[str], phones: tuple[str, ...]) -> bool:
    """Return whether a message asks to call a number that is none of `phones`, and gives an alarming reason.

    `plain` is in plain text (`letters.plain_text`); its first `label_chars` characters are subject, display name and
    descriptions of images. `dialled` are the numbers of tel: links.
    """
    numbers = list(phone_numbers(plain))  # first, for hardly any mail of a brand has an unlisted one
    unlisted = [number for number in numbers if number.is_unlisted(phones)]
    dials = any(number.is_unlisted(phones) for each in dialled for number in phone_numbers(each))
    if not (unlisted or dials) or not has_callback_bait(plain):
        return False
    if dials or is_invitation(plain):
        return True
    if unlisted[0].end <= label_chars and _may_call(plain):
        return True
    return _may_ask(plain) and _is_called_for(plain, numbers, unlisted)


def has_callback_bait(plain: str) -> bool:
    """Return whether the text speaks of money that leaves, or of an account in danger."""
    return _callback_bait_pattern().search(plain) is not None


def is_invitation(plain: str) -> bool:
    """Return whether the text is one in which others' words stand by design: an invitation, a shared file, a note."""
    return pattern("invitation").search(plain) is not None


def _may_ask(plain: str) -> bool:
    return _may_call(plain) or pattern("beside_number").search(plain) is not None


def _may_call(plain: str) -> bool:
    return pattern("call").search(plain) is not None


def _is_called_for(text: str, numbers: list[PhoneNumber], unlisted: list[PhoneNumber]) -> bool:
    """Is an unlisted number the one that a request to call means: beside it, or the nearest?"""
    forbidden = {match.end() for match in pattern("never_call").finditer(text)}
    starts = [number.start for number in numbers]
    strange = frozenset(unlisted)
    for match in pattern("call").finditer(text):
        if match.end() in forbidden:
            continue
        position = bisect(starts, match.start())
        near = numbers[max(0, position - NEIGHBOURS) : position + NEIGHBOURS]
        gaps = {number: _gap(match.start(), match.end(), number) for number in near}
        nearest = min(gaps.values())
        if any(gap <= CHARS_BESIDE_CALL or gap == nearest <= CHARS_TO_CALL for n, gap in gaps.items() if n in strange):
            return True
    return any(_beside().search(_label(text, number)) for number in unlisted)


def _label(text: str, number: PhoneNumber) -> str:
    """What stands before a number in its line, without "Merchant phone:", as receipts have it beside the merchant's.

    Where more than the number follows ("Merchant phone: 808-555-0199 to cancel"), it is to be called after all.
    """
    before = text[max(0, number.start - CHARS_OF_LABEL) : number.start]
    after = _END_OF_SENTENCE.split(text[number.end : number.end + CHARS_OF_LABEL], maxsplit=1)[0]
    is_called_for = pattern("beside_number").search(after) is not None
    return before if is_called_for else pattern("payee").sub("", before)


def _gap(start: int, end: int, number: PhoneNumber) -> int:
    return max(number.start - end, start - number.end, 0)


@by_languages
def _beside() -> "re2._Regexp":
    """A word for what the number is for, then at most a few more words in the same line, then the number."""
    return re2.compile(bounded("beside_number", r"[^\n.;]{0,30}$"))


@by_languages
def _callback_bait_pattern() -> "re2._Regexp":
    """Amounts begin or end with signs, where no word ends."""
    return re2.compile(rf"(?:\b|[^a-z0-9])(?:{across_line_breaks(joined('lure'))}){in_other_letters('lure')}")
