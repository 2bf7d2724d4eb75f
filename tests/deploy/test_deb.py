"""The Debian package: what is in it, and that purging it leaves nothing (test_boot.py installs it under systemd)."""

import re
import struct
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from .debian import ROOT
from .machine import machine

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def files(package: Path) -> dict[str, tuple[tarfile.TarInfo, bytes]]:
    """What the package installs, by path, with its content."""
    tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(tar)) as archive:
        found = {}
        for entry in archive:
            content = archive.extractfile(entry) if entry.isfile() else None
            found[entry.name.removeprefix(".")] = (entry, content.read() if content else b"")
        return found


def test_nothing_of_the_building_machine(package: Path, files: dict[str, tuple[tarfile.TarInfo, bytes]]) -> None:
    places = (str(package.parents[1]).encode(), str(ROOT).encode() + b"/")
    assert not [path for path, (_, content) in files.items() if any(place in content for place in places)]
    assert not [path for path in files if path.endswith("direct_url.json")]
    assert len({entry.mtime for entry, _ in files.values()}) == 1, "the commit's time"


def test_owners_and_modes(files: dict[str, tuple[tarfile.TarInfo, bytes]]) -> None:
    for path, (entry, _) in files.items():
        assert (entry.uid, entry.gid) == (0, 0), path
        assert entry.issym() or not entry.mode & 0o7022, f"{path}: {entry.mode:o}"


def test_scripts_run_by_the_packages_own_python(files: dict[str, tuple[tarfile.TarInfo, bytes]]) -> None:
    programs = {path: file for path, file in files.items() if path.startswith("/opt/lencana/bin/")}
    scripts = {path: content for path, (entry, content) in programs.items() if entry.isfile()}
    assert "/opt/lencana/bin/lencana" in scripts
    assert {content.split(b"\n", 1)[0] for content in scripts.values()} == {b"#!/opt/lencana/bin/python3"}
    assert files["/opt/lencana/bin/python3"][0].linkname == "/usr/bin/python3"
    assert files["/usr/bin/lencana"][0].linkname == "/opt/lencana/bin/lencana"


def test_each_module_is_compiled_as_it_is_packed(files: dict[str, tuple[tarfile.TarInfo, bytes]]) -> None:
    """Else each start of the service, which writes nothing there, would compile all that it imports."""
    modules = [path for path in files if path.startswith("/opt/lencana/lib/python3.") and path.endswith(".py")]
    (minor,) = {path.split("/")[4].removeprefix("python3.") for path in modules}
    for path in modules:
        entry, content = files[path]
        _, compiled = files[re.sub(r"([^/]+)\.py$", rf"__pycache__/\1.cpython-3{minor}.pyc", path)]
        assert struct.unpack("<4xIII", compiled[:16]) == (0, entry.mtime, len(content)), path


def test_purging_what_was_never_set_up_leaves_nothing(package: Path, tmp_path: Path) -> None:
    with machine(tmp_path / "machine") as there:
        there.copy(package, "/lencana.deb")
        there.run("dpkg --force-unsafe-io -i /lencana.deb && dpkg --purge lencana")
        left = there.run("find /etc /opt /usr /var/lib -path '*lencana*' -not -path '/var/lib/dpkg/*' | head")
        assert left == ""
