"""The language to answer in: what the asker's mail program says of itself, or the setting."""

from collections.abc import Set

from lencana.core.mail.headers import HeaderBlock
from lencana.data import LANGUAGES
from lencana.engine.texts import negotiate


def language_of(fields: HeaderBlock, label_languages: Set[str], default: str) -> str:
    """The language of the forward's labels if they are of one alone, then Accept-Language and Content-Language.

    Exchange writes both fields (RFC 3282); other programs write neither. English labels say little: Gmail writes them
    for everybody.
    """
    spoken = [language for language in LANGUAGES if language in label_languages and language != "en"]
    if spoken:
        return spoken[0]
    for name in ("accept-language", "content-language"):
        if value := fields.first(name):
            primary = value.strip().lower().partition("-")[0].partition(",")[0]
            return primary if primary in LANGUAGES else negotiate(value)
    return default
