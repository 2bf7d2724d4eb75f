"""ARC (RFC 8617): what a mail server that the operator trusts saw before the message was changed on its way.

Anyone may seal, and each sealer may have changed the message, so a verdict counts only if its sealer and every later
one is listed. The chain itself is verified by dkimpy.
"""

import re
from collections.abc import Mapping
from typing import Any

from dkim import ARC, DKIMException

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Method, Result, authenticate
from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results
from lencana.core.mail.headers import HeaderField, read_headers, split_message
from lencana.signatures.canonicalization import Canonicalization, canonical_body
from lencana.signatures.resolver import TxtLookup
from lencana.signatures.tags import MIN_RSA_KEY_BITS, covers_displayed_fields, is_acceptable, read_tags

MAX_SETS = 10  # of fifty that RFC 8617 section 4.2.1 allows
MAX_BLANK_RUN, MAX_EMPTY_LINE_RUN = 100, 50  # in a row
_INSTANCE = re.compile(r"(?:^|;)\s*i\s*=\s*([0-9]{1,2})\s*(?:;|$)")


def sealed_authentication(raw: bytes, sender: Domain, sealers: frozenset[str], lookup: TxtLookup) -> Authentication:
    """The earliest sealed verdict from which on every sealer is listed; "could not tell" unless the chain holds."""
    head, text = split_message(raw)
    block = read_headers(head, len(head))
    seals = {_instance(field): field for field in block.all("arc-seal")}
    if not 0 < len(seals) <= MAX_SETS or len(seals) != len(block.all("arc-seal")):
        return NO_EVIDENCE
    newest = next((field for field in block.all("arc-message-signature") if _instance(field) == max(seals)), None)
    names = [field.name for field in block.fields]
    tags = read_tags(newest.value) if newest else None
    if tags is None or not is_acceptable(tags) or not covers_displayed_fields(tags, names) or _is_sparse(text):
        return NO_EVIDENCE
    trusted = _trusted_since(_verified_sets(raw, lookup), sealers)
    results = {_instance(field): field for field in block.all("arc-authentication-results")}
    return _authentication(results.get(trusted), sender, tags.get("d", "")) if trusted else NO_EVIDENCE


def _is_sparse(text: bytes) -> bool:
    """Has it long runs of blanks or of empty lines? dkimpy's time grows with their square: minutes for a megabyte."""
    return b" " * MAX_BLANK_RUN in text.replace(b"\t", b" ") or b"\r\n" * MAX_EMPTY_LINE_RUN in canonical_body(
        Canonicalization.RELAXED, text
    )


def _verified_sets(raw: bytes, lookup: TxtLookup) -> list[Mapping[str, Any]]:
    """The sets of a chain that holds, newest first; none if it does not."""
    try:
        outcome, sets, _reason = ARC(raw, minkey=MIN_RSA_KEY_BITS).verify(dnsfunc=lookup)
    except (DKIMException, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return []
    return list(sets) if outcome == b"pass" else []


def _trusted_since(sets: list[Mapping[str, Any]], sealers: frozenset[str]) -> int:
    """The lowest instance from which on every sealer is listed, 0 if the newest is not."""
    lowest = 0
    for item in sets:
        domains = {item["as-domain"].decode("latin-1").lower(), item["ams-domain"].decode("latin-1").lower()}
        if not domains <= sealers:
            break
        lowest = int(item["instance"])
    return lowest


def _authentication(results: HeaderField | None, sender: Domain, sealer: str) -> Authentication:
    if results is None:
        return NO_EVIDENCE
    value = _INSTANCE.sub("", results.value, count=1)
    try:
        authserv_id = parse_authentication_results(value).authserv_id
    except MalformedError:
        return NO_EVIDENCE
    reported = authenticate([HeaderField("authentication-results", value, 0)], frozenset({authserv_id or ""}), sender)
    if reported.result is not Result.PASS:
        return NO_EVIDENCE
    return Authentication(Result.PASS, Method.ARC, reported.domain, sealer.lower())


def _instance(field: HeaderField) -> int:
    match = _INSTANCE.search(field.value)
    return int(match[1]) if match else 0
