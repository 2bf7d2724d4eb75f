"""May a packed release take the place of another? Browsers install a newer version of the same key alone."""

import msgspec

from lencana.errors import InputError
from lencana.extension_kit.release import Release, is_newer


def is_signed_already(there: Release, packed: Release, folder: str) -> bool:
    """Is `packed` the very release that is in the folder with Mozilla's signature? That one stays.

    Raises InputError for another than a newer version of the same key: browsers would not install it.
    """
    if there.chromium_id != packed.chromium_id:
        raise InputError(
            f"{folder} was packed with another key (extension id {there.chromium_id}), and browsers take updates "
            "from the same key alone; give that key, or another folder with -o"
        )
    unsigned = msgspec.structs.replace(
        there, firefox_file=packed.firefox_file, firefox_sha256=packed.firefox_sha256, signed_by_mozilla=False
    )
    if there.thunderbird_sha256 is None and not there.signed_by_mozilla:  # one more archive is no change for browsers
        unsigned = msgspec.structs.replace(
            unsigned,
            thunderbird_sha256=packed.thunderbird_sha256,
            thunderbird_min_version=packed.thunderbird_min_version,
        )
    if unsigned != packed and not is_newer(packed.version, there.version):
        raise InputError(
            f"{folder} holds version {there.version} already, and browsers take only a newer one; "
            f"give --revision {_next_revision(there.version)}"
        )
    return there.signed_by_mozilla and unsigned == packed


def _next_revision(version: str) -> int:
    return int(([*version.split("."), "0"])[3]) + 1
