"""Another organisation's list: fetched, verified as its own readers do, and remembered so that it cannot go back."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from lencana.cli.remote.server_documents import ServerDocuments
from lencana.core.brands.allowlist import Allowlist
from lencana.errors import DocumentError, InputError, PinError, ServerError, StoreError, TrustError
from lencana.registry.folders import SOURCES_FOLDER
from lencana.registry.high_water import HighWaterMark
from lencana.registry.pin import PIN_FILE, write_pin
from lencana.registry.publish import high_water_of, rollback_floor_in, trusted_chain
from lencana.trust.client_workflow import (
    TrustedAllowlist,
    TrustedRoot,
    accept_allowlist,
    check_fresh,
    verify_allowlist,
)
from lencana.trust.documents import well_formed
from lencana.trust.documents.fingerprint import parse_fingerprint
from lencana.trust.documents.metadata import Role
from lencana.trust.list_source.merging import parse_origin

_NOT_IN_FOLDER_NAMES = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class OtherList:
    """A list that was verified now, and what is to be remembered of it."""

    server: str
    document: Allowlist
    pin: str
    mark: HighWaterMark
    documents: ServerDocuments
    folder: Path

    def remember(self) -> None:
        """Pin its root, and never again take an older list from there. Raises StoreError."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make {self.folder}: {error.strerror or error}") from error
        if not (self.folder / PIN_FILE).exists():
            write_pin(self.folder, self.pin)
        self.documents.advance(self.mark)


class _OtherServer(ServerDocuments):
    """Its documents, measured against the pin that is kept for it, or else the one that was given."""

    def __init__(self, folder: Path, server: str, given_pin: str | None) -> None:
        super().__init__(folder, server)
        self._given_pin, self._folder, self._url = given_pin, folder, server

    @property
    def pin(self) -> str:
        """Raises PinError where there is none, or another was given than is kept."""
        pinned = super().pin
        if pinned and self._given_pin and pinned != self._given_pin:
            raise PinError(
                f"{self._folder / PIN_FILE} pins another root for {self._url}; if that organisation has started over,"
                " and told you so, remove this folder"
            )
        if (pin := pinned or self._given_pin) is None:
            raise PinError(
                f"{self._url} is new here: give --pin with the fingerprint that its admin read to you"
                " (`lencana root show` prints it there)"
            )
        return pin


def read_server(text: str) -> str:
    """The address of another organisation's server, as `from` has it. Raises InputError."""
    server = text.strip().rstrip("/")
    parts = urlsplit(server)
    plain = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    if not plain or "@" in parts.netloc or parse_origin(server) is None:
        raise InputError(f"{text[:200]!r} is no server's address; write one such as https://badge.example.org")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}"


def read_pin_option(text: str | None) -> str | None:
    """The fingerprint as it was given. Raises InputError."""
    if text is None:
        return None
    if (pin := parse_fingerprint(text)) is None:
        raise InputError("--pin: give all 64 digits of the fingerprint, as `lencana root show` prints them there")
    return pin


def fetch_list(data: Path, server: str, given_pin: str | None, now: datetime) -> OtherList:
    """The list of another server, verified from the pinned root on, and fresh.

    Raises ServerError, PinError, StoreError, and what docs/format.md section 5 raises: for a list that was forged,
    rolled back, replaced or has expired. The high-water mark of a server that is known already is raised.
    """
    folder = data / SOURCES_FOLDER / _folder_name(server)
    documents = _OtherServer(folder, server, given_pin)
    pin, high_water = documents.pin, documents.high_water
    try:
        root, allowlist = _verified(documents, high_water, now)
    except StoreError as error:
        raise ServerError(f"{server} shows no root; is it a server of Lencana?") from error
    except TrustError as error:
        raise type(error)(f"nothing was taken from {server}: {error}") from error
    mark = high_water_of(root, allowlist)
    if folder.exists():
        documents.advance(mark)
    return OtherList(server, allowlist.document, pin, mark, documents, folder)


def _verified(
    documents: _OtherServer, high_water: HighWaterMark | None, now: datetime
) -> tuple[TrustedRoot, TrustedAllowlist]:
    chain = trusted_chain(documents, high_water)
    raw = documents.envelope(Role.ALLOWLIST, 0)
    if raw is None:
        raise DocumentError("it shows no list")
    allowlist = accept_allowlist(rollback_floor_in(chain, high_water), verify_allowlist(chain[-1], raw))
    well_formed.check_well_formed(allowlist.document)
    check_fresh(chain[-1], allowlist, now)
    return chain[-1], allowlist


def _folder_name(server: str) -> str:
    """Readable, and different for each address."""
    return f"{_NOT_IN_FOLDER_NAMES.sub('_', server.partition('://')[2])[:80]}-{sha256(server.encode()).hexdigest()[:8]}"
