"""Protected words: what only the brand itself may have as a domain label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import to_unicode
from lencana.core.domains.public_suffixes import registrable
from lencana.core.letters.skeleton import fold_confusables
from lencana.core.lookalike.dictionary import is_common

SHORTEST_WORD = 5  # letters; shorter names are within too many others


@dataclass(frozen=True, slots=True)
class ProtectedWord:
    """A listed label or a brand's name, at least SHORTEST_WORD letters long and no common word."""

    text: str
    brand: Brand
    domains: tuple[str, ...]  # the brand's listed names with this label, or else all of its names

    @property
    def letters(self) -> str:
        """The text without hyphens."""
        return self.text.replace("-", "")

    def imitated_name(self, suffix: str) -> str:
        """The listed name that a use of the word under `suffix` imitates."""
        under_suffix = (name for name in self.domains if name.endswith("." + suffix))
        return next(under_suffix, self.domains[0] if self.domains else self.brand.name)


def registrable_label_of(listed: str) -> str:
    """The registrable label of a listed name: `openai` of tm1.openai.com."""
    return (registrable(listed) or listed).partition(".")[0]


def public_suffix_of(listed: str) -> str:
    """The public suffix of a listed name."""
    return (registrable(listed) or listed).partition(".")[2]


def protected_words(brands: Iterable[Brand]) -> Iterator[ProtectedWord]:
    """The protected words of fully guarded brands, in list order; a word that two brands share belongs to the first."""
    taken: set[str] = set()
    for brand in brands:
        with_label = _by_label(brand)
        for text in (*_names(brand), *with_label):
            if text not in taken and len(text) >= SHORTEST_WORD and not is_common(text):
                taken.add(text)
                yield ProtectedWord(text, brand, tuple(with_label.get(text, brand.domains)))


def common_labels(brands: Iterable[Brand]) -> Iterator[ProtectedWord]:
    """Labels of fully guarded domains that are common words (`apple` of apple.com); they are not protected words."""
    for brand in brands:
        for text, domains in _by_label(brand).items():
            if len(text) >= SHORTEST_WORD and is_common(text):
                yield ProtectedWord(text, brand, tuple(domains))


def _by_label(brand: Brand) -> dict[str, list[str]]:
    domains_by_label: dict[str, list[str]] = {}
    for domain in brand.domains:
        domains_by_label.setdefault(fold_confusables(to_unicode(registrable_label_of(domain))), []).append(domain)
    return domains_by_label


def _names(brand: Brand) -> Iterator[str]:
    for name in (brand.name, *(alias.text for alias in brand.aliases if not alias.common)):
        yield "".join(filter(str.isalnum, fold_confusables(name)))
