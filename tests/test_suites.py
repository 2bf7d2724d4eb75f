"""Each test is in exactly one of the Makefile's suites, and finding the tests of one imports what it needs."""

import ast
from pathlib import Path

import pytest

import suites

TESTS = Path(__file__).parent
FILES = sorted(TESTS.rglob("test_*.py"))
NAMES = [str(file.relative_to(TESTS)) for file in FILES]


def marks(tree: ast.AST, name: str = "e2e") -> list[ast.Attribute]:
    """Every place that marks with that name."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == name]
    return [node for node in found if isinstance(node.value, ast.Attribute) and node.value.attr == "mark"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_s_marks_are_where_its_text_shows_them(name: str) -> None:
    """On the whole file, or on a test: never built up, computed or taken from another file."""
    tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
    whole = [
        node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    single = [decorator for node in ast.walk(tree) for decorator in getattr(node, "decorator_list", ())]
    assert len(marks(tree)) == sum(len(marks(node)) for node in (*whole, *single))
    is_whole = any(marks(node) for node in whole)
    assert suites.can_hold(TESTS / name, suites.UNIT) is not is_whole
    assert suites.can_hold(TESTS / name, suites.E2E) is bool(marks(tree))
    is_slow = any(marks(node, "slow") for node in whole)
    assert len(marks(tree, "slow")) == is_slow, "a file is slow, or it is not"
    assert suites.can_hold(TESTS / name, suites.UNIT_FAST) is not (is_whole or is_slow)
    assert suites.can_hold(TESTS / name, suites.UNIT_SLOW) is is_slow
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert not {"pytestmark", "*"} & set(imported)


def test_nothing_else_marks_tests() -> None:
    for file in TESTS.rglob("*.py"):
        if file not in FILES:
            text = file.read_text(encoding="utf-8")
            assert not marks(ast.parse(text)), file
            assert "add_marker" not in text, file


@pytest.mark.parametrize(
    ("name", "is_in_two"),
    [
        ("e2e/test_page_chromium.py::test_x[firefox]", True),
        ("e2e/test_x.py::test_x[firefox]", False),
        ("test_x", False),
    ],
)
def test_no_test_is_of_two_browsers(name: str, is_in_two: bool) -> None:
    assert suites.in_two(name) is is_in_two  # conftest.py refuses to run such a one


@pytest.mark.parametrize(
    ("marks", "skipped", "kept"),
    [
        ("e2e", ["core", "web", "test_cases.py", "cli"], ["deploy", "e2e", "mailbox/test_flow.py", "mailbox"]),
        ("not e2e", ["e2e", "faults", "deploy/test_deb.py"], ["deploy", "core", "deploy/test_watching.py"]),
        ("", [], ["e2e", "core", "conftest.py"]),
        ("slow and not e2e", [], ["e2e", "core"]),
    ],
)
def test_folders_and_files_that_are_left_out(marks: str, skipped: list[str], kept: list[str]) -> None:
    assert [name for name in skipped if suites.can_hold(TESTS / name, marks)] == []
    assert [name for name in kept if not suites.can_hold(TESTS / name, marks)] == []
