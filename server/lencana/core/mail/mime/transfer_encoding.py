"""Transfer encodings (RFC 2045 section 6), decoded as mail readers do, which accept more than the standard library."""

import re
from binascii import a2b_base64, a2b_qp

_BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64_ALPHABET))
_PADDING = re.compile(b"=+")
_NONSTANDARD_SOFT_BREAK = re.compile(rb"=(?:[ \t]+\r?\n|\r(?!\n))")


def from_base64(text: bytes) -> bytes:
    """Decode base64; never raises. Other characters are skipped; padding may be missing, too long or in the middle."""
    decoded, pending = [], b""
    for group in _PADDING.split(text.translate(None, _NOT_BASE64)):
        pending += group
        if len(pending) % 4 != 1:  # a single character has six bits, which are no byte: padding there means nothing
            decoded.append(a2b_base64(pending + b"=" * (-len(pending) % 4)))
            pending = b""
    return b"".join((*decoded, a2b_base64(pending[:-1])))


def from_quoted_printable(text: bytes, *, header: bool = False) -> bytes:
    """Decode quoted-printable; never raises. In a header, an underscore is a blank (RFC 2047 section 4.2).

    The standard library takes `=` before a bare CR for the end of the line, and so loses the rest of the line.
    """
    return a2b_qp(_NONSTANDARD_SOFT_BREAK.sub(b"=\n", text), header=header)
