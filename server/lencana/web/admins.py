"""Admins: the one place that reads `Authorization: Lencana …`, and that writes who did what (docs/api.md, "Admins")."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from time import monotonic_ns
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import request

from lencana.errors import KeyFileError, SessionError
from lencana.registry.folders import KEYS_FOLDER
from lencana.registry.in_force import ListInForce
from lencana.settings import Settings
from lencana.trust.keys.public_keys import names_by_keyid
from lencana.trust.session import SCHEME, Admin, is_loopback, verify_session
from lencana.web.clock import Clock
from lencana.web.limits.buckets import Buckets
from lencana.web.limits.limiter import Limiter
from lencana.web.problems import ProblemError

AUDIT = logging.getLogger("lencana.audit")
KEYID_DIGITS = 16  # of a keyid in the log
REQUESTS_A_MINUTE = 600  # with the sessions of one key, in each worker: a stolen one cannot be used without limit
REFUSED_COST = 20  # messages that a refused session counts as, for the rate limit of its client
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_VIA")
P = ParamSpec("P")
R = TypeVar("R")


class Admins:
    """Tells who asks, by the root in force at that moment: a key that a newer root no longer names is nobody's."""

    def __init__(
        self, list_in_force: ListInForce, settings: Settings, data: Path, limiter: Limiter, clock: Clock
    ) -> None:
        self._list_in_force = list_in_force
        self._own_names = {host.lower() for host in settings.hosts}
        if settings.server and (name := urlsplit(settings.server).hostname):
            self._own_names.add(name)
        self._names = _key_names(data / KEYS_FOLDER)
        self._limiter = limiter
        self._clock = clock
        self._buckets = Buckets(REQUESTS_A_MINUTE, REQUESTS_A_MINUTE)

    def only(self, view: Callable[P, R]) -> Callable[P, R]:
        """A view for admins alone: anybody else gets 401. Each use is a line in the audit log."""

        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            self.require()
            return view(*args, **kwargs)

        return checked

    def require(self, what: str = "") -> Admin:
        """The admin who asks; `what` joins method and route in the audit log, and must hold nothing of a message.

        Raises ProblemError with 401, or 429 when the key is used too often.
        """
        admin = self._identify()
        if wait := self._buckets.take(admin.keyid, 1, monotonic_ns()):
            seconds = -(-wait // 1_000_000_000)
            detail = f"This key asked more than {REQUESTS_A_MINUTE} times a minute; try again in {seconds} s."
            raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(seconds)})
        rule = request.url_rule.rule if request.url_rule else "?"
        AUDIT.info("%s: %s %s%s", self.name_of(admin.keyid), request.method, rule, f" {what}" if what else "")
        return admin

    def name_of(self, keyid: str) -> str:
        """What a key is called here: its name if the data folder has its public half, and the keyid's first digits."""
        name = self._names.get(keyid)
        return f"{name} ({keyid[:KEYID_DIGITS]})" if name else f"key {keyid[:KEYID_DIGITS]}"

    def _identify(self) -> Admin:
        token = presented_session()
        if token is None:
            raise _unauthorized("This is for admins: send a session that a list key has signed, `lencana session`.")
        try:
            host = self._own_host()
            return verify_session(token, self._list_in_force.root.document, host, self._clock())
        except SessionError as error:
            self._limiter.charge(REFUSED_COST)
            raise _unauthorized(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error

    def _own_host(self) -> str:
        """The request's Host, if it is certainly ours.

        The guard answers to any address literal and to localhost, because no page can rebind those; but a server to
        which an admin spoke under such a name could repeat his session here. Raises SessionError.
        """
        environ = request.environ
        host: str = environ.get("HTTP_HOST", "").lower()
        name = urlsplit(f"//{host}").hostname or ""
        if is_loopback(name):
            if self._limiter.is_this_machine(environ) and not any(field in environ for field in _FORWARDED):
                return host
            raise SessionError(
                f"the name {name} stands for this server on its own machine alone, and not while `proxies` names that"
                " machine; use the public name, or on the server itself no --server at all"
            )
        if name in self._own_names or f"[{name}]" in self._own_names:
            return host
        raise SessionError(
            "this server does not know the name by which it was asked as its own; use the one in `server` in"
            " lencana.toml, or add this one to `hosts` there"
        )


def presented_session() -> str | None:
    """What stands after `Lencana` in the Authorization field; None with another scheme or without the field."""
    scheme, _, token = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == SCHEME.lower() else None


def _unauthorized(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": SCHEME})


def _key_names(folder: Path) -> dict[str, str]:
    try:
        return names_by_keyid(folder)
    except KeyFileError:  # only for the log
        return {}
