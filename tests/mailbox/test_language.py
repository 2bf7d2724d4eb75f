"""In which language an answer is: labels of the forward, the asker's program, the setting; right to left in Arabic."""

import re

import pytest

from lencana.core.mail.header.header_block import read_headers
from lencana.engine.languages import LANGUAGES
from lencana.mailbox.answer.rendering import as_html, as_text
from lencana.mailbox.answer.reply import compose
from lencana.mailbox.forwarded.enclosed import Obstacle
from lencana.mailbox.judgement import Judgement
from lencana.mailbox.language import language_of


@pytest.mark.parametrize(
    ("fields", "labels", "default", "expected"),
    [
        ("", set(), "en", "en"),
        ("", set(), "tr", "tr"),
        ("", {"en"}, "tr", "tr"),
        ("", {"de"}, "en", "de"),
        ("Accept-Language: fr-CA, en", {"de"}, "en", "de"),
        ("Accept-Language: fr-CA, en", set(), "en", "fr"),
        ("Content-Language: zh-TW", set(), "en", "zh-Hant"),
        ("Accept-Language: eo\nContent-Language: ja", set(), "en", "ja"),
        ("", {"pl"}, "id", "id"),  # we have no Polish sentences
        ("", {"es", "pt"}, "en", "es"),  # labels of both decide only where nothing else does
        ("", {"es", "pt"}, "pt-BR", "pt-BR"),
        ("Accept-Language: pt-PT", {"es", "pt"}, "en", "pt-BR"),
        ("", {"zh-Hant"}, "en", "zh-Hant"),
    ],
)
def test_the_language_of_an_answer(fields: str, labels: set[str], default: str, expected: str) -> None:
    assert language_of(read_headers(fields.encode(), 1000), labels, default) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_answers(lang: str) -> None:
    for obstacle in Obstacle:
        reply = compose(Judgement((), (obstacle,), lang), is_last_this_hour=True)
        html = as_html(reply)
        assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in html
        assert not re.search(r"https?:|www\.|\{\w+\}", html + as_text(reply))
