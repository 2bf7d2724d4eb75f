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
