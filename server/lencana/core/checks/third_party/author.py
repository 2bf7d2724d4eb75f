"""Does the display name of a brand's own mail say that somebody else wrote it: "Ann via Support", "Ann (via Docs)"?

Mailing lists at the brand's own domain write so whom their messages are from, strangers too.
"""

from lencana.core.brands.name_words import folded_words
from lencana.core.facts import Facts, split_relayed_name
from lencana.core.letters.obfuscation import bidi_resolved

_BRACKETS = str.maketrans("()[]", "    ")


def names_another_author(facts: Facts) -> bool:
    """Return whether the name before "via" is another than the relay's, whose name is part of the address."""
    if facts.name_before_via:
        return True
    sender = facts.sender
    if sender is None or ("(" not in sender.name and "[" not in sender.name):
        return False
    before_via, _ = split_relayed_name(bidi_resolved(sender.name).translate(_BRACKETS).strip(), sender.address)
    return bool(folded_words(before_via))
