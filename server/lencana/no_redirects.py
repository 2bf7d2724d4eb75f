"""HTTP requests that follow no redirect: what is meant for one server is not sent on to another."""

import urllib.request
from http.client import HTTPResponse
from typing import Any


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        """None: the redirect is an error."""


_OPENER = urllib.request.build_opener(_NoRedirects)


def open_without_redirects(request: urllib.request.Request, seconds: float) -> HTTPResponse:
    """The answer; `seconds` is how long each step of it may take.

    Raises urllib.error.HTTPError for a refusal and for a redirect, OSError where nobody answers.
    """
    answer: HTTPResponse = _OPENER.open(request, timeout=seconds)
    return answer
