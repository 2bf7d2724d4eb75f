"""Making a new version step by step: sign, publish."""

from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.files import confirm_if_interactive, is_envelope, print_changes, read_and_lint, read_envelope
from lencana.cli.allowlist.signing_base import (
    FILE,
    key_option,
    open_signing_base,
    publish_envelope,
    server_option,
    sign_list,
    signatures_missing,
    signatures_missing_sentence,
    warn_of_clock,
    write_file,
    yes_option,
)
from lencana.cli.keys import passphrase
from lencana.cli.keys.keyring import load_keys
from lencana.errors import InputError
from lencana.trust.client_workflow import MAX_ALLOWLIST_BYTES, DocumentVersion
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents import well_formed
from lencana.trust.documents.allowlist_document import encode_allowlist, parse_allowlist
from lencana.trust.documents.metadata import MAX_VERSION, Role, format_time
from lencana.trust.keys import signing
from lencana.trust.list_source import list_source


@click.command(short_help="Turn a TOML list into a signed one, or add a signature.")
@click.argument("file", type=FILE)
@key_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: allowlist-VERSION.json")
@click.option("--version", type=click.IntRange(1, MAX_VERSION), help="Version number; only without a data folder.")
@click.option("--prev", help="SHA-256 of the previous version; only without a data folder.")
@server_option
@yes_option
@click.pass_obj
def sign(
    context: Context,
    file: Path,
    key_files: tuple[Path, ...],
    output: Path | None,
    version: int | None,
    prev: str | None,
    server: str | None,
    yes: bool,
) -> None:
    """Turn a TOML list into a signed one, or add a signature to a signed one.

    The list gets the next version number of the data folder (or the server). Nothing is published yet. The
    passphrase is asked for, or taken from LENCANA_PASSPHRASE.

    \b
    Example:  lencana allowlist sign list.toml -o allowlist.json
              lencana allowlist sign allowlist.json --key /media/stick/budi.pem
    """
    if is_envelope(file):
        _add_signature(context, file, output or file, key_files, server, yes=yes)
        return
    if version is not None:
        _sign_offline(file, key_files, output, _version_before(version, prev), context, yes=yes)
        return
    base = open_signing_base(context, server)
    in_force = base.allowlist.document if base.allowlist else None
    read = read_and_lint(file, context.now, in_force, yes=yes)
    document = list_source.build_allowlist(read, *_next_version(base.document_version), context.now)
    warn_of_clock(base, document)
    envelope = sign_list(context, base.root, document, key_files)
    target = output or Path(f"allowlist-{document.version}.json")
    write_file(target, envelope)
    print_changes(in_force, document)
    echo(f"wrote {target}: version {document.version}, expires {format_time(document.expires)}")
    if missing := signatures_missing(base.root, envelope):
        echo(signatures_missing_sentence(missing, target))


@click.command()
@click.argument("file", type=FILE)
@server_option
@click.pass_obj
def publish(context: Context, file: Path, server: str | None) -> None:
    """Put a signed list in force. The signature is the authorisation; there is no password.

    \b
    Example:  lencana allowlist publish allowlist.json --server https://badge.example.org
    """
    publish_envelope(context, read_envelope(file, MAX_ALLOWLIST_BYTES), server)


def _add_signature(
    context: Context, file: Path, target: Path, key_files: tuple[Path, ...], server: str | None, *, yes: bool
) -> None:
    raw = read_envelope(file, MAX_ALLOWLIST_BYTES)
    envelope = dsse.parse(raw, MAX_ALLOWLIST_BYTES)
    if envelope.payload_type != Role.ALLOWLIST.payload_type:
        raise InputError(f"{file}: not a signed list; a root is signed with `lencana root sign`")
    base = open_signing_base(context, server)
    document = parse_allowlist(envelope.payload)
    print_changes(base.allowlist.document if base.allowlist else None, document)
    if (document.version, document.prev) != _next_version(base.document_version):
        in_force = f"version {base.document_version.version}" if base.document_version else "none"
        echo(f"{file} is version {document.version} and does not follow the list in force here ({in_force})", err=True)
    if not confirm_if_interactive("Sign this?", yes=yes):
        echo("nothing was signed")
        return
    role_keys = base.root.document.role_keys(Role.ALLOWLIST)
    signed = dsse.valid_signers(envelope, base.root.document.keys_of(Role.ALLOWLIST))
    wanted = role_keys.keyids if key_files else set(role_keys.keyids) - signed
    keys = load_keys(context.data, key_files, wanted, max(1, role_keys.threshold - len(signed)))
    signed_now = signing.add_signatures(envelope, keys)
    write_file(target, signed_now)
    echo(f"wrote {target}: version {document.version}, expires {format_time(document.expires)}")
    if left := signatures_missing(base.root, signed_now):
        echo(signatures_missing_sentence(left, target))


def _sign_offline(
    file: Path,
    key_files: tuple[Path, ...],
    output: Path | None,
    in_force: DocumentVersion | None,
    context: Context,
    *,
    yes: bool,
) -> None:
    """Where there is neither data folder nor server; which key counts is for whoever publishes to see."""
    read = read_and_lint(file, context.now, yes=yes)
    document = list_source.build_allowlist(read, *_next_version(in_force), context.now)
    if not key_files:
        raise InputError("--version is for signing without a data folder: name the key with --key")
    keys = [passphrase.load(path, signing.load_key) for path in key_files]
    well_formed.check_well_formed(document)
    target = output or Path(f"allowlist-{document.version}.json")
    write_file(target, signing.sign(encode_allowlist(document), Role.ALLOWLIST, keys))
    print_changes(None, document)
    echo(f"wrote {target}: version {document.version}, expires {format_time(document.expires)}")


def _next_version(in_force: DocumentVersion | None) -> tuple[int, str | None]:
    """The version and the `prev` of the list that follows the one in force."""
    return (in_force.version + 1, in_force.sha256) if in_force else (1, None)


def _version_before(version: int, prev: str | None) -> DocumentVersion | None:
    """The version that --version and --prev name as the one before. Raises InputError."""
    if version == 1:
        return None
    if prev is None or len(prev) != 64 or not set(prev) <= set("0123456789abcdef"):
        raise InputError("--prev: give the SHA-256 of the previous version, 64 hex digits; `allowlist log` prints it")
    return DocumentVersion(version - 1, prev)
