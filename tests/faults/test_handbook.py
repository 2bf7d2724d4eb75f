"""docs/admin.md, run as it is written: what a person would type, on a terminal, against a real server."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lencana.trust import envelope as dsse
from lencana.trust.client_workflow import MAX_ALLOWLIST_BYTES, MAX_ROOT_BYTES
from lencana.trust.documents import Role, parse_root

from .servers import Server, serving

pytestmark = pytest.mark.e2e

TEXT = (Path(__file__).parents[2] / "docs" / "admin.md").read_text()
URL = "https://badge.example.org"
LENCANA = f'#!/bin/sh\nexec "{sys.executable}" -m lencana "$@"\n'
# Becoming another user, and the machine's own programs, are what tests/deploy/test_deb.py and test_caddy.py try out.
SUDO = """#!/bin/sh
case "$1 $2" in
    "-u lencana") shift 2; exec "$@" ;;
    "apt install" | "systemctl "* | "cp /usr/share/doc/lencana/examples/"*) ;;
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
ANSWERS = b"https://badge.example.org\nhttps://mail.example.org\ngenuine.eml\ncommon-id\nn\nproxy\n"
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
        return [self._run(chosen[n]) for n in (which or range(len(chosen)))]

    def lencana(self, *words: str) -> str:
        """One more command on the admin's machine."""
        return self._run(f"lencana --data ~/lencana {' '.join(words)}\n")

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

    def _run(self, block: str) -> str:
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
            ("/tmp/", f"{self.exchange}/"),
            ("/var/lib/lencana", str(self.srv)),
            ("/media", str(self.folder)),
            *self.others.items(),
            (URL, f"http://127.0.0.1:{self.server.port}" if self.server else URL),
        ):
            block = block.replace(written, real)
        if self.server:
            block = re.sub(r" status$", f" status --server http://127.0.0.1:{self.server.port}", block, flags=re.M)
        env = {name: value for name, value in os.environ.items() if not name.startswith("LENCANA_")}
        env |= {"HOME": str(self.home), "LENCANA_PASSPHRASE": "correct horse", "EDITOR": "editor"}
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


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> World:
    """As the first day left it, the server stopped."""
    made = World(tmp_path_factory.mktemp("first-day"))
    try:
        made.do("First day")
    finally:
        made.stop()
    return made


@pytest.fixture
def world(first_day: World, tmp_path: Path) -> Iterator[World]:
    """After the first day."""
    made = first_day.copy(tmp_path / "world")
    yield made
    made.stop()


def test_first_day(world: World) -> None:
    assert world.served()["version"] == 1
    assert not list(world.srv.rglob("*.pem"))
    assert {path.stem for path in (world.data / "keys").glob("*.pem")} == {"extension", "list"}, "no root key"
    assert (world.srv / "root.sha256").read_text() == world.fingerprint()
    assert "signs lists; encrypted" in world.lencana("key", "list")
    assert world.fingerprint()[:4] in (world.folder / "poster.svg").read_text()
    assert world.server
    joined = json.loads(world.server.ask("GET", "/join", headers={"Accept": "application/json"})[1])
    assert joined["server"] == URL and joined["webmails"] == ["https://mail.example.org"]
    assert world.server.ask("GET", "/extension/update.xml")[0] == 200


def test_the_weekly_change(world: World) -> None:
    edited, line, _, _ = world.do("The weekly change")
    assert "OpenAI: adds From domain openai.org" in edited
    assert "OpenAI: removes From domain sora.com" in line
    assert world.served()["version"] == 5
    assert "version 5," in world.lencana("allowlist", "show")
    assert (world.folder / "stick-a" / "lencana.tar.gz").exists()


def test_what_the_list_can_say(world: World) -> None:
    blocked, people = world.do("What the list can say")
    assert "blocked: adds sender billing@pay-desk.example until 2099-01-31" in blocked
    assert "people: removes person Rina Hartono alias Rina H. <rina@kantor.example>" in people
    assert world.served()["version"] == 5


def test_brands_from_elsewhere(world: World) -> None:
    added = world.do("Brands from elsewhere", 0)[0]
    assert "indonesia-banks" in added and "Anthropic: new brand, sends from anthropic.com" in added
    assert "says so already" in added and world.served()["version"] == 2
    (world.home / "Maildir" / "cur").mkdir(parents=True)
    for day in range(1, 5):
        (world.home / "Maildir" / "cur" / f"{day}:2,S").write_text(
            "Authentication-Results: mx.example.org; dmarc=pass header.from=kopisenja.com\n"
            f"Received: from a by mx.example.org; {day} Nov 2025 10:00:00 +0000\n"
            "From: Kopi Senja <a@kopisenja.com>\nSubject: hello\n\nHello.\n"
        )
    (world.data / "lencana.toml").write_text('authserv_ids = ["mx.example.org"]\n')
    assert "suggested.toml: 1 brand, 0 platforms, no errors" in world.do("Brands from elsewhere", 1)[0]
    other = world.home / "other"
    (world.folder / "acme.toml").write_text('[[brand]]\nid = "acme"\nname = "Acme"\ndomains = ["acme-tools.com"]\n')
    run = "lencana --data ~/other"
    world._run(f"{run} init\n{run} allowlist sign acme.toml -o acme.json\n{run} allowlist publish acme.json\n")
    world._run("cp ~/other/root.sha256 other.sha256\n")
    server = world._running.enter_context(serving(other))
    world.others["https://badge.other.example"] = f"http://127.0.0.1:{server.port}"
    pulled = world.do("Brands from elsewhere", 2)[0]
    assert "Acme: new brand, sends from acme-tools.com" in pulled and "says so already" in pulled
    assert world.served()["version"] == 3


def test_the_list_key_is_lost(world: World) -> None:
    (world.data / "keys" / "list.pem").unlink()
    world.do("A key is lost", 0)
    assert world.served()["version"] == 2
    assert "root version 2" in world.lencana("root", "show")


def test_a_root_key_is_lost(world: World) -> None:
    (world.folder / "stick-a" / "root.pem").unlink()
    world.do("A key is lost", 1)
    told = world.lencana("root", "rotate", "--key", str(world.folder / "stick-a" / "root2.pem"), "--yes")
    assert "published root version 3" in told
    assert world.served()["version"] == 1


def test_the_admins_machine_is_lost(world: World) -> None:
    fingerprint = world.fingerprint()
    shutil.rmtree(world.data)
    world.do("A key is lost", 2)
    assert world.fingerprint() == fingerprint
    world.do("The weekly change", 2)
    assert world.served()["version"] == 2


def test_the_list_key_is_stolen(world: World) -> None:
    world.do("The weekly change", 0)
    stolen = shutil.copy(world.data / "keys" / "list.pem", world.folder / "stolen.pem")
    evil = world.folder / "evil.toml"
    evil.write_text('[[brand]]\nid = "openai"\nname = "OpenAI"\ndomains = ["evil-site.com"]\n')
    theft = f"lencana --data ~/lencana allowlist sign evil.toml --key {stolen} --server {URL} -o evil.json\n"
    world._run(theft + f"lencana allowlist publish evil.json --server {URL}\n")
    assert world.served()["version"] == 3
    told = world.do("A key is stolen", 0)[0]
    assert "removes From domain evil-site.com" in told
    assert world.served()["version"] == 4
    world.do("Another admin published")
    shown = world.lencana("allowlist", "show")
    assert "version 4," in shown and "evil-site.com" not in shown
    with pytest.raises(AssertionError, match="does not let this key sign"):
        world._run(theft)


def test_two_root_keys_are_needed(world: World) -> None:
    world.do("A key is stolen", 1)
    told = world.lencana("root", "rotate", "--key", str(world.folder / "stick-a" / "root.pem"), "--server", URL)
    assert "signatures are missing" in told
    told = world.lencana("root", "sign", "root-3.json", "--key", str(world.folder / "stick-b" / "spare.pem"))
    assert "all signatures are there" in told
    assert "published root version 3 at" in world.lencana("root", "publish", "root-3.json", "--server", URL)


def test_the_server_is_stolen(world: World) -> None:
    world.do("The weekly change")
    before = world.served()
    world.stop()
    shutil.rmtree(world.srv)
    world.do("The server is stolen")
    assert world.served() == before
    world.do("The weekly change", 2)
    assert world.served()["version"] == 6


def test_two_people(world: World) -> None:
    siti = world.home / "siti" / "keys"
    world.do("Two people for each list", 0)
    shutil.copy(siti / "siti.pub", world.data / "keys")
    told = world.do("Two people for each list", 1)[0]
    assert "lists: adds siti" in told and "wrote next.json: version 2" in told
    assert world.verifies(), "no gap"
    assert "published version 2 at" in world.do("Two people for each list", 2)[0]
    assert "Sign it again" not in world.do("Two people for each list", 3)[0]
    assert world.verifies() and world.served()["version"] == 2
    told = world.lencana("allowlist", "renew", "--server", URL)
    assert "wrote allowlist-3.json: 1 more signature needed" in told
    assert not (siti / "list.pem").exists() and not (world.data / "keys" / "siti.pem").exists()
