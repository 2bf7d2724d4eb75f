"""An organisation with a desk, and what its server gives out."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from lencana.trust.keys import pkcs8

from ..servers.server import Server, command

PASSPHRASE = "kunci rahasia é"
QUICK = 2**4  # scrypt's cost; with 2**14 a key takes a third of a second each time, and more than that in a browser
HOSTILE = '<img src=x onerror="document.body.dataset.run = 1"><script>document.body.dataset.run = 1</script>'


@contextmanager
def organisation_with_passphrase(
    folder: Path, monkeypatch: pytest.MonkeyPatch, scrypt_cost: int = QUICK
) -> Iterator[Server]:
    """A server of an organisation whose keys have a passphrase, which the commands of this test know."""
    monkeypatch.setattr(pkcs8, "SCRYPT_COST", scrypt_cost)
    monkeypatch.setenv("LENCANA_PASSPHRASE", PASSPHRASE)
    command(folder, "init")
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def in_force(server: Server) -> Any:
    """The document that the server gives out."""
    with urlopen(f"{server.url}/v1/allowlist") as reply:  # noqa: S310 (always http to loopback)
        return json.loads(base64.b64decode(json.load(reply)["payload"]))
