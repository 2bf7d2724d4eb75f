"""What `lencana serve` tells its operator: where it is, and what to do next."""

import os
import ssl
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from shlex import quote
from shutil import which

import click
from click.core import ParameterSource

from lencana.cli.server.service_manager import notify_ready
from lencana.settings import Settings
from lencana.trust.documents.fingerprint import in_groups

READY_TIMEOUT_SECONDS = 300.0  # in which a worker should answer for the first time; the unit's TimeoutStartSec


def print_when_ready(address: str, port: int, text: str, secure: bool) -> None:
    """Print it, and tell systemd, once the server has answered a request within READY_TIMEOUT_SECONDS."""
    give_up = time.monotonic() + READY_TIMEOUT_SECONDS
    while not _answers(address, port, secure):
        if time.monotonic() > give_up:
            return
        time.sleep(0.02)
    notify_ready()
    click.echo(text)


def _answers(address: str, port: int, secure: bool) -> bool:
    connection = _secure_connection(address, port) if secure else HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _secure_connection(address: str, port: int) -> HTTPSConnection:
    """To ourselves, by an address that no certificate names: whether it answers is all that is asked."""
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    return HTTPSConnection(address, port, timeout=2, context=unverified)


def origin_of(host: str, port: int, *, secure: bool) -> str:
    """The address that a browser is given."""
    scheme = "https" if secure else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def command_of(data: Path) -> str:
    """How this user calls the command: by its name where the shell finds it, otherwise by its path; with his --data."""
    beside = Path(sys.executable).parent / "lencana"
    name = "lencana" if which("lencana") or not beside.is_file() else os.path.relpath(beside)
    data_from_option = (
        click.get_current_context().find_root().get_parameter_source("data") is ParameterSource.COMMANDLINE
    )
    return f"{name} --data {quote(str(data))}" if data_from_option else name


def startup_line(origin: str, fingerprint: str) -> str:
    """For a log."""
    return f"Lencana is running:  {origin}/  root fingerprint {fingerprint}"


_FIRST_SETTING = """
One setting is missing: no mail server is trusted yet, so hardly anything turns green.
Save a message that you know to be genuine (.eml) and run:  {command} doctor genuine.eml
"""


def startup_banner(origin: str, fingerprint: str, command: str, settings: Settings, *, packed: bool) -> str:
    """For the terminal: what there is, and what to do next. `packed`: does the server hand out an extension?"""
    public = settings.server or origin
    return "\n".join(
        (
            f"\nLencana is running:  {origin}/   (stop with Ctrl+C)",
            *([f"Readers reach it at: {public}/"] if public != origin else []),
            f"\nRoot fingerprint, to compare when you install the extension:\n  {in_groups(fingerprint)}",
            f"\nCheck a message:     open the page above, or:  {command} check message.eml",
            *_curl(origin, token=bool(settings.tokens)),
            *_how_to_install(public, command, packed=packed),
            *([] if settings.authserv_ids else [_FIRST_SETTING.format(command=command)]),
        )
    )


def _curl(origin: str, *, token: bool) -> Iterator[str]:
    access = " -H 'Authorization: Bearer TOKEN'" if token else ""
    yield f"                     or:  curl{access} -H 'Content-Type: message/rfc822' --data-binary @message.eml \\"
    yield f"                               '{origin}/v1/check?origin=delivered'"
    if token:
        yield "                     (TOKEN: one of `tokens` in lencana.toml)"


def _how_to_install(public: str, command: str, *, packed: bool) -> Iterator[str]:
    """Where the extension is: what was packed for readers, or the checkout's folder."""
    if packed:
        yield f"The extension:       {public}/join says how to install it and connect it"
        return
    folder = Path(__file__).resolve().parents[4] / "extension"
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        yield f"The extension:       {command} extension pack --new-key --server {public}     (docs/managed.md)"
        return
    yield f"Chromium:            chrome://extensions, Developer mode, Load unpacked: {folder}"
    yield f"Firefox:             about:debugging#/runtime/this-firefox, Load Temporary Add-on: {manifest}"
    yield f"Then, in the extension's settings: server {public}, and accept the fingerprint if it is the one above."
