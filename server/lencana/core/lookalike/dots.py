"""Listed names with a dot put in, left out or put elsewhere: open.ai.com, paypales.com, payp.al.it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.domains.public_suffixes import registrable
from lencana.core.letters.skeleton import fold_confusables, merge_single_confusables
from lencana.core.lookalike.dictionary import is_common
from lencana.core.lookalike.protected_words import ProtectedWord, public_suffix_of, registrable_label_of
from lencana.core.lookalike.technique import Lookalike, Technique

_ADDED = "com"  # the ending that people add to a name that has one already
_SHORTEST_HOST = 3  # letters of a word that names a host: "app", but not "of"


class DotIndex:
    """Finds the listed names whose labels are the given words."""

    def __init__(self, words: Mapping[str, ProtectedWord], common: Collection[ProtectedWord]) -> None:
        """`words` are the protected ones by how they are drawn, `common` those that are everybody's."""
        self._words = words
        self._common = {word.text for word in common}
        self._letters: dict[str, Lookalike] = {}  # by the whole name without dots
        self._registrable: dict[str, Lookalike] = {}  # by what is left of it where a dot is left out
        for word in (*words.values(), *common):
            for name in word.domains:
                if fold_confusables(to_unicode(registrable_label_of(name))) == word.text:
                    self._add(name, word)

    def _add(self, name: str, word: ProtectedWord) -> None:
        label, suffix = registrable_label_of(name), public_suffix_of(name)
        letters = label + suffix.replace(".", "")
        self._letters.setdefault(letters, Lookalike(name, word.brand, Technique.TYPO))
        run_together = Lookalike(name, word.brand, Technique.COMBO)
        more = () if word.text in self._common else (f"{letters}.{_ADDED}", label + suffix)
        for key in (f"{letters}.{suffix}", *more):
            self._registrable.setdefault(key, run_together)

    def missing_dot(self, domain: Domain) -> Lookalike | None:
        """The whole name as a label, under its own ending: paypales.es, applecom.com.

        Of a protected word under .com too, and with a dot missing (amazonco.uk); "cottageco.uk" may be somebody's firm.
        """
        return self._registrable.get(domain.registrable)

    def misplaced_dots(self, domain: Domain) -> Iterator[Lookalike]:
        """The word cut by dots, under any ending; or the whole name cut elsewhere, by those of the ending too."""
        suffix = domain.public_suffix
        front = fold_confusables(to_unicode(domain.ascii.removesuffix("." + suffix))).removeprefix("www.")
        whole = front.replace(".", "")
        if len(whole) < len(front) and (word := self._words.get(merge_single_confusables(whole))) is not None:
            yield Lookalike(word.imitated_name(suffix), word.brand, Technique.TYPO)
        hit = self._letters.get(whole + suffix.replace(".", ""))
        if hit is None or (whole in self._common and _is_host(front.split("."))):
            return
        if registrable(hit.imitates) != domain.registrable:  # the list may name only a subdomain of it
            yield hit


def _is_host(labels: Sequence[str]) -> bool:
    """Do the parts of a common word make somebody's host, as "book.ing" and "st.ripe" do, and not "ap.ple"?"""
    return is_common(labels[-1]) or any(len(label) >= _SHORTEST_HOST and is_common(label) for label in labels[:-1])
