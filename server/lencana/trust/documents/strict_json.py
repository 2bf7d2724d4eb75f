"""JSON that two readers cannot read differently: UTF-8, one value, no duplicate keys, no NaN, no deep nesting."""

from collections import Counter
from typing import Any, NoReturn, TypeVar

import msgspec

T = TypeVar("T")
MAX_DEPTH = 64  # of a value in the document, which is at depth 0


def decode(raw: bytes, wanted: type[T]) -> T:
    """Read `raw` as `wanted`; unknown fields are passed over.

    Raises ValueError (with the place of the fault) and nothing else.
    """
    try:
        value = msgspec.json.decode(raw, type=wanted)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    # msgspec lets the last of duplicate keys win and does not look inside unknown fields. Bytes that our own encoder
    # would have written hold neither, and asking that costs a tenth of a second scan.
    if msgspec.json.encode(value) != raw:
        _check_strictly(raw)
    return value


def _check_strictly(raw: bytes) -> None:
    import json  # our own layout needs no scan

    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    except RecursionError as error:  # how deep that is differs between releases of Python
        raise ValueError("nested too deeply") from error
    _check_depth(value, MAX_DEPTH)


def _check_depth(value: object, levels: int) -> None:
    if levels < 0:
        raise ValueError("nested too deeply")
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            _check_depth(item, levels - 1)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        repeated = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise ValueError(f"key {repeated[:80]!r} occurs twice in one object")
    return values


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
