"""The brand in front of somebody else's domain: all that a narrow screen shows, and all that a hasty reader reads."""

import re
from collections.abc import Iterable, Iterator, Mapping

from lencana.core.brands.allowlist import Brand, Guard
from lencana.core.brands.installed_software import installed_software
from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.letters.skeleton import fold_confusables, merge_single_confusables, skeleton
from lencana.core.lookalike.protected_words import SHORTEST_WORD, ProtectedWord
from lencana.core.lookalike.technique import Lookalike, Technique
from lencana.core.lookalike.techniques.combos import ComboIndex

_SEPARATORS = re.compile(r"[.-]")
_MIN_COMBO_CHARS = SHORTEST_WORD + 2  # of a label that holds a word: "brimob" does not hold "brimo"
_MIN_NAME_CHARS = 7  # of a whole listed name; t.me and x.com stand in too many others


class EmbeddedIndex:
    """Finds whole listed names (openai.com.evil.net, openai-com.net) and protected words in subdomains."""

    def __init__(self, brands: Iterable[Brand], words: Mapping[str, ProtectedWord], combos: ComboIndex) -> None:
        self._words = words
        self._combos = combos
        self._names: dict[tuple[str, ...], tuple[str, Brand]] = {}
        for brand in brands:
            for name in brand.domains if brand.guard is Guard.FULL else ():
                if len(name) >= _MIN_NAME_CHARS:
                    self._names.setdefault(_tokens(to_unicode(name)), (name, brand))
        self._sizes = sorted({len(tokens) for tokens in self._names}, reverse=True)

    def whole_names(self, domain: Domain) -> Iterator[Lookalike]:
        """Listed names with their suffix, anywhere before the public suffix; dots may be written as hyphens."""
        if domain.ascii == domain.registrable and "-" not in domain.registrable_label:
            return
        tokens = _tokens(to_unicode(domain.ascii.removesuffix("." + domain.public_suffix)))
        for size in self._sizes:
            for start in range(len(tokens) - size + 1):
                if (listed := self._names.get(tokens[start : start + size])) is not None:
                    yield Lookalike(*listed, Technique.EMBEDDED)

    def words_in_front(self, domain: Domain) -> Iterator[Lookalike]:
        """Protected words in the labels of a subdomain: login.openai.evil.net.

        Not so gitlab.kantor.example, where an organisation runs the program of that name.
        """
        if domain.ascii == domain.registrable:
            return
        labels = [
            fold_confusables(to_unicode(label))
            for label in domain.ascii.removesuffix("." + domain.registrable).split(".")
        ]
        for label in labels[1:] if labels[0] in installed_software() else labels:
            merged = merge_single_confusables(label)
            word = self._words.get(merged)
            if word is None and len(label) >= _MIN_COMBO_CHARS:
                word = self._combos.find(label, merged)
            if word is not None:
                yield Lookalike(word.imitated_name(domain.public_suffix), word.brand, Technique.EMBEDDED)


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(map(skeleton, _SEPARATORS.split(name)))
