"""The signed envelope: DSSE v1.0.2 with Ed25519 (docs/format.md section 1).

Verify first, parse after: `verify` says whether the payload may be read at all, and the payload read is the very bytes
object that was verified.
"""

from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lencana.errors import EnvelopeError, SignatureError, TooLargeError
from lencana.trust import base64, strict_json

MAX_SIGNATURES = 16  # each may cost a pass over the payload for every key


class Signature(msgspec.Struct, frozen=True):
    """A signature and the unsigned hint whose it is ("" for none)."""

    keyid: str
    sig: bytes


class Envelope(msgspec.Struct, frozen=True):
    """What was received. Nothing in it is to be believed before `verify` has returned."""

    payload_type: str
    payload: bytes
    signatures: tuple[Signature, ...]


class _SignatureJson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    keyid: str = ""
    sig: bytes


class _EnvelopeJson(msgspec.Struct, frozen=True, kw_only=True):
    payload: bytes
    payload_type: str = msgspec.field(name="payloadType")
    signatures: tuple[_SignatureJson, ...]


_HEAD = b'{"payload":"'


class _SignatureText(msgspec.Struct, frozen=True, kw_only=True):
    keyid: str = ""
    sig: str


class _EnvelopeText(msgspec.Struct, frozen=True, kw_only=True):
    payload: str
    payload_type: str = msgspec.field(name="payloadType")
    signatures: tuple[_SignatureText, ...]


def pae(payload_type: str, payload: bytes) -> bytes:
    """What is signed (DSSE protocol, "Signature Definition"). Lengths are of bytes, so encode before measuring."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def parse(raw: bytes, limit: int) -> Envelope:
    """Read an envelope of at most `limit` bytes. Raises TooLargeError, EnvelopeError."""
    if len(raw) > limit:
        raise TooLargeError(f"the envelope has {len(raw)} bytes, more than the {limit} allowed")
    try:
        # What we write is what we mostly read; msgspec takes half the time for base64, and no copy.
        read = _parse_canonical(raw) or _parse_any_layout(raw)
    except ValueError as error:
        raise EnvelopeError(f"not a DSSE envelope: {error}") from error
    if len(read.signatures) > MAX_SIGNATURES:
        raise EnvelopeError(f"not a DSSE envelope: {len(read.signatures)} signatures, more than {MAX_SIGNATURES}")
    return Envelope(read.payload_type, read.payload, tuple(Signature(s.keyid, s.sig) for s in read.signatures))


def encode(envelope: Envelope) -> bytes:
    """The envelope as compact JSON."""
    signatures = tuple(_SignatureJson(keyid=s.keyid, sig=s.sig) for s in envelope.signatures)
    return msgspec.json.encode(
        _EnvelopeJson(payload=envelope.payload, payload_type=envelope.payload_type, signatures=signatures)
    )


def valid_signers(envelope: Envelope, keys: Mapping[str, bytes]) -> frozenset[str]:
    """The keyids, of `keys` (keyid → raw public key), that truly signed; each counts once however often it signed."""
    message = pae(envelope.payload_type, envelope.payload)
    found: set[str] = set()
    for signature in dict.fromkeys(envelope.signatures):
        # The hint only orders the candidates: a wrong one must neither help nor harm.
        for keyid in sorted(keys.keys() - found, key=lambda k: k != signature.keyid):
            if _is_valid(keys[keyid], signature.sig, message):
                found.add(keyid)
                break
    return frozenset(found)


def verify(envelope: Envelope, keys: Mapping[str, bytes], threshold: int) -> None:
    """Demand valid signatures of at least `threshold` different keys. Raises SignatureError."""
    if threshold < 1:
        raise ValueError("a threshold below 1 would let anybody sign")
    count = len(valid_signers(envelope, keys))
    if count < threshold:
        raise SignatureError(
            f"{count} of the {threshold} signatures needed are valid; "
            f"sign with {'one' if threshold == 1 else f'{threshold}'} of the keys that the root names for this role"
        )


def _is_valid(public: bytes, sig: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(sig, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _parse_canonical(raw: bytes) -> _EnvelopeJson | None:
    """In the very bytes that `encode` writes, in which nothing has a second spelling; None for everything else.

    Of a payload of megabytes only the last four letters are written again. Those before them are letters of base64, or
    the decoder would have refused them, and just as many as three bytes each take: so they can be no others.
    """
    try:
        read = msgspec.json.decode(raw, type=_EnvelopeJson)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    before = max(len(read.payload) - 1, 0) // 3  # groups of three bytes, but the last
    shortened = raw[: len(_HEAD)] + raw[len(_HEAD) + 4 * before :]
    last = msgspec.structs.replace(read, payload=read.payload[3 * before :])
    return read if msgspec.json.encode(last) == shortened else None


def _parse_any_layout(raw: bytes) -> _EnvelopeJson:
    """In any layout, and with either alphabet of base64, but strictly. Raises ValueError."""
    read = strict_json.decode(raw, _EnvelopeText)
    signatures = (_SignatureJson(keyid=s.keyid, sig=base64.decode(s.sig)) for s in read.signatures)
    return _EnvelopeJson(
        payload=base64.decode(read.payload), payload_type=read.payload_type, signatures=tuple(signatures)
    )
