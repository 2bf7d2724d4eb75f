"""Changing keys: whoever pinned an earlier root goes on, and losing one key of two is survived."""

import json
from pathlib import Path

import pytest

from admin import Lencana, initialised
from lencana.trust.documents.fingerprint import in_groups


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return initialised(tmp_path)


def keys(lencana: Lencana) -> Path:
    return lencana.data / "keys"


def root(lencana: Lencana) -> dict[str, object]:
    shown: dict[str, object] = json.loads(lencana("root", "show", "--json"))
    return shown


def test_expiry_alone(lencana: Lencana) -> None:
    assert "no change but version and expiry" in lencana("root", "rotate", "--yes", "--expires", "1y")
    assert root(lencana)["version"] == 2
    assert "give --yes" in lencana.fails("root", "rotate")
    assert "at most 10y" in lencana.fails("root", "rotate", "--yes", "--expires", "20y")


def test_a_stolen_list_key_without_a_gap(lencana: Lencana) -> None:
    pinned = root(lencana)["fingerprint"]
    lencana("key", "new", "list2", "--no-passphrase")
    both = [word for name in ("list", "list2") for word in ("--key", str(keys(lencana) / f"{name}.pem"))]
    lencana("allowlist", "renew", "--yes", *both)
    told = lencana("root", "rotate", "--add", "list2", "--remove", "list", "--yes")
    assert "lists: adds list2" in told and "lists: removes list (" in told
    assert "Sign it again" not in told
    assert "valid: signed by the keys of root version 2" in lencana("allowlist", "verify", published(lencana, 2))
    assert (lencana.data / "root.sha256").read_text().strip() == pinned
    assert f"earlier: version 1, fingerprint {in_groups(pinned)}" in lencana("root", "show")
    stolen = keys(lencana) / "list.pem"
    assert "does not let this key sign" in lencana.fails("allowlist", "renew", "--yes", "--key", stolen)
    assert "published version 3" in lencana("allowlist", "renew", "--yes")


def published(lencana: Lencana, version: int) -> str:
    """A published envelope in a file."""
    from lencana.registry.store import SqliteDocuments
    from lencana.settings import Settings
    from lencana.trust.documents.metadata import Role

    assert Settings().database_url is None
    raw = SqliteDocuments(lencana.data).envelope(Role.ALLOWLIST, version)
    (lencana.folder / "published.json").write_bytes(raw or b"")
    return "published.json"


def test_a_lost_list_key(lencana: Lencana) -> None:
    lencana("key", "new", "list2", "--no-passphrase")
    (keys(lencana) / "list.pem").unlink()
    assert "has none that may" in lencana.fails("allowlist", "renew", "--yes")
    told = lencana("root", "rotate", "--add", "list2", "--remove", "list", "--yes")
    assert "Sign it again: lencana allowlist renew" in told
    done = lencana.run("allowlist", "renew", "--yes")
    assert "published version 2" in done.stdout and "Is every line of it yours?" in done.stderr
    assert "domains    openai.com" in lencana("allowlist", "show", "--version", "1")


def test_one_root_key_of_two_is_lost(lencana: Lencana) -> None:
    lencana("key", "new", "spare", "--no-passphrase")
    lencana("root", "rotate", "--add", "root=spare", "--yes")
    (keys(lencana) / "root.pem").unlink()
    lencana("key", "new", "root2", "--no-passphrase")
    told = lencana("root", "rotate", "--add", "root=root2", "--remove", "root=root", "--yes")
    assert "published root version 3" in told
    assert "roots: removes root (" in told


def test_two_root_keys_in_two_places(lencana: Lencana) -> None:
    lencana("key", "new", "spare", "--no-passphrase")
    lencana("root", "rotate", "--add", "root=spare", "--threshold", "root=2", "--yes")
    (keys(lencana) / "spare.pem").rename(lencana.folder / "away.pem")
    assert "signatures are missing" in lencana("root", "rotate", "--expires", "1y", "--yes")
    assert "1 of the 2 signatures" in lencana.fails("root", "publish", "root-3.json")
    assert "no change but version and expiry" in lencana("root", "sign", "root-3.json", "--key", "away.pem")
    assert "published root version 3" in lencana("root", "publish", "root-3.json")
    assert "is identical" in lencana.fails("root", "publish", "root-3.json")


def test_written_and_not_published(lencana: Lencana) -> None:
    assert "all signatures are there" in lencana("root", "rotate", "--yes", "-o", "next.json")
    assert root(lencana)["version"] == 1
    assert "not a root" in lencana.fails("root", "sign", published(lencana, 1))


def test_what_cannot_be(lencana: Lencana) -> None:
    for words, told in {
        ("--remove", "list"): "nobody would be left to sign lists",
        ("--threshold", "list=2"): "2 signatures for each list, and 1 key to make them",
        ("--threshold", "both=2"): "write list=2 or root=2",
        ("--remove", "nobody"): "not one key of the root, but 0",
        ("--add", "nobody"): "no such key",
        ("--add", "thing=nobody"): "write list=KEY or root=KEY",
    }.items():
        assert told in lencana.fails("root", "rotate", "--yes", *words)
    assert root(lencana)["version"] == 1


def test_a_public_key_as_two_people_compare_it(lencana: Lencana) -> None:
    made = lencana("key", "new", "siti", "--no-passphrase")
    shown = lencana("key", "show", "siti")
    groups = shown.splitlines()[-1].split()[2:]
    assert "".join(groups) in made and {len(group) for group in groups} == {4}
    keyid = "".join(groups)
    assert lencana("key", "show", keyid) == shown == lencana("key", "show", keys(lencana) / "siti.pub")


def test_a_keyid_is_never_taken_for_a_key(lencana: Lencana) -> None:
    """Both are 64 hex digits, and a root that names a keyid as a key names one that nobody has."""
    made = lencana("key", "new", "siti", "--no-passphrase")
    keyid = "".join(made.splitlines()[-1].split()[2:])
    assert "lists: adds siti" in lencana("root", "rotate", "--add", keyid, "--yes")
    for path in keys(lencana).glob("siti.*"):
        path.unlink()
    assert "no such key" in lencana.fails("root", "rotate", "--add", keyid, "--yes")
