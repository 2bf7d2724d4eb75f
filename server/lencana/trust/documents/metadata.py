"""What the two signed documents have in common (docs/format.md section 2): roles, versions, times.

Parsing them (root_document.py, allowlist_document.py) trusts the signature for who wrote it, never for how: every
type, format and relation is checked.
"""

from datetime import UTC, datetime
from enum import StrEnum, unique
from typing import Annotated

import msgspec

SPEC_VERSION = "1.1"  # 1.0 had neither `owned` … `links_complete`, nor `authserv_ids` … `default_platforms`
MAX_VERSION = 2**53 - 1  # what JavaScript can count to
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
TimeText = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")]
Hex32Bytes = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


@unique
class Role(StrEnum):
    """Who signs what."""

    ROOT = "root"
    ALLOWLIST = "allowlist"

    @property
    def payload_type(self) -> str:
        """One a role, so that a root's signature is never one of a list."""
        return f"application/vnd.lencana.{self.value}.v1+json"


class CommonFields(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that every document has, as its JSON writes them."""

    spec_version: Annotated[str, msgspec.Meta(pattern=r"\A1\.[0-9]{1,9}\Z")]
    version: Annotated[int, msgspec.Meta(ge=1, le=MAX_VERSION)]
    issued: TimeText
    expires: TimeText

    def lifetime(self) -> tuple[datetime, datetime]:
        """`issued` and `expires`. Raises ValueError unless they are times in this order."""
        issued, expires = parse_time(self.issued), parse_time(self.expires)
        if not issued < expires:
            raise ValueError("`issued` must be before `expires`")
        return issued, expires


def parse_time(text: str) -> datetime:
    """The time that a `TimeText` says. Raises ValueError for a day or hour that there is not."""
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)


def format_time(instant: datetime) -> str:
    """UTC, to the second, as the documents write it."""
    return instant.astimezone(UTC).strftime(TIME_FORMAT)
