"""Writing a file so that a crash leaves either the old content or the new, never a part."""

import os
from contextlib import suppress
from pathlib import Path


def atomic_write(path: Path, content: bytes, new_mode: int = 0o666) -> None:
    """Write a temporary file in the same folder and rename it over `path`, keeping mode and owner. Raises OSError.

    `new_mode`, less the umask, is the mode of a file that did not exist. A symbolic link stays one.
    """
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    before = path.stat() if path.exists() else None
    try:
        mode = 0o600 if before else new_mode
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            if before:
                with suppress(PermissionError):  # only root may give a file away
                    os.fchown(file.fileno(), before.st_uid, before.st_gid)
                os.fchmod(file.fileno(), before.st_mode & 0o777)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or a power cut after the renaming could leave an empty file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
