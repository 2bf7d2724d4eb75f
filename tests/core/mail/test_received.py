"""The trace: which hosts wrote Received fields, and from where on they may be forged."""

import pytest

from lencana.core.mail.header.header_block import HeaderField
from lencana.core.mail.header.received import by_host, is_above_receiving_hop, trust_boundary, was_received_by

OWN, OWN_RELAY, FOREIGN = "by mx.example.net; x", "from a by in.example.net (b); x", "by relay.attacker.example; x"

HOSTS = [
    # value, host
    ("from a.example by mx.example.net (Postfix) with ESMTP; Sun, 1 Feb 2026 09:00:00 +0000", "mx.example.net"),
    ("BY MX.Example.NET; x", "mx.example.net"),
    ("by localhost; x", None),
    ("by 192.0.2.1; x", None),
    ("from by.example; x", None),
    ("from a (by mx.example.net by mx.example.net) by relay.example; x", "relay.example"),
    ("from a ((nested) by mx.example.net ) by relay.example; x", "relay.example"),
    ("from by (by mx.example.net) by relay.example; x", "relay.example"),
    ("from by by relay.example; x", "relay.example"),
    ("from a by\tmx.example.net\twith ESMTP; x", "mx.example.net"),
    ("from a by\xa0mx.example.net by relay.example; x", "relay.example"),
    ("from a by m\u212a.example; x", None),
    ("by mx.example.net", None),  # the date after the semicolon is mandatory
]
TRACES = [
    # hosts topmost first, position of the trust boundary, why
    ((OWN, FOREIGN), 1, "received by the ADMD from outside"),
    ((OWN, OWN_RELAY, FOREIGN, OWN), 2, "several hops inside"),
    ((OWN, "by localhost; x", FOREIGN), 2, "a hop that names no host tells nothing"),
    ((OWN, OWN_RELAY), None, "never outside"),
    ((FOREIGN, FOREIGN), None, "never inside"),
    ((FOREIGN, OWN, FOREIGN), 2, "the mailbox's provider behind another host"),
    ((), None, "no trace"),
]

RECEIVED = [
    # hosts topmost first, whether a host of mx.example.net's organisation put it into the mailbox, why
    ((OWN, FOREIGN), True, "its own server"),
    ((OWN_RELAY, OWN, FOREIGN), True, "another host of the same organisation"),
    (("by 2002:a05:6214:2b0f:b0:6cb; x", OWN), True, "Google's way: an address alone above the name"),
    (("by [192.0.2.1]; x", "from a by 192.0.2.1 with LMTP; x", OWN), True, "addresses alone"),
    ((FOREIGN, OWN, OWN), False, "another provider's mailbox: what is below may be forged"),
    (("by localhost; x", OWN), False, "a host without a domain may be anybody's"),
    (("from by by 192.0.2.1.evil.example; x", OWN), False, "a name that begins like an address"),
    (("from a by mail (by 192.0.2.1 ) with LMTP; x", OWN), False, "an address in a comment is no address"),
    (("by 192.0.2.1; x",), False, "addresses alone tell nothing"),
    (("nothing that can be read",), False, "no clause at all"),
    ((), True, "no hop: it did not come by SMTP"),
]


def trace_of(values: tuple[str, ...], first: int = 0) -> tuple[HeaderField, ...]:
    return tuple(HeaderField("received", value, first + number) for number, value in enumerate(values))


@pytest.mark.parametrize(("value", "host"), HOSTS)
def test_the_host_that_wrote_a_hop(value: str, host: str | None) -> None:
    domain = by_host(HeaderField("received", value, 0))
    assert (domain and domain.ascii) == host


@pytest.mark.parametrize(("values", "position", "why"), TRACES, ids=[row[2] for row in TRACES])
def test_the_trust_boundary(values: tuple[str, ...], position: int | None, why: str) -> None:
    assert trust_boundary(trace_of(values), "mx.example.net") == position, why


def test_a_field_above_the_receiving_hop() -> None:
    own, foreign = trace_of((OWN, FOREIGN), first=3), trace_of((FOREIGN, OWN), first=3)
    assert is_above_receiving_hop(2, own, "mx.example.net")
    assert not is_above_receiving_hop(4, own, "mx.example.net")
    assert not is_above_receiving_hop(2, foreign, "mx.example.net")
    assert not is_above_receiving_hop(2, (), "mx.example.net")


@pytest.mark.parametrize(("values", "own", "why"), RECEIVED)
def test_was_received_by(values: tuple[str, ...], own: bool, why: str) -> None:
    assert was_received_by(trace_of(values), "mx.example.net") is own, why
