"""What `lencana setup` asks: the questions at a terminal, and the file that answers them."""

import tomllib
from enum import StrEnum, unique
from pathlib import Path

import click
import msgspec

from lencana.cli.setup.bootstrap import EXTRAS
from lencana.errors import SettingsError
from lencana.settings import Reports

MAX_ANSWERS_BYTES = 64 * 1024


@unique
class TlsBy(StrEnum):
    """Who speaks https to readers."""

    PROXY = "proxy"  # Caddy or nginx on the same machine
    LENCANA = "lencana"  # serve --tls-certificate --tls-key
    NOBODY = "nobody"  # readers on this very machine: a trial


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an answers file holds (TOML); each field is one question."""

    server: str  # public address, https
    webmails: tuple[str, ...] = ()
    genuine: str | None = None  # path of a message that is known to be genuine
    lists: tuple[str, ...] = ()  # of EXTRAS, beside the OpenAI list
    token: bool = False  # shall readers need a token?
    tls: TlsBy = TlsBy.PROXY
    reports: Reports | None = None  # what readers may report; unanswered: as it is


def ask() -> Answers:
    """The six questions, one after another; the defaults suit most."""
    server = click.prompt("1  Address under which readers reach the server", default="https://lencana.example.org")
    webmails = click.prompt("   Addresses of the webmails that they use, separated by blanks", default="")
    genuine = click.prompt(
        "2  A message that you know to be genuine, saved from a reader's account (.eml); empty: later", default=""
    )
    lists = click.prompt(
        f"3  Which lists and packs beside OpenAI's: {', '.join(EXTRAS)}; empty: none",
        default="",
        value_proc=_known_lists,
    )
    token = click.confirm("4  Can strangers reach the server, so that readers need a token?", default=False)
    tls = click.prompt("5  Who speaks https", type=click.Choice([by.value for by in TlsBy]), default="proxy")
    reports = click.prompt(
        "6  What may readers report to you: nothing, the verdict, or the message if they tick it",
        type=click.Choice([each.value for each in Reports]),
        default=Reports.VERDICTS.value,
    )
    return Answers(
        server=server,
        webmails=tuple(webmails.split()),
        genuine=genuine or None,
        lists=lists,
        token=token,
        tls=TlsBy(tls),
        reports=Reports(reports),
    )


def _known_lists(text: str) -> tuple[str, ...]:
    names = tuple(text.replace(",", " ").split())
    for name in names:
        if name not in EXTRAS:
            raise click.BadParameter(f"{name!r} is none of {', '.join(EXTRAS)}")
    return names


def read_answers(path: Path) -> Answers:
    """The answers of a TOML file. Raises SettingsError."""
    try:
        with path.open("rb") as file:
            values = tomllib.loads(file.read(MAX_ANSWERS_BYTES).decode())
        answers = msgspec.convert(values, Answers)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error
    except (ValueError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from error
    try:
        return msgspec.structs.replace(answers, lists=_known_lists(" ".join(answers.lists)))
    except click.BadParameter as error:
        raise SettingsError(f"{path}: lists: {error.message}") from error
