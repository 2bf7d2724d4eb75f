"""The signed envelope: DSSE v1.0.2 with Ed25519 (docs/format.md section 1).

Verify first, parse after: `verify` says whether the payload may be read at all, and the payload read is the very bytes
object that was verified.
"""

from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lencana.errors import EnvelopeError, SignatureError, TooLargeError
from lencana.trust.documents import base64, strict_json

MAX_SIGNATURES = 16  # each may cost a pass over the payload for every key
MAX_PUNCTUATION = 10_000  # brackets and commas: anybody may send an envelope, and JSON can make a hundred bytes of two


class Signature(msgspec.Struct, frozen=True):
    """A signature, and the keyid as an unsigned hint ("" for none)."""

    keyid: str
    sig: bytes


class Envelope(msgspec.Struct, frozen=True):
    """An envelope as received. Trust nothing in it before `verify` has returned."""

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
    """The bytes that are signed: DSSE's pre-authentication encoding. Lengths count bytes of UTF-8, not characters."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def parse(raw: bytes, limit: int) -> Envelope:
    """Read an envelope of at most `limit` bytes. Raises TooLargeError, EnvelopeError."""
    if len(raw) > limit:
        raise TooLargeError(f"the envelope has {len(raw)} bytes, more than the {limit} allowed")
    try:
        _check_punctuation(raw)
        # Mostly what we have written ourselves, which msgspec reads in half the time and without a copy.
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
    """The keyids of `keys` (keyid → raw public key) that have signed; each counts once, however often it signed."""
    message = pae(envelope.payload_type, envelope.payload)
    valid_keyids: set[str] = set()
    for signature in dict.fromkeys(envelope.signatures):
        # The hint only orders the candidates: a wrong one must neither help nor harm.
        for keyid in sorted(keys.keys() - valid_keyids, key=lambda k: k != signature.keyid):
            if _is_valid(keys[keyid], signature.sig, message):
                valid_keyids.add(keyid)
                break
    return frozenset(valid_keyids)


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


def _check_punctuation(raw: bytes) -> None:
    """An envelope is a long text, and a handful of fields."""
    if sum(map(raw.count, (b",", b"[", b"{"))) > MAX_PUNCTUATION:
        raise ValueError("more fields than an envelope has")


def _parse_canonical(raw: bytes) -> _EnvelopeJson | None:
    """The envelope if `raw` is exactly what `encode` writes, where nothing can be spelt in two ways; None otherwise.

    Encoding it again and comparing would prove that, but copy a payload of megabytes. It is enough to encode it again
    with all but the last group of the payload's base64 left out, and to compare with `raw` without the same letters:

    1. base64 writes each three bytes as one group of four letters, so a payload of n bytes has (n - 1) // 3 groups
       before its last one, and in what `encode` writes they follow `_HEAD` directly.
    2. The decoder has accepted them, so they are letters of the base64 alphabet, and each such group stands for just
       one triple of bytes: `encode` would write the very same letters.
    3. Everything else, the last group with its padding and unused bits included, is compared byte for byte.
    """
    try:
        parsed = msgspec.json.decode(raw, type=_EnvelopeJson)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    groups = max(len(parsed.payload) - 1, 0) // 3
    before_payload, last_group_onwards = raw[: len(_HEAD)], raw[len(_HEAD) + 4 * groups :]
    shortened = msgspec.structs.replace(parsed, payload=parsed.payload[3 * groups :])
    return parsed if msgspec.json.encode(shortened) == before_payload + last_group_onwards else None


def _parse_any_layout(raw: bytes) -> _EnvelopeJson:
    """The envelope in any JSON layout and with either base64 alphabet, but strictly. Raises ValueError."""
    parsed = strict_json.decode(raw, _EnvelopeText)
    signatures = (_SignatureJson(keyid=s.keyid, sig=base64.decode(s.sig)) for s in parsed.signatures)
    return _EnvelopeJson(
        payload=base64.decode(parsed.payload), payload_type=parsed.payload_type, signatures=tuple(signatures)
    )
