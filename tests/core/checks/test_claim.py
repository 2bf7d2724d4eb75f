"""Claims, requests and quotes where a table of mails would not show the reason (tests/evaluate has the mails)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.brands.test_mentions import NAMES
from lencana.core.mail.quotes import author_text
from lencana.core.wording import authorship, secret_requests
from lencana.core.wording.authorship import AuthorshipPlace, authorship_lines, has_pressure
from lencana.core.wording.prefilter import possible_patterns
from lencana.core.wording.secret_requests import requested_secrets

READINGS = [
    ("N3tfl!x OpenA! $upport", "openai"),
    ("0pen@I", "openai"),
    ("OpenAISupport", "openai"),
    ("openaisupport", "openai"),
    ("PayPalKonto", "paypal"),
    ("paypal24", "paypal"),
    ("T h e O p e n A I S u p p o r t T e a m", "openai"),
    ("theopenaiteam", "openai"),
    ("O p e n A I T e a m", "openai"),
    ("Open A I", "openai"),
    ("P.a.y.P.a.l", "paypal"),
    ("Link-ed-In", "linkedin"),
]
NONE = ["openaire", "OpenAIre", "paypalace", "Opera Nights", "coin base jumping club"[5:], "c0in", "1337 $$$", "O A I"]


@pytest.mark.parametrize(("text", "brand"), READINGS)
def test_names_in_disguise(text: str, brand: str) -> None:
    assert {hit.brand.id for hit in NAMES.find(text)} == {brand}


@pytest.mark.parametrize("text", NONE)
def test_what_only_resembles_a_name(text: str) -> None:
    assert list(NAMES.find(text)) == []


@pytest.mark.parametrize(
    ("text", "spot", "said"),
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
def test_lines_that_name_an_author(text: str, spot: AuthorshipPlace, said: str) -> None:
    assert (spot, said) in [
        (line.place, line.text) for line in authorship_lines(text, possible_patterns(text) | {AuthorshipPlace.LABEL})
    ]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("mine\n> theirs\nmine too", "mine\nmine too"),
        ("mine\n\nOn Mon, Ann wrote:\n> theirs\nbelow", "mine\n\n\nbelow"),
        ("mine\nOn Mon, 3 Feb, Ann Lee\n<a@b.example> wrote:\ntheirs", "mine\n"),
        ("mine\n-----Original Message-----\nFrom: x\ntheirs", "mine\n"),
        ("mine\n---------- Forwarded message ---------\ntheirs", "mine\n"),
        ("mine\nFrom: Ann <a@b.example>\nSent: Monday\nTo: Bob\nSubject: x\ntheirs", "mine\n"),
        ("mine\nPada Sen, 3 Feb 2026 Ann menulis:\ntheirs", "mine\n"),
        ("mine\n---------- Pesan Terusan ---------\ntheirs", "mine\n"),
        ("On Monday, OpenAI wrote:\nReply with your password", "\nReply with your password"),
        ("a > b and c", "a > b and c"),
    ],
)
def test_own_words(text: str, own: str) -> None:
    assert author_text(text) == own


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
    asked = {kind.value for kind in requested_secrets(text, possible_patterns(text))}
    assert kinds - asked == set()
    assert bool(asked) is bool(kinds)


def test_hostile_text_costs_no_more_than_its_length() -> None:
    for text in ("send " * 13_000, "send your " * 6_500, "on x wrote:\n" * 5_000, "dear " * 13_000, "© " * 30_000):
        requested_secrets(text, EVERY)
        list(authorship_lines(text, EVERY))
        author_text(text)
        possible_patterns(text)


VOCABULARY = """
OpenAI openai Team team Tim Support your account akun anda Dear customer Yth. Regards, Salam, This is Kami dari from
send password kode OTP never jangan : , . ! [ ] ( ) > © — -----Original Message----- wrote: On Pada
"""
EVERY = {*secret_requests.request_patterns(), *authorship.authorship_patterns()}
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
    for line in authorship_lines(author_text(text), EVERY):
        assert isinstance(line.text, str)
        list(NAMES.find(line.text))
    has_pressure(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS | BLANKS, max_size=40).map("".join))
def test_what_is_in_a_text_is_among_its_cues(text: str) -> None:
    cues = possible_patterns(text)
    assert requested_secrets(text, cues) == requested_secrets(text, EVERY)
    assert list(authorship_lines(text, cues)) == list(authorship_lines(text, EVERY))
