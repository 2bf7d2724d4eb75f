"""A copy of this machine to install a package in: an overlay that nobody else sees, and that ends with the test."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.process import require, skip
from running import allowed

from .debian import ENVIRONMENT

# Own mounts and an own loopback: nothing is left behind, and the service's usual port is free.
_MAKE = """
ip link set lo up
mount -t tmpfs tmpfs "$1"
cd "$1"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=/,upperdir=upper,workdir=work" root
mount -t proc proc root/proc
mount --rbind /dev root/dev
mount -t tmpfs tmpfs root/tmp
chmod 1777 root/tmp
echo made
exec cat
"""


class Machine:
    """Runs commands in another system, as root, below its own root directory; `enter` is what goes there."""

    def __init__(self, enter: list[str]) -> None:
        self._enter = enter

    def command(self, line: str) -> list[str]:
        """What runs one line of shell there."""
        return [*self._enter, "sh", "-ec", f"cd /; {line}"]

    def run(self, line: str) -> str:
        """Standard output and error of a line that must succeed."""
        done = subprocess.run(
            self.command(line), env=ENVIRONMENT, check=False, capture_output=True, text=True, timeout=allowed(120)
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def ask(self, line: str) -> str:
        """What a line prints, whether it succeeds or not."""
        done = subprocess.run(self.command(line), env=ENVIRONMENT, check=False, capture_output=True, text=True)
        return done.stdout.strip()

    def copy(self, file: Path, to: str) -> None:
        """Put a file of this machine into the copy."""
        self.write(to, file.read_bytes())

    def write(self, to: str, content: bytes) -> None:
        """Make a file that everybody can read."""
        line = f"cat >{to}; chmod 644 {to}"
        subprocess.run(self.command(line), env=ENVIRONMENT, check=True, input=content)

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        return subprocess.run(self.command(f"cat {path}"), env=ENVIRONMENT, check=True, capture_output=True).stdout

    def has(self, path: str) -> bool:
        """Is there anything of that name, be it a link that leads nowhere?"""
        return subprocess.run(self.command(f"test -e {path} || test -L {path}"), check=False).returncode == 0


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """The copy, until the block ends; skips where only root could make it, or the kernel does not."""
    if os.geteuid() != 0:
        skip("only root can install a package")
    require("unshare", "nsenter", "ip", "chroot", "dpkg")
    folder.mkdir()
    command = ["unshare", "-m", "-n", "--propagation", "private", "sh", "-ec", _MAKE, "sh", str(folder.absolute())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stdout and process.stderr
        try:
            if process.stdout.readline() != b"made\n":
                skip(f"this kernel makes no overlay: {process.stderr.read().decode().strip()}")
            root = folder.absolute() / "root"
            yield Machine(["nsenter", "-t", str(process.pid), "-m", "-n", "chroot", str(root)])
        finally:
            process.stdin.close()
            process.wait(10)
