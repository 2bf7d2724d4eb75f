"""One packed version of an organisation's extension: both archives, their digests, and what describes them."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from lencana.errors import InputError
from lencana.extension_kit import archive, crx3
from lencana.extension_kit.manifest import Browser, manifest_for
from lencana.extension_kit.organisation import FILE, GECKO_ID, Organisation

FOLDER: Final = "extension"  # in the data folder; what the server hands out
DESCRIPTION: Final = "release.json"
CHROMIUM_MANIFEST, FIREFOX_MANIFEST = "update.xml", "updates.json"


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What release.json holds: the version, Chromium's id, and each archive's name and SHA-256."""

    version: str
    chromium_id: str
    chromium_file: str
    chromium_sha256: str
    firefox_file: str
    firefox_sha256: str
    firefox_min_version: str
    server: str | None = None
    firefox_id: str = GECKO_ID


@dataclass(frozen=True, slots=True)
class PackedRelease:
    """A release with its files' bytes, ready to be written."""

    release: Release
    files: dict[str, bytes]


def pack_release(
    files: dict[str, bytes],
    version: str,
    key: crx3.PackingKey,
    organisation: Organisation,
    firefox_id: str = GECKO_ID,
) -> PackedRelease:
    """Pack both archives for an organisation.

    Raises InputError for files that are no extension, or too many bytes.
    """
    source = _manifest(files)
    contents = {**files, FILE: organisation.packed_settings} if organisation.server else files
    packed = {
        browser: archive.pack(
            contents,
            manifest_for(
                browser,
                source,
                version=version,
                organisation=organisation,
                update_url=update_url(organisation.server, browser),
                firefox_id=firefox_id,
            ),
        )
        for browser in Browser
    }
    signed = crx3.sign(packed[Browser.CHROMIUM], key)
    release = Release(
        version=version,
        chromium_id=crx3.extension_id(key),
        chromium_file=f"lencana-{version}.crx",
        chromium_sha256=hashlib.sha256(signed).hexdigest(),
        firefox_file=f"lencana-{version}.xpi",
        firefox_sha256=hashlib.sha256(packed[Browser.FIREFOX]).hexdigest(),
        firefox_min_version=source["browser_specific_settings"]["gecko"]["strict_min_version"],
        server=organisation.server,
        firefox_id=firefox_id,
    )
    return PackedRelease(
        release,
        {
            release.chromium_file: signed,
            release.firefox_file: packed[Browser.FIREFOX],
            DESCRIPTION: msgspec.json.format(msgspec.json.encode(release), indent=2) + b"\n",
        },
    )


def store_archives(files: dict[str, bytes], version: str) -> dict[str, bytes]:
    """The archives that the stores take, by name: without an organisation, a signature or an address for updates.

    Raises InputError.
    """
    source = _manifest(files)
    return {
        f"lencana-{browser}.zip": archive.pack(files, manifest_for(browser, source, version=version))
        for browser in Browser
    }


def _manifest(files: dict[str, bytes]) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(files["manifest.json"])
    except (KeyError, ValueError) as error:
        raise InputError("manifest.json is missing or not JSON; these are not the extension's files") from error
    return manifest


def update_url(server: str | None, browser: Browser) -> str | None:
    """Where a browser asks the organisation's server for newer versions; None without a server."""
    if server is None:
        return None
    return f"{server}/extension/{CHROMIUM_MANIFEST if browser is Browser.CHROMIUM else FIREFOX_MANIFEST}"


def read_release(description: bytes) -> Release:
    """A release from its release.json.

    Raises InputError.
    """
    try:
        return msgspec.json.decode(description, type=Release)
    except msgspec.DecodeError as error:
        raise InputError(f"{DESCRIPTION}: {error}; pack the extension again") from error


def is_newer(version: str, than: str) -> bool:
    """Is a version newer than another, number by number, as browsers compare them?"""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    numbers = [int(part) for part in version.split(".")]
    return numbers + [0] * (4 - len(numbers))
