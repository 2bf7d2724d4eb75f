"""A browser's policies, where it looks for them, in a mount namespace of its own: the machine's /etc stays as it is."""

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Final

from ..process import require, skip

CHROMIUM: Final = "etc/chromium/policies/managed"
# An overlay over /etc; its upper folder may lie on no other overlay, which a container's /tmp can be, hence the tmpfs.
_ENTER: Final = """#!/bin/sh
exec unshare --mount --propagation private sh -e -c '
mount -t tmpfs tmpfs "$0"
mkdir "$0/upper" "$0/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$0/upper,workdir=$0/work" /etc
cp -R "$1/etc/." /etc/
shift
exec "$@"' {layer} {tree} {program} "$@"
"""


def with_policies(folder: Path, tree: Path, program: str) -> Path:
    """A program that starts `program` with the files of `tree`/etc in /etc: as `lencana extension policy` writes them.

    They are read when it starts. Skips the test where no mount namespace can be made.
    """
    require("unshare", "mount")
    if os.geteuid() != 0:
        skip("only root may make a mount namespace in which a browser has policies")
    layer = folder / "layer"
    layer.mkdir()
    wrapper = folder / f"{Path(program).name}-with-policies"
    wrapper.write_text(
        _ENTER.format(**{n: shlex.quote(str(v)) for n, v in {"layer": layer, "tree": tree, "program": program}.items()})
    )
    wrapper.chmod(0o755)
    _require_namespaces(folder, tree, layer)
    return wrapper


def write(path: Path, content: object) -> None:
    """A policy file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def _require_namespaces(folder: Path, tree: Path, layer: Path) -> None:
    probe = folder / "probe"
    probe.write_text(_ENTER.format(layer=shlex.quote(str(layer)), tree=shlex.quote(str(tree)), program="true"))
    probe.chmod(0o755)
    done = subprocess.run([probe], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        skip(f"no mount namespace can be made here: {done.stderr.strip()}")
