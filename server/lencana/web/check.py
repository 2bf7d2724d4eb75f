"""POST /v1/check, POST /v1/check/batch and GET /v1/domains/<name>."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

import msgspec
from flask import Blueprint, Response, request

from lencana.engine.contract import Answer, BatchRequest, CheckRequest, Problem
from lencana.engine.engine import Engine
from lencana.engine.texts import negotiate
from lencana.errors import InputError
from lencana.settings import Settings
from lencana.web import bodies
from lencana.web.guard import token_check
from lencana.web.limiter import Limiter
from lencana.web.metrics import Metrics
from lencana.web.problems import problem_of

RAW = "message/rfc822"
Clock = Callable[[], datetime]
_ONE = msgspec.json.Decoder(CheckRequest)
_BATCH = msgspec.json.Decoder(BatchRequest)


def blueprint(engine: Engine, settings: Settings, metrics: Metrics, limiter: Limiter, clock: Clock) -> Blueprint:
    """The routes that judge; they ask for a token when tokens are configured."""
    routes = Blueprint("check", __name__)
    routes.before_request(token_check(settings))
    max_json_with_raw = settings.max_message * 4 // 3 + settings.max_json  # JSON that carries a raw message as base64

    judgement_lock = (
        Lock()
    )  # RE2 lets go of the GIL with every text; threads that take it from one another gain nothing

    def judge(item: CheckRequest, size: int) -> Answer:
        if item.raw is not None:  # which may have to wait for the DNS
            return judge_now(item)
        if size > settings.max_json:
            raise bodies.too_large(settings.max_json)
        with judgement_lock:
            return judge_now(item)

    def judge_now(item: CheckRequest) -> Answer:
        return count_verdict(engine.check(item, now=clock(), lang=language()))

    def count_verdict(answer: Answer) -> Answer:
        metrics.verdict(answer.verdict)
        return answer

    @routes.post("/v1/check")
    def check() -> Response:
        if bodies.media_type(bodies.JSON, RAW) == RAW:
            body = bodies.read(settings.max_message, settings.request_timeout)
            return bodies.encode(count_verdict(engine.check_raw(body, now=clock(), lang=language())))
        body = bodies.read(max_json_with_raw, settings.request_timeout)
        return bodies.encode(judge(bodies.decode(_ONE, body), len(body)))

    @routes.post("/v1/check/batch")
    def batch() -> Response:
        bodies.media_type(bodies.JSON)
        items = bodies.decode(_BATCH, bodies.read(max_json_with_raw, settings.request_timeout)).messages
        if len(items) > settings.max_batch:
            raise InputError(f"Field `messages`: {len(items)} items; send at most {settings.max_batch} at once.")
        limiter.charge(len(items) - 1)
        return bodies.encode({"results": [one_of_batch(item) for item in items]})

    def one_of_batch(item: msgspec.Raw) -> Answer | Problem:
        try:
            return judge(bodies.decode(_ONE, item), len(memoryview(item)))
        except Exception as error:  # whatever it is, the other items are still answered
            return problem_of(error)

    @routes.get("/v1/domains/<name>")
    def domain(name: str) -> Response:
        return bodies.encode(engine.domain(name))

    return routes


def language() -> str:
    """The language that the reader asked for."""
    return negotiate(request.environ.get("HTTP_ACCEPT_LANGUAGE"))
