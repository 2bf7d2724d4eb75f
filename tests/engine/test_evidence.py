"""Which source of evidence is asked, in which order, and which decides: the table of `authenticate_sender`."""

from datetime import UTC, datetime

import pytest

from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Method, Policy, Result
from lencana.core.mail.message import Limits, Message, Origin, message_from_bytes
from lencana.engine.evidence import authenticate_sender
from lencana.settings import DkimMode, Settings

NOW = datetime(2026, 2, 1, tzinfo=UTC)
OWN = Authentication(Result.PASS, Method.DKIM, "openai.com", "lencana")
SEALED = Authentication(Result.PASS, Method.ARC, "openai.com", "sealer.example")


class Sources:
    """In the place of the verifier, whose mathematics are tested in tests/signatures: it notes what it is asked."""

    def __init__(self, own: bool, sealed: bool) -> None:
        self._own = OWN if own else NO_EVIDENCE
        self._sealed = SEALED if sealed else NO_EVIDENCE
        self.asked: list[str] = []

    def timed_lookup(self) -> None:
        return None

    def dkim(self, *_: object) -> Authentication:
        self.asked.append("dkim")
        return self._own

    def arc(self, *_: object) -> Authentication:
        self.asked.append("arc")
        return self._sealed

    def policy(self, *_: object) -> Policy:
        self.asked.append("policy")
        return Policy.REJECT


def message(reported: str, origin: Origin = Origin.DELIVERED) -> Message:
    results = f"Authentication-Results: mx.test; dmarc={reported} header.from=openai.com\n" if reported else ""
    return message_from_bytes(
        f"{results}From: <a@openai.com>\n\nHello\n".encode(), Limits(10_000, 10_000, 10), origin=origin
    )


@pytest.mark.parametrize(
    ("reported", "mode", "listed", "own", "sealed", "asked", "decides"),
    [
        ("pass", "auto", True, True, True, [], "pass by mx.test"),
        ("pass", "always", True, True, True, ["dkim"], "pass by lencana"),
        ("pass", "always", False, False, True, ["dkim"], "pass by mx.test"),
        ("fail", "auto", True, True, True, ["arc"], "pass by sealer.example"),
        ("fail", "always", True, True, False, ["arc"], "fail by mx.test"),
        ("fail", "auto", False, True, True, [], "fail by mx.test"),
        ("", "auto", True, True, True, ["dkim"], "pass by lencana"),
        ("", "auto", True, False, True, ["dkim", "arc"], "pass by sealer.example"),
        ("", "auto", True, False, False, ["dkim", "arc", "policy"], "none by None"),
        ("", "auto", False, True, True, [], "none by None"),
        ("", "always", False, False, False, ["dkim", "arc"], "none by None"),
    ],
)
def test_order_of_evidence(
    reported: str, mode: str, listed: bool, own: bool, sealed: bool, asked: list[str], decides: str
) -> None:
    sources = Sources(own, sealed)
    settings = Settings(authserv_ids=("mx.test",), dkim=DkimMode(mode))
    found = authenticate_sender(
        message(reported),
        is_listed=listed,
        settings=settings,
        verifier=sources,  # type: ignore[arg-type]
        now=NOW,
    )
    assert (sources.asked, f"{found.result} by {found.by}") == (asked, decides)
    assert (found.policy is Policy.REJECT) == ("policy" in asked)


def test_without_a_verifier_only_what_is_reported_counts() -> None:
    settings = Settings(authserv_ids=("mx.test",), dkim=DkimMode.OFF)
    for reported in ("pass", "fail"):
        found = authenticate_sender(message(reported), is_listed=True, settings=settings, verifier=None, now=NOW)
        assert found.result == reported


OWN_HOP, OTHER_HOP = "Received: from a by mx.test; x", "Received: from b by mail.other.example; x"
GOOGLE_HOP, MICROSOFT_HOP = "Received: by 2002:a05:6214:b0:6cb; x", "Received: from c by a.prod.outlook.com; x"
RESULTS = "Authentication-Results: {}dmarc=pass header.from=openai.com"


@pytest.mark.parametrize(
    ("trusted", "webmail", "lines", "result"),
    [
        ("mx.test", "thunderbird", (RESULTS.format("mx.test; "), OWN_HOP), "pass"),
        ("mx.test", "thunderbird", (RESULTS.format("mx.test; "),), "pass"),
        ("mx.test", "thunderbird", (GOOGLE_HOP, RESULTS.format("mx.test; "), OWN_HOP), "pass"),
        ("mx.test", "thunderbird", (OTHER_HOP, RESULTS.format("mx.test; "), OWN_HOP), "none"),
        ("mx.test", "roundcube", (OTHER_HOP, RESULTS.format("mx.test; "), OWN_HOP), "pass"),
        ("mx.test", "nextcloud", (OTHER_HOP, RESULTS.format("mx.test; "), OWN_HOP), "none"),
        ("mx.test", "nextcloud", (OTHER_HOP, RESULTS.format("mx.test; ").replace("pass", "fail"), OWN_HOP), "fail"),
        ("mx.test", "nextcloud", ("Received: by 4f3b1e0f6f52; x", RESULTS.format("mx.test; "), OWN_HOP), "pass"),
        ("microsoft", "sogo", (MICROSOFT_HOP, RESULTS.format("")), "pass"),
        ("microsoft", "thunderbird", (MICROSOFT_HOP, RESULTS.format("")), "pass"),
        ("microsoft", "thunderbird", (OTHER_HOP, RESULTS.format("")), "none"),
        ("microsoft", "outlook", (OTHER_HOP, RESULTS.format("")), "pass"),
    ],
)
def test_mailboxes_of_other_providers(trusted: str, webmail: str, lines: tuple[str, ...], result: str) -> None:
    """One that is not the trusted server's own has not removed what a sender wrote in that server's name."""
    raw = "\n".join([*lines, "From: <a@openai.com>", "", "Hello"]).encode()
    delivered = message_from_bytes(raw, Limits(10_000, 10_000, 10), webmail, Origin.DELIVERED)
    found = authenticate_sender(
        delivered, is_listed=True, settings=Settings(authserv_ids=(trusted,)), verifier=None, now=NOW
    )
    assert found.result == result


OPEN = "DKIM-Signature: v=1; d=openai.com; h=from:subject; l=9; b=x"
WHOLE = "DKIM-Signature: v=1; d=openai.com; h=from:subject; b=x"


@pytest.mark.parametrize(
    ("results", "signature", "asked", "decides"),
    [
        ("dmarc=pass header.from=openai.com", WHOLE, [], "pass by mx.test"),
        ("dmarc=pass header.from=openai.com", OPEN, ["dkim", "policy"], "none by None"),
        ("dmarc=fail header.from=openai.com", WHOLE, ["arc"], "pass by sealer.example"),
        ("dmarc=fail header.from=openai.com", OPEN, [], "fail by mx.test"),
        ("spf=pass smtp.mailfrom=x@openai.com; dmarc=pass header.from=openai.com", OPEN, [], "pass by mx.test"),
    ],
)
def test_a_signature_that_leaves_words_open_is_no_proof_to_whoever_reports_it(
    results: str, signature: str, asked: list[str], decides: str
) -> None:
    raw = f"Authentication-Results: mx.test; {results}\n{signature}\nFrom: <a@openai.com>\nSubject: x\n\nHello".encode()
    sources = Sources(own=False, sealed=True)
    found = authenticate_sender(
        message_from_bytes(raw, Limits(10_000, 10_000, 10), origin=Origin.DELIVERED),
        is_listed=True,
        settings=Settings(authserv_ids=("mx.test",)),
        verifier=sources,  # type: ignore[arg-type]
        now=NOW,
    )
    assert (sources.asked, f"{found.result} by {found.by}") == (asked, decides)
