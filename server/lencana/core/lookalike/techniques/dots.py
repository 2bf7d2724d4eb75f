"""Listed names with a dot added, missing or misplaced: open.ai.com, paypales.com, payp.al.it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.domains.public_suffixes import registrable
from lencana.core.letters.skeleton import fold_confusables, merge_single_confusables
from lencana.core.lookalike.dictionary import is_common
from lencana.core.lookalike.protected_words import ProtectedWord, public_suffix_of, registrable_label_of
from lencana.core.lookalike.technique import Lookalike, Technique

_ADDED_SUFFIX = "com"  # is added to whole names: paypales.com
_MIN_HOST_LETTERS = 3  # of a common word that names a host: "app", but not "of"


class DotIndex:
    """Finds the listed names whose labels are the given words."""

    def __init__(self, words: Mapping[str, ProtectedWord], common: Collection[ProtectedWord]) -> None:
        """`words` are the protected words, by their text with single confusables merged; `common` the common labels."""
        self._words = words
        self._common = {word.text for word in common}
        self._by_name_without_dots: dict[str, Lookalike] = {}
        self._by_registrable: dict[str, Lookalike] = {}  # by the registrable domain that imitates it
        for word in (*words.values(), *common):
            for name in word.domains:
                if fold_confusables(to_unicode(registrable_label_of(name))) == word.text:
                    self._add(name, word)

    def _add(self, name: str, word: ProtectedWord) -> None:
        label, suffix = registrable_label_of(name), public_suffix_of(name)
        letters = label + suffix.replace(".", "")
        self._by_name_without_dots.setdefault(letters, Lookalike(name, word.brand, Technique.TYPO))
        run_together = Lookalike(name, word.brand, Technique.COMBO)
        without_dot = () if word.text in self._common else (f"{letters}.{_ADDED_SUFFIX}", label + suffix)
        for key in (f"{letters}.{suffix}", *without_dot):
            self._by_registrable.setdefault(key, run_together)

    def missing_dot(self, domain: Domain) -> Lookalike | None:
        """The whole listed name as the label, under its own suffix: paypales.es, applecom.com.

        With a protected word also under .com, or with one dot missing (amazonco.uk). Not so with a common word:
        "cottageco.uk" may be a firm of that name.
        """
        return self._by_registrable.get(domain.registrable)

    def misplaced_dots(self, domain: Domain) -> Iterator[Lookalike]:
        """A protected word cut by dots, under any suffix; or a whole listed name with its dots in other places."""
        suffix = domain.public_suffix
        in_front = fold_confusables(to_unicode(domain.ascii.removesuffix("." + suffix))).removeprefix("www.")
        letters = in_front.replace(".", "")
        if len(letters) < len(in_front) and (word := self._words.get(merge_single_confusables(letters))) is not None:
            yield Lookalike(word.imitated_name(suffix), word.brand, Technique.TYPO)
        lookalike = self._by_name_without_dots.get(letters + suffix.replace(".", ""))
        if lookalike is None or (letters in self._common and _is_host(in_front.split("."))):
            return
        if registrable(lookalike.imitates) != domain.registrable:  # the list may name only a subdomain of it
            yield lookalike


def _is_host(labels: Sequence[str]) -> bool:
    """Do the parts of a common word look like a host that somebody named, as "book.ing" does, and "ap.ple" does not?"""
    return is_common(labels[-1]) or any(len(label) >= _MIN_HOST_LETTERS and is_common(label) for label in labels[:-1])
