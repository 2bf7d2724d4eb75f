"""Wheel and sdist stand alone: built, installed by three installers in clean environments, used without a checkout."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from e2e.process import skip
from running import CASES

ROOT = Path(__file__).parents[2]
BUILT_IN = ("server", "extension", "deploy", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")
FINGERPRINT = "2b7b3ce3" * 8
FAST = {"PIP_NO_COMPILE": "0"}  # which is how pip wants to be told not to: Python compiles what is used

pytestmark = pytest.mark.e2e


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """Standard output of a command that must succeed, away from the checkout and its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LENCANA_", "PYTHON"))}
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True, env=kept | FAST | env)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the sdist, by suffix: the sdist is made of the source, and the wheel of the sdist."""
    folder = tmp_path_factory.mktemp("built")
    source = folder / "source"
    source.mkdir()
    for name in BUILT_IN:
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(origin, source / name)
    run(sys.executable, "-m", "build", "--installer", "uv", "--outdir", folder / "dist", source, cwd=folder)
    return {path.suffix: path for path in (folder / "dist").iterdir()}


def try_out(lencana: Path, folder: Path) -> None:
    """What a newcomer does first, and what needs the package's files."""
    data = folder / "data"
    assert "list in force: version 1" in run(lencana, "--data", data, "init", "--no-passphrase", cwd=folder)
    message = CASES / "suspicious-display-name" / "mail.eml"
    command = [lencana, "--data", data, "check", message]
    checked = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert (checked.returncode, "Suspicious" in checked.stdout) == (1, True), checked.stderr
    run(lencana, "--data", data, "extension", "key", "new", "--no-passphrase", cwd=folder)
    words = ("--server", "https://lencana.example.org", "--fingerprint", FINGERPRINT)
    run(lencana, "--data", data, "extension", "pack", *words, cwd=folder)
    assert (data / "extension" / "release.json").exists()


def test_the_extension_is_in_the_wheel(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built[".whl"]) as wheel:
        packed = {name.removeprefix("lencana/extension_files/") for name in wheel.namelist()}
    there = {str(path.relative_to(ROOT / "extension")) for path in (ROOT / "extension").rglob("*") if path.is_file()}
    assert there <= packed


def test_pip(built: dict[str, Path], tmp_path: Path) -> None:
    venv.create(tmp_path / "venv")
    pip = (sys.executable, "-m", "pip", "--python", tmp_path / "venv/bin/python")
    run(*pip, "install", "-q", built[".whl"], cwd=tmp_path)
    try_out(tmp_path / "venv/bin/lencana", tmp_path)


@pytest.mark.parametrize(
    ("installer", "command", "suffix"),
    [("pipx", ("install", "--force"), ".whl"), ("uv", ("tool", "install"), ".gz")],
)
def test_pipx_and_uv(
    built: dict[str, Path], tmp_path: Path, installer: str, command: tuple[str, ...], suffix: str
) -> None:
    program = Path(sys.executable).parent / installer
    if not program.exists():
        skip(f"{installer} is not installed; it is one of the extra `e2e`")
    places = {"PIPX_HOME": "pipx", "PIPX_BIN_DIR": "bin", "UV_TOOL_DIR": "uv", "UV_TOOL_BIN_DIR": "bin", "HOME": "home"}
    env = {name: str(tmp_path / folder) for name, folder in places.items()}
    config = os.environ.get("PIP_CONFIG_FILE") or str(Path.home() / ".config/pip/pip.conf")
    for extra in ("PIP_CONFIG_FILE",):
        if Path(config).exists():
            env[extra] = config
    run(program, *command, built[suffix], cwd=tmp_path, **env)
    try_out(tmp_path / "bin" / "lencana", tmp_path)
