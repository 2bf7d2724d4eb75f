"""What may be in a text, told by one pass over it: which patterns of requests and of signs can occur there at all.

Most occur in hardly any text, and each pass by itself costs as much as this one for all of them.
"""

import re
from functools import cache

import re2

from lencana.core.wording import authorship, secret_requests
from lencana.core.wording.authorship import AuthorshipPlace
from lencana.core.wording.secret_requests import RequestKey

PatternKey = RequestKey | AuthorshipPlace

_BLANK = r"\s\v\x1c-\x1f\x{85}\p{Z}"  # what str.split splits at
_COUNT = re.compile(r"\{\d+,\d+\}\??")
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| ", re.DOTALL)


def possible_patterns(text: str) -> frozenset[PatternKey]:
    """The cues that the text may hold: what is not possible them is not in it, and what is may not be either."""
    if not text.isascii():
        text = text.replace("\u2019", "'")
    every, cues = _every()
    found = every.Match(text) or []
    if "İ" in text:  # the one letter with two for its small one, as which core.requests reads it
        found += every.Match(text.replace("İ", "İ".lower())) or []
    return frozenset(cues[index] for index in found)


@cache
def _every() -> tuple["re2.Set", tuple[PatternKey, ...]]:
    asks, spots = secret_requests.sources(), authorship.sources()
    every = re2.Set.SearchSet()
    for source in (*asks.values(), *spots.values()):
        every.Add("(?i)" + _widened(source))
    every.Compile()
    return every, (*asks, *spots)


def _widened(source: str) -> str:
    """For any white space, and without counts: RE2 is slow where it has to count in many patterns at once."""
    return _TOKEN.sub(_with_any_blank, _COUNT.sub("*", source))


def _with_any_blank(token: re.Match[str]) -> str:
    if token[0] == " ":
        return f"[{_BLANK}]+"
    is_class = token[0][0] == "[" and token[0][1] != "^"
    return token[0].replace(" ", _BLANK) if is_class else token[0]
