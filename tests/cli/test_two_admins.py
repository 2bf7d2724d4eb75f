"""Several admins and one list: nobody's change is lost, and everybody is shown what the others did."""

import os
import signal
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest

from admin import Lencana, initialised
from faults.forked import serving
from faults.servers import Server
from forked import Forked
from lencana.registry.store import LatestVersions, SqliteDocuments
from lencana.trust.documents.allowlist_document import parse_allowlist
from lencana.trust.documents.envelope import parse
from lencana.trust.documents.metadata import Role

pytestmark = pytest.mark.slow

ADMINS = 4  # at once: more of them only sign again more often
KILLS = 5


class Organisation:
    """A server, and the folders of its admins, all with the list key."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{server.port}"

    def admin(self, name: str) -> Lencana:
        """One more of them: with a backup of the first's, and the server in his settings."""
        made = Lencana(self.folder)
        made.data = self.folder / name
        made("restore", "--yes", "all.tar.gz")
        (made.data / "lencana.toml").write_text(f'server = "{self.url}"\n')
        return made

    def as_admin(self, folder: Path) -> Lencana:
        """Who types on this folder."""
        made = Lencana(self.folder, EDITOR="true")
        made.data = folder
        return made

    @property
    def lists(self) -> list[set[str]]:
        """What `known` of OpenAI held in each version, version 1 first."""
        reader = SqliteDocuments(self.folder / "srv")
        raw = (reader.envelope(Role.ALLOWLIST, n + 1) or b"" for n in range(reader.latest().allowlist))
        return [set(parse_allowlist(parse(each, 1 << 24).payload).brands[0].known) for each in raw]


@pytest.fixture
def organisation(tmp_path: Path) -> Iterator[Organisation]:
    first = initialised(tmp_path)
    first("backup", "all.tar.gz")
    first("backup", "--no-keys", "state.tar.gz")
    there = Lencana(tmp_path)
    there.data = tmp_path / "srv"
    there("restore", "--yes", "state.tar.gz")
    with serving(there.data) as server:
        yield Organisation(tmp_path, server)


def adding(entry: str) -> tuple[str, ...]:
    return "allowlist", "add-known", "openai", entry, "--yes"


def typed(folder: Path, entry: str) -> Forked:
    """An admin's command as a process of its own."""
    log = folder.with_suffix(".log")
    return Forked(["--data", str(folder), *adding(entry)], log, log, os.environ, "lencana.cli")


def test_the_second_gets_the_newer_list_with_his_change_on_top(organisation: Organisation) -> None:
    rina, siti = organisation.admin("rina"), organisation.admin("siti")
    siti("allowlist", "add-known", "openai", "zero.example.com", "--yes")  # writes her list.toml
    rina("allowlist", "add-known", "openai", "one.example.com", "--yes")
    rina("allowlist", "add-owned", "openai", "mine.example.com", "--yes")
    (siti.data / "list.toml").write_text("# Siti's own words\n" + (siti.data / "list.toml").read_text())
    told = siti("allowlist", "add-known", "openai", "two.example.com", "--yes")
    assert "another admin has published version 4:" in told
    assert "adds known neighbour one.example.com" in told
    assert "OpenAI: adds known neighbour two.example.com" in told
    assert "removes" not in told
    added = {"zero.example.com", "one.example.com", "two.example.com"}
    assert added <= organisation.lists[-1]
    assert "# Siti's own words" in (siti.data / "list.toml").read_text()
    assert SqliteDocuments(siti.data).latest() == SqliteDocuments(organisation.folder / "srv").latest()
    assert "another admin" not in siti("allowlist", "add-known", "openai", "three.example.com", "--yes")
    assert len(organisation.lists) == 6


def test_a_key_changed_by_the_other_is_followed(organisation: Organisation) -> None:
    rina, siti = organisation.admin("rina"), organisation.admin("siti")
    rina("root", "rotate", "--yes")
    rina("allowlist", "renew", "--yes")
    told = siti("allowlist", "add-known", "openai", "two.example.com", "--yes")
    assert "another admin has published version 2:\nno change but version and expiry\n" in told
    assert SqliteDocuments(siti.data).latest() == LatestVersions(root=2, allowlist=3)
    assert siti("allowlist", "show").startswith("version 3,")


def test_what_both_changed_stays_as_mine_and_is_said(organisation: Organisation) -> None:
    rina, siti = organisation.admin("rina"), organisation.admin("siti")
    for admin in (rina, siti):
        admin("allowlist", "export", str(admin.data / "list.toml"))
    for admin, name in ((rina, "OpenAI Inc"), (siti, "OpenAI LLC")):
        text = (admin.data / "list.toml").read_text()
        (admin.data / "list.toml").write_text(text.replace('name = "OpenAI"', f'name = "{name}"'))
    rina("allowlist", "add-known", "openai", "one.example.com", "--yes")
    done = siti.run("allowlist", "add-known", "openai", "two.example.com", "--yes")
    assert "both of you changed OpenAI LLC: name: yours (OpenAI LLC) stays" in done.stderr
    assert {"one.example.com", "two.example.com"} <= organisation.lists[-1]


def test_several_at_once(organisation: Organisation) -> None:
    """Real processes; each signs on top of whoever was faster, until all are through."""
    folders = [organisation.admin(f"admin{n}").data for n in range(ADMINS)]
    running = [typed(folder, f"n{n}.example.com") for n, folder in enumerate(folders)]
    codes = [process.wait(300) for process in running]
    assert codes == [0] * ADMINS, [folder.with_suffix(".log").read_text() for folder in folders]
    lists = organisation.lists
    assert len(lists) == 1 + ADMINS, "each published once"
    assert {f"n{n}.example.com" for n in range(ADMINS)} <= lists[-1]
    assert all(earlier < later for earlier, later in pairwise(lists)), "nothing was ever lost"


def test_killed_in_the_middle_and_typed_again(organisation: Organisation) -> None:
    """kill -9 at moments spread over a run: the same command once more publishes what is missing, and only that."""
    folder = organisation.admin("rina").data
    began = monotonic()
    assert typed(folder, "whole.example.com").wait(120) == 0
    whole = monotonic() - began
    for n in range(KILLS):
        process = typed(folder, f"n{n}.example.com")
        sleep(whole * (0.1 + n / KILLS))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        again = organisation.as_admin(folder).run(*adding(f"n{n}.example.com"))
        assert again.returncode == 0 or "is there already" in again.stderr, again.stderr
        if again.returncode:  # it is in the file: published before the kill, or not
            organisation.as_admin(folder)("allowlist", "edit", "--yes")
    lists = organisation.lists
    assert {f"n{n}.example.com" for n in range(KILLS)} | {"whole.example.com"} <= lists[-1]
    assert all(earlier <= later for earlier, later in pairwise(lists)), "nothing was ever lost"
