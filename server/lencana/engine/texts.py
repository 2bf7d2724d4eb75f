"""Sentences for people, in their language: data/texts/*.toml, one file a language; those of lint are in data/lint."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lencana.core.domains.domain import Domain
from lencana.core.finding import Finding
from lencana.data import read_bytes
from lencana.engine.bidi import isolated
from lencana.engine.languages import DEFAULT, LANGUAGES
from lencana.errors import DomainError

TEXTS = "texts"  # the folder of all sentences but those of lint
MAX_VALUE_CHARS = 200  # characters of one parameter within a sentence
_HOST_PARAMS = frozenset({"host", "shown", "actual"})  # parameters that may be a host name in any letters
_NAME_PARAMS = frozenset({"brand", "person"})  # that are names, and no addresses or hosts
# Parameters that may select another sentence.
_PARAMS_OF_VARIANTS = ("slip", "technique", "where", "method", "defects", "policy", "origin", "sign")


def sentence(lang: str, key: str, /, **params: Any) -> str:
    """The sentence `key` with its placeholders filled in; a missing parameter becomes a general word.

    Raises KeyError for a key that no file has: a mistake of the programmer.
    """
    return filled(lang, catalogue(lang)[key], params)


def filled(lang: str, template: str, params: Mapping[str, Any]) -> str:
    """A sentence of that language with its placeholders filled in."""
    return template.format_map(_Placeholders(lang, params)) if "{" in template else template


def reason(lang: str, finding: Finding) -> str:
    """The sentence of a finding: the variant for its technique, place, method or severity if there is one."""
    texts = catalogue(lang)
    prefix = f"reason.{finding.code}."
    variant = next((name for name in _variants(finding) if prefix + name in texts), "text")
    return sentence(lang, prefix + variant, **placeholder_values(finding))


def placeholder_values(finding: Finding) -> dict[str, Any]:
    """The values that the sentence of a finding may name."""
    brand = {"brand": finding.brand.name} if finding.brand else {}
    return {**brand, **finding.params}


def _variants(finding: Finding) -> Iterator[str]:
    for name in _PARAMS_OF_VARIANTS:
        if (value := finding.params.get(name)) is not None:
            yield from map(str, value if isinstance(value, list | tuple) else [value])
    yield str(finding.severity)


@cache
def catalogue(lang: str, folder: str = TEXTS) -> Mapping[str, str]:
    """Every text of a language in that folder by its dotted key; one that has no translation yet is English."""
    own = own_texts(lang, folder)
    return own if lang == DEFAULT else {**catalogue(DEFAULT, folder), **own}


def own_texts(lang: str, folder: str = TEXTS) -> dict[str, str]:
    """The texts in a language's file."""
    return dict(_flattened(tomllib.loads(_file(lang, folder))))


@cache
def language_names() -> tuple[tuple[str, str], ...]:
    """Every language with the name that it gives itself, without reading its sentences."""
    heads = {lang: _file(lang).partition("\n[verdict]")[0] for lang in LANGUAGES}
    return tuple((lang, tomllib.loads(head)["language"]["name"]) for lang, head in heads.items())


def direction(lang: str) -> str:
    """In which direction the language is written: `ltr` or `rtl`, as HTML's `dir`."""
    return catalogue(lang)["language.direction"]


def _file(lang: str, folder: str = TEXTS) -> str:
    return read_bytes(f"{folder}/{lang}.toml").decode()


def placeholders(template: str) -> frozenset[str]:
    """The names of the placeholders in a template."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def _flattened(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


class _Placeholders(dict[str, str]):
    """Fills a template: values in the reader's language, general words for missing ones."""

    def __init__(self, lang: str, params: Mapping[str, Any]) -> None:
        super().__init__()
        self._texts = catalogue(lang)
        self._params = params

    def __missing__(self, name: str) -> str:
        value = self._params.get(name)
        if not value:
            return self._texts.get(f"missing.{name}", "…")
        if isinstance(value, list | tuple):
            return self._alternatives([self._word(name, item) for item in value])
        return self._word(name, value)

    def _word(self, name: str, value: Any) -> str:
        if word := self._texts.get(f"word.{name}.{value}"):
            return word
        text = printable_text(str(value))
        shown = _both_forms(text) if name in _HOST_PARAMS else text
        return isolated(shown, is_name=name in _NAME_PARAMS, direction=self._texts["language.direction"])

    def _alternatives(self, words: list[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        return self._texts["language.comma"].join(words[:-1]) + self._texts["language.or"] + words[-1]


def _both_forms(value: str) -> str:
    """A host name with its A-labels in brackets if it is not ASCII: A-labels cannot imitate another name."""
    if value.isascii():
        return value
    try:
        return f"{value} ({Domain.parse(value).ascii})"
    except DomainError:
        return value


def printable_text(value: str) -> str:
    """A value from a message without control and direction characters, at most MAX_VALUE_CHARS long."""
    if len(value) <= MAX_VALUE_CHARS and value.isprintable():
        return value
    printable = "".join(c for c in value[: 2 * MAX_VALUE_CHARS] if c.isprintable())
    return printable if len(printable) <= MAX_VALUE_CHARS else printable[:MAX_VALUE_CHARS] + "…"
