"""ZIP archives that are the same bytes whenever and wherever they are made (with the same zlib)."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from lencana.errors import InputError

MAX_BYTES: Final = 400_000  # of one archive, which a reader downloads: its sentences in 18 languages, and the desk
TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows: an archive's bytes tell its files and nothing else
_PLAIN_FILE: Final = 0o100644 << 16  # readable by everybody
_UNIX: Final = 3


def pack(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> bytes:
    """The archive: names in order, no folder of its own, `manifest` in the place of the source's.

    Raises InputError for one that is too large.
    """
    contents = {**files, "manifest.json": json.dumps(manifest, indent=2).encode() + b"\n"}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, TIME)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            zipped.writestr(entry, contents[name], zipfile.ZIP_DEFLATED, 9)
    packed = archive.getvalue()
    if len(packed) > MAX_BYTES:
        raise InputError(f"the archive has {len(packed)} bytes, more than {MAX_BYTES}")
    return packed
