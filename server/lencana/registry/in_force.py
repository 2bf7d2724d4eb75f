"""The list in force: verified when loaded, swapped whole when a newer one is published, free to ask for."""

import gc
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.errors import LencanaError, StoreError, TrustError
from lencana.registry.compressed import CompressedEnvelope
from lencana.registry.high_water import HighWaterMark, higher
from lencana.registry.publish import high_water_of, load_allowlist
from lencana.registry.store import DocumentSource, LatestVersions, open_documents
from lencana.settings import Settings
from lencana.trust.client_workflow import DocumentVersion, TrustedRoot, verify_allowlist
from lencana.trust.documents import Role

INTERVAL = 0.5  # seconds between two looks at the store

_log = logging.getLogger(__name__)


class VerifiedState(msgspec.Struct, frozen=True):
    """One consistent state: what was read, verified and made ready together."""

    latest: LatestVersions
    root: TrustedRoot
    high_water: HighWaterMark
    compressed: CompressedEnvelope
    index: AllowlistIndex


class ListInForce:
    """Call it for the AllowlistIndex in force; no input or output on the way.

    A thread looks at the store twice a second. What cannot be read or verified changes nothing: the last good list
    stays, and the log says why, once. An expired list is in force too; judging is core's.
    """

    def __init__(self, reader: DocumentSource) -> None:
        """Load the newest list. Raises NotInitialisedError, StoreError, TrustError."""
        self._reader = reader
        self._loaded = _load(reader, None)
        self._tried = self._seen = self._loaded.latest
        self._complaint = ""
        self._refused = False
        self._opened = time.monotonic()
        self._watcher: threading.Thread | None = None
        self._refreshing = threading.Lock()

    def __call__(self) -> AllowlistIndex:
        """The list in force."""
        # Not from the start: a command that runs for half a second need not watch. Not once and for all: threads do not
        # survive a fork.
        if not (self._watcher and self._watcher.is_alive()) and time.monotonic() - self._opened > INTERVAL:
            self._watch()
        return self._loaded.index

    def prepare(self) -> None:
        """Build the indexes now, so that no message waits for them."""
        with _gc_paused():
            self._loaded.index.prepared()

    @property
    def root(self) -> TrustedRoot:
        """The newest root."""
        return self._loaded.root

    @property
    def is_update_refused(self) -> bool:
        """Does the database hold something newer, older or other that was not believed?"""
        return self._refused

    def compressed_envelope(self) -> CompressedEnvelope:
        """The envelope of the list in force."""
        self()
        return self._loaded.compressed

    def allowlist_envelope(self) -> bytes:
        """The envelope of the list in force, byte for byte. Raises StoreError."""
        return self.compressed_envelope().envelope()

    def root_envelope(self, version: int | None = None) -> bytes | None:
        """The envelope of a root, the newest by default; None if there is none of that version. Raises StoreError."""
        if version is None or version == self._loaded.root.document.version:
            return self._loaded.root.envelope
        self()
        if version > self._seen.root:  # what every reader asks for all day must not cost a look into the store
            return None
        return self._reader.envelope(Role.ROOT, version)

    def refresh(self) -> None:
        """Look at the store now. Never raises for what is wrong there."""
        with self._refreshing:  # or the slower of two would put an older list back
            try:
                self._take(self._reader.latest())
            except StoreError as error:
                self._tried = self._loaded.latest  # not the document's fault: try again
                self._complain(str(error))
            except LencanaError as error:
                self._refused = True
                self._complain(str(error))

    def _take(self, latest: LatestVersions) -> None:
        self._seen = latest
        if latest != self._tried:
            self._tried = latest
            self._loaded = _load(self._reader, self._loaded)
            self._refused, self._complaint = False, ""
        elif not self._refused:
            self._complaint = ""

    def _complain(self, error: str) -> None:
        if error != self._complaint:
            self._complaint = error
            _log.error("the list in force stays version %d: %s", self._loaded.latest.allowlist, error)

    def _watch(self) -> None:
        if self._refreshing.acquire(blocking=False):  # whoever comes second need not start a second thread
            try:
                self._watcher = threading.Thread(target=self._look, name="lencana-list", daemon=True)
                self._watcher.start()
            finally:
                self._refreshing.release()

    def _look(self) -> None:
        while True:
            time.sleep(INTERVAL)
            self.refresh()


def open_list_in_force(data: Path, settings: Settings) -> ListInForce:
    """The list in force of a data folder. Raises NotInitialisedError, StoreError, TrustError."""
    return ListInForce(open_documents(data, settings))


@contextmanager
def _gc_paused() -> Iterator[None]:
    """A long list is a million objects and no cycle among them: looking for some takes a quarter of the start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor is it looked through later; what goes with an old list goes without the collector
        if was_on:
            gc.enable()


@_gc_paused()
def _load(reader: DocumentSource, before: VerifiedState | None) -> VerifiedState:
    latest = reader.latest()
    root, allowlist = load_allowlist(
        reader, higher(reader.high_water, before.high_water if before else None), latest.allowlist
    )
    # A list is worth no more than the root that vouches for its keys.
    expires = min(allowlist.document.expires, root.document.expires)
    index = AllowlistIndex(msgspec.structs.replace(allowlist.document, expires=expires), allowlist.sha256)
    compressed = _compressed(reader, root, allowlist.document_version)
    if before:  # made here, so that no request waits for them
        index.prepared()
        compressed.gzip()
    held = high_water_of(root, allowlist)
    reader.advance(held)
    return VerifiedState(latest, root, held, compressed, index)


def _compressed(reader: DocumentSource, root: TrustedRoot, mark: DocumentVersion) -> CompressedEnvelope:
    def read() -> bytes:
        raw = reader.envelope(Role.ALLOWLIST, mark.version)
        if raw is None or not _is(mark, root, raw):
            raise StoreError("the database no longer holds the list that was verified; restore it from a backup")
        return raw

    return CompressedEnvelope(read)


def _is(mark: DocumentVersion, root: TrustedRoot, raw: bytes) -> bool:
    try:
        return verify_allowlist(root, raw).sha256 == mark.sha256
    except TrustError:
        return False
