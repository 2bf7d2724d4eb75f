"""Names that are drawn like a listed one: the only rule that bulk entries (`guard = "homograph"`) get."""

from collections.abc import Iterable, Set

from lencana.core.domain import Domain, shown
from lencana.core.lookalike.guarded import label_of, suffix_of
from lencana.core.lookalike.scripts import scripts
from lencana.core.skeleton import fold, skeleton, tighten

_SHORTEST_ASCII = 4  # letters; ig.com is not lg.com


class HomographIndex:
    """Listed names by the skeleton of their label; one dictionary entry a name, for there may be 100,000.

    `protected` are the skeletons that count under any ending, not only under that of the listed name.
    """

    def __init__(self, domains: Iterable[str], protected: Set[str]) -> None:
        self._protected = protected
        self._by_skeleton: dict[str, str | tuple[str, ...]] = {}
        for domain in domains:
            key = skeleton(shown(label_of(domain)))
            others = self._by_skeleton.get(key)
            self._by_skeleton[key] = domain if others is None else (*_all(others), domain)

    def find(self, domain: Domain, label: str, folded: str) -> str | None:
        """The listed name that `domain` is drawn like; `label` is its own, `folded` one reading of it."""
        key = tighten(folded)
        found = self._by_skeleton.get(key)
        if found is None:
            return None
        ending = fold(shown(domain.suffix))
        closest = sorted(
            _all(found), key=lambda name: (suffix_of(name) != ending, fold(shown(label_of(name))) != folded)
        )
        for listed in closest:
            if self._imitates(domain, label, key, ending, listed):
                return listed
        return None

    def _imitates(self, domain: Domain, label: str, key: str, ending: str, listed: str) -> bool:
        same_ending = ending == suffix_of(listed)
        if domain.label == label_of(listed):
            return same_ending and domain.suffix != ending  # the ending itself is the homograph
        if same_ending or key in self._protected:
            return not label.isascii() or len(label) >= _SHORTEST_ASCII
        return scripts(label) != {"LATIN"} and not label.isascii()  # accents alone may be another word


def _all(found: str | tuple[str, ...]) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else found
