"""Ends the programs of a test run that has gone without ending them itself: killed, crashed, or stuck at its end.

Every program that a run starts inherits the variable MARK, and so do those that they start. A process of its own waits
for the end of the run, however that comes, and then ends what still bears the run's mark. Linux only, for it reads
/proc; elsewhere nothing is watched.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

MARK = "TEST_RUN_MARK"  # not LENCANA_…: tests take these out of what programs inherit
PATIENCE = 5.0  # seconds between SIGTERM and SIGKILL
_PROC = Path("/proc")


@contextmanager
def watching() -> Iterator[str]:
    """Mark all programs that are started from now on, and have them ended when this process ends; yields the mark."""
    mark = uuid4().hex
    os.environ[MARK] = mark
    with _reaper(mark):
        yield mark
    del os.environ[MARK]


@contextmanager
def _reaper(mark: str) -> Iterator[None]:
    if not sys.platform.startswith("linux"):
        yield
        return
    command = [sys.executable, "-S", "-E", __file__, mark, str(os.getpid()), str(os.getpgrp())]
    env = {name: value for name, value in os.environ.items() if name != MARK}
    reaper = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        reaper.terminate()
        reaper.wait()


def left(mark: str) -> dict[int, str]:
    """Process ids and command lines of what still runs with that mark."""
    wanted = f"{MARK}={mark}".encode()
    found = {}
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile, or is not ours to look at
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (
                    (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
    return found


def left_after(mark: str, seconds: float) -> dict[int, str]:
    """The same, after the programs had that long to go by themselves."""
    deadline = time.monotonic() + seconds
    while (found := left(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def end(mark: str, group: int) -> None:
    """End them with their process groups; in `group`, which is the run's own, them alone."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in left(mark):
            with suppress(ProcessLookupError):
                theirs = os.getpgid(process)
                os.kill(process, number) if theirs == group else os.killpg(theirs, number)
        if not left_after(mark, PATIENCE):
            return


def main(mark: str, run: int, group: int) -> None:
    """Wait until the process `run` has ended, then end what it left."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if os.getppid() == run:
        select.select([os.pidfd_open(run)], [], [])
    end(mark, group)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
