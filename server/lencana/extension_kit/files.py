"""The extension's own files: of the installed package, or of the checkout that this package runs from."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from lencana.errors import InputError
from lencana.extension_kit.release import DESCRIPTION, Release, read_release

_INSTALLED: Final = "extension_files"  # beside this room in a wheel (setup.py puts it there)
_LEFT_OUT: Final = ("README.md",)  # for whoever reads the source


def extension_folder() -> Traversable:
    """Where the extension's files lie.

    Raises InputError where the installation has none.
    """
    installed = resources.files("lencana") / _INSTALLED
    if installed.is_dir():
        return installed
    checkout = Path(__file__).resolve().parents[3] / "extension"
    if (checkout / "manifest.json").is_file():
        return checkout
    raise InputError("the extension's files are not part of this installation; install Lencana from its wheel")


def read_files(folder: Traversable | None = None) -> dict[str, bytes]:
    """Each file's bytes by its path in the archive, in order.

    Raises InputError.
    """
    return dict(sorted(_walk(folder or extension_folder(), "")))


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    files: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.name.startswith(".") or entry.name in _LEFT_OUT or entry.name == "__pycache__":
            continue
        path = f"{prefix}{entry.name}"
        files += _walk(entry, f"{path}/") if entry.is_dir() else [(path, entry.read_bytes())]
    return files


def find_packed(folder: Path) -> Release | None:
    """The release that `lencana extension pack` left in a folder, read anew each time; None where there is none.

    Raises InputError for a description that cannot be read as one.
    """
    try:
        description = (folder / DESCRIPTION).read_bytes()
    except OSError:
        return None
    return read_release(description)


def read_packed(folder: Path) -> Release:
    """The packed release of a folder. Raises InputError where there is none, and says how to pack it."""
    release = find_packed(folder)
    if release is None:
        raise InputError(f"{folder} has no packed extension; `lencana extension pack --server ...` makes it")
    return release


def packed_release(folder: Path) -> Release | None:
    """The packed release of a folder; None where there is none, or none whose description can be read."""
    try:
        return find_packed(folder)
    except InputError:
        return None
