"""`lencana init`: keys, the root and the first list. Also what `serve` does on an empty data folder."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from lencana.cli import Context
from lencana.cli.keys import passphrase
from lencana.cli.setup.bootstrap import EXTRAS, first_list, first_root
from lencana.errors import KeyFileError, NotInitialisedError, StoreError
from lencana.registry.folders import KEYS_FOLDER
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root, trusted_root
from lencana.registry.store import Store
from lencana.registry.store.documents import store_emptied
from lencana.settings import Settings, load_settings
from lencana.trust.client_workflow import TrustedRoot, verify_and_parse_allowlist
from lencana.trust.documents.fingerprint import in_groups
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.keys import signing

ROOT_KEY = "root.pem"
LIST_KEY = "list.pem"


@dataclass(frozen=True, slots=True)
class Initialised:
    """The state after `initialise`; `made` says in words what was made now, empty if everything was there."""

    made: tuple[str, ...]
    fingerprint: str
    version: int
    expires: datetime


def initialise(
    data: Path,
    settings: Settings,
    now: datetime,
    new_passphrase: Callable[[], bytes | None],
    extras: Sequence[str] = (),
    root_keys: Sequence[Path] = (),
    new_root_passphrase: Callable[[], bytes | None] | None = None,
) -> Initialised:
    """Make what is missing: data folder, keys, root, pin, first list. What is there stays as it is.

    Each step is whole or absent, and the next run goes on where a crash stopped this one. `new_passphrase` and
    `new_root_passphrase` (by default the same one) are asked at most once, and only when keys are to be made. `extras`
    (of EXTRAS, or TRIAL) go into the first list too; `root_keys` are the files of the private root keys, by default one
    in the data folder. Raises KeyFileError, StoreError, TrustError.
    """
    made: list[str] = []
    try:
        (data / KEYS_FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the data folder {data}: {error.strerror}; choose another with --data") from error
    keys = _InitialKeys(data / KEYS_FOLDER, root_keys)
    with Store(settings, data) as store:
        store.create()
        if store.latest().root == 0:
            if store.high_water:
                raise store_emptied()
            made += keys.make_missing(new_passphrase, new_root_passphrase)
            publish_first_root(store, first_root(keys.for_roots(), keys.for_lists(), now), now)
            made.append("root version 1, which names the keys that may sign")
        root = trusted_root(store)
        if store.pin is None:
            write_pin(data, root.sha256)
        if store.latest().allowlist == 0:
            publish_allowlist(store, first_list(keys.for_lists(), extras, now), now)
            made.append("list version 1: the bundled OpenAI list" + "".join(f" and {name}" for name in extras))
        return _state(store, root, made)


class _InitialKeys:
    """The root keys and the list key, each asked for its passphrase at most once."""

    def __init__(self, folder: Path, root_keys: Sequence[Path]) -> None:
        self._folder = folder
        self._root_keys = tuple(root_keys) or (folder / ROOT_KEY,)
        self._keys: dict[Path, signing.SigningKey] = {}

    def make_missing(
        self, new_passphrase: Callable[[], bytes | None], new_root_passphrase: Callable[[], bytes | None] | None
    ) -> list[str]:
        """Make the keys that are not there; says in words which."""
        list_key = self._folder / LIST_KEY
        missing_roots = [path for path in self._root_keys if not path.exists()]
        missing = [*missing_roots, *([] if list_key.exists() else [list_key])]
        secret = new_passphrase() if missing and (new_root_passphrase is None or list_key in missing) else None
        root_secret = secret
        if missing_roots and new_root_passphrase is not None:
            root_secret = new_root_passphrase()
        secrets = {path: root_secret if path in missing_roots else secret for path in missing}
        for path in missing:
            self._keys[path] = signing.create_key(path, secrets[path])
        for path in self._root_keys:
            public = self._folder / signing.public_file(path).name
            if not public.exists():  # by which later commands know the key's name
                public.write_bytes(signing.public_file(path).read_bytes())
        return [f"key {path} ({'encrypted' if secrets[path] else 'without a passphrase'})" for path in missing]

    def for_roots(self) -> list[signing.SigningKey]:
        """Each of which may change the root."""
        return [self._load(path) for path in self._root_keys]

    def for_lists(self) -> signing.SigningKey:
        """The one that signs lists."""
        return self._load(self._folder / LIST_KEY)

    def _load(self, path: Path) -> signing.SigningKey:
        if path not in self._keys:
            self._keys[path] = passphrase.load(path, signing.load_key)
        return self._keys[path]


def _state(store: Store, root: TrustedRoot, made: list[str]) -> Initialised:
    raw = store.envelope(Role.ALLOWLIST, store.latest().allowlist)
    if raw is None:
        raise NotInitialisedError("no list is published yet")
    allowlist = verify_and_parse_allowlist(root, raw).document
    return Initialised(tuple(made), root.sha256, allowlist.version, allowlist.expires)


@click.command()
@click.option("--no-passphrase", is_flag=True, help="Leave the private keys unencrypted (for trials and tests).")
@click.option("--no-root-passphrase", is_flag=True, help="Leave the root keys unencrypted: the drawer protects them.")
@click.option(
    "--with",
    "extras",
    type=click.Choice(EXTRAS),
    multiple=True,
    metavar="NAME",
    help="Also sign this bundled list or pack; repeatable. common-id: brands that Indonesian organisations meet most;"
    " `lencana allowlist packs` shows the packs.",
)
@click.option(
    "--root-key",
    "root_keys",
    type=click.Path(dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Make the private root key there, on a USB stick; repeat it for a spare on another stick.",
)
@click.pass_obj
def init(
    context: Context,
    no_passphrase: bool,
    no_root_passphrase: bool,
    extras: tuple[str, ...],
    root_keys: tuple[Path, ...],
) -> None:
    """Make the data folder and its keys, and sign the bundled list as version 1.

    Existing files are kept, so running it again does no harm. The list key, which you use every week, and the root
    keys, which you may need in years, have each a passphrase of their own. They are asked for, or taken from
    LENCANA_PASSPHRASE and LENCANA_ROOT_PASSPHRASE; without the second one, the first is for all keys.

    \b
    Example:  lencana init --root-key /media/stick-a/root.pem --root-key /media/stick-b/spare.pem
              lencana init --with global-most-imitated --with ai-services
    """
    settings = load_settings(context.data, os.environ)
    _examine(root_keys)
    state = initialise(
        context.data,
        settings,
        context.now,
        lambda: passphrase.for_new_key(none=no_passphrase, what="the list key, needed every week"),
        extras,
        root_keys,
        lambda: passphrase.for_new_root_key(none=no_passphrase or no_root_passphrase),
    )
    for line in _lines(context.data, state, extras, has_spare_root_key=len(root_keys) > 1):
        click.echo(line)


def _lines(data: Path, state: Initialised, extras: tuple[str, ...], *, has_spare_root_key: bool) -> Iterator[str]:
    """What was made, what is in force, and what to do with the keys."""
    yield from (f"made {line}" for line in state.made)
    if not state.made:
        yield f"{data} is already set up; nothing was changed"
        if extras:
            yield f"To add to the list that there is: lencana allowlist add-pack {' '.join(extras)}"
    yield f"list in force: version {state.version}, expires {format_time(state.expires)}"
    if state.made:
        yield f"Back up {data / KEYS_FOLDER}. The root key only changes keys: keep it off the server."
    if not has_spare_root_key:
        yield "A second root key, once you add it, changes the fingerprint:"
        yield "`lencana root show` prints the one that readers compare."
    yield f"root fingerprint {in_groups(state.fingerprint)}"


def _examine(root_keys: Sequence[Path]) -> None:
    """Refuse what would put a key on the wrong disk, or two under one name. Raises KeyFileError."""
    for path in root_keys:
        if path.suffix != ".pem":
            raise KeyFileError(f"--root-key {path}: give a path that ends in .pem")
        if not path.parent.is_dir():
            raise KeyFileError(f"--root-key {path}: there is no folder {path.parent}; is the stick in?")
    names = [path.name for path in root_keys]
    if len(set(names)) < len(names) or LIST_KEY in names:
        raise KeyFileError(f"--root-key: give each key a name of its own, other than {LIST_KEY}")
