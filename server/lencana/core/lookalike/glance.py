"""What passes for a word with those who do not read it letter by letter: arnazom for amazon, uodafone for vodafone."""

from lencana.core.redraw import Redraw

# Letters too unlike for a homograph: a single such letter is a slip, two make a name that is none.
_PASS_FOR = Redraw("mrevqb86", "nncugd39")


def glance(tightened: str) -> str:
    """Equal for tightened texts (core/skeleton.py) that differ only in m/n/r, e/c, v/u, q/g, b/d, 8/3, 6/9."""
    return _PASS_FOR(tightened)
