"""Encoded-words (RFC 2047): what is text, which neighbours are one, and what white space between them is."""

import pytest

from lencana.core.mail.header.encoded_words import MAX_DECODED_CHARS, decode_encoded_words

VALUES = [
    # value, text, why
    ("plain", "plain", "no encoded-word"),
    ('"quoted"', '"quoted"', "without encoded-words quotes stay"),
    ("=?utf-8?q?Open?= =?utf-8?q?AI?=", "OpenAI", "white space between two words is no text"),
    ("=?utf-8?q?Open?= =?iso-8859-1?q?AI?=", "OpenAI", "nor between words of two charsets"),
    ("=?utf-8?q?Open?= x =?utf-8?q?AI?=", "Open x AI", "but text between them is"),
    ("  =?utf-8?q?Open?= AI ", "  Open AI ", "white space at the ends is kept"),
    ("=?utf-8?q?Op=C3?= =?utf-8?q?=A9n?=", "Opén", "a letter across two words"),
    ("=?utf-8?q?Op=C3?= =?latin1?q?=A9n?=", "OpÃ©n", "of two charsets, each is decoded alone"),
    ("=?utf-8?q?Op=C3?=x=?utf-8?q?=A9n?=", "OpÃx©n", "of two runs, each is decoded alone"),
    ("=?UTF-8*en?Q?Op=C3=A9n?=", "Opén", "a language behind the charset, capitals"),
    ("=?utf-8?b?T3Blb?= =?utf-8?b?kFJ?=", "OpenAI", "base64 cut within four characters"),
    ("=?utf-8?b?T3BlbkFJIQ?= =?utf-8?q?_Inc?=", "OpenAI! Inc", "base64 without padding, then another encoding"),
    ('"=?utf-8?q?Open?= AI"', " Open AI ", "inside quotes, which become blanks"),
    ("=?utf-8?x?Open?=", "=?utf-8?x?Open?=", "an unknown encoding is text"),
    ("=?utf-8?q?Open", "=?utf-8?q?Open", "a word without its end is text"),
]


@pytest.mark.parametrize(("value", "text", "why"), VALUES, ids=[row[2] for row in VALUES])
def test_values(value: str, text: str, why: str) -> None:
    assert decode_encoded_words(value) == text, why


def test_a_long_value_is_cut() -> None:
    assert decode_encoded_words("=?utf-8?q?a?=" + "x" * 5000) == "a" + "x" * (MAX_DECODED_CHARS - len("=?utf-8?q?a?="))
