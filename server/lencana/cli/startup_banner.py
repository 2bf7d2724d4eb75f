"""What `lencana serve` tells its operator: where it is, and what to do next."""

import os
import ssl
import sys
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from shlex import quote
from shutil import which

import click
from click.core import ParameterSource

from lencana.trust.fingerprint import in_groups

READY_TIMEOUT = 60.0  # seconds in which a worker should answer for the first time


def print_when_ready(address: str, port: int, text: str, secure: bool) -> None:
    """Print it once the server has answered a request; nothing if it does not within READY_TIMEOUT."""
    give_up = time.monotonic() + READY_TIMEOUT
    while not _answers(address, port, secure):
        if time.monotonic() > give_up:
            return
        time.sleep(0.02)
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


def startup_banner(origin: str, fingerprint: str, command: str, *, trusts_none: bool) -> str:
    """For the terminal; `trusts_none` when no mail server is trusted yet."""
    extension = Path(__file__).resolve().parents[3] / "extension"
    folder = extension if extension.is_dir() else Path("extension")
    text = f"""
Lencana is running:  {origin}/   (stop with Ctrl+C)

Root fingerprint, to compare when you install the extension:
  {in_groups(fingerprint)}

Check a message:     open the page above, or:  {command} check message.eml
                     or:  curl -H 'Content-Type: message/rfc822' --data-binary @message.eml \\
                               '{origin}/v1/check?origin=delivered'
Chromium:            chrome://extensions, Developer mode, Load unpacked: {folder}
Firefox:             about:debugging#/runtime/this-firefox, Load Temporary Add-on: {folder / "manifest.json"}
Then, in the extension's settings: server {origin}, and accept the fingerprint if it is the one above."""
    return text + "\n" + _FIRST_SETTING.format(command=command) if trusts_none else text
