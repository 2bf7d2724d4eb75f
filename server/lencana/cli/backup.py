"""`lencana backup` and `restore`: the whole state in one file."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from click import echo

from lencana.atomic_write import atomic_write_all
from lencana.cli import Context
from lencana.cli.allowlist.files import confirm_required
from lencana.cli.allowlist.signing_base import open_signing_base, yes_option
from lencana.cli.keys.keyring import named_keys
from lencana.cli.remote.home_server import home_server
from lencana.cli.state import OpenDataFolder, open_data_folder
from lencana.errors import InputError, LencanaError, StoreError
from lencana.extension_kit.files import packed_release
from lencana.extension_kit.release import DESCRIPTION, EXTENSION_FOLDER, is_newer, read_release
from lencana.registry import backup as archive
from lencana.registry.backup.layout import PACKED
from lencana.registry.expiry import next_expiry
from lencana.registry.folders import KEYS_FOLDER
from lencana.registry.high_water import HIGH_WATER_FILE, read_high_water
from lencana.registry.pin import read_pin
from lencana.registry.store import LatestVersions, Store
from lencana.settings import load_settings
from lencana.trust.client_workflow import TrustedRoot, verify_allowlist
from lencana.trust.documents.fingerprint import in_groups, parse_fingerprint
from lencana.trust.documents.metadata import Role
from lencana.trust.keys import signing


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--no-keys", is_flag=True, help="Leave out the private keys; a server needs none.")
@click.pass_obj
def backup(context: Context, file: Path, no_keys: bool) -> None:
    """Write the whole state to one file: all published documents, the pin, settings, keys, the packed extension.

    Servers may keep running; later publications are not in the file. Only you can read the file.

    \b
    Example:  lencana backup /media/stick/lencana.tar.gz
    """
    with open_data_folder(context) as state:
        latest = archive.write(context.data, state.store, file, keys=not no_keys)
        shortcomings = list(_shortcomings(context, state, with_keys=not no_keys))
    try:
        archive.read(file)  # as `restore` will: a backup is what can be restored
    except LencanaError as error:
        raise InputError(f"wrote {file}, but it CANNOT be restored: {error}") from error
    echo(f"wrote {file}: {_words(latest)}")
    private = [] if no_keys else sorted((context.data / KEYS_FOLDER).glob("*.pem"))
    for path in private:
        echo(f"with private key {path.stem} ({'encrypted' if signing.is_encrypted(path) else 'NOT encrypted'})")
    for shortcoming in shortcomings:
        echo(f"lencana: but {shortcoming}", err=True)


def _shortcomings(context: Context, state: OpenDataFolder, *, with_keys: bool) -> Iterator[str]:
    """Why what is restored from it could not be used as it is, with the remedy."""
    root, allowlist = state.root(), state.allowlist()
    where = f" --server {state.settings.server}" if state.settings.server else ""
    if allowlist.root_version != root.document.version and not _is_signed_by(root, state):
        yield (
            "its list is not signed by the keys that its root names: a server would not start with it;"
            f" run `lencana allowlist renew{where}`, then make the backup again"
        )
    elif (expiry := next_expiry(root.document, allowlist.document, context.now)).is_past:
        yield f"{expiry.sentence(state.settings.server)}, then make the backup again"
    newest = _newest_there(context, state)
    if newest > allowlist.document.version:
        yield (
            f"{state.settings.server} has list version {newest} by now, which readers' extensions remember: they would"
            " refuse this one; publish once more from here, which fetches what is missing, then make the backup again"
        )
    if with_keys and not _has_list_key(context, root):
        yield "no private key in it may sign the list: keep a copy of the one that does in another place"


def _is_signed_by(root: TrustedRoot, state: OpenDataFolder) -> bool:
    raw = state.documents.envelope(Role.ALLOWLIST, state.documents.latest().allowlist)
    try:
        verify_allowlist(root, raw or b"")
    except LencanaError:
        return False
    return True


def _newest_there(context: Context, state: OpenDataFolder) -> int:
    """The newest list of the server that this folder keeps the list for; 0 where it cannot be asked."""
    server = home_server(state.settings)
    if server is None:
        return 0
    try:
        return (open_signing_base(context, server).document_version or (0, ""))[0]
    except LencanaError:
        return 0


def _has_list_key(context: Context, root: TrustedRoot) -> bool:
    names = named_keys(context.data)
    keyids = root.document.roles.allowlist.keyids
    return any((context.data / KEYS_FOLDER / f"{names[keyid]}.pem").exists() for keyid in keyids if keyid in names)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@yes_option
@click.option("--fingerprint", help="Refuse a backup whose root has another fingerprint than this.")
@click.pass_obj
def restore(context: Context, file: Path, yes: bool, fingerprint: str | None) -> None:
    """Replace the state here by a backup, after verifying every signature in it.

    Existing settings and keys are kept. If anything in the file is invalid, nothing changes. FILE may be `-`, for
    standard input: only its owner can read a backup, and the server's user is another.

    \b
    Example:  lencana --data /srv/lencana restore /media/stick/lencana.tar.gz
              lencana --data /srv/lencana restore --fingerprint "2b7b 3ce3 ..." state.tar.gz
              sudo -u lencana lencana --data /var/lib/lencana restore - </tmp/state.tar.gz
    """
    if file == Path("-"):
        with NamedTemporaryFile(prefix="standard-input-") as copy:  # it is read more than once
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.flush()
            _restore(context, Path(copy.name), yes=yes, fingerprint=fingerprint)
    else:
        _restore(context, file, yes=yes, fingerprint=fingerprint)


def _restore(context: Context, file: Path, *, yes: bool, fingerprint: str | None) -> None:
    backup_contents = archive.read(file)
    echo(f"the backup: {_words(backup_contents.latest)}")
    _compare(backup_contents.high_water.root.sha256, fingerprint)
    if backup_contents.pin != backup_contents.high_water.root.sha256:
        echo(f"and the fingerprint of the earlier root that it pins:\n  {in_groups(backup_contents.pin)}")
    if (here := _here(context)) is not None:
        echo(f"here: {here}")
        if (pinned := _pinned_here(context)) and pinned != backup_contents.pin:
            echo("ANOTHER root is pinned here: this may be another organisation's backup. Pinned here is")
            echo(f"  {in_groups(pinned)}")
        if _is_older(context, backup_contents):
            echo("The backup is OLDER than the state here. Readers' extensions refuse older lists, so afterwards")
            echo("publish the files that you kept, or new ones, until the version is higher than it was.")
        if not confirm_required("Replace the state here?", yes=yes):
            echo("nothing was changed")
            return
    packed = {name: raw for name, raw in backup_contents.files.items() if PACKED.fullmatch(name)}
    others = {name: raw for name, raw in backup_contents.files.items() if name not in packed}
    for line in (*_put_files(context.data, others), *_put_extension(context.data, packed)):
        echo(line)
    with Store(load_settings(context.data, os.environ), context.data) as store:
        archive.restore(file, backup_contents, context.data, store)
    echo(f"restored {_words(backup_contents.latest)}; restart the servers that use this state")


def _compare(fingerprint: str, expected: str | None) -> None:
    """Show the root's fingerprint, and refuse another than the one that was given. Raises InputError."""
    if expected is None:
        echo("its root fingerprint; compare it with `lencana root show` before you continue (or give --fingerprint):")
        echo(f"  {in_groups(fingerprint)}")
    elif parse_fingerprint(expected) != fingerprint:
        raise InputError(
            f"the backup's root fingerprint is {in_groups(fingerprint)}, not the one given; nothing was changed"
        )
    else:
        echo("its root fingerprint is the one given")


def _words(latest: LatestVersions) -> str:
    return f"root version {latest.root}, list version {latest.allowlist}"


def _here(context: Context) -> str | None:
    """What would be replaced, in words; None for nothing."""
    try:
        with open_data_folder(context) as state:
            return _words(state.documents.latest())
    except StoreError:
        return "an unreadable database" if read_high_water(context.data / HIGH_WATER_FILE) else None


def _pinned_here(context: Context) -> str | None:
    """None for a pin that cannot be read, too: a backup may be what mends it."""
    with suppress(StoreError):
        return read_pin(context.data)
    return None


def _is_older(context: Context, backup_contents: archive.VerifiedBackup) -> bool:
    try:
        high_water = read_high_water(context.data / HIGH_WATER_FILE)
    except LencanaError:
        return False
    if high_water is None:
        return False
    was = (high_water.root.version, high_water.allowlist.version if high_water.allowlist else 0)
    return (backup_contents.latest.root, backup_contents.latest.allowlist) < was


def _put_files(data: Path, files: dict[str, bytes]) -> list[str]:
    """Write what is missing, and return a line for each file that was kept instead. Raises InputError."""
    skipped = []
    missing: dict[Path, bytes] = {}
    try:
        (data / KEYS_FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            path = data / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                missing[path] = content
            elif path.read_bytes() != content:
                skipped.append(f"kept {path}, which differs from the one in the backup")
        atomic_write_all(missing, new_mode=0o600)
    except OSError as error:
        raise InputError(f"cannot write in {data}: {error.strerror or error}") from error
    return skipped


def _put_extension(data: Path, packed: dict[str, bytes]) -> list[str]:
    """Write the packed extension, unless a newer version of it is here; the description last. Raises InputError."""
    described = f"{EXTENSION_FOLDER}/{DESCRIPTION}"
    if described not in packed:
        return []
    release, here = read_release(packed[described]), packed_release(data / EXTENSION_FOLDER)
    if here and (here.chromium_id != release.chromium_id or is_newer(here.version, release.version)):
        return [f"kept the extension here, version {here.version}, instead of version {release.version} in the backup"]
    try:
        (data / EXTENSION_FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_write_all(
            {data / name: packed[name] for name in sorted(packed, key=lambda name: (name == described, name))}
        )
    except OSError as error:
        raise InputError(f"cannot write in {data / EXTENSION_FOLDER}: {error.strerror or error}") from error
    return [f"the extension, version {release.version}, is in {data / EXTENSION_FOLDER}"]
