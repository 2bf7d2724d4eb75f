"""ARC: a chain counts from the first sealer on from which all are listed, and never when a link is broken."""

from collections.abc import Callable

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Method, Result
from signatures.conftest import GENUINE, NOW, World, pem, read, rsa_record

SENDER = Domain.parse("tm.openai.com")
LIST, HOP = "lists.example.org", "hop.example.org"
SEEN = b"dmarc=pass header.from=tm.openai.com"


@pytest.fixture
def keys(world: World, rsa_key: RSAPrivateKey) -> RSAPrivateKey:
    for domain in (LIST, HOP, "stranger.example"):
        world.zone.records[f"arc._domainkey.{domain}"] = rsa_record(rsa_key)
    return rsa_key


def seal(raw: bytes, key: RSAPrivateKey, domain: str, results: bytes = SEEN) -> bytes:
    """One more ARC set by `domain`, which saw `results`."""
    seen = b"Authentication-Results: " + domain.encode() + b"; " + results + b"\r\n" + raw
    lines = dkim.arc_sign(seen, b"arc", domain.encode(), pem(key), domain.encode(), timestamp=1769936400)
    return b"".join(lines) + raw


def believed(world: World, raw: bytes, *sealers: str) -> bool:
    found = world.verifier(arc_sealers=sealers).arc(read(raw), SENDER, NOW)
    assert (found.method is Method.ARC) is (found.result is Result.PASS)
    return found.result is Result.PASS


def test_a_listed_sealer_counts_and_a_stranger_does_not(world: World, keys: RSAPrivateKey) -> None:
    raw = seal(GENUINE, keys, LIST)
    assert believed(world, raw, LIST)
    assert not believed(world, raw, HOP)
    assert not believed(world, raw)
    assert not believed(world, GENUINE, LIST)


def test_every_later_sealer_must_be_listed_too(world: World, keys: RSAPrivateKey) -> None:
    raw = seal(seal(GENUINE, keys, LIST), keys, HOP, b"arc=pass; dmarc=fail header.from=tm.openai.com")
    assert believed(world, raw, LIST, HOP)
    assert not believed(world, raw, LIST)  # whoever came after could have changed the message
    assert not believed(world, raw, HOP)  # and HOP itself saw a failure


def test_a_stranger_cannot_reuse_a_good_seal_on_another_body(world: World, keys: RSAPrivateKey) -> None:
    stolen = seal(GENUINE, keys, LIST).replace(b"517545", b"999999")
    assert not believed(world, stolen, LIST)
    assert not believed(world, seal(stolen, keys, "stranger.example", b"arc=pass"), LIST)


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "body": lambda raw: raw.replace(b"517545", b"517546"),
    "subject": lambda raw: raw.replace(b"Your code", b"Your c0de"),
    "second subject": lambda raw: b"Subject: other\r\n" + raw,
    "reply-to added": lambda raw: b"Reply-To: a@attacker.example\r\n" + raw,
    "results": lambda raw: raw.replace(b"dmarc=pass", b"dmarc=PASS", 1),
    "seal": lambda raw: raw.replace(b"cv=none", b"cv=pass", 1),
    "seal removed": lambda raw: raw[raw.index(b"ARC-Message-Signature") :],
    "sealed twice": lambda raw: raw[: raw.index(b"ARC-Message-Signature")] + raw,
    "instance": lambda raw: raw.replace(b"i=1;", b"i=2;"),
    "a run of blanks": lambda raw: raw + b" " * 300_000 + b"x",
    "a run of empty lines": lambda raw: raw + b"\r\n" * 300_000 + b"x",
    "endless instance": lambda raw: raw.replace(b"i=1;", b"i=%b;" % (b"1" * 5000)),
}


@pytest.mark.parametrize("harm", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_link_proves_nothing(world: World, keys: RSAPrivateKey, harm: Callable[[bytes], bytes]) -> None:
    raw = seal(GENUINE, keys, LIST)
    changed = harm(raw)
    assert changed != raw
    assert not believed(world, changed, LIST)


@pytest.mark.parametrize(
    "results",
    [
        b"dmarc=fail header.from=tm.openai.com",
        b"dmarc=pass header.from=attacker.example",
        b"spf=pass smtp.mailfrom=openai.com",
        b"dkim=pass header.d=attacker.example",
    ],
)
def test_a_seal_over_no_proof_is_none(world: World, keys: RSAPrivateKey, results: bytes) -> None:
    assert not believed(world, seal(GENUINE, keys, LIST, results), LIST)


def test_a_dead_dns_proves_nothing(world: World, keys: RSAPrivateKey) -> None:
    raw = seal(GENUINE, keys, LIST)
    world.zone.records.clear()
    assert not believed(world, raw, LIST)
