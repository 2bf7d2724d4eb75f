"""Working on a server's list from the admin's machine, whatever the server does."""

import contextlib
import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from admin import BRANDS, Lencana, initialised
from lencana.registry.store import SqliteDocuments
from lencana.trust import client_workflow
from lencana.trust.documents.metadata import Role


class Shown:
    """A server that shows what it is told to, and keeps what it is sent."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.got: list[tuple[str, bytes]] = []
        self.says = b""
        self.url = ""

    def show(self, lencana: Lencana) -> None:
        """What a folder holds."""
        reader = SqliteDocuments(lencana.data)
        latest = reader.latest()
        self.pages = {f"/v1/root/{n}": raw for n, raw in enumerate(reader.roots(), 1)}
        self.pages["/v1/allowlist"] = reader.envelope(Role.ALLOWLIST, latest.allowlist) or b""


@pytest.fixture
def server() -> Iterator[Shown]:
    shown = Shown()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = shown.pages.get(self.path)
            self.send_response(404 if page is None else 200)
            self.end_headers()
            if page == b"endless":
                try:
                    while True:
                        self.wfile.write(b" " * 100_000)
                except OSError:
                    return
            self.wfile.write(page or b"")

        def do_PUT(self) -> None:
            shown.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(201)
            self.end_headers()
            self.wfile.write(shown.says)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = Thread(target=httpd.serve_forever, args=(0.01,))
        thread.start()
        shown.url = f"http://127.0.0.1:{httpd.server_port}"
        yield shown
        httpd.shutdown()
        thread.join()


@pytest.fixture
def lencana(tmp_path: Path, server: Shown) -> Lencana:
    made = initialised(tmp_path)
    (tmp_path / "list.toml").write_text(BRANDS)
    server.show(made)
    return made


def test_renewed_there_and_in_the_copy_here(lencana: Lencana, server: Shown) -> None:
    assert "published at" in lencana("allowlist", "renew", "--yes", "--server", server.url)
    path, envelope = server.got[0]
    assert path == "/v1/allowlist"
    assert SqliteDocuments(lencana.data).envelope(Role.ALLOWLIST, 2) == envelope


def test_built_on_the_servers_list_not_on_the_copy(lencana: Lencana, server: Shown) -> None:
    ahead = Lencana(lencana.folder)
    ahead.data = lencana.folder / "ahead"
    lencana("backup", "b.tar.gz")
    ahead("restore", "b.tar.gz")
    for _ in range(3):
        ahead("allowlist", "renew", "--yes")
    server.show(ahead)
    told = lencana("allowlist", "sign", "list.toml", "--server", server.url, "-o", "5.json")
    assert "version 5" in told and "Acme: new" in told


def test_a_key_changed_there(lencana: Lencana, server: Shown) -> None:
    assert "published at" in lencana("root", "rotate", "--yes", "--server", server.url)
    assert server.got[0][0] == "/v1/root"
    assert json.loads(lencana("root", "show", "--json"))["version"] == 2


def test_what_a_server_says_is_told_and_cannot_write_on_the_terminal(lencana: Lencana, server: Shown) -> None:
    for role, noun in (("allowlist", "version"), ("root", "root version")):
        server.says = json.dumps({"role": role, "version": 2, "expires": "soon\x1b[2J", "sha256": ""}).encode()
        command = ("renew",) if role == "allowlist" else ("rotate",)
        told = lencana(role, *command, "--yes", "--server", server.url)
        assert f"published {noun} 2 at {server.url}, expires soon[2J\n" in told


def test_a_list_that_counts_no_longer_is_told_there_too(lencana: Lencana, server: Shown) -> None:
    lencana("key", "new", "list2", "--no-passphrase")
    told = lencana("root", "rotate", "--add", "list2", "--remove", "list", "--yes", "--server", server.url)
    assert f"Sign it again: lencana allowlist renew --server {server.url}" in told
    assert "fingerprint for new readers" in told


def test_a_copy_that_fell_behind_is_told(lencana: Lencana, server: Shown) -> None:
    ahead = Lencana(lencana.folder)
    ahead.data = lencana.folder / "ahead"
    lencana("backup", "b.tar.gz")
    ahead("restore", "b.tar.gz")
    ahead("allowlist", "renew", "--yes")
    server.show(ahead)
    done = lencana.run("allowlist", "renew", "--yes", "--server", server.url)
    assert done.returncode == 0
    assert "stays as it was: this is version 3; the next one must be version 2" in done.stderr
    assert lencana("allowlist", "show").startswith("version 1,")


def test_without_a_pin_no_root_is_signed(lencana: Lencana, server: Shown) -> None:
    """Or a stranger's server could show his own root as the one in force, and his key as no change."""
    lencana("root", "rotate", "--yes", "-o", "next.json")
    key = lencana.data / "keys" / "root.pem"
    nowhere = Lencana(lencana.folder)
    nowhere.data = lencana.folder / "nowhere"
    for words in (("sign", "next.json"), ("rotate", "--yes")):
        assert "pins no root" in nowhere.fails("root", *words, "--key", key, "--server", server.url)
    (nowhere.data).mkdir()
    (nowhere.data / "root.sha256").write_text((lencana.data / "root.sha256").read_text())
    assert "all signatures are there" in nowhere("root", "sign", "next.json", "--key", key, "--server", server.url)


def test_a_server_that_goes_back_is_found_out(lencana: Lencana, server: Shown) -> None:
    old = dict(server.pages)
    lencana("allowlist", "renew", "--yes", "--server", server.url)
    server.show(lencana)
    lencana("allowlist", "renew", "--yes", "--server", server.url)
    server.pages = old
    told = lencana.fails("allowlist", "renew", "--yes", "--server", server.url)
    assert "went back to version 1, and version 2 was in force" in told


def test_a_stranger_in_its_place(lencana: Lencana, server: Shown, tmp_path: Path) -> None:
    stranger = Lencana(tmp_path)
    stranger.data = tmp_path / "stranger"
    stranger("init", "--no-passphrase")
    server.show(stranger)
    assert "pinned fingerprint" in lencana.fails("allowlist", "renew", "--yes", "--server", server.url)
    assert server.got == []


def test_endless_data(lencana: Lencana, server: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    from lencana.cli.remote import server_documents as remote

    monkeypatch.setitem(remote._MAX_BYTES, Role.ALLOWLIST, 1_000_000)
    monkeypatch.setattr(client_workflow, "MAX_ALLOWLIST_BYTES", 1_000_000)
    for page in ("/v1/root/1", "/v1/allowlist"):
        good = dict(server.pages)
        server.pages[page] = b"endless"
        assert lencana.fails("allowlist", "renew", "--yes", "--server", server.url)
        server.pages = good


def test_rubbish_and_silence(lencana: Lencana, server: Shown) -> None:
    server.pages["/v1/allowlist"] = b"<html>"
    assert "not a DSSE envelope" in lencana.fails("allowlist", "renew", "--yes", "--server", server.url)
    server.pages = {}
    assert "has no root" in lencana.fails("allowlist", "renew", "--yes", "--server", server.url)
    assert "could not be reached" in lencana.fails("allowlist", "renew", "--yes", "--server", "http://127.0.0.1:1")
    nowhere = Lencana(lencana.folder)
    nowhere.data = lencana.folder / "nowhere"
    assert "pins no root" in nowhere.fails("allowlist", "renew", "--yes", "--server", server.url)


NO_HTTP = {
    "another protocol": b"SSH-2.0-OpenSSH\r\n",
    "commands for the terminal": b"HTTP/1.1 \x1b]0;pwned\x07\r\n\r\n",
    "broken chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "broken chunks in a refusal": b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a long line": b"HTTP/1.1 200 OK\r\nA: " + b"a" * 70_000 + b"\r\n\r\n",
    "many fields": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\n",
}


@pytest.mark.parametrize("name", NO_HTTP)
def test_a_server_that_speaks_no_http_is_one_clear_line(lencana: Lencana, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_answer_all, args=(listening, NO_HTTP[name]), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        pin = ("--pin", "0" * 64)
        for words in (("allowlist", "renew", "--yes", "--server", url), ("allowlist", "pull", url, *pin)):
            (line,) = lencana.fails(*words).splitlines()
            assert line.startswith("lencana: http") and line.isprintable(), words
        done = lencana.run("status", "--server", url)
        assert "Traceback" not in done.stderr and "\x1b" not in done.stdout + done.stderr


def _answer_all(listening: socket.socket, answer: bytes) -> None:
    with contextlib.suppress(OSError):  # which ends it
        while True:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                connection.sendall(answer)
