"""The scripts of a label: which labels mix scripts, and which are native to the country of their suffix."""

from functools import lru_cache
from unicodedata import category, name

# Scripts that one writing system mixes (UTS #39 section 5.1): Japanese, Chinese and Korean, each with Latin.
_WRITTEN_TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
# Top-level domains under which a label wholly in that script is a word of the country's own, whatever it looks like.
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
    """The scripts of the letters in a text, by the first word of their Unicode names."""
    return frozenset(_script(char) for char in text if category(char)[0] == "L")


def is_mixed_script(text: str) -> bool:
    """Does a text mix scripts that no writing system mixes (UTS #39 section 5.1)?"""
    used = scripts(text)
    return len(used) > 1 and not any(used <= together for together in _WRITTEN_TOGETHER)


def is_native_script(label: str, suffix: str) -> bool:
    """Is a label wholly in one script but Latin, under the suffix of a country that writes it, or in that script?"""
    if label.isascii():
        return False
    used = scripts(label)
    if len(used) != 1 or "LATIN" in used:
        return False
    tld = suffix.rpartition(".")[2]
    return tld in _NATIVE_TLDS.get(next(iter(used)), ()) or scripts(tld) == used


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return name(char, "?").split(maxsplit=1)[0]
