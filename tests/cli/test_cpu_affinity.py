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

from web.serving import FOREVER, Serving, serving

ALLOWED = os.sched_getaffinity(0) if sys.platform == "linux" else {0}
MESSAGE = b'{"from": "Reader <reader@example.org>", "text": "%s"}' % (b"a word and another " * 200)
BATCH = b'{"messages": [%s]}' % b", ".join([MESSAGE] * 100)
BUSY = "import os, sys\nos.sched_setaffinity(0, {int(sys.argv[1])})\nprint(flush=True)\nwhile True: pass"

pytestmark = pytest.mark.skipif(len(ALLOWED) < 2, reason="one core, or a system that lets no process choose")


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


def test_two_workers_keep_to_two(tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--own-core", "--workers", "2") as server:
        until(lambda: sorted(map(len, {*cores_of(server)})) == [1, 1], "they share one, or wander")


@pytest.mark.parametrize("words", [(), ("--own-core", "--workers", str(len(ALLOWED) + 1))])
def test_otherwise_and_where_cores_are_too_few_it_uses_all(tmp_path: Path, words: tuple[str, ...]) -> None:
    with serving(tmp_path / "data", *words) as server:
        assert set(cores_of(server)) == {frozenset(ALLOWED)}


def test_a_worker_keeps_to_a_core_and_leaves_one_that_others_take(tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--own-core") as server, asked(server):
        until(lambda: [len(cores) for cores in cores_of(server)] == [1], "its threads wander")
        assert os.sched_getaffinity(server.process.pid) == ALLOWED
        (first,) = cores_of(server)
        with busy(*first):
            until(lambda: cores_of(server) != [first], "it stays where it has to wait")
        assert all(cores <= ALLOWED for cores in cores_of(server))
