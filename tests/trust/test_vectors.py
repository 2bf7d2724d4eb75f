"""The vectors that every implementation runs."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from lencana import errors
from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Blocked, Brand, Platform
from lencana.core.mail.header.mailbox import read_mailbox
from lencana.trust.documents import base64
from lencana.trust.documents.envelope import pae, parse, verify
from lencana.trust.documents.metadata import Role
from trust import make_vectors
from trust.client import run
from trust.publisher import allowlist, key

DSSE = json.loads((make_vectors.FOLDER / "dsse.json").read_text())
TRUST = json.loads((make_vectors.FOLDER / "trust.json").read_text())


def named(cases: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@pytest.mark.parametrize("name", make_vectors.FILES)
def test_files_are_what_the_script_makes(name: str) -> None:
    assert (make_vectors.FOLDER / name).read_text() == make_vectors.text(make_vectors.FILES[name]())


@named(DSSE["sign"])
def test_sign(case: dict[str, Any]) -> None:
    message = pae(case["payloadType"], bytes.fromhex(case["payload"]))
    assert message.hex() == case["pae"]
    assert base64.encode(key("rfc8032").private.sign(message)) == case["sig"]


PUBLISHED = {  # made apart from this code: the DSSE specification's text under RFC 8032's first test key
    "the specification's": "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw==",
    "empty": "+BTuvmwLJMuF1qw6dzCGkgkiPqn+rqRwFgzpeptbF5gKhIk/WixtVUaJwynonuqsYWfNWKUxeg95jW+/8h0PAA==",
    "lengths are of bytes": "V1FeV69Pl0NsCxEQGn4CfjLPew88VJSLCREZN6yFHYbwi3KY6I64pWwW0jS67nz8nWmSX3ApgjGXfl1zwUWCAw==",
    "a list": "ZK+zvcmgRZq6YZZUymzwvC+uT1H2N8t3iBoXXdnyixbVQdBrnabrdzQCFQdpuJvaQ4hd5NpphtYvb7Fps82qBg==",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_signatures_made_elsewhere(name: str) -> None:
    assert next(case["sig"] for case in DSSE["sign"] if case["name"] == name) == PUBLISHED[name]


@named(DSSE["verify"])
def test_verify(case: dict[str, Any]) -> None:
    keys = {DSSE["keys"][name]["keyid"]: bytes.fromhex(DSSE["keys"][name]["public"]) for name in case["keys"]}

    def read() -> bytes:
        envelope = parse(case["envelope"].encode(), 1 << 20)
        if envelope.payload_type != case["payloadType"]:
            raise errors.DocumentError(envelope.payload_type)
        verify(envelope, keys, case["threshold"])
        return envelope.payload

    if case["expect"] == "ok":
        assert read().hex() == case["payload"]
    else:
        with pytest.raises(errors.TrustError) as caught:
            read()
        assert type(caught.value).__name__ == case["expect"]


@named(TRUST["cases"])
def test_trust(case: dict[str, Any]) -> None:
    if case["expect"] == "ok":
        outcome = run(case)
        assert outcome.root.document.version == case["root_version"]
        assert outcome.allowlist.document.version == case["allowlist_version"]
    else:
        with pytest.raises(errors.TrustError) as caught:
            run(case)
        assert type(caught.value).__name__ == case["expect"]


def test_every_error_of_the_run_is_covered() -> None:
    expected = {case["expect"] for case in TRUST["cases"]}
    assert expected == {
        "ok",
        "DocumentError",
        "EnvelopeError",
        "EquivocationError",
        "ExpiredError",
        "HistoryError",
        "PinError",
        "SignatureError",
        "VersionError",
    }


LISTED = json.loads((make_vectors.FOLDER / "listed.json").read_text())


def index_of_listed() -> AllowlistIndex:
    brands, platforms, blocked = (
        msgspec.convert(LISTED[name], tuple[kind, ...])
        for name, kind in (("brands", Brand), ("platforms", Platform), ("blocked", Blocked))
    )
    return AllowlistIndex(replace(allowlist(brands=brands), platforms=platforms, blocked=blocked), "0" * 64)


INDEX = index_of_listed()
ADDRESSES = [*LISTED["addresses"], *LISTED["with_public_suffixes"]]


@pytest.mark.parametrize("case", ADDRESSES, ids=[case["why"] for case in ADDRESSES])
@pytest.mark.parametrize("spelling", [str, str.upper, "{}.".format], ids=["plain", "upper case", "trailing dot"])
def test_whose_an_address_is(case: dict[str, Any], spelling: Callable[[str], str]) -> None:
    sender = read_mailbox(f"<{spelling(case['address'])}>").mailbox
    assert sender is not None
    listing = INDEX.listing_of(sender)
    by_host = INDEX.match_host(sender.domain).relation if sender.domain else None
    blocked = INDEX.blocked_by(sender, datetime.fromisoformat(LISTED["now"]))
    may_be_green = listing is not None and listing.may_be_verified and blocked is None
    assert (listing.brand.id if listing else None) == case["brand"]
    assert (listing.relation if listing else by_host) == case["relation"]
    assert (listing is not None and listing.is_carrier) == case.get("carrier", False)
    assert (blocked is not None) == case.get("blocked", False)
    if "green" in case:
        assert (listing.brand.id if listing and may_be_green else None) == case["green"]


def test_payload_types_are_those_of_the_format() -> None:
    assert Role.ROOT.payload_type == "application/vnd.lencana.root.v1+json"
    assert Role.ALLOWLIST.payload_type == "application/vnd.lencana.allowlist.v1+json"
