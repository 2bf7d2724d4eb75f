"""Reading a backup: its documents are verified like those of a stranger."""

import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lencana.errors import HistoryError, InputError, NotInitialisedError, StoreError, VersionError
from lencana.registry.backup.layout import (
    DOCUMENT,
    KEY,
    LOG,
    MANIFEST,
    MAX_MEMBERS,
    MAX_OF_KIND,
    MAX_TAR_HEADER_BYTES,
    PACKED,
    SETTINGS,
    SOURCE,
    manifest,
    max_bytes,
)
from lencana.registry.high_water import HIGH_WATER_FILE, HighWaterMark, write_high_water
from lencana.registry.pin import PIN_FILE, write_pin
from lencana.registry.publish import high_water_of, trusted_chain, verify_by_any_root
from lencana.registry.store import Document, LatestVersions, LogEntry, Store
from lencana.trust.client_workflow import DocumentVersion, TrustedRoot, payload_digest
from lencana.trust.documents.metadata import Role


@dataclass(frozen=True, slots=True)
class VerifiedBackup:
    """What a backup holds, verified."""

    pin: str
    high_water: HighWaterMark
    latest: LatestVersions
    files: dict[str, bytes]  # name in the data folder → bytes: settings, the list's TOML, keys, archives, others' pins


def read(path: Path) -> VerifiedBackup:
    """Read a backup and verify every document in it. Raises InputError, TrustError."""
    files = dict(_members(path, lambda name: DOCUMENT.fullmatch(name) is None))
    if files.pop(MANIFEST, None) != manifest():
        raise InputError(f"{path} is not a backup, or of a newer version of Lencana")
    pin = files.pop(PIN_FILE, b"").decode("ascii", "replace").strip()
    documents = _BackupDocuments(path, pin)
    chain = trusted_chain(documents, None)
    high_water = _verify_history(documents, chain)
    allowed = {
        name: raw
        for name, raw in files.items()
        if name in SETTINGS or any(kind.fullmatch(name) for kind in (KEY, PACKED, SOURCE))
    }
    latest = LatestVersions(chain[-1].document.version, high_water.allowlist.version if high_water.allowlist else 0)
    return VerifiedBackup(pin, high_water, latest, allowed)


def restore(path: Path, contents: VerifiedBackup, data: Path, store: Store) -> None:
    """Replace what the store holds by a verified backup, in one transaction. Raises StoreError."""
    store.create()
    store.replace(_documents(path))
    try:
        write_pin(data, contents.pin)
        write_high_water(data / HIGH_WATER_FILE, contents.high_water)
    except OSError as error:
        raise StoreError(f"{data}: {error.strerror or error}; run the command again") from error


def _verify_history(documents: "_BackupDocuments", chain: list[TrustedRoot]) -> HighWaterMark:
    """The newest documents, if every list is signed and follows the previous one. Raises TrustError."""
    last: DocumentVersion | None = None
    newest = None
    for document in documents.of_role(Role.ALLOWLIST):
        newest = verify_by_any_root(chain, document.envelope)
        if newest.document.version != (last.version if last else 0) + 1:
            raise VersionError(f"list version {(last.version if last else 0) + 1} is missing in the backup")
        if newest.document.prev != (last.sha256 if last else None):
            raise HistoryError(f"list version {newest.document.version} in the backup does not follow the one before")
        last = newest.document_version
    if newest is None:
        raise NotInitialisedError("the backup has no list")
    return high_water_of(chain[-1], newest)


class _BackupDocuments:
    """The documents of a backup, as a store gives them."""

    high_water = None

    def __init__(self, path: Path, pin: str) -> None:
        self._path = path
        self.pin = pin or None

    def advance(self, high_water: HighWaterMark) -> None:
        """A backup stays as it is."""

    def latest(self) -> LatestVersions:
        """Known once all is read."""
        return LatestVersions()

    def of_role(self, role: Role) -> Iterator[Document]:
        """Those of one role, version 1 first."""
        return (document for document in _documents(self._path) if document.log_entry.role is role)

    def roots(self) -> list[bytes]:
        """The envelopes of all roots."""
        return [document.envelope for document in self.of_role(Role.ROOT)]

    def envelope(self, role: Role, version: int) -> bytes | None:
        """One of them."""
        return next((d.envelope for d in self.of_role(role) if d.log_entry.version == version), None)


class _TarHeader(tarfile.TarInfo):
    """A header of a tar. `tarfile` itself reads what stands before a member with a long name, whatever its size."""

    # The entry point that it names for subclasses. Python 3.13.5 no longer asks `frombuf`.
    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if not self.isreg() and self.size > MAX_TAR_HEADER_BYTES:
            raise tarfile.ReadError("a header that is too long")
        header: tarfile.TarInfo = super()._proc_member(tar)  # type: ignore[misc]
        return header


def _members(path: Path, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """The wanted members. Others, and what does not belong in a backup, are passed over unread."""
    names: set[str] = set()
    of_kind: Counter[re.Pattern[str]] = Counter()
    try:
        with tarfile.open(path, "r:gz", tarinfo=_TarHeader) as tar:
            for entry in tar:
                tar.members = []  # type: ignore[attr-defined] # it would remember every one
                most = max_bytes(entry.name)
                of_kind.update(kind for kind, _ in MAX_OF_KIND if kind.fullmatch(entry.name))
                too_many = len(names) >= MAX_MEMBERS or any(of_kind[kind] > limit for kind, limit in MAX_OF_KIND)
                is_repeated = entry.name in names  # two readers could take another one each
                names.add(entry.name)
                if not entry.isfile() or too_many or is_repeated or (most is not None and entry.size > most):
                    raise InputError(f"{path}: {entry.name[:80]!r} does not belong in a backup")
                if most is not None and is_wanted(entry.name):
                    content = tar.extractfile(entry)
                    yield entry.name, content.read() if content else b""
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise InputError(f"{path} cannot be read as a backup: {error}") from error


def _documents(path: Path) -> Iterator[Document]:
    """In the order they were written; dates come from the log, digests from the documents themselves."""
    try:
        logs = [raw for _name, raw in _members(path, LOG.__eq__)]
        log = msgspec.json.decode(logs[0] if logs else b"[]", type=list[LogEntry])
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: its log is unreadable: {error}") from error
    lines = {(line.role, line.version): line for line in log}
    for name, raw in _members(path, lambda name: DOCUMENT.fullmatch(name) is not None):
        if match := DOCUMENT.fullmatch(name):
            line = lines.get((Role(match[1]), int(match[2])))
            if line is None:
                raise InputError(f"{path}: {name} is not in its log")
            yield Document(msgspec.structs.replace(line, sha256=payload_digest(raw)), raw)
