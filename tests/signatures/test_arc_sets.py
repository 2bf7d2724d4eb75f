"""ARC fields that a sender plants beside genuine ones, what unlisted sealers learn, and what hostile tags cost."""

import logging
import re
import time
from collections.abc import Callable
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Result
from lencana.signatures.arc import sealed_authentication
from running import allowed
from signatures.conftest import GENUINE, NOW, World, read, rsa_record
from signatures.test_arc import HOP, LIST, SEEN, SENDER, believed, keys, seal

__all__ = ["keys"]
FAILED = b"dmarc=fail header.from=tm.openai.com"
STRANGER = "stranger.example"
BLANKS = [
    b"\xc2\xa0",
    b"\xa0",
    "\u2003".encode(),
    "\u3000".encode(),
    b"\xc2\x85",
    b"\x85",
    b"\x0b",
    b"\x0c",
    b"\x1c",
    b"\0",
]
PLACES: dict[str, Callable[[bytes, bytes], bytes]] = {
    "above": lambda field, raw: field + raw,
    "below": lambda field, raw: raw.replace(b"From: ", field + b"From: ", 1),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("blank", BLANKS, ids=repr)
def test_planted_results_that_only_some_readers_see(
    world: World, keys: RSAPrivateKey, blank: bytes, place: Callable[[bytes, bytes], bytes]
) -> None:
    """The sealer saw a failure; the planted field says otherwise, and its instance has blanks that few readers skip."""
    sealed = seal(GENUINE, keys, LIST, FAILED)
    for instance in (b"i%b=%b1;", b"%bi=1%b;", b"x=y;i%b=1%b;"):
        field = b"ARC-Authentication-Results: %b %b; %b\r\n" % (instance % (blank, blank), LIST.encode(), SEEN)
        assert not believed(world, place(field, sealed), LIST)


@pytest.mark.parametrize("blank", [*BLANKS, b"", b" ", b"0"], ids=repr)
def test_a_planted_signature_does_not_hide_what_is_unsigned(world: World, keys: RSAPrivateKey, blank: bytes) -> None:
    """The planted signature pretends to cover the Reply-To that was added; dkimpy's eye is on the genuine one."""
    sealed = seal(GENUINE, keys, LIST)
    planted = (
        b"ARC-Message-Signature: i%b=%b1; a=rsa-sha256; c=relaxed/relaxed; d=lists.example.org; s=arc;"
        b" h=from:subject:reply-to; bh=AA==; b=AA==\r\nReply-To: a@attacker.example\r\n" % (blank, blank)
    )
    for place in PLACES.values():
        assert not believed(world, place(planted, sealed), LIST)


@pytest.mark.parametrize(
    "instance", [b"i=01", b"I=1", b"i=1 ; i=1", b"i=+1", b"i=1(x)", b"i=0", b"i=51", b"i=\xef\xbc\x91"]
)
@pytest.mark.parametrize("name", [b"ARC-Seal", b"ARC-Message-Signature", b"ARC-Authentication-Results"])
def test_an_instance_is_a_number_and_nothing_else(
    world: World, keys: RSAPrivateKey, name: bytes, instance: bytes
) -> None:
    sealed = seal(GENUINE, keys, LIST)
    assert believed(world, sealed, LIST)
    before, field, after = sealed.partition(name + b": ")
    assert not believed(world, before + field + after.replace(b"i=1", instance, 1), LIST)


def test_a_set_that_lacks_a_field_or_has_one_twice_breaks_the_chain(world: World, keys: RSAPrivateKey) -> None:
    sealed = seal(seal(GENUINE, keys, LIST), keys, HOP, b"arc=pass; " + SEEN)
    lines = sealed.split(b"\r\n\r\n")[0].replace(b"\r\n ", b"\0").replace(b"\r\n\t", b"\1").split(b"\r\n")
    assert believed(world, sealed, LIST, HOP)
    for at, line in enumerate(lines):
        if not line.startswith(b"ARC-"):
            continue
        for changed in ([*lines[:at], *lines[at + 1 :]], [line, *lines], [*lines, line]):
            head = b"\r\n".join(changed).replace(b"\0", b"\r\n ").replace(b"\1", b"\r\n\t")
            assert not believed(world, head + b"\r\n\r\n" + sealed.split(b"\r\n\r\n", 1)[1], LIST, HOP), line


def test_an_encoded_word_in_sealed_results_is_no_result(world: World, keys: RSAPrivateKey) -> None:
    word = b'spf=pass smtp.mailfrom="=?utf-8?q?x=3B_dkim=3Dpass_header.d=3Dopenai.com=3B_x=3Dy?="@attacker.example'
    assert not believed(world, seal(GENUINE, keys, LIST, word), LIST)


def test_strangers_are_never_asked_for(world: World, keys: RSAPrivateKey) -> None:
    """A look-up would tell an attacker who reads his message, and when."""
    first = seal(GENUINE, keys, STRANGER, FAILED)
    assert not believed(world, seal(GENUINE, keys, STRANGER), LIST)
    assert not believed(world, seal(seal(GENUINE, keys, LIST), keys, STRANGER, b"arc=pass"), LIST)
    assert world.zone.asked == []
    assert believed(world, seal(first, keys, LIST, b"arc=fail; " + SEEN), LIST) is False  # cv=fail ends a chain
    assert believed(world, seal(first, keys, LIST, b"arc=pass; " + SEEN), LIST)
    assert {name.partition("._domainkey.")[2] for name in world.zone.asked} == {LIST}


def test_a_seal_of_the_future_and_one_past_its_end(world: World, keys: RSAPrivateKey) -> None:
    sealed = seal(GENUINE, keys, LIST)
    for when, result in ((NOW, Result.PASS), (NOW.replace(year=2025), Result.NONE)):
        assert world.verifier(arc_sealers=(LIST,)).arc(read(sealed), SENDER, when).result is result


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "blanks in b=": lambda raw: raw.replace(b" b=", b" b=" + b" " * 40_000 + b"x", 2),
    "folds in b=": lambda raw: raw.replace(b" b=", b" b=" + b"\r\n " * 13_000, 2),
    "names in h=": lambda raw: raw.replace(b"h=", b"h=" + b"from : " * 6_000, 1),
    "blanks in h=": lambda raw: raw.replace(b"h=", b"h=" + b" " * 40_000 + b":", 1),
    "blanks in the body": lambda raw: raw + b" " * 900_000 + b"x",
    "empty lines in the body": lambda raw: raw + b"\r\n" * 400_000 + b"x",
    "a run of tags": lambda raw: raw.replace(b"i=1;", b"i=1;" + b"a;" * 20_000, 1),
    "many fields": lambda raw: b"ARC-Seal: i=1; a=b\r\n" * 10_000 + raw,
}


@pytest.mark.parametrize("harm", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_tags_cost_no_time(world: World, keys: RSAPrivateKey, harm: Callable[[bytes], bytes]) -> None:
    raw = harm(seal(GENUINE, keys, LIST))
    message, verifier = read(raw), world.verifier(arc_sealers=(LIST,))
    began = time.process_time()
    assert verifier.arc(message, SENDER, NOW).result is Result.NONE
    assert time.process_time() - began < allowed(0.3)


def test_nothing_of_a_message_is_logged(
    world: World, keys: RSAPrivateKey, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also by libraries, which may write at ERROR whatever a field holds."""
    canary = b"zwitscher9417"
    caplog.set_level(logging.NOTSET)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)
    sealed = seal(GENUINE, keys, LIST)
    for old in (b"i=1", b"a=rsa-sha256", b"d=lists", b"cv=none", b"b=", b"bh=", b"h=", b"s=arc", b"t=17", b"c=relaxed"):
        for new in (canary, old + canary, old.partition(b"=")[0] + b"=" + canary):
            changed = sealed.replace(old, new)
            believed(world, changed, LIST, canary.decode() + "ists.example.org")
            world.verifier().dkim(read(changed.replace(b"ARC-Message", b"DKIM")), SENDER, NOW)
    written = capfd.readouterr()
    for text in (caplog.text, written.out, written.err):
        assert canary.decode() not in text.lower()


@cache
def _key() -> RSAPrivateKey:
    return generate_private_key(65537, 1024)  # noqa: S505 (as small as it may be: it makes many signatures)


def _theirs(raw: bytes) -> bool:
    # dkimpy hashes the blanks before the first tag, which RFC 6376 section 3.4.2 deletes: the only difference found.
    raw = re.sub(rb"^(ARC-Message-Signature:)(?:(?:\r\n)?[ \t])*", rb"\1 ", raw, flags=re.MULTILINE)
    try:
        outcome, _sets, _reason = dkim.ARC(raw).verify(dnsfunc=lambda *_, **__: rsa_record(_key()).encode())
    except (dkim.DKIMException, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return False
    return bool(outcome == b"pass")


def _ours(raw: bytes) -> bool:
    record = rsa_record(_key()).encode()
    found = sealed_authentication(raw, Domain.parse("tm.openai.com"), frozenset({LIST, HOP}), NOW, lambda _name: record)
    return found.result is Result.PASS


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 3),
    st.integers(0, 10_000),
    st.sampled_from([b"", b" ", b"x", b"\r\n", b"\r\n ", b";", b"\xa0", b"\t", b"\0", b"=", b"i=1;"]),
    st.booleans(),
)
def test_what_dkimpy_seals_holds_and_what_dkimpy_refuses_never_does(
    hops: int, at: int, put: bytes, insert: bool
) -> None:
    raw = GENUINE
    for hop in range(hops):
        raw = seal(raw, _key(), LIST if hop % 2 else HOP, (b"arc=pass; " if hop else b"") + SEEN)
    assert _theirs(raw)
    assert _ours(raw)
    at %= len(raw)
    changed = raw[:at] + put + raw[at + (not insert) :]
    assert _theirs(changed) or not _ours(changed)
