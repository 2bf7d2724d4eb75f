"""The data folder remembers its server, and nothing is published elsewhere in silence."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin import BRANDS, Lencana, initialised
from faults.forked import serving
from faults.servers import Server
from lencana.registry.store import SqliteDocuments

pytestmark = pytest.mark.slow


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = initialised(tmp_path)
    (tmp_path / "list.toml").write_text(BRANDS)
    return made


@pytest.fixture
def server(lencana: Lencana, tmp_path: Path) -> Iterator[Server]:
    """A server that was restored from the folder."""
    there = Lencana(tmp_path)
    there.data = tmp_path / "srv"
    lencana("backup", "--no-keys", "state.tar.gz")
    there("restore", "--yes", "state.tar.gz")
    with serving(there.data) as running:
        yield running


def versions(lencana: Lencana) -> tuple[int, int]:
    """Of the list, here and on the server."""
    here, there = (SqliteDocuments(folder).latest().allowlist for folder in (lencana.data, lencana.folder / "srv"))
    return here, there


def test_what_published_once_publishes_there_again(lencana: Lencana, server: Server) -> None:
    url = f"http://127.0.0.1:{server.port}"
    first = lencana.run("allowlist", "renew", "--yes", "--server", url)
    assert f"now names {url}: commands that publish use it" in first.stderr
    assert tomllib.loads((lencana.data / "lencana.toml").read_text()) == {"server": url}
    for words in (
        ("allowlist", "renew", "--yes"),
        ("allowlist", "add-domain", "openai", "sora.com", "--yes"),
        ("root", "rotate", "--yes"),
        ("allowlist", "renew", "--yes"),
    ):
        done = lencana.run(*words)
        assert f"published {'root ' if words[0] == 'root' else ''}version" in done.stdout
        assert f"at {url}" in done.stdout
        assert done.stderr == ""
    assert versions(lencana) == (5, 5)
    lencana("allowlist", "sign", "list.toml", "-o", "6.json", "--yes")
    assert f"at {url}" in lencana("allowlist", "publish", "6.json")
    assert versions(lencana) == (6, 6)


def test_what_is_published_here_alone_says_so(lencana: Lencana, server: Server) -> None:
    told = lencana("allowlist", "renew", "--yes")
    assert "alone: a server that runs from it serves it; another needs --server https://" in told
    url = f"http://127.0.0.1:{server.port}"
    assert "alone" in lencana("root", "rotate", "--yes")
    (lencana.data / "lencana.toml").write_text(f'server = "{url}"\n')
    assert "alone" in lencana("allowlist", "renew", "--yes", "--server", "none")
    assert versions(lencana) == (3, 1)


def test_a_remembered_server_that_is_down_says_what_else_there_is(lencana: Lencana) -> None:
    (lencana.data / "lencana.toml").write_text('server = "http://127.0.0.1:1"\n')
    assert "`--server none` works on the data folder alone" in lencana.fails("allowlist", "renew", "--yes")
    assert "--server none" not in lencana.fails("allowlist", "renew", "--yes", "--server", "http://127.0.0.1:1")


def test_a_comment_and_a_table_stay(lencana: Lencana, server: Server) -> None:
    file = lencana.data / "lencana.toml"
    before = '# mine\ndkim = "off"\n\n[mailbox]\naddress = "a@b.example"\nfor = ["b.example"]\n'
    file.write_text(before)
    file.chmod(0o640)
    url = f"http://127.0.0.1:{server.port}"
    lencana("allowlist", "renew", "--yes", "--server", f"{url}/")
    assert file.read_text() == f'server = "{url}"\n{before}'
    assert file.stat().st_mode & 0o777 == 0o640


def test_without_a_data_folder_nothing_is_remembered(lencana: Lencana, server: Server) -> None:
    lencana("allowlist", "sign", "list.toml", "-o", "2.json", "--yes")
    nowhere = Lencana(lencana.folder)
    nowhere.data = lencana.folder / "nowhere"
    url = f"http://127.0.0.1:{server.port}"
    assert f"published version 2 at {url}" in nowhere("allowlist", "publish", "2.json", "--server", url)
    assert not nowhere.data.exists()


def test_the_servers_own_folder_is_published_into(lencana: Lencana) -> None:
    (lencana.data / "lencana.toml").write_text('server = "https://badge.example"\nhosts = ["badge.example"]\n')
    assert "alone" in lencana("allowlist", "renew", "--yes")


def test_the_server_of_the_same_folder_is_not_remembered(lencana: Lencana) -> None:
    with serving(lencana.data) as running:
        lencana("allowlist", "renew", "--yes", "--server", f"http://127.0.0.1:{running.port}")
    assert not (lencana.data / "lencana.toml").exists()


def test_another_server_than_the_remembered_one(lencana: Lencana, server: Server) -> None:
    (lencana.data / "lencana.toml").write_text('server = "http://127.0.0.1:1"\n')
    lencana("allowlist", "renew", "--yes", "--server", f"http://127.0.0.1:{server.port}")
    assert tomllib.loads((lencana.data / "lencana.toml").read_text()) == {"server": "http://127.0.0.1:1"}


@pytest.mark.parametrize("words", [("domain", "a.example"), ("allowlist", "show"), ("root", "show")])
def test_a_warning_is_the_whole_command(lencana: Lencana, words: tuple[str, ...]) -> None:
    (lencana.data / "lencana.toml").write_text('server = "https://badge.example"\n')
    told = lencana.run("--now", "2099-01-01T00:00:00Z", *words).stderr
    assert "nothing is verified: lencana " in told
    assert told.endswith(" --server https://badge.example\n")


def test_what_would_this_change_do(lencana: Lencana) -> None:
    (lencana.folder / "phish.eml").write_text("From: Acme <help@acme-t00ls.com>\nSubject: hello\n\nHello\n")
    told = lencana("allowlist", "diff", "list.toml", "--try", "phish.eml", "--try", "acme-t00ls.com", "--try", "a.org")
    assert "Acme: new brand" in told
    before, _, after = told.partition("phish.eml after:")
    assert "acme-tools.com" not in before.partition("phish.eml before:")[2]
    assert "acme-tools.com" in after
    assert "a.org: nothing changes" in told
    assert "no such file" in lencana.fails("allowlist", "diff", "list.toml", "--try", "no such.eml")
