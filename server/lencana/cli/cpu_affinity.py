"""Pins each worker to one CPU core: under the GIL it uses no more.

Threads that pass the turn from core to core find cold caches there, and a check costs them half as much again
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
CROWDED_FRACTION = (
    4  # others have the core when we wait for more than a fourth of the time, and run for less than the rest
)


class CoreAllocator:
    """Deals the machine's cores to the workers. Made before they are started; each then takes one."""

    def __init__(self, workers: int) -> None:
        allowed = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []
        self._allowed = allowed if workers <= len(allowed) else []  # of too few the kernel makes the best
        # Servers know nothing of each other: let them not all begin with the same.
        self._next = multiprocessing.Value("i", random.randrange(len(allowed) or 1))  # noqa: S311 (no secret)

    def take(self) -> "Core | None":
        """In the worker: keep this process to the next core. None where there is nothing to choose."""
        if not self._allowed:
            return None
        with self._next.get_lock():
            number = self._next.value
            self._next.value += 1
        return Core(self._allowed, self._allowed[number % len(self._allowed)])


class Core:
    """The core that all threads of this process keep to."""

    def __init__(self, allowed: Sequence[int], core: int) -> None:
        self._allowed = allowed
        self._keep_to(core)
        self._last_times = _times()

    def move_if_crowded(self) -> None:
        """Choose another core at random if this one was crowded since the last call."""
        before, self._last_times = self._last_times, _times()
        passed, ran, waited = (now - then for now, then in zip(self._last_times, before, strict=True))
        if waited * CROWDED_FRACTION > passed and ran * CROWDED_FRACTION < passed * (CROWDED_FRACTION - 1):
            self._keep_to(random.choice(self._allowed))  # noqa: S311 (no secret)

    def _keep_to(self, core: int) -> None:
        for task in _TASKS.iterdir():
            with suppress(OSError):  # a thread that has ended, or a core that was taken from us
                os.sched_setaffinity(int(task.name), {core})


def _times() -> tuple[int, int, int]:
    """Nanoseconds: the clock's, those that this process ran, those that its threads waited for a core."""
    return monotonic_ns(), process_time_ns(), sum(map(_waited, _TASKS.iterdir()))


def _waited(task: Path) -> int:
    """By /proc/PID/schedstat (the kernel's Documentation/scheduler/sched-stats.rst); 0 where it is not kept."""
    try:
        return int((task / "schedstat").read_text().split()[1])
    except (OSError, IndexError):
        return 0
