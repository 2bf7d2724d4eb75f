"""`lencana serve`: from an empty folder to a server that answers, in one command."""

import errno
import ipaddress
import os
import socket
import sys
import threading
from importlib import import_module
from pathlib import Path

import click

from lencana.cli import Context
from lencana.cli.keys.passphrase import VARIABLE
from lencana.cli.server.cpu_affinity import CoreAllocator
from lencana.cli.server.startup_banner import command_of, origin_of, print_when_ready, startup_banner, startup_line
from lencana.cli.server.tls import TlsFiles, tls_files
from lencana.cli.server.workers import run
from lencana.errors import NotInitialisedError, SettingsError
from lencana.extension_kit.files import packed_release
from lencana.extension_kit.release import EXTENSION_FOLDER
from lencana.registry.pin import write_pin
from lencana.registry.publish import trusted_root
from lencana.registry.store import open_documents
from lencana.settings import PREFIX, Settings, load_settings

_PEM = click.Path(dir_okay=False, path_type=Path)
THREADS = 128  # requests at once in a worker; most wait for a body or for DNS, and a thread that waits takes 50 KiB


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8025, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
@click.option("--own-core", is_flag=True, help="Pin each worker to a core: a third less CPU a check (Linux).")
@click.option("--no-auth", is_flag=True, help="Listen on other than loopback addresses without requiring a token.")
@click.option("--tls-certificate", type=_PEM, help="Certificate chain (PEM): serve https without a proxy.")
@click.option("--tls-key", type=_PEM, help="Its private key (PEM). Both are read again on SIGHUP.")
@click.option("--no-init", is_flag=True, help="Stop on an empty data folder instead of making unencrypted keys.")
@click.pass_obj
def serve(
    context: Context,
    host: str,
    port: int,
    workers: int,
    own_core: bool,
    no_auth: bool,
    tls_certificate: Path | None,
    tls_key: Path | None,
    no_init: bool,
) -> None:
    """Serve the HTTP API and the page. On an empty data folder it does `init` first, without asking for a passphrase.

    \b
    Example:  lencana serve --port 9000
              lencana serve --host 0.0.0.0 --port 443 --tls-certificate chain.pem --tls-key key.pem
    """
    settings = load_settings(context.data, os.environ)
    tls = tls_files(tls_certificate, tls_key)
    if tls and (warning := _check_certificate(tls, settings, context)):
        click.echo(f"lencana: {warning}", err=True)
    address = _resolve(host, port)
    if not (settings.tokens or no_auth):
        _demand_loopback(address, host, context.data)
    _demand_free(address, port)
    command = command_of(context.data)
    fingerprint = _published_fingerprint(context, settings)
    if fingerprint is None:
        fingerprint = _initialise(context, settings, command, allowed=not no_init)
    os.environ[f"{PREFIX}DATA"] = str(context.data.absolute())
    os.environ[f"{PREFIX}HOSTS"] = " ".join((*settings.hosts, host))
    origin = origin_of(_reach(host), port, secure=tls is not None)
    if sys.stdout.isatty():
        packed = packed_release(context.data / EXTENSION_FOLDER) is not None
        text = startup_banner(origin, fingerprint, command, settings, packed=packed)
    else:  # a log, where nobody needs to be told what to do next
        text = startup_line(origin, fingerprint)
    threading.Thread(target=print_when_ready, args=(_reach(address), port, text, tls is not None), daemon=True).start()
    run(address, port, workers, THREADS, CoreAllocator(workers) if own_core else None, settings, tls)


def _check_certificate(files: TlsFiles, settings: Settings, context: Context) -> str | None:
    from lencana.cli.server.certificate import check_certificate  # with it X.509, which a usual start does without

    return check_certificate(files, settings.hosts, context.now)


def _resolve(host: str, port: int) -> str:
    """The address that a name stands for."""
    try:
        return str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"--host {host} is not an address of this machine") from error


def _demand_loopback(address: str, host: str, data: Path) -> None:
    if not ipaddress.ip_address(address).is_loopback:
        raise SettingsError(
            f"anybody who reaches {host} could use this server: set `tokens` in {data / 'lencana.toml'}"
            f" or {PREFIX}TOKENS, or give --no-auth"
        )


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


def _published_fingerprint(context: Context, settings: Settings) -> str | None:
    """The fingerprint of the newest root, which is pinned if none is yet; None where no list is published."""
    documents = open_documents(context.data, settings)
    try:
        if not documents.latest().allowlist:
            return None
    except NotInitialisedError:
        return None
    root = trusted_root(documents)
    if documents.pin is None:  # other servers have filled the database: from now on this root and no other
        write_pin(context.data, root.sha256)
    return root.sha256


def _initialise(context: Context, settings: Settings, command: str, *, allowed: bool) -> str:
    """Make what is missing; the root's fingerprint. Raises NotInitialisedError where that is not allowed."""
    if not allowed:
        raise NotInitialisedError(
            f"{context.data} holds no list yet, and --no-init forbids to make one: run `{command} init`, which encrypts"
            f" the keys, or `{command} restore BACKUP`, then start the server again"
        )
    init = import_module("lencana.cli.setup.init")  # with it SQLAlchemy, which a usual start does without
    extras = (import_module("lencana.cli.setup.bootstrap").TRIAL,)
    secret = os.environ.get(VARIABLE)
    state = init.initialise(context.data, settings, context.now, lambda: secret.encode() if secret else None, extras)
    for line in state.made:
        click.echo(f"made {line}")
    if state.made and not secret:
        again = f"remove the folder {context.data}, run `{command} init`, then this again"
        click.echo(f"The keys have no passphrase. To set one: {again}.")
    return str(state.fingerprint)


def _reach(host: str) -> str:
    """Where this machine finds what listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not listened on)
