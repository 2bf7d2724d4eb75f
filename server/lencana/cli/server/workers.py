"""The processes that serve: granian over the WSGI application, and what each worker does first."""

import _thread
import logging
import os
import signal
import sys
import threading
import time
from functools import partial
from importlib import import_module
from typing import Any

import click

from lencana.cli.server.cpu_affinity import Core, CoreAllocator
from lencana.cli.server.tls import TlsFiles
from lencana.errors import LencanaError
from lencana.paused_gc import gc_paused
from lencana.reports import KEEPER
from lencana.settings import Settings

APPLICATION = "lencana.web.wsgi:app"
STOP_TIMEOUT_SECONDS = 5  # that running requests are given when the server stops


class SignalSafeEvent(threading.Event):
    """An event that a signal handler may set, as granian's do (2.8.9).

    `Event.set` takes a lock. A second signal that comes while the handler of the first holds it would wait for ever,
    and so would the server: `make run`, ended together with its process group, passes its own on.
    """

    def set(self) -> None:
        """Set it soon, from a thread that holds nothing; `threading.Thread` would take locks of its own."""
        _thread.start_new_thread(super().set, ())


def run(
    address: str,
    port: int,
    workers: int,
    threads: int,
    cores: CoreAllocator | None,
    settings: Settings,
    tls: TlsFiles | None,
) -> None:
    """Serve until told to stop; exit 2 when a worker gave up. SIGHUP starts new workers, which read `tls` again."""
    from granian.constants import HTTPModes, Interfaces, SSLProtocols
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(settings.request_timeout * 1000)),
        websockets=False,
        workers_kill_timeout=STOP_TIMEOUT_SECONDS,
        log_level=LogLevels.critical,  # its other lines are for developers of servers; errors of ours come from us
        log_access=False,
        ssl_cert=tls.certificate if tls else None,
        ssl_key=tls.key if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,  # Firefox asks for updates of extensions with 1.2 at most
    )
    server.main_loop_interrupt = SignalSafeEvent()
    try:
        server.serve(target_loader=partial(load_application, cores))
    except SystemExit as stop:
        # Told to stop, a worker may end before we tell it to: systemd signals all processes of a service.
        if stop.code and not server.interrupt_signal:
            click.echo("lencana: the server stopped because a worker stopped", err=True)
            sys.exit(2)


def load_application(cores: CoreAllocator | None, target: str) -> Any:
    """In the worker: the application, or one line that says why there is none."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    core = cores.take() if cores else None  # before there are other threads, which then keep to it as well
    threading.Thread(target=_exit_with_parent, args=(os.getppid(), core), daemon=True).start()
    module, _, name = target.partition(":")
    try:
        with gc_paused():  # nor does it look through the application later, which would hold up a request
            application = getattr(import_module(module), name)
            application.extensions[KEEPER].ensure_running()  # what is due must go even if nobody asks for anything
    except LencanaError as error:
        click.echo(f"lencana: {error}", err=True)
        sys.exit(2)
    return application


def _exit_with_parent(parent: int, core: Core | None) -> None:
    """End when the process that started us is gone, even if it was killed; otherwise the port would stay taken."""
    while os.getppid() == parent:
        time.sleep(1)
        if core:
            core.move_if_crowded()
    os.kill(os.getpid(), signal.SIGTERM)
