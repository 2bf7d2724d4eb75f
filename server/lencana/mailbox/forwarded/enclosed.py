"""What somebody has forwarded: attached messages by their very bytes, or else the text of a forward."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum, unique

from lencana.core.mail.body import NO_BODY, Body, body_from_bytes
from lencana.core.mail.header.header_block import split_message
from lencana.core.mail.message import Limits
from lencana.mailbox.forwarded.mime_slices import Slice, slices_of

MAX_MESSAGES = 10  # judged of one forward
MAX_ZIP_ENTRIES = 20
_ZIP_ENTRY = b"PK\x01\x02"  # begins each entry of an archive's directory
MAX_UNZIPPED_BYTES = 10 * 1024 * 1024
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_ZIP = frozenset({"application/zip", "application/x-zip-compressed", "application/x-zip"})
_PLAIN_COMPRESSION = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_OUTLOOK = frozenset({"application/vnd.ms-outlook"})


@unique
class Obstacle(StrEnum):
    """Why something that was forwarded cannot be judged; each has a text."""

    NOTHING = "nothing"  # there is no forward in it
    ENCRYPTED = "encrypted"
    OUTLOOK_FILE = "outlook_file"  # .msg holds no message as it was sent, so nothing in it can be verified
    ZIP = "zip"  # not one message, too large, or broken
    OVERSIZED = "oversized"
    TOO_MANY = "too_many"  # only the first were judged
    WITHIN = "within"  # attached to a message whose text was forwarded: its sender chose them, so they prove nothing
    UNREADABLE = "unreadable"  # the judgement failed on it


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The attached messages, what could not be opened, and the visible text where nothing is attached."""

    attached: tuple[bytes, ...]
    obstacles: tuple[Obstacle, ...]
    body: Body


def read_enclosed(raw: bytes, limits: Limits) -> Enclosed:
    """Read what a message encloses; never raises, whatever the bytes are."""
    attached: list[bytes] = []
    obstacles: list[Obstacle] = []
    parts = slices_of(raw)
    for part in parts:
        messages_or_obstacle = _messages_in(part)
        if isinstance(messages_or_obstacle, Obstacle):
            obstacles.append(messages_or_obstacle)
        else:
            attached += messages_or_obstacle
    if len(attached) > MAX_MESSAGES:
        obstacles.append(Obstacle.TOO_MANY)
    is_nothing_else = len(parts) == 1 and bool(attached)  # then the visible text is that of the attached message
    body = NO_BODY if is_nothing_else else _visible(raw, limits)
    return Enclosed(tuple(attached[:MAX_MESSAGES]), tuple(dict.fromkeys(obstacles)), body)


def _visible(raw: bytes, limits: Limits) -> Body:
    block, encoded = split_message(raw)
    return body_from_bytes(block[: limits.header_bytes], encoded, max_text=limits.text_chars, max_links=limits.links)


def _messages_in(part: Slice) -> list[bytes] | Obstacle:
    if part.media_type in _ENCRYPTED or part.suffix == "p7m":
        return Obstacle.ENCRYPTED
    if part.media_type in ("message/rfc822", "message/global") or (part.suffix == "eml" and _is_file(part)):
        content = part.content
        return [content] if content.strip() else []
    if part.suffix == "msg" or part.media_type in _OUTLOOK:
        return Obstacle.OUTLOOK_FILE
    if part.suffix == "zip" or part.media_type in _ZIP:
        return _unzipped(part.content)
    return []


def _is_file(part: Slice) -> bool:
    return part.media_type.startswith(("application/", "text/", "message/"))


def _unzipped(content: bytes) -> list[bytes] | Obstacle:
    """The one message in an archive. Its declared size is not believed: no more than the limit is ever unpacked.

    The standard library keeps to that with deflate alone: bzip2 and LZMA make gigabytes of a kilobyte at once.
    """
    if content.count(_ZIP_ENTRY) > MAX_ZIP_ENTRIES:  # asked first: the directory is read whole
        return Obstacle.ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            messages = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".eml")]
            messages = [entry for entry in messages if not entry.filename.startswith("__MACOSX/")]
            if len(messages) != 1 or messages[0].compress_type not in _PLAIN_COMPRESSION:
                return Obstacle.ZIP
            if messages[0].flag_bits & 1:
                return Obstacle.ENCRYPTED
            with archive.open(messages[0]) as file:
                message = file.read(MAX_UNZIPPED_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return Obstacle.ZIP
    return Obstacle.OVERSIZED if len(message) > MAX_UNZIPPED_BYTES else [message]
