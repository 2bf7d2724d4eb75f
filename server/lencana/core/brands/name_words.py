"""The words of a short text, as names are compared: folded, or as skeletons; also where no blanks part them."""

import re
from collections.abc import Set
from itertools import groupby, pairwise

from lencana.core.brands.vocabulary import phrases, unspaced_words
from lencana.core.letters.own_scripts import UNSPACED, UNSPACED_WORD, cut_words, fold_words
from lencana.core.letters.skeleton import ascii_skeleton, merge_single_confusables, singles_and_skeleton

MAX_TEXT_CHARS = 400  # of a display name, subject or line
MIN_SPACED_LETTERS = 3  # "D H L" is one word, "A B" is two

# A word of other letters ends where letters begin that are written without blanks. Signs for vowels are no \w.
WORD = re.compile(rf"[^\W_{UNSPACED}\u0900-\u0963]+|[{UNSPACED}]+|[\u0900-\u0963]+")
# A capital L is never taken for an I, though the small one is: "OpenAl" imitates, "OpenAL" is an audio library.
_CAPITAL_L = str.maketrans("L", "ᛟ")


def folded_words(text: str, names: Set[str] = frozenset()) -> tuple[str, ...]:
    """The words of a text, confusables folded, with single letters ("C o i n b a s e") joined to one word.

    Where words have no blanks between them, they are those of the vocabulary, the given names, and what is left.
    """
    return _words_of(fold_words(text[:MAX_TEXT_CHARS]), names)


def skeleton_words(text: str, names: Set[str] = frozenset()) -> tuple[str, ...]:
    """The same words as ASCII skeletons: 0 is o; 1, I and l are one letter; rn is m."""
    return _words_of(ascii_skeleton(_keeping_capital_l(text)), names)


def single_merged_words(text: str, names: Set[str] = frozenset()) -> tuple[str, ...]:
    """The same, but pairs of letters stay: in "iCIoud", the cl is no d."""
    return _words_of(merge_single_confusables(_keeping_capital_l(text)), names)


def all_word_forms(text: str, names: Set[str] = frozenset()) -> tuple[tuple[str, ...], ...]:
    """`folded_words`, `skeleton_words` and `single_merged_words`; the last only if it differs from the one before."""
    folded = fold_words(text[:MAX_TEXT_CHARS])
    with_capital_l = _keeping_capital_l(text) if "L" in text else folded
    single_merged, skeleton = singles_and_skeleton(with_capital_l)
    forms = (folded, skeleton) if skeleton == single_merged else (folded, skeleton, single_merged)
    return tuple(_words_of(form, names) for form in forms)


def _keeping_capital_l(text: str) -> str:
    """The text folded, with capital L apart from the letters that look like the small one."""
    return fold_words(text[:MAX_TEXT_CHARS].translate(_CAPITAL_L))


def _words_of(folded: str, names: Set[str]) -> tuple[str, ...]:
    words = _with_phrases_joined(_with_spaced_joined(WORD.findall(folded)))
    if folded.isascii() or UNSPACED_WORD.search(folded) is None:
        return words
    known = unspaced_words()
    cut = (
        cut_words(word, lambda piece: piece in known or piece in names) if UNSPACED_WORD.match(word) else [word]
        for word in words
    )
    return tuple(piece for pieces in cut for piece in pieces)


def _with_phrases_joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """Two syllables that are one word of the vocabulary, as that word: "hỗ trợ" is hỗ-trợ."""
    known = phrases()
    if known.isdisjoint(map("-".join, pairwise(words))):
        return words
    joined = list(words[:1])
    for word in words[1:]:
        pair = f"{joined[-1]}-{word}"
        if pair in known:
            joined[-1] = pair
        else:
            joined.append(word)
    return tuple(joined)


def _with_spaced_joined(words: list[str]) -> tuple[str, ...]:
    if list(map(len, words)).count(1) < MIN_SPACED_LETTERS:
        return tuple(words)
    joined: list[str] = []
    for is_single, run in groupby(words, lambda word: len(word) == 1):
        letters = list(run)
        joined += ["".join(letters)] if is_single and len(letters) >= MIN_SPACED_LETTERS else letters
    return tuple(joined)
