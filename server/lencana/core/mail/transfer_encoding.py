"""Transfer encodings (RFC 2045 section 6) as mail readers undo them, who forgive more than the standard library."""

import re
from binascii import a2b_base64, a2b_qp

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_JUNK = bytes(set(range(256)) - set(_ALPHABET))
_PADDING = re.compile(b"=+")
_ODD_BREAK = re.compile(rb"=(?:[ \t]+\r?\n|\r(?!\n))")


def from_base64(text: bytes) -> bytes:
    """What base64 says: whatever else stands in it is left out, padding may lack, be too much, or part two texts."""
    found, rest = [], b""
    for group in _PADDING.split(text.translate(None, _JUNK)):
        rest += group
        if len(rest) % 4 != 1:  # six bits are no byte yet, and nothing that padding may follow
            found.append(a2b_base64(rest + b"=" * (-len(rest) % 4)))
            rest = b""
    return b"".join((*found, a2b_base64(rest[:-1])))


def from_quoted_printable(text: bytes, *, header: bool = False) -> bytes:
    """What quoted-printable says; in a header an underscore is a blank (RFC 2047 section 4.2).

    The standard library takes `=` before a lone CR for the end of the line, and so swallows what follows on it.
    """
    return a2b_qp(_ODD_BREAK.sub(b"=\n", text), header=header)
