"""Where a key's passphrase comes from: LENCANA_PASSPHRASE, or the person at the terminal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from lencana.errors import KeyFileError
from lencana.trust.keys import signing

VARIABLE = "LENCANA_PASSPHRASE"
ROOT_VARIABLE = "LENCANA_ROOT_PASSPHRASE"  # of root keys, where theirs is another
TRIES = 3  # at a terminal
T = TypeVar("T")


def for_new_key(*, none: bool, what: str = "the new key") -> bytes | None:
    """The passphrase for a key about to be made, asked twice; None if the user wants none. Raises KeyFileError."""
    if none:
        return None
    if from_environment := os.environ.get(VARIABLE):
        return from_environment.encode()
    _demand_terminal("--no-passphrase leaves the keys unencrypted")
    answer: str = click.prompt(f"Passphrase for {what}", hide_input=True, confirmation_prompt="Once more")
    return answer.encode()


def for_new_root_key(*, none: bool) -> bytes | None:
    """The passphrase for root keys, which nobody will have typed for years; none is a choice, too."""
    if none:
        return None
    if from_environment := os.environ.get(ROOT_VARIABLE) or os.environ.get(VARIABLE):
        return from_environment.encode()
    _demand_terminal("--no-passphrase leaves the keys unencrypted")
    click.echo(
        "The root keys are needed when a key is lost or stolen, perhaps in years. Forget their passphrase and you"
        " start over: write it down, and keep it apart from the sticks. Leave it empty if locked drawers are enough."
    )
    answer: str = click.prompt(
        "Passphrase for the root keys (empty: none)",
        hide_input=True,
        confirmation_prompt="Once more",
        default="",
        show_default=False,
    )
    return answer.encode() or None


def load(path: Path, read: Callable[[Path, bytes | None], T]) -> T:
    """A private key as `read` gives it. Its passphrase is in the environment, or asked for, up to TRIES times.

    Raises KeyFileError.
    """
    if not signing.is_encrypted(path):
        return read(path, None)
    in_environment = [os.environ[name].encode() for name in (VARIABLE, ROOT_VARIABLE) if os.environ.get(name)]
    if not in_environment:
        _demand_terminal("there is no other way to read an encrypted key")
    passphrases = iter(in_environment) if in_environment else (_ask_once(path) for _ in range(TRIES))
    for tries_left in range(len(in_environment) or TRIES, 0, -1):
        try:
            return read(path, next(passphrases))
        except KeyFileError as error:
            if tries_left == 1:
                raise
            if not in_environment:
                click.echo(f"lencana: {error}", err=True)
    raise RuntimeError("the loop returns or raises")


def _ask_once(path: Path) -> bytes:
    answer: str = click.prompt(f"Passphrase of {path}", hide_input=True)
    return answer.encode()


def _demand_terminal(otherwise: str) -> None:
    if not sys.stdin.isatty():
        raise KeyFileError(f"no terminal to ask for a passphrase; set {VARIABLE} ({otherwise})")
