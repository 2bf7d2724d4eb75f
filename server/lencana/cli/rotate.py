"""`lencana root rotate|sign|publish`: the next root, signed by enough keys of the old one and of its own."""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.base import FILE, key_option, server_option, write_file, yes_option
from lencana.cli.allowlist.files import agreed, read_envelope
from lencana.cli.fingerprint import in_groups
from lencana.cli.keyring import find_public, load_keys, named_keys
from lencana.cli.remote import ServerReader, put
from lencana.cli.state import open_state
from lencana.errors import InputError, LencanaError, SignatureError, TrustError
from lencana.publish import publish_root, trusted_root
from lencana.settings import load_settings
from lencana.store import open_reader
from lencana.trust import envelope as dsse
from lencana.trust import rotation, signing
from lencana.trust.documents import Role, Root, encode_root, format_time, keyid_of, parse_root
from lencana.trust.trusted import MAX_ROOT_BYTES, MAX_ROOT_LIFE, TrustedRoot, next_root, read_allowlist

_ROLES = {"root": Role.ROOT, "list": Role.ALLOWLIST}
_UNITS = {"d": 1, "w": 7, "y": 365}


@click.command(short_help="Change which keys count, how many, and until when.")
@click.option(
    "--add", "added", multiple=True, metavar="[ROLE=]KEY", help="Let this key sign lists, or with root= roots."
)
@click.option("--remove", "removed", multiple=True, metavar="[ROLE=]KEY", help="A name or the beginning of a keyid.")
@click.option("--threshold", "thresholds", multiple=True, metavar="ROLE=N", help="Signatures needed: root=2, list=2.")
@click.option(
    "--expires", "life", metavar="SPAN", default="2y", show_default=True, help="Life of the new root: 1y, 90d."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there; publish nothing.")
@key_option
@server_option
@yes_option
@click.pass_obj
def rotate(
    context: Context,
    added: tuple[str, ...],
    removed: tuple[str, ...],
    thresholds: tuple[str, ...],
    life: str,
    output: Path | None,
    key_files: tuple[Path, ...],
    server: str | None,
    yes: bool,
) -> None:
    """Change which keys count, how many, and until when; without changes, renew the root's expiry.

    The new root is signed with the root keys that are here. If that is enough of the old root's keys and of the new
    one's, it is published; otherwise a file is written, to which other holders add theirs with `root sign`. KEY is a
    name or keyid that `key list` shows, or a .pub file; ROLE is `list` (which it is when not said) or `root`.

    \b
    Example:  lencana root rotate --add siti --threshold list=2
              lencana root rotate --add root=/media/stick/spare.pub --remove root=4f2a91c0
    """
    old = _root_in_force(context, server)
    new = rotation.next_root(
        old.document,
        context.now,
        context.now + _life(life),
        add=[(role, find_public(context.data, key)) for role, key in map(_role_and_key, added)],
        remove=[pair for text in removed for pair in _to_remove(context, old.document, text)],
        thresholds=dict(map(_threshold, thresholds)),
    )
    for line in rotation.describe(old.document, new, _names(context, added)):
        echo(line)
    if not agreed(f"Sign root version {new.version}, which expires {format_time(new.expires)}?", yes=yes):
        echo("nothing was signed")
        return
    holders = {*old.document.roles.root.keyids, *new.roles.root.keyids}
    keys = load_keys(context.data, key_files, holders, len(holders))
    envelope = signing.sign(encode_root(new), Role.ROOT, keys)
    if output or not _is_complete(old, envelope):
        _write(output or Path(f"root-{new.version}.json"), old, envelope)
    else:
        _publish(context, envelope, server)


@click.command()
@click.argument("file", type=FILE)
@key_option
@server_option
@click.pass_obj
def sign(context: Context, file: Path, key_files: tuple[Path, ...], server: str | None) -> None:
    """Add your signature to a new root that `root rotate` wrote.

    \b
    Example:  lencana root sign root-2.json --key /media/stick/spare.pem
    """
    old = _root_in_force(context, server)
    envelope = dsse.parse(read_envelope(file, MAX_ROOT_BYTES), MAX_ROOT_BYTES)
    if envelope.payload_type != Role.ROOT.payload_type:
        raise InputError(f"{file}: not a root")
    new = parse_root(envelope.payload)
    for line in rotation.describe(old.document, new, named_keys(context.data)):
        echo(line)
    holders = {*old.document.roles.root.keyids, *new.roles.root.keyids}
    _write(file, old, signing.add_signatures(envelope, load_keys(context.data, key_files, holders, len(holders))))


@click.command()
@click.argument("file", type=FILE)
@server_option
@click.pass_obj
def publish(context: Context, file: Path, server: str | None) -> None:
    """Make a new root the one in force, once it has its signatures.

    \b
    Example:  lencana root publish root-2.json --server https://badge.example.org
    """
    _publish(context, read_envelope(file, MAX_ROOT_BYTES), server)


def _root_in_force(context: Context, server: str | None) -> TrustedRoot:
    if server is not None:
        return trusted_root(ServerReader(context.data, server))
    return trusted_root(open_reader(context.data, load_settings(context.data, os.environ)))


def _publish(context: Context, envelope: bytes, server: str | None) -> None:
    if server is not None:
        echo(put(server, Role.ROOT, envelope))
        with suppress(LencanaError), open_state(context) as state:  # this machine may have no copy, or an older one
            publish_root(state.store, envelope, context.now)
        return
    with open_state(context) as state:
        root = publish_root(state.store, envelope, context.now)
        raw = state.store.envelope(Role.ALLOWLIST, state.store.latest().allowlist)
    echo(f"published root version {root.document.version}, expires {format_time(root.document.expires)}")
    echo(f"fingerprint for new readers  {in_groups(root.sha256)}")
    try:
        read_allowlist(root, raw or b"")
    except TrustError:
        echo("The list in force is not signed by the keys that count now. Sign it again: lencana allowlist renew")


def _write(path: Path, old: TrustedRoot, envelope: bytes) -> None:
    write_file(path, envelope)
    if _is_complete(old, envelope):
        echo(f"wrote {path}: all signatures are there; publish it with `lencana root publish {path}`")
    else:
        echo(f"wrote {path}: signatures are missing; another holder runs `lencana root sign {path} --key THEIR.pem`")


def _is_complete(old: TrustedRoot, envelope: bytes) -> bool:
    try:
        next_root(old, envelope)
    except SignatureError:
        return False
    return True


def _role_and_key(text: str) -> tuple[Role, str]:
    role, equals, key = text.partition("=")
    if not equals:
        return Role.ALLOWLIST, text
    if role not in _ROLES:
        raise InputError(f"{text!r}: write list=KEY or root=KEY")
    return _ROLES[role], key


def _to_remove(context: Context, root: Root, text: str) -> list[tuple[Role, str]]:
    """Of the role said, or of every role that names the key."""
    role, key = _role_and_key(text)
    names = named_keys(context.data)
    roles = [role] if "=" in text else list(Role)
    found = [
        (of, keyid)
        for of in roles
        for keyid in root.holders(of).keyids
        if names.get(keyid) == key or (len(key) >= 8 and keyid.startswith(key))
    ]
    if len({keyid for _, keyid in found}) != 1:
        raise InputError(f"--remove {text}: not one key of the root, but {len(found)}; `lencana root show` lists them")
    return found


def _threshold(text: str) -> tuple[Role, int]:
    role, _, number = text.partition("=")
    if role not in _ROLES or not number.isdigit():
        raise InputError(f"--threshold {text}: write list=2 or root=2")
    return _ROLES[role], int(number)


def _life(text: str) -> timedelta:
    number, unit = text[:-1], text[-1:]
    if not number.isdigit() or unit not in _UNITS or not 0 < int(number) * _UNITS[unit] <= MAX_ROOT_LIFE.days:
        raise InputError(f"--expires {text}: write years, weeks or days such as 1y or 90d, at most 10y")
    return timedelta(days=int(number) * _UNITS[unit])


def _names(context: Context, added: tuple[str, ...]) -> dict[str, str]:
    given = {keyid_of(find_public(context.data, key)): Path(key).stem for _, key in map(_role_and_key, added)}
    return {**given, **named_keys(context.data)}
