"""The signed documents: served byte for byte, published when their signatures are valid."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from lencana.engine.contract import History, HistoryItem, Published
from lencana.errors import VersionError
from lencana.registry.compressed import CompressedEnvelope
from lencana.registry.in_force import ListInForce
from lencana.registry.publish import publish_allowlist, publish_root
from lencana.settings import Settings
from lencana.trust.client_workflow import MAX_ROOT_BYTES, TrustedAllowlist, TrustedRoot
from lencana.trust.documents.metadata import Role, format_time
from lencana.web.bodies import bodies
from lencana.web.clock import Clock
from lencana.web.problems import ProblemError

if TYPE_CHECKING:
    from lencana.registry.store import Store

# Browsers ask each time; a cache that many share asks once a second, and may answer by itself while we are away, for an
# old list is still signed and says when it ends (RFC 9111 section 5.2.2.10, RFC 5861 section 4).
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-if-error=86400"


def blueprint(list_in_force: ListInForce, settings: Settings, data: Path, clock: Clock) -> Blueprint:
    """The routes of the signed list; no token, because the documents are public and signed."""
    routes = Blueprint("lists", __name__)

    @cache
    def store() -> "Store":
        from lencana.registry.store import Store  # with it SQLAlchemy, which the first publication can wait for

        return Store(settings, data)

    _add_routes_of_readers(routes, list_in_force, store)
    _add_routes_that_publish(routes, list_in_force, settings, store, clock)
    return routes


def _add_routes_of_readers(routes: Blueprint, list_in_force: ListInForce, store: Callable[[], "Store"]) -> None:
    @routes.get("/v1/allowlist")
    def allowlist() -> Response:
        return _compressed_document(list_in_force.compressed_envelope())

    @routes.get("/v1/root", defaults={"version": None})
    @routes.get("/v1/root/<int:version>")
    def root(version: int | None) -> Response:
        envelope = list_in_force.root_envelope(version)
        if envelope is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, f"There is no root {version}.", {"Cache-Control": CACHE_CONTROL})
        return _document(envelope)

    @routes.get("/v1/allowlist/<int:version>")
    def earlier_allowlist(version: int) -> Response:
        envelope = store().envelope(Role.ALLOWLIST, version)
        if envelope is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, f"There is no list {version}.", {"Cache-Control": CACHE_CONTROL})
        return _document(envelope)

    @routes.get("/v1/allowlist/history")
    def history() -> Response:
        log = store().log(Role.ALLOWLIST)
        items = (HistoryItem(version=p.version, sha256=p.sha256, published_at=p.published_at) for p in log)
        return bodies.encode(History(versions=tuple(items)))


def _add_routes_that_publish(
    routes: Blueprint, list_in_force: ListInForce, settings: Settings, store: Callable[[], "Store"], clock: Clock
) -> None:
    @routes.put("/v1/allowlist")
    def put_allowlist() -> Response:
        limit = settings.max_allowlist
        # Nothing of it is kept by a name, so that it is gone before `refresh` reads it again: a long list is 40 MB.
        with _refreshed(list_in_force):
            return _published(Role.ALLOWLIST, publish_allowlist(store(), _envelope(limit, settings), clock(), limit))

    @routes.put("/v1/root")
    def put_root() -> Response:
        envelope = _envelope(MAX_ROOT_BYTES, settings)
        with _refreshed(list_in_force):
            return _published(Role.ROOT, publish_root(store(), envelope, clock()))


@contextmanager
def _refreshed(list_in_force: ListInForce) -> Iterator[None]:
    """Have what is newest in force at the end: what was published, or what somebody else had published before."""
    try:
        yield
    except VersionError:
        list_in_force.refresh()
        raise
    list_in_force.refresh()


def _published(role: Role, done: TrustedAllowlist | TrustedRoot) -> Response:
    expires = format_time(done.document.expires)
    answer = Published(role=role.value, version=done.document.version, expires=expires, sha256=done.sha256)
    return bodies.encode(answer, HTTPStatus.CREATED)


def _envelope(limit: int, settings: Settings) -> bytes:
    """The body under whatever content type: the signature speaks for the bytes, not the label."""
    return bodies.read(limit, settings.request_timeout)


def _document(envelope: bytes) -> Response:
    response = Response(envelope, mimetype=bodies.JSON)
    response.headers.update(
        {"ETag": f'"{sha256(envelope).hexdigest()}"', "Cache-Control": CACHE_CONTROL, "Vary": "Origin"}
    )
    response.make_conditional(request)
    return response


def _compressed_document(document: CompressedEnvelope) -> Response:
    """Gzip if the client prefers it; 304 for either ETag of this document, without reading the envelope."""
    accepted = request.accept_encodings
    compressed = accepted.quality("gzip") > 0 and accepted.quality("gzip") >= accepted.quality("identity")
    plain_tag, compressed_tag = document.digest, f"{document.digest}-gzip"
    etag = compressed_tag if compressed else plain_tag
    matching_etags = [name for name in (etag, plain_tag, compressed_tag) if request.if_none_match.contains_weak(name)]
    if matching_etags:
        etag, response = matching_etags[0], Response(status=HTTPStatus.NOT_MODIFIED)
    elif compressed:
        response = Response(document.gzip(), mimetype=bodies.JSON, headers={"Content-Encoding": "gzip"})
    else:
        response = Response(document.envelope(), mimetype=bodies.JSON)
    response.headers.update({"ETag": f'"{etag}"', "Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding, Origin"})
    return response
