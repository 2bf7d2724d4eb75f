"""`lencana key`: make signing keys, and see which there are."""

from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.keys import passphrase
from lencana.cli.keys.keyring import find_public
from lencana.cli.state import open_data_folder
from lencana.errors import KeyFileError, StoreError
from lencana.registry.folders import KEYS_FOLDER
from lencana.trust.documents.fingerprint import in_groups
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import keyid_of
from lencana.trust.keys import signing
from lencana.trust.keys.public_keys import load_public


@click.group()
def key() -> None:
    """Make signing keys, and list them. A private key never leaves the machine that made it."""


@key.command(short_help="Make an Ed25519 key.")
@click.argument("name")
@click.option("--no-passphrase", is_flag=True, help="Leave the private key unencrypted.")
@click.pass_obj
def new(context: Context, name: str, no_passphrase: bool) -> None:
    """Make an Ed25519 key NAME.pem in the data folder's keys, or at a path that ends in .pem.

    \b
    Example:  lencana key new siti
              lencana key new /media/stick/siti.pem
    """
    path = _path(context.data, name)
    signing_key = signing.create_key(path, passphrase.for_new_key(none=no_passphrase))
    echo(f"private key  {path}")
    echo(f"public key   {signing.public_file(path)}")
    echo(f"keyid        {signing_key.keyid}")
    echo(f"to compare   {in_groups(signing_key.keyid)}")


@key.command("list")
@click.pass_obj
def list_(context: Context) -> None:
    """List the keys in the data folder, and what the root lets them sign.

    \b
    Example:  lencana key list
    """
    folder = context.data / KEYS_FOLDER
    public_files = sorted(folder.glob("*.pub"))
    if not public_files:
        echo(f"no keys in {folder}; `lencana init` or `lencana key new` makes them")
    roles = _roles(context)
    for public in public_files:
        keyid = keyid_of(load_public(public))
        private = public.with_suffix(".pem")
        private_key = "private key elsewhere" if not private.exists() else _protection(private)
        echo(f"{public.stem:12} {keyid}  signs {' and '.join(roles.get(keyid, [])) or 'nothing'}; {private_key}")


@key.command(short_help="Show a public key, and its keyid to compare.")
@click.argument("name")
@click.pass_obj
def show(context: Context, name: str) -> None:
    """Show a public key, and its keyid in groups that two people can compare over the telephone.

    NAME is a name or keyid that `key list` shows, or a .pub file.

    \b
    Example:  lencana key show /media/stick/siti.pub
    """
    public = find_public(context.data, name)
    echo(f"public key   {public.hex()}")
    echo(f"keyid        {keyid_of(public)}")
    echo(f"to compare   {in_groups(keyid_of(public))}")


def _path(data: Path, name: str) -> Path:
    if name.endswith(".pem"):
        return Path(name)
    if not name.replace("-", "").replace("_", "").isalnum():
        raise KeyFileError(f"{name!r} is not a key name; use letters, digits, - and _, or a path that ends in .pem")
    return data / KEYS_FOLDER / f"{name}.pem"


def _protection(private: Path) -> str:
    return "encrypted" if signing.is_encrypted(private) else "no passphrase"


def _roles(context: Context) -> dict[str, list[str]]:
    try:
        with open_data_folder(context) as state:
            root = state.root().document
    except StoreError:
        return {}  # keys may be kept where there is no list
    roles: dict[str, list[str]] = {}
    for role, noun in ((Role.ROOT, "roots"), (Role.ALLOWLIST, "lists")):
        for keyid in root.role_keys(role).keyids:
            roles.setdefault(keyid, []).append(noun)
    return roles
