"""The add-in for Outlook: its manifest for one organisation, and the files of its pane (deploy/outlook/README.md)."""

import uuid
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import Final
from xml.sax.saxutils import escape

from lencana.errors import InputError
from lencana.extension_kit.files import extension_folder

MANIFEST: Final = "manifest.xml"
EXTENSION: Final = "extension"  # under which the pane imports the extension's own modules
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_INSTALLED: Final = "outlook_files"  # beside this room in a wheel (setup.py puts it there)
_SHARED: Final = ("_locales", "background", "drawing", "icons", "modules", "pages")  # of the extension


def outlook_folder() -> Traversable:
    """Where the add-in's own files lie. Raises InputError where the installation has none."""
    installed = resources.files("lencana") / _INSTALLED
    if installed.is_dir():
        return installed
    checkout = Path(__file__).resolve().parents[3] / "deploy" / "outlook"
    if (checkout / MANIFEST).is_file():
        return checkout
    raise InputError("the add-in's files are not part of this installation; install Lencana from its wheel")


def manifest(server: str, version: str) -> str:
    """The manifest that an administrator uploads. Outlook opens add-ins over https alone.

    The id is made from the address: uploading it again updates the add-in. Raises InputError.
    """
    if not server.startswith("https://"):
        raise InputError(f"{server}: Outlook opens add-ins over https alone; give the https address of your server")
    values = {
        "@SERVER@": escape(server, {'"': "&quot;"}),
        "@VERSION@": ".".join([*version.split("."), "0", "0", "0"][:4]),
        "@ID@": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{server}/outlook")),
    }
    text = (outlook_folder() / MANIFEST).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def pane_file(path: str) -> tuple[bytes, str] | None:
    """A file of the pane by its path below /outlook/, and its content type; None for any other path."""
    parts = PurePosixPath(path).parts
    content_type = TYPES.get(PurePosixPath(path).suffix)
    if content_type is None or not parts or any(part.startswith(".") or "\\" in part or part == "/" for part in parts):
        return None
    if parts[0] != EXTENSION:
        folder = outlook_folder()
    elif len(parts) > 1 and parts[1] in _SHARED:
        folder, parts = extension_folder(), parts[1:]
    else:
        return None
    file = folder.joinpath(*parts)
    try:
        return (file.read_bytes(), content_type) if file.is_file() else None
    except OSError:  # a name that is too long for any file
        return None
