"""Lint in every language: each code has a sentence, which names what the code names, and none is left over."""

import ast
import re
from pathlib import Path

import pytest

from lencana.engine.languages import LANGUAGES
from lencana.engine.lint_texts import LINT, remark_text
from lencana.engine.texts import catalogue, direction, own_texts, placeholders
from lencana.trust import lint
from lencana.trust.draft import draft_of
from lencana.trust.lint import Level, Remark
from trust.publisher import NOW
from trust.test_lint import FAULTS

from .test_languages import ENDS, PAIRS, TRANSLATIONS

TRUST = Path(lint.__file__).parents[1]
CODE_AT = {"error": 3, "warning": 3, "note": 3, "fail": 3, "Remark": 1}  # which argument of a call is a code
MISTAKES = {
    'domains = ["https://x.com/"]': "bad_host",
    'senders = ["x"]': "bad_address",
    'phones = ["x"]': "bad_phone",
    'aliases = [""]': "bad_name",
    'policy_url = "http://x.com"': "bad_url",
    'guard = "x"': "unusable",
    '[[brand]]\nid = "a"\nname = "Other"': "same_id",
    '[[person]]\nname = "Rina Hartono"\naddresses = []': "no_addresses",
    '[[blocked]]\nsender = "a@b.com"\nuntil = "soon"': "bad_day",
}


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def used_codes() -> set[str]:
    codes = set(MISTAKES.values()) | {"bad_authserv_id", "fewer_brands", "fewer_sources"}
    for path in (*Path(lint.__file__).parent.glob("*.py"), TRUST / "list_source" / "entries.py", TRUST / "draft.py"):
        for call in calls(path):
            at = CODE_AT.get(getattr(call.func, "id", ""))
            if at is not None and at < len(call.args):
                codes |= {node.value for node in ast.walk(call.args[at]) if isinstance(node, ast.Constant)}
    return codes


def brand(text: str) -> str:
    return f'[[brand]]\nid = "a"\nname = "Acme"\n{text}'


def remarks_on(text: str) -> tuple[Remark, ...]:
    return draft_of(brand(text), None, None, NOW).remarks


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert used_codes() == catalogue("en", LINT).keys()


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_every_sentence_is_translated(lang: str) -> None:
    english, own = own_texts("en", LINT), own_texts(lang, LINT)
    assert own.keys() == english.keys(), "to be translated: CONTRIBUTING.md, Add a language"
    for code, text in own.items():
        assert placeholders(text) == placeholders(english[code]), code
        assert text == text.strip() != english[code], code
        assert "  " not in text, code
        is_question = ENDS.get(text[-1], text[-1]) == "?"
        assert lang == "th" or is_question == english[code].endswith("?"), code
        for opening, closing in ("„“", *PAIRS[1:]) if lang == "de" else PAIRS:
            assert text.count(opening) == text.count(closing), (code, opening)
        if direction(lang) == "rtl":
            assert re.match(r"[\u0590-\u08ff]", text), code


@pytest.mark.parametrize("text", [*FAULTS, *MISTAKES])
def test_a_remark_names_all_that_its_sentence_needs(text: str) -> None:
    remarks = remarks_on(text)
    assert remarks
    for remark in remarks:
        assert placeholders(catalogue("en", LINT)[remark.code]) == remark.params.keys(), remark
        for lang in LANGUAGES:
            said = remark_text(lang, remark)
            assert not re.search(r"[{}…]|None", said)
            assert remark.params.get("entry", "") in said


@pytest.mark.parametrize("text", MISTAKES)
def test_what_cannot_be_read_has_a_code_of_its_own(text: str) -> None:
    assert MISTAKES[text] in [remark.code for remark in remarks_on(text) if remark.level is Level.ERROR]
