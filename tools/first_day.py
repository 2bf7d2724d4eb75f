#!/usr/bin/env python3
"""Print how long the handbook's first day takes, counted from docs/admin.md itself.

usage: tools/first_day.py

Reading: every word of the page's head and of "First day", at 200 words a minute (Brysbaert 2019 has 238 for English
prose; instructions are read slower). Typing: 0.28 s a key, the average typist of the keystroke-level model (Card, Moran
and Newell 1980), though `setup` prints the commands to be copied. Waiting: what the commands took in a booted Debian
(tests/deploy/test_first_day.py prints it). The allowances are estimates, and stand here so that they can be doubted.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HANDBOOK: Final = Path(__file__).parents[1] / "docs" / "admin.md"
WORDS_A_MINUTE: Final = 200
SECONDS_A_KEY: Final = 0.28
SECONDS_TO_READ_OUTPUT: Final = 15  # after each command, and to go on
SECONDS_A_QUESTION: Final = 60  # of `setup`: to understand it and to decide
SECONDS_A_PASSPHRASE: Final = 40  # to think of it, write it down, and type it twice
QUESTIONS: Final = 7  # tests/test_first_day.py holds it to what `setup` asks
PASSPHRASES: Final = 3  # of the list key, the root keys, the extension's key
SECONDS_WAITING: Final = 60
BY_HAND: Final = {  # seconds
    "save a genuine message, copy it to the server": 180,
    "two sticks: plug in, name them as the commands do, put away": 120,
    "compare the fingerprint": 30,
    "print the poster, write to the readers": 180,
}


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What is counted."""

    words: int
    commands: tuple[str, ...]

    def seconds(self) -> dict[str, float]:
        """By what they are spent on."""
        keys = sum(map(len, self.commands))
        return {
            f"read {self.words} words": self.words / WORDS_A_MINUTE * 60,
            f"type {len(self.commands)} commands, {keys} keys": keys * SECONDS_A_KEY,
            "read what they print": len(self.commands) * SECONDS_TO_READ_OUTPUT,
            "wait for them": SECONDS_WAITING,
            f"answer {QUESTIONS} questions of setup": QUESTIONS * SECONDS_A_QUESTION,
            f"think of {PASSPHRASES} passphrases": PASSPHRASES * SECONDS_A_PASSPHRASE,
            **BY_HAND,
        }

    def minutes(self) -> float:
        """All together."""
        return sum(self.seconds().values()) / 60


def counted(text: str) -> FirstDay:
    """The first day of a handbook. Raises ValueError when there is none."""
    found = re.search(r"\A(.*?^## First day\n.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError('no section "First day"')
    commands = re.findall(r"^    (\S.*)$", found[1], re.MULTILINE)
    prose = re.sub(r"\]\([^)]*\)", "]", re.sub(r"^    .*\n", "", found[1], flags=re.MULTILINE))
    words = [word for word in prose.split() if re.search(r"\w", word)]
    return FirstDay(len(words), tuple(commands))


def main() -> None:
    """Print the account."""
    day = counted(HANDBOOK.read_text())
    for what, seconds in day.seconds().items():
        print(f"{seconds / 60:5.1f} min  {what}")
    print(f"{day.minutes():5.1f} min  together")


if __name__ == "__main__":
    main()
