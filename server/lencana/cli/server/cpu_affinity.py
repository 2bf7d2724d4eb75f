"""Pins each worker to one CPU core: under the GIL it uses no more.

Threads that pass the GIL from core to core find cold caches there, and a check costs them half as much again
(docs/scale.md). Only Linux lets a process choose. On request alone, for somebody who shares out a machine's cores
otherwise, between containers say, must know of it.
"""

import multiprocessing
import os
import random
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic_ns, process_time_ns

_TASKS = Path("/proc/self/task")
# Others have the core when we wait for more than this part of the time, and run for less than the rest.
CROWDED_WAIT_SHARE = 0.25


class CoreAllocator:
    """Deals the machine's cores to the workers. Made before they are started; each then takes one."""

    def __init__(self, workers: int) -> None:
        allowed = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []
        # Of too few the kernel makes the best.
        self._slots = CoreSlots(workers, allowed) if workers <= len(allowed) else None

    def take(self) -> "Core | None":
        """In the worker: keep this process to a core of its own. None where there is nothing to choose."""
        return Core(self._slots) if self._slots else None


class CoreSlots:
    """Which core each worker of a server has, in memory that all of them share: no two have the same."""

    def __init__(self, workers: int, allowed: Sequence[int]) -> None:
        self._allowed = allowed
        first = random.randrange(len(allowed))  # noqa: S311 (no secret) servers know nothing of each other
        self._cores = multiprocessing.Array("q", [allowed[(first + n) % len(allowed)] for n in range(workers)])
        self._pids = multiprocessing.Array("q", workers)  # 0: not taken yet
        self._since = multiprocessing.Array("q", workers)  # by the system's monotonic clock

    def take(self, pid: int) -> int:
        """The number of that process's slot: one that nobody has any more, else the one taken longest ago.

        The second is for a reload, which starts each new worker before it ends the old one.
        """
        with self._cores.get_lock():
            pids, since = self._pids[:], self._since[:]
            slot = min(range(len(pids)), key=lambda n: (_is_running(pids[n]), since[n]))
            self._pids[slot], self._since[slot] = pid, monotonic_ns()
            return slot

    def core(self, slot: int) -> int:
        """The core that belongs to a slot."""
        return int(self._cores[slot])

    def move(self, slot: int, pid: int) -> int:
        """Give the slot another core, at random, if there is one that no slot has; returns the one it then has.

        Of a worker whose slot another has taken over, none is moved: it is about to end.
        """
        with self._cores.get_lock():
            free = [core for core in self._allowed if core not in self._cores[:]]
            if free and self._pids[slot] == pid:
                self._cores[slot] = random.choice(free)  # noqa: S311 (no secret)
            return self.core(slot)


class Core:
    """The core that all threads of this process keep to."""

    def __init__(self, slots: CoreSlots) -> None:
        self._slots = slots
        self._slot = slots.take(os.getpid())
        self._keep_to(slots.core(self._slot))
        self._last_times = _times()

    def move_if_crowded(self) -> None:
        """Move to a core that no other worker has if this one was crowded since the last call; else stay."""
        before, self._last_times = self._last_times, _times()
        passed, ran, waited = (now - then for now, then in zip(self._last_times, before, strict=True))
        if waited > passed * CROWDED_WAIT_SHARE and ran < passed * (1 - CROWDED_WAIT_SHARE):
            self._keep_to(self._slots.move(self._slot, os.getpid()))

    def _keep_to(self, core: int) -> None:
        for task in _TASKS.iterdir():
            with suppress(OSError):  # a thread that has ended, or a core that was taken from us
                os.sched_setaffinity(int(task.name), {core})


def _is_running(pid: int) -> bool:
    """Is there a process of that number? None has 0."""
    return pid != 0 and Path(f"/proc/{pid}").exists()


def _times() -> tuple[int, int, int]:
    """Nanoseconds: the clock's, those that this process ran, those that its threads waited for a core."""
    return monotonic_ns(), process_time_ns(), sum(map(_waited, _TASKS.iterdir()))


def _waited(task: Path) -> int:
    """By /proc/PID/schedstat (the kernel's Documentation/scheduler/sched-stats.rst); 0 where it is not kept."""
    try:
        return int((task / "schedstat").read_text().split()[1])
    except (OSError, IndexError):
        return 0
