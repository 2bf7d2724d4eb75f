"""The forms in which a label is compared, made once for each domain name."""

from typing import NamedTuple, Self

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.letters.skeleton import possible_foldings, singles_and_skeleton
from lencana.core.lookalike.techniques.scripts import is_native_script


class Folding(NamedTuple):
    """One way to read a label in plain lower-case letters, and what it looks like so."""

    text: str
    single_merged: str  # 0/o, 1/l/i and 5/s are one; as long as the text
    skeleton: str  # pairs are merged, too: rn/m, vv/w, cl/d


class LabelForms(NamedTuple):
    """The registrable label of a domain name, and its public suffix."""

    label: str  # in U-labels
    suffix: str
    foldings: tuple[Folding, ...]  # the likeliest first; none for a label in the script of its own country

    @classmethod
    def of(cls, domain: Domain) -> Self:
        """The forms of a name that has a registrable label."""
        label, suffix = to_unicode(domain.registrable_label), domain.public_suffix
        texts: tuple[str, ...] = (label,)  # which is in lower case
        if not label.isascii():
            texts = () if is_native_script(label, suffix) else possible_foldings(label)
        # Either pair may be meant: "slaclc" is slack with lc as k, not slad with c.
        if "clc" in label or "lcl" in label:
            texts += tuple(text.replace("lc", "k") for text in texts)
        return cls(label, suffix, tuple(map(_folding, texts)))


def _folding(text: str) -> Folding:
    return Folding(text, *singles_and_skeleton(text))
