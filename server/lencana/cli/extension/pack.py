"""`lencana extension pack`: the archives for one organisation, signed, or those for the browsers' stores."""

import hashlib
from pathlib import Path

import click
from click import echo

from lencana import __version__
from lencana.cli import Context
from lencana.cli.extension.key import KEY_NAME, load_key, write_key
from lencana.cli.extension.policy import own_fingerprint, write_all
from lencana.errors import InputError
from lencana.extension_kit import files, manifest, release, succession
from lencana.extension_kit.archives import keys
from lencana.extension_kit.organisation import GECKO_ID, Organisation, read_firefox_id, read_organisation
from lencana.registry.folders import KEYS_FOLDER


@click.command(short_help="Sign the extension: CRX3 for Chromium, XPI for Firefox.")
@click.option(
    "--key", "key_file", type=click.Path(dir_okay=False, path_type=Path), help="Default: DATA/keys/extension.pem."
)
@click.option("--new-key", is_flag=True, help="Make that key first, as `lencana extension key new` does.")
@click.option("--server", help="Address of your server; https, or http on the same machine.")
@click.option("--fingerprint", help="Fingerprint of your root. Default: that of the root in the data folder.")
@click.option("--webmail", "webmails", multiple=True, help="Address of a webmail that readers use; repeat for each.")
@click.option("--revision", default=0, help="Revision number, to pack the same version of Lencana again.")
@click.option("--firefox-id", default=GECKO_ID, show_default=True, help="Your own, if Mozilla is to sign the archive.")
@click.option("--thunderbird", is_flag=True, help="Pack thunderbird.xpi, too.")
@click.option("--store", is_flag=True, help="Instead, unsigned archives for the browsers' stores, of no organisation.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Default: DATA/extension.")
@click.pass_obj
def pack(
    context: Context,
    key_file: Path | None,
    new_key: bool,
    server: str | None,
    fingerprint: str | None,
    webmails: tuple[str, ...],
    revision: int,
    firefox_id: str,
    thunderbird: bool,
    store: bool,
    output: Path | None,
) -> None:
    """Write the signed archives and their update manifests into a folder that the server hands out.

    If the extension is installed by policy, the sites that you name are granted without a prompt.

    \b
    Example:  lencana extension pack --new-key --server https://lencana.example.org --webmail https://mail.example.org
              lencana extension pack --store -o build
    """
    organisation = read_organisation(server, fingerprint or own_fingerprint(context, server), webmails)
    version = manifest.extension_version(__version__, revision)
    if store:
        _pack_for_stores(organisation, key_file, version, output)
        return
    folder = output or context.data / release.EXTENSION_FOLDER
    key_file = key_file or context.data / KEYS_FOLDER / KEY_NAME
    generated_key = keys.generate() if new_key else None
    before = files.find_packed(folder)
    packed = release.pack_release(
        files.read_files(),
        version,
        generated_key or load_key(key_file),
        organisation,
        read_firefox_id(firefox_id),
        thunderbird=thunderbird or _has_thunderbird(before),
    )
    is_signed = before is not None and succession.is_signed_already(before, packed.release, str(folder))
    if generated_key:
        write_key(key_file, generated_key, none=False)
    _write(packed, folder, organisation, is_signed=is_signed)


def _write(packed: release.PackedRelease, folder: Path, organisation: Organisation, *, is_signed: bool) -> None:
    """Write the archives, unless those in the folder are the same and Mozilla has signed them; say what they are."""
    if not is_signed:
        write_all({folder / name: content for name, content in packed.files.items()})
    echo(f"version        {packed.release.version}")
    echo(f"extension id   {packed.release.chromium_id} (in Chromium, Chrome and Edge)")
    for name, content in packed.files.items():
        echo(f"{len(content):8} bytes  {folder / name}")
    if organisation.server is None:
        echo("Without --server the archives name no server and get no updates: readers type the address themselves.")
    elif organisation.server.startswith("http:"):
        echo("Firefox accepts updates only over https: its archive has no update address.")


def _pack_for_stores(organisation: Organisation, key_file: Path | None, version: str, output: Path | None) -> None:
    if organisation != Organisation() or key_file:
        raise InputError("--store: what a store hands out is nobody's own; leave out --server, --webmail and --key")
    folder = output or Path("build")
    archives = release.store_archives(files.read_files(), version)
    write_all({folder / name: content for name, content in archives.items()})
    for name, content in archives.items():
        echo(f"{folder / name}  {len(content)} bytes  sha256 {hashlib.sha256(content).hexdigest()}")


def _has_thunderbird(before: release.Release | None) -> bool:
    """Was Thunderbird's archive packed before? It stays part of every later version: its readers ask for updates."""
    return before is not None and before.thunderbird_sha256 is not None
