"""A signed document as it is sent: compressed once a version, when somebody first asks for it."""

import zlib
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from threading import Lock

LEVEL = 5  # beyond it, base64 of names gets hardly smaller
_GZIP = 16 + zlib.MAX_WBITS


class Packed:
    """An envelope, kept compressed. `digest` is the SHA-256 of the envelope."""

    def __init__(self, digest: str, read: Callable[[], bytes]) -> None:
        """`read` fetches the envelope and answers for its being the one of `digest`."""
        self.digest = digest
        self._read = read
        self._lock = Lock()

    def gzip(self) -> bytes:
        """The envelope in gzip. Raises what `read` raises, and asks it again the next time."""
        with self._lock:
            return self._gzip

    def envelope(self) -> bytes:
        """The envelope, byte for byte."""
        return zlib.decompress(self.gzip(), _GZIP)

    @cached_property
    def _gzip(self) -> bytes:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        return packer.compress(self._read()) + packer.flush()


def digest_of(envelope: bytes) -> str:
    """What `Packed.digest` holds."""
    return sha256(envelope).hexdigest()
