"""Alphabets of a label: what mixes several, and what is at home under its own country's ending."""

from functools import lru_cache
from unicodedata import category, name

# Alphabets that one writing system mixes (UTS #39 section 5.1): Japanese, Chinese and Korean, each with Latin.
_TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
# Endings under which a label wholly in that alphabet is a word of the country's own, whatever it looks like.
_NATIVE_TLDS = {
    "CYRILLIC": {"bg", "by", "kg", "kz", "me", "mk", "mn", "rs", "ru", "su", "tj", "ua", "uz"},
    "GREEK": {"gr", "cy"},
    "ARMENIAN": {"am"},
    "GEORGIAN": {"ge"},
    "ETHIOPIC": {"et", "er"},
    "HEBREW": {"il"},
    "THAI": {"th"},
    "LAO": {"la"},
    "MYANMAR": {"mm"},
    "DEVANAGARI": {"in", "np"},
    "BENGALI": {"in", "bd"},
}


def scripts(text: str) -> frozenset[str]:
    """The alphabets of its letters, by the first word of their Unicode names."""
    return frozenset(_script(char) for char in text if category(char)[0] == "L")


def is_mixed_script(text: str) -> bool:
    """Does it mix alphabets that nobody writes together?"""
    used = scripts(text)
    return len(used) > 1 and not any(used <= together for together in _TOGETHER)


def is_native_script(label: str, suffix: str) -> bool:
    """Is the label wholly in a foreign alphabet, under an ending of a country (or in letters) of that alphabet?"""
    if label.isascii():
        return False
    used = scripts(label)
    if len(used) != 1 or "LATIN" in used:
        return False
    ending = suffix.rpartition(".")[2]
    return ending in _NATIVE_TLDS.get(next(iter(used)), ()) or scripts(ending) == used


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return name(char, "?").split(maxsplit=1)[0]
