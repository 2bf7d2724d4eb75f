"""What is said of a remark on a list, in the language of who asks: data/lint/*.toml, one file a language.

Beside data/texts, so that no server reads these sentences before somebody changes the list.
"""

import tomllib
from collections.abc import Mapping
from functools import cache

from lencana.data import read_bytes
from lencana.engine.languages import DEFAULT
from lencana.engine.texts import filled
from lencana.trust.lint import Remark


def remark_text(lang: str, remark: Remark) -> str:
    """The sentence: it names the entry, and not where it stands, which `Remark.where` says."""
    params = {name: value or "\u201c\u201d" for name, value in remark.params.items()}
    return filled(lang, lint_sentences(lang)[remark.code], params)


@cache
def lint_sentences(lang: str) -> Mapping[str, str]:
    """Every sentence of a language by the code of its remark; one that has no translation yet is English."""
    own = own_lint_sentences(lang)
    return own if lang == DEFAULT else {**lint_sentences(DEFAULT), **own}


def own_lint_sentences(lang: str) -> dict[str, str]:
    """The sentences in a language's file."""
    sentences: dict[str, str] = tomllib.loads(read_bytes(f"lint/{lang}.toml").decode())
    return sentences
