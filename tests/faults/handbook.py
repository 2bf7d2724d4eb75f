"""The machines of docs/admin.md: an admin's with two sticks, and a server, on which its blocks are typed."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from lencana.trust.client_workflow import MAX_ALLOWLIST_BYTES, MAX_ROOT_BYTES
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import parse_root
from running import environ_of

from .forked import serving
from .servers import Server

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "admin.md").read_text()
URL = "https://badge.example.org"
LENCANA = f'#!/bin/sh\nexec "{sys.executable}" -m lencana "$@"\n'
# Becoming another user, and the machine's own programs, are what tests/deploy/test_deb.py and test_caddy.py try out.
SUDO = """#!/bin/sh
case "$1 $2" in
    "-u lencana") shift 2; exec "$@" ;;
    "apt install" | "systemctl "*) ;;
    "tee /etc/caddy/Caddyfile") exec tee Caddyfile ;;
    *) echo "sudo $*?" >&2; exit 1 ;;
esac
"""
SCP = """#!/bin/sh
for word in "$@"; do
    shift
    set -- "$@" "${word#badge.example.org:}"
done
exec cp "$@"
"""
PASSPHRASE = "correct horse"
ANSWERS = b"https://badge.example.org\nhttps://mail.example.org\ngenuine.eml\ncommon-id\nn\nproxy\nverdicts\n"
GENUINE = (
    "Authentication-Results: mx.example.org; dmarc=pass header.from=openai.com\r\nFrom: a@openai.com\r\n\r\nhello\r\n"
)
EDITOR = '#!/bin/sh\nsed -i \'s|"chatgpt.com",|"chatgpt.com", "openai.org",|\' "$1"\n'


def blocks(section: str) -> list[str]:
    """The indented blocks of a section."""
    found = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, section
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in re.findall(r"(?:^    .*\n)+", found[1], re.M)]


class World:
    """A machine of the admin's, two sticks, and a server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.data = self.home / "lencana"
        self.srv = folder / "srv" / "lencana"
        self.exchange = folder / "exchange"  # /tmp of the server
        self.server: Server | None = None
        self.others = dict[str, str]()  # address in the handbook → that of a server here
        self._running = ExitStack()
        for place in (self.home, self.srv, self.exchange, folder / "bin", folder / "stick-a", folder / "stick-b"):
            place.mkdir(parents=True, exist_ok=True)
        for name, script in (("lencana", LENCANA), ("editor", EDITOR), ("sudo", SUDO), ("scp", SCP)):
            (folder / "bin" / name).write_text(script)
            (folder / "bin" / name).chmod(0o755)
        (folder / "genuine.eml").write_text(GENUINE)

    def do(self, section: str, *which: int) -> list[str]:
        """Run all blocks of a section, or some; what each printed."""
        chosen = blocks(section)
        return [self.run(chosen[n].replace("/tmp/", f"{self.exchange}/")) for n in (which or range(len(chosen)))]

    def lencana(self, *words: str) -> str:
        """One more command on the admin's machine."""
        return self.run(f"lencana --data ~/lencana {' '.join(words)}\n")

    def make_keys_quick_to_open(self) -> None:
        """Encrypt the keys as OpenSSL does by default: scrypt takes a third of a second each time.

        Keys that a test makes itself, and those in a backup, stay as Lencana writes them.
        """
        for path in self.folder.rglob("*.pem"):
            key = load_pem_private_key(path.read_bytes(), PASSPHRASE.encode())
            quick = BestAvailableEncryption(PASSPHRASE.encode())
            path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, quick))

    def copy(self, folder: Path) -> "World":
        """The same on machines of one's own, its server running."""
        shutil.copytree(self.folder, folder)
        made = World(folder)
        made._serve()  # or nothing runs: `serving` ends what did not come up
        return made

    def stop(self) -> None:
        """The server is gone."""
        self._running.close()
        self.server = None

    def run(self, block: str) -> str:
        """Type a block; what it printed. Raises AssertionError when a command of it fails."""
        before, start, after = re.split(r"(^sudo systemctl (?:re)?start lencana.*\n|\Z)", block, maxsplit=1, flags=re.M)
        out = self._shell(before) if before else ""
        if start:
            self._serve()
            out += self._shell(start + after)
        return out

    def _serve(self) -> None:
        self.server = self._running.enter_context(serving(self.srv))

    def _shell(self, block: str) -> str:
        for written, real in (
            ("/var/lib/lencana", str(self.srv)),
            ("/media", str(self.folder)),
            ("/usr/share/doc/lencana/examples", str(ROOT / "deploy")),
            *self.others.items(),
            (URL, f"http://127.0.0.1:{self.server.port}" if self.server else URL),
        ):
            block = block.replace(written, real)
        if self.server:
            block = re.sub(r" status$", f" status --server http://127.0.0.1:{self.server.port}", block, flags=re.M)
        env = environ_of({"passphrase": PASSPHRASE}) | {"HOME": str(self.home), "EDITOR": "editor"}
        env["PATH"] = f"{self.folder / 'bin'}:{env['PATH']}"
        person, terminal = pty.openpty()
        os.write(person, (ANSWERS if " setup\n" in block else b"") + b"y\n" * 20)  # whoever is asked, agrees
        try:
            done = subprocess.run(
                ["sh", "-eu", "-c", block], cwd=self.folder, env=env, stdin=terminal, capture_output=True, text=True
            )
        finally:
            os.close(person)
            os.close(terminal)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def served(self) -> dict[str, object]:
        """What a reader is judged by."""
        assert self.server
        body = json.loads(self.server.ask("POST", "/v1/check", b'{"from": "a@example.org"}')[1])
        found: dict[str, object] = body["allowlist"]
        return found

    def verifies(self) -> bool:
        """Is the list that is given out signed by the threshold of the role keys?"""
        assert self.server
        root = parse_root(dsse.parse(self.server.ask("GET", "/v1/root")[1], MAX_ROOT_BYTES).payload)
        envelope = dsse.parse(self.server.ask("GET", "/v1/allowlist")[1], MAX_ALLOWLIST_BYTES)
        role_keys = root.role_keys(Role.ALLOWLIST)
        return len(dsse.valid_signers(envelope, root.keys_of(Role.ALLOWLIST))) >= role_keys.threshold

    def fingerprint(self) -> str:
        """The pin that readers were given."""
        return (self.data / "root.sha256").read_text()
