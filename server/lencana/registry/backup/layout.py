"""What stands where in a backup."""

import re

import msgspec

FORMAT = 1
MANIFEST, LOG = "backup.json", "log.json"
SETTINGS = ("lencana.toml", "list.toml")
DOCUMENT = re.compile(r"documents/(root|allowlist)/([0-9]{1,16})\.json")
KEYS = "keys"
KEY = re.compile(rf"{KEYS}/[^/\x00-\x1f\x7f]{{1,200}}\.(pem|pub)")


def manifest() -> bytes:
    """By which a backup is known, and which form it has."""
    return msgspec.json.encode({"format": FORMAT})


def document_name(role: str, version: int) -> str:
    """Where an envelope stands."""
    return f"documents/{role}/{version}.json"
