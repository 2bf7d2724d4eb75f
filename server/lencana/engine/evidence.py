"""Which evidence counts for the sender: the order of its sources is the security policy."""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import structs

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Result, authenticate, is_sent_by_own_host
from lencana.core.evidence.signed_fields import leaves_words_open
from lencana.core.evidence.trusted_results import is_own_mailbox, trusted_ids
from lencana.core.mail.message import Message, Origin
from lencana.settings import DkimMode, Settings

if TYPE_CHECKING:
    from lencana.signatures import Verifier


def authenticate_sender(
    message: Message, *, is_listed: bool, settings: Settings, verifier: "Verifier | None", now: datetime
) -> Authentication:
    """What the evidence says of the one From domain; NO_EVIDENCE where there is no such domain.

    Each row is asked from left to right, and the first pass decides:

    | trusted Authentication-Results | own DKIM              | ARC set of a listed sealer | otherwise             |
    |--------------------------------|-----------------------|----------------------------|-----------------------|
    | pass                           | if `dkim = "always"`  | not asked                  | pass, as reported     |
    | fail                           | not asked             | asked                      | fail, as reported     |
    | none                           | asked                 | asked                      | none, and the policy  |

    Our own DKIM never outweighs a reported failure: a signature may survive what DMARC rejects. A listed sealer does,
    because it saw the message before a list or a forwarder changed it. Nothing is verified by ourselves, and nothing
    asked of the DNS, unless the sender is listed or `dkim = "always"`, and never with `dkim = "off"`.

    What was not delivered to the mailbox as a message of its own has no trusted Authentication-Results, whatever it
    bears: who attached a message or saved a file may have written every field of it.
    """
    sender = message.sender.mailbox
    if sender is None or sender.domain is None or message.sender.defects:
        return NO_EVIDENCE
    reported = _reported(message, sender.domain, settings)
    if reported.result is Result.PASS and is_listed and _is_open_to_others(message, sender.domain, settings):
        reported = NO_EVIDENCE
    if verifier is None or not (is_listed or settings.dkim is DkimMode.ALWAYS):
        return reported
    lookup = verifier.timed_lookup()
    if _asks_own_dkim(reported.result, settings.dkim):
        verified_here = verifier.dkim(message, sender.domain, now, lookup)
        if verified_here.result is Result.PASS:
            return verified_here
    if _asks_arc(reported.result) and not leaves_words_open(message, sender.domain):
        arc_result = verifier.arc(message, sender.domain, now, lookup)
        if arc_result.result is Result.PASS:
            return arc_result
    if is_listed and reported.result is Result.NONE and message.raw is not None:
        return structs.replace(reported, policy=verifier.policy(sender.domain, lookup))
    return reported


def _reported(message: Message, sender: Domain, settings: Settings) -> Authentication:
    """What the Authentication-Results to trust say.

    A pass is none if a field may have been added to what passed, or if a stranger may have reported it. A failure stays
    one: nobody forges that.
    """
    if message.origin is not Origin.DELIVERED:
        return NO_EVIDENCE
    trusted = trusted_ids(settings.authserv_ids, message.webmail)
    reported = authenticate(message.authentication_results, trusted, sender, message.received)
    if reported.result is not Result.PASS or reported.by is None:
        return reported
    is_own = is_own_mailbox(reported.by, message.received, message.webmail)
    return NO_EVIDENCE if message.repeated_fields or not is_own else reported


def _is_open_to_others(message: Message, sender: Domain, settings: Settings) -> bool:
    """Is the pass of a signature that leaves words open, on a message which none of the sender's hosts delivered?"""
    if not leaves_words_open(message, sender):
        return False
    trusted = trusted_ids(settings.authserv_ids, message.webmail)
    return not is_sent_by_own_host(message.authentication_results, trusted, sender, message.received)


def _asks_own_dkim(reported: Result, mode: DkimMode) -> bool:
    return reported is Result.NONE or (reported is Result.PASS and mode is DkimMode.ALWAYS)


def _asks_arc(reported: Result) -> bool:
    return reported is not Result.PASS
