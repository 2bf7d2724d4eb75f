"""What passes for a word with those who do not read it letter by letter: arnazom for amazon, uodafone for vodafone."""

from lencana.core.letters.substitution import CharacterMap

# Too unlike for a homograph: a single such letter, or a stroke beside one, is a slip; two make a name that is none.
_PASS_FOR = CharacterMap("mrevqb86", "nncugd39")
_STROKES = (("ld", "d"), ("dl", "d"), ("lh", "h"))


def coarse_skeleton(tightened: str) -> str:
    """Equal for tightened texts (core/letters/skeleton.py) that differ only in m/n/r, e/c, v/u, q/g, b/d, 8/3, 6/9.

    A stroke beside b, d or h is not seen either: lb, dl, lh.
    """
    text = _PASS_FOR(tightened)
    for drawn, letter in _STROKES:
        if drawn in text:
            text = text.replace(drawn, letter)
    return text
