"""Policies of the machine's browsers: files that only root can write, there for as long as a test needs them."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .process import skip

_CHROMIUM = Path("/etc/chromium/policies/managed/lencana-e2e.json")
_FIREFOX = Path("/etc/firefox/policies/policies.json")
_OURS = "lencana-e2e"  # a file of this name, or one beside it, says that a policy is a test's


@contextmanager
def chromium_policy(extension_id: str, policy: Mapping[str, object]) -> Iterator[None]:
    """What Chromium's policy says to the extension, until the block ends."""
    with _file(_CHROMIUM, {"3rdparty": {"extensions": {extension_id: policy}}}):
        yield


@contextmanager
def firefox_policy(extension_id: str, policy: Mapping[str, object]) -> Iterator[None]:
    """What Firefox's policy says to the extension; it is read when Firefox starts."""
    with _file(_FIREFOX, {"policies": {"3rdparty": {"Extensions": {extension_id: policy}}}}):
        yield


@contextmanager
def _file(path: Path, content: object) -> Iterator[None]:
    if os.geteuid() != 0:
        skip("only root may set a browser's policies")
    mark = path.with_name(_OURS)
    if path.exists() and path.stem != _OURS and not mark.exists():  # ours is there when a run was killed
        skip(f"{path} is there already, and is not ours to change")
    made = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.stem != _OURS:
            mark.touch()
        path.write_text(json.dumps(content))
        yield
    finally:
        path.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
        for folder in made:
            folder.rmdir()
