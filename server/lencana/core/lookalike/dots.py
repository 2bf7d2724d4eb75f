"""Listed names with a dot put in, left out or put elsewhere: open.ai.com, paypales.com, payp.al.it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from lencana.core.domains.domain import Domain, registrable, shown
from lencana.core.letters.skeleton import fold, level
from lencana.core.lookalike.dictionary import is_common
from lencana.core.lookalike.protected_words import Word, label_of, suffix_of
from lencana.core.lookalike.technique import Lookalike, Technique

_ADDED = "com"  # the ending that people add to a name that has one already
_SHORTEST_HOST = 3  # letters of a word that names a host: "app", but not "of"


class DotIndex:
    """Finds the listed names whose labels are the given words."""

    def __init__(self, words: Mapping[str, Word], common: Collection[Word]) -> None:
        """`words` are the protected ones by how they are drawn, `common` those that are everybody's."""
        self._words = words
        self._common = {word.text for word in common}
        self._letters: dict[str, Lookalike] = {}  # by the whole name without dots
        self._registrable: dict[str, Lookalike] = {}  # by what is left of it where a dot is left out
        for word in (*words.values(), *common):
            for name in word.domains:
                if fold(shown(label_of(name))) == word.text:
                    self._add(name, word)

    def _add(self, name: str, word: Word) -> None:
        label, suffix = label_of(name), suffix_of(name)
        letters = label + suffix.replace(".", "")
        self._letters.setdefault(letters, Lookalike(name, word.brand, Technique.TYPO))
        run_together = Lookalike(name, word.brand, Technique.COMBO)
        more = () if word.text in self._common else (f"{letters}.{_ADDED}", label + suffix)
        for key in (f"{letters}.{suffix}", *more):
            self._registrable.setdefault(key, run_together)

    def left_out(self, domain: Domain) -> Lookalike | None:
        """The whole name as a label, under its own ending: paypales.es, applecom.com.

        Of a protected word under .com too, and with a dot missing (amazonco.uk); "cottageco.uk" may be somebody's firm.
        """
        return self._registrable.get(domain.registrable)

    def put_in(self, domain: Domain) -> Iterator[Lookalike]:
        """The word cut by dots, under any ending; or the whole name cut elsewhere, by those of the ending too."""
        suffix = domain.suffix
        front = fold(shown(domain.ascii.removesuffix("." + suffix))).removeprefix("www.")
        whole = front.replace(".", "")
        if len(whole) < len(front) and (word := self._words.get(level(whole))) is not None:
            yield Lookalike(word.imitated(suffix), word.brand, Technique.TYPO)
        hit = self._letters.get(whole + suffix.replace(".", ""))
        if hit is None or (whole in self._common and _is_host(front.split("."))):
            return
        if registrable(hit.imitates) != domain.registrable:  # the list may name only a subdomain of it
            yield hit


def _is_host(labels: Sequence[str]) -> bool:
    """Do the parts of a common word make somebody's host, as "book.ing" and "st.ripe" do, and not "ap.ple"?"""
    return is_common(labels[-1]) or any(len(label) >= _SHORTEST_HOST and is_common(label) for label in labels[:-1])
