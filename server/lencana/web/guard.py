"""Who may ask: host names, bearer tokens, and the origins of the extension. Cheap, for it runs on every request."""

import ipaddress
import logging
import re
from collections.abc import Callable
from functools import cache, lru_cache
from hmac import compare_digest
from http import HTTPStatus

from flask import Flask, Response, request
from flask_cors.core import get_cors_headers, get_cors_options, set_cors_headers
from werkzeug.datastructures import Headers

from lencana.settings import Settings
from lencana.web.admins import Admins, presented_session
from lencana.web.problems import ProblemError

LOG = logging.getLogger(__name__)
ANY_EXTENSION = (re.compile(r"^chrome-extension://[a-p]{32}$"), re.compile(r"^moz-extension://[0-9a-f-]{36}$"))
_SCHEME = "bearer"  # in any case (RFC 9110 section 11.1)
CACHED_ORIGINS = 4096  # that are remembered: in Firefox each installation is one
MAX_ORIGIN_CHARS = 200  # characters of an origin


def register(app: Flask, settings: Settings) -> None:
    """Check the Host of every request and let the extension read the answers."""
    app.before_request(_host_check(settings))
    app.after_request(_cors(app, settings))
    app.after_request(_plain_headers)


def _host_check(settings: Settings) -> Callable[[], None]:
    """A page that has its own name resolve to us (DNS rebinding) sends that name as Host: answer only to our names."""
    names = {"localhost", *(host.lower() for host in settings.hosts)}

    @lru_cache(maxsize=256)
    def known(host: str) -> bool:
        name = host.rpartition(":")[0] if re.search(r":\d*$", host) else host
        return name.lower() in names or _is_address(name)

    @cache
    def warn() -> None:  # once: who scans the network would fill the log
        LOG.warning("a request named a host that `hosts` in lencana.toml does not; such requests are refused (421)")

    def check() -> None:
        if not known(request.environ.get("HTTP_HOST", "")[:300]):
            warn()
            raise ProblemError(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This server does not answer for that host name; the operator can add it to `hosts` in lencana.toml.",
            )

    return check


def _is_address(name: str) -> bool:
    """An address literal cannot be rebound."""
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def token_check(settings: Settings, admins: Admins) -> Callable[[], None]:
    """A hook that asks for a bearer token (RFC 6750) when the operator has set some; an admin's session opens, too."""
    tokens = tuple(token.encode() for token in settings.tokens)

    def check() -> None:
        if not tokens or request.method == "OPTIONS":
            return
        if presented_session() is not None:
            admins.require()
            return
        scheme, _, presented_token = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        offered = presented_token.strip().encode() if scheme.lower() == _SCHEME else b""
        matches = [compare_digest(offered, token) for token in tokens]  # all of them: the time taken says nothing
        if not offered or not any(matches):  # an empty token is nobody's, whatever the settings say
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "Send one of the server's tokens as `Authorization: Bearer TOKEN`.",
                {"WWW-Authenticate": 'Bearer realm="lencana"'},
            )

    return check


def _cors(app: Flask, settings: Settings) -> Callable[[Response], Response]:
    """flask-cors, asked once an origin: its word is the same for all requests but preflights, and costs 18 µs."""
    logging.getLogger("flask_cors").disabled = logging.getLogger("flask_cors.core").disabled = True  # it logs headers
    options = get_cors_options(
        app,
        {
            "origins": list(settings.extension_origins or ANY_EXTENSION),
            "methods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
            "allow_headers": ["Authorization", "Content-Type", "If-None-Match"],
            "expose_headers": ["ETag"],
            "max_age": 600,
        },
    )

    @lru_cache(CACHED_ORIGINS)
    def granted(origin: str) -> tuple[tuple[str, str], ...]:
        headers = get_cors_headers(options, Headers({"Origin": origin}), "POST")
        return tuple((name, str(value)) for name, value in headers.items())

    def allow(response: Response) -> Response:
        origin = request.environ.get("HTTP_ORIGIN")
        if origin is None:
            return response
        if request.method == "OPTIONS":
            return set_cors_headers(response, options)
        for name, value in granted(origin[:MAX_ORIGIN_CHARS]):
            response.headers.add(name, value)
        return response

    return allow


def _plain_headers(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server"] = ""  # granian would name itself
    return response
