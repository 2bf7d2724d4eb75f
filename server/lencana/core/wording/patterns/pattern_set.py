"""Many patterns as one automaton, which tells in one pass which of them match a text, but not where.

An automaton has a state for each combination of patterns that texts are in the middle of. A small set stays in the
processor's caches; a large one is fetched anew for each message.
"""

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

import re2

from lencana.core.wording.patterns.for_re2 import PATTERN_TOKEN

_Key = TypeVar("_Key")

_MAX_MEMORY = 16 << 20  # for the automaton's states, which are built as texts need them
_REPETITION = re.compile(r"\{\d+,\d+\}\??")
_WHITE_SPACE = r"\s\v\x1c-\x1f\x{85}\p{Z}"  # what `str.split` splits at


class PatternSet(Generic[_Key]):
    """Patterns of RE2 by their keys. They match at least what is given: any repetition for a counted one.

    RE2 is slow where many patterns of one set count repetitions.
    """

    __slots__ = ("_keys", "_set")

    def __init__(self, patterns: Mapping[_Key, str]) -> None:
        options = re2.Options()
        options.max_mem = _MAX_MEMORY
        self._keys = tuple(patterns)
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns.values():
            self._set.Add(_REPETITION.sub("*", pattern))
        self._set.Compile()

    def keys_in(self, text: str) -> list[_Key]:
        """The keys of the patterns that match somewhere in the text."""
        return [self._keys[number] for number in self._set.Match(text) or ()]


def as_written(pattern: str) -> str:
    """A pattern for text in any case, with any white space for a blank, of one for lower case and single blanks."""
    return "(?i)" + PATTERN_TOKEN.sub(_with_any_white_space, pattern)


def _with_any_white_space(token: re.Match[str]) -> str:
    if token[0] == " ":
        return f"(?:[{_WHITE_SPACE}]+)"
    is_class = token[0][0] == "[" and token[0][1] != "^"
    return token[0].replace(" ", _WHITE_SPACE) if is_class else token[0]
