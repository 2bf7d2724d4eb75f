"""Findings: a stable code, its severity, and the parameters of its sentence."""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Any

import msgspec

from lencana.core.brands.allowlist import Brand


@unique
class Severity(StrEnum):
    """How severe a finding is; only `danger` makes a message suspicious."""

    DANGER = "danger"
    WARNING = "warning"
    INFO = "info"
    GOOD = "good"


@unique
class Code(StrEnum):
    """Stable names of findings; each is documented in docs/findings.md and has a text in every language."""

    SENDER_LISTED = "sender_listed"
    AUTHENTICATED = "authenticated"
    AUTHENTICATION_FAILED = "authentication_failed"
    AUTHENTICATION_MISSING = "authentication_missing"
    LOOKALIKE_DOMAIN = "lookalike_domain"
    BRAND_CLAIM = "brand_claim"
    DISPLAY_NAME_ADDRESS = "display_name_address"
    REPLY_TO_DIFFERS = "reply_to_differs"
    LINK_TEXT_DIFFERS = "link_text_differs"
    SECRET_REQUEST = "secret_request"  # noqa: S105 (a code, not a secret)
    HIDDEN_TEXT = "hidden_text"
    MALFORMED_SENDER = "malformed_sender"
    RELAYED = "relayed"
    THIRD_PARTY_CONTENT = "third_party_content"
    OWNED_DOMAIN = "owned_domain"
    PERSON_CLAIM = "person_claim"
    BLOCKED_SENDER = "blocked_sender"
    NOT_DELIVERED = "not_delivered"
    REPEATED_FIELD = "repeated_field"
    ALLOWLIST_EXPIRED = "allowlist_expired"


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One finding of a check. `params` holds JSON values only; they are never put into a page as HTML.

    `brand` is the listed brand that the finding is about: the one imitated, claimed or, for a good finding, confirmed.
    """

    code: Code
    severity: Severity
    params: Mapping[str, Any] = msgspec.field(default_factory=dict)
    brand: Brand | None = None
