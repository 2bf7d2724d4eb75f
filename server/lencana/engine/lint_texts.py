"""What is said of a remark on a list, in the language of who asks: data/lint/*.toml, one file a language.

Beside data/texts, so that no server reads these sentences before somebody changes the list.
"""

from lencana.engine.texts import catalogue, filled
from lencana.trust.lint import Remark

LINT = "lint"  # the folder of these sentences; a key is the code of a remark


def remark_text(lang: str, remark: Remark) -> str:
    """The sentence: it names the entry, and not where it stands, which `Remark.where` says."""
    params = {name: value or "\u201c\u201d" for name, value in remark.params.items()}
    return filled(lang, catalogue(lang, LINT)[remark.code], params)
