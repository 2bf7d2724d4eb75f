"""What mail programs and mailing lists put before others' words: "via", "Fwd:", "Re:", "On Monday, Ann wrote:".

The words are data (data/authorship, one file a language; data/mailbox/forward_labels.toml for forwarded headers).
"""

import re

import re2

from lencana.core.languages import by_languages, judged_languages
from lencana.core.letters.raw_patterns import raw_pattern
from lencana.data import read_toml

_AT_LINE_START = r"(?im)^[ \t]*"
_COLON = r"[ \t]*[:：]"
# A line that names no day of the week first has a year in it.
_YEAR = r"[^\n]*20[0-9][0-9]"


@by_languages
def via() -> re.Pattern[str]:
    """A display name with what a relay put before its own: the author's name, and the relay's."""
    return re.compile(rf"(.*)\s(?:{_words('via')})\s(.+)", re.IGNORECASE)


@by_languages
def forward_prefix() -> re.Pattern[str]:
    """The start of a subject which says that the text is somebody else's."""
    return re.compile(rf"\W*(?:{_words('forwarded')})\s*[:：]", re.IGNORECASE)


@by_languages
def reply_prefix() -> re.Pattern[str]:
    """What replies put before a subject, any number of times."""
    return re.compile(rf"^\W*(?:(?:{_words('replied')}|sv)\b\W*)+", re.IGNORECASE)


def is_reply(subject: str) -> bool:
    """Does the subject say that the message is a reply? Its author may write what he likes."""
    return reply_prefix().match(subject) is not None


@by_languages
def attribution() -> "re2._Regexp":
    """The line before a quotation, which may be folded once: "On Monday, Ann wrote:"."""
    return re2.compile(f"{_AT_LINE_START}{_attribution()}")


@by_languages
def forward_separator() -> "re2._Regexp":
    """The line, or the headers, before a whole message of somebody else's; all that follows is theirs."""
    return re2.compile(f"{_AT_LINE_START}{_separator()}")


def _attribution() -> str:
    with_day = [table for table in _tables() if "on" in table]
    others = [table for table in _tables() if "on" not in table]
    first, wrote = (raw_pattern("|".join(table[key] for table in with_day)) for key in ("on", "wrote"))
    lines = [rf"(?:{first})[ \t][^\n]{{5,160}}(?:\n[^\n]{{0,80}})?(?:{wrote}){_COLON}"] if with_day else []
    wrote = raw_pattern("|".join(table["wrote"] for table in others))
    lines += [rf"{_YEAR}[^\n]*(?:\n[^\n]*)?(?:{wrote}){_COLON}"] if others else []
    return rf"(?:{'|'.join(lines)})[ \t]*$"


def _separator() -> str:
    """As programs of all languages write it, whatever is judged."""
    tables = read_toml("mailbox/forward_labels.toml").values()
    lines = "|".join(re.escape(line) for table in tables for line in table["separator"])
    first = "|".join(re.escape(label) for table in tables for label in table["from"])
    fields = ("date", "to", "subject", "other")
    others = "|".join(re.escape(label) for table in tables for key in fields for label in table[key])
    return (
        rf"(?:[-_=*]{{2,}}[ \t]*(?:(?:original|forwarded) mail|{lines})"
        rf"|(?:begin forwarded message|mulai pesan yang diteruskan){_COLON}"
        rf"|(?:{first}){_COLON}[^\n]+\n(?:[ \t]*(?:{others}){_COLON}[^\n]*\n?){{2,}})"
    )


def _words(key: str) -> str:
    return "|".join(table[key] for table in _tables())


def _tables() -> list[dict[str, str]]:
    return [read_toml(f"authorship/{language}.toml") for language in judged_languages()]
