"""`lencana serve --own-core`: each worker keeps to a core, and leaves it to others who take it."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lencana.cli.server import cpu_affinity
from lencana.cli.server.cpu_affinity import CoreAllocator, CoreSlots
from web.serving import FOREVER, Serving, serving

ALLOWED = os.sched_getaffinity(0) if sys.platform == "linux" else {0}
MESSAGE = b'{"from": "Reader <reader@example.org>", "text": "%s"}' % (b"a word and another " * 200)
BATCH = b'{"messages": [%s]}' % b", ".join([MESSAGE] * 100)
BUSY = "import os, sys\nos.sched_setaffinity(0, {int(sys.argv[1])})\nprint(flush=True)\nwhile True: pass"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(len(ALLOWED) < 2, reason="one core, or a system that lets no process choose"),
]


def cores_of(server: Serving) -> list[frozenset[int]]:
    """Of each worker, the cores that its threads may use."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    workers = [pid for pid in children if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()]
    tasks = [Path(f"/proc/{pid}/task").iterdir() for pid in workers]
    return [frozenset().union(*(os.sched_getaffinity(int(task.name)) for task in of)) for of in tasks]


def until(found: Callable[[], bool], otherwise: str) -> None:
    """Wait for it: workers begin one after the other, and a thread is moved after the other."""
    give_up = time.monotonic() + FOREVER
    while not found():
        assert time.monotonic() < give_up, otherwise
        time.sleep(0.1)


@contextmanager
def busy(core: int) -> Iterator[None]:
    """A process that keeps to that core and never rests."""
    with subprocess.Popen([sys.executable, "-c", BUSY, str(core)], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            yield
        finally:
            process.kill()


@contextmanager
def asked(server: Serving) -> Iterator[None]:
    """Readers who ask it without a pause, and for so much that they are not the ones who work."""
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            server.request("POST", "/v1/check/batch", BATCH, **{"Content-Type": "application/json"})

    readers = [threading.Thread(target=ask) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        yield
    finally:
        over.set()
        for reader in readers:
            reader.join()


@pytest.fixture
def ended() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def cores_in(slots: CoreSlots, count: int) -> list[int]:
    return [slots.core(slot) for slot in range(count)]


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
def test_places_are_on_different_cores_however_often_they_move(workers: int) -> None:
    slots = CoreSlots(workers, (2, 3, 5, 7))
    taken = [slots.take(os.getpid()) for _ in range(workers)]
    assert taken == list(range(workers))
    for _ in range(100):
        for slot in taken:
            before = cores_in(slots, workers)
            core = slots.move(slot, os.getpid())
            now = cores_in(slots, workers)
            assert now[slot] == core
            assert len(set(now)) == workers, "two share one"
            assert now[:slot] + now[slot + 1 :] == before[:slot] + before[slot + 1 :], "another was moved"
            assert (core in before) is (workers == 4), "it moves where there is another core, and only there"


def test_who_is_started_again_takes_over_the_place_of_the_one_that_ended(ended: int) -> None:
    slots = CoreSlots(3, (2, 3, 5))
    running = os.getpid()
    assert [slots.take(pid) for pid in (running, ended, running)] == [0, 1, 2]
    assert slots.take(running) == 1


def test_a_reload_starts_new_ones_first_and_leaves_each_with_a_place() -> None:
    old, new = os.getppid(), os.getpid()
    slots = CoreSlots(3, (2, 3, 5, 7))
    assert [slots.take(old) for _ in range(3)] == [0, 1, 2]
    assert [slots.take(new) for _ in range(3)] == [0, 1, 2], "the oldest first"
    core = slots.core(0)
    assert slots.move(0, old) == core, "the slot is no longer its own"
    assert slots.move(0, new) != core


@pytest.fixture
def keeps_affinity() -> Iterator[None]:
    before = os.sched_getaffinity(0)
    yield
    for task in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(task.name), before)


@pytest.mark.usefixtures("keeps_affinity")
def test_workers_that_are_crowded_on_every_core_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10**12, 10**6))
    monkeypatch.setattr(cpu_affinity, "_times", lambda: ((now := next(clock)), 0, now))  # waits all the time
    allocator = CoreAllocator(len(ALLOWED))
    cores = [allocator.take() for _ in ALLOWED]
    for _ in range(20):
        seen = []
        for core in cores:
            assert core
            core.move_if_crowded()
            seen.append(os.sched_getaffinity(0))
        assert set().union(*seen) == ALLOWED, "two share one"


def test_two_workers_keep_to_two(organisation: Path) -> None:
    with serving(organisation, "--own-core", "--workers", "2") as server:
        until(lambda: sorted(map(len, {*cores_of(server)})) == [1, 1], "they share one, or wander")


@pytest.mark.parametrize("words", [(), ("--own-core", "--workers", str(len(ALLOWED) + 1))])
def test_otherwise_and_where_cores_are_too_few_it_uses_all(organisation: Path, words: tuple[str, ...]) -> None:
    with serving(organisation, *words) as server:
        assert set(cores_of(server)) == {frozenset(ALLOWED)}


def test_a_worker_keeps_to_a_core_and_leaves_one_that_others_take(organisation: Path) -> None:
    with serving(organisation, "--own-core") as server, asked(server):
        until(lambda: [len(cores) for cores in cores_of(server)] == [1], "its threads wander")
        assert os.sched_getaffinity(server.process.pid) == ALLOWED
        (first,) = cores_of(server)
        with busy(*first):
            until(lambda: cores_of(server) != [first], "it stays where it has to wait")
        assert all(cores <= ALLOWED for cores in cores_of(server))
