"""Where a key's passphrase comes from: LENCANA_PASSPHRASE, or the person at the terminal."""

import os
import sys
from pathlib import Path

import click

from lencana.errors import KeyFileError
from lencana.trust import signing

VARIABLE = "LENCANA_PASSPHRASE"


def for_new_key(*, none: bool) -> bytes | None:
    """The passphrase for keys about to be made, asked twice; None if the user wants none. Raises KeyFileError."""
    if none:
        return None
    if from_environment := os.environ.get(VARIABLE):
        return from_environment.encode()
    _demand_terminal("--no-passphrase leaves the keys unencrypted")
    answer: str = click.prompt("Passphrase for the new keys", hide_input=True, confirmation_prompt="Once more")
    return answer.encode()


def for_key(path: Path) -> bytes | None:
    """The passphrase of an existing key, None if it takes none. Raises KeyFileError."""
    if not signing.is_encrypted(path):
        return None
    if from_environment := os.environ.get(VARIABLE):
        return from_environment.encode()
    _demand_terminal("there is no other way to read an encrypted key")
    answer: str = click.prompt(f"Passphrase of {path}", hide_input=True)
    return answer.encode()


def _demand_terminal(otherwise: str) -> None:
    if not sys.stdin.isatty():
        raise KeyFileError(f"no terminal to ask for a passphrase; set {VARIABLE} ({otherwise})")
