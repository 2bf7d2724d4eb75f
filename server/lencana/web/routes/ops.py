"""For whoever runs it: /healthz, /readyz, /metrics and /openapi.json."""

from http import HTTPStatus
from time import monotonic

from flask import Blueprint, Response

from lencana.engine.contract import Health, Readiness
from lencana.errors import StoreError
from lencana.registry.expiry import next_expiry
from lencana.registry.in_force import ListInForce
from lencana.registry.poller import POLL_SECONDS
from lencana.registry.store import DocumentSource
from lencana.reports.counts import Counts, ReportCounts
from lencana.trust.documents.metadata import format_time
from lencana.web import metrics, openapi
from lencana.web.bodies import bodies
from lencana.web.clock import Clock
from lencana.web.limits.recent_clients import RecentClients

UPDATE_REFUSED = (
    "the database holds something that cannot be trusted; the last good list stays in force, and the log says why"
)


def blueprint(
    list_in_force: ListInForce,
    documents: DocumentSource,
    counters: metrics.Metrics,
    recent_clients: RecentClients,
    report_counts: Counts,
    clock: Clock,
    server: str | None,
) -> Blueprint:
    """The routes of operation; they say nothing of any message and ask for no token. `server`: its public address."""
    routes = Blueprint("ops", __name__)
    store = StoreProbe(documents)

    @routes.get("/healthz")
    def healthz() -> Response:
        return bodies.encode(Health())

    @routes.get("/readyz")
    def readyz() -> Response:
        state = readiness(list_in_force, store, clock, server)
        return bodies.encode(state, HTTPStatus.OK if state.ready else HTTPStatus.SERVICE_UNAVAILABLE)

    @routes.get("/metrics")
    def show_metrics() -> Response:
        response = Response(
            counters.render(
                [*_gauges(list_in_force, clock), _clients_gauge(recent_clients), *_report_gauges(report_counts())]
            ),
            content_type=metrics.CONTENT_TYPE,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @routes.get("/openapi.json")
    def show_openapi() -> Response:
        return bodies.encode(openapi.describe())

    return routes


class StoreProbe:
    """A cached probe of the database: it is asked at most twice a second, because /readyz has no rate limit."""

    def __init__(self, documents: DocumentSource) -> None:
        self._documents = documents
        self._is_answering = False
        self._ask_after = 0.0

    def is_answering(self) -> bool:
        """Does it, with a list in it?"""
        if monotonic() >= self._ask_after:
            self._is_answering = self._ask()
            self._ask_after = monotonic() + POLL_SECONDS
        return self._is_answering

    def _ask(self) -> bool:
        try:
            return self._documents.latest().allowlist > 0
        except StoreError:
            return False


def readiness(list_in_force: ListInForce, store: StoreProbe, clock: Clock, server: str | None = None) -> Readiness:
    """Can a message be verified now? `server` is its public address, for the remedies."""
    expiry = next_expiry(list_in_force.root.document, list_in_force().allowlist, clock())
    warnings = [expiry.sentence(server)] if expiry.is_near else []
    if list_in_force.is_update_refused:
        warnings.append(UPDATE_REFUSED)
    return Readiness(
        ready=store.is_answering() and not expiry.is_past,
        store=store.is_answering(),
        list_unexpired=not expiry.is_past,
        expires=format_time(expiry.expires),
        warnings=tuple(warnings),
    )


def _clients_gauge(recent_clients: RecentClients) -> tuple[str, str, float]:
    return "lencana_clients_last_day", "Client addresses that asked within a day.", recent_clients.count()


def _report_gauges(counts: ReportCounts | None) -> list[tuple[str, str, float]]:
    if counts is None:
        return []
    return [
        ("lencana_reports_waiting", "Readers' reports that wait for an admin.", counts.waiting),
        ("lencana_reports_unsent", "Confirmed phish that are still to be sent on.", counts.unsent),
        ("lencana_reports_failed", "Confirmed phish that could not be sent on.", counts.failed),
    ]


def _gauges(list_in_force: ListInForce, clock: Clock) -> list[tuple[str, str, float]]:
    index = list_in_force()
    expiry = next_expiry(list_in_force.root.document, index.allowlist, clock())
    seconds = expiry.remaining.total_seconds()
    return [
        ("lencana_allowlist_version", "Version of the signed list in force.", index.allowlist.version),
        (
            "lencana_allowlist_expiry_seconds",
            "Seconds until the list expires; negative when it has.",
            round(seconds),
        ),
        ("lencana_allowlist_expires_soon", "1 from seven days before the list expires.", expiry.is_near),
        (
            "lencana_allowlist_refused",
            "1 while an update in the database is refused.",
            list_in_force.is_update_refused,
        ),
    ]
