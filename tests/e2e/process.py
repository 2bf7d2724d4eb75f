"""Programs that a test starts: each in a process group of its own, ended by that group and by nothing else."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import sample
from typing import IO, Any, Protocol, TypeVar

import pytest

import reaper

START_TIMEOUT = 90.0  # seconds until a service must answer on its port
_PORTS = range(15_000, 32_000)  # below what Linux gives to outgoing connections (ip_local_port_range)
STOP_TIMEOUT_SECONDS = 10.0  # between SIGTERM and SIGKILL


class Started(Protocol):
    """What is asked here of `subprocess.Popen`, and of what stands in for it."""

    pid: int
    args: Any

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


P = TypeVar("P", bound=Started)


def free_port() -> int:
    """A TCP port on loopback that nobody uses now, and that no connection is given while a server is away from it."""
    for port in sample(_PORTS, 100):
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


def require(*programs: str) -> None:
    """Skip the test when a program is missing, and say which; where CI is set, that is a failure."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    if missing := [name for name in programs if shutil.which(name, path=path) is None]:
        skip(f"not installed: {', '.join(missing)} (tests/e2e/install.sh installs it)")


def skip(reason: str, *, allowed: bool = False) -> None:
    """Leave out what cannot run here; CI leaves nothing out but what is `allowed`, as no package of it exists."""
    if os.environ.get("CI") and not allowed:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    log: Path,
    port: int,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, from the moment it listens on `port` until its whole process group has gone.

    Raises AssertionError, and prints the end of its log, when it never listens.
    """
    with log.open("ab") as output, until_ended(_start(command, output, env, cwd), log=log, port=port) as process:
        yield process


@contextmanager
def until_ended(process: P, *, log: Path, port: int) -> Iterator[P]:
    """The same for a process that has been started already, as the leader of a group."""
    reaper.watch_group(process.pid)
    try:
        _wait_for_port(process, port, log)
        yield process
    finally:
        _end(process)


def _start(
    command: Sequence[str | Path], output: IO[bytes], env: Mapping[str, str] | None, cwd: Path | None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        start_new_session=True,
    )


def _wait_for_port(process: Started, port: int, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    print(log.read_text(errors="replace")[-2000:])  # pytest shows it once, and not again in its summary
    raise AssertionError(f"{process.args} does not listen on port {port}")


def _end(process: Started) -> None:
    """The group, not the process: PHP's workers would otherwise outlive their master and hold the port."""
    for number in (signal.SIGCONT, signal.SIGTERM):
        _signal_group(process.pid, number)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_TIMEOUT_SECONDS)
    _signal_group(process.pid, signal.SIGKILL)
    process.wait()
    reaper.watch_group(process.pid, on=False)


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
