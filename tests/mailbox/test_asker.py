"""Who is answered, and whom silence: one row a kind of mail that must never be answered."""

from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from lencana.engine.assembly import open_engine
from lencana.mailbox.asker import Asker, Envelope, Silence
from lencana.mailbox.judgement import Judge
from lencana.settings import Settings
from signatures.conftest import NOW, World, pem, rsa_record, server, world

from .forwards import ASKER, CHECK, RESULTS, head

__all__ = ["server", "world"]

OWN = Envelope(ASKER)


def read(
    organisation: Path, raw: bytes, envelope: Envelope = OWN, now: datetime = NOW, **settings: object
) -> Asker | Silence:
    given = {"authserv_ids": ("mx.example.test",), "dkim": "off", **settings}
    engine, _ = open_engine(organisation, Settings(**given))  # type: ignore[arg-type]
    return Judge(engine, CHECK, frozenset({"example.test", "xn--kntor-hra.example"}), "en").asker(raw, envelope, now)


def test_a_person_of_ours_is_answered(organisation: Path) -> None:
    asker = read(organisation, head(extra=b"References: <a@x> <b@y>\r\n") + b"\r\nhello")
    assert asker == Asker(ASKER, "<f1@example.test>", ("<a@x>", "<b@y>"), answers_ours=False)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (b"Auto-Submitted: auto-replied", Silence.AUTOMATIC),
        (b"Auto-Submitted: auto-generated; type=x", Silence.AUTOMATIC),
        (b"auto-submitted:auto-notified", Silence.AUTOMATIC),
        (b"X-Auto-Response-Suppress: OOF, AutoReply", Silence.AUTOMATIC),
        (b"X-Autoreply: yes", Silence.AUTOMATIC),
        (b"X-Autorespond: vacation", Silence.AUTOMATIC),
        (b"Precedence: auto_reply", Silence.AUTOMATIC),
        (b"Precedence: bulk", Silence.LIST),
        (b"Precedence: Junk", Silence.LIST),
        (b"List-Id: <staff.example.test>", Silence.LIST),
        (b"List-Unsubscribe: <mailto:x@example.test>", Silence.LIST),
        (b"Mailing-List: x", Silence.LIST),
        (b"X-Lencana-Answer: 1", Silence.LOOP),
        (b"Content-Type: multipart/report; report-type=delivery-status; boundary=b", Silence.NULL_SENDER),
        (b"X-Failed-Recipients: a@b.example", Silence.NULL_SENDER),
        (b"From: Other <other@example.test>", Silence.UNREADABLE_SENDER),
    ],
)
def test_marks_that_silence(organisation: Path, fields: bytes, why: Silence) -> None:
    assert read(organisation, head(extra=fields + b"\r\n") + b"\r\nhello") is why


@pytest.mark.parametrize("fields", [b"Auto-Submitted: no", b"Auto-Submitted: no (a person)", b"Precedence: normal"])
def test_marks_of_people(organisation: Path, fields: bytes) -> None:
    assert isinstance(read(organisation, head(extra=fields + b"\r\n") + b"\r\nhello"), Asker)


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("x@example.net", Silence.FOREIGN),
        ("x@sub.example.test", Silence.FOREIGN),
        ("x@example.test.evil.example", Silence.FOREIGN),
        (f"Check <{CHECK}>", Silence.LOOP),
        ("Check <CHECK@example.test>", Silence.LOOP),
        ("MAILER-DAEMON@example.test", Silence.MACHINE),
        ("Postmaster <postmaster@example.test>", Silence.MACHINE),
        ("no-reply@example.test", Silence.MACHINE),
        ("shop-noreply@example.test", Silence.MACHINE),
        ("noreply+tag@example.test", Silence.MACHINE),
        ("staff-request@example.test", Silence.MACHINE),
        ("owner-staff@example.test", Silence.MACHINE),
        ("bounces-123@example.test", Silence.MACHINE),
        ("root@example.test", Silence.MACHINE),
        ("a@example.test, b@example.test", Silence.UNREADABLE_SENDER),
        ("Rina", Silence.UNREADABLE_SENDER),
        ('"a b"@example.test', Silence.UNREADABLE_SENDER),
        ("rina@example.test <x@evil.example>", Silence.UNREADABLE_SENDER),
        ("Rina <x@evil.example>", Silence.FOREIGN),
    ],
)
def test_senders_that_silence(organisation: Path, sender: str, why: Silence) -> None:
    assert read(organisation, head(sender=sender) + b"\r\nhello") is why


@pytest.mark.parametrize(
    "sender", ["rooted@example.test", "noreen@example.test", "Rina <RINA@EXAMPLE.TEST>", "r@xn--kntor-hra.example"]
)
def test_people_with_such_names(organisation: Path, sender: str) -> None:
    results = RESULTS.replace(b"=example.test", b"=xn--kntor-hra.example") if "xn--" in sender else RESULTS
    assert isinstance(read(organisation, head(sender=sender, results=results) + b"\r\n"), Asker)


@pytest.mark.parametrize(
    ("envelope", "why"),
    [
        ("<>", Silence.NULL_SENDER),
        ("", Silence.NULL_SENDER),
        (" <> ", Silence.NULL_SENDER),
        ("x@example.net", Silence.FOREIGN),
        ("srs0=x=example.test@forwarder.example", Silence.FOREIGN),
        ("<nobody>", Silence.FOREIGN),
    ],
)
def test_return_paths_that_silence(organisation: Path, envelope: str, why: Silence) -> None:
    assert read(organisation, head() + b"\r\n", Envelope(envelope)) is why


@pytest.mark.parametrize("envelope", [ASKER, f"<{ASKER}>", "other@example.test", None])
def test_return_paths_of_ours(organisation: Path, envelope: str | None) -> None:
    asker = read(organisation, head() + b"\r\n", Envelope(envelope))
    assert isinstance(asker, Asker) and asker.address == ASKER


@pytest.mark.parametrize(
    "results",
    [
        b"",
        RESULTS.replace(b"pass", b"fail"),
        RESULTS.replace(b"pass", b"none"),
        RESULTS.replace(b"mx.example.test", b"mx.evil.example"),
        RESULTS.replace(b"header.from=example.test", b"header.from=evil.example"),
        RESULTS.replace(b"pass", b"fail") + RESULTS,  # an older one that the sender brought along
        b"Authentication-Results: mx.example.test; spf=pass smtp.mailfrom=example.test\r\n",
        b"Received: from a by mx.example.test; Sun, 1 Feb 2026 09:00:00 +0000\r\n"
        b"Received: from b by mx.evil.example; Sun, 1 Feb 2026 09:00:00 +0000\r\n" + RESULTS,
    ],
)
def test_unproven(organisation: Path, results: bytes) -> None:
    assert read(organisation, head(results=results) + b"\r\n") is Silence.UNPROVEN


def test_own_dkim_proves_the_asker(organisation: Path, world: World) -> None:
    key: RSAPrivateKey = generate_private_key(65537, 2048)
    world.zone.records["s1._domainkey.example.test"] = rsa_record(key)
    raw = head(results=b"") + b"\r\nhello\r\n"
    include = [b"from", b"to", b"subject", b"date", b"mime-version", b"content-type", b"reply-to"]
    signed = dkim.sign(raw, b"s1", b"example.test", pem(key), include_headers=include) + raw
    settings = {"authserv_ids": (), "dkim": "auto", "dns": world.address}
    now = datetime.now(UTC)  # of the signature
    assert isinstance(read(organisation, signed, now=now, **settings), Asker)
    assert read(organisation, signed.replace(b"hello", b"other"), now=now, **settings) is Silence.UNPROVEN
    assert read(organisation, signed.replace(b"rina@", b"siti@"), now=now, **settings) is Silence.UNPROVEN
