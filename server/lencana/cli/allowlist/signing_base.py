"""What a new list is built on, and the way from there to readers: sign, then publish or hand on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click import echo

from lencana.atomic_write import atomic_write
from lencana.cli import Context
from lencana.cli.allowlist.files import confirm_required, print_changes
from lencana.cli.keys.keyring import load_keys
from lencana.cli.remote import home_server
from lencana.cli.remote.server_documents import open_server_documents, put
from lencana.cli.state import open_data_folder
from lencana.core.brands.allowlist import Allowlist
from lencana.engine.languages import DEFAULT
from lencana.engine.lint_texts import remark_text
from lencana.errors import InputError, LencanaError, NotInitialisedError, SameVersionError
from lencana.registry.catch_up import catch_up
from lencana.registry.publish import (
    high_water_of,
    publish_allowlist,
    rollback_floor_in,
    trusted_chain,
    verify_by_any_root,
)
from lencana.trust.client_workflow import (
    MAX_ALLOWLIST_BYTES,
    DocumentVersion,
    TrustedAllowlist,
    TrustedRoot,
    check_not_rolled_back,
)
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents import well_formed
from lencana.trust.documents.allowlist_document import encode_allowlist, parse_allowlist
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.keys import signing
from lencana.trust.lint.size import remark_on_size

if TYPE_CHECKING:
    from lencana.registry.store import Store

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
key_option = click.option(
    "--key", "key_files", type=FILE, multiple=True, help="Private key; repeatable. Default: the data folder's."
)
server_option = home_server.server_option()
yes_option = click.option("--yes", is_flag=True, help="Do not ask: accept warnings and confirm the change.")


@dataclass(frozen=True, slots=True)
class SigningBase:
    """The list in force, and the root that names who signs the next."""

    root: TrustedRoot
    allowlist: TrustedAllowlist | None

    @property
    def document_version(self) -> DocumentVersion | None:
        """What the next list follows."""
        return self.allowlist.document_version if self.allowlist else None

    @property
    def is_signed_by_current_root(self) -> bool:
        """Is the list in force signed by the role keys of the root in force?"""
        return self.allowlist is None or self.allowlist.root_version == self.root.document.version


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """Where to and how."""

    key_files: Sequence[Path] = field(default=())
    server: str | None = None
    yes: bool = False
    show_all: bool = False  # every change, however many: they are others' words


def open_signing_base(context: Context, server: str | None = None) -> SigningBase:
    """Of the data folder, or of a server whose root must be the one pinned here. Raises ServerError, TrustError."""
    if server is not None:
        documents = open_server_documents(context.data, server)
        chain = trusted_chain(documents, documents.high_water)
        raw = documents.envelope(Role.ALLOWLIST, 0)
        allowlist = verify_by_any_root(chain, raw) if raw else None
        check_not_rolled_back(
            allowlist.document_version if allowlist else None, rollback_floor_in(chain, documents.high_water)
        )
        base = SigningBase(chain[-1], allowlist)
        if allowlist and base.is_signed_by_current_root:
            documents.advance(high_water_of(chain[-1], allowlist))
        return base
    with open_data_folder(context) as state:
        return SigningBase(state.root(), state.allowlist() if state.documents.latest().allowlist else None)


def sign_list(context: Context, root: TrustedRoot, document: Allowlist, key_files: Sequence[Path]) -> bytes:
    """The signed list, by as many keys as there are and are needed. Raises KeyFileError, DocumentError."""
    well_formed.check_well_formed(document)
    role_keys = root.document.role_keys(Role.ALLOWLIST)
    keys = load_keys(context.data, key_files, role_keys.keyids, role_keys.threshold)
    return signing.sign(encode_allowlist(document), Role.ALLOWLIST, keys)


def signatures_missing(root: TrustedRoot, envelope: bytes) -> int:
    """How many more keys must sign before it counts."""
    role_keys = root.document.role_keys(Role.ALLOWLIST)
    signed = dsse.valid_signers(dsse.parse(envelope, MAX_ALLOWLIST_BYTES), root.document.keys_of(Role.ALLOWLIST))
    return max(0, role_keys.threshold - len(signed))


def sign_and_publish(context: Context, base: SigningBase, document: Allowlist, options: ReleaseOptions) -> bool:
    """Show what changes, ask, sign, and publish; or, while signatures are missing, write the file for the next key.

    False when the answer was no.
    """
    warn_of_clock(base, document)
    print_changes(base.allowlist.document if base.allowlist else None, document, whole=options.show_all)
    if not confirm_required(f"Sign and publish version {document.version}?", yes=options.yes):
        echo("nothing was signed")
        return False
    envelope = sign_list(context, base.root, document, options.key_files)
    if missing := signatures_missing(base.root, envelope):
        target = Path(f"allowlist-{document.version}.json")
        write_file(target, envelope)
        echo(f"wrote {target}: {signatures_missing_sentence(missing, target)}")
        return True
    publish_envelope(context, envelope, options.server)
    return True


def warn_of_clock(base: SigningBase, document: Allowlist) -> None:
    """Of a list that would be older than the one it follows: a clock that is behind gives it an early end."""
    if base.allowlist and document.issued < base.allowlist.document.issued:
        before, now = (format_time(each.issued) for each in (base.allowlist.document, document))
        echo(f"warning: the list in force is of {before}, and the clock here says {now}; is it right?", err=True)


def publish_envelope(context: Context, envelope: bytes, server: str | None) -> None:
    """Make it the list in force, on a server also in the copy here. Raises TrustError, StoreError, ServerError."""
    if remark := remark_on_size(len(envelope)):
        echo(f"{remark.level}: {remark_text(DEFAULT, remark)}", err=True)
    if server is not None:
        echo(put(server, Role.ALLOWLIST, envelope))
        publish_to_local_copy(context, server, lambda store: publish_allowlist(store, envelope, context.now))
        return
    with open_data_folder(context) as state:
        published = publish_allowlist(state.store, envelope, context.now, state.settings.max_allowlist).document
    echo(f"published version {published.version}, expires {format_time(published.expires)}")
    echo(published_here_sentence(context))


def published_here_sentence(context: Context) -> str:
    """Who sees what was published in the data folder alone."""
    return f"in {context.data} alone: a server that runs from it serves it; another needs --server https://..."


def publish_to_local_copy(context: Context, server: str, publish: Callable[["Store"], object]) -> None:
    """Publish in the copy here too what a server took, and remember that server.

    Where the copy was not in step, say so and leave it.
    """
    try:
        with open_data_folder(context) as state:
            publish(state.store)
    except SameVersionError:
        return  # it is the server's own folder
    except NotInitialisedError:
        pass  # there is no copy
    except LencanaError as error:
        if not _catch_up(context, server):
            echo(f"the copy in {context.data} stays as it was: {error}", err=True)
    home_server.remember_server(context.data, server)


def _catch_up(context: Context, server: str) -> bool:
    """Take what others published at the server, and what we did, into the copy here. Did it work?"""
    documents = open_server_documents(context.data, server)
    try:
        newest = dsse.parse(documents.envelope(Role.ALLOWLIST, 0) or b"", MAX_ALLOWLIST_BYTES)
        with open_data_folder(context) as state:
            catch_up(
                state.store,
                documents.roots(),
                lambda version: documents.envelope(Role.ALLOWLIST, version),
                parse_allowlist(newest.payload).version,
                context.now,
            )
    except LencanaError:
        return False
    return True


def signatures_missing_sentence(count: int, path: Path) -> str:
    """How the missing signatures are added."""
    return (
        f"{count} more signature{'s' * (count > 1)} needed: another key holder runs"
        f" `lencana allowlist sign {path} --key THEIR.pem`, then `lencana allowlist publish {path}`"
    )


def write_file(path: Path, text: bytes, new_mode: int = 0o666) -> None:
    """Write a whole file or none; `new_mode`, less the umask, is the mode of a new one. Raises InputError."""
    try:
        atomic_write(path, text, new_mode)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
