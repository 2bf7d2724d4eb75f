"""In which languages messages are judged: all, or those that the operator names."""

from collections.abc import Iterator

import pytest

from lencana.core.brands.allowlist import Secret
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words
from lencana.core.languages import choose_languages, judged_languages, known_languages
from lencana.core.letters.plain_text import plain_text
from lencana.core.wording.lures import has_lure
from lencana.core.wording.prefilter import possible_patterns
from lencana.core.wording.secret_requests import requested_secrets
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
    return requested_secrets(text, possible_patterns(text))


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
