"""Which suite the tests of a file are in, told from its text: what a run does not want is not even imported.

The suites are those of the Makefile: `unit` is what is not marked e2e, in two halves; what is, belongs to Chromium,
Firefox or `services`, by its name. Importing all test files costs more than most suites' first hundred tests do.
tests/test_suites.py holds this to what the files say.
"""

import re
from pathlib import Path

UNIT, UNIT_FAST, UNIT_SLOW, E2E = "not e2e", "not e2e and not slow", "not e2e and slow", "e2e"  # as -m has them
BROWSERS = ("chromium", "firefox")  # as -k has them; `services` is the rest
_MARKED = re.compile(r"\bmark\.e2e\b")
_ALL_MARKED = re.compile(r"^pytestmark = .*\bmark\.e2e\b", re.MULTILINE)
_ALL_SLOW = re.compile(r"^pytestmark = (?:\[\n    )?pytest\.mark\.slow\b", re.MULTILINE)


def can_hold(path: Path, marks: str) -> bool:
    """May this test file, or this folder, hold tests that `-m` wants? True of all that we cannot tell."""
    if path.is_dir():
        return any(can_hold(file, marks) for file in path.rglob("test_*.py"))
    if not (path.name.startswith("test_") and path.suffix == ".py"):
        return True
    text = path.read_text(encoding="utf-8")
    is_unit, is_slow = not _ALL_MARKED.search(text), bool(_ALL_SLOW.search(text))
    wanted = {
        UNIT: is_unit,
        UNIT_FAST: is_unit and not is_slow,
        UNIT_SLOW: is_unit and is_slow,
        E2E: bool(_MARKED.search(text)),
    }
    return wanted.get(marks, True)


def in_two(name: str) -> bool:
    """Is a test of that name in the suites of both browsers?"""
    return all(browser in name for browser in BROWSERS)
