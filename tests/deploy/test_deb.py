"""The Debian package: what is in it, and installing, upgrading and purging it in a copy of this machine."""

import json
import os
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from e2e.process import require, skip
from running import allowed

from .machine import Machine, environment, machine

ROOT = Path(__file__).parents[2]
ANSWERS = b'server = "https://badge.example.org"\nlists = ["common-id"]\ntoken = true\ntls = "nobody"\n'
LENCANA = "runuser -u lencana -- lencana --data /var/lib/lencana"
SETTINGS = "/etc/lencana/lencana.toml"

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once, from the last commit."""
    if os.geteuid() != 0:
        skip("only root can install the package")
    require("dpkg-deb", "git", "systemd-sysusers", "runuser", "curl")
    folder = tmp_path_factory.mktemp("deb")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LENCANA_", "PYTHON"))}
    env = kept | {"OUTPUT": str(folder / "out"), "TMPDIR": str(folder), "COMPRESSION": "-Zgzip -z1"}
    done = subprocess.run([ROOT / "deploy/deb/build.sh"], env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = (folder / "out").iterdir()
    return built


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
    assert not [path for path in files if "__pycache__" in path or path.endswith("direct_url.json")]
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


@contextmanager
def served(there: Machine) -> Iterator[str]:
    """The list that is given out while the server runs as the unit would run it: the same command and user."""
    command = f"exec {LENCANA} serve --no-init"
    with subprocess.Popen(there.command(command), env=environment(), stdin=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + allowed(30)
            ask = there.command("curl -sf http://127.0.0.1:8025/readyz")
            while (answer := subprocess.run(ask, check=False, capture_output=True)).returncode:
                assert time.monotonic() < until and process.poll() is None, answer
                time.sleep(0.2)
            assert json.loads(answer.stdout)["ready"]
            yield there.run("curl -sf http://127.0.0.1:8025/v1/allowlist")
        finally:
            process.terminate()
            process.wait(allowed(20))


def test_from_installing_to_purging(package: Path, tmp_path: Path) -> None:
    with machine(tmp_path / "machine") as there:
        there.copy(package, "/lencana.deb")
        install = "dpkg --force-unsafe-io -i /lencana.deb"
        assert "sudo -u lencana lencana --data /var/lib/lencana setup" in there.run(install)
        assert there.run(f"stat -c '%U:%G %a' /var/lib/lencana /etc/lencana {SETTINGS}").split("\n")[:3] == [
            "lencana:lencana 700",
            "lencana:lencana 750",
            "lencana:lencana 640",
        ]
        assert there.has("/etc/systemd/system/multi-user.target.wants/lencana.service")
        there.write("/tmp/answers.toml", ANSWERS)
        assert "common-id" in there.run(f"{LENCANA} setup --trial --answers /tmp/answers.toml")
        there.run(f"echo 'max_links = 50' >>{SETTINGS}")
        settings, state = there.run(f"cat {SETTINGS}"), there.run("sha256sum /var/lib/lencana/root.sha256")
        assert "tokens" in settings and there.run(f"stat -c %U:%G {SETTINGS}") == "lencana:lencana\n"
        with served(there) as before:
            assert json.loads(before)["payloadType"]

        there.run(install)
        assert there.run(f"cat {SETTINGS}") == settings
        with served(there) as after:
            assert after == before

        assert "data stays in /var/lib/lencana" in there.run("dpkg --purge lencana")
        for path in (
            "/opt/lencana",
            "/usr/bin/lencana",
            "/etc/lencana",
            "/usr/share/lencana",
            "/usr/share/doc/lencana",
        ):
            assert not there.has(path), path
        assert not there.has("/etc/systemd/system/multi-user.target.wants/lencana.service")
        assert there.run("cat /var/lib/lencana/lencana.toml") == settings
        assert there.run("sha256sum /var/lib/lencana/root.sha256") == state

        assert "waits for a list" not in there.run(install)
        assert there.run(f"cat {SETTINGS}") == settings
        with served(there) as back:
            assert back == before


def test_purging_what_was_never_set_up_leaves_nothing(package: Path, tmp_path: Path) -> None:
    with machine(tmp_path / "machine") as there:
        there.copy(package, "/lencana.deb")
        there.run("dpkg --force-unsafe-io -i /lencana.deb && dpkg --purge lencana")
        left = there.run("find /etc /opt /usr /var/lib -path '*lencana*' -not -path '/var/lib/dpkg/*' | head")
        assert left == ""
