"""`lencana extension key`: the key that signs the archives for Chromium."""

from pathlib import Path

import click
from click import echo
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from lencana.cli import Context
from lencana.cli.keys import passphrase
from lencana.errors import KeyFileError
from lencana.extension_kit.archives import crx3, keys
from lencana.registry.folders import KEYS_FOLDER
from lencana.trust.keys import signing

KEY_NAME = "extension.pem"


@click.group()
def key() -> None:
    """The key that signs the extension. Whoever holds it can update every reader's copy: keep it off the server."""


@key.command(short_help="Make a P-256 key.")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--no-passphrase", is_flag=True, help="Leave the private key unencrypted.")
@click.pass_obj
def new(context: Context, path: Path | None, no_passphrase: bool) -> None:
    """Make the key, in the data folder's keys or at PATH.

    \b
    Example:  lencana extension key new
              lencana extension key new /media/stick/extension.pem
    """
    private_key = keys.generate()
    write_key(path or context.data / KEYS_FOLDER / KEY_NAME, private_key, none=no_passphrase)
    echo(f"extension id   {crx3.extension_id(private_key)} (in Chromium, Chrome and Edge)")
    echo("A copy signed with another key is a different extension. Keep the key safe, and off the server.")


def write_key(path: Path, private_key: EllipticCurvePrivateKey, *, none: bool) -> None:
    """Write it, encrypted unless `none`; KeyFileError if there is a file already."""
    signing.write_new_private_key(path, private_key, passphrase.for_new_key(none=none))
    echo(f"private key    {path}")


def load_key(path: Path) -> crx3.PackingKey:
    """The key in that file; KeyFileError if there is none, or the passphrase is wrong."""
    if not path.exists():
        raise KeyFileError(f"{path} does not exist; --new-key makes it, --key names another")
    return passphrase.load(path, keys.read_key)
