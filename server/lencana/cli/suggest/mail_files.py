"""Messages on disk: Maildirs, mbox files, and messages saved one a file."""

import mmap
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lencana.errors import InputError

MAX_MESSAGE_BYTES = 1024 * 1024  # bytes of one message that are read; what is beyond is an attachment's
_MBOX_START = b"From "
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAILDIR_PARTS = ("cur", "new")


class Place(NamedTuple):
    """Where one message is: a whole file, or a part of an mbox."""

    path: str
    start: int = 0
    end: int | None = None  # None: to the end of the file


def find_messages(paths: list[Path]) -> Iterator[Place]:
    """All messages in these files and folders. Raises InputError for one that cannot be read."""
    for path in paths:
        try:
            yield from _in_folder(path) if path.is_dir() else _in_file(path)
        except OSError as error:
            raise InputError(f"{error.filename or path}: {error.strerror or error}") from error


def read_message(place: Place) -> bytes:
    """At most MAX_MESSAGE_BYTES of a message. Raises OSError."""
    with Path(place.path).open("rb") as file:
        file.seek(place.start)
        size = MAX_MESSAGE_BYTES + 1 if place.end is None else min(MAX_MESSAGE_BYTES + 1, place.end - place.start)
        raw = file.read(size)
    return raw if place.end is None else _ESCAPED_FROM.sub(rb"\1", raw)


def _in_folder(folder: Path) -> Iterator[Place]:
    """Below a Maildir its messages alone, not what the mail server keeps beside them; otherwise every file."""
    for parent, folders, files in os.walk(folder, onerror=_raise):
        folders.sort()
        in_maildir = "cur" in folders or "new" in folders
        if in_maildir:
            folders[:] = [name for name in folders if name != "tmp"]
            continue
        is_part = Path(parent).name in _MAILDIR_PARTS
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():
                yield from [Place(str(path))] if is_part else _in_file(path)


def _in_file(path: Path) -> Iterator[Place]:
    with path.open("rb") as file:
        if file.read(len(_MBOX_START)) != _MBOX_START:
            yield Place(str(path))
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            start = None
            for separator in _SEPARATOR.finditer(mapped):
                if start is not None:
                    yield Place(str(path), start, separator.start())
                start = separator.end()
            if start is not None:
                yield Place(str(path), start, len(mapped))


def _raise(error: OSError) -> None:
    raise error
