"""How documents become trusted: docs/format.md section 5, after the TUF client workflow.

Pure: bytes and a fixed time in, trusted values or one precise error out. Numbers in brackets are sections of the TUF
specification 1.0. Fetching and storing are the caller's; whatever is returned here may be stored, nothing else may.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

import msgspec

from lencana.core.brands.allowlist import Allowlist
from lencana.errors import (
    DocumentError,
    EquivocationError,
    ExpiredError,
    HistoryError,
    PinError,
    VersionError,
)
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents.allowlist_document import parse_allowlist
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.documents.root_document import Root, parse_root

MAX_ROOT_BYTES = 64 * 1024
MAX_ALLOWLIST_BYTES = 64 * 1024 * 1024
MAX_ROOT_ROTATIONS = 256  # rotations followed in one run; python-tuf learned that a small number locks old clients out
# There is no timestamp role: only the expiry tells a client that it is being served an old list for ever (a freeze).
MAX_ALLOWLIST_LIFETIME = timedelta(days=90)
MAX_ROOT_LIFETIME = timedelta(days=3659)
CLOCK_SKEW = timedelta(days=1)  # tolerated in "too far off"; never in "expired"


class DocumentVersion(NamedTuple):
    """Version number and payload digest of a document, with which later versions are compared."""

    version: int
    sha256: str


class TrustedRoot(msgspec.Struct, frozen=True):
    """A root that passed every rule. `sha256` of its payload is the fingerprint that people compare."""

    document: Root
    sha256: str
    envelope: bytes


class VerifiedAllowlist(msgspec.Struct, frozen=True):
    """The payload of a list with enough valid signatures, not parsed yet."""

    payload: bytes
    sha256: str  # of the payload
    root_version: int  # version of the root whose keys signed


class TrustedAllowlist(msgspec.Struct, frozen=True):
    """A list that the organisation signed. Whether it is still fresh is asked at the time of use.

    A large one takes megabytes a copy, so it keeps neither envelope nor payload.
    """

    document: Allowlist
    sha256: str  # of the payload
    root_version: int  # version of the root whose keys signed

    @property
    def document_version(self) -> DocumentVersion:
        """Version number and payload digest, for the high-water mark."""
        return DocumentVersion(self.document.version, self.sha256)


def trust_pinned_root(candidates: Iterable[bytes], pin: str) -> TrustedRoot:
    """The first root of the chain (versions 1, 2, ...) whose fingerprint is the pin. [5.2]

    Raises PinError when none is, EnvelopeError, SignatureError, DocumentError or VersionError when that one is unsound.
    """
    for version, raw in enumerate(candidates, 1):
        parsed = dsse.parse(raw, MAX_ROOT_BYTES)
        if sha256(parsed.payload).hexdigest() == pin:
            root = _read_root(parsed, raw)
            _verify(parsed, root.document, Role.ROOT)
            demand_version(root.document.version, version)
            return root
    raise PinError(
        "no root of this server has the pinned fingerprint; compare `lencana root show` there with what is pinned here"
    )


def verify_next_root(trusted: TrustedRoot, raw: bytes) -> TrustedRoot:
    """The root after `trusted`. [5.3] Raises EnvelopeError, DocumentError, SignatureError, VersionError."""
    parsed = dsse.parse(raw, MAX_ROOT_BYTES)
    _demand_type(parsed, Role.ROOT)
    _verify(parsed, trusted.document, Role.ROOT)  # [5.3.4] by a threshold of the old root's keys ...
    root = _read_root(parsed, raw)
    _verify(parsed, root.document, Role.ROOT)  # ... and of its own
    demand_version(root.document.version, trusted.document.version + 1)  # [5.3.5]
    return root


def verify_allowlist(root: TrustedRoot, raw: bytes, limit: int = MAX_ALLOWLIST_BYTES) -> VerifiedAllowlist:
    """The payload of a list with a valid threshold of signatures, however old. [5.4.1, 5.4.2]

    Raises TooLargeError, EnvelopeError, DocumentError, SignatureError.
    """
    parsed = dsse.parse(raw, limit)
    _demand_type(parsed, Role.ALLOWLIST)
    _verify(parsed, root.document, Role.ALLOWLIST)
    return VerifiedAllowlist(parsed.payload, sha256(parsed.payload).hexdigest(), root.document.version)


def parse_verified(verified: VerifiedAllowlist) -> TrustedAllowlist:
    """The list in these bytes. Raises DocumentError."""
    document = parse_allowlist(verified.payload)
    return TrustedAllowlist(document, verified.sha256, verified.root_version)


def verify_and_parse_allowlist(root: TrustedRoot, raw: bytes, limit: int = MAX_ALLOWLIST_BYTES) -> TrustedAllowlist:
    """Verify the envelope and parse the payload.

    Raises TooLargeError, EnvelopeError, DocumentError, SignatureError.
    """
    return parse_verified(verify_allowlist(root, raw, limit))


def rollback_floor(began: TrustedRoot, final: TrustedRoot, in_force: DocumentVersion | None) -> DocumentVersion | None:
    """The version below which no list may fall, or None.

    With other allowlist keys there is no floor: otherwise a thief of the old keys could have signed a version number
    that no honest list will reach (fast-forward attack). [5.3.11]
    """
    same_keys = set(began.document.roles.allowlist.keyids) == set(final.document.roles.allowlist.keyids)
    return in_force if same_keys else None


def accept_allowlist(floor: DocumentVersion | None, verified: VerifiedAllowlist) -> TrustedAllowlist:
    """The list that a client accepts; it may have missed versions, so any higher one is accepted. [5.4.3]

    Raises DocumentError, VersionError (rollback), EquivocationError, HistoryError.
    """
    new = parse_verified(verified)
    version = new.document.version
    if floor is None or version > floor.version + 1:
        return new
    if version < floor.version:
        raise VersionError(f"list version {version} is older than version {floor.version}, which was trusted before")
    if version == floor.version and new.sha256 != floor.sha256:
        raise EquivocationError(f"two different lists of version {version} were signed; tell your admin")
    if version == floor.version + 1 and new.document.prev != floor.sha256:
        raise HistoryError(f"version {version} does not follow the trusted version {floor.version}; tell your admin")
    return new


def payload_digest(raw: bytes) -> str:
    """Hex SHA-256 of an envelope's payload, verified or not: a fingerprint, or what `prev` must say."""
    return sha256(dsse.parse(raw, MAX_ALLOWLIST_BYTES).payload).hexdigest()


def check_fresh(root: TrustedRoot, allowlist: TrustedAllowlist, now: datetime) -> None:
    """Raise ExpiredError unless root and list are within their lifetimes at `now`. [5.3.10, 5.4.4]"""
    check_expiry("root", root.document.expires, now, MAX_ROOT_LIFETIME)
    check_expiry("list", allowlist.document.expires, now, MAX_ALLOWLIST_LIFETIME)


def check_expiry(what: str, expires: datetime, now: datetime, longest: timedelta) -> None:
    """Raise ExpiredError if `expires` is past, or further off than `longest` and a day's clock skew."""
    if expires <= now:
        raise ExpiredError(f"the {what} expired at {format_time(expires)}; sign a new version")
    if expires > now + longest + CLOCK_SKEW:
        raise ExpiredError(f"the {what} expires at {format_time(expires)}, more than {longest.days} days from now")


def check_not_rolled_back(last: DocumentVersion | None, floor: DocumentVersion | None) -> None:
    """The published version must not be below the rollback floor. Raises VersionError, EquivocationError."""
    if floor and (last is None or last.version < floor.version):
        raise VersionError(
            f"the database went back to version {last.version if last else 0}, and version {floor.version} "
            "was in force here; restore a newer backup"
        )
    if floor and last and last.version == floor.version and last != floor:
        raise EquivocationError(
            f"version {last.version} in the database is not the one that was in force here: two histories; find out "
            "which database this is before you go on"
        )


def demand_version(version: int, wanted: int) -> None:
    """Raise VersionError unless `version` is `wanted`."""
    if version != wanted:
        raise VersionError(f"this is version {version}; the next one must be version {wanted}: sign it again as that")


def _demand_type(envelope: dsse.Envelope, role: Role) -> None:
    if envelope.payload_type != role.payload_type:
        raise DocumentError(f"the payload type is {envelope.payload_type[:80]!r}, not {role.payload_type!r}")


def _read_root(envelope: dsse.Envelope, raw: bytes) -> TrustedRoot:
    _demand_type(envelope, Role.ROOT)
    return TrustedRoot(parse_root(envelope.payload), sha256(envelope.payload).hexdigest(), raw)


def _verify(envelope: dsse.Envelope, root: Root, role: Role) -> None:
    dsse.verify(envelope, root.keys_of(role), root.role_keys(role).threshold)
