"""Publishing: a signed envelope becomes the next version, or nothing changes. The signature is the authorisation."""

from datetime import datetime
from typing import TYPE_CHECKING

from lencana.errors import (
    EquivocationError,
    HistoryError,
    NotInitialisedError,
    SameVersionError,
    SignatureError,
    VersionError,
)
from lencana.registry.high_water import HighWaterMark
from lencana.registry.store import DocumentSource, LatestVersions, new_log_entry
from lencana.registry.store.documents import store_emptied
from lencana.trust.client_workflow import (
    MAX_ALLOWLIST_BYTES,
    MAX_ALLOWLIST_LIFETIME,
    MAX_ROOT_LIFETIME,
    MAX_ROOT_ROTATIONS,
    DocumentVersion,
    TrustedAllowlist,
    TrustedRoot,
    VerifiedAllowlist,
    accept_allowlist,
    check_expiry,
    check_not_rolled_back,
    demand_version,
    parse_verified,
    payload_digest,
    rollback_floor,
    trust_pinned_root,
    verify_allowlist,
    verify_and_parse_allowlist,
    verify_next_root,
)
from lencana.trust.documents.metadata import Role

if TYPE_CHECKING:
    from lencana.registry.store import Store


def last_published(store: DocumentSource) -> DocumentVersion | None:
    """The newest published version, or None; its digest is computed from the document, not read from the table."""
    version = store.latest().allowlist
    envelope = store.envelope(Role.ALLOWLIST, version) if version else None
    return None if envelope is None else DocumentVersion(version, payload_digest(envelope))


def trusted_chain(store: DocumentSource, high_water: HighWaterMark | None) -> list[TrustedRoot]:
    """The roots from the one that the data folder pins (without a pin, from version 1) to the newest.

    Raises NotInitialisedError, StoreError, PinError, what the chain raises, VersionError and EquivocationError when the
    chain does not contain the root of the high-water mark.
    """
    roots = store.roots()
    if not roots:
        raise (
            store_emptied() if high_water else NotInitialisedError("the database has no root yet; run: lencana init")
        )
    chain = [trust_pinned_root(roots, store.pin or payload_digest(roots[0]))]
    for raw in roots[chain[0].document.version :][:MAX_ROOT_ROTATIONS]:
        chain.append(verify_next_root(chain[-1], raw))
    if high_water and chain[-1].document.version < high_water.root.version:
        raise VersionError(
            f"the database went back to root version {chain[-1].document.version}, and version "
            f"{high_water.root.version} was relied on here; restore a newer backup"
        )
    if (
        high_water
        and (then := _root_of_version(chain, high_water.root.version))
        and then.sha256 != high_water.root.sha256
    ):
        raise EquivocationError(
            f"root version {high_water.root.version} in the database is not the one that was relied on here: two "
            "histories; find out which database this is before you go on"
        )
    return chain


def trusted_root(store: DocumentSource) -> TrustedRoot:
    """The newest root of a store. Raises as `trusted_chain` does."""
    return trusted_chain(store, store.high_water)[-1]


def rollback_floor_in(chain: list[TrustedRoot], high_water: HighWaterMark | None) -> DocumentVersion | None:
    """The version below which no list may fall that the newest root of this chain signs for; None for no limit."""
    began = _root_of_version(chain, high_water.root.version) if high_water else None
    return rollback_floor(began or chain[0], chain[-1], high_water.allowlist) if high_water else None


def load_allowlist(
    store: DocumentSource, high_water: HighWaterMark | None, version: int
) -> tuple[TrustedRoot, TrustedAllowlist]:
    """A list of the database and the root that names its keys: verified, and not below the high-water mark.

    Raises NotInitialisedError, StoreError, TrustError.
    """
    chain = trusted_chain(store, high_water)
    verified = _verified(store, chain[-1], version)
    return chain[-1], accept_allowlist(rollback_floor_in(chain, high_water), verified)


def verify_by_any_root(chain: list[TrustedRoot], envelope: bytes) -> TrustedAllowlist:
    """A list signed by the keys of any root in the chain: history to show and to build on, not a list to rely on.

    Raises SignatureError when none does, and what `verify_and_parse_allowlist` raises.
    """
    for root in chain[:0:-1]:
        try:
            return verify_and_parse_allowlist(root, envelope)
        except SignatureError:
            continue
    return verify_and_parse_allowlist(chain[0], envelope)


def check_publishable(
    store: DocumentSource, envelope: bytes, now: datetime, limit: int = MAX_ALLOWLIST_BYTES
) -> TrustedAllowlist:
    """Could this list be published now? Changes nothing. Raises what `publish_allowlist` raises."""
    high_water = store.high_water
    chain = trusted_chain(store, high_water)
    verified = verify_allowlist(chain[-1], envelope, limit)  # first: what is published may take long to read, and
    last, allowlist = last_published(store), parse_verified(verified)  # anybody may send something
    check_not_rolled_back(last, rollback_floor_in(chain, high_water))
    _check_follows(allowlist, last)
    from lencana.trust.documents import well_formed  # not needed at a start, and its patterns take 3 ms

    well_formed.check_well_formed(allowlist.document)
    check_expiry("list", allowlist.document.expires, now, MAX_ALLOWLIST_LIFETIME)
    return allowlist


def publish_allowlist(
    store: "Store", envelope: bytes, now: datetime, limit: int = MAX_ALLOWLIST_BYTES
) -> TrustedAllowlist:
    """Make `envelope` the list in force.

    Raises TooLargeError, EnvelopeError, SignatureError, VersionError and its kinds, DocumentError, ExpiredError,
    StoreError (docs/format.md section 6).
    """
    before = store.latest()
    allowlist = check_publishable(store, envelope, now, limit)
    log_entry = new_log_entry(Role.ALLOWLIST, allowlist.document.version, allowlist.sha256, now)
    store.add(log_entry, envelope, after=before)
    store.advance(high_water_of(trusted_root(store), allowlist))
    return allowlist


def publish_root(store: "Store", envelope: bytes, now: datetime) -> TrustedRoot:
    """Make `envelope` the newest root. Raises as `publish_allowlist` does."""
    before = store.latest()
    root = trusted_root(store)
    if envelope == root.envelope:
        raise SameVersionError(f"version {root.document.version} is already published, and is identical")
    new = verify_next_root(root, envelope)
    check_expiry("root", new.document.expires, now, MAX_ROOT_LIFETIME)
    store.add(new_log_entry(Role.ROOT, new.document.version, new.sha256, now), envelope, after=before)
    return new


def publish_first_root(store: "Store", envelope: bytes, now: datetime) -> TrustedRoot:
    """Begin the chain: version 1, signed by its own keys. Raises VersionError when there is one already."""
    if store.latest() != LatestVersions():
        raise VersionError("there is already a root; a chain has only one beginning")
    root = trust_pinned_root([envelope], payload_digest(envelope))
    check_expiry("root", root.document.expires, now, MAX_ROOT_LIFETIME)
    store.add(new_log_entry(Role.ROOT, 1, root.sha256, now), envelope, after=LatestVersions())
    return root


def high_water_of(root: TrustedRoot, allowlist: TrustedAllowlist) -> HighWaterMark:
    """The high-water mark once both were verified."""
    return HighWaterMark(DocumentVersion(root.document.version, root.sha256), allowlist.document_version)


def _check_follows(allowlist: TrustedAllowlist, last: DocumentVersion | None) -> None:
    """Publishing rule: exactly the version after `last`, with its digest as `prev`.

    Raises SameVersionError, EquivocationError, HistoryError, VersionError.
    """
    if last and allowlist.document_version == last:
        raise SameVersionError(f"version {last.version} is already published, and is identical")
    if last and allowlist.document.version == last.version:
        raise EquivocationError(
            f"version {last.version} is already published with other content; sign again as version {last.version + 1}"
        )
    demand_version(allowlist.document.version, last.version + 1 if last else 1)
    if last and allowlist.document.prev != last.sha256:
        raise HistoryError(f"`prev` is not the SHA-256 of version {last.version}; sign again, based on it")


def _verified(store: DocumentSource, root: TrustedRoot, version: int) -> VerifiedAllowlist:
    """A function of its own so that the envelope is freed before the list is parsed: each takes megabytes."""
    raw = store.envelope(Role.ALLOWLIST, version)
    if raw is None:
        raise NotInitialisedError("no list is published yet; run: lencana init")
    try:
        return verify_allowlist(root, raw)
    except SignatureError as error:
        raise SignatureError(
            f"list version {version} is not signed by the keys that root version {root.document.version} names; sign it"
            " again where the key is (lencana allowlist renew), and publish that here, or restore a backup of it"
        ) from error


def _root_of_version(chain: list[TrustedRoot], version: int) -> TrustedRoot | None:
    return next((root for root in chain if root.document.version == version), None)
