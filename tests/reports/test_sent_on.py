"""Confirmed phish leave as ARF messages and webhooks: once, to real servers, tried again while those are away."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lencana.engine.assembly import open_engine
from lencana.errors import SettingsError
from lencana.reports.channels import open_channels
from lencana.reports.inbox import Inbox
from lencana.reports.keeper import Keeper
from lencana.reports.outbox import CLAIM, RETRY_AFTER, Outbox
from lencana.settings import DkimMode, Reports, Settings

from .conftest import MESSAGE, THEN, Inboxed, a_report, with_message
from .counterparts import MailServer, WebServer, mail_server, web_server

SECRET = b"0123456789abcdef0123456789abcdef"
Make = Callable[..., Inboxed]


@pytest.fixture(autouse=True)
def no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests look themselves, at times of their own; tests/faults/test_reports.py has the thread."""
    monkeypatch.setattr(Keeper, "ensure_running", lambda _self: None)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


class Sending:
    """A server's inbox and its keeper, whose clock can be put on."""

    def __init__(self, make: Make, tmp_path: Path, mail: MailServer | None, web: WebServer | None) -> None:
        (tmp_path / "secret").write_text(f"whsec_{base64.b64encode(SECRET).decode()}\n")
        given: dict[str, Any] = {"reports": Reports.MESSAGES, "dkim": DkimMode.OFF}
        if mail:
            given |= {
                "reports_forward": "abuse@hoster.example",
                "reports_forward_from": "lencana@kantor.example",
                "reports_smtp": f"127.0.0.1:{mail.port}",
                "reports_smtp_security": "none",
            }
        if web:
            given |= {"reports_webhook": f"{web.address}/hook", "reports_webhook_secret_file": str(tmp_path / "secret")}
        self.server = make(**given)
        self.settings = msgspec.convert(given, Settings)
        self.now = THEN
        engine, _ = open_engine(self.server.data, self.settings)
        self.inbox = Inbox(self.settings, self.server.data, engine)
        self.keeper = self.another_keeper()

    def another_keeper(self) -> Keeper:
        channels = open_channels(self.settings, {})
        return Keeper(self.inbox, self.settings, self.server.data, channels, lambda: self.now)

    def confirm(self, report: dict[str, Any], kind: str = "phish") -> str:
        id_: str = self.server.send(report).get_json()["id"]
        return self.answer(id_, kind)

    def answer(self, id_: str, kind: str) -> str:
        answered = self.server.admin("PATCH", f"/v1/reports/{id_}", json={"answer": {"kind": kind, "text": "thanks"}})
        assert answered.status_code == 200
        return id_

    def counts(self) -> dict[tuple[str, str], int]:
        return Outbox(self.inbox.store).counts()


def parsed(mail: MailServer) -> EmailMessage:
    (envelope,) = mail.messages
    assert isinstance(envelope.content, bytes)
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_arf_with_the_message(make: Make, tmp_path: Path, mail: MailServer) -> None:
    """RFC 5965 section 2: multipart/report, a text, the fields, the message."""
    sending = Sending(make, tmp_path, mail, None)
    id_ = sending.confirm(with_message())
    for _ in range(3):
        sending.keeper.look()
    assert sending.counts() == {("mail", "sent"): 1}
    (envelope,) = mail.messages
    assert (envelope.mail_from, envelope.rcpt_tos) == ("lencana@kantor.example", ["abuse@hoster.example"])
    message = parsed(mail)
    assert (message.get_content_type(), message.get_param("report-type")) == ("multipart/report", "feedback-report")
    assert (message["From"], message["To"]) == ("Lencana <lencana@kantor.example>", "abuse@hoster.example")
    assert message["Subject"] == "Phishing report: openal-desk.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert id_ not in message.as_string()
    text, fields, original = message.iter_parts()
    assert "confirmed that it is phishing" in text.get_content()
    assert fields.get_content_type() == "message/feedback-report"
    feedback = dict(fields.get_payload(0).items())  # type: ignore[union-attr]
    assert feedback["Feedback-Type"] == "fraud"
    assert (feedback["Version"], feedback["Reported-Domain"]) == ("1", "openal-desk.example")
    assert original.get_content_type() == "message/rfc822"
    assert MESSAGE.strip().replace(b"\n", b"\r\n") in envelope.content  # type: ignore[operator]
    assert message.defects == []


@pytest.mark.parametrize(
    ("raw", "seven_bit", "kind"),
    [
        (None, False, "text/rfc822-headers"),
        (b"Subject: \xc3\xa9t\xc3\xa9\r\n\r\nPay \xc3\xa9\r\n.\r\nQUIT\r\n", False, "message/rfc822"),
        (b"Subject: \xc3\xa9t\xc3\xa9\r\n\r\nPay \xc3\xa9\r\n", True, "text/rfc822-headers"),
        (b"Subject: x\n\n" + b"y" * 999, False, "text/rfc822-headers"),
        (b"Subject: x\n\n" + b"y" * 998, False, "message/rfc822"),
        (b"Subject: x\n\n\0", False, "text/rfc822-headers"),
        (b"Subject: bare\rcr\n\nx", False, "message/rfc822"),
        (b"\n\nno header", False, "message/rfc822"),
        (b"", False, "message/rfc822"),
        (b"Subject: x\n\n--=_a\n\n--=_a--\n", False, "message/rfc822"),
    ],
)
def test_whatever_was_reported_can_be_sent(
    make: Make, tmp_path: Path, raw: bytes | None, seven_bit: bool, kind: str
) -> None:
    strange = "\r\nBcc: all@example.org\r\n\r\n\u202e\0é"
    sender = {"address": "a@b.example\r\nBcc: x@example.org", "name": strange}
    with mail_server(seven_bit=seven_bit) as mail:
        sending = Sending(make, tmp_path, mail, None)
        fields = {"sender": sender, "subject": strange * 20}
        sending.confirm(a_report(**fields) if raw is None else with_message(raw, **fields))
        sending.keeper.look()
        message = parsed(mail)
        (envelope,) = mail.messages
    assert message["Bcc"] is None
    assert isinstance(envelope.content, bytes)
    assert all(len(line) <= 998 for line in envelope.content.split(b"\r\n"))
    assert not seven_bit or envelope.content.isascii()
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "message/feedback-report", kind]
    if kind == "message/rfc822" and raw:
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip(b"\n").split(b"\n")
        assert b"\r\n".join(lines) in envelope.content


def test_a_webhook_is_signed(make: Make, tmp_path: Path, web: WebServer) -> None:
    """As Standard Webhooks has it: HMAC-SHA256 over id, time and body."""
    sending = Sending(make, tmp_path, None, web)
    id_ = sending.confirm(with_message(subject="Pay é \0"))
    for _ in range(3):
        sending.keeper.look()
    ((path, headers, body),) = web.posts
    assert (path, headers["content-type"]) == ("/hook", "application/json")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"
    assert headers["webhook-timestamp"] == str(int(THEN.timestamp()))
    told = json.loads(body)
    assert told["type"] == "report.confirmed_phish"
    assert (told["data"]["id"], told["data"]["subject"]) == (id_, "Pay é \0")
    assert told["data"]["sender"]["address"] == "pay@openal-desk.example"
    assert base64.b64encode(MESSAGE)[:20].decode() not in body.decode()


def test_only_confirmed_phish_is_sent_and_only_once(
    make: Make, tmp_path: Path, mail: MailServer, web: WebServer
) -> None:
    sending = Sending(make, tmp_path, mail, web)
    sending.confirm(a_report(), "genuine")
    sending.confirm(a_report(), "other")
    taken_back = sending.confirm(a_report())
    sending.answer(taken_back, "genuine")
    gone = sending.confirm(a_report())
    assert sending.server.admin("DELETE", f"/v1/reports/{gone}").status_code == 204
    confirmed = sending.confirm(a_report())
    sending.keeper.look()
    for kind in ("phish", "other", "phish"):
        sending.answer(confirmed, kind)
        sending.keeper.look()
        sending.another_keeper().look()
    assert (len(mail.messages), len(web.posts)) == (1, 1)


@pytest.mark.parametrize("status", [500, 302, 307, 404, 429])
def test_a_webhook_is_tried_again(make: Make, tmp_path: Path, web: WebServer, status: int) -> None:
    """And no redirect is followed."""
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    web.statuses = [status] * 2
    for wait, posts in ((0, 1), (59, 1), (1, 2), (299, 2), (1, 3), (86400, 3)):
        sending.now += timedelta(seconds=wait)
        sending.keeper.look()
        assert len(web.posts) == posts
    assert {path for path, _, _ in web.posts} == {"/hook"}
    assert len({headers["webhook-id"] for _, headers, _ in web.posts}) == 1
    assert len({headers["webhook-timestamp"] for _, headers, _ in web.posts}) == 3
    assert sending.counts() == {("webhook", "sent"): 1}


def test_gone_is_gone(make: Make, tmp_path: Path, web: WebServer) -> None:
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    web.statuses = [410]
    sending.keeper.look()
    assert sending.counts() == {("webhook", "failed"): 1}


@pytest.mark.parametrize(
    ("answer", "state"), [("451 later", "waiting"), ("550 no such user", "failed"), (None, "sent")]
)
def test_what_a_mail_server_answers(
    make: Make, tmp_path: Path, mail: MailServer, answer: str | None, state: str
) -> None:
    sending = Sending(make, tmp_path, mail, None)
    mail.refuse = answer
    sending.confirm(a_report())
    sending.keeper.look()
    assert sending.counts() == {("mail", state): 1}
    mail.refuse = None
    sending.now += RETRY_AFTER[0]
    sending.keeper.look()
    assert len(mail.messages) == (state != "failed")


def test_after_all_attempts_it_is_given_up(make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with web_server() as web:
        sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report(subject="zwitscher9417", comment="zwitscher9417"))  # nobody listens any more
    caplog.set_level(logging.DEBUG)
    for wait in (timedelta(), *RETRY_AFTER):
        sending.now += wait
        sending.keeper.look()
    assert sending.counts() == {("webhook", "failed"): 1}
    assert "the webhook was not taken: ConnectionRefusedError" in caplog.text
    assert "given up" in caplog.text
    assert "zwitscher" not in caplog.text
    assert "openal" not in caplog.text


def test_what_is_claimed_is_left_alone_until_the_claim_is_over(make: Make, tmp_path: Path, web: WebServer) -> None:
    """Two processes, and one that is killed while it sends."""
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    outbox = Outbox(sending.inbox.store)
    killed = outbox.claim(frozenset({"webhook"}), sending.now)
    assert killed is not None
    sending.keeper.look()
    assert web.posts == []
    sending.now += CLAIM
    sending.keeper.look()
    assert len(web.posts) == 1
    outbox.postpone(killed, sending.now)  # it was only slow: its claim counts no more
    sending.now += timedelta(days=1)
    sending.keeper.look()
    assert len(web.posts) == 1


def test_a_way_out_that_is_closed_keeps_what_waits(make: Make, tmp_path: Path, web: WebServer) -> None:
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    Keeper(sending.inbox, sending.settings, sending.server.data, {}, lambda: sending.now).look()
    assert sending.counts() == {("webhook", "waiting"): 1}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reports_forward": "a@b.example"}, "reports_forward_from"),
        ({"reports_forward": "a@b.example", "reports_forward_from": "c@d.example"}, "reports_smtp"),
        ({"reports_forward": "a", "reports_forward_from": "c@d.example", "reports_smtp": "h"}, "reports_forward: 'a'"),
        (
            {"reports_forward": "a@b.example", "reports_forward_from": "c@d.example\r\n", "reports_smtp": "h"},
            "reports_forward_from",
        ),
        (
            {
                "reports_forward": "a@b.example",
                "reports_forward_from": "c@d.example",
                "reports_smtp": "h",
                "reports_smtp_security": "none",
            },
            "reports_smtp_security",
        ),
        (
            {
                "reports_forward": "a@b.example",
                "reports_forward_from": "c@d.example",
                "reports_smtp": "h",
                "reports_smtp_user": "u",
            },
            "LENCANA_REPORTS_SMTP_PASSWORD",
        ),
        ({"reports_webhook": "http://hooks.example/x"}, "https://"),
        ({"reports_webhook": "file:///etc/passwd"}, "https://"),
        ({"reports_webhook": "https://hooks.example/x"}, "reports_webhook_secret_file: name"),
        ({"reports_webhook": "https://h.example/", "reports_webhook_secret_file": "/nowhere"}, "cannot be read"),
    ],
)
def test_mistakes_are_told_at_the_start(given: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        open_channels(msgspec.convert(given, Settings), {})


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_c2hvcnQ=", "0123456789abcdef0123456789abcdef", "whsec_é"])
def test_a_secret_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "s").write_text(text)
    settings = Settings(reports_webhook="https://h.example/", reports_webhook_secret_file=str(tmp_path / "s"))
    with pytest.raises(SettingsError, match="openssl rand") as caught:
        open_channels(settings, {})
    assert not text or text not in str(caught.value) or text == "whsec_"
