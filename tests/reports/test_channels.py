"""What leaves of a confirmed phish: an ARF message, a signed webhook; and settings with which neither can."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lencana.errors import SettingsError
from lencana.reports.sending.channels import open_channels
from lencana.settings import Settings

from .conftest import MESSAGE, THEN, a_report, with_message
from .counterparts import MailServer, WebServer, mail_server
from .sending import SECRET, Make, Sending

pytestmark = pytest.mark.usefixtures("no_thread")


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
