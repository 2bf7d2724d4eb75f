"""The severities that depend on other findings: docs/findings.md has the very rows that decide."""

import re
from pathlib import Path

from lencana.core.verdict import SEVERITY_RULES

FINDINGS = Path(__file__).parents[2] / "docs" / "findings.md"


def test_the_document_has_the_rows_that_decide() -> None:
    table = FINDINGS.read_text("utf-8").split("| finding | when | becomes | because |\n|---|---|---|---|\n")[1]
    documented = [tuple(re.split(r"(?<!\\) \| ", row[2:-2])) for row in table.split("\n\n")[0].splitlines()]
    rows = [(f"`{row.code}`", row.condition.text, f"`{row.severity}`", row.why) for row in SEVERITY_RULES]
    assert documented == rows


def test_each_code_says_what_it_becomes() -> None:
    """The section of a code names every severity that the table gives it."""
    sections = dict(
        re.findall(r"^### `(\w+)`\n(.*?)(?=^###? |\Z)", FINDINGS.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
    for row in SEVERITY_RULES:
        assert f"`{row.severity}`" in sections[row.code], row.code
