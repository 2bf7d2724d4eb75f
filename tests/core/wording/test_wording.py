"""Who a text names as its author, and what it asks for; tests/evaluate has whole mails."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.brands.test_mentions import NAMES
from lencana.core.mail.quotes import author_text
from lencana.core.wording import authorship, secret_requests
from lencana.core.wording.authorship import (
    NO_PLACES,
    PLACES_BESIDE_SENDER,
    PLACES_WITHOUT_SENDER,
    AuthorshipPlace,
    authorship_lines,
    authorship_patterns,
    has_pressure,
)
from lencana.core.wording.clauses import clause_languages
from lencana.core.wording.patterns.prefilter import possible_patterns
from lencana.core.wording.secret_requests import requested_secrets


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("OpenAI: your account", AuthorshipPlace.LABEL, "OpenAI"),
        ("[OpenAI] your account", AuthorshipPlace.LABEL, "OpenAI"),
        ("Hello\n\nDear OpenAI customer,", AuthorshipPlace.GREETING, "Dear OpenAI customer"),
        ("Yth. Nasabah BCA,", AuthorshipPlace.GREETING, "Yth. Nasabah BCA"),
        ("Hi. This is OpenAI support.", AuthorshipPlace.INTRODUCTION, " OpenAI support"),
        ("Kami dari tim OpenAI.", AuthorshipPlace.INTRODUCTION, " dari tim OpenAI"),
        ("Text\n\nBest regards,\n\nThe OpenAI Team", AuthorshipPlace.SIGNATURE, "The OpenAI Team"),
        ("Text\nThanks, OpenAI", AuthorshipPlace.CLOSING, "OpenAI"),
        ("Text\nHormat kami,\nTim OpenAI", AuthorshipPlace.SIGNATURE, "Tim OpenAI"),
        ("Text\nRegards,\nThe ОpenAI Теam", AuthorshipPlace.SIGNATURE, "the openai team"),
        ("Text\nOpenAI Security", AuthorshipPlace.LAST_LINE, "OpenAI Security"),
        ("Text\n© 2026 OpenAI", AuthorshipPlace.OWNERSHIP, "© 2026 OpenAI"),
    ],
)
def test_lines_that_name_an_author(text: str, place: AuthorshipPlace, line: str) -> None:
    lines = authorship_lines(text, possible_patterns(text, PLACES_WITHOUT_SENDER), has_sender=False)
    assert authorship.AuthorshipLine(place, line) in list(lines)


def test_a_threat_in_two_languages() -> None:
    assert has_pressure("Your account has been suspended")
    assert has_pressure("Rekening Anda telah diblokir")
    assert not has_pressure("Limited offer: our new album")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Reply with your password, API key and seed phrase", {"password", "api_key", "recovery_phrase"}),
        ("PLEASE  SEND\n your   Password", {"password"}),
        ("Don’t send your password", set()),
        ("never share, send or forward your password", set()),
        ("KIRIMKAN KATA SANDİ ANDA", {"password"}),
        ("", set()),
    ],
)
def test_requests(text: str, kinds: set[str]) -> None:
    requested = {kind.value for kind in requested_secrets(text, possible_patterns(text, NO_PLACES))}
    assert kinds - requested == set()
    assert bool(requested) is bool(kinds)


def test_hostile_text_costs_no_more_than_its_length() -> None:
    for text in ("send " * 13_000, "send your " * 6_500, "on x wrote:\n" * 5_000, "dear " * 13_000, "© " * 30_000):
        requested_secrets(text, EVERY_REQUEST)
        list(authorship_lines(text, authorship_patterns(PLACES_WITHOUT_SENDER), has_sender=False))
        author_text(text)
        possible_patterns(text, PLACES_WITHOUT_SENDER)


VOCABULARY = """
OpenAI openai Team team Tim Support your account akun anda Dear customer Yth. Regards, Salam, This is Kami dari from
send password kode OTP never jangan : , . ! [ ] ( ) > © — -----Original Message----- wrote: On Pada
Envíe ENVÍE envi\u0301e contraseña contrasena Atentamente, Su cuenta şifrenizi ŞİFRENİZİ girin Sayın Votre compte
répondez mật khẩu nhập パスワード ﾊﾟｽﾜｰﾄﾞ を入力してください。 です お客様 敬具 비밀번호를 알려 주세요 입니다 请输入 密码
此致 รหัสผ่าน กรุณาส่ง เรียน كلمة المرور كَلِمَة أرسل لنا فريق पासवर्ड भेजें। सादर
ihr Konto bestätigen passwort Mit freundlichen Grüßen conferma la password il tuo conto wachtwoord bevestig Thân
"""
EVERY_REQUEST = {*secret_requests.request_patterns(), *map(secret_requests.ClauseKey, clause_languages())}
BLANKS = st.sampled_from(
    [
        "\t",
        "\xa0",
        "\u3000",
        "\x1c",
        "  ",
        "\n",
        "’",
        "Send us ",
        "your ",
        "password\n",
        "SEND ME YOUR PIN. ",
        "İ",
        "ſ",
        "\u212a",
    ]
)
WORDS = st.sampled_from(["\n", "\n\n", *VOCABULARY.split()])


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_no_text_makes_it_stumble(text: str) -> None:
    for line in authorship_lines(author_text(text), authorship_patterns(PLACES_WITHOUT_SENDER), has_sender=False):
        assert isinstance(line.text, str)
        list(NAMES.find(line.text))
    has_pressure(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS | BLANKS, max_size=40).map("".join), st.booleans())
def test_every_pattern_that_matches_is_possible(text: str, has_sender: bool) -> None:
    places = PLACES_BESIDE_SENDER if has_sender else PLACES_WITHOUT_SENDER
    possible = possible_patterns(text, places)
    requested = requested_secrets(text, EVERY_REQUEST)
    assert requested_secrets(text, possible) == requested
    assert requested_secrets(text, possible_patterns(text, NO_PLACES)) == requested
    every = authorship_lines(text, authorship_patterns(places), has_sender=has_sender)
    assert list(authorship_lines(text, possible, has_sender=has_sender)) == list(every)
