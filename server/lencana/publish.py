"""Publishing: a signed envelope becomes the next version, or nothing changes. The signature is the authorisation."""

from datetime import datetime

from lencana.errors import NotInitialisedError, SameVersionError, VersionError
from lencana.store import Latest, Reader, Store, published
from lencana.trust import content
from lencana.trust.documents import Role
from lencana.trust.trusted import (
    MAX_ALLOWLIST_BYTES,
    MAX_ALLOWLIST_LIFE,
    MAX_ROOT_LIFE,
    Mark,
    TrustedAllowlist,
    TrustedRoot,
    check_follows,
    check_life,
    next_root,
    payload_digest,
    read_allowlist,
    trust_pinned_root,
    walk_roots,
)


def last_mark(store: Reader) -> Mark | None:
    """What is published last, or None; read from the document itself, not from what the table says of it."""
    version = store.latest().allowlist
    envelope = store.envelope(Role.ALLOWLIST, version) if version else None
    return None if envelope is None else Mark(version, payload_digest(envelope))


def trusted_root(store: Reader) -> TrustedRoot:
    """The newest root of a store, reached from the one that the data folder pins; without a pin, from version 1.

    Raises NotInitialisedError, StoreError, PinError and what the chain raises.
    """
    roots = store.roots()
    if not roots:
        raise NotInitialisedError("the database holds no root yet; run: lencana init")
    first = trust_pinned_root(roots, store.pin or payload_digest(roots[0]))
    return walk_roots(first, roots[first.document.version :])


def check_publishable(
    store: Reader, envelope: bytes, now: datetime, limit: int = MAX_ALLOWLIST_BYTES
) -> TrustedAllowlist:
    """Could this list be published now? Changes nothing. Raises what `publish_allowlist` raises."""
    allowlist = read_allowlist(trusted_root(store), envelope, limit)
    check_follows(allowlist, last_mark(store))
    content.check(allowlist.document)
    check_life("list", allowlist.document.expires, now, MAX_ALLOWLIST_LIFE)
    return allowlist


def publish_allowlist(
    store: Store, envelope: bytes, now: datetime, limit: int = MAX_ALLOWLIST_BYTES
) -> TrustedAllowlist:
    """Make `envelope` the list in force.

    Raises TooLargeError, EnvelopeError, SignatureError, VersionError and its kinds, DocumentError, ExpiredError,
    StoreError (docs/format.md section 6).
    """
    before = store.latest()
    allowlist = check_publishable(store, envelope, now, limit)
    line = published(Role.ALLOWLIST, allowlist.document.version, allowlist.sha256, now)
    store.add(line, envelope, after=before)
    return allowlist


def publish_root(store: Store, envelope: bytes, now: datetime) -> TrustedRoot:
    """Make `envelope` the newest root. Raises as `publish_allowlist` does."""
    before = store.latest()
    root = trusted_root(store)
    if envelope == root.envelope:
        raise SameVersionError(f"version {root.document.version} is published already, and is this very root")
    new = next_root(root, envelope)
    check_life("root", new.document.expires, now, MAX_ROOT_LIFE)
    store.add(published(Role.ROOT, new.document.version, new.sha256, now), envelope, after=before)
    return new


def publish_first_root(store: Store, envelope: bytes, now: datetime) -> TrustedRoot:
    """Begin the chain: version 1, signed by its own keys. Raises VersionError when there is one already."""
    if store.latest() != Latest():
        raise VersionError("there is a root already; a chain begins once")
    root = trust_pinned_root([envelope], payload_digest(envelope))
    check_life("root", root.document.expires, now, MAX_ROOT_LIFE)
    store.add(published(Role.ROOT, 1, root.sha256, now), envelope, after=Latest())
    return root
