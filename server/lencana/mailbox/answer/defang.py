"""Names from a message, written so that no mail program makes a link of them and the odd letter is seen."""

import re
from difflib import SequenceMatcher
from typing import Any

MAX_CHARS = 120
MARKS = ("›", "‹")  # around what differs from the imitated name
_NOT_IN_NAMES = re.compile(r"[^\w@+\-.() ]")
_PHONE_NUMBER = re.compile(r"\d(?:[-+() ]*\d){6,}")
_DOT = re.compile(r"\.(?=\S)")
_NAME_PARAMS = frozenset({"host", "shown", "actual", "address", "domain", "imitates", "entry", "by"})
_MIN_RATIO = 0.6  # of letters in common; below, the marks would be noise


def defanged(value: str, like: str = "") -> str:
    """A host or an address that cannot be tapped: `opena›1‹[.]com`, marked where it differs from `like`."""
    text = _NOT_IN_NAMES.sub("·", "".join(char for char in value[:MAX_CHARS] if char.isprintable()))
    marked = _marked(text, like) if like else text
    local_part, at, host = marked.rpartition("@")
    return _DOT.sub("[.]", f"{_without_numbers(local_part)}{at}{host}")


def defanged_local_part(value: str) -> str:
    """What stands before the @, without a number that could be called: programs make links of those as well."""
    return defanged(f"{value}@").removesuffix("@")


def _without_numbers(text: str) -> str:
    return _PHONE_NUMBER.sub(lambda match: f"{match[0][:3]}…", text)


def defanged_params(params: dict[str, Any], ascii_of: Any) -> dict[str, Any]:
    """The parameters of a sentence with every host and address in them defanged.

    `ascii_of` gives the A-labels of a host, or the host itself.
    """
    like = str(params.get("imitates") or "")
    return {name: _defanged_value(name, value, like, ascii_of) for name, value in params.items()}


def _defanged_value(name: str, value: Any, like: str, ascii_of: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_defanged_value(name, item, "", ascii_of) for item in value]
    if not isinstance(value, str) or name not in _NAME_PARAMS:
        return value
    written = defanged(value, like if name == "host" else "")
    if name in ("host", "shown", "actual") and not value.isascii() and (ascii_form := ascii_of(value)) != value:
        return f"{written} ({defanged(ascii_form)})"
    return written


def _marked(host: str, like: str) -> str:
    """The letters of a host that are not those of the name it imitates, between marks."""
    labels, wanted = host.split("."), like.split(".")
    closest = max(
        ((label, name) for label in labels for name in wanted[:-1] or wanted),
        key=lambda pair: SequenceMatcher(None, pair[0], pair[1], autojunk=False).ratio(),
    )
    matcher = SequenceMatcher(None, closest[0], closest[1], autojunk=False)
    if matcher.ratio() < _MIN_RATIO or closest[0] == closest[1]:
        return host
    pieces = []
    for operation, start, end, _, _ in matcher.get_opcodes():
        piece = closest[0][start:end]
        pieces.append(piece if operation == "equal" or not piece else f"{MARKS[0]}{piece}{MARKS[1]}")
    position = labels.index(closest[0])
    return ".".join((*labels[:position], "".join(pieces), *labels[position + 1 :]))
