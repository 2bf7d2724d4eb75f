# ruff: noqa: E501 (a sample a line)
"""From a message to an answer, with the real engine and journal; the mail server alone is a list."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from lencana.mailbox.forwarded.enclosed import Enclosed
from lencana.mailbox.handling import Delivery
from signatures.conftest import GENUINE, World, rsa_record, server, sign, world

from .answering import Answering, html, opened, plain
from .forwards import PHISH, file, mixed, rfc822, text

__all__ = ["server", "world"]

INLINE = "x\n\n---------- Forwarded message ---------\nFrom: {}\nDate: d\nSubject: s\nTo: t\n\n{}"


def test_an_attached_message_is_verified_by_its_own_signature(own_list: Path, tmp_path: Path, world: World) -> None:
    """Through a forward's multipart and base64, and a results field of the attacker's own counts for nothing."""
    key: RSAPrivateKey = generate_private_key(65537, 2048)
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(key)
    genuine = sign(GENUINE, key)
    forged = b"Authentication-Results: mx.example.test; dmarc=pass header.from=openai.com\r\n" + GENUINE
    with opened(own_list, tmp_path, dkim="auto", dns=world.address) as answering:
        for number, part in enumerate((rfc822(genuine), file(genuine, "a.eml"))):
            answer = answering.answer(mixed(part, number=number))
            assert answer["Subject"] == "Lencana: verified"
            assert plain(answer).startswith("Verified · OpenAI\nnoreply@tm[.]openai[.]com\n")
        for number, part in enumerate(
            (rfc822(forged), rfc822(genuine.replace(b"517545", b"517546")), rfc822(GENUINE)), 5
        ):
            assert answering.answer(mixed(part, number=number))["Subject"] == "Lencana: unknown"
        inline = text(INLINE.format("OpenAI <noreply@tm.openai.com>", "Enter this code: 517545"), 9)
        answer = answering.answer(inline)
        assert answer["Subject"] == "Lencana: unknown"
        assert "proves nothing" in plain(answer) and "Forward as attachment" in plain(answer)


def test_a_genuine_message_attached_to_a_phish_is_no_proof(own_list: Path, tmp_path: Path, world: World) -> None:
    """Mail programs keep the attachments of what they forward as text."""
    key: RSAPrivateKey = generate_private_key(65537, 2048)
    world.zone.records["s1._domainkey.tm.openai.com"] = rsa_record(key)
    genuine, phish = rfc822(sign(GENUINE, key)), INLINE.format("OpenAI <a@opena1.com>", "Reply with your password.")
    with opened(own_list, tmp_path, dkim="auto", dns=world.address) as answering:
        for number, body in enumerate(
            (phish, INLINE.format("Ann <ann@example.net>", "See the attached mail of OpenAI"))
        ):
            raw = mixed(genuine, number=number).replace(b"Is this real?", body.replace("\n", "\r\n").encode())
            answer = answering.answer(raw)
            assert answer["Subject"] == ("Lencana: unknown" if number else "Lencana: suspicious")
            assert "Verified" not in plain(answer) and "does not count" in plain(answer)
        assert "attached message alone" in plain(answering.answer(mixed(genuine, number=7)))


def test_an_inline_forward_is_suspicious_or_unknown_and_says_how_to_get_proof(answering: Answering) -> None:
    answer = answering.answer(text(INLINE.format("OpenAI <billing@opena1.com>", "Reply with your password.")))
    assert answer["Subject"] == "Lencana: suspicious"
    assert "proves nothing" in plain(answer) and "Forward as attachment" in html(answer)
    answer = answering.answer(text(INLINE.format("Ann <ann@example.net>", "Lunch?"), 2))
    assert answer["Subject"] == "Lencana: unknown"


HOSTILE = (
    b'From: "OpenAI https://evil.example/ <b>x</b>" <a.b-c@evil.opena1.com>\r\nReply-To: x@evil-reply.example\r\n'
    b"Subject: SUBJECTWORD http://evil.example/\r\n\r\nBODYWORD https://login.opena1.com/x www.chatgpt-pay.com reply with your password\r\n"
)
LINKABLE = re.compile(
    r"https?:|www\.|mailto:|href|src=|url\(|[a-z0-9-]+\.(?:com|example|test|org|net|io|tm)\b", re.IGNORECASE
)


@pytest.mark.parametrize(
    "raw",
    [
        mixed(rfc822(HOSTILE)),
        mixed(rfc822(HOSTILE.replace(b"opena1.com", "оpenai.com".encode()))),
        mixed(rfc822(HOSTILE.replace(b"opena1.com", b"xn--penai-iye.com"))),
        mixed(rfc822(HOSTILE.replace(b"opena1.com", b"openai.com.evil.example"))),
        text(INLINE.format("OpenAI www.evil.example <x@openai-billing.com>", "Go to https://openai-billing.com/")),
        mixed(rfc822(b"From: Ann <http://evil.example/@evil.example>\r\nSubject: SUBJECTWORD\r\n\r\nBODYWORD\r\n")),
        mixed(rfc822(b'From: "noreply@openai.com" <x@evil.example>\r\nSubject: SUBJECTWORD\r\n\r\nBODYWORD\r\n')),
    ],
)
def test_nothing_to_tap_and_no_word_of_the_message(answering: Answering, raw: bytes) -> None:
    answer = answering.answer(raw)
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", html(answer))
    for written in (plain(answer), shown, answer["Subject"]):
        assert not LINKABLE.search(written), LINKABLE.search(written)
        assert "BODYWORD" not in written and "SUBJECTWORD" not in written
    assert not re.search(r"https?:|<a\b|<img|href|src=|url\(|@import|<script|<form", html(answer))


@pytest.mark.parametrize(
    ("host", "marked"),
    [
        ("opena1.com", "opena›1‹[.]com"),
        ("оpenai.com", "›о‹penai[.]com (xn--penai-iye[.]com)"),
        ("0penai.com", "›0‹penai[.]com"),
    ],
)
def test_the_odd_letter_is_marked(answering: Answering, host: str, marked: str) -> None:
    answer = answering.answer(mixed(rfc822(f"From: OpenAI <a@{host}>\r\n\r\nHello\r\n".encode())))
    assert f"a@{marked}" in plain(answer)
    assert 'class="suspicious"' in html(answer)


def test_ten_in_one_are_judged_one_by_one(answering: Answering) -> None:
    ham = b"From: Ann <ann@example.net>\r\n\r\nLunch?\r\n"
    answer = answering.answer(mixed(*(rfc822(PHISH if number == 7 else ham) for number in range(10))))
    assert answer["Subject"] == "Lencana: suspicious"
    assert plain(answer).count("Message ") == 9 and "MESSAGE 8: SUSPICIOUS" in plain(answer)
    answer = answering.answer(mixed(*(rfc822(ham) for _ in range(12)), number=2))
    assert answer["Subject"] == "Lencana: the messages you forwarded"
    assert plain(answer).upper().count("MESSAGE ") >= 10 and "only the first ten" in plain(answer)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (text("Hello, are you there?"), "No forwarded message was found"),
        (mixed(file(b"x", "a.msg")), ".msg"),
        (mixed(file(b"x", "smime.p7m", "application/pkcs7-mime")), "encrypted"),
        (mixed(file(b"x", "a.zip")), "archive"),
    ],
)
def test_what_cannot_be_judged_is_said(answering: Answering, raw: bytes, says: str) -> None:
    answer = answering.answer(raw)
    assert answer["Subject"] == "Lencana: nothing could be checked"
    assert says in plain(answer)


def test_no_more_than_so_many_an_hour(own_list: Path, tmp_path: Path) -> None:
    with opened(own_list, tmp_path, 3) as answering:
        for number in range(5):
            assert answering.handle(mixed(rfc822(), number=number))
        assert len(answering.sent) == 3
        assert "last answer within an hour" in plain(answering.sent[2]) and "last answer" not in plain(
            answering.sent[1]
        )
        answering.now += timedelta(minutes=61)
        assert answering.handle(mixed(rfc822(), number=9))
        assert len(answering.sent) == 4
        assert ("silent", "limit", 2) in answering.journal.counters()


def test_the_same_message_is_answered_once(answering: Answering) -> None:
    assert answering.handle(mixed(rfc822()))
    assert answering.handle(b"Received: again\r\n" + mixed(rfc822()))
    assert len(answering.sent) == 1
    answering.now += timedelta(days=15)
    assert answering.handle(mixed(rfc822())), "forgotten"


def test_thanks_for_an_answer_is_not_answered(answering: Answering) -> None:
    answer = answering.answer(mixed(rfc822()))
    thanks = text("Thank you!", 2, extra=f"In-Reply-To: {answer['Message-ID']}\r\n".encode())
    assert answering.handle(thanks) and not answering.sent
    again = mixed(rfc822(), number=3, extra=f"References: {answer['Message-ID']}\r\n".encode())
    assert answering.handle(again) and len(answering.sent) == 1, "another forward in the same thread is"


def test_our_own_answer_that_comes_back_is_not_answered(answering: Answering) -> None:
    answer = answering.answer(mixed(rfc822()))
    assert answer["X-Lencana-Answer"] == "1"
    assert answering.handle(answer.as_bytes()) and not answering.sent


def test_refused_for_now_is_tried_again_and_for_good_is_not(answering: Answering) -> None:
    answering.refuses = Delivery.LATER
    for _ in range(5):
        assert not answering.handle(mixed(rfc822()))
    answering.refuses = Delivery.ACCEPTED
    assert plain(answering.answer(mixed(rfc822()))).startswith("SUSPICIOUS")
    answering.refuses = Delivery.REFUSED
    assert answering.handle(mixed(rfc822(), number=2)) and not answering.sent


def test_a_judgement_that_breaks_is_told(
    answering: Answering, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_raw: bytes, _limits: object) -> Enclosed:
        raise RuntimeError("a word of the message")

    monkeypatch.setattr("lencana.mailbox.judgement.read_enclosed", broken)
    assert "could not be read" in plain(answering.answer(mixed(rfc822())))
    assert "RuntimeError" in caplog.text and "a word of the message" not in caplog.text


@pytest.mark.parametrize(
    ("extra", "labels", "lang"),
    [
        (b"", "Dari: {}\nTanggal: d\nSubjek: s\nKepada: t", "id"),
        (b"", "From: {}\nDate: d\nSubject: s\nTo: t", "en"),
        (b"Accept-Language: id-ID, en-US\r\n", "From: {}\nDate: d\nSubject: s\nTo: t", "id"),
        (b"Content-Language: in\r\n", "From: {}\nDate: d\nSubject: s\nTo: t", "id"),
        (b"Accept-Language: ja-JP\r\n", "Von: {}\nDatum: d\nBetreff: s\nAn: t", "de"),
        (b"Accept-Language: ja-JP\r\n", "From: {}\nDate: d\nSubject: s\nTo: t", "ja"),
        (b"Accept-Language: eo\r\n", "Från: {}\nDatum: d\nÄmne: s\nTill: t", "en"),
    ],
)
def test_in_the_askers_language(answering: Answering, extra: bytes, labels: str, lang: str) -> None:
    answer = answering.answer(text(labels.format(PHISH[6:33].decode()) + "\n\nPay", extra=extra))
    assert answer["Content-Language"] == lang
    assert ("Mencurigakan" in html(answer)) == (lang == "id")
