"""The Debian package, built from the last commit: here for this machine's release, for another in a copy of that."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from e2e.process import require, skip

from .debian import ROOT, own_suite
from .systems import entered

Builder = Callable[[str], Path]  # a release's code name → its package

_FAST: Final = "-Zgzip -z1"  # compression: a test does not send the package anywhere
# Python of each release: the packages that it needs are fetched by this machine's pip, for the other has no network.
_PYTHON: Final = {"bookworm": "3.11", "trixie": "3.13"}


def build(suite: str, folder: Path) -> Path:
    """The package for that release, in `folder`."""
    if os.geteuid() != 0:
        skip("only root can install the package")
    require("dpkg-deb", "git")
    return _build_here(folder) if suite == own_suite() else _build_there(suite, folder)


def newer(package: Path, folder: Path) -> Path:
    """The same package under a higher version, as an upgrade brings it: its files stay packed."""
    require("ar")
    made, control, packed = folder / "newer.deb", folder / "DEBIAN", folder / "control.tar.gz"
    run("dpkg-deb", "--control", package, control)
    about = control / "control"
    about.write_text(about.read_text().replace("\nVersion: ", "\nVersion: 9."))
    run("tar", "-C", control, "--owner=0", "--group=0", "-czf", packed, ".")
    shutil.copyfile(package, made)
    run("ar", "r", made, packed)
    assert run("dpkg-deb", "--field", made, "Version").startswith("9.")
    return made


def run(*command: str | Path, **env: str) -> str:
    """Output of a command that must succeed, in an environment without our own variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LENCANA_", "PYTHON"))}
    done = subprocess.run(command, cwd=ROOT, env=kept | env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def _build_here(folder: Path) -> Path:
    run(ROOT / "deploy/deb/build.sh", OUTPUT=str(folder / "out"), TMPDIR=str(folder), COMPRESSION=_FAST)
    (built,) = (folder / "out").iterdir()
    return built


def _build_there(suite: str, folder: Path) -> Path:
    """In a copy of that release, as somebody there runs `make deb`."""
    wheels, source, version = folder / "wheels", folder / "source.tar", _PYTHON[suite]
    if given := os.environ.get("SOURCE"):  # as for build.sh: what is not committed yet
        source.write_bytes(Path(given).read_bytes())
    else:
        run("git", "archive", "-o", source, "HEAD")
    target = ("--only-binary=:all:", "--python-version", version, "--implementation", "cp")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"]["mailbox"], "pip", "setuptools"]
    run(sys.executable, "-m", "pip", "download", "-q", "-d", wheels, *target, *needs)
    with entered(suite, folder / suite) as there:
        there.run("mkdir -p /lencana/deploy/deb /wheels /out")
        there.copy(source, "/source.tar")
        there.copy(ROOT / "deploy/deb/build.sh", "/lencana/deploy/deb/build.sh")
        for wheel in wheels.iterdir():
            there.copy(wheel, f"/wheels/{wheel.name}")
        epoch = run("git", "log", "-1", "--format=%ct").strip()
        settings = f"SOURCE=/source.tar SOURCE_DATE_EPOCH={epoch} OUTPUT=/out COMPRESSION='{_FAST}'"
        there.run(f"{settings} PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels sh /lencana/deploy/deb/build.sh")
        name = there.run("ls /out").strip()
        (folder / name).write_bytes(there.read(f"/out/{name}"))
        return folder / name
