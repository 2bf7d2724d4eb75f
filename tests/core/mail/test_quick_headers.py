"""Fields are read the same whether their names are usual ones or not, and whether the block is folded or not."""

import pytest

from lencana.core.mail.body import NO_BODY
from lencana.core.mail.header.header_block import HeaderBlock, read_headers
from lencana.core.mail.message import Limits, message_from_headers

LIMIT = 64 * 1024
USUAL = (
    b"From: OpenAI <a@openai.com>\r\nDate: today\r\nno field\r\nFrom: b@evil.example\r\n"
    b"Subject : =?utf-8?q?x?=\r\n:\r\n"
)
BLOCKS = [
    *(USUAL, USUAL.replace(b"\r\n", b"\n"), b"From : a@b.example\n\nTo: c", b"\nFrom: a@b.example"),
    *(b"From a\nTo: b\0", b""),
]


@pytest.mark.parametrize("block", BLOCKS)
def test_names_in_capitals(block: bytes) -> None:
    in_capitals = block.replace(b"From:", b"FROM:").replace(b"Date", b"dATE")
    assert read_headers(in_capitals, LIMIT) == read_headers(block, LIMIT)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_fold_elsewhere(block: bytes) -> None:
    plain, folded = read_headers(block, LIMIT), read_headers(block + b"\nX-Folded: a\n b", LIMIT)
    assert [field for field in folded.fields if field.name != "x-folded"] == list(plain.fields)
    assert HeaderBlock((), folded.defects, folded.repeated) == HeaderBlock((), plain.defects, plain.repeated)
    assert folded.fields[-1].value == "a b"


def test_a_reply_to_that_repeats_the_from() -> None:
    author, other = "OpenAI <a@openai.com>, <b@b.example>", "c@evil.example"
    message = message_from_headers(f"From: {author}\nReply-To: {author}\nReply-To: {other}\n", NO_BODY, Limits())
    assert [mailbox.address for mailbox in message.reply_to] == ["a@openai.com", "b@b.example", "c@evil.example"]
    assert message.sender.mailbox is not None and message.sender.mailbox.address == "a@openai.com"
    assert message.reply_to_field == f"{author}\n{other}"
