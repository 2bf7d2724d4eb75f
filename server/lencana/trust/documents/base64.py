"""base64 as the envelope wants it: standard or URL-safe, padded, and only one way to write the same bytes."""

import binascii

_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


def decode(text: str) -> bytes:
    """The bytes of `text` (RFC 4648 sections 4 and 5). Raises ValueError for everything that is not exact."""
    try:
        data = text.encode("ascii")
        if b"-" in data or b"_" in data:
            if b"+" in data or b"/" in data:
                raise ValueError("base64 mixes the standard and the URL-safe alphabet")
            data = data.translate(_TO_STANDARD)
        decoded = binascii.a2b_base64(data, strict_mode=True)
    except (binascii.Error, UnicodeError) as error:
        raise ValueError(f"not base64: {error}") from error
    # RFC 4648 section 3.5: bits after the last byte must be zero, or one document has many spellings.
    if binascii.b2a_base64(decoded[-(len(decoded) % 3 or 3) :], newline=False) != data[-4:]:
        raise ValueError("not base64: bits after the last byte are not zero")
    return decoded


def encode(data: bytes) -> str:
    """Standard base64 with padding."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")
