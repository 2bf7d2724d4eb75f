"""Our standard forms against the RFC's examples, and our verification against dkimpy's on whatever can be written."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Result
from lencana.signatures.canonicalization import (
    Canonicalization,
    canonical_body,
    canonical_field,
    parse_canonicalizations,
)
from lencana.signatures.dkim import verify_dkim
from signatures.conftest import GENUINE, World, pem, read, rsa_record, sign

NOW = datetime.now(UTC)
SENDER = Domain.parse("tm.openai.com")
FORMS = [(header, canonical_body) for header in (b"simple", b"relaxed") for canonical_body in (b"simple", b"relaxed")]


def test_rfc_6376_section_3_4_5() -> None:
    text = b" C \r\nD \t E\r\n\r\n\r\n"
    assert canonical_body(Canonicalization.RELAXED, text) == b" C\r\nD E\r\n"
    assert canonical_body(Canonicalization.SIMPLE, text) == b" C \r\nD \t E\r\n"
    assert (
        canonical_field(Canonicalization.RELAXED, "A", b" X")
        + canonical_field(Canonicalization.RELAXED, "B", b" Y\t\r\n\tZ  ")
        == b"a:X\r\nb:Y Z\r\n"
    )
    assert canonical_field(Canonicalization.SIMPLE, "B", b" Y\t\r\n\tZ  ") == b"B: Y\t\r\n\tZ  \r\n"


@pytest.mark.parametrize(
    ("text", "simple", "relaxed"),
    [
        (b"", b"\r\n", b""),  # sections 3.4.3 and 3.4.4
        (b"\r\n\r\n", b"\r\n", b""),
        (b" \t\r\n", b" \t\r\n", b""),
        (b"a", b"a\r\n", b"a\r\n"),
        (b"a \n\n\n", b"a \r\n", b"a\r\n"),
        (b"a\r\n\r\r\n\r\n", b"a\r\n\r\r\n", b"a\r\n\r\r\n"),  # a CR alone is no line end
        (b"a\r\r\n", b"a\r\r\n", b"a\r\r\n"),
    ],
)
def test_ends_of_bodies(text: bytes, simple: bytes, relaxed: bytes) -> None:
    assert canonical_body(Canonicalization.SIMPLE, text) == simple
    assert canonical_body(Canonicalization.RELAXED, text) == relaxed


def test_forms_are_read_as_section_3_5_says() -> None:
    assert parse_canonicalizations("relaxed/simple") == (Canonicalization.RELAXED, Canonicalization.SIMPLE)
    assert parse_canonicalizations("relaxed") == (Canonicalization.RELAXED, Canonicalization.SIMPLE)
    assert parse_canonicalizations("relaxed/nowsp") is None
    assert parse_canonicalizations("") is None
    assert parse_canonicalizations("relaxed/") is None


@cache
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 1024)  # noqa: S505 (small, for dkimpy signs in Python)


def lookup(_name: object, timeout: float = 0) -> bytes:  # noqa: ARG001 (dkimpy's interface)
    return rsa_record(key()).encode()


def signed(raw: bytes, how: tuple[bytes, bytes]) -> bytes:
    names = [b"from", b"subject", b"x-a", b"x-a"]
    line: bytes = dkim.sign(raw, b"s1", b"tm.openai.com", pem(key()), canonicalize=how, include_headers=names)
    return line + raw


def ours(raw: bytes) -> bool:
    return verify_dkim(raw, SENDER, NOW, lookup).result is Result.PASS


def theirs(raw: bytes) -> bool:
    try:
        return bool(dkim.verify(raw, dnsfunc=lookup))
    except (dkim.DKIMException, ValueError, IndexError):  # which it raises for malformed messages
        return False


pieces = st.lists(st.sampled_from([b"a", b"B:", b" ", b"\t", b"  ", b";b=", b"="]), max_size=8).map(b"".join)
values = st.lists(pieces, min_size=1, max_size=3).map(b"\r\n ".join)
texts = st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"\n", b"\r", b" \r\n", b"=20"]), max_size=12).map(
    lambda parts: b"".join(parts) + b"\r\n"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    values, values, texts, st.sampled_from(FORMS), st.integers(0, 10_000), st.sampled_from([b"", b" ", b"x", b"\r\n"])
)
def test_what_dkimpy_signs_holds_and_what_dkimpy_refuses_never_does(
    subject: bytes, extra: bytes, text: bytes, how: tuple[bytes, bytes], at: int, put: bytes
) -> None:
    raw = b"From: OpenAI <a@tm.openai.com>\r\nSubject:%b\r\nX-A:%b\r\nX-A: two\r\n\r\n%b" % (subject, extra, text)
    whole = signed(raw, how)
    assert theirs(whole)
    assert ours(whole)
    at %= len(whole)
    changed = whole[:at] + put + whole[at + 1 :]
    assert theirs(changed) or not ours(changed)


RECORDS: dict[str, tuple[Callable[[str], str], bool]] = {
    "as it is": (lambda record: record, True),
    "no version": (lambda record: record.replace("v=DKIM1; ", ""), True),
    "another version": (lambda record: record.replace("DKIM1", "DKIM2"), False),
    "for mail": (lambda record: record + "; s=email:other", True),
    "for another service": (lambda record: record + "; s=tlsrpt", False),
    "for our hash": (lambda record: record + "; h=sha1:sha256;", True),
    "for sha1 alone": (lambda record: record + "; h=sha1", False),
    "another kind of key": (lambda record: record.replace("k=rsa", "k=ed25519"), False),
    "an unknown kind": (lambda record: record.replace("k=rsa", "k=dsa"), False),
    "strict": (lambda record: record + "; t=s", True),
    "under test": (lambda record: record + "; t=s : y", False),
    "folded": (lambda record: record[:80] + " \t" + record[80:], True),
    "cut": (lambda record: record[:-20], False),
    "no tags": (lambda _record: "hello", False),
    "endless": (lambda record: record + "; n=" + "x" * 5000, False),
}


@pytest.mark.parametrize(("change", "good"), RECORDS.values(), ids=RECORDS.keys())
def test_records(world: World, rsa_key: RSAPrivateKey, change: Callable[[str], str], good: bool) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = change(rsa_record(rsa_key))
    found = world.verifier().dkim(read(sign(GENUINE, rsa_key)), SENDER, NOW)
    assert (found.result is Result.PASS) is good


def test_a_strict_key_does_not_speak_for_subdomains(world: World, rsa_key: RSAPrivateKey) -> None:
    raw = dkim.sign(
        GENUINE, b"s1", b"openai.com", pem(rsa_key), identity=b"a@tm.openai.com", include_headers=[b"from", b"subject"]
    )
    for flags, result in (("", Result.PASS), ("; t=s", Result.NONE)):
        world.zone.records["s1._domainkey.openai.com"] = rsa_record(rsa_key) + flags
        assert world.verifier().dkim(read(raw + GENUINE), SENDER, NOW).result is result
