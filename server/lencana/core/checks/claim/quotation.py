"""A message that hardly says a word of its own, and is a quotation for the rest: "See below", and a forwarded message.

What others wrote is no claim of the sender's. But anybody can write "Forwarded message" above his own words, and so it
is his, if nobody in particular sends it and all its links lead to strangers. In what people forward, some lead to the
brand itself.
"""

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.checks.claim.presentation import is_firm, is_notice, is_person
from lencana.core.facts import Facts, resolved_links
from lencana.core.mail.reply_and_forward import forward_prefix

_MAX_OWN_CHARS = 80  # above the quotation: "Please see below."


def as_shown(facts: Facts, index: AllowlistIndex) -> Facts:
    """Return the facts with a quotation as the message's own words, where it is that (see above), else as they are."""
    message, body = facts.message, facts.message.body
    if not body.quoted_text or len(body.text) > _MAX_OWN_CHARS or facts.sender is None or facts.listing is not None:
        return facts
    if facts.is_own_organisation or facts.is_relayed or is_firm(facts) or is_person(facts):
        return facts
    shown = msgspec.structs.replace(
        facts,
        message=msgspec.structs.replace(
            message,
            subject=forward_prefix().sub("", message.subject, count=1).lstrip(),
            body=msgspec.structs.replace(body, text=body.quoted_text),
        ),
        links=(*facts.links, *resolved_links(body.quoted_links, index)),
    )
    return shown if is_notice(shown) else facts
