"""Memory for large bodies: a worker reserves at most BUDGET_BYTES for them at once and answers 503 to others.

Without it 128 threads could be given 50 MiB each.
"""

from http import HTTPStatus
from threading import Lock

from flask import Response, after_this_request

from lencana.web.problems import ProblemError

LARGE_BODY_BYTES = 1024 * 1024  # bytes; how many smaller ones there are the threads bound
BUDGET_BYTES = 256 * 1024 * 1024  # bytes


class MemoryBudget:
    """Counts the large bodies that are being read or judged. A single one always fits, however large."""

    def __init__(self, size: int = BUDGET_BYTES) -> None:
        self._size = size
        self._taken = 0
        self._lock = Lock()

    def reserve(self, size: int) -> None:
        """Reserve memory for a body until this request is answered. Raises ProblemError with 503."""
        if size < LARGE_BODY_BYTES:
            return
        with self._lock:
            if self._taken and self._taken + size > self._size:
                detail = "Too many large bodies at once; send it again in a few seconds."
                raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": "2"})
            self._taken += size

        @after_this_request
        def give_back(response: Response) -> Response:
            with self._lock:
                self._taken -= size
            return response
