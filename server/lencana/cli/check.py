"""`lencana check`: judge saved messages."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb

import click
import msgspec

from lencana.cli import Context
from lencana.cli.expiry_notice import warn_of_expiry
from lencana.cli.mending import MAX_MENDED, lines_for_message
from lencana.cli.remote.home_server import home_server
from lencana.core.mail.header.header_block import read_headers, split_message
from lencana.core.mail.message import Origin
from lencana.engine.assembly import open_engine
from lencana.engine.contract import Answer
from lencana.engine.engine import Engine
from lencana.engine.languages import LANGUAGES, language_of_locale
from lencana.engine.texts import sentence
from lencana.settings import load_settings

SUSPICIOUS, UNREADABLE = 1, 2  # exit codes
_SYMBOLS = {"danger": "✗", "warning": "!", "info": "·", "good": "✓"}
# What is a message has at least one of these; a photo, or a text alone, has none (RFC 5322). The page asks the same.
_HEADERS = frozenset(
    {"from", "sender", "to", "date", "subject", "received", "message-id", "return-path", "delivered-to"}
)
_COLOURS = {"verified": "green", "suspicious": "red", "unknown": "bright_black"}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE… | -")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a file, as in the HTTP API, plus `file`.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Language of the sentences [default: LANG].")
@click.option(
    "--origin",
    type=click.Choice([origin.value for origin in Origin]),
    default=Origin.DELIVERED.value,
    show_default=True,
    help="delivered: saved from your own mailboxes, so your mail server's Authentication-Results count. "
    "attached, file: from anybody, so only signatures count.",
)
@click.pass_obj
def check(context: Context, files: tuple[str, ...], as_json: bool, lang: str | None, origin: str) -> None:
    """Say whether messages are verified, suspicious or unknown.

    FILE is a message saved by a mail program (.eml); `-` reads one from standard input.

    \b
    lencana check message.eml
    lencana check --json *.eml | jq .verdict
    LENCANA_AUTHSERV_IDS=mx.google.com lencana check message.eml

    Exit code: 0 none is suspicious, 1 at least one is, 2 a file cannot be read or judged; the others are judged all the
    same.
    """
    settings = load_settings(context.data, os.environ)
    engine, list_in_force = open_engine(context.data, settings)
    warn_of_expiry(list_in_force.root.document, list_in_force().allowlist, context.now, settings)
    language = lang or language_of_locale(os.environ)
    worst, mended = 0, 0
    for name in files:
        try:
            raw = read(name, settings.max_message)
        except OSError as error:
            click.echo(f"lencana: {printable(name)}: {error.strerror or error}", err=True)
            worst = UNREADABLE
            continue
        try:
            answer = engine.check_raw(raw, now=context.now, lang=language, origin=Origin(origin))
            lines = [as_line(name, answer)] if as_json else [*as_text(name, answer, engine, language)]
            if not as_json:
                lines += no_message_hint(raw, settings.max_headers, language)
            if not as_json and answer.verdict == "suspicious" and (mended := mended + 1) <= MAX_MENDED:
                lines += lines_for_message(engine, raw, answer, context.now, language, Origin(origin))
        except Exception as error:  # whatever one message does, the others are judged
            click.echo(as_failure(name, error, as_json=as_json), err=not as_json)
            worst = UNREADABLE
            continue
        worst = max(worst, SUSPICIOUS if answer.verdict == "suspicious" else 0)
        click.echo("\n".join(lines))
    sys.exit(worst)


def read(name: str, limit: int) -> bytes:
    """The first `limit` bytes of a file; what is beyond them is an attachment's. Raises OSError."""
    if name == "-":
        return sys.stdin.buffer.read(limit)
    with Path(name).open("rb") as file:
        return file.read(limit)


def as_line(name: str, answer: Answer) -> str:
    """The answer as one line of JSON."""
    return msgspec.json.encode({"file": printable(name)} | msgspec.to_builtins(answer)).decode()


def as_failure(name: str, error: Exception, *, as_json: bool) -> str:
    """A line for a message that stopped us: what kind of fault, and where in our code; nothing of the message."""
    frame = extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
    text = f"no verdict, because of a fault in Lencana ({place}); please report it"
    if as_json:
        return msgspec.json.encode({"file": printable(name), "error": text}).decode()
    return f"lencana: {printable(name)}: {text}"


def printable(name: str) -> str:
    """A file name as text. One that is no UTF-8 has replacement characters for its bytes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def as_text(name: str, answer: Answer, engine: Engine, lang: str) -> Iterator[str]:
    """The answer for a person: the verdict in colour, the reasons, what to do; and whose settings it goes by."""
    yield from answer_lines(name, answer, lang)
    codes = {reason.code for reason in answer.reasons}
    if not engine.settings.authserv_ids and "authentication_missing" in codes and "not_delivered" not in codes:
        key = "cli.no_authserv_ids_here" if home_server(engine.settings) else "cli.no_authserv_ids"
        yield f"  ({sentence(lang, key)})"


def answer_lines(name: str, answer: Answer, lang: str) -> Iterator[str]:
    """The verdict in colour, the reasons, what to do."""
    word = sentence(lang, f"verdict.{answer.verdict}")
    brand = f" · {answer.brand.name}" if answer.brand else ""
    yield click.style(f"{word}{brand}", fg=_COLOURS[answer.verdict], bold=True) + f"  {printable(name)}"
    if answer.sender:
        yield f"  {answer.sender.address}"
    for reason in answer.reasons:
        yield f"  {_SYMBOLS[_shown_severity(answer.verdict, reason.severity)]} {reason.text}"
    yield f"  → {answer.advice}"


def no_message_hint(raw: bytes, max_headers: int, lang: str) -> Iterator[str]:
    """What to do with a file that cannot be a message; nothing for one that can."""
    if not raw:
        yield f"  ({sentence(lang, 'page.empty_file')})"
    elif not read_headers(split_message(raw)[0], max_headers, _HEADERS).fields:
        yield f"  ({sentence(lang, 'cli.not_a_message')})"


def _shown_severity(verdict: str, severity: str) -> str:
    """`good` is shown as `info` unless the message is verified: phishers authenticate their mail, too."""
    return "info" if severity == "good" and verdict != "verified" else severity
