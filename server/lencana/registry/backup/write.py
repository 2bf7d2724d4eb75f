"""Writing a backup: one consistent state, while servers go on."""

import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from lencana.atomic_write import check_replaceable, open_draft
from lencana.errors import InputError, NotInitialisedError
from lencana.extension_kit.release import DESCRIPTION, EXTENSION_FOLDER
from lencana.registry.backup.layout import (
    KEY,
    LOG,
    MANIFEST,
    PACKED,
    SETTINGS,
    SOURCE,
    document_name,
    manifest,
)
from lencana.registry.folders import KEYS_FOLDER, SOURCES_FOLDER
from lencana.registry.pin import PIN_FILE
from lencana.registry.store import LatestVersions, LogEntry, Store
from lencana.trust.client_workflow import payload_digest
from lencana.trust.documents.metadata import Role


def write(data: Path, store: Store, target: Path, *, keys: bool) -> LatestVersions:
    """Write a backup, whole or not at all; servers go on meanwhile. Raises StoreError, InputError."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        check_replaceable(target)
        with os.fdopen(open_draft(draft, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=5) as tar:
                latest = _write_documents(tar, store)
                for name, content in _files(data, keys=keys):
                    _add(tar, name, content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return latest


def _write_documents(tar: tarfile.TarFile, store: Store) -> LatestVersions:
    log: list[LogEntry] = []
    _add(tar, MANIFEST, manifest())
    for document in store.documents():
        log.append(document.log_entry)
        _add(tar, document_name(document.log_entry.role, document.log_entry.version), document.envelope)
        if len(log) == 1:
            _add(tar, PIN_FILE, (store.pin or payload_digest(document.envelope)).encode() + b"\n")
    if not log:
        raise NotInitialisedError("there is nothing to back up yet; run: lencana init")
    _add(tar, LOG, msgspec.json.encode(log))
    versions = {role: max((line.version for line in log if line.role is role), default=0) for role in Role}
    return LatestVersions(versions[Role.ROOT], versions[Role.ALLOWLIST])


def _files(data: Path, *, keys: bool) -> Iterator[tuple[str, bytes]]:
    for name in SETTINGS:
        if (data / name).is_file():
            yield name, (data / name).read_bytes()
    for path in sorted((data / EXTENSION_FOLDER).glob("*"), key=lambda path: (path.name == DESCRIPTION, path.name)):
        if PACKED.fullmatch(f"{EXTENSION_FOLDER}/{path.name}"):
            yield f"{EXTENSION_FOLDER}/{path.name}", path.read_bytes()
    for path in sorted((data / SOURCES_FOLDER).glob("*/*")):
        if SOURCE.fullmatch(name := path.relative_to(data).as_posix()):
            yield name, path.read_bytes()
    for path in sorted((data / KEYS_FOLDER).glob("*")):
        if KEY.fullmatch(f"{KEYS_FOLDER}/{path.name}") and (keys or path.suffix == ".pub"):
            yield f"{KEYS_FOLDER}/{path.name}", path.read_bytes()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))
