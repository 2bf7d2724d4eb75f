"""Does a text press its reader: to pay, to save an account, to keep a deadline, to do a stranger a favour?

The patterns are data, one file a language (data/lures), for plain text (`letters.plain_text`), matched by RE2 in linear
time. They are compiled when a message first needs them: most never do, for a lure matters only beside a brand's or a
person's name.
"""

from enum import StrEnum, unique
from functools import cache

import re2

from lencana.core.wording.stranger_tables import LANGUAGES, in_lines
from lencana.data import read_toml


@unique
class Lure(StrEnum):
    """What a text presses for; the names of the patterns in data/lures."""

    ACCOUNT = "lure"  # pay, renew, verify: the reader's own account or payment is in danger
    URGENCY = "urgency"  # a deadline, a prize: marketing has these, too
    GIFT_CARD = "gift_card"
    PAYMENT = "payment"  # pay somebody, change bank details
    ACT = "act"  # a favour, an answer


def has_lure(plain: str, kind: Lure = Lure.ACCOUNT) -> bool:
    """Return whether a plain text has a lure of this kind, in any language."""
    return _pattern(kind).search(plain) is not None


@cache
def _pattern(kind: Lure) -> "re2._Regexp":
    tables = (read_toml(f"lures/{language}.toml") for language in LANGUAGES)
    alternatives = "|".join(table[kind].replace("\n", "") for table in tables)
    return re2.compile(rf"(?:^|[^a-z0-9])(?:{in_lines(alternatives)})(?:$|[^a-z0-9])")
