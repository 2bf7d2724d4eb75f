"""Making a new version: sign, publish."""

import os
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import click
import msgspec
from click import echo

from lencana.cli import Context, passphrase
from lencana.cli.allowlist.files import print_changes, read_envelope, read_source
from lencana.cli.init import KEYS, LIST_KEY
from lencana.cli.state import open_state
from lencana.core.allowlist import Allowlist
from lencana.errors import InputError, KeyFileError, ServerError
from lencana.publish import last_mark, publish_allowlist
from lencana.trust import content, signing, source
from lencana.trust.documents import MAX_VERSION, Role, encode_allowlist, format_time
from lencana.trust.trusted import MAX_ALLOWLIST_BYTES, Mark

TIMEOUT = 30.0  # seconds for a server to answer
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", "key_file", type=FILE, help="Private key; by default the data folder's list key.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: allowlist-VERSION.json")
@click.option("--version", type=click.IntRange(1, MAX_VERSION), help="Where there is no data folder: this version.")
@click.option("--prev", help="Where there is no data folder: sha256 of the version before.")
@click.pass_obj
def sign(
    context: Context, file: Path, key_file: Path | None, output: Path | None, version: int | None, prev: str | None
) -> None:
    """Turn a TOML list into a signed one: the next version after the data folder's.

    Nothing is published yet. The passphrase is asked for, or taken from LENCANA_PASSPHRASE.

    \b
    Example:  lencana allowlist sign list.toml -o allowlist.json
    """
    read = read_source(file)
    held, old = (_given(version, prev), None) if version else _held(context)
    document = source.compose(read, held.version + 1 if held else 1, held.sha256 if held else None, context.now)
    content.check(document)
    path = key_file or context.data / KEYS / LIST_KEY
    key = signing.load_key(path, passphrase.for_key(path))
    if version is None:
        _demand_list_key(context, key, path)
    target = output or Path(f"allowlist-{document.version}.json")
    _write(target, signing.sign(encode_allowlist(document), Role.ALLOWLIST, [key]))
    print_changes(old, document)
    echo(f"wrote {target}: version {document.version}, expires {format_time(document.expires)}")


@click.command()
@click.argument("file", type=FILE)
@click.option("--server", metavar="URL", help="Publish there over HTTP; by default in the data folder.")
@click.pass_obj
def publish(context: Context, file: Path, server: str | None) -> None:
    """Make a signed list the one in force. The signature is the authorisation; no password exists.

    \b
    Example:  lencana allowlist publish allowlist.json --server https://badge.example.org
    """
    if server is not None:
        echo(_put(server, read_envelope(file, MAX_ALLOWLIST_BYTES)))
        return
    with open_state(context) as state:
        limit = state.settings.max_allowlist
        raw = read_envelope(file, limit)
        published = publish_allowlist(state.store, raw, context.now, limit).document
    echo(f"published version {published.version}, expires {format_time(published.expires)}")


def _held(context: Context) -> tuple[Mark | None, Allowlist | None]:
    with open_state(context) as state:
        mark = last_mark(state.store)
        return mark, state.allowlist().document if mark else None


def _given(version: int, prev: str | None) -> Mark | None:
    if version == 1:
        return None
    if prev is None or len(prev) != 64 or not set(prev) <= set("0123456789abcdef"):
        raise InputError("--prev: give the sha256 of the version before, 64 hex digits; `allowlist log` prints it")
    return Mark(version - 1, prev)


def _demand_list_key(context: Context, key: signing.SigningKey, path: Path) -> None:
    with open_state(context) as state:
        root = state.root().document
    if key.keyid not in root.holders(Role.ALLOWLIST).keyids:
        raise KeyFileError(f"{path}: the root does not let this key sign lists; `lencana key list` shows which may")


def _write(path: Path, envelope: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(envelope)
        draft.replace(path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error


def _put(server: str, envelope: bytes) -> str:
    if urlsplit(server).scheme not in ("http", "https"):
        raise InputError("--server: give an address that begins with https:// or http://")
    url = server.rstrip("/") + "/v1/allowlist"
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, envelope, headers, method="PUT")  # noqa: S310 (scheme checked above)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return f"published at {server}: {answer.status}"
    except urllib.error.HTTPError as error:
        with error:
            raise ServerError(f"{server} refused the list ({error.code}): {_detail(error.read(64 * 1024))}") from error
    except (OSError, ValueError) as error:
        raise ServerError(f"{server} could not be reached: {getattr(error, 'reason', error)}") from error


def _detail(body: bytes) -> str:
    try:
        problem = msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeError):
        return "it gave no reason"
    return str(problem.get("detail") or problem.get("title") or "it gave no reason")
