"""docs/admin.md, run as it is written: what a person would type, on a terminal, against a real server."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .forked import serving
from .handbook import URL, World

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> World:
    """As the first day left it, the server stopped."""
    made = World(tmp_path_factory.mktemp("first-day"))
    try:
        made.do("First day")
    finally:
        made.stop()
    made.make_keys_quick_to_open()
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
    assert "\nbadge.example.org {\n" in (world.folder / "Caddyfile").read_text()
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
    world.run(
        f"{run} init --no-passphrase\n{run} allowlist sign acme.toml -o acme.json\n{run} allowlist publish acme.json\n"
    )
    world.run("cp ~/other/root.sha256 other.sha256\n")
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
    world.lencana("allowlist", "renew", "--yes", "--server", URL)
    assert world.served()["version"] == 2


def test_the_list_key_is_stolen(world: World) -> None:
    world.do("The weekly change", 0)
    stolen = shutil.copy(world.data / "keys" / "list.pem", world.folder / "stolen.pem")
    evil = world.folder / "evil.toml"
    evil.write_text('[[brand]]\nid = "openai"\nname = "OpenAI"\ndomains = ["evil-site.com"]\n')
    theft = f"lencana --data ~/lencana allowlist sign evil.toml --key {stolen} --server {URL} -o evil.json\n"
    world.run(theft + f"lencana allowlist publish evil.json --server {URL}\n")
    assert world.served()["version"] == 3
    told = world.do("A key is stolen", 0)[0]
    assert "removes From domain evil-site.com" in told
    assert world.served()["version"] == 4
    shown = world.lencana("allowlist", "show")
    assert "version 4," in shown and "evil-site.com" not in shown
    with pytest.raises(AssertionError, match="does not let this key sign"):
        world.run(theft)


def test_two_root_keys_are_needed(world: World) -> None:
    world.do("A key is stolen", 1)
    told = world.lencana("root", "rotate", "--key", str(world.folder / "stick-a" / "root.pem"), "--server", URL)
    assert "signatures are missing" in told
    told = world.lencana("root", "sign", "root-3.json", "--key", str(world.folder / "stick-b" / "spare.pem"))
    assert "all signatures are there" in told
    assert "published root version 3 at" in world.lencana("root", "publish", "root-3.json", "--server", URL)


def test_the_server_is_stolen(world: World) -> None:
    world.do("The weekly change", 0, 3)
    before = world.served()
    world.stop()
    shutil.rmtree(world.srv)
    world.do("The server is stolen")
    assert world.served() == before
    world.lencana("allowlist", "renew", "--yes", "--server", URL)
    assert world.served()["version"] == 3


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
