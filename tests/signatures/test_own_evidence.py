"""Own verification from outside: the command line and the engine behind HTTP, with a DNS server on loopback."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lencana.engine.assembly import open_engine
from lencana.engine.contract import Answer, CheckRequest
from lencana.settings import load_settings
from running import lencana
from signatures.conftest import GENUINE, World, pem, rsa_record, sign

NOW = datetime.now(UTC).replace(microsecond=0)  # dkimpy stamps its signatures with the real time


def check(data: Path, raw: bytes, world: World, tmp_path: Path, **settings: str) -> dict[str, Any]:
    file = tmp_path / "mail.eml"
    file.write_bytes(raw)
    done = lencana(data, "check", "--json", str(file), dns=world.address, **settings)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def ask(
    data: Path,
    world: World,
    request: CheckRequest,
    *,
    now: datetime = datetime(2026, 2, 1, 12, tzinfo=UTC),
    **settings: str,
) -> Answer:
    environ = {"LENCANA_DNS": world.address} | {f"LENCANA_{key.upper()}": value for key, value in settings.items()}
    engine, _ = open_engine(data, load_settings(data, environ))
    return engine.check(request, now=now, lang="en")


def signed(world: World, key: RSAPrivateKey) -> bytes:
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(key)
    return sign(GENUINE, key)


def test_auto_verifies_when_nobody_trusted_did(
    organisation: Path, world: World, rsa_key: RSAPrivateKey, tmp_path: Path
) -> None:
    raw = signed(world, rsa_key)
    answer = check(organisation, raw, world, tmp_path, now=NOW.isoformat())
    assert answer["authentication"] == {"result": "pass", "method": "dkim", "domain": "tm.openai.com", "by": "lencana"}
    changed = check(organisation, raw.replace(b"517545", b"517546"), world, tmp_path, now=NOW.isoformat())
    assert (changed["verdict"], changed["authentication"]["result"]) == ("unknown", "none")
    off = check(organisation, raw, world, tmp_path, now=NOW.isoformat(), dkim="off")
    assert off["authentication"]["result"] == "none"


def test_trusted_evidence_spares_the_look_up(
    organisation: Path, world: World, rsa_key: RSAPrivateKey, tmp_path: Path
) -> None:
    raw = b"Authentication-Results: mx.example.net; dmarc=pass header.from=openai.com\r\n" + signed(world, rsa_key)
    answer = check(organisation, raw, world, tmp_path, authserv_ids="mx.example.net")
    assert answer["verdict"] == "verified"
    assert answer["authentication"]["by"] == "mx.example.net"
    assert world.zone.asked == []


def test_a_stranger_is_not_looked_up_unless_asked_to(
    organisation: Path, world: World, rsa_key: RSAPrivateKey, tmp_path: Path
) -> None:
    world.zone.records["s1._domainkey.stranger.example"] = rsa_record(rsa_key)
    raw = sign(GENUINE.replace(b"noreply@tm.openai.com", b"ann@stranger.example"), rsa_key, "stranger.example")
    assert check(organisation, raw, world, tmp_path, now=NOW.isoformat())["authentication"]["result"] == "none"
    assert world.zone.asked == []
    always = check(organisation, raw, world, tmp_path, now=NOW.isoformat(), dkim="always")
    assert (always["authentication"]["result"], always["verdict"]) == ("pass", "suspicious")


def test_a_listed_sealer_saves_a_message_that_a_list_changed(
    organisation: Path, world: World, rsa_key: RSAPrivateKey, tmp_path: Path
) -> None:
    world.zone.records["arc._domainkey.lists.example.org"] = rsa_record(rsa_key)
    seen = b"Authentication-Results: lists.example.org; dmarc=pass header.from=tm.openai.com\r\n" + GENUINE
    name = b"lists.example.org"
    sealed = b"".join(dkim.arc_sign(seen, b"arc", name, pem(rsa_key), name, timestamp=1769936400)) + GENUINE
    raw = b"Authentication-Results: mx.example.net; dmarc=fail header.from=tm.openai.com\r\n" + sealed
    settings = {"authserv_ids": "mx.example.net"}
    assert check(organisation, raw, world, tmp_path, **settings)["verdict"] == "suspicious"
    saved = check(organisation, raw, world, tmp_path, **settings, arc_sealers="lists.example.org")
    assert saved["verdict"] == "verified"
    assert saved["authentication"]["method"] == "arc"
    assert saved["authentication"]["by"] == "lists.example.org"


def test_the_server_asks_for_the_raw_message_only_when_it_could_decide(
    organisation: Path, world: World, rsa_key: RSAPrivateKey
) -> None:
    raw = signed(world, rsa_key)
    head = raw.split(b"\r\n\r\n")[0].decode()
    assert ask(organisation, world, CheckRequest(headers=head)).needs == "raw"
    assert ask(organisation, world, CheckRequest(headers=head), dkim="off").needs is None
    assert ask(organisation, world, CheckRequest(raw=base64.b64encode(raw).decode())).needs is None
    trusted = "Authentication-Results: mx.example.net; dmarc=pass header.from=openai.com\r\n" + head
    assert (
        ask(organisation, world, CheckRequest(headers=trusted, origin="delivered"), authserv_ids="mx.example.net").needs
        is None
    )
    stranger = head.replace("noreply@tm.openai.com", "ann@stranger.example")
    assert ask(organisation, world, CheckRequest(headers=stranger)).needs is None
    assert ask(organisation, world, CheckRequest(from_="OpenAI <noreply@openai.com>", text="hello")).needs == "raw"


@pytest.mark.parametrize("origin", ["attached", "file"])
def test_what_was_not_delivered_needs_a_signature_over_the_raw_message(
    organisation: Path, world: World, rsa_key: RSAPrivateKey, origin: str
) -> None:
    """Results in the name of the reader's own mail server are no reason not to look, and no reason to believe."""
    results = b"Authentication-Results: mx.example.net; dmarc=pass header.from=openai.com\r\n"
    received = b"Received: from x by mx.example.net; Sun, 1 Feb 2026 09:00:00 +0000\r\n"

    def answer(raw: bytes, **given: Any) -> Answer:
        given = given or {"raw": base64.b64encode(raw).decode()}
        return ask(organisation, world, CheckRequest(origin=origin, **given), now=NOW, authserv_ids="mx.example.net")

    genuine = signed(world, rsa_key)
    head = (results + genuine).split(b"\r\n\r\n")[0].decode()
    assert answer(b"", headers=head).needs == "raw"
    assert answer(results + GENUINE).authentication.result == "none"
    assert answer(results.replace(b"pass", b"fail") + genuine).authentication.by == "lencana"
    found = answer(received + genuine)
    assert (found.authentication.by, [item.code for item in found.reasons if item.code == "not_delivered"]) == (
        "lencana",
        [],
    )


def test_a_listed_sealer_vouches_for_an_attached_message(
    organisation: Path, world: World, rsa_key: RSAPrivateKey
) -> None:
    name = b"lists.example.org"
    world.zone.records["arc._domainkey.lists.example.org"] = rsa_record(rsa_key)
    seen = b"Authentication-Results: %b; dmarc=pass header.from=tm.openai.com\r\n%b" % (name, GENUINE)
    raw = b"".join(dkim.arc_sign(seen, b"arc", name, pem(rsa_key), name, timestamp=1769936400)) + GENUINE
    request = CheckRequest(raw=base64.b64encode(raw).decode(), origin="attached")
    assert ask(organisation, world, request, arc_sealers="lists.example.org").verdict == "verified"
    assert ask(organisation, world, request).verdict == "unknown"


@pytest.mark.parametrize(
    ("records", "policy"),
    [
        ({"_dmarc.tm.openai.com": "v=DMARC1; p=quarantine"}, "quarantine"),
        ({"_dmarc.openai.com": "v=DMARC1; p=none; sp=reject"}, "reject"),
        ({"_dmarc.openai.com": "v=DMARC1; p=Reject;"}, "reject"),
        ({"_dmarc.tm.openai.com": "v=DMARC1; p=none", "_dmarc.openai.com": "v=DMARC1; p=reject"}, "none"),
        ({"_dmarc.openai.com": "p=reject"}, None),
        ({"_dmarc.openai.com": "v=DMARC1; p=panic"}, None),
        ({}, None),
    ],
)
def test_the_domain_s_policy_is_told_and_decides_nothing(
    organisation: Path, world: World, tmp_path: Path, records: dict[str, str], policy: str | None
) -> None:
    world.zone.records.update(records)
    answer = check(organisation, GENUINE, world, tmp_path)
    reason = next(item for item in answer["reasons"] if item["code"] == "authentication_missing")
    assert reason["params"].get("policy") == policy
    assert (answer["verdict"], reason["severity"]) == ("unknown", "warning")
    assert ("refuse" in reason["text"], "spam" in reason["text"]) == (policy == "reject", policy == "quarantine")


def test_what_has_no_time_left_is_not_asked(
    organisation: Path, world: World, rsa_key: RSAPrivateKey, tmp_path: Path
) -> None:
    raw = signed(world, rsa_key)
    world.zone.silent.add("s1._domainkey.tm.openai.com")
    answer = check(organisation, raw, world, tmp_path, now=NOW.isoformat(), dns_timeout="0.5")
    assert answer["verdict"] == "unknown"
    assert set(world.zone.asked) == {"s1._domainkey.tm.openai.com"}
