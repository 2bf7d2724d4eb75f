"""The author's own text, without what a reply quotes and what a forwarded message says."""

from functools import cache

import re2

# The line, or the headers, before a whole message of somebody else's; all that follows is theirs.
_FORWARD_SEPARATOR = (
    r"(?:[-_=*]{2,}[ \t]*(?:original|forwarded) (?:message|mail)|[-_=*]{2,}[ \t]*pesan (?:asli|terusan|yang diteruskan)"
    r"|begin forwarded message:|mulai pesan yang diteruskan:"
    r"|(?:from|dari):[^\n]{3,200}\n(?:(?:sent|date|to|cc|subject|reply-to|dikirim|tanggal|kepada|perihal|subjek):[^\n]{0,300}\n?){2,})"
)
# "On Monday, Ann wrote:", in four languages; it may be folded once.
_ATTRIBUTION_LINE = r"(?:on|pada|le|am)[ \t][^\n]{5,160}(?:\n[^\n]{0,80})?(?:wrote|menulis|a écrit|schrieb):[ \t]*$"
_ANY_QUOTE_START = rf"(?:{_FORWARD_SEPARATOR}|{_ATTRIBUTION_LINE})"
_QUOTE_PREFIX = ">"


def author_text(text: str) -> str:
    """Return the text without lines that begin with `>`, cut where another message begins."""
    if _at_line_start(_ANY_QUOTE_START).search(text) is None:
        return _without_quoted_lines(text)
    if (forwarded := _at_line_start(_FORWARD_SEPARATOR).search(text)) is not None:
        text = text[: forwarded.start()]
    if (attribution := _at_line_start(_ATTRIBUTION_LINE).search(text)) is not None:
        before, after = text[: attribution.start()], text[attribution.end() :]
        # A reply without `>` can only quote what follows, and only if its author wrote something before it.
        text = before + after if _has_quoted_lines(after) else before or after
    return _without_quoted_lines(text)


def _has_quoted_lines(text: str) -> bool:
    return _QUOTE_PREFIX in text and any(map(_is_quoted, text.splitlines()))


def _without_quoted_lines(text: str) -> str:
    """The text as it is if it quotes nothing: only then are its ends of line kept."""
    if not _has_quoted_lines(text):
        return text
    return "\n".join(line for line in text.splitlines() if not _is_quoted(line))


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(_QUOTE_PREFIX)


@cache
def _at_line_start(pattern: str) -> "re2._Regexp":
    """Compiled at the first use: most texts quote nobody."""
    return re2.compile(rf"(?im)^[ \t]*{pattern}")
