"""Charsets: which names are codecs, and that Python, which keeps every name for good, is asked for no others."""

import codecs
import encodings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.mail.message import Limits, message_from_bytes
from lencana.core.mail.mime.charsets import codec_name, decode


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("UTF-8", "utf_8"),
        ("us-ascii", "ascii"),
        ("ISO-8859-1", "latin_1"),
        ("windows-1252", "cp1252"),
        ("KOI8-U", "koi8_u"),
        ("gb2312", "gb2312"),
        ("utf--8", "utf_8"),  # so many spellings, one question
        ("x-sjis", "shift_jis"),
        ("windows-874", "cp874"),
        ("win-1251", "cp1251"),
        ("cp-850", "cp850"),
        ("x-mac-roman", "mac_roman"),
        ("iso-8859-8-i", "iso8859_8"),
        ("windows-31j", "cp932"),
        ("unicode", "utf_16"),
        ("x-", None),
        ("punycode", None),
        ("idna", None),
        ("unicode_escape", None),
        ("base64", None),
        ("zip", None),
        ("", None),
        (None, None),
        ("utf-8" + " " * 100, None),
    ],
)
def test_names(name: str | None, found: str | None) -> None:
    assert codec_name(name) == found
    assert found is None or codecs.lookup(found)


@pytest.mark.parametrize(
    ("text", "charset", "shown"),
    [
        ("é".encode(), "utf-8", "é"),
        (b"\xe9", "utf-8", "é"),
        (b"\xe9", None, "é"),
        (b"\xe9", "us-ascii", "é"),
        ("é".encode(), "us-ascii", "é"),
        ("é".encode(), "x-unknown", "é"),
        ("оpenai".encode() + b"\xff", "utf-8", "оpenaiÿ"),  # one byte must not hide that the o is Cyrillic
        ("€".encode(), "gb2312", "€"),
        (b"\xe9\x93", "windows-1252", "é“"),
        (b"a code", "utf-16", "a code\n⁡潣敤"),  # some go by what it is, some by what it says that it is
        ("“é”".encode(), "cp037", "“é”\n" + "“é”".encode().decode("cp037")),
        ("a".encode("utf_16_le"), "utf-16le", "a"),
        ("請求書".encode("utf_16_le"), "utf-16le", "請求書"),
        (b"", "utf-16", ""),
        ("請求".encode("iso2022_jp") + b"\xff", "iso-2022-jp", "請求\ufffd"),
        ("OpenAI".encode("utf_16") + b"x", "utf-16", "OpenAI\ufffd"),
    ],
)
def test_a_text_in_its_charset_or_in_another(text: bytes, charset: str | None, shown: str) -> None:
    assert decode(text, charset) == shown


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=40), st.sampled_from(["utf-16", "utf-7", "hz", "iso-2022-jp", "iso-2022-kr", "johab", "big5"])
)
def test_no_bytes_make_a_codec_stumble(text: bytes, name: str) -> None:
    text.decode(codec_name(name) or "", "replace")
    assert isinstance(decode(text, name), str)


def test_a_message_cannot_fill_the_memory_with_names() -> None:
    """In an encoded-word, in Content-Type, in RFC 2231's form of its charset and of its boundary."""
    message = message_from_bytes(
        b"From: =?none-such-1?q?Ann?= <a@b.example>\r\nContent-Type: multipart/mixed; boundary*=none-such-2''b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain; charset*=none-such-3''none-such-4\r\n\r\none\r\n"
        b"--b\r\nContent-Type: text/plain; charset=none-such-5\r\n\r\ntwo\r\n--b--\r\n",
        Limits(),
    )
    assert (message.body.text.split(), message.sender.mailbox and message.sender.mailbox.name) == (
        ["one", "two"],
        "Ann",
    )
    assert [name for name in encodings._cache if "none" in name] == []  # type: ignore[attr-defined]


def test_a_text_in_what_is_no_charset_is_read_as_utf_8() -> None:
    raw = b"From: a@b.example\r\nContent-Type: text/plain; charset=punycode\r\n\r\nsend your password-99\r\n"
    assert message_from_bytes(raw, Limits()).body.text.strip() == "send your password-99"
