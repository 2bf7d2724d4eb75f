"""`lencana reports`: on the server's own machine, and from an admin's by a session."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from e2e.process import free_port, running
from faults.servers import Server, answers, wait_until
from lencana.settings import Reports
from running import NOW, environ_of, lencana, must

from .conftest import MESSAGE, Inboxed, a_report, with_message

pytestmark = pytest.mark.slow

Make = Callable[..., Inboxed]
ESCAPES = "\x1b[2J\x1b]0;owned\x07\u202egnp.exe\u2066\0\r\n"


def test_list_show_answer_delete(server: Inboxed, tmp_path: Path) -> None:
    report = with_message()
    server.send(report)
    server.send(a_report(reader="r-2"))
    server.later(hours=1).send(a_report(kind="genuine", sender={"address": "a@b.example", "name": ""}, subject="Hi"))
    listed = must(lencana(server.data, "reports", "list")).stdout
    lines = listed.splitlines()
    assert lines[0] == "3 reports wait for an answer"
    assert lines[2] == "b.example · Hi · 1 report by 1 reader"
    assert "openal-desk.example · Your plan ends 31.01. · 2 reports by 2 readers" in lines
    assert f"  {report['id'][:8]}  2026-02-01 12:00  this is a phish" in lines
    assert "badge unknown, now suspicious" in listed

    shown = must(lencana(server.data, "reports", "show", report["id"][:8], "--message", str(tmp_path / "m.eml"))).stdout
    assert (tmp_path / "m.eml").read_bytes() == MESSAGE
    assert "lencana allowlist add-blocked pay@openal-desk.example --until 2026-05-02" in shown
    assert "comment   asks for my card" in shown
    assert (tmp_path / "m.eml").stat().st_mode & 0o777 == 0o600, "nobody else's to read"
    assert lencana(server.data, "reports", "show", report["id"], "--message", str(tmp_path / "m.eml")).returncode == 2

    answered = must(lencana(server.data, "reports", "answer", report["id"][:8], "phish", "--text", "Thank you.")).stdout
    assert "it is closed" in answered and "add-blocked" in answered
    told = server.client.get(f"/v1/reports/{report['id']}/answer").get_json()
    assert (told["state"], told["answer"]["kind"], told["answer"]["text"]) == ("closed", "phish", "Thank you.")
    assert json.loads(must(lencana(server.data, "reports", "list", "--json")).stdout)["waiting"] == 2

    assert lencana(server.data, "reports", "delete", report["id"], stdin="n\n").returncode == 130
    must(lencana(server.data, "reports", "delete", report["id"], "--yes"))
    gone = lencana(server.data, "reports", "show", report["id"])
    assert (gone.returncode, gone.stderr) == (2, f"lencana: there is no report {report['id']}, or no longer\n")


def test_a_whole_campaign(server: Inboxed) -> None:
    ids = [server.send(a_report(subject=f"Invoice {n}00")).get_json()["id"] for n in range(3)]
    other = server.send(a_report(subject="Another thing")).get_json()["id"]
    must(lencana(server.data, "reports", "answer", ids[1], "phish", "--campaign"))
    waiting = [report["id"] for report in server.listed("state=waiting")["reports"]]
    assert waiting == [other]


def test_an_answer_that_blocks(server: Inboxed) -> None:
    id_ = server.send(a_report()).get_json()["id"]
    answer = ("reports", "answer", id_, "phish", "--block-until", "2026-03-31")
    declined = lencana(server.data, *answer, stdin="n\n")
    assert declined.returncode != 0
    assert server.client.get(f"/v1/reports/{id_}/answer").get_json()["state"] == "waiting"
    done = must(lencana(server.data, *answer, "--yes")).stdout
    assert "published version 3" in done
    assert server.client.get(f"/v1/reports/{id_}/answer").get_json()["answer"]["kind"] == "phish"
    judged = must(lencana(server.data, "reports", "show", id_, "--json")).stdout
    assert json.loads(judged)["now"]["verdict"] == "suspicious"
    assert "blocked_sender" in json.loads(judged)["now"]["codes"]
    assert lencana(server.data, "reports", "answer", id_, "genuine", "--block-until", "2026-03-31").returncode == 2


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ({"address": "noreply@openai.com", "name": ""}, "it was forged"),
        ({"address": "$(reboot)@stranger.example", "name": ""}, "no plain sender"),
        (None, "no plain sender"),
    ],
)
def test_senders_that_are_not_blocked(server: Inboxed, sender: dict[str, str] | None, why: str) -> None:
    id_ = server.send(a_report(sender=sender)).get_json()["id"]
    refused = lencana(server.data, "reports", "answer", id_, "phish", "--block-until", "2026-03-31", "--yes")
    assert (refused.returncode, why in refused.stderr) == (2, True), refused.stderr
    assert server.client.get(f"/v1/reports/{id_}/answer").get_json()["state"] == "waiting"


@pytest.mark.parametrize(
    ("sender", "proposed"),
    [
        (
            {"address": "a@openal-desk.example", "name": ""},
            ["add-domain openai openal-desk.example", "add-known openai"],
        ),
        ({"address": "a@stranger.example", "name": "OpenAI"}, ["add-sender openai a@stranger.example", "add-platform"]),
        ({"address": "noreply@openai.com", "name": "OpenAI"}, ["lencana doctor"]),
        ({"address": "a@stranger.example", "name": "Nobody"}, []),
        ({"address": "a@stranger.example; rm -rf ~", "name": "OpenAI"}, []),
        ({"address": "$(reboot)@stranger.example", "name": "OpenAI"}, ["add-platform stranger.example"]),
        (None, []),
    ],
)
def test_what_would_mend_a_false_alarm(server: Inboxed, sender: dict[str, str] | None, proposed: list[str]) -> None:
    id_ = server.send(a_report(kind="genuine", sender=sender)).get_json()["id"]
    shown = must(lencana(server.data, "reports", "show", id_)).stdout
    for words in proposed:
        assert words in shown
    assert ("lencana " in shown) is bool(proposed)
    commands = [line.partition("  # ")[0] for line in shown.splitlines() if "lencana allowlist" in line]
    assert not any(word in command for command in commands for word in ("reboot", "rm -rf", ";"))


def test_nothing_of_a_stranger_steers_the_terminal(server: Inboxed) -> None:
    texts = dict.fromkeys(("subject", "comment", "diagnosis"), f"a{ESCAPES}b")
    sender = {"address": f"a{ESCAPES}@b.example", "name": f"a{ESCAPES}b"}
    id_ = server.send(a_report(sender=sender, webmail=ESCAPES, **texts)).get_json()["id"]
    for command in (
        ("list",),
        ("show", id_),
        ("answer", id_, "phish", "--text", ESCAPES.replace("\0", "")),
        ("list", "--state", "all"),
    ):
        written = must(lencana(server.data, "reports", *command)).stdout
        assert all(char.isprintable() or char == "\n" for char in written), written
    whole = must(lencana(server.data, "reports", "show", id_, "--json")).stdout
    assert json.loads(whole)["comment"] == texts["comment"]
    assert "\x1b" not in whole and whole.count("\n") == 1


def test_ids(server: Inboxed) -> None:
    for n in range(3):
        server.send(a_report(id=f"6f0e8f1{n}-0000-4000-8000-000000000000"))
    assert "1" in must(lencana(server.data, "reports", "show", "6f0e8f11")).stdout
    assert "3 reports have an id that begins with '6f0e'" in lencana(server.data, "reports", "show", "6f0e").stderr
    assert "no report has" in lencana(server.data, "reports", "show", "ffffffff").stderr
    assert "too short" in lencana(server.data, "reports", "show", "6").stderr


@pytest.fixture
def served(server: Inboxed) -> Iterator[Server]:
    port = free_port()
    env = environ_of({"dkim": "off", "reports": Reports.MESSAGES.value})
    call = [sys.executable, "-m", "lencana", "--data", str(server.data), "serve", "--port", str(port)]
    with running(call, log=server.data.with_suffix(".log"), port=port, env=env) as process:
        one = Server(port, process)
        wait_until(lambda: answers(one), 20)
        yield one


def test_from_another_machine(server: Inboxed, served: Server, tmp_path: Path) -> None:
    """Real time: a session is for now."""
    report = with_message()
    assert served.ask("POST", "/v1/reports", json.dumps(report).encode())[0] == 201
    admin = tmp_path / "admin"
    admin.mkdir()
    for name in ("root.sha256", "keys"):
        source = server.data / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, admin / name)
    address = f"http://127.0.0.1:{served.port}"
    now = {"now": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert now["now"] > NOW

    def run(*words: str) -> str:
        return must(lencana(admin, "reports", *words, "--server", address, **now)).stdout

    assert "1 report waits" in run("list")
    shown = run("show", report["id"][:8], "--message", str(tmp_path / "m.eml"))
    assert f"--server {address}" in shown
    assert (tmp_path / "m.eml").read_bytes() == MESSAGE
    assert "it is closed" in run("answer", report["id"][:8], "phish")
    answer = json.loads(served.ask("GET", f"/v1/reports/{report['id']}/answer")[1])
    assert answer["answer"]["kind"] == "phish"
    assert "0 reports wait" in run("list")
    assert "deleted" in run("delete", report["id"], "--yes")
    refused = lencana(admin, "reports", "show", report["id"], "--server", address, **now)
    assert (refused.returncode, "There is no such report" in refused.stderr) == (2, True)
