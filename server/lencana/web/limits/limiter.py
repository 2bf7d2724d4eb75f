"""How much one client may ask of this process: `rate_limit` messages a minute (docs/api.md, "Limits")."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from time import monotonic_ns
from typing import Any

from flask import Flask, request

from lencana.settings import Settings
from lencana.web.limits.buckets import Buckets
from lencana.web.limits.clients import client_resolver
from lencana.web.limits.recent_clients import RecentClients
from lencana.web.problems import ProblemError

LOG = logging.getLogger(__name__)
UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})  # who watches a server must see it when it is busy
_SECOND = 1_000_000_000


class Limiter:
    """Counts a request as a message, and a batch as the messages in it."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError when `proxies` names no address."""
        self._a_minute = settings.rate_limit
        self._burst = max(settings.rate_limit, settings.max_batch)  # or a full batch would never pass
        self._buckets = Buckets(settings.rate_limit, self._burst) if settings.rate_limit else None
        self._client = client_resolver(settings.proxies)
        self._warns = not settings.proxies
        self.recent_clients = RecentClients()

    def register(self, app: Flask) -> None:
        """Charge every request of the application."""
        app.before_request(self._charge_request)

    def _charge_request(self) -> None:
        environ = request.environ
        if environ["PATH_INFO"] not in UNLIMITED:
            client = self._client(environ)
            self.recent_clients.note(client or "this machine")
            self._charge_client(client, 1)
        if self._warns and "HTTP_X_FORWARDED_FOR" in environ:
            self._warn()

    def client(self, environ: Mapping[str, Any]) -> str | None:
        """Who asks, as `client_resolver` tells it."""
        return self._client(environ)

    def is_this_machine(self, environ: Mapping[str, Any]) -> bool:
        """Does the request come from the server's own machine, and from no proxy?"""
        return self._client(environ) is None

    def charge(self, messages: int) -> None:
        """Charge the current request for so many more messages. Raises ProblemError with 429 when they are too many."""
        if messages > 0:
            self._charge_client(self._client(request.environ), messages)

    def _charge_client(self, client: str | None, messages: int) -> None:
        if self._buckets is None or client is None:
            return
        now = monotonic_ns()
        if wait := self._buckets.take(client, messages, now):
            raise self._refusal(-(-wait // _SECOND), self._buckets.remaining(client, now))

    def _refusal(self, seconds: int, remaining: int) -> ProblemError:
        """With the fields of draft-ietf-httpapi-ratelimit-headers-10."""
        return ProblemError(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"More than {self._a_minute} messages a minute asked from this address; try again in {seconds} s.",
            {
                "Retry-After": str(seconds),
                "RateLimit-Policy": f'"messages";q={self._burst};w=60',
                "RateLimit": f'"messages";r={remaining};t={seconds}',
            },
        )

    def _warn(self) -> None:
        self._warns = False
        LOG.warning(
            "requests come through a reverse proxy that `proxies` in lencana.toml does not name: the rate limit cannot"
            " tell its clients apart"
        )
