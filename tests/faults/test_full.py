"""No room left: nothing is published, nothing is lost, and all goes on when there is room again."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.process import skip
from lencana.registry.in_force import open_list_in_force
from lencana.settings import Settings

from .forked import serving
from .servers import make_folder, make_list

pytestmark = pytest.mark.e2e

SIZE = 2 * 1024 * 1024
# Python may keep a compiled module that was cut short, and stumble over it in every later run (seen with 3.11).
UNCOMPILED = {"PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        skip("only root can make a small file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_disk_full_while_publishing(small_disk: Path) -> None:
    data = small_disk / "data"
    first = make_folder(data)
    second = make_list(2, first, brands=2000)
    filler = small_disk / "filler"
    with serving(data) as server:
        room = os.statvfs(small_disk)
        filler.write_bytes(b"\0" * (room.f_bavail * room.f_bsize - 64 * 1024))
        status, body = server.ask("PUT", "/v1/allowlist", second)
        assert status == 503, body
        assert server.version() == 1
        assert open_list_in_force(data, Settings()).compressed_envelope().envelope() == first
        filler.unlink()
        assert server.publish(second) == 201
        assert server.ask("GET", "/v1/allowlist") == (200, second)
    assert open_list_in_force(data, Settings()).compressed_envelope().envelope() == second


def test_no_file_may_grow(tmp_path: Path) -> None:
    """The same without root: the kernel refuses to let files grow."""
    data = tmp_path / "data"
    first = make_folder(data)
    new = tmp_path / "2.json"
    new.write_bytes(make_list(2, first, brands=2000))
    command = [sys.executable, "-m", "lencana", "--data", data, "allowlist", "publish", new]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=os.environ | UNCOMPILED,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 2
    assert "the database cannot be used" in done.stderr and len(done.stderr.splitlines()) == 1
    assert open_list_in_force(data, Settings()).compressed_envelope().envelope() == first
    assert subprocess.run(command, capture_output=True).returncode == 0
