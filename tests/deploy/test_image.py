"""The container image: built without a daemon, run by podman without rights, with a read-only root and one volume."""

import json
import os
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from e2e.process import require, skip
from running import allowed

from .debian import MINIMAL, ROOT, own_suite
from .packages import run
from .systems import debian

MAX_BYTES = 150_000_000  # of the compressed archive
ANSWERS = 'server = "https://badge.example.org"\ntls = "nobody"\ntoken = true\n'

# podman wants cgroup2 where the machine may have an older one; its network is this namespace's loopback. Its storage is
# in memory, which takes overlays everywhere: without them it copies the image for each container.
_RUN = """
ip link set lo up
umount -R -l /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 none /sys/fs/cgroup
mount -t tmpfs tmpfs /run
cd "$1"
mkdir storage
mount -t tmpfs tmpfs storage
podman="podman --root $1/storage --runroot /run/podman --storage-driver overlay"
podman="$podman --cgroup-manager cgroupfs --events-backend file"
zcat "$2" | $podman load -q >/dev/null
options="--cgroups=disabled --network host --read-only --cap-drop all --security-opt no-new-privileges --tmpfs /tmp"
options="$options --log-driver k8s-file -v $1/data:/var/lib/lencana -v $1/answers.toml:/answers.toml:ro"
image=$($podman images -q)
! $podman run --rm -e LENCANA_TOKENS=secret $options $image 2>refused
$podman run --rm $options $image setup --trial --answers /answers.toml >/dev/null
$podman run -d --name lencana $options $image >/dev/null
for _ in $(seq 200); do $podman healthcheck run lencana >/dev/null 2>&1 && break; sleep 0.3; done
$podman healthcheck run lencana >/dev/null
$podman exec lencana /opt/lencana/bin/python3 -c 'import os; print(os.getuid())' >uid
$podman exec lencana /opt/lencana/bin/python3 -c 'open("/opt/x", "w")' 2>read-only || true
$podman stop -t 20 lencana >/dev/null
$podman inspect lencana --format '{{.State.ExitCode}}' >exit
echo done
"""

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def archive(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    require("buildah")
    folder = tmp_path_factory.mktemp("image")
    base = debian(own_suite(), MINIMAL)
    settings = {"PACKAGE": str(package), "BASE": str(base), "OUTPUT": str(folder), "TMPDIR": str(folder), "LEVEL": "1"}
    run(ROOT / "deploy/container/build.sh", **settings)
    (made,) = folder.glob("*.tar.gz")
    return made


def test_what_it_says_of_itself(archive: Path) -> None:
    assert archive.stat().st_size <= MAX_BYTES
    with tarfile.open(archive) as layers:
        files = {entry.name: layers.extractfile(entry) for entry in layers if entry.name.endswith(".json")}
        manifest = json.load(files["manifest.json"] or pytest.fail("no manifest"))
        config = json.load(files[manifest[0]["Config"]] or pytest.fail("no config"))["config"]
    assert config["User"] == "990:990"
    assert list(config["Volumes"]) == ["/var/lib/lencana"]
    assert "--no-init" in config["Cmd"], "it never makes keys by itself"
    assert "/healthz" in " ".join(config["Healthcheck"]["Test"])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    os.chown(tmp_path / "data", 990, 990)
    (tmp_path / "answers.toml").write_text(ANSWERS)
    tmp_path.chmod(0o755)
    return tmp_path


def test_it_runs_without_rights(archive: Path, place: Path) -> None:
    require("podman", "unshare", "ip")
    command = ["unshare", "-m", "-n", "-p", "-f", "--mount-proc", "--kill-child", "--propagation", "private"]
    began = time.monotonic()
    done = subprocess.run(
        [*command, "sh", "-ec", _RUN, "sh", place, archive],
        check=False,
        capture_output=True,
        text=True,
        timeout=allowed(120),
    )
    if "cgroup2" in done.stderr and "mount" in done.stderr:
        skip(f"this kernel has no cgroup2: {done.stderr.strip()}")
    assert done.stdout.endswith("done\n"), f"{done.stdout}{done.stderr} after {time.monotonic() - began:.0f} s"
    told = {name: (place / name).read_text() for name in ("refused", "uid", "read-only", "exit")}
    assert "holds no list yet" in told["refused"]
    assert told["uid"] == "990\n"
    assert "Read-only file system" in told["read-only"]
    assert told["exit"] == "0\n", "it ends by itself when it is told to"
    assert (place / "data" / "root.sha256").stat().st_uid == 990
