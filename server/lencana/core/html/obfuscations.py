"""What of a page's hiding fools a machine: hidden letters within words, much concealed text, letters set backwards."""

from collections.abc import Mapping
from itertools import accumulate

from lencana.core.html.applied_styles import AppliedStyle
from lencana.core.html.tree.document import TEXT, Document
from lencana.core.html.tree.elements import INLINE
from lencana.core.html.visibility import Visibility
from lencana.core.letters.obfuscation import Obfuscation

CONCEALED_LETTERS_SUSPECT = 300  # preheaders that are hidden by honest means are shorter
MAX_FLOAT_RIGHT_LETTERS = 3  # each to the left of the one before


def obfuscations_of(
    document: Document, applied: Mapping[int, AppliedStyle], visibility: Visibility
) -> frozenset[Obfuscation]:
    """The obfuscations of a page, counted at the end from what each text is hidden for."""
    obfuscations: set[Obfuscation] = set()
    if visibility.concealed_letters >= CONCEALED_LETTERS_SUSPECT:
        obfuscations.add(Obfuscation.CONCEALED)
    if _splits_words(document, applied, visibility):
        obfuscations.add(Obfuscation.SPLIT_WORDS)
    if _is_reversed(document, applied):
        obfuscations.add(Obfuscation.REVERSED)
    return frozenset(obfuscations)


def _splits_words(document: Document, applied: Mapping[int, AppliedStyle], visibility: Visibility) -> bool:
    """Are letters hidden within a word, or in a way that is not followed?"""
    within_words = [(node, own) for node, own in applied.items() if own.splits_word]
    if not within_words:
        return False
    computed = visibility.computed
    shown = [0, *accumulate(
        computed[node].reason is None and tag is TEXT and not document.texts[node].isspace()
        for node, tag in enumerate(document.tags)
    )]  # fmt: skip
    return any(
        (own.style.has_unread_hiding and document.tags[node] in INLINE)
        or (
            computed[node].reason_at == node
            and (own.removed is not None or not own.is_own_line)
            and shown[document.ends[node]] == shown[node]
        )
        for node, own in within_words
    )


def _is_reversed(document: Document, applied: Mapping[int, AppliedStyle]) -> bool:
    """Are letters set from right to left, all at once or each before the last?"""
    shown = [(node, own.style) for node, own in applied.items() if own.removed is None]
    letters = sum(
        style.floats_right and document.is_text_only(node) and len(document.texts[node + 1].strip()) == 1
        for node, style in shown
    )
    return letters > MAX_FLOAT_RIGHT_LETTERS or any(style.rtl_override for _, style in shown)
