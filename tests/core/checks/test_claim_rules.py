"""The claim rules: docs/claims.md has the same rules and points, and each says what is one and what is not."""

import re
from pathlib import Path

import pytest

from lencana.core.checks.claim.rule import ClaimRule, MentionRule, SupportingRule
from lencana.core.checks.claim.rules import MENTION_RULES, RULE_POINTS, SUPPORTING_RULES

CLAIMS = Path(__file__).parents[3] / "docs" / "claims.md"
ROWS = (*MENTION_RULES, *SUPPORTING_RULES)


def test_the_document_lists_rules_and_points_in_order() -> None:
    documented = re.findall(r"^\| `(\w+)` \| (\d) \|", CLAIMS.read_text("utf-8"), re.MULTILINE)
    assert documented == [(str(rule), str(points)) for rule, points in RULE_POINTS.items()]
    assert list(RULE_POINTS) == list(ClaimRule)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}-{row.applies.__name__}")
def test_a_rule_names_an_example_and_a_counterexample(row: MentionRule | SupportingRule) -> None:
    doc = row.applies.__doc__ or ""
    assert doc.startswith("Is: ")
    assert "Is not: " in doc
