"""The Node that mailauth asks for (22.19 or newer), and mailauth itself, which bench/install.sh gets."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench" / "node_modules" / "mailauth"
_OLDEST = (22, 19)


def absent() -> str | None:
    """Why mailauth cannot be measured here; None if it can."""
    if not _FOLDER.is_dir():
        return "mailauth is not installed"
    return None if program() else f"no Node of version {_OLDEST[0]}.{_OLDEST[1]} or newer"


@cache
def program() -> str:
    """The first Node that is new enough: the virtual environment's, otherwise the machine's; empty if none is."""
    beside = Path(sys.executable).parent / "node"
    found = [str(beside)] if beside.is_file() else []
    if machines := shutil.which("node"):
        found.append(machines)
    return next((each for each in found if tuple(map(int, _version(each).split(".")[:2])) >= _OLDEST), "")


def versions() -> tuple[str, ...]:
    """Node's and mailauth's, if both are there."""
    if absent():
        return ()
    mailauth = json.loads((_FOLDER / "package.json").read_text())["version"]
    return (f"Node {_version(program())}", f"mailauth {mailauth}")


def _version(node: str) -> str:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30)
    return done.stdout.strip().removeprefix("v") or "0.0"
