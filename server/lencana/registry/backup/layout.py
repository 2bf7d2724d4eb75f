"""What stands where in a backup."""

import re

import msgspec

from lencana.extension_kit.release import DESCRIPTION, EXTENSION_FOLDER
from lencana.registry.folders import KEYS_FOLDER, SOURCES_FOLDER
from lencana.registry.pin import PIN_FILE
from lencana.trust.client_workflow import MAX_ALLOWLIST_BYTES

FORMAT = 1
MANIFEST, LOG = "backup.json", "log.json"
SETTINGS = ("lencana.toml", "list.toml")
DOCUMENT = re.compile(r"documents/(root|allowlist)/([0-9]{1,16})\.json")
KEY = re.compile(rf"{KEYS_FOLDER}/[^/\x00-\x1f\x7f]{{1,200}}\.(pem|pub)")
SOURCE = re.compile(rf"{SOURCES_FOLDER}/\w[\w.-]{{0,200}}/(root\.sha256|held\.[\w.-]{{1,200}}\.json)", re.ASCII)
# What `lencana extension pack` made: archives, and the description that names them.
PACKED = re.compile(rf"{EXTENSION_FOLDER}/([A-Za-z0-9._-]{{1,100}}\.(crx|xpi)|{re.escape(DESCRIPTION)})")

MAX_MEMBERS = 100_000
# How many members of a kind there may be: keys, in pairs and public ones; pins and marks of other servers; archives,
# three for each version that was packed.
MAX_OF_KIND = ((KEY, 1000), (SOURCE, 1000), (PACKED, 200))
MAX_KEY_BYTES = 16 * 1024
MAX_PACKED_BYTES = 1024 * 1024  # of an archive; what we pack is far smaller, what Mozilla signs a little larger
MAX_TAR_HEADER_BYTES = 64 * 1024  # of what tar writes before a member with a long name


def max_bytes(name: str) -> int | None:
    """The size up to which a member of that name is read; None for one that does not belong in a backup."""
    if name in (LOG, *SETTINGS) or DOCUMENT.fullmatch(name):
        return MAX_ALLOWLIST_BYTES
    if PACKED.fullmatch(name):
        return MAX_PACKED_BYTES
    return MAX_KEY_BYTES if name in (MANIFEST, PIN_FILE) or KEY.fullmatch(name) or SOURCE.fullmatch(name) else None


def manifest() -> bytes:
    """The content of the first member, by which a file is known as a backup and its format is told."""
    return msgspec.json.encode({"format": FORMAT})


def document_name(role: str, version: int) -> str:
    """Where an envelope stands."""
    return f"documents/{role}/{version}.json"
