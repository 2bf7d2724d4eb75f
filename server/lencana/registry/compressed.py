"""A signed document as it is sent: read and compressed once a version, when somebody first asks for it."""

import zlib
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

LEVEL = 5  # beyond it, base64 of names gets hardly smaller
_GZIP = 16 + zlib.MAX_WBITS


class _Compressed(NamedTuple):
    digest: str
    gzip: bytes


class CompressedEnvelope:
    """An envelope, compressed in memory."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        """`read` fetches the envelope and answers for its being the one that was verified."""
        self._fetch = read
        self._lock = Lock()

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the envelope. Raises what `read` raises, and asks it again the next time."""
        with self._lock:
            return self._compressed.digest

    def gzip(self) -> bytes:
        """The envelope in gzip. Raises as `digest` does."""
        with self._lock:
            return self._compressed.gzip

    def envelope(self) -> bytes:
        """The envelope, byte for byte. Raises as `digest` does."""
        return zlib.decompress(self.gzip(), _GZIP)

    @cached_property
    def _compressed(self) -> _Compressed:
        envelope = self._fetch()
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        return _Compressed(sha256(envelope).hexdigest(), packer.compress(envelope) + packer.flush())
