"""What all tests share: a real data folder, made by the real commands, and an end that leaves no program behind."""

import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import forked
import reaper
import suites
from running import CASES, lencana, must

INTERRUPTED_TEARDOWN = 30.0  # seconds that an interrupted run may take to tear down what it has set up
PROGRAMS_EXIT = 10.0  # seconds that programs may take to exit after the last teardown

# The same examples everywhere: a change is judged by what it changes. `pytest --hypothesis-profile=new` looks for
# others, and so does `make fuzz`.
settings.register_profile("new", deadline=None)
settings.register_profile("same", settings.get_profile("new"), derandomize=True)
settings.load_profile("same")


@pytest.fixture(scope="session")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an organisation whose list is tests/cases/allowlist.toml, as version 2."""
    data = tmp_path_factory.mktemp("organisation") / "data"
    signed = data.parent / "allowlist.json"
    must(lencana(data, "init", "--no-passphrase"))
    must(lencana(data, "allowlist", "sign", str(CASES / "allowlist.toml"), "-o", str(signed)))
    must(lencana(data, "allowlist", "publish", str(signed)))
    return data


@pytest.fixture
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that this process encrypts take a tenth of the time; that they are dear else, test_signing.py holds."""
    monkeypatch.setattr("lencana.trust.keys.pkcs8.SCRYPT_PARALLELISM", 1)


@pytest.fixture(scope="session", autouse=True)
def no_program_outlives_the_tests() -> Iterator[None]:
    """What still runs when everything is torn down is ended, and an error. reaper.py does it for a killed run."""
    with reaper.watching() as mark:
        yield
        forked.stop()
        left = reaper.left_after(mark, PROGRAMS_EXIT)
        reaper.end(mark, os.getpgrp())
    assert not left, f"still running after the last teardown: {left}"


def pytest_configure() -> None:
    """Whoever asks a run to end, by whichever signal, gets the teardown that Ctrl-C gets."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what has no test that `-m` wants."""
    return None if suites.can_hold(collection_path, config.option.markexpr) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse what `make test` would run twice."""
    if twice := [item.nodeid for item in items if item.get_closest_marker("e2e") and suites.in_two(item.nodeid)]:
        raise pytest.UsageError(f"in the suites of both browsers: {twice}")


def pytest_collection_finish() -> None:
    """What is there now stays: the garbage collector, which would look through it again and again, passes it over."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What the first try of a test left open is not the second one's fault, nor a later test's."""
    if getattr(item, "execution_count", 1) > 1:  # counted by pytest-rerunfailures
        sys.last_value = sys.last_traceback = None  # which hold on to the first try's frames
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def pytest_keyboard_interrupt() -> None:
    """A teardown that hangs is given up; then the reaper ends the programs."""

    def give_up() -> None:
        print(f"\nnot torn down within {INTERRUPTED_TEARDOWN:.0f} s: given up", file=sys.stderr, flush=True)
        os._exit(pytest.ExitCode.INTERRUPTED)

    timer = threading.Timer(INTERRUPTED_TEARDOWN, give_up)
    timer.daemon = True
    timer.start()
