"""What hostile messages are made of: pieces repeated up to a size, and fields that hold them."""

from collections.abc import Callable
from itertools import count

Make = Callable[[int], bytes]
LISTED, STRANGER = b"From: OpenAI <a@openai.com>\r\n", b"From: a@b.example\r\n"
MIXED = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"


def times(piece: bytes, n: int) -> bytes:
    """The piece as often as fits."""
    return piece * (n // len(piece) + 1)


def numbered(pattern: bytes, n: int) -> bytes:
    """The pattern with another number each time."""
    pieces, size = [], 0
    for number in count():
        pieces.append(pattern.replace(b"%d", b"%d" % number))
        size += len(pieces[-1])
        if size >= n:
            break
    return b"".join(pieces)


def field_of(name: bytes, make: Make, sender: bytes = LISTED) -> Make:
    """One field with that value above the sender's."""
    return lambda n: name + b": " + make(n) + b"\r\n" + sender + b"\r\nx"


def fields_of(name: bytes, value: bytes, sender: bytes = LISTED) -> Make:
    """As many fields as fit, all different."""
    return lambda n: numbered(name + b": " + value + b"\r\n", n) + sender + b"\r\nx"
