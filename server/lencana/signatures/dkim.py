"""DKIM (RFC 6376, 8301, 8463) by dkimpy, which does the mathematics; what is worth doing them for is decided here."""

from datetime import datetime

from dkim import DKIM, DKIMException, validate_signature_fields

from lencana.core.authentication import NOTHING, Authentication, Method, Result
from lencana.core.domain import Domain
from lencana.core.headers import read_headers, split_message
from lencana.errors import DomainError
from lencana.resolver import TxtLookup
from lencana.signatures.tags import MIN_KEY, Tags, covers_what_is_seen, is_sound, read_tags

MAX_SIGNATURES = 5  # looked at; fifty cost a fifth of a second
_CLOCK_SLACK = 36_000  # seconds by which a signer's clock may be ahead


def verify_dkim(raw: bytes, sender: Domain, at: datetime, lookup: TxtLookup) -> Authentication:
    """The first signature of the sender's organisational domain that holds at that time; otherwise "could not tell"."""
    head, _ = split_message(raw)
    block = read_headers(head, len(head))
    names = [field.name for field in block.fields]
    for index, field in enumerate(block.all("dkim-signature")[:MAX_SIGNATURES]):
        tags = read_tags(field.value)
        if tags is None or not _worth_verifying(tags, sender, at) or not covers_what_is_seen(tags, names):
            continue
        if _holds(raw, index, lookup):
            return Authentication(Result.PASS, Method.DKIM, Domain.parse(tags["d"]).ascii, "lencana")
    return NOTHING


def _worth_verifying(tags: Tags, sender: Domain, at: datetime) -> bool:
    return is_sound(tags) and _aligned(tags.get("d", ""), sender) and _in_date(tags, at.timestamp())


def _aligned(signer: str, sender: Domain) -> bool:
    try:
        domain = Domain.parse(signer)
    except DomainError:
        return False
    return domain.registrable == sender.registrable != ""


def _in_date(tags: Tags, at: float) -> bool:
    """Neither signed in the future nor past its `x=`; what is no number is not in date."""
    try:
        return int(tags.get("t", "0")) <= at + _CLOCK_SLACK and at <= int(tags.get("x", "99999999999"))
    except ValueError:
        return False


def _holds(raw: bytes, index: int, lookup: TxtLookup) -> bool:
    """Does the signature verify? Its dates were judged already, and by our clock, so dkimpy is not asked about them."""
    try:
        message = DKIM(raw, minkey=MIN_KEY)
        fields = [field for field in message.headers if field[0].lower() == b"dkim-signature"]
        tags = read_tags(fields[index][1].decode("latin-1")) or {}
        signature = {key.encode(): value.encode("latin-1") for key, value in tags.items()}
        validate_signature_fields({key: value for key, value in signature.items() if key not in {b"t", b"x"}})
        signed = [name.strip().lower() for name in signature[b"h"].split(b":")]
        return bool(message.verify_sig(signature, signed, fields[index], lookup))
    except (DKIMException, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return False  # dkimpy's own errors, and those that hostile fields and keys make it raise
