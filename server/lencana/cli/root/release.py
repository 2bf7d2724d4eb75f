"""`lencana root sign|publish`: a new root on its way to enough signatures, of the old root's keys and of its own."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.files import confirm_if_interactive, read_envelope
from lencana.cli.allowlist.signing_base import (
    FILE,
    key_option,
    publish_to_local_copy,
    published_here_sentence,
    server_option,
    write_file,
    yes_option,
)
from lencana.cli.keys.keyring import load_keys, named_keys
from lencana.cli.remote.server_documents import ServerDocuments, open_server_documents, put
from lencana.cli.state import open_data_folder
from lencana.errors import InputError, LencanaError, ServerError, SignatureError
from lencana.registry.publish import publish_root, trusted_root
from lencana.registry.store import open_documents
from lencana.settings import load_settings
from lencana.trust import rotation
from lencana.trust.client_workflow import (
    MAX_ROOT_BYTES,
    TrustedRoot,
    payload_digest,
    verify_and_parse_allowlist,
    verify_next_root,
)
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents.fingerprint import in_groups
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.documents.root_document import Root, parse_root
from lencana.trust.keys import signing


@click.command()
@click.argument("file", type=FILE)
@key_option
@server_option
@yes_option
@click.pass_obj
def sign(context: Context, file: Path, key_files: tuple[Path, ...], server: str | None, yes: bool) -> None:
    """Add your signature to a new root that `root rotate` wrote.

    \b
    Example:  lencana root sign root-2.json --key /media/stick/spare.pem
    """
    old = root_in_force(context, server)
    envelope = _parsed(file, read_envelope(file, MAX_ROOT_BYTES))
    new = parse_root(envelope.payload)
    for line in rotation.describe(old.document, new, named_keys(context.data)):
        echo(line)
    if not confirm_if_interactive(
        f"Sign root version {new.version}, which expires {format_time(new.expires)}?", yes=yes
    ):
        echo("nothing was signed")
        return
    write(file, old, signing.add_signatures(envelope, load_root_keys(context, key_files, old.document, new)))


@click.command()
@click.argument("file", type=FILE)
@server_option
@click.pass_obj
def publish(context: Context, file: Path, server: str | None) -> None:
    """Put a new root in force that has all its signatures.

    \b
    Example:  lencana root publish root-2.json --server https://badge.example.org
    """
    envelope = read_envelope(file, MAX_ROOT_BYTES)
    _parsed(file, envelope)
    publish_envelope(context, envelope, server)


def root_in_force(context: Context, server: str | None) -> TrustedRoot:
    """The root that the next one follows. Raises InputError, ServerError, StoreError, TrustError."""
    if server is not None:
        return trusted_root(open_server_documents(context.data, server))
    return trusted_root(open_documents(context.data, load_settings(context.data, os.environ)))


def load_root_keys(context: Context, key_files: Sequence[Path], old: Root, new: Root) -> list[signing.SigningKey]:
    """The keys here that may sign `new`: all that either root names. Raises KeyFileError."""
    keyids = {*old.roles.root.keyids, *new.roles.root.keyids}
    return load_keys(context.data, key_files, keyids, len(keyids))


def has_all_signatures(old: TrustedRoot, envelope: bytes) -> bool:
    """Has it the signatures that it needs?"""
    try:
        verify_next_root(old, envelope)
    except SignatureError:
        return False
    return True


def write(path: Path, old: TrustedRoot, envelope: bytes) -> None:
    """Write it for the next holder, and say what is still to do. Raises InputError."""
    write_file(path, envelope)
    if has_all_signatures(old, envelope):
        echo(f"wrote {path}: all signatures are there; publish it with `lencana root publish {path}`")
    else:
        echo(f"wrote {path}: signatures are missing; another holder runs `lencana root sign {path} --key THEIR.pem`")


def publish_envelope(context: Context, envelope: bytes, server: str | None) -> None:
    """Make it the root in force, and say what is to be done then. Raises TrustError, StoreError, ServerError."""
    if server is None:
        root, list_envelope = _publish_locally(context, envelope)
    else:
        root, list_envelope = _publish_to_server(context, envelope, server)
    echo(f"fingerprint for new readers  {in_groups(root.sha256)}")
    if list_envelope is not None and not _signs(root, list_envelope):
        echo("The list in force is not signed by the keys that the new root names.")
        echo("Sign it again: lencana allowlist renew" + (f" --server {server}" if server else ""))


def _publish_locally(context: Context, envelope: bytes) -> tuple[TrustedRoot, bytes | None]:
    """The root, and the list in force."""
    with open_data_folder(context) as state:
        root = publish_root(state.store, envelope, context.now)
        list_envelope = state.documents.envelope(Role.ALLOWLIST, state.documents.latest().allowlist)
    echo(f"published root version {root.document.version}, expires {format_time(root.document.expires)}")
    echo(published_here_sentence(context))
    return root, list_envelope


def _publish_to_server(context: Context, envelope: bytes, server: str) -> tuple[TrustedRoot, bytes | None]:
    """On the server, which says whether it is a root that follows, and in the copy here."""
    echo(put(server, Role.ROOT, envelope))
    publish_to_local_copy(context, server, lambda store: publish_root(store, envelope, context.now))
    document = parse_root(dsse.parse(envelope, MAX_ROOT_BYTES).payload)
    list_envelope = None
    with suppress(ServerError):  # it is published, whatever comes now
        list_envelope = ServerDocuments(context.data, server).envelope(Role.ALLOWLIST, 0)
    return TrustedRoot(document, payload_digest(envelope), envelope), list_envelope


def _signs(root: TrustedRoot, raw: bytes) -> bool:
    try:
        verify_and_parse_allowlist(root, raw)
    except LencanaError:
        return False
    return True


def _parsed(file: Path, raw: bytes) -> dsse.Envelope:
    envelope = dsse.parse(raw, MAX_ROOT_BYTES)
    if envelope.payload_type != Role.ROOT.payload_type:
        raise InputError(f"{file}: not a root; a list is signed and published with `lencana allowlist`")
    return envelope
