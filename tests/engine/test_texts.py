"""Every code is documented and has its texts in every language; no text can fail or carry a stranger's tricks."""

import re
from pathlib import Path
from typing import Any

import pytest

from lencana.core.brands.allowlist import Brand, Secret
from lencana.core.evidence.authentication import Method, Policy
from lencana.core.finding import Code, Finding, Severity
from lencana.core.letters.obfuscation import Obfuscation
from lencana.core.lookalike import Technique
from lencana.core.mail.header.mailbox import SenderDefect
from lencana.engine.answer import advise
from lencana.engine.languages import LANGUAGES
from lencana.engine.texts import catalogue, placeholders, reason, sentence

DOCS = (Path(__file__).parents[2] / "docs" / "findings.md").read_text()
BRAND = Brand(id="openai", name="OpenAI", never_asks=(Secret.PASSWORD, Secret.API_KEY))
LONE = Brand(id="acme", name="Acme")
STOPS = {"hi": "।", "ja": "。", "th": "", "zh-Hans": "。", "zh-Hant": "。"}  # Thai ends a sentence with a space
CHOICES: dict[str, list[Any]] = {
    "technique": [*Technique, *Obfuscation, "text_alone"],
    "slip": ["letter", "alphabet", "swapped", "extra", "missing", "added", "in_front", "ending"],
    "where": ["sender", "reply_to", "link", "display_name", "local_part", "subject", "body"],
    "method": [*Method],
    "policy": [*Policy],
    "defects": [[defect] for defect in SenderDefect],
    "kinds": [[kind] for kind in Secret] + [list(Secret)],
}


@pytest.mark.parametrize("code", Code)
def test_every_code_is_documented_with_an_example(code: Code) -> None:
    part = DOCS.partition(f"\n### `{code}`\n")[2].partition("\n### ")[0]
    assert "- Parameters:" in part, f"docs/findings.md lacks {code}"
    assert "Example:" in part


@pytest.mark.parametrize("code", Code)
def test_the_example_is_what_is_really_said(code: Code) -> None:
    part = DOCS.partition(f"\n### `{code}`\n")[2].partition("\n### ")[0]
    said = re.findall(r'"([^"]+\.)"', " ".join(part.split()))
    patterns = [
        re.sub(r"\\{\w+\\}", ".+", re.escape(value))
        for key, value in catalogue("en").items()
        if key.startswith(f"reason.{code}.")
    ]
    assert said
    assert any(re.fullmatch(pattern, said[-1]) for pattern in patterns), said


def test_documentation_has_no_code_that_does_not_exist() -> None:
    assert set(re.findall(r"^### `(\w+)`$", DOCS, re.MULTILINE)) == set(Code)


def test_every_placeholder_of_a_sentence_has_a_word_for_when_it_is_missing() -> None:
    for key, template in catalogue("en").items():
        if key.startswith(("reason.", "advice.")):
            for name in placeholders(template):
                assert f"missing.{name}" in catalogue("en"), (key, name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", Code)
def test_every_finding_has_a_sentence_whatever_it_lacks(lang: str, code: Code) -> None:
    variants: list[dict[str, Any]] = [{}, {"lang": "x", "key": "y", "brand": None, "kinds": []}]
    variants += [{name: value} for name, values in CHOICES.items() for value in values]
    for params in variants:
        for severity in Severity:
            for brand in (None, BRAND):
                sentence = reason(lang, Finding(code, severity, params, brand))
                assert sentence.endswith(STOPS.get(lang, "."))
                assert not re.search(r"[{}…]|None", sentence)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verdict", ["verified", "suspicious", "unknown"])
@pytest.mark.parametrize("code", [None, *Code])
def test_advice_is_one_sentence(lang: str, verdict: str, code: Code | None) -> None:
    for severity in Severity:
        findings = () if code is None else (Finding(code, severity, {"kinds": ["password"]}),)
        for brand in (None, BRAND, LONE):
            advice = advise(lang, verdict, findings, brand)
            stop = STOPS.get(lang, ".")
            assert advice.endswith(stop)
            assert not stop or stop not in advice[:-1].replace(". ", stop)
            assert not re.search(r"[{}…]|None", advice)


def test_advice_says_what_a_brand_never_asks_for() -> None:
    findings = (Finding(Code.BRAND_CLAIM, Severity.DANGER, {"brand": "OpenAI"}, BRAND),)
    assert "OpenAI never asks for passwords or API keys by email" in advise("en", "suspicious", findings, BRAND)
    assert "OpenAI tidak pernah meminta kata sandi atau kunci API" in advise("id", "suspicious", findings, BRAND)
    assert "never" not in advise("en", "suspicious", findings, LONE)


def test_the_first_finding_that_weighs_leads() -> None:
    findings = (
        Finding(Code.REPLY_TO_DIFFERS, Severity.WARNING, {}),
        Finding(Code.AUTHENTICATION_MISSING, Severity.INFO, {}),
    )
    assert advise("en", "unknown", findings, None) == catalogue("en")["advice.unknown.reply_to_differs"]
    assert advise("en", "unknown", findings[1:], None) == catalogue("en")["advice.unknown.text"]


def test_a_stranger_s_words_stay_plain_and_short() -> None:
    hostile = "evil\u202emoc.ianepo\n<b>\x00{brand}" + "x" * 5000
    text = sentence("en", "reason.link_text_differs.text", shown=hostile, actual="a.example")
    assert "\u202e" not in text
    assert "\n" not in text
    assert "{brand}" in text  # not filled in a second time
    assert len(text) < 400


def test_a_name_in_foreign_letters_is_shown_in_both_forms() -> None:
    finding = Finding(Code.LINK_TEXT_DIFFERS, Severity.WARNING, {"shown": "openai.com", "actual": "op\u0435nai.com"})
    assert "(xn--opnai-0we.com)" in reason("en", finding)
