"""`lencana root rotate`: what is to change, in words of the command line, and the root that comes of it."""

from datetime import timedelta
from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.files import confirm_required
from lencana.cli.allowlist.signing_base import key_option, server_option, yes_option
from lencana.cli.keys.keyring import find_public, named_keys
from lencana.cli.root.release import has_all_signatures, load_root_keys, publish_envelope, root_in_force, write
from lencana.errors import InputError
from lencana.trust import rotation
from lencana.trust.client_workflow import MAX_ROOT_LIFETIME
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.documents.root_document import Root, encode_root, keyid_of
from lencana.trust.keys import signing

_ROLES = {"root": Role.ROOT, "list": Role.ALLOWLIST}
_UNITS = {"d": 1, "w": 7, "y": 365}


@click.command(short_help="Change the role keys, their thresholds and the expiry.")
@click.option(
    "--add", "added", multiple=True, metavar="[ROLE=]KEY", help="Add a key that may sign lists; with root=, roots."
)
@click.option("--remove", "removed", multiple=True, metavar="[ROLE=]KEY", help="Remove a key, by name or keyid.")
@click.option("--threshold", "thresholds", multiple=True, metavar="ROLE=N", help="Signatures needed: root=2, list=2.")
@click.option(
    "--expires", "lifetime", metavar="SPAN", default="2y", show_default=True, help="Lifetime of the new root: 1y, 90d."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a file; do not publish.")
@key_option
@server_option
@yes_option
@click.pass_obj
def rotate(
    context: Context,
    added: tuple[str, ...],
    removed: tuple[str, ...],
    thresholds: tuple[str, ...],
    lifetime: str,
    output: Path | None,
    key_files: tuple[Path, ...],
    server: str | None,
    yes: bool,
) -> None:
    """Change the role keys, their thresholds and the expiry; without changes, renew the root.

    The new root is signed with the root keys on this machine. If these meet the thresholds of the old and the new
    root, it is published; otherwise it is written to a file, to be signed by others with `root sign`. KEY is a
    name or keyid that `key list` shows, or a .pub file; ROLE is `list` (the default) or `root`.

    \b
    Example:  lencana root rotate --add siti --threshold list=2
              lencana root rotate --add root=/media/stick/spare.pub --remove root=4f2a91c0
    """
    old = root_in_force(context, server)
    new = rotation.build_next_root(
        old.document,
        context.now,
        context.now + _lifetime(lifetime),
        add=[(role, find_public(context.data, key)) for role, key in map(_role_and_key, added)],
        remove=[pair for text in removed for pair in _to_remove(context, old.document, text)],
        thresholds=dict(map(_threshold, thresholds)),
    )
    for line in rotation.describe(old.document, new, _names(context, added)):
        echo(line)
    if not confirm_required(f"Sign root version {new.version}, which expires {format_time(new.expires)}?", yes=yes):
        echo("nothing was signed")
        return
    envelope = signing.sign(encode_root(new), Role.ROOT, load_root_keys(context, key_files, old.document, new))
    if output or not has_all_signatures(old, envelope):
        write(output or Path(f"root-{new.version}.json"), old, envelope)
    else:
        publish_envelope(context, envelope, server)


def _role_and_key(text: str) -> tuple[Role, str]:
    role, equals, key = text.partition("=")
    if not equals:
        return Role.ALLOWLIST, text
    if role not in _ROLES:
        raise InputError(f"{text!r}: write list=KEY or root=KEY")
    return _ROLES[role], key


def _to_remove(context: Context, root: Root, text: str) -> list[tuple[Role, str]]:
    """The key in the role before `=`, or in every role that names it."""
    role, key = _role_and_key(text)
    names = named_keys(context.data)
    roles = [role] if "=" in text else list(Role)
    matches = [
        (of, keyid)
        for of in roles
        for keyid in root.role_keys(of).keyids
        if names.get(keyid) == key or (len(key) >= 8 and keyid.startswith(key))
    ]
    if len({keyid for _, keyid in matches}) != 1:
        raise InputError(
            f"--remove {text}: not one key of the root, but {len(matches)}; `lencana root show` lists them"
        )
    return matches


def _threshold(text: str) -> tuple[Role, int]:
    role, _, number = text.partition("=")
    if role not in _ROLES or not number.isdigit():
        raise InputError(f"--threshold {text}: write list=2 or root=2")
    return _ROLES[role], int(number)


def _lifetime(text: str) -> timedelta:
    number, unit = text[:-1], text[-1:]
    if not number.isdigit() or unit not in _UNITS or not 0 < int(number) * _UNITS[unit] <= MAX_ROOT_LIFETIME.days:
        raise InputError(f"--expires {text}: write years, weeks or days such as 1y or 90d, at most 10y")
    return timedelta(days=int(number) * _UNITS[unit])


def _names(context: Context, added: tuple[str, ...]) -> dict[str, str]:
    added_names = {keyid_of(find_public(context.data, key)): Path(key).stem for _, key in map(_role_and_key, added)}
    return {**added_names, **named_keys(context.data)}
