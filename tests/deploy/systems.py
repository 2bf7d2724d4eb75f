"""Copies of other Debian systems, booted by systemd-nspawn or entered."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from e2e.process import require, skip
from running import allowed

from .debian import BOOTABLE, NotMadeError, make_debian
from .machine import Machine

# A copy in memory over the system on disk, in namespaces and a control group of its own: systemd as PID 1 wants
# cgroup2 alone at that place, nspawn writes below /run, and neither is to be the machine's.
_BOOT = """
mount -t tmpfs tmpfs "$2"
cd "$2"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=$1,upperdir=upper,workdir=work" root
mount -t tmpfs tmpfs /run
umount -R -l /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 none /sys/fs/cgroup
mkdir "/sys/fs/cgroup/$3"
echo $$ >"/sys/fs/cgroup/$3/cgroup.procs"
exec unshare --cgroup sh -ec '
    umount -l /sys/fs/cgroup
    mount -t cgroup2 none /sys/fs/cgroup
    exec systemd-nspawn --directory="$1" --boot --register=no --keep-unit --private-network --link-journal=no \\
        --console=pipe' sh "$PWD/root"
"""
# The same copy without a PID 1 of its own: to build something in that release.
_ENTER = """
mount -t tmpfs tmpfs "$2"
cd "$2"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=$1,upperdir=upper,workdir=work" root
mount -t proc proc root/proc
mount --rbind /dev root/dev
echo made
exec cat
"""


def debian(suite: str, included: str = BOOTABLE) -> Path:
    """The folder of a minimal Debian with these packages; made when first asked for."""
    require("mmdebstrap", "unshare", "nsenter", "systemd-nspawn")
    try:
        return make_debian(suite, included)
    except NotMadeError as error:
        skip(str(error))


@contextmanager
def booted(suite: str, folder: Path) -> Iterator[Machine]:
    """A copy of that Debian, from the moment its systemd says that it runs, until the block ends."""
    lower = debian(suite)
    group = f"lencana-{os.getpid()}-{suite}"
    with _namespaces(_BOOT, lower, folder, group) as process:
        try:
            pid = _first_process(process)
            there = Machine(["nsenter", "-t", str(pid), "-a", "-r", "-w"])
            until = time.monotonic() + allowed(30)
            while (state := there.ask("systemctl is-system-running")) not in ("running", "degraded"):
                assert time.monotonic() < until, f"{suite} does not boot: {state}"
                time.sleep(0.2)
            yield there
        finally:
            process.kill()  # with its PID namespace all that ran in it
            process.wait(10)
            _forget(group)


@contextmanager
def entered(suite: str, folder: Path) -> Iterator[Machine]:
    """A copy of that Debian in which nothing runs."""
    with _namespaces(_ENTER, debian(suite), folder, "") as process:
        try:
            assert process.stdout and process.stdout.readline() == b"made\n"
            child = _child(process.pid)
            yield Machine(["nsenter", "-t", str(child), "-m", "-n", "-p", "chroot", str(folder.absolute() / "root")])
        finally:
            process.kill()
            process.wait(10)


@contextmanager
def _namespaces(script: str, lower: Path, folder: Path, group: str) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir()
    command = ["unshare", "-m", "-n", "-p", "-f", "--mount-proc", "--kill-child", "--propagation", "private"]
    words = ["sh", "-ec", script, "sh", str(lower), str(folder.absolute()), group]
    with subprocess.Popen([*command, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process


def _child(pid: int) -> int:
    until = time.monotonic() + allowed(10)
    while not (children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        assert time.monotonic() < until, f"{pid} has no child"
        time.sleep(0.05)
    return int(children[0])


def _first_process(process: subprocess.Popen[bytes]) -> int:
    """The systemd that nspawn has started, as this machine numbers it."""
    until = time.monotonic() + allowed(30)
    while True:
        nspawn = _child(process.pid)
        if _program(nspawn) == "systemd-nspawn" and _program(pid := _child(nspawn)) in ("systemd", "init"):
            return pid
        assert process.poll() is None and time.monotonic() < until, "systemd-nspawn starts nothing"
        time.sleep(0.1)


def _program(pid: int) -> str:
    """The name under which a process was started; empty once it has ended."""
    with suppress(OSError):
        return Path(Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()).name
    return ""


def _forget(group: str) -> None:
    """Remove the control groups: empty ones, for what was in them has ended."""
    for top in (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified")):
        for _ in range(50):
            left = subprocess.run(
                ["find", top / group, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"],
                check=False,
                capture_output=True,
            )
            if left.returncode or not (top / group).exists():
                break
            time.sleep(0.1)
