"""How often one client may report: people do it a few times a day, and whoever does it all day fills the inbox."""

from http import HTTPStatus
from time import monotonic_ns

from flask import request

from lencana.web.limits.buckets import Buckets
from lencana.web.limits.limiter import Limiter
from lencana.web.problems import ProblemError

REPORTS_A_MINUTE = 2  # of one client, in each worker
BURST = 60  # at once: an office behind one address, the morning after a campaign
_SECOND = 1_000_000_000


class ReportLimiter:
    """A bucket a client, this machine itself among them: behind a proxy that nobody named it stands for all."""

    def __init__(self, limiter: Limiter) -> None:
        """`limiter` tells clients apart."""
        self._limiter = limiter
        self._buckets = Buckets(REPORTS_A_MINUTE, BURST)

    def charge(self) -> None:
        """Charge the current request. Raises ProblemError with 429."""
        client = self._limiter.client(request.environ) or "this machine"
        if wait := self._buckets.take(client, 1, monotonic_ns()):
            seconds = -(-wait // _SECOND)
            detail = f"Too many reports from this address; send it again in {seconds} s."
            raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(seconds)})
