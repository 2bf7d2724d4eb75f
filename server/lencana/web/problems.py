"""The one shape of every error: problem+json (RFC 9457). Nothing of a message or of our inside gets into it."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from traceback import extract_tb

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from lencana.engine.contract import Problem
from lencana.errors import (
    InputError,
    LencanaError,
    SignatureError,
    StoreError,
    TooLargeError,
    TrustError,
    VersionError,
)
from lencana.web.bodies import unread_bodies

LOG = logging.getLogger(__name__)
NOTHING_HERE = "There is nothing at this address. /openapi.json lists what there is."
MEDIA_TYPE = "application/problem+json"

# The first that fits counts, so the narrower comes first.
STATUS_OF: tuple[tuple[type[LencanaError], HTTPStatus], ...] = (
    (TooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (SignatureError, HTTPStatus.FORBIDDEN),
    (VersionError, HTTPStatus.CONFLICT),
    (TrustError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (InputError, HTTPStatus.BAD_REQUEST),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
)


class ProblemError(Exception):
    """An answer that is a problem: raised anywhere in a request, sent as it is."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def problem(status: HTTPStatus, detail: str) -> Problem:
    """The problem object by itself."""
    return Problem(title=status.phrase, status=status.value, detail=detail)


def problem_of(error: Exception) -> Problem:
    """The problem object of any error: an item of a batch is answered with it."""
    if isinstance(error, ProblemError):
        return problem(error.status, error.detail)
    for kind, status in STATUS_OF:
        if isinstance(error, kind):
            return problem(status, _store_detail(error) if isinstance(error, StoreError) else str(error))
    return _unexpected(error)


def _store_detail(error: StoreError) -> str:
    """Paths and addresses of the database are for the operator alone."""
    LOG.error("%s", error)
    return "The server's list database cannot be used just now. Its log says why."


def not_found() -> ProblemError:
    """404."""
    return ProblemError(HTTPStatus.NOT_FOUND, NOTHING_HERE)


def respond(value: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The HTTP response of a problem."""
    response = Response(msgspec.json.encode(value), value.status, mimetype=MEDIA_TYPE)
    response.headers.update({"Cache-Control": "no-store", **(headers or {})})
    return response


def register(app: Flask) -> None:
    """Every error of the application goes through here."""
    app.register_error_handler(ProblemError, _problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda e: respond(problem_of(e)))


def _problem(error: ProblemError) -> Response:
    if error.status != HTTPStatus.REQUEST_TIMEOUT:  # that body has had its time
        unread_bodies.discard()
    return respond(problem(error.status, error.detail), error.headers)


def _http(error: HTTPException) -> Response:
    unread_bodies.discard()
    status = HTTPStatus(error.code or 500)
    headers = dict(error.get_headers(request.environ))
    headers.pop("Content-Type", None)
    return respond(problem(status, _detail(error)), headers)


def _detail(error: HTTPException) -> str:
    if isinstance(error, NotFound):
        return NOTHING_HERE
    if isinstance(error, MethodNotAllowed):
        allowed = sorted(set(error.valid_methods or ()) - {"HEAD", "OPTIONS"})
        return f"This address does not take {_method()}. It takes: {', '.join(allowed)}."
    if isinstance(error, RequestEntityTooLarge):
        return "The body is larger than this server accepts."
    return error.description or "The request cannot be answered."


def _method() -> str:
    return request.method if request.method in ("GET", "POST", "PUT", "PATCH", "DELETE") else "this method"


def _unexpected(error: Exception) -> Problem:
    log_place(error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return problem(status, "Something went wrong on the server, and no verdict was reached. Its log says where.")


def log_place(error: BaseException) -> None:
    """Log where a slip of ours happened, never what: an exception's text may hold a piece of the message."""
    frames = extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    rule = request.url_rule.rule if request.url_rule else "?"
    LOG.error("%s on %s at %s", type(error).__name__, rule, place)
