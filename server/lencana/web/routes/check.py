"""POST /v1/check, POST /v1/check/batch and GET /v1/domains/<name>."""

from collections.abc import Callable
from threading import Lock

import msgspec
from flask import Blueprint, Response, request

from lencana.core.mail.message import Origin
from lencana.engine.contract import Answer, CheckRequest, Problem
from lencana.engine.engine import Engine, parse_origin
from lencana.settings import Settings
from lencana.web.bodies import bodies
from lencana.web.clock import Clock
from lencana.web.language import language
from lencana.web.limits.limiter import Limiter
from lencana.web.metrics import Metrics
from lencana.web.problems import problem_of
from lencana.web.routes.check_bodies import BatchDecoder, decode_request

RAW = "message/rfc822"
MAX_WAIT_SECONDS = 0.1  # for which a message waits for those before it


def blueprint(
    engine: Engine, settings: Settings, metrics: Metrics, limiter: Limiter, clock: Clock, access: Callable[[], None]
) -> Blueprint:
    """The routes that judge; `access` runs before each of them."""
    routes = Blueprint("check", __name__)
    routes.before_request(access)
    judge = Judge(engine, settings, metrics, clock)
    decode_batch = BatchDecoder(settings.max_batch)
    max_json_with_raw = settings.max_message * 4 // 3 + settings.max_json  # JSON that carries a raw message as base64

    @routes.post("/v1/check")
    def check() -> Response:
        if bodies.media_type(bodies.JSON, RAW) == RAW:
            origin = requested_origin()
            raw = bodies.read(settings.max_message, settings.request_timeout)
            return bodies.encode(judge.raw_message(raw, origin))
        body = bodies.read(max_json_with_raw, settings.request_timeout)
        return bodies.encode(judge.request(body))

    @routes.post("/v1/check/batch")
    def batch() -> Response:
        bodies.media_type(bodies.JSON)
        items = decode_batch(bodies.read(max_json_with_raw, settings.request_timeout))
        limiter.charge(len(items) - 1)
        return bodies.encode({"results": [judge.batch_item(item) for item in items]})

    @routes.get("/v1/domains/<name>")
    def domain(name: str) -> Response:
        return bodies.encode(engine.domain(name))

    return routes


class Judge:
    """Judges messages in the language of the current request, and counts the verdicts."""

    def __init__(self, engine: Engine, settings: Settings, metrics: Metrics, clock: Clock) -> None:
        self._engine = engine
        self._max_json = settings.max_json
        self._metrics = metrics
        self._clock = clock
        # RE2 releases the GIL with every text; threads that take it from one another gain nothing. It only saves time:
        # who has waited long enough goes on without it, so that messages that take long hold nobody up.
        self._judgement_lock = Lock()

    def raw_message(self, raw: bytes, origin: Origin) -> Answer:
        """Judge the bytes of a message."""
        return self._count_verdict(self._engine.check_raw(raw, now=self._clock(), lang=language(), origin=origin))

    def request(self, body: bytes | msgspec.Raw) -> Answer:
        """Judge a message given as JSON. Raises ProblemError with 413, InputError."""
        item = decode_request(body, self._max_json)
        if item.raw is not None:  # not one at a time: it may have to wait for the DNS
            return self._judge_now(item)
        has_lock = self._judgement_lock.acquire(timeout=MAX_WAIT_SECONDS)
        try:
            return self._judge_now(item)
        finally:
            if has_lock:
                self._judgement_lock.release()

    def batch_item(self, item: msgspec.Raw) -> Answer | Problem:
        """Judge one message of a batch; whatever is wrong with it, the others are still answered."""
        try:
            return self.request(item)
        except Exception as error:
            return problem_of(error)

    def _judge_now(self, item: CheckRequest) -> Answer:
        return self._count_verdict(self._engine.check(item, now=self._clock(), lang=language()))

    def _count_verdict(self, answer: Answer) -> Answer:
        self._metrics.verdict(answer.verdict)
        return answer


def requested_origin() -> Origin:
    """The origin that the query of a raw message gives. Raises InputError with the choices."""
    if not request.environ.get("QUERY_STRING"):
        return Origin.FILE
    return parse_origin(" ".join(request.args.getlist("origin")) or Origin.FILE.value)
