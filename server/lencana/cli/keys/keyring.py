"""Which private keys sign: those that were named, or those of the data folder that count for the role."""

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from lencana.cli.keys import passphrase
from lencana.errors import KeyFileError
from lencana.registry.folders import KEYS_FOLDER
from lencana.trust.keys import signing
from lencana.trust.keys.public_keys import load_public, names_by_keyid

_OPENED = f"{__name__}.opened"  # the name under which click keeps the opened keys of a run


def load_keys(
    data: Path, from_options: Sequence[Path], keyids: Collection[str], count: int
) -> list[signing.SigningKey]:
    """The keys in the named files, else up to `count` of the data folder's own that `keyids` names.

    Raises KeyFileError if none of them is among `keyids`.
    """
    paths = from_options or _own(data, keyids)[:count]
    keys = [_load(path) for path in paths]
    if not any(key.keyid in keyids for key in keys):
        names = ", ".join(map(str, paths))
        problem = (
            f"{names}: the root does not let this key sign" if names else f"{data / KEYS_FOLDER} has none that may sign"
        )
        raise KeyFileError(f"{problem}; `lencana key list` shows which may, --key names its file")
    return keys


def _load(path: Path) -> signing.SigningKey:
    """A key, whose passphrase is asked for once a run of the command."""
    context = click.get_current_context(silent=True)
    opened: dict[Path, signing.SigningKey] = {} if context is None else context.find_root().meta.setdefault(_OPENED, {})
    if path not in opened:
        opened[path] = passphrase.load(path, signing.load_key)
    return opened[path]


def find_public(data: Path, name: str) -> bytes:
    """A public key: a name or keyid of the data folder's keys, or a file. Raises KeyFileError.

    Not the 64 digits of the key itself: nobody could tell them from those of a keyid, and a keyid taken for a key
    would be one that nobody has.
    """
    own = data / KEYS_FOLDER / f"{named_keys(data).get(name, name)}.pub"
    path = own if own.exists() else signing.public_file(Path(name))
    if not path.exists():
        raise KeyFileError(f"{name}: no such key; give a name or keyid that `lencana key list` shows, or a .pub file")
    return load_public(path)


def named_keys(data: Path) -> dict[str, str]:
    """keyid → name, of the public keys in the data folder. Raises KeyFileError."""
    return names_by_keyid(data / KEYS_FOLDER)


def _own(data: Path, keyids: Collection[str]) -> list[Path]:
    names = named_keys(data)
    private = (data / KEYS_FOLDER / f"{name}.pem" for keyid, name in names.items() if keyid in keyids)
    return [path for path in private if path.exists()]
