"""`lencana extension policy` and `outlook`: the files that install what `pack` has packed, browser by browser."""

from pathlib import Path

import click
from click import echo

from lencana import __version__
from lencana.atomic_write import atomic_write_all
from lencana.cli import Context
from lencana.cli.state import open_data_folder
from lencana.errors import InputError, NotInitialisedError
from lencana.extension_kit import files, outlook, policies, release
from lencana.extension_kit.organisation import read_organisation, site_origin

_PROGRAMS = click.Choice([program.value for program in policies.Program])
_SYSTEMS = click.Choice([system.value for system in policies.System])


@click.command(short_help="Write the policy files that install the extension.")
@click.option("--browser", type=_PROGRAMS, multiple=True, help="Default: all.")
@click.option("--os", "system", type=_SYSTEMS, multiple=True, help="Default: all.")
@click.option("--fingerprint", help="Fingerprint of your root. Default: that of the root in the data folder.")
@click.option("--webmail", "webmails", multiple=True, help="Address of a webmail that readers use; repeat for each.")
@click.option("--token", help="Bearer token, if your server requires one. Whoever reads the policy can read it.")
@click.option("--unsigned", is_flag=True, help="For a Firefox that does not require Mozilla's signature (Debian's).")
@click.option("--ca", help="Path, on the readers' machines, of your own certificate authority (Firefox).")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default="policies", show_default=True)
@click.pass_obj
def policy(
    context: Context,
    browser: tuple[str, ...],
    system: tuple[str, ...],
    fingerprint: str | None,
    webmails: tuple[str, ...],
    token: str | None,
    unsigned: bool,
    ca: str | None,
    output: Path,
) -> None:
    """Write policy files for the packed extension; docs/managed.md says where each belongs.

    \b
    Example:  lencana extension policy --os linux --webmail https://mail.example.org
    """
    packed = _packed(context.data / release.EXTENSION_FOLDER)
    organisation = read_organisation(
        packed.server, fingerprint or own_fingerprint(context, packed.server), webmails, token
    )
    request = policies.PolicyRequest(organisation, packed.chromium_id, unsigned, packed.firefox_id, ca)
    content_by_path: dict[Path, bytes] = {}
    for chosen in system or tuple(policies.System):
        for program in browser or tuple(policies.Program):
            name, content = policies.policy_file(policies.Program(program), policies.System(chosen), request)
            content_by_path[output / chosen / name] = content
    write_all(content_by_path)
    for path in content_by_path:
        echo(str(path))


@click.command("outlook", short_help="Write the manifest of the add-in for Outlook.")
@click.option("--server", help="Address of your server, https. Default: the one that the extension was packed for.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default="lencana-outlook.xml", show_default=True
)
@click.pass_obj
def outlook_manifest(context: Context, server: str | None, output: Path) -> None:
    """Write the manifest that you upload for your organisation; deploy/outlook/README.md says where.

    \b
    Example:  lencana extension outlook --server https://lencana.example.org
    """
    address = server or _packed(context.data / release.EXTENSION_FOLDER).server or ""
    write_all({output: outlook.manifest(site_origin(address, "--server"), __version__).encode()})
    echo(f"wrote {output}; upload it in the Microsoft 365 admin centre, or add it to your own Outlook")


def own_fingerprint(context: Context, server: str | None) -> str | None:
    """That of the newest root in the data folder; None where there is none, or no server is named."""
    try:
        if server:
            with open_data_folder(context) as state:
                return state.root().sha256
    except NotInitialisedError:
        pass
    return None


def _packed(folder: Path) -> release.Release:
    packed = files.read_packed(folder)
    if packed.server is None:
        raise InputError(f"{folder}: packed without --server, so no policy can install it; pack it again with --server")
    return packed


def write_all(contents: dict[Path, bytes]) -> None:
    """All or none. A release's description is the last: a server never tells of a file that is not there yet."""
    try:
        for folder in {path.parent for path in contents}:
            folder.mkdir(parents=True, exist_ok=True)
        atomic_write_all(contents)
    except OSError as error:
        raise InputError(
            f"{error.filename or next(iter(contents)).parent}: {error.strerror}; nothing was written"
        ) from error
