"""Encoded-words in header fields (RFC 2047), decoded as mail readers show them.

Real mail breaks the grammar: words stand inside quotes, a letter is cut in two by the end of a word, and base64 is cut
anywhere. So neighbours in one charset are decoded together.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from lencana.core.mail.mime.charsets import decode
from lencana.core.mail.mime.transfer_encoding import from_base64, from_quoted_printable

MAX_DECODED_CHARS = 4000  # characters of a field with encoded-words that are read
_ENCODED_WORD = re.compile(r"=\?([^?\s]*)\?([bq])\?(.*?)\?=", re.IGNORECASE)


class _EncodedWord(NamedTuple):
    charset: str  # in lower case
    encoding: str  # "b" or "q"
    encoded_text: str


def decode_encoded_words(text: str) -> str:
    """Decode the encoded-words in an unfolded field value, also those inside quotes, where RFC 2047 forbids them.

    If there are any, quotes become blanks and the value is cut at MAX_DECODED_CHARS.
    """
    if "=?" not in text:
        return text
    decoded: list[str] = []
    for charset, neighbours in groupby(_tokens(text[:MAX_DECODED_CHARS].replace('"', " ")), _charset_of):
        if charset is None:
            decoded.extend(token for token in neighbours if isinstance(token, str))
        else:
            decoded.append(_decode_run([word for word in neighbours if isinstance(word, _EncodedWord)], charset))
    return "".join(decoded)


def _tokens(text: str) -> Iterator[str | _EncodedWord]:
    """Text and encoded-words in order; white space between two words is no text (RFC 2047 section 6.2)."""
    end = 0
    for match in _ENCODED_WORD.finditer(text):
        between = text[end : match.start()]
        if between.strip() or not end:
            yield between
        charset = match[1].partition("*")[0].lower()  # RFC 2231 section 5: a language may follow
        yield _EncodedWord(charset, match[2].lower(), match[3])
        end = match.end()
    yield text[end:]


def _charset_of(token: str | _EncodedWord) -> str | None:
    return token.charset if isinstance(token, _EncodedWord) else None


def _decode_run(words: list[_EncodedWord], run_charset: str) -> str:
    """Neighbours of one charset, joined as bytes first: a letter may lie across two."""
    joined: list[_EncodedWord] = []
    for word in words:
        if joined and _is_cut_base64(joined[-1], word):
            joined[-1] = word._replace(encoded_text=joined[-1].encoded_text + word.encoded_text)
        else:
            joined.append(word)
    return decode(b"".join(map(_bytes_of, joined)), run_charset)


def _is_cut_base64(word: _EncodedWord, following: _EncodedWord) -> bool:
    """True for base64 that was cut within a group of four characters and then put into two words."""
    if word.encoding != "b" or following.encoding != "b":
        return False
    before, after = word.encoded_text, following.encoded_text
    return len(before) % 4 > 0 and not before.endswith("=") and len(before + after) % 4 == 0


def _bytes_of(word: _EncodedWord) -> bytes:
    encoded = word.encoded_text.encode("utf-8", "replace")
    return from_base64(encoded) if word.encoding == "b" else from_quoted_printable(encoded, header=True)
