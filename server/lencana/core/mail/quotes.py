"""The author's own text, without what a reply quotes and what a forwarded message says."""

import re

from lencana.core.mail.reply_and_forward import attribution, forward_separator

_QUOTE_PREFIX = ">"
# What begins with a literal is found eight times as fast as what begins with one of two.
_LINE_ENDS_WITH = {colon: re.compile(rf"{colon}[ \t]*$", re.MULTILINE) for colon in (":", "：")}


def author_text(text: str) -> str:
    """Return the text without lines that begin with `>`, cut where another message begins."""
    if (forwarded := forward_separator().search(text)) is not None:
        text = text[: forwarded.start()]
    if _may_have_attribution(text) and (line := attribution().search(text)) is not None:
        before, after = text[: line.start()], text[line.end() :]
        # A reply without `>` can only quote what follows, and only if its author wrote something before it.
        text = before + after if _has_quoted_lines(after) else before or after
    return _without_quoted_lines(text)


def _may_have_attribution(text: str) -> bool:
    """Does a line end with a colon, as every attribution does, and few other lines?"""
    return any(colon in text and pattern.search(text) for colon, pattern in _LINE_ENDS_WITH.items())


def _has_quoted_lines(text: str) -> bool:
    return _QUOTE_PREFIX in text and any(map(_is_quoted, text.splitlines()))


def _without_quoted_lines(text: str) -> str:
    """The text as it is if it quotes nothing: only then are its ends of line kept."""
    if not _has_quoted_lines(text):
        return text
    return "\n".join(line for line in text.splitlines() if not _is_quoted(line))


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(_QUOTE_PREFIX)
