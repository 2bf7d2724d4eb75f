"""POST /v1/allowlist/draft: a list before it is signed. Nothing of it is kept, and nothing here signs."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from threading import BoundedSemaphore, Lock

import msgspec
from flask import Blueprint, Response

from lencana.core.mail.origin import Origin
from lencana.engine.contract import Answer, DomainAnswer
from lencana.engine.draft_contract import DraftAnswer, DraftChange, DraftRemark, DraftRequest, DraftTrial
from lencana.engine.engine import Engine, parse_origin
from lencana.engine.lint_texts import remark_text
from lencana.engine.trial import Trial, engine_of_draft, judge_trial
from lencana.errors import InputError
from lencana.registry.in_force import ListInForce
from lencana.settings import Settings
from lencana.trust.client_workflow import DocumentVersion
from lencana.trust.documents import base64
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.draft import MAX_DRAFT_BYTES, MAX_GUARDED_NAMES, Draft, draft_of, guarded_names
from lencana.trust.lint import Remark
from lencana.web.bodies import bodies
from lencana.web.clock import Clock
from lencana.web.language import language
from lencana.web.limits.limiter import Limiter
from lencana.web.problems import ProblemError

TOML = ("application/toml", "text/toml")
MAX_TRIAL_BYTES = 1024 * 1024  # of a message
MAX_BODY_BYTES = 2 * MAX_DRAFT_BYTES + MAX_TRIAL_BYTES * 4 // 3  # a TOML text with every character escaped is longer
MAX_WAIT_SECONDS = 10.0  # for which a draft waits for the one before it
MAX_DRAFTS = 8  # at work and waiting: each holds a thread that others need to have messages checked
BYTES_A_MESSAGE = 16 * 1024  # of a draft, that cost as much as a message, for the rate limit
_DECODER = msgspec.json.Decoder(DraftRequest)


def blueprint(
    engine: Engine,
    list_in_force: ListInForce,
    settings: Settings,
    limiter: Limiter,
    clock: Clock,
    access: Callable[[], None],
) -> Blueprint:
    """The route; `access` runs before it."""
    routes = Blueprint("draft", __name__)
    routes.before_request(access)
    queue = _Queue()

    @routes.post("/v1/allowlist/draft")
    def draft() -> Response:
        media = bodies.media_type(bodies.JSON, *TOML)
        body = bodies.read(MAX_BODY_BYTES if media == bodies.JSON else MAX_DRAFT_BYTES, settings.request_timeout)
        limiter.charge(len(body) // BYTES_A_MESSAGE)
        request = bodies.decode(_DECODER, body) if media == bodies.JSON else DraftRequest(toml=_text(body))
        text, trial = _text_of(request), _trial_of(request.try_)
        with queue.turn():
            return bodies.encode(answer(text, request.expires_in, trial))

    def answer(text: str | bytes, expires_in: str | None, trial: Trial | None) -> DraftAnswer:
        index, now = list_in_force(), clock()
        in_force = DocumentVersion(index.allowlist.version, index.sha256)
        draft = draft_of(text, index.allowlist, in_force, now, expires_in)
        before, after = (None, None) if trial is None else _judge_with_both(engine, draft, trial, now)
        return _answer(draft, before, after, in_force.version + 1, language())

    return routes


class _Queue:
    """One draft at a time, for a long one takes a second of this process; a few wait, and the others are sent away."""

    def __init__(self) -> None:
        self._one_at_a_time, self._places = Lock(), BoundedSemaphore(MAX_DRAFTS)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises ProblemError with 503 where it would take too long until it comes."""
        with ExitStack() as taken:
            for lock, seconds in ((self._places, 0), (self._one_at_a_time, MAX_WAIT_SECONDS)):
                if not lock.acquire(timeout=seconds):
                    detail = "Other drafts are being looked at; send it again in a few seconds."
                    raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": "2"})
                taken.callback(lock.release)
            yield


def _judge_with_both(
    engine: Engine, draft: Draft, trial: Trial, now: datetime
) -> tuple[Answer | DomainAnswer, Answer | DomainAnswer | None]:
    """The trial judged by the list in force, then by the draft. Raises InputError where the draft is too long."""
    before = judge_trial(engine, trial, now, language())
    if draft.document is None or draft.payload is None:
        return before, None
    if guarded_names(draft.document.brands) > MAX_GUARDED_NAMES:
        raise InputError("The list is too long to try here; `lencana allowlist diff --try` does it.")
    return before, judge_trial(engine_of_draft(engine, draft.document, draft.payload), trial, now, language())


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeError as error:
        raise InputError("The body is not UTF-8: send the list as TOML in UTF-8.") from error


def _text_of(request: DraftRequest) -> str | bytes:
    tables = request.allowlist
    if (request.toml is None) == isinstance(tables, msgspec.UnsetType):
        raise InputError("Send either `toml`, a text, or `allowlist`, an object with the keys of the TOML.")
    text = bytes(tables) if request.toml is None and not isinstance(tables, msgspec.UnsetType) else request.toml or ""
    if len(text if isinstance(text, bytes) else text.encode()) > MAX_DRAFT_BYTES:
        raise bodies.too_large(MAX_DRAFT_BYTES)
    return text


def _trial_of(asked: DraftTrial | None) -> Trial | None:
    if asked is None:
        return None
    origin: Origin = parse_origin(asked.origin)
    if (asked.domain is None) == (asked.raw is None):
        raise InputError("Field `try`: give either `domain` or `raw`, a whole message in base64.")
    if asked.raw is None:
        return Trial(domain=asked.domain)
    if len(asked.raw) > MAX_TRIAL_BYTES * 4 // 3 + 4:
        raise bodies.too_large(MAX_TRIAL_BYTES)
    try:
        return Trial(raw=b64decode(asked.raw, validate=True), origin=origin)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"`try.raw` is not base64 ({error}): encode the bytes of the whole message") from error


def _remark(remark: Remark, lang: str) -> DraftRemark:
    text = remark_text(lang, remark)
    return DraftRemark(level=remark.level.value, code=remark.code, where=remark.where, text=text)


def _answer(
    draft: Draft, before: Answer | DomainAnswer | None, after: Answer | DomainAnswer | None, version: int, lang: str
) -> DraftAnswer:
    return DraftAnswer(
        lint=tuple(_remark(remark, lang) for remark in draft.remarks),
        changes=tuple(DraftChange(text=c.text, kind=c.kind.value, where=c.where) for c in draft.changes),
        payload=None if draft.payload is None else base64.encode(draft.payload),
        payload_type=Role.ALLOWLIST.payload_type,
        sha256=None if draft.payload is None else sha256(draft.payload).hexdigest(),
        version=version,
        expires=None if draft.document is None else format_time(draft.document.expires),
        toml=draft.toml,
        before=before,
        after=after,
    )
