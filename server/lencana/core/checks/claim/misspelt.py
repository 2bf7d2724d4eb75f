"""Names of brands with one slip in the display name: "Microsft", "ChatGTP Support"."""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.facts import Facts
from lencana.core.lookalike.dictionary import is_common

MAX_WORDS = 12  # of a display name


def misspelt_mentions(facts: Facts, index: AllowlistIndex) -> Iterator[BrandMention]:
    """Yield the names with a slip, if no name is there without one.

    A word of the dictionary is none, nor is what the sender's domain is called: Telekom <…@telekom.example>.
    """
    name = facts.author_name
    if facts.mentions or not name or facts.sender is None or not index.misspellings.may_occur_in(name):
        return
    own = facts.sender.domain.registrable.partition(".")[0] if facts.sender.domain else ""
    words = folded_words(facts.author_name)[:MAX_WORDS]
    for start, word in enumerate(words):
        slip = index.misspellings.find(word)
        if slip is not None and word != own and not is_common(word):
            yield BrandMention(slip.brand, False, (*words[:start], slip.name, *words[start + 1 :]), start, start + 1)
