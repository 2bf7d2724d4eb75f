"""What of a text is its author's own: not what a reply quotes, nor what a forwarded message says."""

from functools import cache

import re2

# What introduces a whole message of somebody else's; all that follows is theirs.
_FORWARDED = (
    r"(?:[-_=*]{2,}[ \t]*(?:original|forwarded) (?:message|mail)|[-_=*]{2,}[ \t]*pesan (?:asli|terusan|yang diteruskan)"
    r"|begin forwarded message:|mulai pesan yang diteruskan:"
    r"|(?:from|dari):[^\n]{3,200}\n(?:(?:sent|date|to|cc|subject|reply-to|dikirim|tanggal|kepada|perihal|subjek):[^\n]{0,300}\n?){2,})"
)
_WROTE = r"(?:on|pada|le|am)[ \t][^\n]{5,160}(?:\n[^\n]{0,80})?(?:wrote|menulis|a écrit|schrieb):[ \t]*$"
_ANY = rf"(?:{_FORWARDED}|{_WROTE})"
_MARK = ">"


def author_text(text: str) -> str:
    """The text without lines that begin with `>`, and cut where another message begins."""
    if _line(_ANY).search(text) is None:
        return _without_marks(text) if _has_marks(text) else text
    if (foreign := _line(_FORWARDED).search(text)) is not None:
        text = text[: foreign.start()]
    if (reply := _line(_WROTE).search(text)) is not None:
        before, after = text[: reply.start()], text[reply.end() :]
        # Quoted without marks it can only be what follows, and then somebody must have written what is before.
        text = before + after if _has_marks(after) else before or after
    return _without_marks(text) if _has_marks(text) else text


def _has_marks(text: str) -> bool:
    return _MARK in text and any(line.lstrip().startswith(_MARK) for line in text.splitlines())


def _without_marks(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(_MARK))


@cache
def _line(start: str) -> "re2._Regexp":
    """Compiled when it is first looked for: most texts quote nobody."""
    return re2.compile(rf"(?im)^[ \t]*{start}")
