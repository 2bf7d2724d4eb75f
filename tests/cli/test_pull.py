"""pull: brands of another organisation's list, whatever its server shows."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from admin import Lencana, initialised

from .test_remote import Shown, server  # noqa: F401 (a fixture)

THEIRS = """
expires_in = "14d"
[[brand]]
id = "acme"
name = "Acme"
domains = ["acme-tools.com"]
known = ["acmee.org"]
[[brand]]
id = "bolt"
name = "Bolt Bank"
domains = ["bolt-bank.com"]
[[brand]]
id = "openai"
name = "OpenAI"
domains = ["openai.com", "more-openai.com"]
"""


@pytest.fixture
def theirs(tmp_path: Path) -> Lencana:
    made = Lencana(tmp_path)
    made.data = tmp_path / "theirs"
    made("init", "--no-passphrase")
    publish(made, THEIRS)
    return made


@pytest.fixture
def lencana(tmp_path: Path, theirs: Lencana, server: Shown) -> Lencana:  # noqa: F811 (the fixture)
    made = initialised(tmp_path)
    server.show(theirs)
    return made


def publish(who: Lencana, text: str) -> None:
    (who.folder / "next.toml").write_text(text)
    who("allowlist", "sign", "next.toml", "-o", "next.json", "--yes")
    who("allowlist", "publish", "next.json")


def pin_of(who: Lencana) -> str:
    return (who.data / "root.sha256").read_text().strip()


def brands(who: Lencana) -> dict[str, dict[str, object]]:
    return {brand["id"]: brand for brand in json.loads(who("allowlist", "show", "--json"))["brands"]}


def pull(who: Lencana, shown: Shown, *words: str) -> str:
    return who("allowlist", "pull", shown.url, *words, "--yes")


def test_chosen_brands_with_their_origin(lencana: Lencana, theirs: Lencana, server: Shown) -> None:  # noqa: F811
    grouped = re.sub("(.{4})", r"\1 ", pin_of(theirs)).upper()
    told = pull(lencana, server, "--pin", grouped, "--brand", "acme")
    assert "version 2, 3 brands, expires" in told
    assert "Acme: new brand, sends from acme-tools.com" in told
    assert "Acme: adds known neighbour acmee.org" in told, "it switches an alarm off: the admin must see it"
    assert brands(lencana).keys() == {"openai", "acme"}
    written = tomllib.loads((lencana.data / "list.toml").read_text())["brand"][1]
    assert written["from"].startswith(f"{server.url}#")
    assert "from" not in brands(lencana)["acme"]


def test_all_their_brands_but_what_is_ones_own(lencana: Lencana, theirs: Lencana, server: Shown) -> None:  # noqa: F811
    done = lencana.run("allowlist", "pull", server.url + "/", "--pin", pin_of(theirs), "--yes")
    assert "OpenAI stays as it is: remove 'openai' first to take theirs" in done.stderr
    assert brands(lencana).keys() == {"openai", "acme", "bolt"}
    assert "more-openai.com" not in str(brands(lencana)["openai"]["domains"])


def test_renewed(lencana: Lencana, theirs: Lencana, server: Shown) -> None:  # noqa: F811
    pull(lencana, server, "--pin", pin_of(theirs), "--brand", "acme", "--brand", "bolt")
    assert "says so already" in lencana("allowlist", "pull", "--all", "--yes")
    publish(
        theirs, THEIRS.replace('"acme-tools.com"', '"acme-tools.com", "acme-cloud.com"').replace('"bolt"', '"bolt2"')
    )
    server.show(theirs)
    told = lencana("allowlist", "pull", "--all", "--yes")
    assert "Acme: adds From domain acme-cloud.com" in told
    assert "Bolt Bank: removed" in told, "what they no longer vouch for goes"
    assert brands(lencana).keys() == {"openai", "acme"}


def test_named_brands_alone_are_renewed(lencana: Lencana, theirs: Lencana, server: Shown) -> None:  # noqa: F811
    pull(lencana, server, "--pin", pin_of(theirs), "--brand", "acme", "--brand", "bolt")
    publish(theirs, THEIRS.replace("acme-tools.com", "acme-cloud.com").replace("bolt-bank.com", "boltbank.com"))
    server.show(theirs)
    pull(lencana, server, "--brand", "bolt")
    assert brands(lencana)["acme"]["domains"] == ["acme-tools.com"]
    assert brands(lencana)["bolt"]["domains"] == ["boltbank.com"]


def test_what_brings_nothing(lencana: Lencana, theirs: Lencana, server: Shown) -> None:  # noqa: F811
    """Forged, rolled back, of another history, expired, of another root, without a pin: each leaves all as it was."""
    pin, url = pin_of(theirs), server.url
    assert "is new here: give --pin" in lencana.fails("allowlist", "pull", url, "--yes")
    assert "all 64 digits" in lencana.fails("allowlist", "pull", url, "--pin", pin[:40], "--yes")
    assert "pinned fingerprint" in lencana.fails("allowlist", "pull", url, "--pin", "0" * 64, "--yes")
    assert not (lencana.data / "sources").exists() and not (lencana.data / "list.toml").exists()
    pull(lencana, server, "--pin", pin, "--brand", "acme")
    before = (lencana.data / "list.toml").read_text()
    old = dict(server.pages)
    publish(theirs, THEIRS.replace("acme-tools.com", "acme-cloud.com"))
    server.show(theirs)
    assert "no terminal to ask on" in lencana.fails("allowlist", "pull", "--all")  # seen, and not taken
    good, server.pages = dict(server.pages), old
    assert "version 2 is older than version 3" in lencana.fails("allowlist", "pull", "--all", "--yes")
    forged = json.loads(good["/v1/allowlist"])
    forged["payload"] = forged["payload"][:-8] + "AAAA" + forged["payload"][-4:]
    server.pages = good | {"/v1/allowlist": json.dumps(forged).encode()}
    assert "nothing was taken from http" in lencana.fails("allowlist", "pull", url, "--yes")
    server.pages = good
    late = ("--now", "2099-01-01T00:00:00Z")
    assert "expired at" in lencana.fails(*late, "allowlist", "pull", "--all", "--yes")
    assert "pins another root" in lencana.fails("allowlist", "pull", url, "--pin", "0" * 64, "--yes")
    server.pages = {}
    assert "shows no root" in lencana.fails("allowlist", "pull", "--all", "--yes")
    assert (lencana.data / "list.toml").read_text() == before
    assert brands(lencana)["acme"]["domains"] == ["acme-tools.com"]


def test_a_stranger_in_its_place(lencana: Lencana, theirs: Lencana, server: Shown, tmp_path: Path) -> None:  # noqa: F811
    pull(lencana, server, "--pin", pin_of(theirs), "--brand", "acme")
    stranger = Lencana(tmp_path)
    stranger.data = tmp_path / "stranger"
    stranger("init", "--no-passphrase")
    publish(stranger, THEIRS.replace("acme-tools.com", "acme-evil.com"))
    server.show(stranger)
    assert "pinned fingerprint" in lencana.fails("allowlist", "pull", "--all", "--yes")
    assert "acme-evil.com" not in (lencana.data / "list.toml").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give the address of a server, or --all"),
        (("https://a.example", "--all"), "renews what is there"),
        (("ftp://a.example", "--pin", "0" * 64), "is no server's address"),
        (("https://me:secret@a.example", "--pin", "0" * 64), "is no server's address"),
        (("https://a.example/?x=1", "--pin", "0" * 64), "is no server's address"),
        (("--all",), "no brand came from another list"),
    ],
)
def test_asked_wrongly(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    lencana = initialised(tmp_path)
    lencana("allowlist", "add-known", "openai", "openai.example.org", "--yes")
    assert said in lencana.fails("allowlist", "pull", *words)
