"""Writing a file so that a crash leaves either the old content or the new, never a part."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO


def atomic_write(path: Path, content: bytes, new_mode: int = 0o666) -> None:
    """Write a temporary file in the same folder and rename it over `path`, keeping mode and owner. Raises OSError.

    `new_mode`, less the umask, is the mode of a file that did not exist. A symbolic link stays one.
    """
    atomic_write_all({path: content}, new_mode)


def atomic_write_all(files: Mapping[Path, bytes], new_mode: int = 0o666) -> None:
    """Write several files as `atomic_write` does one; on a full disk, none of them. Raises OSError.

    They are renamed in the given order, so that the one that names others can be the last.
    """
    drafts: dict[Path, Path] = {}
    try:
        for target, content in files.items():
            path = target.resolve()
            check_replaceable(path)
            drafts[path] = draft = path.with_name(f".{path.name}.{os.getpid()}")
            _write_draft(draft, path, content, new_mode)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def check_replaceable(path: Path) -> None:
    """Raises OSError for what is no regular file: for root, renaming would put a file in the place of /dev/null."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no regular file", str(path))


def open_draft(path: Path, mode: int) -> int:
    """The descriptor of a new file. Raises OSError.

    Never one that is there: in a folder of many, another user could have made it, would own it, and read what comes.
    """
    path.unlink(missing_ok=True)  # of a process with our number, which was killed
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)


def open_lock_file(path: Path) -> IO[bytes]:
    """A file to lock, made if there is none: its owner's alone, for whoever may read it may lock it. Raises OSError."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")


def _write_draft(draft: Path, path: Path, content: bytes, new_mode: int) -> None:
    before = path.stat() if path.exists() else None
    mode = 0o600 if before else new_mode
    with os.fdopen(open_draft(draft, mode), "wb") as file:
        if before:
            with suppress(PermissionError):  # only root may give a file away
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), before.st_mode & 0o777)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # or a power cut after the renaming could leave an empty file
