"""Is the text obfuscated, so that a program reads something else than a person?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`hidden_text`, once, for the first obfuscation. Preheaders and texts for other screens are none."""
    for obfuscation in sorted(facts.message.body.obfuscations)[:1]:
        yield Finding(Code.HIDDEN_TEXT, Severity.WARNING, {"technique": obfuscation.value})
