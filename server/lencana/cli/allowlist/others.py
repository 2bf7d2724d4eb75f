"""Another admin published in the meantime: his change and yours go into one file, and you are shown both."""

from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep

from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.files import print_changes, read_text
from lencana.cli.allowlist.signing_base import SigningBase, open_signing_base, write_file
from lencana.cli.state import open_data_folder
from lencana.core.brands.allowlist import Allowlist
from lencana.errors import LencanaError, ServerError, StoreError, VersionError
from lencana.trust.list_source import list_source
from lencana.trust.list_source.rewrite import rewrite
from lencana.trust.three_way import merge_changes

SHOWN_SECONDS = 5.0  # a server that refuses the second shows the first within two seconds, for it looks now and then
PAUSE_SECONDS = 0.2


def join_what_others_published(context: Context, path: Path, base: SigningBase) -> None:
    """Put into the file what the server's list has changed since the copy here: the file was written on that one."""
    copy = _copy(context)
    if copy is None or base.allowlist is None or base.allowlist.document.version <= copy.version:
        return
    join(context, path, copy, base.allowlist.document)


def join(context: Context, path: Path, before: Allowlist, theirs: Allowlist) -> None:
    """Put into the file what changed from `before` to `theirs`, and say so. What both changed stays as yours."""
    text = read_text(path)
    mine = list_source.build_allowlist(list_source.parse(text, str(path)), 1, None, context.now)
    merged = merge_changes(before, mine, theirs)
    joined = rewrite(text, str(path), merged.document)
    echo(f"another admin has published version {theirs.version}:")
    print_changes(before, theirs)
    if joined != text:
        write_file(path, joined.encode())
        echo(f"{path} says so now, too; your own change goes on top")
    for remark in merged.remarks:
        echo(f"both of you changed {remark}", err=True)


def newer_base(context: Context, server: str | None, base: SigningBase, error: LencanaError) -> SigningBase | None:
    """What was published while we signed, if that is why publishing was refused."""
    is_conflict = isinstance(error, VersionError) or (
        isinstance(error, ServerError) and error.status == HTTPStatus.CONFLICT
    )
    if not is_conflict:
        return None
    until = monotonic() + SHOWN_SECONDS
    while (newer := open_signing_base(context, server)).document_version == base.document_version:
        if server is None or monotonic() > until:
            return None
        sleep(PAUSE_SECONDS)
    return newer if newer.allowlist else None


def _copy(context: Context) -> Allowlist | None:
    """The newest list that this folder knows, if it has one."""
    try:
        with open_data_folder(context) as state:
            return state.allowlist().document
    except StoreError:
        return None
