"""Minimal Debians in folders, made once in build/systems by mmdebstrap and never changed there.

`make test` runs this file while it installs the virtual environment, so it needs nothing but Python.
"""

import fcntl
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SUITES: Final = ("bookworm", "trixie")
# What the container image has. Without usr-is-merged Debian 12 would bring Perl, to merge what is merged.
MINIMAL: Final = "ca-certificates,python3,usr-is-merged"
BOOTABLE: Final = f"{MINIMAL},python3-venv,systemd-sysv,dbus,python3-milter"
_SYSTEMS: Final = ROOT / "build" / "systems"
# Half of debootstrap's work, and the same packages. A machine id of its own, or the first boot would be another one.
_MMDEBSTRAP: Final = (
    "mmdebstrap", "--mode=root", "--skip=cleanup/reproducible",
    '--aptopt=Acquire::Languages "none"', "--dpkgopt=force-unsafe-io",
)  # fmt: skip
# What an administrator's shell has, and nothing of the tests'.
ENVIRONMENT: Final = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


class NotMadeError(Exception):
    """No such system can be made here; the text says why."""


def own_suite() -> str:
    """The release of this machine, by its code name."""
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "")


def make_debian(suite: str, included: str = BOOTABLE) -> Path:
    """The folder of a minimal Debian with these packages; made when first asked for.

    Raises:
        NotMadeError: this is not root, or mmdebstrap is missing or fails.
    """
    if os.geteuid() != 0:
        raise NotMadeError("only root can make another system in a folder")
    if not shutil.which("mmdebstrap", path=ENVIRONMENT["PATH"]):
        raise NotMadeError("not installed: mmdebstrap (tests/e2e/install.sh installs it)")
    _SYSTEMS.mkdir(parents=True, exist_ok=True)
    made = _SYSTEMS / (suite if included == BOOTABLE else f"{suite}-minimal")
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            new = made.with_suffix(".new")
            subprocess.run(["rm", "-rf", "--one-file-system", new], check=True)
            command = [*_MMDEBSTRAP, *_variant(suite, included), f"--include={included}", suite, str(new), _archive()]
            done = subprocess.run(command, env=os.environ | ENVIRONMENT, check=False, capture_output=True, text=True)
            if done.returncode:
                raise NotMadeError(f"mmdebstrap {suite} failed: {done.stderr.strip().splitlines()[-1:]}")
            new.rename(made)
    return made


def _variant(suite: str, included: str) -> list[str]:
    """What it begins with: of this machine's release the minimal system, which the image needs as well."""
    if included == MINIMAL or suite != own_suite():
        return ["--variant=minbase"]
    return ["--variant=custom", f"--setup-hook=cp -a '{make_debian(suite, MINIMAL)}/.' \"$1\""]


def _archive() -> str:
    """The address from which apt on this machine gets Debian."""
    command = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(SITE)", "Created-By: Packages"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    sites = [line.removeprefix("Debian ") for line in listed.splitlines() if line.startswith("Debian ")]
    if not sites:
        raise NotMadeError("apt on this machine knows no archive of Debian")
    return sites[0]


if __name__ == "__main__":
    try:
        for name in SUITES:
            make_debian(name)
    except (NotMadeError, KeyboardInterrupt) as reason:
        print(f"skipped: {reason}")
