"""Scripts that are read as what they are, and no imitation of Latin letters: Arabic, Devanagari, Thai, kana, Hangul.

Some letters look like Latin ones (Arabic alef like l, Thai ko kai like n). One of these by itself may imitate; two in a
row are a word of their own language.
"""

import re
from collections.abc import Callable
from unicodedata import category, normalize

from lencana.core.letters.skeleton import fold_confusables

# Letters and the marks on them; digits and punctuation are not among them. Fillers, which are invisible, neither.
_KANA_AND_SYLLABLES = "\uac00-\ud7a3\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
_LIKE_LATIN = (
    "\u0610-\u061a\u0620-\u0659\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
    "\u0900-\u0963\u0970-\u097f\u0e01-\u0e3a\u0e40-\u0e4e"
    "\u1100-\u115e\u1161-\u11ff\u3131-\u3163\u3165-\u318e\uffa1-\uffdc"
)
LETTERS = _KANA_AND_SYLLABLES + _LIKE_LATIN
# Written without blanks between words, with Han.
UNSPACED = "\u0e01-\u0e3a\u0e40-\u0e4e\u1100-\u11ff\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3"
UNSPACED_WORD = re.compile(f"[{UNSPACED}]+")
RUN = re.compile(f"([{_KANA_AND_SYLLABLES}][{LETTERS}]*|[{LETTERS}]{{2,}})")
ANY_RUN = re.compile(f"([{LETTERS}]+)")
OTHER_LETTER = re.compile(f"[{LETTERS}\u3400-\u9fff]")  # of these scripts, or Han
_ARABIC = re.compile("[\u0610-\u06ff]")  # whose points and vowel signs may be left out
_NOT_COMPARED = re.compile("[\u093c\u200b-\u200f]")  # the dot below a letter (Devanagari), joiners, invisible blanks
MAX_WORD = 20  # letters of a word that is looked for within a run
_DROPPED = frozenset({"Mn", "Me", "Cf"})
_TATWEEL = "\u0640"  # lengthens a word and says nothing


def own_letters(run: str) -> str:
    """The letters of a run as they are compared: wide or narrow, Arabic with or without points and vowel signs."""
    run = _NOT_COMPARED.sub("", normalize("NFKC", run))
    if _ARABIC.search(run) is None:
        return run
    return "".join(c for c in normalize("NFD", run) if category(c) not in _DROPPED and c != _TATWEEL)


def fold_words(text: str) -> str:
    """The text folded (`fold_confusables`) but for the words of these scripts, whose letters imitate nothing."""
    if text.isascii() or RUN.search(text) is None:
        return fold_confusables(text)
    return "".join(own_letters(piece) if n % 2 else fold_confusables(piece) for n, piece in enumerate(RUN.split(text)))


def cut_words(run: str, is_word: Callable[[str], bool]) -> list[str]:
    """A run of letters without blanks in known words, the longest first, and in what is left between them.

    No syllable of Hangul is cut, for its letters are composed.
    """
    pieces, unknown, at = list[str](), 0, 0
    while at < len(run):
        ends = range(min(len(run), at + MAX_WORD), at, -1)
        end = next((end for end in ends if is_word(run[at:end])), None)
        if end is None:
            at += 1
            continue
        pieces += [run[unknown:at], run[at:end]] if unknown < at else [run[at:end]]
        unknown = at = end
    return [*pieces, run[unknown:]] if unknown < len(run) else pieces
