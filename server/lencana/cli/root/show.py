"""`lencana root show`: whose signatures count, the fingerprint, and the chain that led there."""

from hashlib import sha256
from pathlib import Path

import click
import msgspec
from click import echo

from lencana.atomic_write import atomic_write
from lencana.cli import Context
from lencana.cli.expiry_notice import warn_of_expiry
from lencana.cli.keys.keyring import named_keys
from lencana.cli.state import open_data_folder
from lencana.engine.languages import LANGUAGES
from lencana.engine.texts import catalogue
from lencana.errors import InputError
from lencana.extension_kit.organisation import site_origin
from lencana.extension_kit.poster import poster as make_poster
from lencana.trust.client_workflow import MAX_ROOT_BYTES, TrustedRoot
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents.fingerprint import in_groups
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.documents.root_document import Root, parse_root


@click.command(short_help="Show the root in force and its fingerprint.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--poster",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an A4 poster (SVG) by which people compare the fingerprint.",
)
@click.option("--server", help="With --poster: the server's address; default: `server` in lencana.toml.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The poster's language.")
@click.pass_obj
def show(context: Context, as_json: bool, poster: Path | None, server: str | None, lang: str) -> None:
    """Show the root in force, its fingerprint, and the chain that led to it.

    The fingerprint is the SHA-256 of the root document. Whoever installs the extension compares it once. From then on
    the extension trusts only lists signed by the keys of this root, or of a root that succeeds it.

    \b
    Example:  lencana root show
              lencana root show --poster poster.svg --server https://lencana.example.org
    """
    with open_data_folder(context) as state:
        newest = state.root()
        chain = [_read(raw) for raw in state.documents.roots()]
        if state.documents.latest().allowlist:
            warn_of_expiry(newest.document, state.allowlist().document, context.now, state.settings)
        address = server or state.settings.server
    if poster:
        _write_poster(poster, address, newest.sha256, lang)
        return
    if as_json:
        echo(msgspec.json.encode(_as_json(newest, chain)).decode())
        return
    document, names = newest.document, named_keys(context.data)
    echo(f"root version {document.version}, expires {format_time(document.expires)}")
    echo(f"fingerprint  {in_groups(newest.sha256)}")
    for role, noun in ((Role.ROOT, "roots"), (Role.ALLOWLIST, "lists")):
        role_keys = document.role_keys(role)
        echo(f"{noun} are signed by {role_keys.threshold} of:")
        for keyid in role_keys.keyids:
            echo(f"  {keyid}  {names.get(keyid, '')}".rstrip())
    for digest, older in chain[:-1]:
        echo(f"earlier: version {older.version}, fingerprint {in_groups(digest)} (still valid as a pin)")


def _write_poster(path: Path, server: str | None, fingerprint: str, lang: str) -> None:
    if server is None:
        raise InputError("--poster needs the server's address: give --server, or set `server` in lencana.toml")
    content = make_poster(site_origin(server, "--server", secure=True), fingerprint, lang, catalogue(lang))
    try:
        atomic_write(path, content)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    echo(f"wrote {path}; print it on A4, and hang it where your people see that it is yours")


def _read(raw: bytes) -> tuple[str, Root]:
    payload = dsse.parse(raw, MAX_ROOT_BYTES).payload
    return sha256(payload).hexdigest(), parse_root(payload)


def _as_json(newest: TrustedRoot, chain: list[tuple[str, Root]]) -> dict[str, object]:
    document = newest.document
    return {
        "version": document.version,
        "fingerprint": newest.sha256,
        "expires": format_time(document.expires),
        "roles": document.roles,
        "chain": [
            {"version": old.version, "fingerprint": digest, "expires": format_time(old.expires)}
            for digest, old in chain
        ],
    }
