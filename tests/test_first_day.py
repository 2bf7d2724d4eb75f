"""The handbook's first day stays one that a person has time for; tests/faults/test_handbook.py runs it."""

import inspect

import pytest

from lencana.cli.setup import answers as setup_answers
from tools import first_day


def test_twelve_commands_and_half_an_hour() -> None:
    day = first_day.counted(first_day.HANDBOOK.read_text())
    assert len(day.commands) <= 12, day.commands
    assert day.words <= 600, "what a first day does not need belongs into a later section"
    assert day.minutes() <= 30, day.seconds()


def test_every_question_is_counted() -> None:
    asked = inspect.getsource(setup_answers.ask)
    ways = ("click.prompt(", "click.confirm(", "_choice(")
    assert sum(map(asked.count, ways)) == first_day.QUESTIONS


@pytest.mark.parametrize(
    ("text", "words", "commands"),
    [
        (
            "# A\n\nOne two.\n\n## First day\n\nThree [four](five.md):\n\n    do --it\n    do it\n\n## Then\n\nno\n",
            7,
            2,
        ),
        ("## First day\n\n| a | b |\n|---|---|\n\n    export A=1\n\n    do\n\n### More\n\nword\n", 6, 2),
    ],
)
def test_what_is_counted(text: str, words: int, commands: int) -> None:
    """Tables and headings are read, addresses of links are not; a line that sets a variable is typed as any other."""
    day = first_day.counted(text)
    assert (day.words, len(day.commands)) == (words, commands)


def test_no_first_day() -> None:
    with pytest.raises(ValueError, match="First day"):
        first_day.counted("# A\n\n## Second day\n")
