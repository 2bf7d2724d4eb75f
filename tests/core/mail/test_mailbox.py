"""The mailbox in a From field, as tables; tests/vectors/from.json has whole header blocks."""

import pytest

from lencana.core.mail.header.mailbox import SenderDefect, read_mailbox
from lencana.core.mail.message import Limits, message_from_bytes

PLAIN = [
    # value, name, address
    ("a@openai.com", "", "a@openai.com"),
    ("OpenAI <a@openai.com>", "OpenAI", "a@openai.com"),
    ('"OpenAI, LLC" <a@openai.com>', "OpenAI, LLC", "a@openai.com"),
    ("Tim (Mail) <a@openai.com> (x)", "Tim (Mail)", "a@openai.com"),
    ("a@openai.com (Tim Peters)", "Tim Peters", "a@openai.com"),
    ("=?utf-8?q?Op=C3=A9nAI?= <a@openai.com>", "OpénAI", "a@openai.com"),
    ("Netflix <a_b@sonia.example >", "Netflix", "a_b@sonia.example"),
    ("<a@OPENAI.COM>", "", "a@openai.com"),
    ("<a@openai.com> (Tim Peters)", "Tim Peters", "a@openai.com"),
    ("Tim <a@openai.com> (Peters)", "Tim", "a@openai.com"),
    ("=?utf-8*en?q?Op=C3=A9nAI?= <a@openai.com>", "OpénAI", "a@openai.com"),
    ("=?utf-8?b?T3Blb?= =?utf-8?b?kFJ?= <a@openai.com>", "OpenAI", "a@openai.com"),  # base64 cut within four letters
    ("=?utf-8?b?T3BlbkFJT?= <a@openai.com>", "OpenAI", "a@openai.com"),
    ("=?utf-8?b?T3BlbkFJIQ?= =?utf-8?q?_Inc?= <a@openai.com>", "OpenAI! Inc", "a@openai.com"),
    ("=?utf-8?q?Op=C3?= =?utf-8?q?=A9n?= <a@openai.com>", "Opén", "a@openai.com"),
    ("=?none?q?Op=C3=A9n?= =?us-ascii?q?AI=E9?= <a@openai.com>", "OpénAIé", "a@openai.com"),
    ("=?utf-8?q?Open?= AI =?utf-8?q?Team?= <a@openai.com>", "Open AI Team", "a@openai.com"),
    ("J\\ohn <a@openai.com>", None, None),  # a backslash outside quotes is not plain
]

NOT_PLAIN = [
    # value, the address that a mail reader shows, one of its defects
    ("", None, SenderDefect.NO_ADDRESS),
    ("Undisclosed", "", SenderDefect.NO_ADDRESS),
    ("Facebook ,_<x@evil.example>", "x@evil.example", SenderDefect.NOT_PLAIN),
    ("SHEIN, <info@shop.example>", "info@shop.example", SenderDefect.NOT_PLAIN),
    ("X, <a@b.example>, Office, <a@b.example>", "a@b.example", SenderDefect.NOT_PLAIN),
    ("TotalAV (<info@av.example>)", "info@av.example", SenderDefect.NOT_PLAIN),
    ('<"no-reply@openai.com">', "no-reply@openai.com", SenderDefect.NOT_PLAIN),
    ("a@openai.com, b@evil.example", "a@openai.com", SenderDefect.SEVERAL_ADDRESSES),
    ("<a@openai.com> <b@evil.example>", "b@evil.example", SenderDefect.SEVERAL_ADDRESSES),
    ("<@evil.example:a@openai.com>", None, SenderDefect.NOT_PLAIN),
    ("Friends: a@openai.com;", "a@openai.com", SenderDefect.NOT_PLAIN),
    ("=?utf-8?q?a=40openai=2Ecom?= <>", "", SenderDefect.NO_ADDRESS),
    ("<=?utf-8?q?a=40openai=2Ecom?=@evil.example>", None, SenderDefect.NOT_PLAIN),
    ("a@openai.com\\", None, SenderDefect.NOT_PLAIN),
    ('"a"@openai.com', "a@openai.com", SenderDefect.NOT_PLAIN),
    ('X <"a"@openai.com>', "a@openai.com", SenderDefect.NOT_PLAIN),
    ("a(x)@openai.com", "a@openai.com", SenderDefect.NOT_PLAIN),
    ("X <a@(x)openai.com>", "a@openai.com", SenderDefect.NOT_PLAIN),
    ("a@openai.com (X (Y) Z)", "a@openai.com", SenderDefect.NOT_PLAIN),
    ("(b@evil.example) a@openai.com", "a@openai.com", SenderDefect.NOT_PLAIN),
    ("<a@openai .com>", "a@openai.com", SenderDefect.NOT_PLAIN),
    ("A <a@openai.com>, B <b@evil.example>", "a@openai.com", SenderDefect.SEVERAL_ADDRESSES),
    ("A <a@evil.example>; B <b@openai.com>", "a@evil.example", SenderDefect.SEVERAL_ADDRESSES),
    ('"x <b@evil.example>\\\\" <a@openai.com>', "a@openai.com", SenderDefect.DISAGREEMENT),
    ("a@[192.0.2.1]", None, None),
    ("service <service@shop.example.>", "service@shop.example", None),
]


@pytest.mark.parametrize(("value", "name", "address"), PLAIN)
def test_plain(value: str, name: str | None, address: str | None) -> None:
    sender = read_mailbox(value)
    if address is None:
        assert sender.defects
        return
    assert sender.mailbox is not None
    assert (sender.mailbox.name, sender.mailbox.address, sender.defects) == (name, address, frozenset())


@pytest.mark.parametrize(("value", "address", "defect"), NOT_PLAIN)
def test_not_one_plain_mailbox(value: str, address: str | None, defect: SenderDefect | None) -> None:
    sender = read_mailbox(value)
    assert sender.defects
    assert defect is None or defect in sender.defects
    if address is not None:
        assert sender.mailbox is not None
        assert sender.mailbox.address == address


NAMES = [
    # value, the display name: all that stands beside the addresses
    ("<x@evil.example> OpenAI", "OpenAI"),
    ("Ann <x@evil.example> OpenAI", "Ann OpenAI"),
    ("x@evil.example (OpenAI (US))", "OpenAI (US)"),
    ("Ann <a@b.example>, OpenAI <x@evil.example>", "Ann , OpenAI"),
]


@pytest.mark.parametrize(("value", "name"), NAMES)
def test_the_name_joins_all_that_may_be_shown(value: str, name: str) -> None:
    mailbox = read_mailbox(value).mailbox
    assert mailbox is not None
    assert mailbox.name == name


REPLY_TO = [
    # Reply-To fields, the mailboxes in them: at most one a domain
    (["a@b.example"], ["a@b.example"]),
    (["Ann <a@b.example>, Bob <c@d.example>"], ["a@b.example", "c@d.example"]),
    (["a@b.example, c@d.example, e@d.example"], ["a@b.example", "c@d.example"]),
    (['"c"@d.example'], ["c@d.example"]),
    (["(a@b.example) c@d.example"], ["c@d.example"]),
    (["a@b.example", "c@d.example"], ["a@b.example", "c@d.example"]),
    (["", "c@d.example"], ["c@d.example"]),
    (["nobody"], []),
]


@pytest.mark.parametrize(("fields", "addresses"), REPLY_TO)
def test_reply_to(fields: list[str], addresses: list[str]) -> None:
    block = "".join(f"Reply-To: {field}\r\n" for field in fields)
    message = message_from_bytes(b"From: x@y.example\r\n" + block.encode() + b"\r\n", Limits())
    assert [mailbox.address for mailbox in message.reply_to] == addresses


def test_every_subject_is_read() -> None:
    message = message_from_bytes(b"From: a@b.example\r\nSubject: one\r\nSubject: =?utf-8?q?two?=\r\n\r\n", Limits())
    assert message.subject == "one two"


# What tests/vectors/from.json has no room for.
BLOCKS = [
    # header block, is it one plain mailbox
    (b">From a@b Sun Feb  1 09:00:00 2026\nFrom: a@openai.com\n\nbody", True),
    (b"From: a@openai.com\nX: " + b"x" * 200_000 + b"\n\n", True),
    (b"X: " + b"x" * 300_000 + b"\nFrom: a@openai.com\n\n", False),
    (b"From: a@openai.com\nX: " + b"x" * 300_000 + b"\nFrom: b@evil.example\n\n", False),
    (b"A: b\n" * 10_000 + b"From: a@openai.com\n\n", True),
]


@pytest.mark.parametrize(("raw", "plain"), BLOCKS)
def test_limits_of_the_header_block(raw: bytes, plain: bool) -> None:
    assert (not message_from_bytes(raw, Limits()).sender.defects) is plain
