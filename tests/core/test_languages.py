"""In which languages messages are judged: all, or those that the operator names."""

from collections.abc import Iterator

import pytest

from lencana.core.brands.allowlist import Secret
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words
from lencana.core.languages import choose_languages, judged_languages, known_languages
from lencana.core.letters.plain_text import plain_text
from lencana.core.wording import callbacks
from lencana.core.wording.authorship import NO_PLACES
from lencana.core.wording.lures import has_lure
from lencana.core.wording.patterns.prefilter import possible_patterns
from lencana.core.wording.phone_numbers import phone_numbers
from lencana.core.wording.secret_requests import requested_secrets
from lencana.core.wording.stranger_tables import leet_words
from lencana.data import names_in

FOLDERS = ("authorship", "lures", "secret_requests", "third_party", "vocabulary")
REQUESTS = {"en": "Send us your password.", "id": "Kirimkan kata sandi Anda.", "es": "Envíenos su contraseña."}
LURE = "Sua assinatura foi suspensa"
DESK = "チーム"


@pytest.fixture(autouse=True)
def all_again() -> Iterator[None]:
    yield
    choose_languages(())


def asked(text: str) -> tuple[Secret, ...]:
    return requested_secrets(text, possible_patterns(text, NO_PLACES))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_language_has_every_table(folder: str) -> None:
    assert set(names_in(folder, ".toml")) == set(known_languages())


def test_all_languages_are_judged_unless_some_are_named() -> None:
    assert judged_languages() == known_languages()
    assert len(known_languages()) == 18
    assert all(asked(text) for text in REQUESTS.values())
    assert has_lure(plain_text(LURE))
    assert business_words().issuperset(folded_words(DESK))


def test_only_named_languages_are_judged() -> None:
    choose_languages(("id", "en"))
    assert judged_languages() == ("en", "id")
    assert [language for language, text in REQUESTS.items() if asked(text)] == ["en", "id"]
    assert not has_lure(plain_text(LURE))
    assert not business_words().issuperset(folded_words(DESK))


@pytest.mark.parametrize("only", ["es", "ja"])
def test_a_language_is_judged_without_the_others(only: str) -> None:
    choose_languages((only,))
    text = {"es": REQUESTS["es"], "ja": "パスワードを入力してください。"}[only]
    assert asked(text) == (Secret.PASSWORD,)
    assert not asked(REQUESTS["en"])


@pytest.mark.parametrize("only", known_languages())
def test_one_language_alone_reads_nothing_into_plain_words(only: str) -> None:
    """A language without a table, or without words in Latin letters, matches nothing, and not everything."""
    choose_languages((only,))
    plain = plain_text("Hello world, see room 4 and call 888 555 0199 on Monday.")
    assert leet_words().in_letters(plain) == plain
    assert not callbacks.has_callback_bait(plain)
    assert not callbacks.is_invitation(plain)
    assert [number.groups for number in phone_numbers(plain)] == [("888", "555", "0199")]


def test_number_words_are_read_again_when_their_language_is_judged_again() -> None:
    choose_languages(("ja",))
    spoken = "call eight eight eight five five five zero one nine nine"
    assert list(phone_numbers(spoken)) == []
    choose_languages(())
    assert ["".join(number.groups) for number in phone_numbers(spoken)] == ["8885550199"]


def test_a_negation_is_a_word_of_its_own() -> None:
    """Spanish "no" is not in "teléfono de": the marks of its questions are no letters of another script."""
    assert asked("Envíenos la contraseña de su teléfono de empresa.") == (Secret.PASSWORD,)
    assert asked("No nos envíe su contraseña.") == ()


@pytest.mark.parametrize("text", ["See page 5 of the handbook.", "We have 3 rooms.", "Line 42, Market Street"])
def test_a_sign_of_money_is_no_letter_of_another_script(text: str) -> None:
    """€ is an e where a text is made plain; at the border of a word alone it is money."""
    assert not callbacks.has_callback_bait(plain_text(text))
    assert callbacks.has_callback_bait(plain_text("A charge of € 5 was made."))
