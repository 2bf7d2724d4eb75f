"""The languages that sentences are there in, and which of them a reader wants."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import lencana.data

DEFAULT: Final = "en"
_TAGS: Final = sorted(file.stem for file in Path(lencana.data.__file__).with_name("texts").glob("*.toml"))
LANGUAGES: Final = (DEFAULT, *(tag for tag in _TAGS if tag != DEFAULT))  # BCP 47 tags
MAX_HEADER_CHARS: Final = 200  # characters of Accept-Language that are read
# Tags that no truncation leads to one of ours: old codes, regions that tell the script, languages in one variety alone.
_ALIASES: Final = {
    "in": "id",  # ISO 639 before 1989; some browsers still send it
    "zsm": "ms",
    "pt": "pt-BR",
    "cmn": "zh-Hans",
    "zh": "zh-Hans",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-tw": "zh-Hant",
    "yue": "zh-Hant",
}
_BY_FOLDED_TAG: Final = {tag.lower(): tag for tag in LANGUAGES} | {
    alias: tag for alias, tag in _ALIASES.items() if tag in LANGUAGES
}


def language_of_locale(environment: Mapping[str, str]) -> str:
    """The language of a terminal, by LANG (POSIX): pt_BR.UTF-8 is Brazilian Portuguese."""
    return negotiate(environment.get("LANG", "").partition(".")[0].replace("_", "-"))


def negotiate(accept_language: str | None) -> str:
    """The language to answer in (RFC 9110 section 12.5.4); English when the header names none of ours."""
    return wanted(accept_language) or DEFAULT


def wanted(accept_language: str | None) -> str | None:
    """The best language that the header names, or None if it names none of ours."""
    return _best((accept_language or "")[:MAX_HEADER_CHARS])


@lru_cache(maxsize=256)
def _best(accept_language: str) -> str | None:
    best, best_quality = None, 0.0
    for item in accept_language.split(","):
        language_range, _, parameter = item.partition(";")
        quality = _quality(parameter)
        if quality > best_quality and (language := _lookup(language_range)):
            best, best_quality = language, quality
    return best


def _lookup(language_range: str) -> str | None:
    """RFC 4647 section 3.4: the range is cut from its end until a tag is found; a subtag of one letter falls, too."""
    subtags = language_range.strip().lower().replace("_", "-").split("-")
    while subtags:
        if language := _BY_FOLDED_TAG.get("-".join(subtags)):
            return language
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()
    return None


def _quality(parameter: str) -> float:
    name, _, value = parameter.replace(" ", "").partition("=")
    if name.lower() != "q":
        return 1.0
    try:
        return min(float(value), 1.0)
    except ValueError:
        return 0.0
