"""The HTTP API and the page (docs/api.md). `create_app` is given everything that it needs."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.wsgi import ClosingIterator

from lencana.engine.engine import Engine
from lencana.registry.in_force import ListInForce
from lencana.registry.store import open_documents
from lencana.reports import KEEPER
from lencana.reports.counts import Counts
from lencana.reports.inbox import Inbox
from lencana.reports.keeper import make_keeper
from lencana.settings import Settings
from lencana.web import guard, problems
from lencana.web.admins import Admins
from lencana.web.clock import Clock
from lencana.web.limits.limiter import Limiter
from lencana.web.limits.report_limiter import ReportLimiter
from lencana.web.metrics import Metrics
from lencana.web.routes import check, draft, extension, lists, ops, outlook, packs, page, reports


class _Application(Flask):
    """Flask without three of its habits that would harm us."""

    def wsgi_app(self, environ: Any, start_response: Any) -> list[bytes]:
        """The whole answer as a list: granian sends its head with it, in one write.

        What Flask returns it sends in two. Killed between them, a server would leave half an answer, which no proxy
        can ask another server for again: it has passed the head on.
        """
        answer = super().wsgi_app(environ, start_response)
        try:
            return list(answer)
        finally:
            if isinstance(answer, ClosingIterator):
                answer.close()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: no function here is a coroutine, and asking each of them in each request costs a tenth of it."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Only the place: the text of an exception may hold a piece of a message."""
        problems.log_place(exc_info[1])


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    engine: Engine, list_in_force: ListInForce, settings: Settings, data: Path, *, clock: Clock = _utc_now
) -> Flask:
    """The WSGI application. `data` is the folder that the list was opened from; `clock` gives the time in UTC."""
    app = _Application(__name__, static_folder=None)
    app.logger.disabled = True
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # a redirect would repeat what was asked for
    metrics = Metrics()
    limiter = Limiter(settings)
    problems.register(app)
    app.before_request(list_in_force.poll)
    guard.register(app, settings)
    limiter.register(app)
    metrics.register(app)
    admins = Admins(list_in_force, settings, data, limiter, clock)
    access = guard.token_check(settings, admins)
    app.register_blueprint(check.blueprint(engine, settings, metrics, limiter, clock, access))
    app.register_blueprint(draft.blueprint(engine, list_in_force, settings, limiter, clock, access))
    app.register_blueprint(packs.blueprint(access))
    app.register_blueprint(lists.blueprint(list_in_force, settings, data, clock))
    inbox = Inbox(settings, data, engine)
    keeper = make_keeper(inbox, settings, data, os.environ, clock)
    app.before_request(keeper.ensure_running)
    app.extensions[KEEPER] = keeper
    report_limiter = ReportLimiter(limiter)
    app.register_blueprint(reports.blueprint(inbox, keeper, settings, report_limiter, admins, metrics, clock, access))
    documents = open_documents(data, settings)
    counts = Counts(inbox, settings, data)
    app.register_blueprint(
        ops.blueprint(list_in_force, documents, metrics, limiter.recent_clients, counts, clock, settings.server)
    )
    app.register_blueprint(extension.blueprint(list_in_force, settings, data))
    app.register_blueprint(outlook.blueprint(settings))
    app.register_blueprint(page.blueprint(list_in_force, settings, clock))
    return app
