"""Changing the list in one command, and by several hands."""

import json
import os
import pty
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from admin import BRANDS, Lencana, initialised
from lencana.trust.list_source import list_source
from lencana.trust.list_source import write as list_source_text

pytestmark = pytest.mark.slow

COMMENTED = """\
# Kept in git by Siti.
expires_in = "14d"

[[brand]]
id = "openai"   # the first
name = "OpenAI"
domains = [
    "openai.com",  # help.openai.com says so
    "chatgpt.com",
]
"""


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = initialised(tmp_path)
    (tmp_path / "list.toml").write_text(BRANDS)
    return made


def editor(folder: Path, old: str, new: str) -> str:
    """An $EDITOR that replaces a text."""
    script = folder / "editor.sh"
    script.write_text(f"#!/bin/sh\nsed -i 's|{old}|{new}|' \"$1\"\n")
    script.chmod(0o755)
    return str(script)


def test_edit(tmp_path: Path) -> None:
    initialised(tmp_path)
    lencana = Lencana(tmp_path, EDITOR=editor(tmp_path, '"chatgpt.com",', '"chatgpt.com", "tm2.openai.com",'))
    assert "give --yes" in lencana.fails("allowlist", "edit")
    done = lencana("allowlist", "edit", "--yes")
    assert "OpenAI: adds From domain tm2.openai.com" in done
    assert "published version 2" in done
    assert "# The product's own domain." in (lencana.data / "list.toml").read_text()
    assert "tm2.openai.com" in lencana("allowlist", "show")


def test_edit_keeps_what_was_saved_when_it_cannot_be_signed(tmp_path: Path) -> None:
    initialised(tmp_path)
    lencana = Lencana(tmp_path, EDITOR=editor(tmp_path, '"chatgpt.com",', '"gmail.com",'))
    assert "gives addresses to anybody" in lencana.fails("allowlist", "edit", "--yes")
    assert '"gmail.com",' in (lencana.data / "list.toml").read_text()
    assert "version 1," in lencana("allowlist", "show")


def test_renew(lencana: Lencana) -> None:
    assert "no change but version and expiry" in lencana("allowlist", "renew", "--yes")
    before, after = (json.loads(lencana("allowlist", "show", "--json", *v)) for v in (["--version", "1"], []))
    assert after["version"] == 2
    assert (before["brands"], before["platforms"]) == (after["brands"], after["platforms"])
    assert "expires" in lencana("allowlist", "renew", "--yes", "--expires-in", "3w")
    assert "at most" in lencana.fails("allowlist", "renew", "--yes", "--expires-in", "3y")


def test_one_line_changes_keep_comments(lencana: Lencana) -> None:
    path = lencana.folder / "mine.toml"
    path.write_text(COMMENTED)
    mine = ("--file", "mine.toml", "--yes")
    assert "adds From domain tm2.openai.com" in lencana("allowlist", "add-domain", "openai", "TM2.openai.com", *mine)
    assert "adds exact sender" in lencana("allowlist", "add-sender", "openai", "Pay@Stripe.com", *mine)
    text = path.read_text()
    for kept in ("# Kept in git by Siti.", "# the first", '"openai.com",  # help.openai.com says so'):
        assert kept in text
    assert "is there already" in lencana.fails("allowlist", "add-sender", "openai", "pay@stripe.com", *mine)
    assert "there is no brand with the id 'bolt'" in lencana.fails("allowlist", "add-sender", "bolt", "a@b.com", *mine)
    assert "one plain address" in lencana.fails("allowlist", "add-sender", "openai", "not an address", *mine)
    assert "removes exact sender" in lencana("allowlist", "remove-sender", "openai", "pay@stripe.com", *mine)
    lencana("allowlist", "remove-domain", "openai", "tm2.openai.com", *mine)
    assert tomllib.loads(path.read_text()) == tomllib.loads(COMMENTED) | {
        "brand": [tomllib.loads(COMMENTED)["brand"][0] | {"senders": []}]
    }
    assert "is not there; there is openai.com, chatgpt.com" in lencana.fails(
        "allowlist", "remove-domain", "openai", "x.com", *mine
    )
    assert lencana("allowlist", "show").startswith("version 5,")


def test_a_long_file_is_told_to_take_a_while(lencana: Lencana) -> None:
    file = lencana.data / "list.toml"
    assert "seconds" not in lencana.fails("allowlist", "add-domain", "nobody", "a.example", "--yes")
    file.write_text(f"{BRANDS}\n# {'x' * 2_000_000}\n")
    assert "takes about 6 seconds" in lencana.fails("allowlist", "add-domain", "nobody", "a.example", "--yes")


def test_a_change_that_is_refused_leaves_the_file_as_it_was(lencana: Lencana) -> None:
    path = lencana.folder / "list.toml"
    assert "anybody" in lencana.fails("allowlist", "add-domain", "acme", "gmail.com", "--yes", "--file", path)
    assert "give --yes" in lencana.fails("allowlist", "add-domain", "acme", "acme.co.id", "--file", path)
    assert path.read_text() == BRANDS


def test_remove_brand(lencana: Lencana) -> None:
    assert "Acme: new" in lencana("allowlist", "sign", "list.toml", "-o", "a.json")
    lencana("allowlist", "publish", "a.json")
    assert "Acme: removed" in lencana("allowlist", "remove-brand", "acme", "--file", "list.toml", "--yes")


def test_export_is_read_back_the_same(lencana: Lencana) -> None:
    lencana("allowlist", "export", "out.toml")
    assert "exists already" in lencana.fails("allowlist", "export", "out.toml")
    assert "no change but version and expiry" in lencana("allowlist", "diff", "out.toml")
    assert lencana("allowlist", "export", "--version", "1") == (lencana.folder / "out.toml").read_text()
    bundled = (Path(list_source.__file__).parents[2] / "data/brands/openai.toml").read_text()
    read = list_source.parse(bundled, "")
    again = list_source.parse((lencana.folder / "out.toml").read_text(), "")
    assert again == read
    assert list_source_text.format_lifetime(read.lifetime) == "14d"


def test_two_hands(lencana: Lencana) -> None:
    lencana("key", "new", "siti", "--no-passphrase")
    lencana("root", "rotate", "--add", "siti", "--threshold", "list=2", "--yes")
    first, second = (lencana.data / "keys" / f"{name}.pem" for name in ("list", "siti"))
    signed = lencana("allowlist", "sign", "list.toml", "--key", first, "-o", "out.json")
    assert "1 more signature needed" in signed
    assert "1 of the 2 signatures needed" in lencana.fails("allowlist", "publish", "out.json")
    lencana("allowlist", "sign", "out.json", "--key", first)
    assert len(json.loads((lencana.folder / "out.json").read_text())["signatures"]) == 1
    assert "Acme: new" in lencana("allowlist", "sign", "out.json", "--key", second)
    assert "published version 2" in lencana("allowlist", "publish", "out.json")
    assert "published version 3" in lencana("allowlist", "renew", "--yes")  # both keys are here
    (second).rename(lencana.folder / "siti.pem")
    assert "wrote allowlist-4.json: 1 more signature" in lencana("allowlist", "renew", "--yes")
    lencana("allowlist", "sign", "allowlist-4.json", "--key", "siti.pem")
    assert "published version 4" in lencana("allowlist", "publish", "allowlist-4.json")
    assert "does not let this key sign" in lencana.fails(
        "allowlist", "sign", "allowlist-4.json", "--key", lencana.data / "keys" / "root.pem"
    )


def at_terminal(lencana: Lencana, answer: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """A command where somebody sits, who answers so."""
    person, terminal = pty.openpty()
    os.write(person, answer.encode() + b"\n")
    try:
        command = [sys.executable, "-m", "lencana", "--data", lencana.data, *words]
        return subprocess.run(command, cwd=lencana.folder, stdin=terminal, capture_output=True, text=True)
    finally:
        os.close(person)
        os.close(terminal)


@pytest.mark.parametrize(("answer", "code"), [("n", 2), ("y", 0)])
def test_warnings_ask_where_somebody_sits(lencana: Lencana, answer: str, code: int) -> None:
    (lencana.folder / "short.toml").write_text(BRANDS.replace('"Acme"', '"Ac"'))
    done = at_terminal(lencana, answer, "allowlist", "sign", "short.toml")
    assert (done.returncode, "Ac is short" in done.stderr) == (code, True)
    assert (lencana.folder / "allowlist-2.json").exists() is (code == 0)
    assert lencana.run("allowlist", "sign", "short.toml").returncode == 0  # nobody sits there


@pytest.mark.parametrize("answer", ["n", "y"])
def test_who_signs_second_sees_the_change_before_her_key_is_asked_for(lencana: Lencana, answer: str) -> None:
    lencana("allowlist", "sign", "list.toml", "-o", "out.json")
    before = (lencana.folder / "out.json").read_bytes()
    lencana("key", "new", "siti", "--no-passphrase")
    lencana("root", "rotate", "--add", "siti", "--yes")
    done = at_terminal(lencana, answer, "allowlist", "sign", "out.json", "--key", lencana.data / "keys" / "siti.pem")
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("Acme: new") < done.stdout.index("Sign this?")
    assert ("nothing was signed" in done.stdout) is (answer == "n")
    assert ((lencana.folder / "out.json").read_bytes() == before) is (answer == "n")


def test_who_signs_second_is_told_what_does_not_follow(lencana: Lencana) -> None:
    lencana("allowlist", "sign", "list.toml", "-o", "out.json")
    lencana("allowlist", "renew", "--yes")
    done = lencana.run("allowlist", "sign", "out.json")
    assert "out.json is version 2 and does not follow the list in force here (version 2)" in done.stderr


def test_a_root_is_no_list_before_any_key_is_asked_for(lencana: Lencana) -> None:
    lencana("root", "rotate", "--yes", "-o", "root.json")
    assert "not a signed list" in lencana.fails("allowlist", "sign", "root.json", "--key", "root.json")


def test_an_editor_that_is_not_there(tmp_path: Path) -> None:
    lencana = Lencana(tmp_path, EDITOR="no-such-editor")
    lencana("init", "--no-passphrase")
    problem = lencana.fails("allowlist", "edit")
    assert "no-such-editor" in problem and "name yours in $EDITOR, or change" in problem
