"""Bodies in and out: capped in size and time, decoded by the types of the contract, never kept."""

import re
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from flask import Response, request

from lencana.errors import InputError
from lencana.web.bodies.body_reads import BODY_READS
from lencana.web.bodies.memory_budget import MemoryBudget
from lencana.web.problems import ProblemError

MIN_BYTES_PER_SECOND = 128 * 1024  # bytes a second that a large body must come at
JSON = "application/json"
_MEMORY_BUDGET = MemoryBudget()
_ENCODER = msgspec.json.Encoder()
_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
T = TypeVar("T")


def media_type(*accepted: str) -> str:
    """The request's media type, one of `accepted`; any other is refused with 415 (RFC 9110 section 15.5.16)."""
    environ = request.environ
    declared: str = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if declared not in accepted:
        choices = " or ".join(accepted)
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send Content-Type: {choices}.", {"Accept-Post": choices}
        )
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("identity", ""):
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding.")
    return declared


def read(limit: int, seconds: float) -> bytes:
    """The request's body: 413 above `limit` bytes, 408 when it takes longer than `seconds` and a sensible rate.

    503 while other large bodies fill the memory that there is for them.

    411 without a length: WSGI does not tell a chunked body that broke off from a whole one, and of half a message the
    alarming half may be missing. Straight from the server: Werkzeug's stream around it would cost four times as much.
    """
    environ = request.environ
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() and not environ.get("wsgi.input_terminated"):
        return b""  # where it ends cannot be known
    size = int(length) if length.isdecimal() else 0
    if size > limit:
        raise too_large(limit)
    _MEMORY_BUDGET.reserve(size)
    with BODY_READS.watch(environ.get("REMOTE_ADDR", ""), seconds + size / MIN_BYTES_PER_SECOND):
        body: bytes = environ["wsgi.input"].read(size if length else 1)
    if len(body) > size:
        raise ProblemError(HTTPStatus.LENGTH_REQUIRED, "Send the body with its Content-Length, and not in chunks.")
    if len(body) < size:
        detail = f"The body did not arrive within {seconds:g} s, or within one while too many were as slow."
        raise ProblemError(HTTPStatus.REQUEST_TIMEOUT, detail)
    return body


def too_large(limit: int) -> ProblemError:
    """413, saying how much is accepted."""
    return ProblemError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than the {limit} bytes that this server accepts."
    )


def decode(decoder: msgspec.json.Decoder[T], body: bytes | msgspec.Raw) -> T:
    """Decode and validate; InputError names the field and what is expected there, and never quotes a value."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        match = _WHERE.match(str(error))
        what, path = (match["what"], match["path"]) if match else ("Not as expected", None)
        field = f"Field `{path}`" if path else "The body"
        raise InputError(f"{field}: {what[:1].lower()}{what[1:]}. The fields are described in /openapi.json.") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise InputError(
            "The body is not JSON: send an object, UTF-8, with Content-Type: application/json,"
            " or the raw message with Content-Type: message/rfc822."
        ) from None


def encode(value: Any, status: int = 200) -> Response:
    """A JSON response that nobody keeps."""
    response = Response(_ENCODER.encode(value), status, mimetype=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response
