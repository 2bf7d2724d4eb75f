"""The labels that mail programs write in a forward, by data/mailbox/forward_labels.toml."""

import re
from dataclasses import dataclass
from functools import cache

from lencana.data import read_toml

FIELDS = ("from", "subject", "date", "to", "other")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says: which field it names, and in which languages."""

    field: str
    languages: frozenset[str]


@cache
def labels() -> dict[str, Label]:
    """Every label in its folded form. One that names two fields is the one of the first language that has it."""
    label_by_text: dict[str, Label] = {}
    for language, table in read_toml("mailbox/forward_labels.toml").items():
        for field in FIELDS:
            for text in table[field]:
                before = label_by_text.get(text.casefold())
                if before is None:
                    label_by_text[text.casefold()] = Label(field, frozenset({language}))
                elif before.field == field:
                    label_by_text[text.casefold()] = Label(field, before.languages | {language})
    return label_by_text


@cache
def label_pattern() -> re.Pattern[str]:
    """A label with its colon; group 1 is the label. The longer of two that begin alike comes first."""
    texts = sorted(labels(), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, texts))})[ \t\xa0*]*[:：][ \t\xa0*]*", re.IGNORECASE)


@cache
def separator_pattern() -> re.Pattern[str]:
    """A line such as `----- Forwarded Message -----`, behind which fields may follow on the same line."""
    texts = {text for table in read_toml("mailbox/forward_labels.toml").values() for text in table["separator"]}
    words = "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))
    return re.compile(rf"-{{3,10}}[ \t]*(?:{words})[ \t]*-{{3,10}}", re.IGNORECASE)


@cache
def wrote_words() -> tuple[str, ...]:
    """The folded words of a line that names the sender and ends in `wrote:`."""
    tables = read_toml("mailbox/forward_labels.toml").values()
    return tuple(dict.fromkeys(word.casefold() for table in tables for word in table["wrote"]))
