"""No end of a test run leaves a program behind: not a failing set-up, an interrupt, a hanging teardown, or a kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]

TESTS = Path(__file__).parent
# One program in the run's process group and one in a session of its own that does not listen to SIGTERM, both with
# children; neither is ended by the test.
STARTS = """
import subprocess, sys, time
from pathlib import Path
import pytest

STUBBORN = "trap '' TERM; sleep 1000 & wait; wait"

@pytest.fixture
def programs():
    for stubborn in (False, True):
        command = ["sh", "-c", STUBBORN if stubborn else "sleep 1000; true"]
        subprocess.Popen(command, start_new_session=stubborn)
    Path("started").write_text("")
    {setup}
    yield
    {teardown}

def test(programs):
    {body}
"""
SLEEP = "time.sleep(1000)"


def start(folder: Path, setup: str = "pass", body: str = "pass", teardown: str = "pass") -> "subprocess.Popen[str]":
    """A pytest of its own that starts programs, once it has started them."""
    _copy("conftest.py", folder, "INTERRUPTED_TEARDOWN = 30.0", "PROGRAMS_EXIT = 10.0")
    _copy("reaper.py", folder, "PATIENCE = 5.0")
    (folder / "test_it.py").write_text(STARTS.format(setup=setup, body=body, teardown=teardown))
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = . {TESTS}\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "pytest.ini", "test_it.py"]
    run = subprocess.Popen(
        command, cwd=folder, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True, env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # none is at issue
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip
    while not (folder / "started").exists():
        assert run.poll() is None, run.communicate()[0]
        time.sleep(0.05)
    return run


def _copy(name: str, folder: Path, *waits: str) -> None:
    """The real file, but for how long it waits."""
    text = (TESTS / name).read_text()
    for wait in waits:
        assert wait in text
        text = text.replace(wait, wait.split("=")[0] + "= 0.5")
    (folder / name).write_text(text)


def sleepers(folder: Path) -> list[str]:
    """What runs in that folder, other than pytest."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return [command for command in found if "pytest" not in command and "reaper" not in command]


def gone(folder: Path) -> bool:
    """Whether everything ends that was started there."""
    deadline = time.monotonic() + 30
    while (is_left := bool(sleepers(folder))) and time.monotonic() < deadline:  # what is just exiting has no name
        time.sleep(0.1)
    return not is_left


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended(tmp_path: Path, number: signal.Signals) -> None:
    run = start(tmp_path, body=SLEEP)
    assert len(sleepers(tmp_path)) == 4
    run.send_signal(number)
    run.communicate(timeout=120)
    assert run.returncode in ((-number,) if number == signal.SIGKILL else (1, 2))
    assert gone(tmp_path)


def test_a_teardown_that_hangs(tmp_path: Path) -> None:
    run = start(tmp_path, body=SLEEP, teardown=SLEEP)
    run.send_signal(signal.SIGINT)
    assert "given up" in run.communicate(timeout=90)[0]
    assert run.returncode == 2
    assert gone(tmp_path)


def test_a_program_that_clears_its_environment(tmp_path: Path) -> None:
    program = "subprocess.Popen(['env', '-i', 'sleep', '999'], start_new_session=True)"
    named = f"import reaper; reaper.watch_group({program}.pid); Path('named').touch()"
    run = start(tmp_path, setup=named, body=SLEEP)
    while not (tmp_path / "named").exists():
        assert run.poll() is None, run.communicate()[0]
        time.sleep(0.05)
    run.kill()
    run.communicate()
    assert gone(tmp_path)


@pytest.mark.parametrize("setup", ["pass", "raise RuntimeError"])
def test_a_fixture_that_leaves_programs_is_an_error(tmp_path: Path, setup: str) -> None:
    run = start(tmp_path, setup=setup)
    said = run.communicate()[0]
    assert run.returncode == 1
    assert "still running after the last teardown" in said and "sleep 1000" in said
    assert gone(tmp_path)
