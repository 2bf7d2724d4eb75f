"""Readers' reports, and the inbox in which admins answer them: /v1/reports (docs/api.md)."""

import base64
import binascii
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from lencana.errors import InputError, StoreError, StoreFullError
from lencana.reports.contract import (
    ID_PATTERN,
    AnswerRequest,
    ReportChange,
    ReportReceipt,
    ReportRequest,
    ReportState,
)
from lencana.reports.inbox import MAX_PAGE, Inbox
from lencana.reports.keeper import Keeper
from lencana.reports.listing import answer_out, list_out, report_out
from lencana.reports.report import Kind, Position, State
from lencana.settings import Reports, Settings
from lencana.web.admins import Admins
from lencana.web.bodies import bodies
from lencana.web.clock import Clock
from lencana.web.limits.report_limiter import ReportLimiter
from lencana.web.metrics import Metrics
from lencana.web.problems import ProblemError

MAX_JSON_BYTES = 128 * 1024  # of a report without its message: its texts, with every character escaped
DEFAULT_PAGE = 50
_GONE = "There is no such report, or no longer."
_OFF = "This server takes no reports; the operator can allow them by `reports` in lencana.toml."
_NO_MESSAGES = "This server takes no whole messages; send the report without `raw`."
_FULL = "There is no room for reports just now. Messages are judged all the same; send the report again tomorrow."
_AWAY = "The report could not be stored just now. Messages are judged all the same; send it again in a few minutes."
_ID = re.compile(ID_PATTERN)
_REQUEST = msgspec.json.Decoder(ReportRequest)
_CHANGE = msgspec.json.Decoder(ReportChange)


class _RawAlone(msgspec.Struct, frozen=True):
    raw: msgspec.Raw = msgspec.Raw(b"null")


_RAW_ALONE = msgspec.json.Decoder(_RawAlone)


def blueprint(
    inbox: Inbox,
    keeper: Keeper,
    settings: Settings,
    limiter: ReportLimiter,
    admins: Admins,
    metrics: Metrics,
    clock: Clock,
    access: Callable[[], None],
) -> Blueprint:
    """The routes; `access` is asked of readers, a session of admins."""
    routes = Blueprint("reports", __name__)
    _add_routes_of_readers(routes, inbox, settings, limiter, metrics, clock, access)
    _add_routes_of_admins(routes, inbox, keeper, settings, admins, clock)
    return routes


def _add_routes_of_readers(
    routes: Blueprint,
    inbox: Inbox,
    settings: Settings,
    limiter: ReportLimiter,
    metrics: Metrics,
    clock: Clock,
    access: Callable[[], None],
) -> None:
    @routes.post("/v1/reports")
    def report() -> Response:
        access()
        if settings.reports is Reports.OFF:
            raise ProblemError(HTTPStatus.FORBIDDEN, _OFF)
        limiter.charge()
        bodies.media_type(bodies.JSON)
        allows_raw = settings.reports is Reports.MESSAGES
        limit = MAX_JSON_BYTES + (settings.reports_max_message * 4 // 3 + 4 if allows_raw else 0)
        received, raw = _decode(bodies.read(limit, settings.request_timeout), settings)
        stored = _store_or_refuse(lambda: inbox.receive(received, raw, clock()))
        metrics.report(stored.kind.value)
        return bodies.encode(ReportReceipt(id=stored.id, expires=stored.expires), HTTPStatus.CREATED)

    @routes.get("/v1/reports/<id>/answer")
    def answer(id: str) -> Response:
        access()
        stored = inbox.store.get(_valid_id(id))
        if stored is None:
            raise _gone()
        return bodies.encode(ReportState(state=stored.state.value, answer=answer_out(stored.answer)))


def _add_routes_of_admins(
    routes: Blueprint, inbox: Inbox, keeper: Keeper, settings: Settings, admins: Admins, clock: Clock
) -> None:
    @routes.get("/v1/reports")
    @admins.only
    def listing() -> Response:
        state, limit, before = _page_wanted()
        return bodies.encode(list_out(inbox.page(state, limit, before, clock())))

    @routes.get("/v1/reports/<id>")
    @admins.only
    def one(id: str) -> Response:
        judged_and_raw = inbox.one(_valid_id(id), clock())
        if judged_and_raw is None:
            raise _gone()
        return bodies.encode(report_out(*judged_and_raw))

    @routes.patch("/v1/reports/<id>")
    @admins.only
    def change(id: str) -> Response:
        bodies.media_type(bodies.JSON)
        wanted = bodies.decode(_CHANGE, bodies.read(MAX_JSON_BYTES, settings.request_timeout))
        answer = wanted.answer or AnswerRequest(kind="other")
        kind = Kind(answer.kind) if wanted.answer else None
        state = State(wanted.state) if wanted.state else None
        changed = inbox.answer(_valid_id(id), state, kind, answer.text, clock())
        if changed is None:
            raise _gone()
        keeper.hurry()
        return bodies.encode(report_out(changed))

    @routes.delete("/v1/reports/<id>")
    @admins.only
    def remove(id: str) -> Response:
        if not inbox.delete([_valid_id(id)]):
            raise _gone()
        keeper.hurry()
        return Response(status=HTTPStatus.NO_CONTENT)


def _decode(body: bytes, settings: Settings) -> tuple[ReportRequest, bytes | None]:
    """A report and its message. Raises InputError; ProblemError with 403 or 413."""
    if len(body) - len(memoryview(bodies.decode(_RAW_ALONE, body).raw)) > MAX_JSON_BYTES:
        raise bodies.too_large(MAX_JSON_BYTES)
    received = bodies.decode(_REQUEST, body)
    if received.raw is None:
        return received, None
    if settings.reports is not Reports.MESSAGES:
        raise ProblemError(HTTPStatus.FORBIDDEN, _NO_MESSAGES)
    try:
        raw = base64.b64decode(received.raw, validate=True)
    except (binascii.Error, ValueError):
        raise InputError("`raw` is not base64: encode the bytes of the whole message") from None
    if len(raw) > settings.reports_max_message:
        raise bodies.too_large(settings.reports_max_message)
    return received, raw


def _store_or_refuse(store: Callable[[], Any]) -> Any:
    """A full or failing database refuses politely. Raises ProblemError with 507 or 503."""
    try:
        return store()
    except StoreFullError as error:
        raise ProblemError(HTTPStatus.INSUFFICIENT_STORAGE, _FULL) from error
    except StoreError as error:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, _AWAY, {"Retry-After": "60"}) from error


def _page_wanted() -> tuple[State | None, int, Position | None]:
    """What the query asks for. Raises InputError."""
    state = request.args.get("state", State.WAITING.value)
    if state not in (*State, "all"):
        raise InputError(f"`state` is none of {', '.join(State)}, all")
    limit = request.args.get("limit", str(DEFAULT_PAGE))
    if not limit.isascii() or not limit.isdigit() or len(limit) > 6 or not int(limit):
        raise InputError(f"`limit` is a number from 1 to {MAX_PAGE}")
    before = request.args.get("before")
    if before is None:
        position = None
    else:
        at, separator, id_ = before[:100].partition("_")
        if not separator or "\0" in before:
            raise InputError("`before` is what `next` of the page before says")
        position = Position(at, id_)
    return None if state == "all" else State(state), min(int(limit), MAX_PAGE), position


def _valid_id(id_: str) -> str:
    """The id, if it can be a report's. Raises ProblemError with 404 for another, which a database may refuse."""
    if not _ID.match(id_):
        raise _gone()
    return id_


def _gone() -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, _GONE)
