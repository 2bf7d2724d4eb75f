"""The cases of tests/vectors/dsse.json: what to sign, and what to make of envelopes."""

import json
from typing import Any

from lencana.trust.documents import base64
from lencana.trust.documents.envelope import pae
from lencana.trust.documents.metadata import Role
from trust.publisher import edited, key, signed_text

ABOUT = (
    "DSSE envelopes with Ed25519 (docs/format.md sections 1 and 7). `keys`: hex. `sign`: payloadType and payload (hex) "
    "make pae (hex) make sig (base64), by key rfc8032. `verify`: the envelope (JSON text), the payload type expected, "
    "the keys of the role and the threshold; expect is ok (then payload, hex, comes out) or the class of the error. "
    "Made by tests/trust/make_vectors.py."
)
TYPE = Role.ALLOWLIST.payload_type
REFUSED = "SignatureError"
NAMES = ("rfc8032", "second", "stranger")
BODY = '{"n":"ûï¾>?"}'  # its base64 has padding, and differs between the standard and the URL-safe alphabet


def vectors() -> dict[str, Any]:
    """The whole file."""
    keys = {
        name: {"secret": key(name).private.private_bytes_raw().hex(), "public": key(name).public.hex()}
        | {"keyid": key(name).keyid}
        for name in NAMES
    }
    return {"about": ABOUT, "keys": keys, "sign": _sign(), "verify": _verify()}


def _sign() -> list[dict[str, str]]:
    rows = [
        ("the specification's", "http://example.com/HelloWorld", "hello world"),
        ("empty", "", ""),
        ("lengths are of bytes", "tü", "x"),
        ("a list", "application/vnd.example.allowlist.v1+json", '{"n":"ü"}'),
        ("a root", Role.ROOT.payload_type, "{}"),
    ]
    return [
        {"name": name, "payloadType": kind, "payload": body.encode().hex()}
        | {"pae": (message := pae(kind, body.encode())).hex()}
        | {"sig": base64.encode(key("rfc8032").private.sign(message))}
        for name, kind, body in rows
    ]


def _case(name: str, envelope: bytes | str, expect: str = "ok", **others: Any) -> dict[str, Any]:
    text = envelope if isinstance(envelope, str) else envelope.decode()
    case = {"name": name, "envelope": text, "payloadType": TYPE, "keys": ["rfc8032"], "threshold": 1, "expect": expect}
    if expect == "ok":
        case["payload"] = BODY.encode().hex()
    return case | others


def _verify() -> list[dict[str, Any]]:
    return [*_accepted(), *_refused(), *_malformed()]


def _accepted() -> list[dict[str, Any]]:
    good = signed_text(BODY, "rfc8032")
    read = json.loads(good)
    signature = read["signatures"][0]
    url_safe = {name: value.translate(str.maketrans("+/", "-_")) for name, value in signature.items()}
    payload = read["payload"].translate(str.maketrans("+/", "-_"))
    stranger = json.loads(signed_text(BODY, "stranger"))["signatures"]
    two = json.loads(signed_text(BODY, "rfc8032 second"))["signatures"]
    return [
        _case("sound", good),
        _case("URL-safe base64", edited(good, payload=payload, signatures=[url_safe])),
        _case("unknown fields", edited(good, note={"a": [1]}, signatures=[signature | {"cert": "x"}])),
        _case("no keyid", edited(good, signatures=[{"sig": signature["sig"]}])),
        _case("empty keyid", edited(good, signatures=[signature | {"keyid": ""}])),
        _case("keyid of another trusted key", edited(good, signatures=[signature | {"keyid": key("second").keyid}]),
              keys=["rfc8032", "second"]),
        _case("keyid of nobody", edited(good, signatures=[signature | {"keyid": "x"}])),
        _case("a stranger's signature beside a sound one", edited(good, signatures=[*stranger, signature])),
        _case("two of two", edited(good, signatures=two), keys=["rfc8032", "second"], threshold=2),
        _case("white space and order are free", json.dumps(dict(reversed(read.items())), indent=2)),
    ]  # fmt: skip


def _refused() -> list[dict[str, Any]]:
    good = signed_text(BODY, "rfc8032")
    read = json.loads(good)
    signature = read["signatures"][0]
    private = key("rfc8032").private
    stranger = json.loads(signed_text(BODY, "stranger"))["signatures"][0]
    root = signed_text(BODY, "rfc8032", Role.ROOT)

    def by(message: bytes) -> bytes:
        return edited(good, signatures=[{"sig": base64.encode(private.sign(message))}])

    flipped = base64.decode(signature["sig"])
    flipped = bytes([flipped[0] ^ 1]) + flipped[1:]
    characters = f"DSSEv1 {len(TYPE)} {TYPE} {len(BODY)} {BODY}".encode()
    two = {"keys": ["rfc8032", "second"], "threshold": 2}
    return [
        _case("payload changed", edited(good, payload=base64.encode(BODY.replace("n", "m").encode())), REFUSED),
        _case("signature changed", edited(good, signatures=[{"sig": base64.encode(flipped)}]), REFUSED),
        _case("signature of 63 bytes", edited(good, signatures=[{"sig": base64.encode(flipped[1:])}]), REFUSED),
        _case("root's signature under a list's type", edited(root, payloadType=TYPE), REFUSED),
        _case("root offered as a list", root, "DocumentError"),
        _case("payload type of upper case", edited(good, payloadType=TYPE.upper()), "DocumentError"),
        _case("signed without PAE", by(BODY.encode()), REFUSED),
        _case("signed over base64", by(pae(TYPE, read["payload"].encode())), REFUSED),
        _case("lengths counted in characters", by(characters), REFUSED),
        _case("no signatures", edited(good, signatures=[]), REFUSED),
        _case("a stranger's", edited(good, signatures=[stranger]), REFUSED),
        _case("a stranger's with a trusted keyid",
              edited(good, signatures=[stranger | {"keyid": key("rfc8032").keyid}]), REFUSED),
        _case("one of two", good, REFUSED, **two),
        _case("one key twice for two", edited(good, signatures=[signature, signature]), REFUSED, **two),
        _case("one key under two keyids",
              edited(good, signatures=[signature, signature | {"keyid": key("second").keyid}]), REFUSED, **two),
    ]  # fmt: skip


def _malformed() -> list[dict[str, Any]]:
    good = signed_text(BODY, "rfc8032")
    read = json.loads(good)
    text, payload = good.decode(), read["payload"]
    signature = read["signatures"][0]

    def lacking(field: str) -> str:
        return json.dumps({name: value for name, value in read.items() if name != field})

    envelopes: dict[str, str | bytes] = {
        "empty": "",
        "not JSON": "hello",
        "an array": "[]",
        "cut short": text[:-1],
        "something after it": text + "{}",
        "byte order mark": "\ufeff" + text,
        "no payload": lacking("payload"),
        "no payloadType": lacking("payloadType"),
        "no signatures": lacking("signatures"),
        "signature without sig": edited(good, signatures=[{"keyid": "x"}]),
        "payload is a number": edited(good, payload=1),
        "keyid is null": edited(good, signatures=[signature | {"keyid": None}]),
        "signatures is an object": edited(good, signatures={"0": signature}),
        "base64 without padding": edited(good, payload=payload.rstrip("=")),
        "base64 with white space": edited(good, payload=payload[:4] + "\n" + payload[4:]),
        "base64 with other letters": edited(good, payload=payload[:-4] + "é" + payload[-3:]),
        "base64 in both alphabets": edited(good, payload="+-" + payload[2:]),
        "base64 with stray bits": edited(good, signatures=[{"sig": signature["sig"][:-3] + "B=="}]),
        "payload twice": text[:-1] + ',"payload":"' + payload + '"}',
        "unknown field twice": text[:-1] + ',"x":1,"x":1}',
        "NaN": text[:-1] + ',"x":NaN}',
        "nested to depth 65": text[:-1] + ',"x":' + "[" * 65 + "]" * 65 + "}",
        "seventeen signatures": edited(good, signatures=[signature] * 17),
    }
    return [_case(name, envelope, "EnvelopeError") for name, envelope in envelopes.items()]
