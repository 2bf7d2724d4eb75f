"""Names that look like a listed one: the only rule for bulk entries (`guard = "homograph"`)."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from itertools import islice

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.domains.public_suffixes import registrable
from lencana.core.letters.skeleton import ascii_skeleton, fold_confusables, skeleton
from lencana.core.lookalike.protected_words import public_suffix_of, registrable_label_of
from lencana.core.lookalike.techniques.scripts import scripts

_MIN_ASCII_CHARS = 4  # of an ASCII label; ig.com is no homograph of lg.com
_POSITION_BITS = (1 << 24) - 1  # of an entry, for the position of the name; no list is that long
_BATCH_LABELS = 4096  # whose skeletons are made in one go


class HomographIndex:
    """Listed names by the skeleton of their label.

    There may be 100,000 names, so the skeletons are not kept. Each name has an integer of eight bytes, and these are
    sorted: the high bits are those of the hash of its skeleton, the low 24 bits its position in the list. A look-up
    finds the entries with the hash by bisection, and makes the skeletons of those few names again.

    `protected` are the skeletons that count under any suffix, not only under that of the listed name.
    """

    def __init__(self, domains: Iterable[str], protected: Set[str]) -> None:
        self._protected = protected
        names, registrable_names, seen = list[str](), list[str](), set[str]()
        for domain in domains:
            # A name of two labels is registrable or a suffix; either way its first label is what imitations imitate.
            own = domain if domain.count(".") == 1 else registrable(domain) or domain
            if own != domain:
                if own in seen:  # a thousand names under one registrable name are one candidate
                    continue
                seen.add(own)
            names.append(domain)
            registrable_names.append(own)
        self._domains = names
        labels = (name.partition(".")[0] for name in registrable_names)
        entries = array("q")
        while batch := list(islice(labels, _BATCH_LABELS)):
            numbered = enumerate(_skeletons(batch), len(entries))
            entries.extend([hash(key) & ~_POSITION_BITS | position for position, key in numbered])
        self._entries = array("q", sorted(entries))

    def find(self, domain: Domain, label: str, folded: str, key: str) -> str | None:
        """The listed name that `domain` looks like; `folded` is a folding of its `label`, `key` the skeleton."""
        candidates = self._with_skeleton(key)
        if not candidates:
            return None
        suffix = fold_confusables(to_unicode(domain.public_suffix))
        closest = sorted(
            candidates,
            key=lambda name: (
                public_suffix_of(name) != suffix,
                fold_confusables(to_unicode(registrable_label_of(name))) != folded,
            ),
        )
        for listed in closest:
            if self._imitates(domain, label, key, suffix, listed):
                return listed
        return None

    def _with_skeleton(self, key: str) -> Sequence[str]:
        """The listed names with this skeleton, in list order; of those under a registrable name only the first."""
        entries, wanted = self._entries, hash(key) & ~_POSITION_BITS
        start = bisect_left(entries, wanted)
        if start == len(entries) or entries[start] & ~_POSITION_BITS != wanted:
            return ()
        positions = (
            entry & _POSITION_BITS
            for entry in entries[start : bisect_left(entries, wanted + _POSITION_BITS + 1, start)]
        )
        return [
            name
            for name in map(self._domains.__getitem__, positions)
            if skeleton(to_unicode(registrable_label_of(name))) == key
        ]

    def _imitates(self, domain: Domain, label: str, key: str, suffix: str, listed: str) -> bool:
        same_suffix = suffix == public_suffix_of(listed)
        if domain.registrable_label == registrable_label_of(listed):
            return same_suffix and domain.public_suffix != suffix  # the suffix itself is the homograph
        if same_suffix or key in self._protected:
            return not label.isascii() or len(label) >= _MIN_ASCII_CHARS
        return scripts(label) != {"LATIN"} and not label.isascii()  # accents alone may be another word


def _skeletons(labels: Sequence[str]) -> list[str]:
    """The skeletons of the labels, made in one go, which takes a tenth of the time of a call for each."""
    folded = [x if x.isascii() and not x.startswith("xn--") else fold_confusables(to_unicode(x)) for x in labels]
    skeletons = ascii_skeleton(".".join(folded).lower()).split(".")
    # A folded label may contain a dot (U+2024); then the parts do not correspond to the labels.
    return skeletons if len(skeletons) == len(labels) else [skeleton(to_unicode(label)) for label in labels]
