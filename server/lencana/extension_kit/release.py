"""One packed version of an organisation's extension: its archives, their digests, and what describes them."""

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from lencana.errors import InputError
from lencana.extension_kit.archives import archive
from lencana.extension_kit.manifest import Browser, manifest_for
from lencana.extension_kit.organisation import FILE, GECKO_ID, Organisation

if TYPE_CHECKING:
    from lencana.extension_kit.archives.crx3 import PackingKey

EXTENSION_FOLDER: Final = "extension"  # in the data folder; what the server hands out
DESCRIPTION: Final = "release.json"
# Firefox and Thunderbird read the same format, of the same id; in one file each would take the other's archive.
UPDATE_MANIFESTS: Final = {
    Browser.CHROMIUM: "update.xml",
    Browser.FIREFOX: "updates.json",
    Browser.THUNDERBIRD: "thunderbird-updates.json",
}
THUNDERBIRD_FILE: Final = "thunderbird.xpi"  # the address that a policy names, whatever the version
_OF_THUNDERBIRD: Final = "thunderbird/"
_PATCH: Final = "thunderbird/manifest.json"
_OF_BROWSERS: Final = (  # of which nothing runs in Thunderbird
    "background.js",
    "background/content_scripts.js",
    "content/adapters/",
    "desk/",
    "managed_schema.json",
    "vendor/",
)


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What release.json holds: the version, Chromium's id, and each archive's name and SHA-256.

    Without Thunderbird's archive (`pack` was not asked for it), its digest is None.
    """

    version: str
    chromium_id: str
    chromium_file: str
    chromium_sha256: str
    firefox_file: str
    firefox_sha256: str
    firefox_min_version: str
    server: str | None = None
    firefox_id: str = GECKO_ID
    thunderbird_sha256: str | None = None
    thunderbird_min_version: str | None = None
    signed_by_mozilla: bool = False  # is Firefox's archive the signed one?


@dataclass(frozen=True, slots=True)
class PackedRelease:
    """A release with its files' bytes, ready to be written."""

    release: Release
    files: dict[str, bytes]


def pack_release(
    files: dict[str, bytes],
    version: str,
    key: "PackingKey",
    organisation: Organisation,
    firefox_id: str = GECKO_ID,
    *,
    thunderbird: bool = False,
) -> PackedRelease:
    """Pack the archives for an organisation; `thunderbird`: for Thunderbird, too.

    Raises InputError for files that are no extension, or too many bytes.
    """
    from lencana.extension_kit.archives import crx3  # a server hands out what is packed, and signs nothing

    manifests = {
        browser: _manifest_of(browser, files, version, organisation, firefox_id)
        for browser in Browser
        if thunderbird or browser is not Browser.THUNDERBIRD
    }
    settings = {FILE: organisation.packed_settings} if organisation.server else {}
    packed = {
        browser: archive.pack({**files_for(browser, files), **settings}, manifest)
        for browser, manifest in manifests.items()
    }
    packed[Browser.CHROMIUM] = crx3.sign(packed[Browser.CHROMIUM], key)
    min_versions: dict[Browser, str] = {
        browser: _min_version(manifests[browser]) for browser in manifests if browser is not Browser.CHROMIUM
    }
    release = _release(version, crx3.extension_id(key), packed, min_versions, organisation.server, firefox_id)
    names = {
        Browser.CHROMIUM: release.chromium_file,
        Browser.FIREFOX: release.firefox_file,
        Browser.THUNDERBIRD: THUNDERBIRD_FILE,
    }
    contents = {names[browser]: content for browser, content in packed.items()}
    return PackedRelease(release, {**contents, DESCRIPTION: encode_release(release)})


def _release(
    version: str,
    chromium_id: str,
    packed: dict[Browser, bytes],
    min_versions: dict[Browser, str],
    server: str | None,
    firefox_id: str,
) -> Release:
    digests = {browser: hashlib.sha256(content).hexdigest() for browser, content in packed.items()}
    return Release(
        version=version,
        chromium_id=chromium_id,
        chromium_file=f"lencana-{version}.crx",
        chromium_sha256=digests[Browser.CHROMIUM],
        firefox_file=unsigned_name(version),
        firefox_sha256=digests[Browser.FIREFOX],
        firefox_min_version=min_versions[Browser.FIREFOX],
        server=server,
        firefox_id=firefox_id,
        thunderbird_sha256=digests.get(Browser.THUNDERBIRD),
        thunderbird_min_version=min_versions.get(Browser.THUNDERBIRD),
    )


def store_archives(files: dict[str, bytes], version: str) -> dict[str, bytes]:
    """The archives that the stores take, by name: without an organisation, a signature or an address for updates.

    Raises InputError.
    """
    return {
        f"lencana-{browser}.zip": archive.pack(files_for(browser, files), _manifest_of(browser, files, version))
        for browser in Browser
    }


def files_for(browser: Browser, files: dict[str, bytes]) -> dict[str, bytes]:
    """What of the extension's folder a browser's archive holds: neither Thunderbird nor the browsers run all of it."""
    if browser is Browser.THUNDERBIRD:
        return {
            name: content for name, content in files.items() if name != _PATCH and not name.startswith(_OF_BROWSERS)
        }
    return {name: content for name, content in files.items() if not name.startswith(_OF_THUNDERBIRD)}


def _manifest_of(
    browser: Browser,
    files: dict[str, bytes],
    version: str,
    organisation: Organisation | None = None,
    firefox_id: str = GECKO_ID,
) -> dict[str, Any]:
    return manifest_for(
        browser,
        _read_json(files, "manifest.json"),
        version=version,
        organisation=organisation,
        update_url=update_url(organisation.server, browser) if organisation else None,
        firefox_id=firefox_id,
        thunderbird=_read_json(files, _PATCH) if browser is Browser.THUNDERBIRD else None,
    )


def _min_version(manifest: dict[str, Any]) -> str:
    return str(manifest["browser_specific_settings"]["gecko"]["strict_min_version"])


def _read_json(files: dict[str, bytes], name: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(files[name])
    except (KeyError, ValueError) as error:
        raise InputError(f"{name} is missing or not JSON; these are not the extension's files") from error
    return content


def update_url(server: str | None, browser: Browser) -> str | None:
    """Where a browser asks the organisation's server for newer versions; None without a server."""
    if server is None:
        return None
    return f"{server}/extension/{UPDATE_MANIFESTS[browser]}"


def unsigned_name(version: str) -> str:
    """Of the archive for Firefox, as it is packed."""
    return f"lencana-{version}.xpi"


def encode_release(release: Release) -> bytes:
    """The bytes of release.json."""
    return msgspec.json.format(msgspec.json.encode(release), indent=2) + b"\n"


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
