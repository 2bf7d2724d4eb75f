"""Which patterns of authorship may match a text: two small passes that spare most texts the others."""

from unicodedata import normalize

from lencana.core.languages import by_languages
from lencana.core.letters.raw_patterns import OTHER_WIDTH
from lencana.core.wording.authorship import AuthorshipKey, authorship_patterns, authorship_words
from lencana.core.wording.clauses import clause_languages
from lencana.core.wording.pattern_set import PatternSet, as_written
from lencana.core.wording.stranger_tables import NOTHING

_OTHER_WIDTH = "letters that are yet to be made ordinary ones"
_OTHER_LANGUAGE = "what names an author in a language whose words hardly stand in texts of others"


def possible_authorship(text: str, *, has_sender: bool) -> frozenset[AuthorshipKey]:
    """Return the keys of the patterns that may match the text. No other pattern matches it."""
    if not text.isascii():
        text = text.replace("\u2019", "'")
    found = set(_patterns(has_sender, is_common=True).keys_in(text))
    if "İ" in text:  # its lower case is two characters
        found.update(_patterns(has_sender, is_common=True).keys_in(text.replace("İ", "İ".lower())))
    if signs := _signs_of_others(has_sender).keys_in(text):
        found.update(_patterns(has_sender, is_common=False).keys_in(text))
        if _OTHER_WIDTH in signs:
            found.update(_patterns(has_sender, is_common=False).keys_in(normalize("NFKC", text)))
    return frozenset(found)


@by_languages
def _patterns(has_sender: bool, *, is_common: bool) -> PatternSet[AuthorshipKey]:
    """Those of English and Indonesian, whose words stand in texts of all languages; or those of the others."""
    patterns = authorship_patterns(has_sender=has_sender).items()
    return PatternSet(
        {key: as_written(text) for key, text in patterns if (key.language not in clause_languages()) is is_common}
    )


@by_languages
def _signs_of_others(has_sender: bool) -> PatternSet[str]:
    words = "|".join(f"(?:{authorship_words(language, has_sender=has_sender)})" for language in clause_languages())
    return PatternSet({_OTHER_WIDTH: OTHER_WIDTH, _OTHER_LANGUAGE: as_written(words or NOTHING)})
