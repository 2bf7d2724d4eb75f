"""The extension's manifest as each browser takes it, for the stores or for one organisation."""

import re
from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Any, Final

from lencana.errors import InputError
from lencana.extension_kit.organisation import GECKO_ID, Organisation

_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")
MAX_REVISION: Final = 65535  # of Chromium: each number of a version fits into 16 bits


@unique
class Browser(StrEnum):
    """A family of browsers that takes the same archive; Thunderbird is Firefox's cousin, with an archive of its own."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"
    THUNDERBIRD = "thunderbird"


def extension_version(package: str, revision: int = 0) -> str:
    """The package's version, and behind it the organisation's own count where it packs the same version again.

    Raises InputError.
    """
    if not _VERSION.fullmatch(package):
        raise InputError(f"{package!r} is not a version that browsers accept: three numbers")
    if not 0 <= revision <= MAX_REVISION:
        raise InputError(f"--revision: 0 to {MAX_REVISION}")
    return package + (f".{revision}" if revision else "")


def manifest_for(
    browser: Browser,
    manifest: dict[str, Any],
    *,
    version: str,
    organisation: Organisation | None = None,
    update_url: str | None = None,
    firefox_id: str = GECKO_ID,
    thunderbird: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The manifest of one browser's archive.

    `organisation`: its sites are granted at a forced installation. `update_url`: where this copy asks for newer ones;
    Firefox refuses one that is not https. Without either it is what the stores take. `firefox_id`: an id of one's own.
    `thunderbird`: in what Thunderbird's manifest differs, as a JSON merge patch.
    """
    own = dict(manifest, version=version)
    if browser is Browser.THUNDERBIRD:
        own = merge_patch(own, thunderbird or {})
    background = dict(own["background"])
    if browser is Browser.CHROMIUM:
        background.pop("scripts")
        own.pop("browser_specific_settings")
        own.pop("key", None)  # a store, or our own signature, tells the id
        if update_url:
            own["update_url"] = update_url
    else:
        background.pop("service_worker", None)
        for name in ("key", "minimum_chrome_version", "storage"):
            own.pop(name, None)
        settings = own["browser_specific_settings"]
        gecko = {**settings["gecko"], "id": firefox_id}
        if update_url and update_url.startswith("https://"):
            gecko["update_url"] = update_url
        own["browser_specific_settings"] = {**settings, "gecko": gecko}
    own["background"] = background
    sites = organisation.match_patterns(webmails=browser is not Browser.THUNDERBIRD) if organisation else []
    if sites:
        own["host_permissions"] = sites
    return own


def merge_patch(target: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """An object changed by a JSON merge patch (RFC 7396): null removes a member, objects are merged."""
    merged = {name: value for name, value in target.items() if patch.get(name, value) is not None}
    for name, value in patch.items():
        if isinstance(value, Mapping):
            inner = merged.get(name)
            merged[name] = merge_patch(inner if isinstance(inner, Mapping) else {}, value)
        elif value is not None:
            merged[name] = value
    return merged
