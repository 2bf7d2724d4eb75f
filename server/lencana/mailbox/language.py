"""The language to answer in: what the asker's mail program says of itself, or the setting."""

from collections.abc import Set

from lencana.core.mail.header.header_block import HeaderBlock
from lencana.engine.languages import DEFAULT, wanted


def language_of(fields: HeaderBlock, label_languages: Set[str], default: str) -> str:
    """The language of the forward's labels if they are of one alone, then Accept-Language and Content-Language.

    Exchange writes both fields (RFC 3282); other programs write neither. Labels of several languages ("De:") decide
    only where nothing else does. English labels say little: Gmail writes them for everybody.
    """
    of_labels = sorted({language for label in label_languages if (language := wanted(label))} - {DEFAULT})
    if len(of_labels) == 1:
        return of_labels[0]
    for name in ("accept-language", "content-language"):
        if (value := fields.first(name)) and (language := wanted(value)):
            return language
    return default if default in of_labels or not of_labels else of_labels[0]
