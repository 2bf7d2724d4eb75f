"""Names that are drawn like a listed one: the only rule that bulk entries (`guard = "homograph"`) get."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from itertools import islice

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.domains.public_suffixes import registrable
from lencana.core.letters.skeleton import ascii_skeleton, fold_confusables, skeleton
from lencana.core.lookalike.protected_words import public_suffix_of, registrable_label_of
from lencana.core.lookalike.scripts import scripts

_SHORTEST_ASCII = 4  # letters; ig.com is not lg.com
_PLACE = (1 << 24) - 1  # bits of an entry that say which name it is; a list of the greatest size has fewer names
_BATCH = 4096  # labels that are drawn in one go


class HomographIndex:
    """Listed names by the skeleton of their label.

    There may be 100,000, so no skeleton is kept, but eight bytes a name: its hash and where the name stands, in order.

    `protected` are the skeletons that count under any ending, not only under that of the listed name.
    """

    def __init__(self, domains: Iterable[str], protected: Set[str]) -> None:
        self._protected = protected
        names, owned, seen = list[str](), list[str](), set[str]()
        for domain in domains:
            # A name of two labels is registrable or a suffix; either way its first label is what imitations imitate.
            own = domain if domain.count(".") == 1 else registrable(domain) or domain
            if own is not domain:
                if own in seen:  # a thousand names under one registrable name are one candidate
                    continue
                seen.add(own)
            names.append(domain)
            owned.append(own)
        self._domains = names
        labels = (name.partition(".")[0] for name in owned)
        entries = array("q")
        while batch := list(islice(labels, _BATCH)):
            drawn = enumerate(_skeletons(batch), len(entries))
            entries.extend([hash(key) & ~_PLACE | place for place, key in drawn])
        self._entries = array("q", sorted(entries))

    def find(self, domain: Domain, label: str, folded: str, key: str) -> str | None:
        """The listed name that `domain` is drawn like. `label` is its own, `folded` a reading, `key` that tightened."""
        found = self._with_skeleton(key)
        if not found:
            return None
        ending = fold_confusables(to_unicode(domain.public_suffix))
        closest = sorted(
            found,
            key=lambda name: (
                public_suffix_of(name) != ending,
                fold_confusables(to_unicode(registrable_label_of(name))) != folded,
            ),
        )
        for listed in closest:
            if self._imitates(domain, label, key, ending, listed):
                return listed
        return None

    def _with_skeleton(self, key: str) -> Sequence[str]:
        """The listed names with this skeleton, in list order; of those under a registrable name only the first."""
        entries, wanted = self._entries, hash(key) & ~_PLACE
        start = bisect_left(entries, wanted)
        if start == len(entries) or entries[start] & ~_PLACE != wanted:
            return ()
        places = (entry & _PLACE for entry in entries[start : bisect_left(entries, wanted + _PLACE + 1, start)])
        return [
            name
            for name in map(self._domains.__getitem__, places)
            if skeleton(to_unicode(registrable_label_of(name))) == key
        ]

    def _imitates(self, domain: Domain, label: str, key: str, ending: str, listed: str) -> bool:
        same_ending = ending == public_suffix_of(listed)
        if domain.registrable_label == registrable_label_of(listed):
            return same_ending and domain.public_suffix != ending  # the ending itself is the homograph
        if same_ending or key in self._protected:
            return not label.isascii() or len(label) >= _SHORTEST_ASCII
        return scripts(label) != {"LATIN"} and not label.isascii()  # accents alone may be another word


def _skeletons(labels: Sequence[str]) -> list[str]:
    """The skeleton of each, drawn in one go: a call for each takes ten times as long."""
    folded = [x if x.isascii() and not x.startswith("xn--") else fold_confusables(to_unicode(x)) for x in labels]
    drawn = ascii_skeleton(".".join(folded).lower()).split(".")
    # What is folded may hold a dot of its own (U+2024), and then the others do not stand where they should.
    return drawn if len(drawn) == len(labels) else [skeleton(to_unicode(label)) for label in labels]
