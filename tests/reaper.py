"""Ends the programs of a test run that has gone without ending them itself: killed, crashed, or stuck at its end.

Every program that a run starts inherits the variable MARK, and so do those that they start. A process of its own waits
for the end of the run, however that comes, and then ends what still bears the run's mark. Mail servers clear their
environment; whoever starts one names its process group (`watch_group`). Linux only, for it reads /proc; elsewhere
nothing is watched.
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
from typing import IO
from uuid import uuid4

MARK = "TEST_RUN_MARK"  # not LENCANA_…: tests take these out of what programs inherit
PATIENCE = 5.0  # seconds between SIGTERM and SIGKILL
_PROC = Path("/proc")
_groups: set[int] = set()  # that were named, and have not been ended
_reaper: IO[bytes] | None = None  # where the reaper hears of them


@contextmanager
def watching() -> Iterator[str]:
    """Mark all programs that are started from now on, and have them ended when this process ends; yields the mark."""
    global _reaper
    mark = uuid4().hex
    if not sys.platform.startswith("linux"):
        yield mark
        return
    command = [sys.executable, "-S", "-E", __file__, mark, str(os.getpid()), str(os.getpgrp())]
    env = {name: value for name, value in os.environ.items() if name != MARK}  # not even that of a run around this one
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin
        os.environ[MARK], _reaper = mark, process.stdin
        try:
            yield mark
        finally:
            process.terminate()
            del os.environ[MARK]
            _reaper = None


def watch_group(group: int, *, on: bool = True) -> None:
    """A program leads this process group; or, with `on=False`, has been ended with all of it."""
    (_groups.add if on else _groups.discard)(group)
    if _reaper:
        _reaper.write(b"%d\n" % (group if on else -group))
        _reaper.flush()


def left(mark: str) -> dict[int, str]:
    """Process ids and command lines of what still runs with that mark."""
    wanted = f"{MARK}={mark}".encode()
    found = {}
    for group in _groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, 0)
            found[group] = f"process group {group}"
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
                theirs = process if process in _groups else os.getpgid(process)
                os.kill(process, number) if theirs == group else os.killpg(theirs, number)
        if not left_after(mark, PATIENCE):
            return


def main(mark: str, run: int, group: int) -> None:
    """Wait until the process `run` has ended, then end what it left."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _hear([os.pidfd_open(run)] if os.getppid() == run else [])  # it may have ended before we began
    end(mark, group)


def _hear(run: list[int]) -> None:
    """Note groups until the process of this descriptor has ended; what it wrote just before is still read."""
    rest = b""
    while 0 in select.select([*run, 0], [], [], None if run else 0)[0] and (heard := os.read(0, 65536)):
        *lines, rest = (rest + heard).split(b"\n")
        for number in map(int, lines):
            (_groups.add if number > 0 else _groups.discard)(abs(number))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
