"""The admin's commands, as they are typed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from admin import BRANDS, Lencana, initialised

pytestmark = pytest.mark.slow


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = initialised(tmp_path)
    (tmp_path / "list.toml").write_text(BRANDS)
    return made


def test_init_twice(lencana: Lencana) -> None:
    state = {path: path.read_bytes() for path in lencana.data.rglob("*") if path.is_file()}
    again = lencana("init", "--no-passphrase")
    assert "nothing was changed" in again
    assert {path: path.read_bytes() for path in lencana.data.rglob("*") if path.is_file()} == state
    assert (lencana.data / "keys").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "lost",
    [["root.sha256"], ["keys/list.pem"], ["keys/root.pem", "keys/root.pub"], ["keys/list.pem", "keys/root.pem"]],
    ids=str,
)
def test_a_crash_half_way_is_repaired(tmp_path: Path, lost: list[str]) -> None:
    lencana = initialised(tmp_path)
    if lost != ["root.sha256"]:  # keys are made before anything is published
        for name in ("lencana.sqlite", "root.sha256", "held.json"):
            (lencana.data / name).unlink()
    for name in lost:
        (lencana.data / name).unlink()
    lencana("init", "--no-passphrase")
    assert "version 1" in lencana("allowlist", "show")
    assert (lencana.data / "root.sha256").read_text().strip() == json.loads(lencana("root", "show", "--json"))[
        "fingerprint"
    ]


@pytest.mark.usefixtures("cheap_passphrases")
def test_init_with_a_passphrase(tmp_path: Path) -> None:
    (tmp_path / "list.toml").write_text(BRANDS)
    lencana = Lencana(tmp_path)
    assert "LENCANA_PASSPHRASE" in lencana.fails("init")
    Lencana(tmp_path, LENCANA_PASSPHRASE="correct horse")("init")
    assert "encrypted" in lencana("key", "list")
    assert "LENCANA_PASSPHRASE" in lencana.fails("allowlist", "sign", "list.toml")
    wrong = Lencana(tmp_path, LENCANA_PASSPHRASE="battery staple")
    assert "missing or wrong" in wrong.fails("allowlist", "sign", "list.toml")
    assert "version 2" in Lencana(tmp_path, LENCANA_PASSPHRASE="correct horse")("allowlist", "sign", "list.toml")


def test_a_change_from_file_to_readers(lencana: Lencana) -> None:
    assert "OpenAI: adds From domain tm2.openai.com" in lencana("allowlist", "diff", "list.toml")
    signed = lencana("allowlist", "sign", "list.toml", "-o", "out.json")
    assert "Acme: new brand, sends from acme-tools.com" in signed
    assert "wrote out.json: version 2, expires " in signed
    assert "ready to publish" in lencana("allowlist", "verify", "out.json")
    assert "published version 2" in lencana("allowlist", "publish", "out.json")
    assert "in force" in lencana("allowlist", "verify", "out.json")
    assert "is identical" in lencana.fails("allowlist", "publish", "out.json")
    assert "tm2.openai.com" in lencana("allowlist", "show")
    assert "tm2.openai.com" not in lencana("allowlist", "show", "--version", "1")
    document = json.loads(lencana("allowlist", "show", "--json"))
    assert document["version"] == 2
    assert document["prev"] in lencana("allowlist", "log").splitlines()[0]
    assert "no change but version and expiry" in lencana("allowlist", "sign", "list.toml")
    assert (lencana.folder / "allowlist-3.json").exists()


def test_lint_stops_errors_and_prints_warnings(lencana: Lencana) -> None:
    (lencana.folder / "bad.toml").write_text(BRANDS + '[[brand]]\nid = "x"\nname = "Xy"\ndomains = ["gmail.com"]\n')
    for command in ("lint", "sign", "diff"):
        told = lencana.fails("allowlist", command, "bad.toml")
        assert "error: brand 'x': domains: gmail.com gives addresses to anybody" in told
        assert "warning: brand 'x': aliases: Xy is short" in told
    done = lencana.run("allowlist", "lint", "list.toml")
    assert "2 brands, 0 platforms, no errors" in done.stdout
    assert "note: brand 'openai': domains: tm2.openai.com is under openai.com" in done.stderr
    assert lencana.run("allowlist", "sign", "list.toml").stderr == "", "notes are for who asks for them"


def test_another_key_signs_nothing(lencana: Lencana) -> None:
    lencana("key", "new", "siti", "--no-passphrase")
    listed = lencana("key", "list")
    assert "siti" in listed and "signs nothing" in listed
    told = lencana.fails("allowlist", "sign", "list.toml", "--key", lencana.data / "keys" / "siti.pem")
    assert "does not let this key sign" in told
    assert "never overwritten" in lencana.fails("key", "new", "siti", "--no-passphrase")
    assert "is not a key name" in lencana.fails("key", "new", "../siti", "--no-passphrase")


def test_signing_where_the_data_is_not(lencana: Lencana, tmp_path: Path) -> None:
    held = json.loads(lencana("root", "show", "--json"))
    assert held["version"] == 1
    last = lencana("allowlist", "log").split()[-1]
    key = lencana.data / "keys" / "list.pem"
    away = Lencana(tmp_path / "away")
    away.folder.mkdir()
    sign = ("allowlist", "sign", "../list.toml", "--key", key, "--version", "2")
    assert "--prev" in away.fails(*sign)
    away(*sign, "--prev", last, "-o", "out.json")
    assert "published version 2" in lencana("allowlist", "publish", "away/out.json")


def test_root_show(lencana: Lencana) -> None:
    shown = lencana("root", "show")
    fingerprint = json.loads(lencana("root", "show", "--json"))["fingerprint"]
    groups = next(line for line in shown.splitlines() if line.startswith("fingerprint")).split()[1:]
    assert "".join(groups) == fingerprint
    assert {len(group) for group in groups} == {4}


def test_tampered_file(lencana: Lencana) -> None:
    lencana("allowlist", "sign", "list.toml", "-o", "out.json")
    envelope = json.loads((lencana.folder / "out.json").read_text())
    envelope["signatures"] = []
    (lencana.folder / "out.json").write_text(json.dumps(envelope))
    assert "0 of the 1 signatures needed are valid" in lencana.fails("allowlist", "publish", "out.json")
    (lencana.folder / "out.json").write_bytes(b"\xff\x00")
    assert "not a DSSE envelope" in lencana.fails("allowlist", "verify", "out.json")


def test_expiry_by_the_clock_given(lencana: Lencana) -> None:
    lencana("--now", "2020-01-01T00:00:00Z", "allowlist", "sign", "list.toml", "-o", "old.json")
    assert "the list expired at 2020-01-15T00:00:00Z" in lencana.fails("allowlist", "publish", "old.json")
    lencana("--now", "2020-01-02T00:00:00Z", "allowlist", "verify", "old.json")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    lencana = Lencana(tmp_path)
    for words in (["allowlist", "show"], ["allowlist", "log"], ["root", "show"]):
        assert "init" in lencana.fails(*words)
    assert "no keys in" in lencana("key", "list")
    assert not lencana.data.exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    lencana = Lencana(tmp_path)
    (tmp_path / "file").write_text("")
    lencana.data = tmp_path / "file" / "data"
    assert "cannot make the data folder" in lencana.fails("init", "--no-passphrase")


@pytest.mark.parametrize("group", ["init", "key", "root", "allowlist"])
def test_help_teaches_by_example(tmp_path: Path, group: str) -> None:
    lencana = Lencana(tmp_path)
    shown = lencana(group, "--help")
    commands = shown.partition("Commands:")[2].splitlines()
    for line in commands:
        if line.startswith("  ") and not line.startswith("   "):
            shown += lencana(group, line.split()[0], "--help")
    assert shown.count("lencana ") >= len([c for c in commands if c.strip()])


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, bytes]], Callable[..., None]]]:
    """An address that takes PUT, what it was sent, and how to set its answer."""
    got: list[tuple[str, bytes]] = []
    answer: list[tuple[int, bytes]] = [(201, b"")]

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answer[0][0])
            self.end_headers()
            self.wfile.write(answer[0][1])

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = Thread(target=httpd.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}/", got, lambda *new: answer.__setitem__(0, new)
        httpd.shutdown()
        thread.join()


def test_publish_over_http(lencana: Lencana, server: tuple[str, list[tuple[str, bytes]], Callable[..., None]]) -> None:
    url, got, set_answer = server
    lencana("allowlist", "sign", "list.toml", "-o", "out.json")
    publish = ("allowlist", "publish", "out.json", "--server")
    assert f"published at {url}\n" == lencana(*publish, url)
    assert got == [("/v1/allowlist", (lencana.folder / "out.json").read_bytes())]
    set_answer(409, b'{"title": "Conflict", "detail": "version 2 is already published"}')
    assert "refused the list (409): version 2 is already published" in lencana.fails(*publish, url)
    set_answer(500, b"<html>")
    assert "refused the list (500): it gave no reason" in lencana.fails(*publish, url)
    assert "could not be reached" in lencana.fails(*publish, "http://127.0.0.1:1")
    assert "begins with https://" in lencana.fails(*publish, "file:///etc/passwd")
    assert lencana("allowlist", "show").startswith("version 2,"), "the copy here goes with the server"


def test_as_a_process_that_nobody_watches(tmp_path: Path) -> None:
    (tmp_path / "list.toml").write_text(BRANDS)
    environ = os.environ | {"LENCANA_DATA": str(tmp_path / "data"), "PYTHONWARNINGS": "error"}

    def lencana(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "lencana", *words]
        return subprocess.run(command, cwd=tmp_path, env=environ, text=True, capture_output=True, input="")

    for words in ("init --no-passphrase", "allowlist sign list.toml -o out.json", "allowlist publish out.json"):
        done = lencana(*words.split())
        assert (done.returncode, done.stderr) == (0, "")
    again = lencana("allowlist", "publish", "out.json")
    assert again.returncode == 2
    assert again.stderr == "lencana: version 2 is already published, and is identical\n"
