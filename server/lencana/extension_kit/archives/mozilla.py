"""An archive that Mozilla has signed, looked at before it is handed out: is it what was packed, and nothing else?

Mozilla adds the folder META-INF and changes no other file (extensionworkshop.com, "Signing and distribution overview").
Whether the signature in it holds is for Firefox to say, which knows Mozilla's certificates.
"""

import io
import json
import zipfile
import zlib
from typing import Final

from lencana.errors import InputError

MAX_BYTES: Final = 4 * 1024 * 1024  # of a signed archive, packed as it may be
MAX_UNPACKED_BYTES: Final = 4 * MAX_BYTES
_FOLDER: Final = "META-INF/"
_SIGNATURES: Final = frozenset({"META-INF/mozilla.rsa", "META-INF/cose.sig"})


def check_signed(signed: bytes, packed: bytes) -> None:
    """Refuse what is not the packed archive with a signature.

    Raises InputError, which says what differs.
    """
    theirs, ours = _files(signed), _files(packed)
    for name in ("id", "version"):
        if (found := _manifest_value(theirs, name)) != (wanted := _manifest_value(ours, name)):
            raise InputError(f"the archive's {name} is {found}, and {wanted} is packed; nothing was changed")
    if _SIGNATURES.isdisjoint(theirs):
        raise InputError("the archive has no signature in META-INF: it is not what Mozilla gave back")
    content = {name: raw for name, raw in theirs.items() if not name.startswith(_FOLDER)}
    if content != ours:
        differing = min(name for name in content.keys() | ours.keys() if content.get(name) != ours.get(name))
        raise InputError(f"{differing} is not as it was packed: it is another archive; nothing was changed")


def _manifest_value(files: dict[str, bytes], name: str) -> str:
    try:
        manifest = json.loads(files["manifest.json"])
        return str(manifest["version"] if name == "version" else manifest["browser_specific_settings"]["gecko"]["id"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("the archive has no manifest of an extension") from error


def _files(archive: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
            entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise InputError("the archive is too large")
            return {entry.filename: zipped.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError("not an .xpi archive") from error
