"""`lencana extension add-signed`: hand out the archive that Mozilla has signed."""

import hashlib
from pathlib import Path

import click
from click import echo
from msgspec import structs

from lencana.atomic_write import atomic_write_all
from lencana.cli import Context
from lencana.errors import InputError
from lencana.extension_kit import files, release
from lencana.extension_kit.archives import mozilla


@click.command(short_help="Hand out the archive that Mozilla has signed.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def add_signed(context: Context, file: Path) -> None:
    """Hand out FILE, which Mozilla has signed, to Firefox instead of the archive that was packed.

    It must be that archive: the same id, version and files, and a signature. The server hands it out at once.

    \b
    Example:  lencana extension add-signed signed/lencana-0.1.0.xpi
    """
    folder = context.data / release.EXTENSION_FOLDER
    packed = files.read_packed(folder)
    name = f"lencana-{packed.version}-signed.xpi"
    try:
        with file.open("rb") as opened:
            signed = opened.read(mozilla.MAX_BYTES + 1)
        if len(signed) > mozilla.MAX_BYTES:
            raise InputError(f"larger than {mozilla.MAX_BYTES} bytes")
        mozilla.check_signed(signed, (folder / release.unsigned_name(packed.version)).read_bytes())
    except OSError as error:
        raise InputError(f"{error.filename or file}: {error.strerror or error}") from error
    except InputError as error:
        raise InputError(f"{file}: {error}") from error
    described = structs.replace(
        packed, firefox_file=name, firefox_sha256=hashlib.sha256(signed).hexdigest(), signed_by_mozilla=True
    )
    try:  # the description last: a server never tells of a file that is not there
        atomic_write_all({folder / name: signed, folder / release.DESCRIPTION: release.encode_release(described)})
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror or error}; nothing was changed") from error
    echo(f"Firefox gets {folder / name} from now on; on another machine, bring it there with a backup")
