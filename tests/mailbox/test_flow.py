"""The whole way, with a real Postfix and a real Dovecot: forwarded, answered, deleted; and killed at every step."""

import email
import email.policy
import signal
import smtplib
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from e2e.process import running
from running import allowed

from .conftest import PostOffice
from .forwards import ASKER, CHECK, PHISH, head, mixed, rfc822, text

pytestmark = pytest.mark.e2e

INLINE = (
    "Real?\n\n-------- Pesan Diteruskan --------\nSubjek: Tagihan\nTanggal: 1 Feb\n"
    "Dari: OpenAI <a@opena1.com>\nKepada: x\n\nBayar."
)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_once_answers_deletes_and_leaves_nothing(office: PostOffice) -> None:
    office.imap_settings()
    office.box.deliver(b"Return-Path: <rina@example.test>\r\n" + mixed(rfc822()))
    done = office.once()
    assert done.returncode == 0, done.stderr
    assert office.waiting() == 0
    (raw,) = office.answers()
    answer = parsed(raw)
    assert answer["Return-Path"] == "<>"
    assert (answer["To"], answer["Auto-Submitted"], answer["In-Reply-To"]) == (
        ASKER,
        "auto-replied",
        "<f1@example.test>",
    )
    assert answer["Subject"] == "Lencana: suspicious"
    for kind in ("plain", "html"):
        body = answer.get_body((kind,))
        assert body is not None
        written = body.get_content()
        assert "opena›1‹[.]com" in written or "opena<b" in written
        assert (
            "http" not in written.replace("http-equiv", "")
            and "href" not in written
            and "payment failed" not in written
        )
    kept = b"".join(path.read_bytes() for path in office.data.glob("mailbox.sqlite*"))
    assert not any(word in kept for word in (b"rina", b"opena1", b"payment", b"f1@"))
    assert office.once().returncode == 0, "an empty mailbox"
    assert len(office.answers()) == 1


def test_moved_where_the_settings_say_so(office: PostOffice) -> None:
    office.imap_settings('move_to = "Judged"\nmetrics_file = "{}"'.format(office.data / "mailbox.prom"))
    office.box.deliver(text(INLINE))
    assert office.once().returncode == 0
    assert office.waiting() == 0
    assert len(list((office.box.maildir / ".Judged").glob("[nc]*/*"))) == 1
    answer = parsed(office.answers()[0])
    assert (answer["Subject"], answer["Content-Language"]) == ("Lencana: mencurigakan", "id")
    metrics = (office.data / "mailbox.prom").read_text()
    assert 'lencana_mailbox_verdicts_total{verdict="suspicious"} 1' in metrics
    assert 'lencana_mailbox_answers_total{delivery="accepted"} 1' in metrics


def test_idle_answers_in_seconds(office: PostOffice, tmp_path: Path) -> None:
    office.imap_settings()
    with running(office.command(), log=tmp_path / "log", port=office.box.port):
        time.sleep(allowed(1.5))
        began = time.monotonic()
        office.box.deliver(mixed(rfc822()))
        office.answers()
        assert time.monotonic() - began < allowed(30)
        office.box.deliver(mixed(rfc822(), number=2))
        assert len(office.answers(2)) == 2
        until = time.monotonic() + allowed(5)
        while office.waiting() and time.monotonic() < until:
            time.sleep(0.05)
        assert office.waiting() == 0
        second = office.once()
        assert second.returncode == 2 and "another `lencana mailbox` is running" in second.stderr


def test_lmtp_behind_postfix(office: PostOffice, tmp_path: Path) -> None:
    office.lmtp_settings()
    began = time.monotonic()
    with running(office.command(), log=tmp_path / "log", port=office.lmtp_port):
        office.server.send(mixed(rfc822()), ASKER, CHECK)
        assert parsed(office.answers()[0])["Subject"] == "Lencana: suspicious"
        assert time.monotonic() - began < allowed(30)
        office.server.send(mixed(rfc822(), number=2), "", CHECK)  # the null return path
        office.server.send(mixed(rfc822(), number=3), "someone@example.net", CHECK)
        office.server.send(head(4, results=b"") + b"\r\nhello", ASKER, CHECK)  # nothing proves it
        office.server.send(mixed(rfc822(), number=5), ASKER, CHECK)
        assert len(office.answers(2)) == 2
        until = time.monotonic() + allowed(30)
        while office.server.log.read_text().count("250 2.0.0 Taken") < 5 and time.monotonic() < until:
            time.sleep(0.05)  # Postfix hands them over side by side
        assert len(office.answers(0)) == 2
    assert "@" not in (tmp_path / "log").read_text()
    log = office.server.log.read_text()
    assert log.count("250 2.0.0 Taken") >= 5
    assert "status=bounced" not in log


@pytest.mark.parametrize("step", ["begun", "judged", "sending", "sent", "recorded", "removed"])
def test_killed_and_neither_lost_nor_told_twice(office: PostOffice, step: str) -> None:
    office.imap_settings()
    office.box.deliver(mixed(rfc822()))
    assert office.once(killed_at=step).returncode == -signal.SIGKILL
    assert office.waiting() == (0 if step == "removed" else 1)
    assert office.once().returncode == 0
    assert office.waiting() == 0
    copies = 2 if step == "sent" else 1  # RFC 1047: whether it was taken cannot be told, so it is known by its id
    office.answers(copies)
    answers = office.answers(0)
    assert len(answers) == copies
    assert len({parsed(raw)["Message-ID"] for raw in answers}) == 1


def test_lmtp_refuses_nothing_that_the_mail_server_has_taken(office: PostOffice, tmp_path: Path) -> None:
    """Or it would send a bounce to whoever a forged return path names."""
    office.lmtp_settings()
    extended = CHECK.replace("@", "+anything@")
    with running(office.command(), log=tmp_path / "log", port=office.lmtp_port):
        office.server.send(mixed(rfc822()), ASKER, extended)
        assert parsed(office.answers()[0])["Subject"] == "Lencana: suspicious"
        began = len(office.server.log.read_text())
        with smtplib.SMTP("127.0.0.1", office.server.port, timeout=60) as client:
            raw = mixed(rfc822(), number=2).replace(b"Fwd: doubt", "Fwd: zwölf".encode())
            client.sendmail("someone@example.net", [CHECK], raw, ["SMTPUTF8"])
            client.sendmail("zwölf@example.net", [CHECK], raw, ["SMTPUTF8"])
            client.sendmail("someone@example.net", [extended], raw)
        until = time.monotonic() + allowed(30)
        while "status=" not in (log := office.server.log.read_text()[began:]) or log.count("status=") < 3:
            assert time.monotonic() < until, log
            time.sleep(0.05)
        assert log.count("status=sent (250 2.0.0 Taken)") == 3, log


def test_killed_under_lmtp_and_the_mail_server_brings_it_again(office: PostOffice, tmp_path: Path) -> None:
    office.lmtp_settings()
    with running(office.command(killed_at="judged"), log=tmp_path / "log", port=office.lmtp_port):
        office.server.send(mixed(rfc822()), ASKER, CHECK)
        assert office.answers(0) == []
    with running(office.command(), log=tmp_path / "log", port=office.lmtp_port):
        until = time.monotonic() + allowed(30)
        while not office.answers(0) and time.monotonic() < until:
            office.flush()
        assert len(office.answers(0)) == 1
    log = (tmp_path / "log").read_text()
    assert "Lencana answers" in log and "@" not in log, "who wrote is not logged"


def test_what_ends_the_process_each_time_is_given_up_and_told(office: PostOffice) -> None:
    office.imap_settings()
    office.box.deliver(mixed(rfc822()))
    for _ in range(3):
        assert office.once(killed_at="judged").returncode == -signal.SIGKILL
    assert office.once().returncode == 0
    assert parsed(office.answers()[0])["Subject"] == "Lencana: nothing could be checked"


def test_a_mail_server_that_is_away_is_asked_again(office: PostOffice) -> None:
    office.imap_settings()
    settings = office.data / "lencana.toml"
    right = settings.read_text()
    settings.write_text(right.replace(f":{office.server.port}", ":9"))
    office.box.deliver(mixed(rfc822()))
    assert office.once().returncode == 1
    assert office.waiting() == 1
    settings.write_text(right)
    assert office.once().returncode == 0
    assert len(office.answers()) == 1


def test_a_password_is_never_shown(office: PostOffice) -> None:
    office.imap_settings()
    (office.data / "password").write_text("hunter2-secret\n")
    done = office.once()
    assert done.returncode == 2
    assert "hunter2" not in done.stdout + done.stderr
    done = office.once(LENCANA_MAILBOX_IMAP_PASSWORD="synthetic")
    assert done.returncode == 0, "the variable wins"


def test_oversized_is_told_without_being_read(office: PostOffice) -> None:
    office.imap_settings("max_message = 20000")
    office.box.deliver(mixed(rfc822(PHISH + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 400)))
    assert office.once().returncode == 0
    body = parsed(office.answers()[0]).get_body(("plain",))
    assert body is not None and "too large" in body.get_content()
