"""Which language a reader gets; that each has every sentence, translated, with the same placeholders; right to left."""

import json
import re
from pathlib import Path

import pytest

from lencana.core.finding import Code, Finding, Severity
from lencana.engine.languages import LANGUAGES, negotiate, wanted
from lencana.engine.texts import catalogue, direction, language_names, own_texts, placeholders, reason, sentence

ROOT = Path(__file__).parents[2]
SIXTEEN = ("ar", "de", "es", "fr", "hi", "it", "ja", "ko", "ms", "nl", "pt-BR", "th", "tr", "vi", "zh-Hans", "zh-Hant")
TRANSLATIONS = [lang for lang in LANGUAGES if lang != "en"]
# Texts that are the same in every language, or may be, and why.
SAME = {
    "language.direction": "a value of HTML's dir",
    "language.comma": "punctuation",
    "page.title": "a name",
    "page.shortcut": "keys",
    "word.alphabet.cherokee": "a name",
    "word.alphabet.thai": "a name",
    "word.method.dmarc": "a name",
    "word.method.dkim": "a name",
    "word.method.arc": "a name",
    "word.by.microsoft": "a name",
    "join.program_edge": "a name",
    "join.program_thunderbird": "a name",
    "join.program_firefox": "a name",
}
# Texts that are the same by chance, by language and key.
COGNATES: dict[str, set[str]] = {"de": {"page.domain"}, "fr": {"severity.danger"}, "id": {"page.domain"}}


def test_languages_are_the_files_that_are_there() -> None:
    assert LANGUAGES[0] == "en"
    assert set(LANGUAGES) >= {"en", "id", *SIXTEEN}
    names = dict(language_names())
    assert tuple(names) == LANGUAGES
    assert len(set(names.values())) == len(LANGUAGES)


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_no_sentence_is_missing_or_left_over(lang: str) -> None:
    english, own = own_texts("en"), own_texts(lang)
    assert english.keys() - own.keys() == set(), "to be translated: CONTRIBUTING.md, Add a language"
    assert own.keys() - english.keys() == set()


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_placeholders_agree(lang: str) -> None:
    english = own_texts("en")
    for key, text in own_texts(lang).items():
        assert text.strip() or key == "language.comma", key  # in Thai a blank
        assert text == text.strip() or key.startswith("language."), key
        if not key.startswith(("missing.", "word.", "language.")):
            assert placeholders(text) == placeholders(english[key]), key


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_nothing_is_left_in_english(lang: str) -> None:
    english, cognates = own_texts("en"), COGNATES.get(lang, set())
    same = {key for key, text in own_texts(lang).items() if text == english[key]} - SAME.keys()
    assert same == cognates


MESSAGES = {
    entries["language"]["message"]: {key: entry["message"] for key, entry in entries.items()}
    for entries in (json.loads(file.read_text()) for file in (ROOT / "extension" / "_locales").glob("*/messages.json"))
}
GLOSSARY = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in (ROOT / "docs" / "glossary.md").read_text().partition("## Words for readers\n")[2].splitlines()[5:]
]


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_the_words_of_the_glossary_are_those_that_are_used(row: list[str]) -> None:
    lang, *cells = row
    said = " ".join([*own_texts(lang).values(), *MESSAGES[lang].values()]).casefold()
    words = [word.partition(" (")[0].casefold() for cell in cells for word in re.split(" · |, ", cell)]
    assert [word for word in words if word not in said] == []


def test_the_glossary_has_a_row_for_each_language() -> None:
    assert {row[0] for row in GLOSSARY} == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_join_page_names_the_settings_as_the_extension_does(lang: str) -> None:
    assert MESSAGES[lang]["options_join_heading"] in own_texts(lang)["join.step_address"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_way_to_the_desk_is_named_as_in_the_settings(lang: str) -> None:
    assert MESSAGES[lang]["desk_link"] in own_texts(lang)["desk.again"]


# How a sentence ends; Thai ends it with a space or nothing.
ENDS = {"。": ".", "।": ".", "：": ":", "？": "?", "؟": "?"}
PAIRS = ("“”", "«»", "「」", "（）", "()", "[]", "{}")


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_a_translation_ends_as_the_english_does_and_closes_what_it_opens(lang: str) -> None:
    english = own_texts("en")
    for key, text in own_texts(lang).items():
        if key.startswith("language."):
            continue
        assert "  " not in text, key
        if lang != "th" and key not in SAME and not key.startswith("missing."):
            ends = [last if last in ".?:…" else "" for last in (ENDS.get(text[-1], text[-1]), english[key][-1])]
            assert ends[0] == ends[1], key
        for opening, closing in ("„“", *PAIRS[1:]) if lang == "de" else PAIRS:
            assert text.count(opening) == text.count(closing), (key, opening)


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "en"),
        ("", "en"),
        ("id", "id"),
        ("ID-id", "id"),
        ("in", "id"),
        ("eo, sw;q=0.5", "en"),
        ("en;q=0.4, id;q=0.5", "id"),
        ("id;q=0", "en"),
        ("id;q=0.5, en", "en"),
        ("*", "en"),
        ("id;q=x", "en"),
        (";;,,=;q", "en"),
        ("x" * 10_000 + ",id", "en"),
        ("id-Latn-ID-x-private", "id"),
        ("de-AT, en;q=0.9", "de"),
        ("fr-CA", "fr"),
        ("ms-MY", "ms"),
        ("pt", "pt-BR"),
        ("pt-PT, es;q=0.9", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("zh", "zh-Hans"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("yue-HK", "zh-Hant"),
        ("ar-EG-u-nu-latn", "ar"),
        ("nb, sv;q=0.9, nl;q=0.1", "nl"),
    ],
)
def test_negotiation(header: str | None, lang: str) -> None:
    assert negotiate(header) == lang


@pytest.mark.parametrize("header", ["", "eo", "*", "id;q=0"])
def test_a_header_that_names_none_of_ours_wants_nothing(header: str) -> None:
    assert wanted(header) is None


HOST, NAME = "\u0645\u062b\u0627\u0644.paypal.com", "\u0645\u062b\u0627\u0644 Ltd"  # both begin with an Arabic word


def test_a_sentence_from_left_to_right_isolates_only_what_runs_against_it() -> None:
    assert sentence("en", "advice.unknown.relayed", domain="a.example").isprintable()
    assert f"\u2066{HOST}" in sentence("en", "reason.link_text_differs.text", shown=HOST, actual="a.example")
    assert f"\u2068{NAME}\u2069" in sentence("en", "advice.unknown.person_claim", person=NAME)


RIGHT_TO_LEFT = [lang for lang in LANGUAGES if direction(lang) == "rtl"]


@pytest.mark.parametrize("lang", RIGHT_TO_LEFT)
def test_a_sentence_from_right_to_left_isolates_what_comes_from_a_message(lang: str) -> None:
    said = sentence(lang, "reason.link_text_differs.text", shown="openai.com", actual="a.example")
    assert "\u2066openai.com\u2069" in said
    assert "\u2066a.example\u2069" in said


@pytest.mark.parametrize("lang", RIGHT_TO_LEFT)
def test_isolates_end_where_they_begin_and_stay_out_of_parameters(lang: str) -> None:
    finding = Finding(Code.LINK_TEXT_DIFFERS, Severity.WARNING, {"shown": "\u2066evil\u2069\u2069", "actual": HOST})
    said = reason(lang, finding)
    assert len(re.findall("[\u2066-\u2068]", said)) == said.count("\u2069") == 2
    assert finding.params["actual"] == HOST


@pytest.mark.parametrize("lang", RIGHT_TO_LEFT)
def test_a_sentence_from_right_to_left_begins_with_a_word_of_its_own(lang: str) -> None:
    """Programs that show plain text take a paragraph's direction from its first letter (UAX 9 rule P2)."""
    for key, text in own_texts(lang).items():
        if key.startswith(("reason.", "advice.", "mailbox.obstacle.")):
            assert re.match(r"[^A-Za-z{]*[\u0590-\u08ff]", text) or text.startswith(("{where}", "{by}")), key


def test_every_catalogue_can_speak_of_everything() -> None:
    for lang in LANGUAGES:
        assert catalogue(lang).keys() == catalogue("en").keys()
