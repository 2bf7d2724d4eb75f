"""`lencana serve`: from an empty folder to a server that answers, in one command."""

import errno
import gc
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from pathlib import Path
from shlex import quote
from shutil import which
from typing import Any

import click
from click.core import ParameterSource

from lencana.cli import Context
from lencana.cli.fingerprint import in_groups
from lencana.cli.passphrase import VARIABLE
from lencana.errors import LencanaError, NotInitialisedError, SettingsError
from lencana.pin import write_pin
from lencana.publish import trusted_root
from lencana.settings import PREFIX, Settings, load_settings
from lencana.store import open_reader

APPLICATION = "lencana.web.wsgi:app"
THREADS = 128  # requests at once in a worker; most wait for a body or for DNS, and a thread that waits takes 50 KiB
STOP_TIMEOUT = 5  # seconds that running requests are given when the server stops
PATIENCE = 60.0  # seconds in which a worker should answer for the first time


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8025, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
@click.option("--no-auth", is_flag=True, help="Listen beyond this machine without asking readers for a token.")
@click.pass_obj
def serve(context: Context, host: str, port: int, workers: int, no_auth: bool) -> None:
    """Serve the HTTP API and the page. On an empty data folder it does `init` first.

    \b
    Example:  lencana serve --port 9000
    """
    settings = load_settings(context.data, os.environ)
    address = _resolve(host, port)
    if not (ipaddress.ip_address(address).is_loopback or settings.tokens or no_auth):
        raise SettingsError(
            f"whoever reaches {host} could use this server: set `tokens` in {context.data / 'lencana.toml'}"
            f" or {PREFIX}TOKENS, or give --no-auth"
        )
    _demand_free(address, port)
    command = _command(context.data)
    fingerprint = _prepare(context, settings, command)
    os.environ[f"{PREFIX}DATA"] = str(context.data.absolute())
    os.environ[f"{PREFIX}HOSTS"] = " ".join((*settings.hosts, host))
    welcome = _welcome(_origin(_reach(host), port), fingerprint, command)
    if not settings.authserv_ids:
        welcome += "\n" + _FIRST_SETTING.format(command=command)
    threading.Thread(target=_announce, args=(_reach(address), port, welcome), daemon=True).start()
    _run(address, port, workers, settings)


def _resolve(host: str, port: int) -> str:
    """The address that a name stands for."""
    try:
        return str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"--host {host} is no address of this machine") from error


def _demand_free(address: str, port: int) -> None:
    """Refuse a port that another process has; the server itself would share it in silence (SO_REUSEPORT)."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SettingsError(f"port {port} on {address} is taken; choose another with --port") from error
            raise SettingsError(f"cannot listen on {address}, port {port}: {error.strerror}") from error


def _prepare(context: Context, settings: Settings, command: str) -> str:
    """Make what is missing; the root's fingerprint."""
    reader = open_reader(context.data, settings)
    try:
        if reader.latest().allowlist:
            root = trusted_root(reader)
            if reader.pin is None:  # a database that other servers filled: from now on this root and no other
                write_pin(context.data, root.sha256)
            return root.sha256
    except NotInitialisedError:
        pass
    init = import_module("lencana.cli.init")  # with it SQLAlchemy, which a usual start does without
    secret = os.environ.get(VARIABLE)
    state = init.initialise(context.data, settings, context.now, lambda: secret.encode() if secret else None)
    for line in state.made:
        click.echo(f"made {line}")
    if state.made and not secret:
        again = f"remove {context.data}, run `{command} init`, then this again"
        click.echo(f"The keys have no passphrase. For one: {again}.")
    return str(state.fingerprint)


def _run(address: str, port: int, workers: int, settings: Settings) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(settings.request_timeout * 1000)),
        websockets=False,
        workers_kill_timeout=STOP_TIMEOUT,
        log_level=LogLevels.critical,  # its other lines are for developers of servers; errors of ours come from us
        log_access=False,
    )
    try:
        server.serve(target_loader=load)
    except SystemExit as stop:
        if stop.code:
            click.echo("lencana: the server stopped, because a worker did", err=True)
            sys.exit(2)


def load(target: str) -> Any:
    """In the worker: the application, or one line that says why there is none."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    module, _, name = target.partition(":")
    try:
        application = getattr(import_module(module), name)
    except LencanaError as error:
        click.echo(f"lencana: {error}", err=True)
        sys.exit(2)
    gc.freeze()  # the garbage collector need not look through modules and list again, which would hold up a request
    return application


def _follow(parent: int) -> None:
    """End when the process that started us is gone, even if it was killed; otherwise the port would stay taken."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _reach(host: str) -> str:
    """Where this machine finds what listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not listened on)


def _announce(address: str, port: int, welcome: str) -> None:
    """Say how to go on, once a request is really answered."""
    give_up = time.monotonic() + PATIENCE
    while not _answers(address, port):
        if time.monotonic() > give_up:
            return
        time.sleep(0.02)
    click.echo(welcome)


def _answers(address: str, port: int) -> bool:
    connection = HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _origin(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


_FIRST_SETTING = """
One thing is left to set: no mail server's word counts yet, so hardly anything turns green.
Save a message that you know to be genuine (.eml) and run:  {command} doctor genuine.eml
"""


def _command(data: Path) -> str:
    """How this user calls the command: by its name where the shell finds it, otherwise by its path; with his --data."""
    beside = Path(sys.executable).parent / "lencana"
    name = "lencana" if which("lencana") or not beside.is_file() else os.path.relpath(beside)
    given = click.get_current_context().find_root().get_parameter_source("data") is ParameterSource.COMMANDLINE
    return f"{name} --data {quote(str(data))}" if given else name


def _welcome(origin: str, fingerprint: str, command: str) -> str:
    extension = Path(__file__).resolve().parents[3] / "extension"
    folder = extension if extension.is_dir() else Path("extension")
    return f"""
Lencana is running:  {origin}/   (stop with Ctrl+C)

Root fingerprint, to compare when you install the extension:
  {in_groups(fingerprint)}

Check a message:     open the page above, or:  {command} check message.eml
                     or:  curl -H 'Content-Type: message/rfc822' --data-binary @message.eml {origin}/v1/check
Chromium:            chrome://extensions, Developer mode, Load unpacked: {folder}
Firefox:             about:debugging#/runtime/this-firefox, Load Temporary Add-on: {folder / "manifest.json"}
Then, in the extension's options: server {origin}, and accept the fingerprint if it is the one above."""
