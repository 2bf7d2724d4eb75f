"""A coarser skeleton than UTS #39's, for words that pass at a glance: arnazom for amazon, uodafone for vodafone."""

from lencana.core.letters.substitution import CharacterMap

# Letters that differ too much for a homograph. A label that only differs in these may be a typo, no more.
_COARSE_CONFUSABLES = CharacterMap("mrevqb86", "nncugd39")
_STROKE_PAIRS = (("ld", "d"), ("dl", "d"), ("lh", "h"))


def coarse_skeleton(ascii_skeleton: str) -> str:
    """Equal for ASCII skeletons (core/letters/skeleton.py) that differ only in m/n/r, e/c, v/u, q/g, b/d, 8/3, 6/9.

    An l beside b, d or h makes no difference either: the pair looks like a letter with a broad stem.
    """
    text = _COARSE_CONFUSABLES(ascii_skeleton)
    for pair, letter in _STROKE_PAIRS:
        if pair in text:
            text = text.replace(pair, letter)
    return text
