"""`make evaluate`: what is claimed, asked for and imitated is found, and what only mentions a brand is left alone."""

import importlib.util
import sys
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("evaluate", Path(__file__).parents[1] / "tools" / "evaluate.py")
assert _SPEC
assert _SPEC.loader
evaluate = importlib.util.module_from_spec(_SPEC)
sys.modules["evaluate"] = evaluate
_SPEC.loader.exec_module(evaluate)
FIGURES = list(evaluate.figures())


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_no_figure_falls(figure: object) -> None:
    assert figure.holds, figure.wrong  # type: ignore[attr-defined]


def test_the_sets_are_balanced() -> None:
    sizes = {figure.name: figure.size for figure in FIGURES}
    assert sum(sizes.values()) > 400
    for one, other in (("claim_en", "clean_en"), ("claim_id", "clean_id"), ("asks", "asks_nothing")):
        assert 0.5 < sizes[one] / sizes[other] < 2


def test_a_text_without_a_sender_is_judged_and_never_verified() -> None:
    engine = evaluate.engine()
    text = "OpenAI: reply with your verification code to keep your account."
    answer = evaluate.judge(engine, {"from": "-", "subject": "", "text": text})
    assert (answer.verdict, answer.sender, answer.brand.id) == ("suspicious", None, "openai")
    assert {reason.code for reason in answer.reasons} == {"brand_claim", "secret_request"}
    assert "nothing shows that it did" in answer.reasons[0].text
    assert "OpenAI never asks for passwords, API keys or verification codes" in answer.advice
    plain = evaluate.judge(engine, {"from": "-", "subject": "", "text": "Shall we go at noon?"})
    assert (plain.verdict, plain.reasons, plain.needs) == ("unknown", (), None)
