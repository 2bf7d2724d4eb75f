"""The JSON of requests that judge, decoded into no more than is read.

A body may have tens of megabytes, for a raw message stands in it as base64. Of a body that is made of brackets and
commas instead (`[],[],…`), each two bytes would become an object of eighty.
"""

from typing import Any

import msgspec

from lencana.engine.contract import CheckRequest
from lencana.errors import InputError
from lencana.web.bodies import bodies

_ONE = msgspec.json.Decoder(CheckRequest)


class _LargeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a request that carries a raw message; all else in it is passed over."""

    raw: str | None = None
    webmail: str | None = None
    origin: str = CheckRequest().origin


_LARGE = msgspec.json.Decoder(_LargeRequest)


def decode_request(body: bytes | msgspec.Raw, max_json: int) -> CheckRequest:
    """A request; one of more than `max_json` bytes must carry a raw message. Raises InputError, ProblemError (413)."""
    if len(memoryview(body)) <= max_json:
        return bodies.decode(_ONE, body)
    large = bodies.decode(_LARGE, body)
    if large.raw is None:
        raise bodies.too_large(max_json)
    return CheckRequest(raw=large.raw, webmail=large.webmail, origin=large.origin)


class BatchDecoder:
    """Decodes the items of a batch one by one; those beyond the limit are counted as one, and never made."""

    def __init__(self, max_batch: int) -> None:
        self._max_batch = max_batch
        # msgspec passes over what an array holds beyond the fields of an `array_like` type.
        item = msgspec.Raw | msgspec.UnsetType
        fields: list[tuple[str, Any, Any]] = [(f"item{n}", item, msgspec.UNSET) for n in range(max_batch + 1)]
        self._items = msgspec.defstruct("_Items", fields, array_like=True)
        self._decoder = msgspec.json.Decoder(msgspec.defstruct("_Batch", [("messages", self._items)]))

    def __call__(self, body: bytes) -> list[msgspec.Raw]:
        """The items. Raises InputError if they are more than `max_batch`."""
        batch: Any = bodies.decode(self._decoder, body)
        items = [item for item in msgspec.structs.astuple(batch.messages) if isinstance(item, msgspec.Raw)]
        if len(items) > self._max_batch:
            raise InputError(f"Field `messages`: too many items; send at most {self._max_batch} at once.")
        return items
