"""Publishing: a signed envelope becomes the next version, or nothing changes. The signature is the authorisation."""

from datetime import datetime
from typing import TYPE_CHECKING

from lencana.errors import (
    EquivocationError,
    NotInitialisedError,
    SameVersionError,
    SignatureError,
    VersionError,
)
from lencana.registry.high_water import Held
from lencana.registry.store import Latest, Reader, published
from lencana.registry.store.documents import vanished
from lencana.trust.client_workflow import (
    MAX_ALLOWLIST_BYTES,
    MAX_ALLOWLIST_LIFE,
    MAX_ROOT_LIFE,
    MAX_ROOTS,
    Mark,
    TrustedAllowlist,
    TrustedRoot,
    VerifiedAllowlist,
    check_follows,
    check_life,
    check_not_behind,
    floor_under,
    newer_allowlist,
    next_root,
    payload_digest,
    read_allowlist,
    trust_pinned_root,
    verify_allowlist,
)
from lencana.trust.documents import Role

if TYPE_CHECKING:
    from lencana.registry.store import Store


def last_mark(store: Reader) -> Mark | None:
    """What is published last, or None; read from the document itself, not from what the table says of it."""
    version = store.latest().allowlist
    envelope = store.envelope(Role.ALLOWLIST, version) if version else None
    return None if envelope is None else Mark(version, payload_digest(envelope))


def trusted_chain(store: Reader, held: Held | None) -> list[TrustedRoot]:
    """The roots from the one that the data folder pins (without a pin, from version 1) to the newest.

    Raises NotInitialisedError, StoreError, PinError, what the chain raises, VersionError and EquivocationError when the
    chain does not hold what `held` says was relied on.
    """
    roots = store.roots()
    if not roots:
        raise vanished() if held else NotInitialisedError("the database holds no root yet; run: lencana init")
    chain = [trust_pinned_root(roots, store.pin or payload_digest(roots[0]))]
    for raw in roots[chain[0].document.version :][:MAX_ROOTS]:
        chain.append(next_root(chain[-1], raw))
    if held and chain[-1].document.version < held.root.version:
        raise VersionError(
            f"the database went back to root version {chain[-1].document.version}, and version {held.root.version} was "
            "relied on here; restore a newer backup"
        )
    if held and (then := _at(chain, held.root.version)) and then.sha256 != held.root.sha256:
        raise EquivocationError(
            f"root version {held.root.version} in the database is not the one that was relied on here: two histories; "
            "find out which database this is before you go on"
        )
    return chain


def trusted_root(store: Reader) -> TrustedRoot:
    """The newest root of a store. Raises as `trusted_chain` does."""
    return trusted_chain(store, store.held)[-1]


def floor_in(chain: list[TrustedRoot], held: Held | None) -> Mark | None:
    """Below what no list may fall that is read under the newest root of this chain."""
    began = _at(chain, held.root.version) if held else None
    return floor_under(began or chain[0], chain[-1], held.allowlist) if held else None


def load_allowlist(store: Reader, held: Held | None, version: int) -> tuple[TrustedRoot, TrustedAllowlist]:
    """A list of the database, and the root that vouches for it: verified, and no older than what is held.

    Raises NotInitialisedError, StoreError, TrustError.
    """
    chain = trusted_chain(store, held)
    verified = _verified(store, chain[-1], version)
    return chain[-1], newer_allowlist(floor_in(chain, held), verified)


def read_published(chain: list[TrustedRoot], envelope: bytes) -> TrustedAllowlist:
    """A list that some root of the chain vouches for: history to look at and to build on, not a list to rely on.

    Raises SignatureError when none does, and what `read_allowlist` raises.
    """
    for root in chain[:0:-1]:
        try:
            return read_allowlist(root, envelope)
        except SignatureError:
            continue
    return read_allowlist(chain[0], envelope)


def check_publishable(
    store: Reader, envelope: bytes, now: datetime, limit: int = MAX_ALLOWLIST_BYTES
) -> TrustedAllowlist:
    """Could this list be published now? Changes nothing. Raises what `publish_allowlist` raises."""
    held = store.held
    chain, last = trusted_chain(store, held), last_mark(store)
    allowlist = read_allowlist(chain[-1], envelope, limit)
    check_not_behind(last, floor_in(chain, held))
    check_follows(allowlist, last)
    from lencana.trust import well_formed  # not needed at a start, and its patterns take 3 ms

    well_formed.check(allowlist.document)
    check_life("list", allowlist.document.expires, now, MAX_ALLOWLIST_LIFE)
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
    line = published(Role.ALLOWLIST, allowlist.document.version, allowlist.sha256, now)
    store.add(line, envelope, after=before)
    store.remember(held_of(trusted_root(store), allowlist))
    return allowlist


def publish_root(store: "Store", envelope: bytes, now: datetime) -> TrustedRoot:
    """Make `envelope` the newest root. Raises as `publish_allowlist` does."""
    before = store.latest()
    root = trusted_root(store)
    if envelope == root.envelope:
        raise SameVersionError(f"version {root.document.version} is published already, and is this very root")
    new = next_root(root, envelope)
    check_life("root", new.document.expires, now, MAX_ROOT_LIFE)
    store.add(published(Role.ROOT, new.document.version, new.sha256, now), envelope, after=before)
    return new


def publish_first_root(store: "Store", envelope: bytes, now: datetime) -> TrustedRoot:
    """Begin the chain: version 1, signed by its own keys. Raises VersionError when there is one already."""
    if store.latest() != Latest():
        raise VersionError("there is a root already; a chain begins once")
    root = trust_pinned_root([envelope], payload_digest(envelope))
    check_life("root", root.document.expires, now, MAX_ROOT_LIFE)
    store.add(published(Role.ROOT, 1, root.sha256, now), envelope, after=Latest())
    return root


def held_of(root: TrustedRoot, allowlist: TrustedAllowlist) -> Held:
    """What is to be remembered once both were verified."""
    return Held(Mark(root.document.version, root.sha256), allowlist.mark)


def _verified(store: Reader, root: TrustedRoot, version: int) -> VerifiedAllowlist:
    """Ends before the list is read, so that the envelope is let go: either takes megabytes."""
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


def _at(chain: list[TrustedRoot], version: int) -> TrustedRoot | None:
    return next((root for root in chain if root.document.version == version), None)
