"""One verified state of a store: root, list and high-water mark read, verified and made ready together."""

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.errors import StoreError, TrustError
from lencana.paused_gc import gc_paused
from lencana.registry.compressed import CompressedEnvelope
from lencana.registry.high_water import HighWaterMark, higher
from lencana.registry.publish import high_water_of, load_allowlist
from lencana.registry.store import DocumentSource, LatestVersions
from lencana.trust.client_workflow import DocumentVersion, TrustedRoot, verify_allowlist
from lencana.trust.documents.metadata import Role


class VerifiedState(msgspec.Struct, frozen=True):
    """What was read, verified and made ready together."""

    latest: LatestVersions
    root: TrustedRoot
    high_water: HighWaterMark
    compressed: CompressedEnvelope
    index: AllowlistIndex


@gc_paused()
def load_verified_state(documents: DocumentSource, before: VerifiedState | None) -> VerifiedState:
    """Load the newest list; `before` is what was in force until now, below which it must not fall.

    Raises NotInitialisedError, StoreError, TrustError.
    """
    latest = documents.latest()
    floor = higher(documents.high_water, before.high_water if before else None)
    root, allowlist = load_allowlist(documents, floor, latest.allowlist)
    # The list expires no later than the root that names its keys.
    expires = min(allowlist.document.expires, root.document.expires)
    index = AllowlistIndex(msgspec.structs.replace(allowlist.document, expires=expires), allowlist.sha256)
    compressed = _compressed(documents, root, allowlist.document_version)
    if before:  # made here, so that no request waits for them
        index.prepared()
        compressed.gzip()
    high_water = high_water_of(root, allowlist)
    documents.advance(high_water)
    return VerifiedState(latest, root, high_water, compressed, index)


def _compressed(documents: DocumentSource, root: TrustedRoot, version: DocumentVersion) -> CompressedEnvelope:
    def read() -> bytes:
        raw = documents.envelope(Role.ALLOWLIST, version.version)
        if raw is None or not _is_envelope_of(version, root, raw):
            raise StoreError("the database no longer holds the list that was verified; restore it from a backup")
        return raw

    return CompressedEnvelope(read)


def _is_envelope_of(version: DocumentVersion, root: TrustedRoot, raw: bytes) -> bool:
    try:
        return verify_allowlist(root, raw).sha256 == version.sha256
    except TrustError:
        return False
