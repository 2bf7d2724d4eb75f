"""Own DKIM verification: what proves a sender, and everything that must not."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Method, Result
from lencana.core.mail.origin import Origin
from running import allowed
from signatures.conftest import GENUINE, NOW, World, ed25519_record, read, rsa_record, sign

SENDER = Domain.parse("tm.openai.com")
REAL_NOW = datetime.now(UTC)  # dkimpy stamps its signatures with the real time


def passes(world: World, raw: bytes, now: datetime = REAL_NOW, **settings: object) -> bool:
    found = world.verifier(**settings).dkim(read(raw), SENDER, now)
    assert found.result in (Result.PASS, Result.NONE)
    if found.result is Result.PASS:
        assert (found.method, found.by) == (Method.DKIM, "lencana")
    return found.result is Result.PASS


@pytest.fixture
def signed(world: World, rsa_key: RSAPrivateKey) -> bytes:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(rsa_key)
    return sign(GENUINE, rsa_key)


def test_a_genuine_message_is_proven(world: World, signed: bytes) -> None:
    assert passes(world, signed)
    assert passes(world, signed.replace(b"\r\n", b"\n"))  # as files are often saved
    assert passes(world, b"Received: by relay.example; x\r\n" + signed)


def test_ed25519_counts_too(world: World, ed25519_key: Ed25519PrivateKey) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = ed25519_record(ed25519_key)
    assert passes(world, sign(GENUINE, ed25519_key))


def test_another_subdomain_of_the_organisation_counts(world: World, rsa_key: RSAPrivateKey) -> None:
    world.zone.records["s1._domainkey.openai.com"] = rsa_record(rsa_key)
    assert passes(world, sign(GENUINE, rsa_key, "openai.com"))


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "body changed": lambda raw: raw.replace(b"517545", b"517546"),
    "body appended": lambda raw: raw + b"And your password, please.\r\n",
    "subject changed": lambda raw: raw.replace(b"Your code", b"Your c0de"),
    "subject prepended": lambda raw: b"Subject: other\r\n" + raw,
    "content-type prepended": lambda raw: b"Content-Type: text/html\r\n" + raw,
    "from prepended": lambda raw: b"From: a@attacker.example\r\n" + raw,
    "date prepended": lambda raw: b"Date: Mon, 2 Feb 2026 09:00:00 +0000\r\n" + raw,
    "content-transfer-encoding prepended": lambda raw: b"Content-Transfer-Encoding: 7bit\r\n" * 2 + raw,
    "to appended": lambda raw: raw.replace(b"\r\n\r\n", b"\r\nTo: other@example.net\r\n\r\n", 1),
    "reply-to added": lambda raw: b"Reply-To: a@attacker.example\r\n" + raw,
    "selector with a NUL": lambda raw: raw.replace(b"s=s1;", b"s=s1\0;"),
    "first line blank": lambda raw: b" \r\n" + raw,
    "signature cut": lambda raw: raw.replace(b"bh=", b"bh=AAAA", 1),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_copy_proves_nothing(world: World, signed: bytes, tamper: Callable[[bytes], bytes]) -> None:
    changed = tamper(signed)
    assert changed != signed
    assert not passes(world, changed)


def test_a_stranger_who_signs_proves_nothing(world: World, rsa_key: RSAPrivateKey) -> None:
    for domain in ("attacker.example", "openai.com.attacker.example", "com", "xn--penai-3ve.com"):
        world.zone.records[f"s1._domainkey.{domain}"] = rsa_record(rsa_key)
        assert not passes(world, sign(GENUINE, rsa_key, domain))


def test_the_strangers_signature_beside_ours_does_no_harm(world: World, signed: bytes, rsa_key: RSAPrivateKey) -> None:
    world.zone.records["s1._domainkey.sendgrid.net"] = rsa_record(rsa_key)
    assert passes(world, sign(signed, rsa_key, "sendgrid.net"))
    assert not passes(world, sign(GENUINE, rsa_key, "sendgrid.net"))


def test_a_length_that_leaves_room_for_more_is_refused(world: World, rsa_key: RSAPrivateKey) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(rsa_key)
    assert not passes(world, sign(GENUINE, rsa_key, length=True))


def test_sha1_is_refused(world: World, rsa_key: RSAPrivateKey) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(rsa_key)
    assert not passes(world, sign(GENUINE, rsa_key, algorithm=b"rsa-sha1"))


def test_an_unsigned_subject_is_refused(world: World, rsa_key: RSAPrivateKey) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(rsa_key)
    assert not passes(world, sign(GENUINE, rsa_key, headers=[b"from", b"date"]))


def test_a_small_key_is_refused(world: World, signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """No library makes keys under 1024 bits any more, so the bar is raised over the key instead."""
    assert passes(world, signed)
    monkeypatch.setattr("lencana.signatures.field_digests.MIN_RSA_KEY_BITS", 2049)
    assert not passes(world, signed)


def test_only_five_signatures_are_looked_at(world: World, signed: bytes, rsa_key: RSAPrivateKey) -> None:
    crowded = signed
    for i in range(5):
        crowded = sign(crowded, rsa_key, f"d{i}.example")
    assert not passes(world, crowded)
    assert len(world.zone.asked) == 0  # none of the five is aligned, so none is worth a look-up


def test_expiry_is_judged_at_the_time_of_receipt(world: World, rsa_key: RSAPrivateKey) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(rsa_key)
    expiring = _with_expiry(rsa_key, REAL_NOW + timedelta(hours=1))
    later = REAL_NOW + timedelta(days=3)
    received = f"Received: from x by mx.example.net; {REAL_NOW:%a, %d %b %Y %H:%M:%S +0000}\r\n".encode()
    assert passes(world, expiring)
    assert not passes(world, expiring, now=later)
    assert passes(world, received + expiring, now=later, authserv_ids=("mx.example.net",))
    assert not passes(
        world, received[:-7] + b"-%d\r\n" % 10**30 + expiring, now=later, authserv_ids=("mx.example.net",)
    )
    assert not passes(world, received + expiring, now=later, authserv_ids=("other.example.net",))
    for origin in (Origin.ATTACHED, Origin.FILE):  # then nobody vouches for when it was received
        message, verifier = read(received + expiring, origin), world.verifier(authserv_ids=("mx.example.net",))
        assert verifier.dkim(message, SENDER, REAL_NOW).result is Result.PASS
        assert verifier.dkim(message, SENDER, later).result is Result.NONE
    assert not passes(
        world, b"Received: by q.example; x\r\n" + received + expiring, now=later, authserv_ids=("mx.example.net",)
    )


def _with_expiry(key: RSAPrivateKey, expires: datetime) -> bytes:
    return _with_tag(key, b"x", str(int(expires.timestamp())).encode())


def _with_tag(key: RSAPrivateKey, name: bytes, value: bytes) -> bytes:
    """With a tag that dkimpy does not write, or writes otherwise, under a signature that holds."""
    import dkim

    class Signer(dkim.DKIM):  # type: ignore[misc]
        def gen_header(self, fields, *rest, **words):  # type: ignore[no-untyped-def]
            fields[:] = [field for field in fields if field[0] != name]
            fields.insert(-1, (name, value))
            return super().gen_header(fields, *rest, **words)

    from signatures.conftest import SIGNED, pem

    signer = Signer(GENUINE)
    line = signer.sign(b"s1", b"tm.openai.com", pem(key), canonicalize=(b"relaxed", b"relaxed"), include_headers=SIGNED)
    return bytes(line) + GENUINE


@pytest.mark.parametrize(
    ("tag", "value", "holds"),
    [
        (b"t", b"1700000000", True),
        (b"t", b"+1700000000", False),
        (b"t", b"1_700_000_000", False),
        (b"t", "١٧٠٠٠٠٠٠٠٠".encode(), False),
        (b"t", b"9" * 5000, False),
        (b"x", b"99999999999", True),
        (b"x", b"never", False),
        (b"i", b"anybody@tm.openai.com", True),
        (b"i", b"anybody@x.tm.openai.com", True),
        (b"i", b"tm.openai.com", False),
        (b"i", b"@eviltm.openai.com", False),
        (b"i", b"@openai.com", False),
        (b"q", b"other:dns/txt", True),
        (b"q", b"other", False),
        (b"s", b"S1", True),
        (b"s", b"\\115\\049", False),  # s1 to a DNS library
        (b"c", b"relaxed/relaxed", True),
        (b"v", b"01", False),
    ],
)
def test_tags_are_what_section_3_5_says(
    world: World, rsa_key: RSAPrivateKey, tag: bytes, value: bytes, holds: bool
) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(rsa_key)
    assert passes(world, _with_tag(rsa_key, tag, value)) is holds


def test_a_signature_that_ends_before_it_begins_proves_nothing(world: World, rsa_key: RSAPrivateKey) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(rsa_key)
    raw = _with_expiry(rsa_key, REAL_NOW - timedelta(hours=1))  # dkimpy writes the time now as t=
    assert not passes(world, raw, now=REAL_NOW - timedelta(hours=2))


def test_faults_of_the_dns_prove_nothing_and_cost_no_more_than_the_budget(world: World, signed: bytes) -> None:
    name = "s1._domainkey.tm.openai.com"
    verifier = world.verifier(dns_timeout=0.5)
    world.zone.silent.add(name)
    began = time.monotonic()
    assert verifier.dkim(read(signed), SENDER, NOW).result is Result.NONE
    assert time.monotonic() - began < allowed(2.5)
    asked = len(world.zone.asked)
    assert verifier.dkim(read(signed), SENDER, NOW).result is Result.NONE
    assert len(world.zone.asked) == asked  # a fault is remembered for a while


def test_answers_and_refusals_are_cached(world: World, signed: bytes) -> None:
    verifier = world.verifier()
    for _ in range(3):
        assert verifier.dkim(read(signed), SENDER, REAL_NOW).result is Result.PASS
    assert len(world.zone.asked) == 1
    world.zone.asked.clear()
    world.zone.records.clear()
    fresh = world.verifier()
    for _ in range(3):
        assert fresh.dkim(read(signed), SENDER, REAL_NOW).result is Result.NONE
    assert len(world.zone.asked) == 1


def test_what_no_name_can_be_is_neither_asked_nor_kept(world: World) -> None:
    from lencana.signatures.resolver import Resolver

    resolver = Resolver(world.verifier()._dns, 1.0)
    assert resolver.timed_lookup()("a" * 100_000 + "._domainkey.openai.com") is None
    assert (world.zone.asked, resolver._cache) == ([], {})


def test_servfail_proves_nothing(world: World, signed: bytes) -> None:
    world.zone.faulty.add("s1._domainkey.tm.openai.com")
    assert not passes(world, signed)


def test_a_revoked_key_proves_nothing(world: World, signed: bytes) -> None:
    world.zone.records["s1._domainkey.tm.openai.com"] = "v=DKIM1; p="
    assert not passes(world, signed)
