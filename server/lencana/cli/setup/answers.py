"""What `lencana setup` asks: the questions at a terminal, and the file that answers them."""

import re
import tomllib
from collections.abc import Callable
from enum import StrEnum, unique
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from lencana.cli.setup.bootstrap import EXTRAS
from lencana.errors import LencanaError, SettingsError
from lencana.extension_kit.organisation import site_origin
from lencana.plain_faults import in_plain_words
from lencana.settings import Reports

MAX_ANSWERS_BYTES = 64 * 1024
_Kind = TypeVar("_Kind", bound=StrEnum)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")


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


_CHOICES = {"tls": TlsBy, "reports": Reports}


def ask(read_genuine: Callable[[str], object]) -> Answers:
    """The questions, one after another; the defaults suit most. A wrong answer is asked for again.

    `read_genuine` raises LencanaError for a message that cannot be used.
    """
    server = click.prompt(
        "1  Address under which readers reach the server",
        default="https://lencana.example.org",
        value_proc=_checked(lambda text: site_origin(text, "server", secure=True)),
    )
    webmails = click.prompt(
        "   Addresses of the webmails that they use, separated by blanks",
        default="",
        value_proc=_checked(lambda text: tuple(site_origin(webmail, "webmails") for webmail in text.split())),
    )
    genuine = click.prompt(
        "2  A message that you know to be genuine, saved from a reader's account (.eml); empty: later",
        default="",
        value_proc=_checked(lambda text: _usable(text, read_genuine)),
    )
    lists = click.prompt(
        f"3  Which lists and packs beside OpenAI's: {', '.join(EXTRAS)}; empty: none",
        default="",
        value_proc=_known_lists,
    )
    token = click.confirm("4  Can strangers reach the server, so that readers need a token?", default=False)
    tls = _choice("5  Who speaks https", TlsBy.PROXY)
    about = "6  What may readers report to you: nothing, the verdict, or the message if they tick it"
    reports = _choice(about, Reports.VERDICTS)
    return Answers(
        server=server,
        webmails=webmails,
        genuine=genuine,
        lists=lists,
        token=token,
        tls=tls,
        reports=reports,
    )


def _choice(question: str, default: _Kind) -> _Kind:
    kind = type(default)
    return kind(click.prompt(question, type=click.Choice([each.value for each in kind]), default=default.value))


def _checked(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """`read`, whose error makes click ask again."""

    def read_or_ask_again(text: str) -> Any:
        try:
            return read(text)
        except LencanaError as error:
            raise click.BadParameter(str(error)) from error

    return read_or_ask_again


def _usable(text: str, read_genuine: Callable[[str], object]) -> str | None:
    """A file's name as it was typed, where no shell has replaced the ~; None for an empty one."""
    if not text:
        return None
    name = str(Path(text).expanduser())
    read_genuine(name)
    return name


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
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {_in_words(str(error))}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8; save the file as UTF-8") from error
    except ValueError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    try:
        return msgspec.structs.replace(answers, lists=_known_lists(" ".join(answers.lists)))
    except click.BadParameter as error:
        raise SettingsError(f"{path}: lists: {error.message}") from error


def _in_words(message: str) -> str:
    """The answer's name first, and what to write."""
    reason, _, name = message.partition(" - at `$.")
    if unknown := _UNKNOWN.fullmatch(reason):
        return f"there is no question {unknown[1]!r}; answers are to {', '.join(Answers.__struct_fields__)}"
    name = name.rstrip("`").partition("[")[0]
    problem = in_plain_words(reason, tuple(_CHOICES.get(name, ())))
    return f"{name}: {problem}" if name else problem
