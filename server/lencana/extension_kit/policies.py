"""Policy files that install the extension for everybody and set it up (docs/managed.md says where each goes).

Sources: Chromium's policy list (ExtensionSettings, 3rdparty), Mozilla's policy templates (ExtensionSettings, 3rdparty,
Certificates, Preferences), Apple's configuration profile reference. What a browser refuses stands in docs/managed.md.
"""

import json
import plistlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from lencana.extension_kit.manifest import Browser
from lencana.extension_kit.organisation import GECKO_ID, Organisation
from lencana.extension_kit.release import THUNDERBIRD_FILE, update_url

Values = dict[str, Any]


@unique
class System(StrEnum):
    """An operating system that has a place of its own for policies."""

    LINUX = "linux"
    WINDOWS = "windows"
    MACOS = "macos"


@unique
class Program(StrEnum):
    """A program that takes policies."""

    CHROMIUM = "chromium"
    CHROME = "chrome"
    EDGE = "edge"
    FIREFOX = "firefox"
    THUNDERBIRD = "thunderbird"


_MOZILLA: Final = r"SOFTWARE\Policies\Mozilla"
# program → folder of JSON files on Linux, registry key on Windows, preference domain on macOS
_PLACES: Final = {
    Program.CHROMIUM: ("etc/chromium/policies/managed", r"SOFTWARE\Policies\Chromium", "org.chromium.Chromium"),
    Program.CHROME: ("etc/opt/chrome/policies/managed", r"SOFTWARE\Policies\Google\Chrome", "com.google.Chrome"),
    Program.EDGE: ("etc/opt/edge/policies/managed", r"SOFTWARE\Policies\Microsoft\Edge", "com.microsoft.Edge"),
    Program.FIREFOX: ("etc/firefox/policies", rf"{_MOZILLA}\Firefox", "org.mozilla.firefox"),
    Program.THUNDERBIRD: (
        "etc/thunderbird/policies",
        rf"{_MOZILLA}\Thunderbird",
        "org.mozilla.thunderbird",
    ),
}
_GECKO: Final = (Program.FIREFOX, Program.THUNDERBIRD)
_SCOPE: Final = uuid.UUID("6f0d1b5e-0a54-4c0e-9f6e-1f2f7b1f4f55")  # names our profiles: the same input, the same UUIDs


@dataclass(frozen=True, slots=True)
class PolicyRequest:
    """Whose policy it is: the organisation, the extension's id in Chromium, and what Firefox needs besides."""

    organisation: Organisation
    chromium_id: str
    unsigned: bool = False  # Firefox without Mozilla's signature: Debian's, ESR, Developer Edition
    firefox_id: str = GECKO_ID
    certificate: str | None = None  # path on the reader's machine of the organisation's own CA


def policy_file(program: Program, system: System, request: PolicyRequest) -> tuple[str, bytes]:
    """A policy file's path (as it is installed, without the leading slash) and its bytes."""
    return _WRITERS[system](program, request)


def _values(program: Program, request: PolicyRequest) -> Values:
    """The policies of one program as JSON has them."""
    return _gecko_values(program, request) if program in _GECKO else _chromium_values(request)


def _chromium_values(request: PolicyRequest) -> Values:
    installation = {
        "installation_mode": "force_installed",
        "update_url": update_url(request.organisation.server, Browser.CHROMIUM),
        "override_update_url": True,
        "toolbar_pin": "force_pinned",
    }
    return {
        "ExtensionSettings": {request.chromium_id: installation},
        "3rdparty": {"extensions": {request.chromium_id: request.organisation.managed_settings}},
    }


def _gecko_values(program: Program, request: PolicyRequest) -> Values:
    archive = THUNDERBIRD_FILE if program is Program.THUNDERBIRD else "latest.xpi"
    installation = {
        "installation_mode": "force_installed",
        "install_url": f"{request.organisation.server}/extension/{archive}",
    }
    values: Values = {
        "ExtensionSettings": {request.firefox_id: installation},
        "3rdparty": {"Extensions": {request.firefox_id: request.organisation.managed_settings}},
    }
    if request.unsigned:
        values["Preferences"] = {"xpinstall.signatures.required": {"Value": False, "Status": "locked"}}
    if request.certificate:
        values["Certificates"] = {"Install": [request.certificate]}
    return values


def _linux(program: Program, request: PolicyRequest) -> tuple[str, bytes]:
    values = _values(program, request)
    folder = _PLACES[program][0]
    if program in _GECKO:
        return f"{folder}/policies.json", _json({"policies": values})
    return f"{folder}/lencana.json", _json(values)


def _windows(program: Program, request: PolicyRequest) -> tuple[str, bytes]:
    """A .reg file: UTF-16 with a byte order mark, as regedit writes them."""
    key = "HKEY_LOCAL_MACHINE\\" + _PLACES[program][1]
    values = _values(program, request)
    lines = ["Windows Registry Editor Version 5.00", ""]
    if program in _GECKO:
        lines += [f"[{key}]", f'"ExtensionSettings"={_multi_string(values["ExtensionSettings"])}']
        lines += [f'"{name}"={_multi_string(values[name])}' for name in ("Preferences",) if name in values]
        if request.certificate:
            lines += ["", f"[{key}\\Certificates\\Install]", f'"1"={_quoted(request.certificate)}']
        settings = values["3rdparty"]["Extensions"][request.firefox_id]
        lines += ["", f"[{key}\\3rdparty\\Extensions]", f'"{request.firefox_id}"={_multi_string(settings)}']
    else:
        lines += [f"[{key}]", f'"ExtensionSettings"={_quoted(_compact(values["ExtensionSettings"]))}']
        policy = f"{key}\\3rdparty\\extensions\\{request.chromium_id}\\policy"
        settings = request.organisation.managed_settings
        lines += ["", f"[{policy}]"]
        lines += [f'"{name}"={_quoted(value)}' for name, value in settings.items() if isinstance(value, str)]
        lines += ["", f"[{policy}\\webmails]"]
        lines += [f'"{n}"={_quoted(webmail)}' for n, webmail in enumerate(settings.get("webmails", []), 1)]
    return f"lencana-{program}.reg", b"\xff\xfe" + "\r\n".join([*lines, ""]).encode("utf-16-le")


def _macos(program: Program, request: PolicyRequest) -> tuple[str, bytes]:
    """A configuration profile: one payload a preference domain."""
    domain = _PLACES[program][2]
    values = _values(program, request)
    if program in _GECKO:
        payloads = {domain: {"EnterprisePoliciesEnabled": True, **values}}
    else:
        payloads = {
            domain: {"ExtensionSettings": values["ExtensionSettings"]},
            f"{domain}.extensions.{request.chromium_id}": request.organisation.managed_settings,
        }
    name = f"lencana.{program}"
    profile = {
        **_payload("Configuration", name, f"Lencana for {program.title()}"),
        "PayloadScope": "System",
        "PayloadContent": [
            {**_payload(payload, f"{name}.{payload}", payload), **content} for payload, content in payloads.items()
        ],
    }
    return f"lencana-{program}.mobileconfig", plistlib.dumps(profile)


_WRITERS: Final[dict[System, Callable[[Program, PolicyRequest], tuple[str, bytes]]]] = {
    System.LINUX: _linux,
    System.WINDOWS: _windows,
    System.MACOS: _macos,
}


def _payload(kind: str, identifier: str, display: str) -> Values:
    return {
        "PayloadType": kind,
        "PayloadVersion": 1,
        "PayloadIdentifier": identifier,
        "PayloadUUID": str(uuid.uuid5(_SCOPE, identifier)).upper(),
        "PayloadDisplayName": display,
    }


def _json(values: Values) -> bytes:
    return json.dumps(values, indent=2).encode() + b"\n"


def _compact(values: Values) -> str:
    return json.dumps(values, separators=(",", ":"))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _multi_string(values: Values) -> str:
    """REG_MULTI_SZ of one line: UTF-16, a NUL behind the line and one behind the list."""
    return "hex(7):" + ",".join(f"{byte:02x}" for byte in (_compact(values) + "\0\0").encode("utf-16-le"))
