"""How large a list becomes, and which readers it is too large for."""

from lencana.trust.lint.remarks import Level, Remark

MAX_EXTENSION_BYTES = 8 * 1024 * 1024  # of a list's envelope: the extension refuses a larger one
_ENVELOPE_BYTES = 500  # of an envelope with two signatures, beside its payload


def envelope_bytes(document_bytes: int) -> int:
    """The size of the envelope, of a document of that size."""
    return (document_bytes + 2) // 3 * 4 + _ENVELOPE_BYTES


def remark_on_size(size: int) -> Remark | None:
    """The remark on an envelope of that many bytes that is too large for the extension."""
    if size <= MAX_EXTENSION_BYTES:
        return None
    sizes = {"size": f"{size / 2**20:.1f}", "limit": str(MAX_EXTENSION_BYTES // 2**20)}
    return Remark(Level.WARNING, "too_large", sizes)
